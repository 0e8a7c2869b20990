"""核对单: every unit's account as a sheet of its own, with what all of them need gathered once."""

from __future__ import annotations

from functools import cached_property
from typing import TypeVar

from baton.desk.papers import asides
from baton.desk.papers.account import Account, Line
from baton.desk.papers.background import Background
from baton.desk.papers.gathering import (
    groups_of,
    shown,
    total_of,
    units_of,
)
from baton.desk.papers.vetoed import vetoes_told
from baton.documents.papers import Check
from baton.domain import clock
from baton.domain.assessment.models import Run, RunLine
from baton.domain.assessment.queries import reaches
from baton.domain.assessment.readers import Layer
from baton.domain.rounds.queries import back_by

Content = TypeVar("Content")
PERSON = "person"


class Accounts(Background):
    """The accounts of a run's units, each worked out once."""

    def __init__(self, run: Run) -> None:
        super().__init__(run)
        self._accounts: dict[str, Account] = {}

    @cached_property
    def due(self) -> str:
        """The day by which check sheets are to be back, as the calendar has it: 1月21日; empty where it names none to come."""
        day = back_by(self.run.round, clock.local(self.run.computed_at).date())
        return f"{day.month}月{day.day}日" if day else ""

    def account(self, line: RunLine) -> Account:
        """A unit's account, worked out once."""
        if line.subject not in self._accounts:
            self._accounts[line.subject] = Account(self, line)
        return self._accounts[line.subject]


def checks(
    run: Run, group: str = "", *, layer: str = Layer.NAMES.value, units_only: bool = False
) -> list[Check]:
    """核对单, unit by unit in official order; without officials where only units are wanted."""
    background, with_rank = Accounts(run), reaches(layer, Layer.TOTALS)
    return [
        check_of(background, line, number, with_rank=with_rank)
        for lines in groups_of(run, group).values()
        for number, line in enumerate(lines, start=1)
        if line.subject in background.result.plan.row_of
        and not (units_only and background.known[line.subject].kind == PERSON)
    ]


def check_of(
    background: Accounts, line: RunLine, number: int = 0, *, with_rank: bool = False
) -> Check:
    """One unit's check sheet."""
    account = background.account(line)
    lines = account.lines()
    claims = background.claims.get(line.subject, [])
    pending = [one for one in claims if one.is_pending]
    rank = f"第 {line.rank} 名" if with_rank and line.rank is not None else ""
    check = Check(
        line.name, line.group, total_of(background.result, line), account.sentence(),
        [one.row for one in lines], [one.row for one in account.asides()], rank,
        unit_of_person=units_of(background.result, line.subject, background.known),
        is_person=background.known[line.subject].kind == PERSON,
        size=background.sizes.get(line.group, 0), number=f"{line.group}{number:03d}" if number else "",
        pending=asides.pending_of(pending), full=shown(account.lost.full), lost=account.whole(),
        title=background.titles.get(line.subject, ""),
        vetoes=vetoes_told(background.run, background.result, line.subject), due=background.due,
    )  # fmt: skip
    return background.told_in(line.group, check)


def lines_of(background: Accounts, line: RunLine) -> list[Line]:
    """A unit's indicators and coefficients, without sums."""
    return [one for one in background.account(line).lines() if one.code]
