"""缺什么: why units have no total yet: which indicator, of whom, and where its figure is held up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from baton.desk.results import result_of
from baton.desk.rules.shared import HALF_YEAR, unasked
from baton.domain.assessment.models import Run
from baton.domain.intake.models import Submission
from baton.domain.intake.queries import Desk, Entry
from baton.scoring.canonical import DECIMAL
from baton.scoring.facts import Subject
from baton.scoring.result import Result
from baton.scoring.scores import OPEN

LEDGER, DIRECT = "ledger", "direct"
CLAIMS, NO_SHEET, ASIDE, NOT_IN, HELD = "claims", "no_sheet", "aside", "not_in", "held"
MOST = 4  # names, and ties, that are told of one indicator
REFERENCE, HALF = "reference", "half_year"
WORDS = {
    CLAIMS: "有加减分没有定",
    NO_SHEET: "没有打分表管这项数",
    ASIDE: "收了表，这一格先不采用",
    NOT_IN: "表里没有这个数",
    HELD: "分都交了，但没有拉开差距或有并列，要牵头单位重评",
    REFERENCE: "参照值还没有填",
    HALF: "半年评估的成绩还没有取",
    "none": "打分表没有交",
    "received": "打分表待核",
    "returned": "打分表退回了，没有再交",
}


@dataclass(frozen=True)
class Missing:
    """One indicator that several units wait for, for one reason."""

    code: str
    name: str
    lead: str
    why: str
    sheet: int | None
    subjects: tuple[Subject, ...]
    tied: str = ""  # whose scores are the same where none may be

    @property
    def words(self) -> str:
        return WORDS[self.why] + self.tied


def missing_of(run: Run, desk: Desk) -> list[Missing]:
    """What units without a figure wait for, the most units first; people wait for their units and are left out."""
    result = result_of(run)
    by_item = _by_item(desk)
    shared = unasked(result.plan.rulebook)
    known = {(line[0], line[1]) for line in result.plan.facts.observations if line[1] in shared and line[4] is not None}  # fmt: skip
    reported = {
        (line[0], line[1]) for line in result.plan.facts.observations if line[4] is not None
    }
    found: dict[tuple[str, str, int | None], list[Subject]] = defaultdict(list)
    for code, subject in open_items(result):
        entry, why = None, _not_asked(result, code, subject, shared, known)
        if not why:
            entry, why = _held_up(result, code, subject, by_item)
        if why == NOT_IN and _is_held(result, code, subject, reported):
            why = HELD
        found[code, why, entry.sheet.pk if entry else None].append(subject)
    items = result.plan.items
    lines = [
        Missing(
            code, items[code]["name"], items[code]["lead"], why, sheet, tuple(sorted(subjects, key=lambda one: one.order)),
            _tied(result, code, subjects) if why == HELD else "",
        )
        for (code, why, sheet), subjects in found.items()
    ]  # fmt: skip
    return sorted(lines, key=lambda one: (-len(one.subjects), one.lead, one.code))


def _tied(result: Result, code: str, subjects: Sequence[Subject]) -> str:
    """Those of one group that share a score where none may be shared, as words; empty where the spread is the fault."""
    item = result.plan.items[code]
    if not item["params"]["no_ties"]:
        return ""
    values = {
        line[0]: line[4]
        for line in result.plan.facts.observations
        if line[1] == item["data"]["x"]["item"]
    }
    alike: dict[tuple[str, Fraction], list[Subject]] = defaultdict(list)
    for one in sorted(subjects, key=lambda one: one.order):
        if DECIMAL.fullmatch(str(values.get(one.subject))):
            alike[one.group, Fraction(str(values[one.subject]))].append(one)
    told = [
        f"{'、'.join(one.name for one in same[:MOST])}{f'等 {len(same)} 个' if len(same) > MOST else ''}同为 {values[same[0].subject]} 分"
        for same in alike.values() if len(same) > 1
    ]  # fmt: skip
    more = f"；另有 {len(told) - MOST} 处" if len(told) > MOST else ""
    return f"：{'；'.join(told[:MOST])}{more}" if told else ""


def open_items(result: Result) -> Iterator[tuple[str, Subject]]:
    """Every indicator of a unit that has no score yet."""
    plan = result.plan
    for cell in np.flatnonzero(result.scores.outcome == OPEN).tolist():
        subject = plan.rows[int(plan.cell_row[cell])]
        if subject.kind == "unit":
            yield plan.codes[int(plan.cell_item[cell])], subject


def _by_item(desk: Desk) -> dict[str, Entry]:
    return {item: entry for entry in desk.entries for item in entry.sheet.items}


def _not_asked(
    result: Result, code: str, subject: Subject, shared: set[str], known: set[tuple[str, str]]
) -> str:
    """What no lead unit reports and is still missing; empty when it is a lead unit's figure that is."""
    own = {one["item"] for one in result.plan.items[code]["data"].values()} & shared
    if all((subject.subject, item) in known for item in own):
        return ""
    return HALF if HALF_YEAR in own else REFERENCE


def _is_held(
    result: Result, code: str, subject: Subject, reported: Set[tuple[str, str]]
) -> bool:  # fmt: skip
    """Whether a direct score is there and waits all the same: its rule asks for what the scores don't keep to."""
    item = result.plan.items[code]
    return item["method"] == DIRECT and (subject.subject, item["data"]["x"]["item"]) in reported


def _held_up(
    result: Result, code: str, subject: Subject, by_item: dict[str, Entry]
) -> tuple[Entry | None, str]:
    """The sheet that owes an indicator's figure for a unit, and where it is."""
    item = result.plan.items[code]
    data = [one["item"] for one in item["data"].values()]
    if item["method"] == LEDGER or not data:
        return None, CLAIMS
    entry = next((by_item[one] for one in data if one in by_item), None)
    if entry is None:
        return None, NO_SHEET
    if entry.status != "accepted":
        return entry, entry.status
    aside = entry.newest is not None and any([subject.subject, one] in entry.newest.left_out for one in data)  # fmt: skip
    return entry, ASIDE if aside else NOT_IN


def aside_of(entries: Sequence[Entry]) -> list[tuple[Entry, int]]:
    """Sheets that were taken in part, with how many cells are still put aside."""
    return [
        (one, len(one.newest.left_out)) for one in entries
        if one.newest is not None and one.newest.state == Submission.State.PARTIAL and one.newest.left_out
    ]  # fmt: skip
