"""核对单: every unit's account as a sheet of its own, with what all of them need gathered once."""

from __future__ import annotations

from functools import cached_property
from typing import Any, TypeVar

from baton.desk.ledger.claim_sums import counted
from baton.desk.papers import asides, combining
from baton.desk.papers.account import Account, Line
from baton.desk.papers.gathering import (
    full_names,
    groups_of,
    shown,
    subjects_of,
    titles_of,
    total_of,
    units_of,
)
from baton.desk.papers.lead_words import words_of
from baton.desk.papers.losing import factors
from baton.desk.papers.vetoed import vetoes_told
from baton.desk.results import result_of
from baton.documents.papers import Check
from baton.documents.plain_names import plain_names, plainly
from baton.domain.assessment.models import Run, RunLine
from baton.domain.assessment.queries import reaches
from baton.domain.assessment.readers import Layer
from baton.scoring.explain.context import Context

Content = TypeVar("Content")
PERSON = "person"


class Background:
    """What all check sheets of a run need, each asked for once."""

    def __init__(self, run: Run) -> None:
        self.run, self.result = run, result_of(run)
        self.context = Context.of(self.result)
        self.titles = titles_of(run)
        self.called = full_names(self.result, self.titles)
        self.known = subjects_of(self.result)
        self.apart = factors(self.result) | combining.below(self.result)
        self._accounts: dict[str, Account] = {}
        self._plain: dict[str, dict[str, str]] = {}

    def account(self, line: RunLine) -> Account:
        """A unit's account, worked out once."""
        if line.subject not in self._accounts:
            self._accounts[line.subject] = Account(self, line)
        return self._accounts[line.subject]

    def told_in(self, group: str, content: Content) -> Content:
        """What is told to one group only: its indicators by the names by which it knows them."""
        if group not in self._plain:
            self._plain[group] = plain_names(self.result.plan.rulebook, group)
        return plainly(content, self._plain[group])

    @cached_property
    def words(self) -> Any:
        """What lead units wrote beside their figures."""
        return words_of(self.run)

    @cached_property
    def parts(self) -> Any:
        """What of each line of the ledger counted."""
        return counted(self.run)

    @cached_property
    def claims(self) -> dict[str, list[asides.Aside]]:
        """The ledger's lines that the run knows, by unit."""
        return asides.of_run(self.run, self.result, self.parts)

    @cached_property
    def sizes(self) -> dict[str, int]:
        """How many there are in each group."""
        return {name: len(lines) for name, lines in groups_of(self.run).items()}


def checks(
    run: Run, group: str = "", *, layer: str = Layer.NAMES.value, units_only: bool = False
) -> list[Check]:
    """核对单, unit by unit in official order; without officials where only units are wanted."""
    background, with_rank = Background(run), reaches(layer, Layer.TOTALS)
    return [
        check_of(background, line, number, with_rank=with_rank)
        for lines in groups_of(run, group).values()
        for number, line in enumerate(lines, start=1)
        if line.subject in background.result.plan.row_of
        and not (units_only and background.known[line.subject].kind == PERSON)
    ]


def check_of(
    background: Background, line: RunLine, number: int = 0, *, with_rank: bool = False
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
        vetoes=vetoes_told(background.run, background.result, line.subject),
    )  # fmt: skip
    return background.told_in(line.group, check)


def lines_of(background: Background, line: RunLine) -> list[Line]:
    """A unit's indicators and coefficients, without sums."""
    return [one for one in background.account(line).lines() if one.code]
