"""OLE compound files, the container of .xls (and of password-protected .xlsx): just enough to find the streams."""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass

from baton.documents.grids import kinds

_FREE = 0xFFFFFFFA  # sector numbers from here on are marks, not sectors


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    kind: int
    start: int
    size: int


class CompoundFile:
    """Streams by lower-case name. Raises Unreadable (truncated) for chains that lead nowhere."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        try:
            self._open()
        except (struct.error, IndexError, UnicodeDecodeError):
            raise kinds.truncated() from None

    def _open(self) -> None:
        data = self._data
        shift, mini_shift = struct.unpack_from("<HH", data, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise kinds.truncated()
        self._size = 1 << shift
        (directory,) = struct.unpack_from("<I", data, 48)
        self._cutoff, mini_fat, _, extra, _ = struct.unpack_from("<5I", data, 56)
        self._fat = self._read_fat(extra)
        self._entries = self._read_directory(directory)
        root = next((e for e in self._entries if e.kind == 5), None)
        self._mini = self._chain(root.start) if root and root.start < _FREE else b""
        mini_fat_bytes = self._chain(mini_fat) if mini_fat < _FREE else b""
        self._mini_fat = _numbers(mini_fat_bytes)

    @property
    def streams(self) -> set[str]:
        return {entry.name for entry in self._entries if entry.kind in (1, 2)}

    def stream(self, name: str) -> bytes:
        entry = next(e for e in self._entries if e.name == name and e.kind == 2)
        content = (
            self._mini_chain(entry.start) if entry.size < self._cutoff else self._chain(entry.start)
        )
        if len(content) < entry.size:
            raise kinds.truncated()
        return content[: entry.size]

    def _read_fat(self, extra: int) -> list[int]:
        sectors = [s for s in struct.unpack_from("<109I", self._data, 76) if s < _FREE]
        seen: set[int] = set()
        while extra < _FREE and extra not in seen:
            seen.add(extra)
            *more, extra = _numbers(self._sector(extra))
            sectors += [s for s in more if s < _FREE]
        if len(sectors) * self._size > len(self._data):
            raise kinds.truncated()
        return _numbers(b"".join(map(self._sector, sectors)))

    def _read_directory(self, start: int) -> list[_Entry]:
        raw = self._chain(start)
        if len(raw) % self._size:
            raise kinds.truncated()
        entries = []
        for at in range(0, len(raw) - 127, 128):
            (length,) = struct.unpack_from("<H", raw, at + 64)
            if raw[at + 66] and 2 <= length <= 64:
                name = raw[at : at + length - 2].decode("utf-16-le", "replace").lower()
                begin, size = struct.unpack_from("<II", raw, at + 116)
                entries.append(_Entry(name, raw[at + 66], begin, size))
        return entries

    def _sector(self, number: int) -> bytes:
        begin = (number + 1) * self._size
        if begin >= len(self._data):
            raise kinds.truncated()
        return self._data[begin : begin + self._size]

    def _chain(self, start: int) -> bytes:
        return _follow(start, self._fat, self._sector)

    def _mini_chain(self, start: int) -> bytes:
        return _follow(start, self._mini_fat, lambda n: self._mini[n * 64 : n * 64 + 64])


def _follow(start: int, table: list[int], sector: Callable[[int], bytes]) -> bytes:
    pieces: list[bytes] = []
    at = start
    while at < _FREE:
        if at >= len(table) or len(pieces) > len(table):
            raise kinds.truncated()
        pieces.append(sector(at))
        at = table[at]
    return b"".join(pieces)


def _numbers(raw: bytes) -> list[int]:
    count = len(raw) // 4
    return list(struct.unpack(f"<{count}I", raw[: count * 4]))
