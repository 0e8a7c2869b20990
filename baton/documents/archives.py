"""Archive v1: manifest, rule book, facts and result of one run in canonical JSON (semantics §11)."""

from __future__ import annotations

import json
import os
import tempfile
import zipfile
from pathlib import Path
from typing import Any

from baton.documents.problems import Problems
from baton.scoring.canonical import SEMANTICS, canonical_bytes, digest_of
from baton.scoring.result import Result

MEMBERS = ("manifest.json", "rulebook.json", "facts.json", "result.json")
EPOCH = (1980, 1, 1, 0, 0, 0)
MOST_BYTES = 100_000_000
MOST_VALUES = 3_600_000  # of at most 80 bytes each, so that nobody's file fills the memory


def write_archive(result: Result, path: str | Path) -> str:
    """Write the archive of a run and return the hash of its result; the file appears whole or not at all."""
    facts = result.facts_bytes()
    made = canonical_bytes(result.canonical())
    result_digest = digest_of(made)
    manifest = {
        "format": "baton.archive/1",
        "semantics": SEMANTICS,
        "run": result.run,
        "rulebook": result.rulebook_digest,
        "facts": result.facts_digest,
        "result": result_digest,
    }
    parts = (canonical_bytes(manifest), canonical_bytes(result.plan.rulebook), facts, made)
    target = Path(path)
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".归档-", suffix=".zip")
    try:
        with os.fdopen(handle, "wb") as stream, zipfile.ZipFile(stream, "w") as archive:
            for name, part in zip(MEMBERS, parts, strict=True):
                archive.writestr(_entry(name), part)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return result_digest


def read_archive(path: str | Path, *, problems: Problems) -> dict[str, Any] | None:
    """The members of an archive by name without ``.json``; None after naming what is wrong.

    What the members say is not looked at here: `check_canonical` and the rule book's own checks do that.
    """
    name = Path(path).name
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            stored = all(entry.compress_type == zipfile.ZIP_STORED for entry in entries)
            if [entry.filename for entry in entries] != list(MEMBERS) or not stored:
                problems.error(
                    name,
                    "这不是指挥棒的归档,或成员被改过",
                    "请用 baton export 重新导出",
                    code="archive",
                )
                return None
            if sum(entry.file_size for entry in entries) > MOST_BYTES:
                problems.error(
                    name, "归档太大", "请用 baton verify 核验,或分组导出", code="too-large"
                )
                return None
            members = {entry: archive.read(entry) for entry in MEMBERS}
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError, EOFError):
        problems.error(name, "归档打不开或已经损坏", "请重新取得完整的归档文件", code="archive")
        return None
    return _parsed(members, name, problems)


def read_json_file(path: Path, *, problems: Problems) -> Any:
    """Whatever a .json file holds; None after naming what is wrong."""
    try:
        if path.stat().st_size > MOST_BYTES:
            problems.error(
                path.name, "文件太大", "请用归档 .zip 或办公室的文件夹", code="too-large"
            )
            return None
        data = path.read_bytes()
    except OSError:
        problems.error(path.name, "打不开这个文件", "请核对文件名和权限", code="unreadable")
        return None
    found = _parsed({path.name: data}, path.name, problems)
    return None if found is None else found[path.name[:-5]]


def _parsed(members: dict[str, bytes], name: str, problems: Problems) -> dict[str, Any] | None:
    """JSON of all members, as long as there are not more values in it than the memory has room for."""
    values = sum(data.count(mark) for data in members.values() for mark in (b",", b"[", b"{"))
    if values > MOST_VALUES:
        problems.error(
            name, "里面的数太多,内存装不下", "请用 baton verify 核验,或分组导出", code="too-large"
        )
        return None
    try:
        return {member[:-5]: json.loads(data) for member, data in members.items()}
    except (ValueError, RecursionError):
        problems.error(
            name, "内容不是完好的 JSON", "请重新取得完整的文件,不要手工改动", code="json"
        )
        return None


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, EPOCH)
    entry.external_attr = 0o644 << 16
    entry.create_system = 3
    return entry
