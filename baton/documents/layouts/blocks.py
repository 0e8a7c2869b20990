"""并排的几栏: a list printed in two or three blocks side by side to save paper is read block by block."""

from __future__ import annotations

from dataclasses import replace

from baton.documents.grids import Grid, Raw
from baton.documents.layouts import words
from baton.documents.layouts.context import Context
from baton.documents.names import NameBook, normalised

_LOOKED_AT, _BELOW = 20, 200
_NUMBERS = frozenset(map(normalised, ("序号", "编号", "No", "排名", "名次")))


def side_by_side(grid: Grid, context: Context) -> list[Grid]:
    """The blocks of a page that repeats its heads, as in `blocks_of`."""
    return blocks_of(grid, context.subjects)


def blocks_of(grid: Grid, units: NameBook) -> list[Grid]:
    """The blocks of a page that repeats its heads, each at its own place with the others blanked; else the page itself."""
    for row in range(min(_LOOKED_AT, len(grid.rows))):
        starts = _starts(grid, row, units)
        if len(starts) > 1:
            ends = [*starts[1:], grid.width]
            starts[0] = 0
            return [_only(grid, row, a, b) for a, b in zip(starts, ends, strict=True)]
    return [grid]


def _starts(grid: Grid, row: int, units: NameBook) -> list[int]:
    """First columns of the blocks: where the same word for units stands again, above units, with the numbers before it."""
    named: dict[str, list[int]] = {}
    for column in range(grid.width):
        text = grid.text(row, column)
        if text and words.is_one_of(text, words.SUBJECT) and _has_units(grid, row, column, units):
            named.setdefault(normalised(text), []).append(column)
    columns = max(named.values(), key=len, default=[])
    before = (column - 1 for column in columns)
    numbered = [at >= 0 and normalised(grid.text(row, at)) in _NUMBERS for at in before]
    return [column - is_numbered for column, is_numbered in zip(columns, numbered, strict=True)]


def _has_units(grid: Grid, row: int, column: int, units: NameBook) -> bool:
    below = range(row + 1, min(row + _BELOW, len(grid.rows)))
    return any(units.find(grid.text(r, column)).id for r in below)


def _only(grid: Grid, head: int, start: int, end: int) -> Grid:
    """The page with everything blanked from the heads on that is not in these columns."""
    blank: list[Raw] = [""] * grid.width
    rows = [
        row if r < head else [*blank[:start], *row[start:end], *blank[end:]]
        for r, row in enumerate(grid.rows)
    ]
    merged = [m for m in grid.merged if m[2] < head or (start <= m[1] and m[3] < end)]
    return replace(grid, rows=rows, merged=merged)
