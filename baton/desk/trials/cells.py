"""改一格，看谁动: what one other figure would do to everybody, before it is written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from baton.desk import obstacles
from baton.desk.drafts.half_year import is_lacking
from baton.desk.obstacles import check_fit
from baton.documents.comparing import Move, moves
from baton.documents.numbers import read_number
from baton.domain.accounts.models import Person
from baton.domain.assessment import gather
from baton.domain.assessment.leaving import check_reason
from baton.domain.facts import queries as figures
from baton.domain.facts import services
from baton.domain.facts.models import State
from baton.domain.facts.services import Row
from baton.domain.refusals import Refused
from baton.domain.rounds.models import Round
from baton.domain.rounds.policies import NO_FIGURES, check_running
from baton.domain.targets import queries as targets
from baton.scoring import score
from baton.scoring.facts import OBSERVATIONS, Facts

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
WHOLE = 50


@dataclass(frozen=True)
class Cell:
    """A unit's data item in the round's period as it now stands."""

    subject: str
    item: str
    name: str
    unit: str
    kind: str
    period: str
    value: str | None
    state: str
    source: str

    @property
    def said(self) -> str | None:
        """What the cell says; None when nobody has reported it."""
        return self.value if self.value is not None else self.state or None


def cell_of(round: Round, subject: str, item: str) -> Cell | None:
    """The cell of a round's reference period; None when the rule book knows no such data item."""
    entry = next((one for one in gather.rulebook_of(round)["data"] if one["code"] == item), None)
    if entry is None or entry["kind"] == "tally":
        return None
    now = figures.cells(round.scheme, [item], round.as_of).get((subject, item, ""))
    value, state, source = (now.value, now.state, now.source) if now else (None, "", "")
    return Cell(
        subject,
        item,
        entry["name"],
        entry["unit"],
        entry["kind"],
        round.as_of,
        value,
        state,
        source,
    )


def has_no_task(round: Round, cell: Cell) -> bool:
    """Whether the unit's agreement says 无此任务 wherever the figure counts, so that it never does."""
    takers = [
        item["code"] for item in gather.rulebook_of(round)["items"]
        if any(entry["item"] == cell.item for entry in item["data"].values())
    ]  # fmt: skip
    return targets.has_no_task(round.scheme, cell.subject, takers, round.version.number)


def row_of(cell: Cell, written: str, state: str) -> Row:
    """What a clerk wrote, as a figure for the ledger; Refused says what is wrong with it."""
    given = {
        "subject": cell.subject,
        "item": cell.item,
        "period": cell.period,
        "source": "考核办改",
    }
    if state not in State.values:
        raise Refused("请选一个状态。")
    if state != State.REPORTED:
        return Row(value=None, state=State(state).value, **given)
    text = written.strip()
    if cell.kind == "number":
        reading = read_number(text)
        if reading.text is None:
            raise Refused(f"“{text}”不是数。{reading.remedy or '请写成数，如 86.4'}")
        text = reading.text
    elif cell.kind == "date" and not DAY.fullmatch(text):
        raise Refused(f"“{text}”不是日期，请写成 2026-10-31。")
    if not text:
        raise Refused("请写新的数，或选一个没有数的状态。")
    return Row(value=text, **given)


@transaction.atomic
def keep(*, round: Round, row: Row, was: str | None, reason: str, by: Person, at: datetime) -> None:
    """改一格, while the round runs. was: what the clerk saw in the cell; a reason is needed once a draft left the office."""
    check_running(round, NO_FIGURES)
    check_fit(round, [row])
    services.change(scheme=round.scheme, row=row, was=was, reason=reason.strip(), by=by, at=at)
    check_reason(round, reason)  # after the cell was seen to say what the clerk saw


def word_of(cell: Cell, said: str) -> str:
    """What a cell said, in words: the figure with its unit, or the state."""
    if said in State.values:
        return str(State(said).label)
    return f"{said}{cell.unit}" if said else "空的"


@dataclass(frozen=True)
class Trial:
    """Whom another figure would move: the unit itself first, its group, other units; people only as numbers:
    whose total changes, who changes rank, who grade.

    was_stopped: nothing can be computed by the figures of now, so nobody can tell who moves; lacks_half: the half-year
    has a share and no draft of it was taken, so that nobody has a total.
    """

    own: list[Move]
    others: list[Move]
    people_totals: int
    people_ranks: int
    people_grades: int
    was_stopped: bool = False
    lacks_half: bool = False

    @property
    def all(self) -> int:
        return len(self.own) + len(self.others)


def who_moves(round: Round, *rows: Row) -> Trial:
    """Everybody whose total, rank or grade another figure would change; nothing is written.

    rows: the figure, or the counts of one cell by level.

    Refused when no score can be made of it, or while something else keeps the round from being computed.
    """
    check_fit(round, rows)
    row = rows[0]
    rulebook, facts = gather.rulebook_of(round), gather.facts_of(round)
    changed = _with(facts, rows)
    changed = gather.agreed_upon(changed, rulebook, changed["agreement"]["rows"])
    found = obstacles.found_in(rulebook, Facts.from_canonical(changed))
    if found.count:
        raise Refused(f"这一格可以改，改了以后谁动还算不出：{found.told}")
    if obstacles.found_in(rulebook, Facts.from_canonical(facts)).count:
        return Trial([], [], 0, 0, 0, was_stopped=True)
    before, after = score(rulebook, facts), score(rulebook, changed)
    places = {one.subject: one for one in after.plan.facts.roster}
    group = places[row.subject].group if row.subject in places else ""
    units = {key for key, one in places.items() if one.kind == "unit"}
    found = moves(before, after, most=WHOLE, among=units)
    own = [move for move in found if move.subject in units and places[move.subject].group == group]
    own.sort(key=lambda move: (move.subject != row.subject, move.new_rank or move.old_rank or 0))
    people = [move for move in found if move.subject not in units]
    return Trial(
        own, [move for move in found if move.subject in units and move not in own],
        sum(move.old != move.new for move in people),
        sum(move.old_rank != move.new_rank for move in people), sum(move.has_new_grade for move in people), lacks_half=is_lacking(after),
    )  # fmt: skip


def _with(facts: dict[str, Any], rows: Sequence[Row]) -> dict[str, Any]:
    cells = {row.cell for row in rows}
    lines = [line for line in facts["observations"]["rows"] if tuple(line[:4]) not in cells]
    lines += [[*row.cell, row.value, row.state, row.source, row.date] for row in rows]
    return facts | {
        "observations": {
            "columns": list(OBSERVATIONS),
            "rows": sorted(lines, key=lambda line: line[:4]),
        }
    }
