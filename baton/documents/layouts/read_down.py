"""一个名称管几行: in a list a name over several rows, merged or left blank below the first, is read down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from baton.documents.grids import Grid, Raw, column_letters
from baton.documents.layouts.context import Context
from baton.documents.layouts.long_head import NEEDED, parts_of
from baton.documents.numbers import quoted

_LOOKED_AT = 20  # rows in which a heading may stand
_NAMES = ("subject", "item")
_MERGED = (
    *_NAMES,
    "period",
    "measure",
    "key",
)  # what a merged cell surely says of every row it covers


def read_down(grid: Grid, context: Context) -> Grid:
    """The page of a list with every name in its row; the page itself where none is lacking.

    A merged cell tells the name of all its rows. Below a name blanks are taken for the same where no record would come twice, and
    that is said once for each column; all others stay blank and are a fault.
    """
    for row in range(min(_LOOKED_AT, len(grid.rows))):
        columns = parts_of(grid, row)
        if all(name in columns for name in _NAMES):
            return _filled(grid, row, columns, context)
    return grid


def _filled(grid: Grid, head: int, columns: dict[str, int], context: Context) -> Grid:
    names = [columns[name] for name in _NAMES]
    if all(row[c] != "" for row in grid.rows[head + 1 :] for c in names):
        return grid
    rows = list(grid.rows)
    split = set[tuple[int, int, int, int]]()
    for area in grid.merged:
        top, left, bottom, right = area
        if top > head and bottom > top and left == right and left in {columns[one] for one in _MERGED if one in columns}:  # fmt: skip
            split.add(area)
            for row in range(top + 1, min(bottom + 1, len(rows))):
                _write(rows, row, left, rows[top][left])
    for name in _NAMES:
        if found := _below(rows, head, columns, name):
            for row, text in found.items():
                _write(rows, row, columns[name], text)
            column, first = columns[name], min(found)
            what = f"{column_letters(column)} 列{quoted(grid.text(head, column))}空着的 {len(found)} 行照上面的名称读"
            remedy = f"不是上面的,请补上{NEEDED[name]}名称"
            context.problems.warn(grid.place(first, column), what, remedy, code="names-above")
    merged = [area for area in grid.merged if area not in split]
    return replace(grid, rows=rows, merged=merged)


def _below(
    rows: Sequence[Sequence[Raw]], head: int, columns: dict[str, int], name: str
) -> dict[int, Raw]:
    """The blank cells of a column of names, with what stands above them; none where a record would come twice."""
    column, other = columns[name], columns[_NAMES[1 - _NAMES.index(name)]]
    keys = [columns[one] for one in ("subject", "item", "period", "key") if one in columns]
    above: Raw = ""
    found, records = dict[int, Raw](), list[tuple[Raw, ...]]()
    for row in range(head + 1, len(rows)):
        cells = rows[row]
        if not any(cell != "" for cell in cells):
            above = ""
            continue
        is_blank = cells[column] == "" and cells[other] != "" and _has_more(cells, (column, other))
        if is_blank and above != "":
            found[row] = above
        above = cells[column] if cells[column] != "" else above if is_blank else ""
        records.append(tuple(found.get(row, cells[c]) if c == column else cells[c] for c in keys))
    return found if len(set(records)) == len(records) else {}


def _has_more(cells: Sequence[Raw], names: tuple[int, int]) -> bool:
    return any(cell != "" for column, cell in enumerate(cells) if column not in names)


def _write(rows: list[list[Raw]], row: int, column: int, text: Raw) -> None:
    cells = list(rows[row])
    cells[column] = text
    rows[row] = cells
