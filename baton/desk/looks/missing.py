"""缺什么: why units have no total yet: which indicator, of whom, and where its figure is held up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

import numpy as np

from baton.desk.results import result_of
from baton.desk.rules.shared import HALF_YEAR, unasked
from baton.domain.assessment.models import Run
from baton.domain.intake.models import Submission
from baton.domain.intake.queries import Desk, Entry
from baton.scoring.facts import Subject
from baton.scoring.result import Result
from baton.scoring.scores import OPEN

LEDGER, DIRECT = "ledger", "direct"
CLAIMS, NO_SHEET, ASIDE, NOT_IN, HELD = "claims", "no_sheet", "aside", "not_in", "held"
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

    @property
    def words(self) -> str:
        return WORDS[self.why]


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
        Missing(code, items[code]["name"], items[code]["lead"], why, sheet, tuple(sorted(subjects, key=lambda one: one.order)))
        for (code, why, sheet), subjects in found.items()
    ]  # fmt: skip
    return sorted(lines, key=lambda one: (-len(one.subjects), one.lead, one.code))


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
