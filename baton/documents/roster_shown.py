"""怎么读的: every column of a roster in its order, with what it was read as, so that a misreading is seen before it counts."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from baton.documents.grids import Grid, column_letters
from baton.documents.headings import ColumnSpec, Heads, find_head
from baton.documents.layouts.view import View
from baton.documents.roster_sections import bare
from baton.documents.roster_talk import ReadColumn

LEADERS, GROUP_HEAD, GROUP_BESIDE, EMPTY = "leaders", "group-head", "group-beside", "empty"
MOST = 60


def columns_read(
    grid: Grid, made: Sequence[Grid], columns: Sequence[ColumnSpec], heads: Heads | None, leaders: Collection[str], *,
    with_sheet: bool = False, is_of_people: bool = False,
) -> list[ReadColumn]:  # fmt: skip
    """What the columns of a sheet were read as. made: the lists that came of it. leaders: heads of columns of leaders.

    Keys are those of the columns; besides, LEADERS for leaders in the row of their unit, GROUP_HEAD for units whose group
    is the head, GROUP_BESIDE for a group that stands in no column, and EMPTY.
    """
    found: dict[int, str] = {}
    head = None
    for one in made:
        top = find_head(one, columns, heads)
        if top is None:
            continue
        head = top[0] if head is None else head
        held = {spec.key: at for at, spec in top[1].items()}
        is_headed = _is_headed(one, grid, top[0], held)
        for at, spec in top[1].items():
            found.setdefault(at, GROUP_HEAD if is_headed and spec.key == "name" else spec.key)
    if head is None:
        return []
    view, name = View(grid), f"{grid.name} " if with_sheet and grid.name else ""
    texts = [view.label(head, at) for at in range(min(grid.width, MOST))]
    told = []
    for at, text in enumerate(texts):
        is_empty = not any(view.label(row, at) for row in range(head + 1, view.height))
        key = found.get(at) or (EMPTY if is_empty else LEADERS if text in leaders else "")
        if text:
            told.append(ReadColumn(f"{name}{column_letters(at)} 列", text, key, is_of_people))
    beside = [key for at, key in found.items() if at >= grid.width and key == "group"]
    is_by_head = GROUP_HEAD in found.values()
    return told + [ReadColumn(name.strip(), "", GROUP_BESIDE) for _ in beside[:1] if not is_by_head]


def _is_headed(one: Grid, grid: Grid, head: int, held: dict[str, int]) -> bool:
    """Whether the head of the column of units is their group."""
    group, name = held.get("group", 0), held.get("name", grid.width)
    if group < grid.width or name >= grid.width:
        return False
    said = {one.text(row, group) for row in range(head + 1, len(one.rows))} - {""}
    return said == {bare(View(grid).label(head, name))}
