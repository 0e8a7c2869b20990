"""收一个文件夹: rule book and a year's files, as the command takes them, become records in one go."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from baton.documents.office import load_facts
from baton.documents.problems import Faulty, Problems
from baton.documents.rulebook import read_rulebook
from baton.domain import clock
from baton.domain.accounts.models import Person
from baton.domain.claims import services as claims
from baton.domain.claims.entries import Entry
from baton.domain.claims.models import Claim
from baton.domain.facts import services as figures
from baton.domain.facts.services import Row
from baton.domain.orgs import services as orgs
from baton.domain.orgs.models import Unit
from baton.domain.schemes import services as schemes
from baton.domain.schemes.models import Scheme, Version
from baton.domain.schemes.services import Handed
from baton.domain.targets import services as targets
from baton.domain.targets.services import Line
from baton.scoring.facts import Facts

SOURCE = "责任书附表"


def read_folder(
    rulebook: Path, facts: Path, *, as_of: str, on: str
) -> tuple[dict[str, Any], Facts]:
    """Canonical rule book and facts of files; `Faulty` names everything that is wrong."""
    problems = Problems()
    book = read_rulebook(rulebook, problems=problems)
    found = load_facts(book, facts, problems=problems, as_of=as_of, on=on) if book else None
    problems.raise_errors()
    if book is None or found is None:
        raise Faulty(problems)
    return book, Facts.from_canonical(found)


def found_scheme(
    *, book: dict[str, Any], facts: Facts, year: int, code: str = "", handed: Sequence[Handed] = (),
    by: Person, at: datetime,
) -> tuple[Scheme, Version]:  # fmt: skip
    """Roster, scheme, first version with the files it was made from, and targets of a year; no figures yet."""
    orgs.take_in(year=year, subjects=facts.roster, by=by, at=at)
    scheme = schemes.start(code=code or book["code"], title=book["name"], year=year, by=by, at=at)
    version = schemes.draft(scheme=scheme, book=book, handed=handed, by=by, at=at)
    agree_targets(scheme=scheme, facts=facts, by=by, at=at)
    return scheme, version


def agree_targets(*, scheme: Scheme, facts: Facts, by: Person, at: datetime) -> None:
    """What the files say was agreed, if they say anything."""
    lines = [Line(*line, source=SOURCE) for line in facts.canonical()["agreement"]["rows"]]
    if lines:
        targets.agree(scheme=scheme, lines=lines, by=by, at=at)


def record_figures(
    *, scheme: Scheme, lines: Sequence[Sequence[Any]], batch: str, by: Person, at: datetime
) -> None:  # fmt: skip
    """Figures straight into the ledger, as one batch: for a year that is over."""
    rows = [
        Row(subject=line[0], item=line[1], period=line[2], key=line[3], value=line[4], state=line[5], source=line[6], date=line[7])
        for line in lines
    ]  # fmt: skip
    figures.record(scheme=scheme, rows=rows, by=by, at=at, batch=batch)


def enter_events(
    *, scheme: Scheme, facts: Facts, decided_by: str, by: Person, at: datetime
) -> None:
    """The events of a year as claims, each with the decision it came with."""
    units = {unit.code: unit for unit in Unit.objects.all()}
    entries = [
        Entry(
            subject=units[event.subject], kind=event.kind, title=event.matter, matter=event.matter, level=event.level,
            document=event.document, happened_on=_day(event.date), until=_day(event.until), role=event.role,
            count=event.count, points=event.points or "", counted=event.counted or "", is_elsewhere=event.elsewhere,
            number=event.id,
        )
        for event in facts.events
    ]  # fmt: skip
    if not entries:
        return
    made = {
        claim.number: claim for claim in claims.enter(scheme=scheme, entries=entries, by=by, at=at)
    }
    by_state: dict[str, list[Claim]] = defaultdict(list)
    for event in facts.events:
        if event.decision != Claim.State.PENDING:
            by_state[event.decision].append(made[event.id])
    for state, own in by_state.items():
        reason = "不符合方案规定的情形" if state == Claim.State.REJECTED else ""
        claims.decide(
            claims=own, state=state, decided_by=decided_by, decided_on=clock.local(at).date(), reason=reason, by=by, at=at
        )  # fmt: skip


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
