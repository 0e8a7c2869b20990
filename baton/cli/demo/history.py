"""去年算过一遍: last year's files taken in, its announced table compared, three differences explained."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

from baton.cli.demo import last_year
from baton.cli.demo.planning import plan_releases
from baton.desk import computing
from baton.desk.reproducing import taking, years
from baton.desk.reproducing.answers import Answer, answers
from baton.desk.reproducing.books import Table
from baton.documents.office import load_facts
from baton.documents.problems import Problems
from baton.documents.rulebook import read_rulebook
from baton.domain.accounts.models import Person
from baton.domain.assessment import release_services
from baton.domain.files import services as files
from baton.domain.files import store
from baton.domain.reproductions import services
from baton.domain.reproductions.services import Settled
from baton.domain.rounds import services as rounds
from baton.domain.rounds.models import Round
from baton.domain.schemes import services as schemes
from baton.scoring import score
from baton.scoring.facts import Facts
from baton.web.components.downloads import XLSX

FILES = (last_year.ROSTER, last_year.AGREEMENT, last_year.FIGURES, last_year.EVENTS)
SAID = {  # column: cause and what the office says of it
    "@total": ("typed", "当年公布表总分栏手工誊抄，两位小数写颠倒；名次按正确的总分排，不受影响"),
    "@rank": ("typed", "两个单位总分相同，应并列；当年 Excel 手工顺排，写成后一名"),
    "加减分": ("missing", "公布表漏填加减分一格，总分里已含这一分"),
}


def take_last_year(
    place: Path,
    book: dict[str, Any],
    facts: Facts,
    *,
    year: int = last_year.THIS_YEAR - 1,
    by: Person,
    at: datetime,
) -> Round:
    """A year before as a finished round: reproduced, explained, its final draft numbered, closed."""
    last_year.build_last_year(place, facts, book, year)
    table = place / "公布" / last_year.TABLE.format(year)
    table.parent.mkdir()
    last_year.announce(_computed(place, year), table)
    files_of = [(place / name, name) for name in FILES]
    found = years.read_year(year, [Table(place / last_year.SCHEME)], files_of, [table])
    sha256, size = store.put([table.read_bytes()])
    kept = files.keep(sha256=sha256, size=size, name=table.name, media_type=XLSX, by=by, at=at)
    round = taking.take_year(found=found, title="", files=[kept], by=by, at=at)
    schemes.seal(
        version=round.version, state="final", organ="市考核委", meeting=f"{year} 年第 2 次会议", decided_on=date(year, 5, 16),
        document=f"云办发〔{year}〕3号", by=by, at=at,
    )  # fmt: skip
    plan_releases(round, document=f"云考委〔{year}〕9号", by=by, at=at)
    run = computing.refresh(round, at=at, by=by)
    differences = years.findings(run)
    told = answers(round, differences) if differences else []
    services.settle(round=round, settled=[_said(one) for one in told], by=by, at=at)
    final = computing.number_draft(
        round, stage="final", why="去年的结果复算一致，公布表上三处差异已说明",
        headline=f"{year} 年结果复算一致，公布表有三处笔误", by=by, at=at,
    )  # fmt: skip
    release_services.release_as_planned(run=final, by=by, at=at)
    rounds.close(round=round, by=by, at=at)
    return round


def _computed(place: Path, year: int) -> Any:
    """What that year's own rule book and figures give."""
    problems = Problems()
    book = read_rulebook(place / last_year.SCHEME, problems=problems)
    assert book is not None
    facts = load_facts(
        book, place, problems=problems, as_of=f"{year}-12", on=f"{year}-12-31", closing=True
    )
    problems.raise_errors()
    return score(book, Facts.from_canonical(facts or {}))


def _said(one: Answer) -> Settled:
    cell = one.difference
    cause, note = SAID[cell.column]
    return Settled(cell.subject, cell.column, cell.published, cell.computed, cause, note)
