"""领导干部列: people written in the row of their unit become leaders of it, column by column, once a clerk has said so."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from baton.desk.roster.leaders_before import GROUP_IS, as_before, known_there
from baton.desk.roster.roster_questions import PEOPLE, PERSON, UNIT, Known, Question, Settling
from baton.documents.roster_layouts import without_gaps
from baton.documents.roster_leaders import LeaderCell, is_contact
from baton.domain.orgs.models import PeerGroup, Unit
from baton.scoring.facts import Subject

COLUMN, CELL, SAME, MOVED = "leaders", "leader-cell", "leader-same", "leader-moved"
NO, ONE, TWO, NEW = "no", "one", "two", "new"
NAMES_ARE, HE_IS = "names:", "is:"
NOT_YET = "新:"  # a code until the list is taken in, when the next free number is given
MOST_NAMED = 3


@dataclass
class Leader:
    """Somebody named in the row of one unit or several.

    column: the head of the first column that names him. title: 职务, where the list says it; code: his number, or one
    in its place until the list is taken in.
    """

    name: str
    units: list[str]
    column: str
    title: str = ""
    code: str = ""


@dataclass
class LeaderColumn:
    """What one column came to. cells: of rows with a text; vacant: such as name nobody; left: not taken in."""

    head: str
    cells: list[LeaderCell]
    names: list[tuple[str, str]] = field(default_factory=list)  # (unit's code, name)
    left: int = 0
    titles: dict[tuple[str, str], str] = field(default_factory=dict)  # by unit's code and name

    @property
    def vacant(self) -> int:
        """Cells that say 空缺 or hold no name at all."""
        return sum(not cell.people.guess and not cell.people.is_doubtful for cell in self.cells)

    def names_by_unit(self, settling: Settling, places: Mapping[str, int]) -> list[tuple[str, str]]:
        """Everybody that the column may name, with the code of the unit in whose row he stands."""
        units = (settling.subjects[places[without_gaps(cell.unit)]].subject for cell in self.cells)
        return [(unit, name) for unit, cell in zip(units, self.cells, strict=True) for name in cell.people.guess]  # fmt: skip


def places_of(subjects: Sequence[Subject]) -> dict[str, int]:
    """Where on the list a unit stands, by its name and by what it is called in the list besides."""
    found: dict[str, int] = {}
    for at, one in enumerate(subjects):
        if one.kind == UNIT:
            found |= {text: found.get(text, at) for text in (one.name, *one.aliases)}
    return found


def add_leaders(
    settling: Settling, cells: Sequence[LeaderCell], places: Mapping[str, int], known: Known
) -> list[Leader]:
    """认领导干部列: ask how each column is meant, then who is who; returns those that join the list.

    places: of `places_of`, taken before the units got the names they are known by.
    """
    contacts = dict.fromkeys(cell.head for cell in cells if is_contact(cell.head))
    if contacts:
        some = "”、“".join(contacts)
        settling.notes.append(f"“{some}”列写的是怎么联系，不是{PEOPLE}，没有收。")
    columns = _columns([cell for cell in cells if cell.head not in contacts], places)
    groups: dict[str, str] = {}
    for column in columns:
        answer = settling.answers.get((COLUMN, column.head))
        if answer is None and (answer := as_before(column.names_by_unit(settling, places), known)):
            settling.recalled[COLUMN, column.head] = answer
        if answer and answer.startswith(GROUP_IS):
            groups[column.head] = answer.removeprefix(GROUP_IS)
        elif answer == NO:
            settling.notes.append(f"“{column.head}”列没有收。")
        else:
            settling.questions.append(_asked(column, known))
    taken = [column for column in columns if column.head in groups]
    for column in taken:
        _read(column, settling, places, known)
    leaders = _people(settling, taken, known)
    for leader in leaders:
        told = (one.titles.get((unit, leader.name), "") for one in taken for unit in leader.units)
        leader.title = next(filter(None, told), "")
    _join(settling, leaders, groups, known)
    is_settled = not any(one.kind == SAME for one in settling.questions)
    for column in taken:
        settling.notes.append(_told(column, groups[column.head], leaders, is_settled=is_settled))
    return leaders


def _columns(cells: Sequence[LeaderCell], places: Mapping[str, int]) -> list[LeaderColumn]:
    found: dict[str, LeaderColumn] = {}
    for cell in cells:
        if without_gaps(cell.unit) in places:
            found.setdefault(cell.head, LeaderColumn(cell.head, [])).cells.append(cell)
    return [column for column in found.values() if any(one.people.guess for one in column.cells)]


def _asked(column: LeaderColumn, known: Known) -> Question:
    names = [name for cell in column.cells for name in cell.people.guess]
    some = "、".join(names[:MOST_NAMED]) + ("等" if len(names) > MOST_NAMED else "")
    empty = f"，{column.vacant} 格写的是空缺、暂缺或没有写姓名" if column.vacant else ""
    sentence = f"“{column.head}”列写着 {len(names)} 个姓名（{some}）{empty}。记作各单位的{PEOPLE}吗？职务一并记，电话不记。"  # fmt: skip
    of_people = [one.group for one in known.subjects.values() if one.kind == PERSON and one.group]
    groups = [name for name, _ in Counter(of_people).most_common(MOST_NAMED)] or [PEOPLE]
    choices = [
        (GROUP_IS + name, f"记，{'分组' if of_people else '新分组'}“{name}”") for name in groups
    ]
    choices += [(GROUP_IS, "记，不单独考核"), (NO, "这一列不收")]
    return Question(COLUMN, column.head, sentence, choices)


def _read(
    column: LeaderColumn, settling: Settling, places: Mapping[str, int], known: Known
) -> None:
    """The names of a column; a cell that can't be told is asked about."""
    for cell in column.cells:
        unit = settling.subjects[places[without_gaps(cell.unit)]]
        names = cell.people.sure
        if cell.people.is_doubtful:
            key = f"{cell.unit}·{cell.head}·{cell.text}"
            answer = settling.answers.get((CELL, key))
            if answer is None and (told := known_there(cell.people.guess, unit.subject, known)):
                answer = settling.recalled[CELL, key] = NAMES_ARE + "、".join(told)
            if answer and answer.startswith(NAMES_ARE):
                names = tuple(answer.removeprefix(NAMES_ARE).split("、"))
            elif answer == NO:
                names = ()
                column.left += 1
            else:
                settling.questions.append(_doubted(key, cell))
        column.names += [(unit.subject, name) for name in names]
        column.titles |= {
            (unit.subject, name): said
            for name, said in zip(names, _titles(cell, names), strict=False)
        }


def _titles(cell: LeaderCell, names: Sequence[str]) -> list[str]:
    """The title of each: from the column beside, of several only where it has one for each; else from the cell itself."""
    if not cell.title:
        return [cell.people.titles.get(name, "") for name in names]
    if len(names) == 1:
        return [" ".join(cell.title.split())]
    told = [one.strip() for one in re.split(r"[、,，;；/\n]+", cell.title) if one.strip()]
    return told if len(told) == len(names) else []


def _doubted(key: str, cell: LeaderCell) -> Question:
    ways = dict.fromkeys((cell.people.guess, cell.people.sure))
    choices = [
        (NAMES_ARE + "、".join(names), f"是{'、'.join(names)}，{len(names)} 人") for names in ways if names
    ]  # fmt: skip
    what = f"“{cell.unit}”的“{cell.head}”写的是“{cell.text}”，拿不准是谁。"
    return Question(CELL, key, what, [*choices, (NO, "这一格不收")])


def _people(settling: Settling, columns: Sequence[LeaderColumn], known: Known) -> list[Leader]:
    """Who is one person: the same name in one unit's row always, in two units' rows if the clerk says so."""
    by_name: dict[str, dict[str, str]] = {}  # name: unit's code, column
    for column in columns:
        for unit, name in column.names:
            by_name.setdefault(name, {}).setdefault(unit, column.head)
    called = {one.subject: one.name for one in settling.subjects}
    found: list[Leader] = []
    for name, units in by_name.items():
        first = next(iter(units.values()))
        if len(units) == 1 or any(
            set(units) <= {unit for unit, _ in one.links} for one in _called(name, known)
        ):
            found.append(Leader(name, list(units), first))
            continue
        answer = settling.answers.get((SAME, name), "")
        if answer == ONE:
            found.append(Leader(name, list(units), first))
        elif answer == TWO:
            found += [Leader(name, [unit], head) for unit, head in units.items()]
        else:
            where = "、".join(f"“{called[unit]}”" for unit in units)
            choices = [(ONE, "是一个人，各单位都任职，占比一样"), (TWO, "是几个同名的人")]
            settling.questions.append(Question(SAME, name, f"“{name}”写在{where}的行里，是一个人吗？", choices))  # fmt: skip
    return found


def _called(name: str, known: Known) -> list[Subject]:
    return [
        one for one in known.subjects.values() if one.kind == PERSON and one.name == name and not one.end
    ]  # fmt: skip


def _join(
    settling: Settling, leaders: Sequence[Leader], groups: Mapping[str, str], known: Known
) -> None:
    """Put leaders on the list: the one who is known stays who he is; somebody of the same name elsewhere is asked about."""
    listed = {one.subject for one in settling.subjects}
    own = {(one.name, unit) for one in settling.subjects if one.kind == PERSON for unit, _ in one.links}  # fmt: skip
    called = {one.subject: one.name for one in settling.subjects} | known.names
    order = max((one.order for one in known.subjects.values() if one.kind == PERSON), default=0)
    for leader in leaders:
        if all((leader.name, unit) in own for unit in leader.units):
            leader.code = next(
                one.subject for one in settling.subjects
                if one.kind == PERSON and one.name == leader.name and set(leader.units) <= {unit for unit, _ in one.links}
            ) if len(leader.units) == 1 else ""  # fmt: skip
            continue  # the list has a row of his own
        order += 1
        fresh = Subject(
            f"{NOT_YET}{leader.units[0]}:{leader.name}", leader.name, PERSON, groups[leader.column], order=order,
            links=tuple((unit, "1") for unit in leader.units),
        )  # fmt: skip
        others = [one for one in _called(leader.name, known) if one.subject not in listed]
        here = [one for one in others if set(leader.units) & {unit for unit, _ in one.links}]
        if here:
            has = {unit for unit, _ in here[0].links}
            more = tuple((unit, "1") for unit in leader.units if unit not in has)
            fresh = replace(here[0], links=(*here[0].links, *more))
        elif others:
            key = f"{leader.name}·{leader.units[0]}"
            answer = settling.answers.get((MOVED, key), "")
            chosen = [one for one in others if answer == HE_IS + one.subject]
            if chosen:
                fresh = replace(chosen[0], links=fresh.links)
            elif answer != NEW:
                settling.questions.append(_moved(key, leader, others, called))
        leader.code = fresh.subject
        listed.add(fresh.subject)
        settling.subjects.append(fresh)


def _moved(key: str, leader: Leader, others: list[Subject], called: Mapping[str, str]) -> Question:
    def name(unit: str) -> str:
        return called.get(unit, unit)

    were = "；".join("、".join(name(unit) for unit, _ in one.links) for one in others)
    what = f"原来的“{leader.name}”在{were or '没有写单位'}任职，这张表里写在“{name(leader.units[0])}”。是同一个人吗？"  # fmt: skip
    choices = [
        (HE_IS + one.subject, f"是{'、'.join(name(unit) for unit, _ in one.links)}的那一位，改到这里") for one in others
    ]  # fmt: skip
    return Question(MOVED, key, what + "年中换岗、两边都要算的，选“同名的另一个人”以前请先在他那一页办“换岗”。", [*choices, (NEW, "同名的另一个人")])  # fmt: skip


def _told(column: LeaderColumn, group: str, leaders: Sequence[Leader], *, is_settled: bool) -> str:
    """“主要负责人”列收 38 名……: how many leaders come from which column."""
    own = sum(one.column == column.head for one in leaders)
    where = f"分组“{group}”" if group else "不单独考核"
    parts = [f"“{column.head}”列记作{PEOPLE} {own} 名（{where}）"]
    if is_settled and len({name for _, name in column.names}) > own:
        parts.append("别的列或别的行已经有的，没有再记一遍")
    if column.vacant:
        parts.append(f"{column.vacant} 格空缺或没有写姓名")
    if column.left:
        parts.append(f"{column.left} 格不收")
    known = PeerGroup.objects.filter(name=group).exists() if group else True
    new = "" if known else f"“{group}”是新的分组，规则书里没有它的考卷以前，里面的人不算分。"
    return "，".join(parts) + "。" + new


def numbered(subjects: Sequence[Subject]) -> list[Subject]:
    """Give those who are new the next free numbers; a number says nothing about its bearer."""
    taken = set(Unit.objects.filter(code__startswith="L").values_list("code", flat=True))
    taken |= {one.subject for one in subjects}
    last = max((int(code[1:]) for code in taken if code[:1] == "L" and code[1:].isdecimal()), default=0)  # fmt: skip
    found = []
    for one in subjects:
        if one.subject.startswith(NOT_YET):
            last += 1
            one = replace(one, subject=f"L{last:03}")
        found.append(one)
    return found
