"""上下几张表: tables that stand below each other on one page are read one by one, each under its own heading."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from baton.documents.grids import Grid, Raw
from baton.documents.layouts import words
from baton.documents.layouts.context import Context
from baton.documents.names import normalised, without_unit
from baton.documents.numbers import read_number

_LOOKED_AT, _WIDTH, _BELOW = 3_000, 60, 6
_WIDE = 3  # columns from which on a line of one text is a title
_NUMBER = re.compile(r"^(?:[((]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[))]?[、.．:]?)?\s*")
_ABOUT = re.compile(r"(?:完成|考核|扣分|得分|评分|打分)*(?:情况)?(?:明细|汇总|一览|统计)?表?$")


@dataclass(frozen=True)
class _Part:
    """head: the row of its heading, or -1. title: the row of the name of an item over it, or -1. item: as it is called there."""

    first: int
    head: int
    title: int
    name: str = ""


def stacked(grid: Grid, context: Context) -> list[Grid]:
    """The tables of a page at their own places, the others blanked; the page itself where there is only one.

    A line that holds nothing but the name of an item begins the table of that item, with the heading of the one above
    where it has none of its own. A heading that is repeated word for word is the same table on the next printed page.
    """
    column = _units(grid, context)
    if column < 0:
        return [grid]
    repeated, parts = _parts(grid, column, context)
    if not repeated and len(parts) < 2:
        return [grid]
    ends = [*(part.first for part in parts[1:]), len(grid.rows)]
    return [
        _only(grid, part, end, repeated, parts[0], column, context)
        for part, end in zip(parts, ends, strict=True)
    ]


def _units(grid: Grid, context: Context) -> int:
    """The column in which units stand below each other; -1 without one."""
    count: dict[int, int] = {}
    for row in range(min(len(grid.rows), _LOOKED_AT)):
        for column in range(min(grid.width, _WIDTH)):
            text = grid.text(row, column)
            if text and context.subjects.find(text).id:
                count[column] = count.get(column, 0) + 1
    column = max(count, key=lambda c: (count[c], -c), default=-1)
    return column if count.get(column, 0) > 1 else -1


def _parts(grid: Grid, column: int, context: Context) -> tuple[set[int], list[_Part]]:
    """Rows that repeat the heading of their own table, and the tables."""
    rows = range(min(len(grid.rows), _LOOKED_AT))
    named = [row for row in rows if context.subjects.find(grid.text(row, column)).id]
    first = next((row for row in named if len(_texts(grid, row)) > 1), named[0])  # no title
    heads = [row for row in range(first) if _is_head(grid, row, column)]
    known = [_row(grid, row) for row in heads]
    parts, repeated = [_Part(0, heads[-1] if heads else -1, -1)], set[int]()
    last = first  # the last row of a unit
    for row in range(first + 1, len(grid.rows)):
        texts = _texts(grid, row)
        if context.subjects.find(grid.text(row, column)).id:
            last = row
        elif len(texts) == 1 and _leads_units(grid, row, column, context):
            if name := _named(next(iter(texts)), context):
                parts.append(_Part(row, _own_head(grid, row, column, context), row, name))
        elif _is_head(grid, row, column):
            if parts[-1].first > last:
                known.append(_row(grid, row))  # of the table that has just begun
            elif _row(grid, row) in known:
                repeated.add(row)
            elif _leads_units(grid, row, column, context):
                parts.append(_Part(row, row, -1))
                known = [_row(grid, row)]
    return repeated, parts


def _is_head(grid: Grid, row: int, column: int) -> bool:
    """单位 over the column of units, and words beside it."""
    texts = [grid.text(row, c) for c in range(grid.width)]
    return words.is_one_of(texts[column], words.SUBJECT) and not any(
        read_number(text).text for text in texts if text
    )


def _leads_units(grid: Grid, row: int, column: int, context: Context) -> bool:
    below = range(row + 1, min(row + _BELOW, len(grid.rows)))
    return any(context.subjects.find(grid.text(r, column)).id for r in below)


def _own_head(grid: Grid, row: int, column: int, context: Context) -> int:
    """The heading between the name of an item and the first unit below it; -1 without one."""
    for below in range(row + 1, min(row + _BELOW, len(grid.rows))):
        if context.subjects.find(grid.text(below, column)).id:
            return -1
        if _is_head(grid, below, column):
            return below
    return -1


def _named(text: str, context: Context) -> str:
    """二、争取上级资金完成情况 -> 争取上级资金, if that is an item; empty for any other line."""
    bare = _NUMBER.sub("", without_unit(text)[0])
    for name in (bare, _ABOUT.sub("", bare)):
        if name and context.items.find(name).id and not context.subjects.find(name).id:
            return name
    return ""


def _texts(grid: Grid, row: int) -> set[str]:
    return {text for c in range(grid.width) if (text := grid.text(row, c))}


def _row(grid: Grid, row: int) -> list[str]:
    return [normalised(grid.text(row, c)) for c in range(grid.width)]


def _only(
    grid: Grid, part: _Part, end: int, repeated: set[int], first: _Part, column: int, context: Context
) -> Grid:  # fmt: skip
    """The page with everything blanked that is not of this table."""
    blank: list[Raw] = [""] * grid.width
    rows = [
        row if part.first <= r < end and r not in repeated else blank
        for r, row in enumerate(grid.rows)
    ]
    if part.name and part.head < 0 and first.head >= 0:
        rows[part.title] = _heading(grid, first.head, part.name, column, context)
    if part.name and grid.width < _WIDE:
        rows = [[*row, *[""] * (_WIDE - grid.width)] for row in rows]
    merged = [m for m in grid.merged if part.first <= m[0] and m[2] < end]
    return replace(grid, rows=rows, merged=merged)


def _heading(grid: Grid, head: int, name: str, column: int, context: Context) -> list[Raw]:
    """The heading of the first table with this item in place of its own; without any of an item, over the first figures."""
    texts: list[Raw] = [grid.text(head, c) for c in range(grid.width)]
    own = [c for c, text in enumerate(texts) if isinstance(text, str) and _is_item(text, context)]
    for c in own or [column + 1] if column + 1 < grid.width else own:
        texts[c] = name
    return texts


def _is_item(text: str, context: Context) -> bool:
    return bool(context.items.find(without_unit(text)[0]).id or context.items.find(text).id)
