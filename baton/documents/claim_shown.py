"""怎么读的: every column of a table of claims in its order, with what it was read as, so that a misreading is seen before it counts."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from baton.documents.grids import Grid, column_letters
from baton.documents.headings import ColumnSpec, Heads, find_head
from baton.documents.layouts.view import View
from baton.documents.scheme_table.shown import ReadAs
from baton.documents.tables import Row
from baton.documents.target_shown import EMPTY, UNREAD, cell_of

MOST = 60
LEVEL, UNIT = "level", "unit"  # a unit told by a title stands in no column


def columns_read(
    grids: Sequence[Grid], rows: Sequence[Row], columns: Sequence[ColumnSpec], heads: Heads | None, remarks: Collection[str]
) -> list[ReadAs]:  # fmt: skip
    """What the columns of each page with lines were read as. remarks: headings whose cells go into a line's remarks."""
    found: list[ReadAs] = []
    pages = [(grid, own) for grid in grids if (own := [row for row in rows if _label(row) == grid.label])]  # fmt: skip
    for grid, own in pages:
        at = f"{grid.name} " if len(pages) > 1 and grid.name else ""
        found += _page(grid, own, columns, heads, remarks, at)
    return found


def _label(row: Row) -> str:
    return str(row["source"]).rpartition("·第")[0]


def _page(
    grid: Grid, rows: Sequence[Row], columns: Sequence[ColumnSpec], heads: Heads | None, remarks: Collection[str], at: str
) -> list[ReadAs]:  # fmt: skip
    view, top = View(grid), find_head(grid, columns, heads)
    names = {spec.key: spec.name for spec in columns} | dict.fromkeys(remarks, "记进说明")
    held: dict[int, set[str]] = {}
    for row in rows:
        own = f"第{row['source'].rpartition('·第')[2].removesuffix('行')}行"
        for key, place in row["places"].items():
            if key in names and (key != UNIT or own in place):
                held.setdefault(cell_of(place)[1], set()).add(key)
    first = min(int(row["source"].rpartition("·第")[2].removesuffix("行")) - 1 for row in rows)
    head = _head(view, top[0] if top else max(0, first - 1), first)
    found = []
    for c in range(min(grid.width, MOST)):
        text = "·".join(dict.fromkeys(filter(None, (view.label(r, c) for r in head))))
        below = any(view.label(r, c) for r in range(first, view.height))
        meaning = _meaning(held.get(c, set()), held, names, text) or (UNREAD if below else EMPTY)
        if text or below:
            found.append(ReadAs(f"{at}{column_letters(c)} 列", text, meaning))
    return found


def _head(view: View, row: int, first: int) -> range:
    """The rows of the heading: that which was found, and the one above or below it that belongs to it."""

    def has_texts(r: int) -> bool:
        return len({text for c in range(view.width) if (text := view.label(r, c))}) > 1

    above = row > 0 and any(top == row - 1 and bottom == row for top, _, bottom, _ in view.grid.merged)  # fmt: skip
    start = row - 1 if above and has_texts(row - 1) else row
    return range(start, row + 2 if row + 1 < first and has_texts(row + 1) else row + 1)


def _meaning(keys: set[str], held: Mapping[int, set[str]], names: Mapping[str, str], text: str) -> str:  # fmt: skip
    """What a column holds; one of several that hold levels says which."""
    words = [word for key, word in names.items() if key in keys]
    if LEVEL in keys and sum(LEVEL in one for one in held.values()) > 1:
        level = text.rpartition("·")[2]
        words = [f"级别“{level}”" if word == names[LEVEL] else word for word in words]
    return "、".join(dict.fromkeys(words))
