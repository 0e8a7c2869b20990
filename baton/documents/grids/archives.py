"""压缩容器: open .xlsx and .ods archives without trusting anything they say about themselves.

Every part is unpacked once, under a limit, checked, and packed again uncompressed. The workbook parser only ever sees
this clean copy, so sizes, duplicate entries or headers that lie cannot make it see something else than was checked.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from baton.documents.grids import kinds, limits
from baton.documents.grids.kinds import Unreadable

_IGNORED = re.compile(
    r"(^|/)(media|drawings|charts|theme|docprops|threadedcomments|persons|pivotcache|pivottables|customxml|externallinks|"
    r"printersettings|ctrlprops|activex|embeddings|thumbnails|pictures|object [^/]*|configurations2)/|comments\d*\.xml$"
)
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OSError,
    ValueError,
    RuntimeError,
)


def open_archive(data: bytes) -> zipfile.ZipFile:
    """Open and weigh an archive; raises Unreadable for broken, locked, or overweight ones."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _BROKEN:
        raise kinds.truncated() from None
    entries = archive.infolist()
    if len(entries) > limits.ARCHIVE_ENTRIES:
        raise kinds.too_large(f"压缩容器里有 {len(entries)} 个部件,太多了")
    if any(entry.flag_bits & 1 for entry in entries):
        raise kinds.password_protected()
    names = [entry.filename.lower() for entry in entries]
    if len(set(names)) != len(names):
        raise Unreadable(
            "文件内部有重名的部件,不是正常保存的表格",
            "请用 Excel 或 WPS 重新另存后再交",
            "odd-archive",
        )
    _weigh(entries)
    return archive


def kind_of(archive: zipfile.ZipFile) -> kinds.Kind:
    names = {name.lower() for name in archive.namelist()}
    mimetype = read_part(archive, "mimetype", 200) if "mimetype" in names else b""
    return kinds.kind_of_archive(names, mimetype)


def parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    """Name and checked content of each XML part that matters for a table, within the common limit."""
    left = limits.ARCHIVE_BYTES
    for entry in archive.infolist():
        if _matters(entry.filename):
            content = read_part(archive, entry.filename, left)
            left -= len(content)
            check_xml(content)
            yield entry.filename, content


def read_part(archive: zipfile.ZipFile, name: str, limit: int) -> bytes:
    """At most `limit` unpacked bytes of one entry; more is a bomb."""
    try:
        with archive.open(name) as part:
            content = part.read(limit + 1)
    except (*_BROKEN, KeyError):
        raise kinds.truncated() from None
    if len(content) > limit:
        raise kinds.too_large("解压后的内容太大")
    return content


def check_xml(content: bytes) -> None:
    """Refuse document types and entities (billion laughs, external files) and encodings that would hide them."""
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise Unreadable(
            "文件里有不该有的 XML 定义(DTD),可能是恶意文件",
            "请用 Excel 或 WPS 重新另存后再交",
            "xml-entities",
        )
    head = content[:200]
    declared = re.search(rb"encoding\s*=\s*[\"']([\w.-]+)", head)
    if b"\0" in head or (declared and declared[1].lower() not in (b"utf-8", b"utf8", b"us-ascii")):
        raise Unreadable(
            "文件内部的编码不是 UTF-8", "请用 Excel 或 WPS 重新另存后再交", "odd-archive"
        )


def _matters(name: str) -> bool:
    lower = name.lower()
    return lower.endswith((".xml", ".rels")) and not _IGNORED.search(lower)


def _weigh(entries: list[zipfile.ZipInfo]) -> None:
    packed = sum(entry.compress_size for entry in entries if _matters(entry.filename))
    unpacked = sum(entry.file_size for entry in entries if _matters(entry.filename))
    too_dense = unpacked > limits.RATIO_FROM and unpacked > limits.ARCHIVE_RATIO * max(packed, 1)
    if unpacked > limits.ARCHIVE_BYTES or too_dense:
        raise kinds.too_large(f"解压后有 {unpacked // 1_000_000} MB,太大了")
