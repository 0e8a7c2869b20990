"""看得出的表头: a column of units of measure is 计量单位, the one column of names on the roster is 单位, whatever stands above them."""

from __future__ import annotations

from dataclasses import replace

from baton.documents.grids import Grid
from baton.documents.layouts.view import View
from baton.documents.names import NameBook, normalised
from baton.documents.target_words import MEASURE, are_measures

HEAD_ROWS, MOST_COLUMNS, LOOKED_AT = 20, 60, 60
UNIT = "单位"


def told_apart(
    grid: Grid, units: NameBook | None, heads: frozenset[str], items: frozenset[str]
) -> Grid:
    """The page with such columns under the usual words. heads, items: usual words for units and for indicators, normalised.

    Only where there is no doubt: a column 单位 without one name of the roster, and, where no column is headed as one
    of units, the only one that is full of names.
    """
    if units is None:
        return grid
    view = View(grid)
    for row in range(min(HEAD_ROWS, view.height)):
        texts = [normalised(view.label(row, c)) for c in range(min(view.width, MOST_COLUMNS))]
        if len(set(filter(None, texts))) < 2:
            continue
        named = [
            c
            for c, text in enumerate(texts)
            if text == normalised(UNIT) and _are_measures(view, row, c)
        ]
        left = [c for c, text in enumerate(texts) if text in heads and c not in named]
        full = [
            c
            for c, text in enumerate(texts)
            if text and text not in items and _is_full(view, row, c, units)
        ]
        found = dict.fromkeys(named, MEASURE)
        if not left and len(full) == 1:
            found[full[0]] = UNIT
        if found:
            return _headed(grid, view, row, found)
        if left:
            return grid
    return grid


def _headed(grid: Grid, view: View, row: int, found: dict[int, str]) -> Grid:
    rows = [list(cells) for cells in grid.rows]
    for column, word in found.items():
        top, left = view.corner(row, column)
        rows[top][left] = word
    return replace(grid, rows=rows)


def _below(view: View, row: int, column: int) -> list[str]:
    rows = range(row + 1, min(view.height, row + 1 + LOOKED_AT))
    return [text for r in rows if (text := view.label(r, column))]


def _are_measures(view: View, row: int, column: int) -> bool:
    return are_measures(_below(view, row, column))


def _is_full(view: View, row: int, column: int, units: NameBook) -> bool:
    """Two names or more, and hardly anything else: totals and notes stand below as well."""
    below = _below(view, row, column)
    known = sum(units.find(text).id is not None for text in below)
    return known > 1 and 2 * known > len(below)
