"""名册写法没说清的: rows of people or of units, several units in one cell, sheets without a group; people's units and groups."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from baton.desk.roster.leader_columns import NOT_YET, ONE, SAME, TWO
from baton.desk.roster.roster_questions import PEOPLE, PERSON, SURE, UNIT, Known, Question, Settling
from baton.documents.names import NameBook
from baton.documents.roster_several import MOST_NAMED
from baton.documents.roster_talk import (
    NO_GROUP,
    ONE_GROUP,
    SEVERAL,
    SPLIT,
    UNITS,
    WHO,
    WHOLE,
    RosterTalk,
)
from baton.documents.roster_talk import PEOPLE as ROWS_OF_PEOPLE
from baton.scoring.facts import Subject

SERVES, GROUP_OF_PEOPLE = "leader-unit", "leader-group"
NONE, THERE, APART = "none", "there", "apart:"


def ask_list(settling: Settling, talk: RosterTalk, known: Known) -> None:
    """认写法: what has to be said before anything else of the list can be asked."""
    for sheet, names in talk.who.items():
        some = "、".join(names) + "等"
        page = f"“{sheet}”页" if sheet else "表里"
        sentence = f"{page}既有“单位”又有“姓名”（{some}）。一行是一名{PEOPLE}，还是一个单位、旁边是它的领导？"
        choices = [
            (ROWS_OF_PEOPLE, f"一行一名{PEOPLE}，单位是任职的单位"),
            (UNITS, "一行一个单位，旁边是它的领导"),
        ]
        settling.questions.append(Question(WHO, sheet, sentence, choices))
    for sheet, likely in talk.one_group.items():
        page = f"“{sheet}”页" if sheet else "这张表"
        who = PEOPLE if sheet in talk.of_people else "单位"
        groups = _groups_of_people(known) if sheet in talk.of_people else known.groups
        choices = [(name, f"都是“{name}”") for name in dict.fromkeys([*likely, *groups])]
        if sheet in talk.of_people:
            choices.append((NO_GROUP, "只记下，不单独考核"))
        sentence = f"{page}表头里没有“分组”列。里面的{who}都是一组的，请说是哪一组；分几组的，请在表里加一列“分组”。"
        settling.questions.append(Question(ONE_GROUP, sheet, sentence, choices, asks="分组名称"))
    for text, parts in talk.several.items():
        some = "、".join(f"“{part}”" for part in parts[:MOST_NAMED]) + ("等" if len(parts) > MOST_NAMED else "")  # fmt: skip
        choices = [
            (SPLIT, f"是 {len(parts)} 家：{some}"),
            (WHOLE, "是一家（合署办公或名称里有顿号）"),
        ]
        settling.questions.append(Question(SEVERAL, text, f"“{text}”是几家，还是一家？", choices))


def ask_serving(settling: Settling, known: Known) -> None:
    """认任职单位: people serve in units of the list or of the roster there is; any other is asked about."""
    listed = {one.subject for one in settling.subjects if one.kind == UNIT}
    open_ones: dict[str, list[str]] = {}
    for one in settling.subjects:
        for unit, _ in one.links:
            if unit not in listed:
                open_ones.setdefault(unit, []).append(one.name)
    book = NameBook(known.names, known.aliases, kind="单位")
    codes = {name: code for code, name in known.names.items()}
    meant: dict[str, str] = {}
    for text, people in open_ones.items():
        match = book.find(text)
        answer = settling.answers.get((SERVES, text)) or settling.answers.get((SERVES, "*"), "")
        if match.id is not None and match.how in SURE:
            meant[text] = match.id
        elif answer == NONE or answer in codes:
            meant[text] = codes.get(answer, "")
        else:
            near = (known.names[match.id],) if match.id is not None else match.candidates
            some = "、".join(people[:MOST_NAMED]) + ("等" if len(people) > MOST_NAMED else "")
            choices = [(name, f"就是“{name}”") for name in near]
            choices.append((NONE, "不写单位，只记下人"))
            sentence = f"{some}的单位“{text}”不在名册里。是新单位的，请先收单位的名册，再收这一张。"
            settling.questions.append(Question(SERVES, text, sentence, choices))
    settling.subjects = [_serving(one, meant) for one in settling.subjects]


def ask_same(settling: Settling, known: Known) -> None:
    """认同名: people of one name in the rows of different units are one person or several, as on the roster of before."""
    by_name: dict[str, list[Subject]] = {}
    for one in settling.subjects:
        if one.kind == PERSON and one.subject.startswith(f"{one.name}·"):
            by_name.setdefault(one.name, []).append(one)
    for name, same in by_name.items():
        answer = settling.answers.get((SAME, name), "") or _same_before(name, same, known)
        if answer == ONE:
            links = dict(link for one in same for link in one.links)
            first = replace(same[0], subject=name, links=tuple(links.items()))
            kept = [first if one is same[0] else one for one in settling.subjects]
            settling.subjects = [one for one in kept if not any(one is other for other in same[1:])]
        elif answer == TWO:
            settling.subjects = [replace(one, subject=NOT_YET + one.subject) if any(one is other for other in same) else one for one in settling.subjects]  # fmt: skip
        else:
            where = "、".join(f"“{one.subject.removeprefix(f'{name}·')}”" for one in same)
            choices = [(ONE, "是一个人，各单位都任职，占比一样"), (TWO, "是几个同名的人")]
            settling.questions.append(Question(SAME, name, f"“{name}”写在{where}的行里，是一个人吗？", choices))  # fmt: skip


def _same_before(name: str, same: Sequence[Subject], known: Known) -> str:
    """Whether one person, or one for each of the units, served there before; "" if that can't be seen."""
    serving = [{unit for unit, _ in one.links} for one in known.subjects.values() if one.kind == PERSON and one.name == name and not one.end]  # fmt: skip
    units = [{unit for unit, _ in one.links} for one in same]
    if any(set().union(*units) <= there for there in serving):
        return ONE
    return TWO if all(any(own <= there for there in serving) for own in units) else ""


def _groups_of_people(known: Known) -> list[str]:
    found = [one.group for one in known.subjects.values() if one.kind == PERSON and one.group]
    return list(dict.fromkeys(found)) or [PEOPLE]


def _serving(one: Subject, meant: dict[str, str]) -> Subject:
    links = [(meant.get(unit, unit), share) for unit, share in one.links]
    return replace(one, links=tuple(dict.fromkeys(link for link in links if link[0])))


def ask_group_of_people(settling: Settling, known: Known) -> None:
    """认领导干部的分组: a group of units is hardly a group of people too, unless there are people in it."""
    there = {one.group for one in known.subjects.values() if one.kind == PERSON}
    units = {one.group for one in settling.subjects if one.kind == UNIT} | set(known.groups)
    own = Counter(one.group for one in settling.subjects if one.kind == PERSON)
    for group, number in own.items():
        if not group or group in there or group not in units:
            continue
        answer = settling.answers.get((GROUP_OF_PEOPLE, group), "")
        if answer == THERE:
            continue
        if answer == NONE or answer.startswith(APART):
            settling.subjects = _regrouped(settling.subjects, group, answer.removeprefix(APART) if answer != NONE else "")  # fmt: skip
            continue
        apart = f"{group}{PEOPLE}"
        choices = [(APART + apart, f"另设“{apart}”组"), (NONE, "只记下，不单独考核"), (THERE, f"就在“{group}”组里，和单位一起排")]  # fmt: skip
        sentence = f"“{group}”是单位的分组，{number} 名{PEOPLE}也写着这一组。"
        settling.questions.append(Question(GROUP_OF_PEOPLE, group, sentence, choices))


def _regrouped(subjects: Sequence[Subject], group: str, to: str) -> list[Subject]:
    return [
        replace(one, group=to) if one.kind == PERSON and one.group == group else one
        for one in subjects
    ]
