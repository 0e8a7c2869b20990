"""并排的几栏: a list printed in two or three blocks side by side to save paper is read block by block."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from baton.documents.dates import is_of_a_period
from baton.documents.grids import Grid, Raw
from baton.documents.layouts import words
from baton.documents.layouts.context import Context
from baton.documents.layouts.measures import is_measure
from baton.documents.names import NameBook, normalised
from baton.documents.period_titles import is_moment

_LOOKED_AT, _BELOW, _WIDTH, _LONGEST, _FEW = 20, 200, 60, 30, 2
_NUMBERS = frozenset(map(normalised, ("序号", "编号", "No", "排名", "名次")))


def side_by_side(grid: Grid, context: Context) -> list[Grid]:
    """The blocks of a page that repeats its heads, or holds tables beside each other, each at its own place; else the page itself.

    What stands over a block alone is blanked with it for the others; a title over all of them is kept for all.
    """
    if again := _heads_again(grid, context.subjects):
        return _cut(grid, *again, context)
    columns = _names_again(grid, context)
    if len(columns) < 2:
        return [grid]
    first = min(r for r in range(len(grid.rows)) for c in columns if _unit(grid, r, c, context))
    return _cut(grid, first, _with_numbers(grid, max(first - 1, 0), columns), context, columns)


def blocks_of(grid: Grid, units: NameBook) -> list[Grid]:
    """The blocks of a page that repeats its heads, each at its own place with the others blanked; else the page itself."""
    again = _heads_again(grid, units)
    return _cut(grid, *again, None) if again else [grid]


def _heads_again(grid: Grid, units: NameBook) -> tuple[int, list[int]] | None:
    """The row of heads that are repeated, and the first column of each block."""
    for row in range(min(_LOOKED_AT, len(grid.rows))):
        starts = _starts(grid, row, units)
        if len(starts) > 1:
            return row, starts
    return None


def _cut(
    grid: Grid, row: int, starts: Sequence[int], context: Context | None, names: Sequence[int] = ()
) -> list[Grid]:
    """names: columns of units over which a word for them may be wanting. context: without it all rows above are every block's."""
    starts = [0, *starts[1:]]
    blocks = list(zip(starts, [*starts[1:], grid.width], strict=True))
    own = {r for r in range(row) if context and _is_headed_apart(grid, r, blocks, context)}
    if row - 1 in own:
        grid = _with_words(grid, row - 1, names)
    return [_only(grid, {*range(row, len(grid.rows)), *own}, a, b) for a, b in blocks]


def _with_words(grid: Grid, row: int, names: Sequence[int]) -> Grid:
    """A single heading beside a blank one would be taken for a title."""
    rows = [list(each) for each in grid.rows]
    for column in names:
        rows[row][column] = rows[row][column] or words.SUBJECT[0]
    return replace(grid, rows=rows)


def _starts(grid: Grid, row: int, units: NameBook) -> list[int]:
    """First columns of the blocks: where the same word for units stands again, above units, with the numbers before it."""
    named: dict[str, list[int]] = {}
    for column in range(grid.width):
        text = grid.text(row, column)
        if text and words.is_one_of(text, words.SUBJECT) and _has_units(grid, row, column, units):
            named.setdefault(normalised(text), []).append(column)
    return _with_numbers(grid, row, max(named.values(), key=len, default=[]))


def _with_numbers(grid: Grid, row: int, columns: Sequence[int]) -> list[int]:
    before = (column - 1 for column in columns)
    numbered = [at >= 0 and normalised(grid.text(row, at)) in _NUMBERS for at in before]
    return [column - is_numbered for column, is_numbered in zip(columns, numbered, strict=True)]


def _names_again(grid: Grid, context: Context) -> list[int]:
    """The columns of names of tables beside each other: the same units, each once, under another word for units or under none."""
    below = range(min(_BELOW, len(grid.rows)))
    found = list[tuple[int, int, frozenset[str]]]()
    for column in range(min(grid.width, _WIDTH)):
        units = {r: unit for r in below if (unit := _unit(grid, r, column, context))}
        if len(units) < _FEW or len(set(units.values())) < len(units):
            continue
        head = min(units) - 1
        text = grid.text(head, column) if head >= 0 else ""
        if not text or words.is_one_of(text, words.SUBJECT):
            found.append((column, head, frozenset(units.values())))
    is_apart = all(b[0] - a[0] > 1 for a, b in pairwise(found))
    is_level = len({head for _, head, _ in found}) == 1
    if not (is_apart and is_level and all(_are_alike(units, found[0][2]) for *_, units in found)):
        return []
    return [column for column, _, _ in found]


def _are_alike(some: frozenset[str], others: frozenset[str]) -> bool:
    return 2 * len(some & others) >= min(len(some), len(others))


def _is_headed_apart(
    grid: Grid, row: int, blocks: Sequence[tuple[int, int]], context: Context
) -> bool:
    """Whether a row over the blocks says of each of them what it is, and no merged cell stands over two of them."""
    if any(m[0] <= row <= m[2] and not any(a <= m[1] and m[3] < b for a, b in blocks) for m in grid.merged):  # fmt: skip
        return False
    texts = [[text for c in range(a, b) if (text := grid.text(row, c))] for a, b in blocks]
    said = [[one for one in each if not _is_of_all(one)] for each in texts]
    names = (one for each in said for one in each)
    return all(said) and any(_is_head(one, context) for one in names)


def _is_of_all(text: str) -> bool:
    return words.is_meta(text) or words.is_note(text) or is_of_a_period(text) or is_moment(text) or is_measure(text)  # fmt: skip


def _is_head(text: str, context: Context) -> bool:
    """县区, 地区生产总值增速, 2026年地区生产总值增速."""
    name = context.parted(text)[0]
    return words.is_one_of(text, words.SUBJECT) or bool(context.items.find(name).id)


def _unit(grid: Grid, row: int, column: int, context: Context) -> str:
    text = grid.text(row, column)
    is_name = bool(text) and len(text) <= _LONGEST and isinstance(grid.rows[row][column], str)
    return (context.subjects.find(text).id or "") if is_name else ""


def _has_units(grid: Grid, row: int, column: int, units: NameBook) -> bool:
    below = range(row + 1, min(row + _BELOW, len(grid.rows)))
    return any(units.find(grid.text(r, column)).id for r in below)


def _only(grid: Grid, cut: set[int], start: int, end: int) -> Grid:
    """The page with everything blanked in the rows that are cut that is not in these columns."""
    blank: list[Raw] = [""] * grid.width
    rows = [
        [*blank[:start], *row[start:end], *blank[end:]] if r in cut else row
        for r, row in enumerate(grid.rows)
    ]
    merged = [m for m in grid.merged if m[2] not in cut or (start <= m[1] and m[3] < end)]
    return replace(grid, rows=rows, merged=merged)
