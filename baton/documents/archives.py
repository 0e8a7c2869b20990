"""Archive v1: manifest, rule book, facts and result of one run in canonical JSON (semantics §11)."""

from __future__ import annotations

import json
import os
import tempfile
import zipfile
from pathlib import Path
from typing import Any

from baton.documents.problems import Problems
from baton.scoring.canonical import SEMANTICS, canonical_bytes, digest
from baton.scoring.result import Result

MEMBERS = ("manifest.json", "rulebook.json", "facts.json", "result.json")
EPOCH = (1980, 1, 1, 0, 0, 0)
MOST_BYTES = 1 << 30


def write_archive(result: Result, path: str | Path) -> str:
    """Write the archive of a run and return the hash of its result; the file appears whole or not at all."""
    made = result.canonical()
    result_digest = digest(made)
    manifest = {
        "format": "baton.archive/1",
        "semantics": SEMANTICS,
        "run": result.run,
        "rulebook": result.rulebook_digest,
        "facts": result.facts_digest,
        "result": result_digest,
    }
    parts = (manifest, result.plan.rulebook, result.plan.facts.canonical(), made)
    target = Path(path)
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".归档-", suffix=".zip")
    try:
        with os.fdopen(handle, "wb") as stream, zipfile.ZipFile(stream, "w") as archive:
            for name, part in zip(MEMBERS, parts, strict=True):
                archive.writestr(_entry(name), canonical_bytes(part))
        Path(temporary).chmod(0o644)
        Path(temporary).replace(target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return result_digest


def read_archive(path: str | Path, *, problems: Problems) -> dict[str, Any] | None:
    """The members of an archive by name without ``.json``; None after naming what is wrong."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = [entry.filename for entry in archive.infolist()]
            stored = all(
                entry.compress_type == zipfile.ZIP_STORED and entry.file_size <= MOST_BYTES
                for entry in archive.infolist()
            )
            if names != list(MEMBERS) or not stored:
                problems.error(
                    str(path), "这不是指挥棒的归档,或成员被改过", "请用 baton export 重新导出"
                )
                return None
            return {name[:-5]: json.loads(archive.read(name)) for name in MEMBERS}
    except (OSError, zipfile.BadZipFile, ValueError, RecursionError):
        problems.error(str(path), "归档打不开或已经损坏", "请重新取得完整的归档文件")
        return None


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, EPOCH)
    entry.external_attr = 0o644 << 16
    entry.create_system = 3
    return entry
