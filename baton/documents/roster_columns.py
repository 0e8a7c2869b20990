"""一列一组的名册: nothing but 市直部门 | 县区 | 功能区 in the head, and under each the units of that group."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from baton.documents.grids import Grid, Raw
from baton.documents.headings import ColumnSpec, matching
from baton.documents.layouts import words
from baton.documents.layouts.view import View
from baton.documents.names import normalised
from baton.documents.numbers import read_number
from baton.documents.person_names import is_name
from baton.documents.problems import Problems
from baton.documents.roster_leaders import is_of_people
from baton.documents.roster_sections import COUNTED, NAME, ORDER, Block, bare, is_kind

HEAD_ROWS = 20
NUMBER = re.compile(r"^\s*[(（]?\d{1,3}\s*[.．、)）]\s*(?=\D)")  # 1.城关镇
PLACE = re.compile(r"[区县市旗镇乡街局委办院部厅]$")  # 龙泉区 begins with a surname
FEWEST = 2  # columns that make such a list, but for one whose head can be nothing but a group
_ONE_GROUP = re.compile(r"(?!.*(?:考核|名单|名册|一览|年))[^\d]{2,8}(?:[(（].*)?")


@dataclass
class GroupColumns:
    """What is known of heads that may be groups.

    known: names of groups there are. said: what a clerk said, whether a head is a group. asked: takes the heads that are
    left to ask about, with the first of the names below them.
    """

    known: Collection[str] = ()
    said: Mapping[str, bool] = field(default_factory=dict)
    asked: dict[str, list[str]] = field(default_factory=dict)


def by_columns(
    grid: Grid, columns: Sequence[ColumnSpec], groups: GroupColumns | None, problems: Problems
) -> list[Block]:
    """A list for each column of units, its group written beside every unit; none where the sheet is of another kind.

    A head that nobody knows as a group is asked about, and its column left out until then; where nobody can be asked
    there is no such list.
    """
    can_ask, groups = groups is not None, groups or GroupColumns()
    for head in range(min(HEAD_ROWS, len(grid.rows) - 1)):
        found = _lists(grid, head, columns)
        if not found:
            continue
        names = {at: bare(View(grid).label(head, at)) for at in found}
        sure = {at for at, name in names.items() if _is_group(name, groups)}
        open_ones = [at for at, name in names.items() if at not in sure and name not in groups.said]
        if 2 * len(sure) < len(found) or (open_ones and not can_ask):
            continue
        groups.asked |= {names[at]: [text for _, text in found[at]] for at in open_ones}
        taken = [at for at in found if at in sure or groups.said.get(names[at])]
        people = [
            text for at in range(grid.width) if is_of_people(text := View(grid).label(head, at))
        ]
        if people:
            some = "、".join(f"“{text}”" for text in dict.fromkeys(people))
            problems.warn(grid.label, f"{some}列写的是人,没有读", "要记作领导干部的,请另交一张“姓名、单位、职务、分组”的表", code="column-unread")  # fmt: skip
        told = "、".join(dict.fromkeys(f"“{names[at]}”" for at in taken))
        how = "各写一列" if len(taken) > 1 else "写在表头"
        problems.warn(grid.label, f"{told}{how},读作下面各单位的分组", "", code="roster-sections")
        return [_listed(grid, head, at, names[at], found[at]) for at in taken]
    return []


def _is_group(name: str, groups: GroupColumns) -> bool:
    return is_kind(name) or normalised(name) in map(normalised, groups.known)


def _lists(grid: Grid, head: int, columns: Sequence[ColumnSpec]) -> dict[int, list[tuple[int, str]]]:  # fmt: skip
    """The columns that have a head of their own and nothing but names below, with these; none if any column holds something else but people."""
    found: dict[int, list[tuple[int, str]]] = {}
    below = list(_rows(grid, head))
    for at in range(grid.width):
        cells = [(row, text) for row in below if (text := grid.text(row, at)) and not _is_total(text)]  # fmt: skip
        over = View(grid).label(head, at)
        spec = matching(over, columns)
        if not cells or ((not over or (spec and spec.key == ORDER)) and _is_counted(cells)):
            continue  # empty, or numbers of rows
        if over and not spec and is_of_people(over):
            continue  # who stands beside units of two groups belongs to neither for certain
        if not over or spec:
            return {}
        if not _are_units([text for _, text in cells]):
            return {}
        found[at] = [(row, NUMBER.sub("", text)) for row, text in cells]
    heads = {View(grid).label(head, at) for at in found}
    if len(found) == 1 and not any(is_of_people(View(grid).label(head, at)) for at in range(grid.width)):  # fmt: skip
        return found if all(_ONE_GROUP.fullmatch(one) and is_kind(bare(one)) for one in heads) else {}  # fmt: skip
    return found if len(heads) >= FEWEST else {}  # a title stands over all of them


def _are_units(texts: Sequence[str]) -> bool:
    """Whether texts may be names of units: no numbers, mostly no people, and hardly any of them twice."""
    if any(read_number(text).text is not None for text in texts):
        return False
    people = sum(is_name(text) and not PLACE.search(text) for text in texts)
    return 2 * people <= len(texts) and 5 * len(set(texts)) >= 4 * len(texts)


def _is_counted(cells: Sequence[tuple[int, str]]) -> bool:
    return all(text.isdecimal() for _, text in cells)


def _is_total(text: str) -> bool:
    """合计, 合计2个, 共 14 家: the size of a group under its names."""
    return bool(words.total_of(COUNTED.sub("", text)) or COUNTED.fullmatch(text))


def _rows(grid: Grid, head: int) -> Iterator[int]:
    """The rows below a head but totals, notes and signatures."""
    for row in range(head + 1, len(grid.rows)):
        texts = [text for at in range(grid.width) if (text := grid.text(row, at))]
        if not texts or words.total_of(texts[0]) or words.is_signed(texts):
            continue
        if words.is_note(texts[0]):
            return
        yield row


def _listed(grid: Grid, head: int, at: int, group: str, cells: Sequence[tuple[int, str]]) -> Block:
    """The sheet with nothing but one column of units, and their group in a column of its own."""
    rows: list[list[Raw]] = [[""] * (grid.width + 1) for _ in grid.rows]
    rows[head][at], rows[head][grid.width] = "名称", "分组"
    for row, text in cells:
        rows[row][at], rows[row][grid.width] = text, group
    return Block(replace(grid, rows=rows, merged=[]), head, {NAME: at})
