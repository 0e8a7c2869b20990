"""Content on disk: temporary file, flush, rename; only then may a row point to it (security: losing work)."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from baton.domain.files.models import StoredFile
from baton.domain.refusals import Refused

MOST_BYTES = 60 * 1024 * 1024
ARRIVING = ".arriving-"  # what a name begins with until its content is whole
SCAN_TYPES = {
    "application/pdf": b"%PDF-",
    "image/jpeg": b"\xff\xd8\xff",
    "image/png": b"\x89PNG\r\n",
}


def place_of(sha256: str) -> Path:
    """Where the content with this hash lies."""
    return Path(settings.BATON_HOME) / "files" / sha256[:2] / sha256


def check_size(size: int, most: int = MOST_BYTES) -> None:
    """Refuse what is too large, saying the limit and what to do."""
    if size > most:
        raise Refused(
            f"文件超过 {most // 1024 // 1024} MB，没有收下。请压缩（扫描件可调低分辨率）或分成几个再传。"
        )


def put(chunks: Iterable[bytes], *, most: int = MOST_BYTES) -> tuple[str, int]:
    """Write content to disk for good and return its hash and size; Refused when it is too large or the disk is full.

    Outside any transaction on purpose: a row never points to bytes that could vanish.
    """
    folder = Path(settings.BATON_HOME) / "files"
    running, size, name = hashlib.sha256(), 0, ""
    try:
        make_folder(folder)
        handle, name = tempfile.mkstemp(dir=folder, prefix=ARRIVING)
        with os.fdopen(handle, "wb") as file:
            for chunk in chunks:
                size += len(chunk)
                check_size(size, most)
                running.update(chunk)
                file.write(chunk)
        settle(Path(name), place_of(running.hexdigest()))
    except OSError as error:
        raise Refused("磁盘写不进去（可能已满），文件没有收下。请清理磁盘后再传一次。") from error
    finally:
        if name:
            Path(name).unlink(missing_ok=True)
    return running.hexdigest(), size


def settle(arriving: Path, target: Path) -> None:
    """Give a file that was just written its place: whole, and found there again after a power cut, or not there."""
    flush(arriving)
    make_folder(target.parent)
    arriving.replace(target)
    flush(target.parent)


def make_folder(folder: Path) -> None:
    """A folder that is still there after a power cut."""
    if not folder.is_dir():
        make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        flush(folder.parent)


def flush(place: Path) -> None:
    """Wait until the disk holds a file's content, or a folder's names."""
    handle = os.open(place, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read(file: StoredFile) -> bytes:
    """The content of a kept file; Refused when it is gone or not what was kept."""
    try:
        content = place_of(file.sha256).read_bytes()
    except OSError as error:
        raise Refused(f"“{file.name}”在磁盘上找不到了，请从备份恢复。") from error
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise Refused(f"“{file.name}”在磁盘上被改动过，请从备份恢复。")
    return content
