"""领导干部名单: 姓名 | 单位 | 职务 | 分组 lists people, a row each, and the unit beside them is the one they serve in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from baton.documents.grids import Grid
from baton.documents.headings import ColumnSpec, matching
from baton.documents.layouts import words
from baton.documents.layouts.view import View
from baton.documents.names import normalised
from baton.documents.person_names import TITLE, is_name
from baton.documents.problems import Problems
from baton.documents.roster_layouts import head_row, without_gaps
from baton.documents.roster_talk import PEOPLE, UNITS, WHO, RosterTalk

_NAMES = ("姓名", "领导姓名", "干部姓名", "领导干部姓名", "考核对象姓名")
_UNIT = re.compile(r"(?:工作|所在|任职|所属)?(?:单位|部门)(?:名称)?")
_JOINT = re.compile(r"(?:现)?(?:工作|所在|任职)?(?:单位|部门)(?:及|和|与|、|/)?(?:现任)?职务")
_PLACE = re.compile(r"[区县市旗镇乡街局委办院部厅]$")  # 龙泉区 begins with a surname
_ENDS = re.compile(r"(?:局|委|办|部|院|厅|县|市|区|旗|镇|乡|街道|中心|公司|集团|委员会|办公室|政府|管委会|法院|检察院|学院|大学)$")  # fmt: skip
SERVES, MOST_NAMED = "所在单位", 3


@dataclass(frozen=True, slots=True)
class PeopleSheet:
    """A sheet of people as it is to be read. is_joint: unit and title stand in one cell."""

    grid: Grid
    is_of_people: bool = False
    is_joint: bool = False


def as_people(
    grid: Grid, columns: Sequence[ColumnSpec], title: ColumnSpec, problems: Problems, talk: RosterTalk | None
) -> PeopleSheet:  # fmt: skip
    """The sheet with the units beside people under 所在单位; as it is where it lists units.

    What may be either, 单位 before 姓名 with every unit once, is asked; where nobody can be asked the rows are units.
    """
    head = head_row(grid, columns)
    if head is None:
        return PeopleSheet(grid)
    texts = [grid.text(head, at) for at in range(min(grid.width, 100))]
    names = [at for at, text in enumerate(texts) if normalised(text) in _NAMES]
    if not names or any((spec := matching(text, columns)) and spec.key == "kind" for text in texts):
        return PeopleSheet(grid)
    units = [at for at, text in enumerate(texts) if at not in names and _is_unit(text, columns)]
    joint = [at for at, text in enumerate(texts) if _JOINT.fullmatch(normalised(text))]
    titled = any(matching(text, (title,)) for text in texts)
    people = _below(grid, head, names[0])
    if units and units[0] < names[0]:
        said = _said(grid, _below(grid, head, units[0]), people, talk)
        if said != PEOPLE:
            return PeopleSheet(_headed(grid, head, dict.fromkeys(names, "领导干部")) if said == UNITS else grid)  # fmt: skip
    elif not (units or joint or titled or _are_people(people)):
        return PeopleSheet(grid)
    heads = dict.fromkeys(names, "姓名") | dict.fromkeys(joint or units, SERVES)
    where = f",“{texts[(joint or units)[0]]}”是所在的单位" if joint or units else ""
    problems.warn(
        grid.label, f"“{texts[names[0]]}”列读作领导干部,一行一人{where}", "", code="people-list"
    )
    return PeopleSheet(_headed(grid, head, heads), is_of_people=True, is_joint=bool(joint))


def _is_unit(head: str, columns: Sequence[ColumnSpec]) -> bool:
    spec = matching(head, columns)
    return bool(_UNIT.fullmatch(normalised(head)) or (spec and spec.key == "name"))


def _headed(grid: Grid, head: int, heads: dict[int, str]) -> Grid:
    rows = [list(row) for row in grid.rows]
    for at, text in heads.items():
        rows[head][at] = text
    return replace(grid, rows=rows)


def _said(grid: Grid, units: list[str], people: list[str], talk: RosterTalk | None) -> str:
    """Whether rows are of people or of units; "" if that is open."""
    if any(number > 1 for number in Counter(units).values()):
        return PEOPLE  # a unit's leaders stand in rows of their own
    if talk is None:
        return UNITS
    answer = talk.said.get((WHO, grid.name), "")
    if answer not in (PEOPLE, UNITS):
        talk.who[grid.name] = people[:MOST_NAMED]
    return answer


def _below(grid: Grid, head: int, column: int) -> list[str]:
    view, found = View(grid), []
    for row in range(head + 1, len(grid.rows)):
        text = view.label(row, column)
        if text and not words.is_note(text) and not words.total_of(text) and not view.is_title(row, column):  # fmt: skip
            found.append(without_gaps(text))
    return found


def _are_people(texts: Sequence[str]) -> bool:
    people = sum(is_name(text) and not _PLACE.search(text) for text in texts)
    return bool(people) and 2 * people >= len(texts)


def unit_and_title(text: str, units: Collection[str]) -> tuple[str, str]:
    """市教育局党组书记、局长 apart. units: names that are known; a unit that isn't is told by how it ends.

    >>> unit_and_title("市教育局党组书记、局长", ["市教育局"]), unit_and_title("市财政局局长", [])
    (('市教育局', '党组书记、局长'), ('市财政局', '局长'))
    >>> unit_and_title("市委常委、临江县委书记", ["临江县"])
    ('临江县', '市委常委、临江县委书记')
    >>> unit_and_title("临江县教育局局长", ["临江县"])
    ('临江县教育局', '局长')
    >>> unit_and_title("临江县委书记", ["临江县"]), unit_and_title("市教育局 副局长", [])
    (('临江县', '县委书记'), ('市教育局', '副局长'))
    """
    bare = without_gaps(text)
    if found := _known(bare, units):
        return found
    for part in re.split("[、,，]", bare)[1:]:
        if found := _known(part, units):
            return found[0], bare  # 市委常委、临江县委书记
    for stop in range(2, len(bare)):
        unit, title = bare[:stop], bare[stop:].strip("、,，")
        if _ENDS.search(unit) and title and all(TITLE.fullmatch(part) for part in re.split("[、,，]", title)):  # fmt: skip
            return unit, title
    return bare, ""


def _known(bare: str, units: Collection[str]) -> tuple[str, str] | None:
    """The longest known unit that a text begins with, and what follows as its title.

    The title of a place's own committee bears its last character: 临江县 leaves 委书记, which is 县委书记.
    """
    known = max((one for one in units if one and bare.startswith(one)), key=len, default="")
    if not known:
        return None
    title = bare[len(known) :].strip("、,，")
    if title.startswith("委") and known[-1] in "县市区":
        title = known[-1] + title
    is_title = not title or TITLE.fullmatch(re.split("[、,，]", title)[0])
    return (known, title) if is_title else None  # 临江县教育局局长 is none of 临江县's


def tell_apart(rows: Sequence[dict[str, Any]]) -> None:
    """People of one name in different units, without numbers, are rows of their own until somebody says who is who."""
    same: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        if row["kind"] == "个人" and row["id"] == row["name"] and row["units"]:
            same.setdefault(row["name"], []).append(row)
    for name, found in same.items():
        places = ["、".join(unit for unit, _ in row["units"]) for row in found]
        if len(found) > 1 and len(set(places)) == len(found):
            for row, place in zip(found, places, strict=True):
                row["id"] = f"{name}·{place}"
