"""盖章页: a stamped page as a scanner gives it, drawn by code: a table of blurred words, its figures, and a red seal."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from functools import cache
from math import cos, hypot, pi, sin

WIDTH, HEIGHT, MOST_LINES = 620, 876, 24
PAPER, LINE, INK, RED = range(4)
_PALETTE = bytes((250, 248, 242, 190, 188, 184, 62, 62, 72, 204, 44, 48))
_DIGITS = {
    "0": "755557", "1": "262227", "2": "717447", "3": "717117", "4": "557111", "5": "747117", "6": "747557",
    "7": "711222", "8": "757557", "9": "757117", ".": "000002",
}  # fmt: skip
_SEAL, _CENTRE = 74, (470, 770)


def stamped_page(title: str, lines: Sequence[tuple[str, str]]) -> bytes:
    """A PNG of some kilobytes: the title, a line for each (name, figure) as far as they fit, and the seal over the foot."""
    page = [bytearray(WIDTH) for _ in range(HEIGHT)]
    _words(page, 310 - 9 * len(title), 40, title, 4)
    for at, (name, figure) in enumerate(lines[:MOST_LINES]):
        top = 100 + at * 26
        _rule(page, top - 6)
        _words(page, 60, top, name, 3)
        _figure(page, 470, top, figure)
    _rule(page, 100 + min(len(lines), MOST_LINES) * 26 - 6)
    for y, x in _seal():
        if page[y][x] != INK:
            page[y][x] = RED
    return _png(page)


def _words(page: list[bytearray], left: int, top: int, text: str, size: int) -> None:
    """Signs as blurred squares, each its own: nobody can read them, as on a bad scan."""
    for place, sign in enumerate(text):
        bits = (ord(sign) * 2654435761 >> 11) & 0xFFFF | 0x0420
        for cell in range(16):
            if bits >> cell & 1:
                x = left + place * (size * 4 + 3) + cell % 4 * size
                _fill(page, x, top + cell // 4 * size, size, size - 1)


def _figure(page: list[bytearray], left: int, top: int, text: str) -> None:
    for place, sign in enumerate(text):
        for row, bits in enumerate(_DIGITS.get(sign, "000700")):
            for column in range(3):
                if int(bits) >> (2 - column) & 1:
                    _fill(page, left + place * 10 + column * 2, top + row * 2, 2, 2)


def _fill(page: list[bytearray], left: int, top: int, wide: int, high: int) -> None:
    for row in page[top : top + high]:
        row[left : left + wide] = bytes((INK,)) * len(row[left : left + wide])


def _rule(page: list[bytearray], top: int) -> None:
    page[top][50 : WIDTH - 50] = bytes((LINE,)) * (WIDTH - 100)


@cache
def _seal() -> tuple[tuple[int, int], ...]:
    """The points of a ring with a star in it."""
    star = [
        (_SEAL * (0.42 if at % 2 == 0 else 0.17) * sin(at * pi / 5), -_SEAL * (0.42 if at % 2 == 0 else 0.17) * cos(at * pi / 5))
        for at in range(10)
    ]  # fmt: skip
    found = []
    for y in range(-_SEAL, _SEAL + 1):
        for x in range(-_SEAL, _SEAL + 1):
            if _SEAL - 5 <= hypot(x, y) <= _SEAL or _is_inside(x, y, star):
                found.append((_CENTRE[1] + y, _CENTRE[0] + x))
    return tuple(found)


def _is_inside(x: float, y: float, corners: list[tuple[float, float]]) -> bool:
    inside = False
    for (ax, ay), (bx, by) in zip(corners, corners[1:] + corners[:1], strict=True):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            inside = not inside
    return inside


def _png(page: list[bytearray]) -> bytes:
    head = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 3, 0, 0, 0)
    told = zlib.compress(b"".join(b"\0" + bytes(row) for row in page), 9)
    parts = ((b"IHDR", head), (b"PLTE", _PALETTE), (b"IDAT", told), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )
