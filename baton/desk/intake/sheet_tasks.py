"""不是它的任务: a figure beside an own task that the unit doesn't have is asked about cell by cell, never taken in silently."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from baton.desk.intake.arrivals import Read
from baton.desk.intake.sheet_answers import EVERYWHERE, LEAVE_OUT, TASK, Answers
from baton.desk.questions import Answer, Question
from baton.documents.observations import KnownNames
from baton.scoring.facts import EVERYBODY

MOST = 8  # cells that are asked about one by one; of more only whether they are all to be left out
AGREED, REPORTED = "agreed", "reported"
REMEDY = (
    "收了也不算分。确实有这项任务的，先到“责任书”里列入，再来收；填错了行的，请牵头单位改好再交"
)


def settle_tasks(
    read: Read, answers: Answers, known: KnownNames, expected: Mapping[str, Sequence[str]], rulebook: Mapping[str, Any]
) -> list[Question]:  # fmt: skip
    """Leave out what a clerk said is to be left out; the rest as questions.

    expected: which units must have a figure of each data item.
    """
    own = own_tasks(rulebook)
    strange = [
        line for line in read.cells
        if line[1] in own and line[5] == REPORTED and line[0] != EVERYBODY and line[0] not in expected.get(line[1], ())
    ]  # fmt: skip
    every = answers.of(TASK, EVERYWHERE) == LEAVE_OUT
    gone = [line for line in strange if every or answers.of(TASK, _key(line)) == LEAVE_OUT]
    for line in gone:
        key = _key(line) if answers.of(TASK, _key(line)) else EVERYWHERE
        answers.tell(TASK, key, f"{_told(line, known)}，没有收" if key != EVERYWHERE else f"别家的任务没有收：{_listed(gone, known)}")  # fmt: skip
    left_out = {(line[0], line[1]) for line in gone}
    read.cells[:] = [line for line in read.cells if (line[0], line[1]) not in left_out]
    read.beside[:] = [one for one in read.beside if (one.subject, one.item) not in left_out]
    left = [line for line in strange if (line[0], line[1]) not in left_out]
    if len(left) > MOST:
        said = Answer(TASK, EVERYWHERE, LEAVE_OUT)
        what = f"有 {len(left)} 格填的不是那个单位的任务：{_listed(left, known)}"
        return [
            Question(what, REMEDY, ((said, f"这 {len(left)} 格不收"),), left[0][6], is_open=True)
        ]
    return [
        Question(_told(line, known), REMEDY, ((Answer(TASK, _key(line), LEAVE_OUT), "不收这一格"),), line[6], is_open=True)
        for line in left
    ]  # fmt: skip


def own_tasks(rulebook: Mapping[str, Any]) -> set[str]:
    """Data items that only tasks of single units take, as the agreement lists them."""
    whom: dict[str, set[str]] = {}
    for item in rulebook["items"]:
        for entry in item["data"].values():
            whom.setdefault(entry["item"], set()).add(str(item["applies"]))
    return {code for code, ways in whom.items() if ways == {AGREED}}


def _key(line: Sequence[Any]) -> str:
    return f"{line[1]}|{line[0]}"


def _told(line: Sequence[Any], known: KnownNames) -> str:
    return f"{known.subjects.get(line[0], line[0])}没有“{known.items[line[1]].name}”这项任务，表上填了 {line[4]}"


def _listed(lines: Sequence[Sequence[Any]], known: KnownNames) -> str:
    """Every cell by name: 信访得分（市教育局、市水利局）."""
    by_item: dict[str, list[str]] = {}
    for line in lines:
        unit = known.subjects.get(line[0], line[0])
        by_item.setdefault(known.items[line[1]].name, []).append(unit)
    return "；".join(f"{item}（{'、'.join(units)}）" for item, units in by_item.items())
