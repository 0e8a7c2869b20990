"""别的期次的数: figures of another period on a round's sheet are asked about, and never take the place of another round's."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from baton.desk.intake.arrivals import Read
from baton.desk.intake.sheet_answers import (
    AND,
    AS_IS,
    KEEP,
    LEAVE_OUT,
    OTHER,
    PERIOD,
    TITLED,
    Answers,
)
from baton.desk.questions import Answer, Question
from baton.documents.observations import KnownNames
from baton.documents.scheme_table import spoken
from baton.domain.facts import queries as figures
from baton.domain.intake.cells import told
from baton.domain.intake.oddities import Oddity
from baton.domain.rounds.models import Round
from baton.scoring.rulebook.checks.inputs import PERIODIC

Line = list[Any]


def of_one_period(book: Mapping[str, Any]) -> set[str]:
    """Data items of which the rules take the round's own period only."""
    taken: dict[str, set[bool]] = {}
    for item in book["items"]:
        for entry in item["data"].values():
            is_own = entry["periods"] == "@" and not item["params"].get("rounds")
            taken.setdefault(entry["item"], set()).add(is_own and item["method"] not in PERIODIC)
    return {item for item, own in taken.items() if own == {True}}


def settle_others(
    round: Round, read: Read, answers: Answers, known: KnownNames, wanted: Collection[str], calendar: Collection[str]
) -> tuple[list[Question], list[Oddity]]:  # fmt: skip
    """One question for each other period whose figures stand alone, or differ from what is known; the answers are carried out.

    Figures of the round's own period beside them leave nothing to ask about. wanted: the items that are asked for, of the round's
    period only. calendar: the periods up to the round's; later ones are a fault of their own.
    """
    alone = {line[1] for line in read.cells} - {
        line[1] for line in read.cells if line[2] == round.as_of
    }
    found: dict[str, list[Line]] = {}
    for line in read.cells:
        if line[2] != round.as_of and line[2] in calendar and line[1] in wanted:
            found.setdefault(line[2], []).append(line)
    if not found:
        return [], []
    before = figures.newest(round.scheme, sorted({line[1] for each in found.values() for line in each}))  # fmt: skip
    asks: list[Question] = []
    for period, lines in found.items():
        was = {
            tuple(line[:4]): before[line[0], line[1], line[2], line[3]][0]
            for line in lines
            if tuple(line[:4]) in before
        }
        changed = [line for line in lines if was.get(tuple(line[:4]), told(line)) != told(line)]
        is_alone = any(line[1] in alone for line in lines)
        if changed or is_alone:
            asks += _settle(round, read, answers, known, period, lines, changed, was)
    names = {code: info.name for code, info in known.items.items()}
    return asks, [] if asks else _told(round, read.cells, names, wanted)


def _settle(
    round: Round, read: Read, answers: Answers, known: KnownNames, period: str, lines: Sequence[Line], changed: Sequence[Line],
    was: Mapping[tuple[Any, ...], str],
) -> list[Question]:  # fmt: skip
    """Carry out what was said of a period's figures, or ask."""
    said, now, other = answers.of(OTHER, period), spoken(round.as_of), spoken(period)
    own = {(line[0], line[1], line[3]) for line in read.cells if line[2] == round.as_of}
    may_be_own = not any((line[0], line[1], line[3]) in own for line in lines)
    if said == LEAVE_OUT:
        gone = {id(line) for line in lines}
        rest = [(line, one) for line, one in zip(read.cells, read.measure, strict=True) if id(line) not in gone]  # fmt: skip
        read.cells[:], read.measure[:] = [line for line, _ in rest], [one for _, one in rest]
        answers.tell(OTHER, period, f"写的是{other}的 {len(lines)} 个数没有收")
        return []
    if said == AS_IS and may_be_own:
        for line in lines:
            line[2] = round.as_of
        answers.tell(OTHER, period, f"表上写的是{other}，核实后收作{now}的数")
        return []
    if said == KEEP and not changed:
        answers.tell(OTHER, period, f"{len(lines)} 个数收作{other}的")
        return []
    if not said and not changed and period in _meant(answers):
        return []
    what = f"有 {len(lines)} 个数写的是{other}的，这一轮要的是{now}的"
    remedy = "请选一种"
    choices = [(Answer(OTHER, period, LEAVE_OUT), f"不收{other}的数")]
    if may_be_own:
        choices.append((Answer(OTHER, period, AS_IS), f"写错了，是{now}的数"))
    if changed:
        first = changed[0]
        who = f"{known.subjects.get(first[0], first[0])}的{known.items[first[1]].name}"
        what += f"；其中 {len(changed)} 个与已有的不同，如{who}，{other}已有 {was[tuple(first[:4])]}，表上是 {told(first)}"
        remedy = f"要改{other}的数，请到截至{other}的那一轮收"
    else:
        choices.append((Answer(OTHER, period, KEEP), f"照收，记作{other}的数"))
    return [Question(what, remedy, tuple(choices), lines[0][6], is_open=True)]


def _meant(answers: Answers) -> set[str]:
    """The periods that a clerk has named already, for a title or for a heading."""
    named = (one.value for one in answers.kept if one.what in (TITLED, PERIOD))
    return {period for value in named for period in value.split(AND)}


def _told(
    round: Round, cells: Sequence[Line], names: Mapping[str, str], wanted: Collection[str]
) -> list[Oddity]:
    """Each data item of which the sheet has figures, and none of the round's period."""
    found: dict[str, set[str]] = {}
    for line in cells:
        found.setdefault(line[1], set()).add(line[2])
    return [
        Oddity(
            "period",
            f"{names[item]}：表上是{'、'.join(map(spoken, sorted(periods)))}的数，这一轮要{spoken(round.as_of)}的，表上没有",
            f"请牵头单位补报{spoken(round.as_of)}的数",
            item,
        )
        for item, periods in found.items()
        if item in wanted and round.as_of not in periods
    ]
