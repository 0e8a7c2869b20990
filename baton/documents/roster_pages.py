"""一页一组: sheets called 县市区, 市直部门 with nothing but 序号 | 单位 on each; the page's name is the group."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from baton.documents.grids import Grid
from baton.documents.headings import ColumnSpec, held_by
from baton.documents.problems import Problems
from baton.documents.roster_layouts import head_row, heads_of, laid_out
from baton.documents.roster_sections import GROUP, NAME, bare
from baton.documents.roster_talk import NO_GROUP, ONE_GROUP, RosterTalk

_SAYS_NOTHING = re.compile(r"(?:sheet|工作表|表格?|第)?[\s_-]*\d*(?:页|张)?", re.IGNORECASE)
_YEAR = re.compile(r"^\d{4}\s*年?度?")
_LIST = re.compile(r"(?:考核)?(?:单位|对象)?(?:名册|名单|一览表|花名册)(?:[(（].*)?$")


def pages_without_group(grids: Iterable[Grid], columns: Sequence[ColumnSpec]) -> dict[str, str]:
    """The sheets that list units without saying any group, with what each is called; none where some other sheet says it.

    The name is empty where it tells nothing: Sheet1, 名册.
    """
    found: dict[str, str] = {}
    for grid in grids:
        if head_row(grid, columns) is None:
            continue  # its heads are the groups, or it is no list
        for one in laid_out(grid, columns, Problems()):
            heads = heads_of(one, columns)
            if GROUP in heads:
                return {}
            if NAME in heads:
                found[grid.name] = _called(grid.name)
    return found


def _called(name: str) -> str:
    short = bare(_LIST.sub("", _YEAR.sub("", name.strip())))
    return "" if _SAYS_NOTHING.fullmatch(short) else short


def group_by_page(
    grid: Grid, made: list[Grid], columns: Sequence[ColumnSpec], pages: dict[str, str], problems: Problems,
    talk: RosterTalk | None, *, is_of_people: bool = False,
) -> list[Grid]:  # fmt: skip
    """The lists of a sheet with its name as their group, where several sheets each hold a list; else with the one that was said.

    People need no group: beside a list that says the groups, or where nobody can be asked, they have none.
    """
    if grid.name not in pages:
        return [_grouped(one, columns, "") for one in made] if is_of_people else made
    name = (talk.said.get((ONE_GROUP, grid.name), "") if talk else "").strip()
    is_told = len(pages) > 1 and all(pages.values()) and len(set(pages.values())) == len(pages)
    if not name and is_told:
        name = pages[grid.name]
        problems.warn(grid.label, f"工作表名“{name}”读作这一页各单位的分组", "", code="page-group")
    if not name:
        if talk is None:
            return [_grouped(one, columns, "") for one in made] if is_of_people else made
        if is_of_people:
            talk.of_people.add(grid.name)
        talk.one_group[grid.name] = [pages[grid.name]] if pages[grid.name] else []
        return made
    return [_grouped(one, columns, "" if name == NO_GROUP else name) for one in made]


def _grouped(grid: Grid, columns: Sequence[ColumnSpec], group: str) -> Grid:
    """The sheet with the group written beside every unit, in a column of its own, unless it has one."""
    head = head_row(grid, columns)
    if head is None or GROUP in heads_of(grid, columns):
        return grid
    held = held_by([grid.text(head, at) for at in range(grid.width)], columns)
    name = next(at for at, spec in held.items() if spec.key == NAME)
    rows = [[*row, group if at > head and grid.text(at, name) else ""] for at, row in enumerate(grid.rows)]  # fmt: skip
    rows[head][-1] = "分组"
    return replace(grid, rows=rows)
