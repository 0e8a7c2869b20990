"""记下一年: roster, scheme, targets, figures, events and what was announced, once the files have been looked at."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from baton.desk import computing, folders
from baton.desk.reproducing.announced import beside, keep_announced, kept_cells
from baton.desk.reproducing.years import Year
from baton.desk.rules import versions
from baton.domain.accounts.models import Person
from baton.domain.files.models import StoredFile
from baton.domain.orgs import services as units
from baton.domain.refusals import Refused
from baton.domain.rounds import services as rounds
from baton.domain.rounds.models import Round
from baton.domain.schemes import queries as schemes
from baton.domain.schemes.models import Scheme
from baton.domain.schemes.services import Handed
from baton.scoring.facts import Facts
from baton.scoring.plan import compile_plan


@transaction.atomic
def take_year(
    *,
    found: Year,
    title: str,
    files: Sequence[StoredFile],
    handed: Sequence[Handed] = (),
    by: Person,
    at: datetime,
) -> Round:
    """记下一年: roster, scheme, targets, figures, events and what was announced, as a round of their own, or nothing.

    files: the announced tables in the order in which they were read. handed: the scheme tables. A year may be taken in again: it becomes a round
    of its own beside the first one, unless it goes into that one.
    """
    if found.book is None or found.facts is None or not found.can_be_taken:
        raise Refused("文件里还有要先改好的地方，没有记下。")
    round = _added(found, handed, by, at) if found.into else _founded(found, title, handed, by, at)
    assert found.fresh is not None
    scheme, fresh = round.scheme, found.fresh
    lines = [*fresh.canonical()["observations"]["rows"], *missing_lines(found.book, found.facts)]
    folders.record_figures(scheme=scheme, lines=lines, batch="last-year", by=by, at=at)
    folders.enter_events(scheme=scheme, facts=fresh, decided_by="当年认定小组", by=by, at=at)
    cells = kept_cells(round)
    for table, file in zip(found.tables, files, strict=True):
        cells = beside(cells, table)
        keep_announced(round=round, cells=cells, file=file, by=by, at=at)
    computing.refresh(round, at=at, by=by)
    return round


def _founded(found: Year, title: str, handed: Sequence[Handed], by: Person, at: datetime) -> Round:
    """A round of its own, for the scheme that was chosen or for one of its own."""
    book, facts = found.book, found.facts
    assert book is not None and facts is not None
    if found.scheme is not None:
        return _opened(found, found.scheme, facts, by, at)
    times = schemes.schemes().filter(code__startswith=f"{book['code']}-复算").count() + 1
    again = str(times) if times > 1 else ""
    scheme, version = folders.found_scheme(
        book={**book, "name": title or book["name"]}, facts=facts, year=found.year, code=f"{book['code']}-复算{again}",
        handed=handed, by=by, at=at,
    )  # fmt: skip
    return rounds.open_round(
        scheme=scheme, version=version, name=f"{found.year}年终考核（复算{again}）", kind="year_end",
        as_of=facts.as_of, on=date(found.year, 12, 31), by=by, at=at,
    )  # fmt: skip


def _opened(found: Year, scheme: Scheme, facts: Facts, by: Person, at: datetime) -> Round:
    """The first round of a scheme that was taken in for that year."""
    version = schemes.newest(scheme)
    if version is None or schemes.book_of(version) != found.book:
        raise Refused("看过以后，别人又改过这个方案，没有记下。请再看一看。")
    units.take_in(year=found.year, subjects=facts.roster, by=by, at=at)
    folders.agree_targets(scheme=scheme, facts=facts, by=by, at=at)
    return rounds.open_round(
        scheme=scheme, version=version, name=f"{found.year}年终考核（复算）", kind="year_end",
        as_of=facts.as_of, on=date(found.year, 12, 31), by=by, at=at,
    )  # fmt: skip


def _added(found: Year, handed: Sequence[Handed], by: Person, at: datetime) -> Round:
    """More groups in the scheme and the round of a recorded year."""
    round, book, fresh = found.into, found.book, found.fresh
    assert round is not None and book is not None and fresh is not None
    newest = schemes.newest(round.scheme)
    assert newest is not None
    seen = (newest.number, newest.edits)
    units.take_in(year=found.year, subjects=fresh.roster, by=by, at=at)
    why = f"收进{'、'.join(found.groups)}的指标体系"
    version = versions.keep(
        scheme=round.scheme, book=book, seen=seen, why=why, handed=handed, by=by, at=at
    )
    folders.agree_targets(scheme=round.scheme, facts=fresh, by=by, at=at)
    if version.pk != round.version_id:
        versions.use(round=round, version=version, by=by, at=at)
    round.refresh_from_db()
    return round


def missing_lines(book: dict[str, Any], facts: Facts) -> list[list[Any]]:
    """缺报 for every figure that a year which is over should have and has not."""
    plan = compile_plan(book, facts)
    calendar = book["calendar"]
    told = {(line[0], line[1], line[2]) for line in facts.canonical()["observations"]["rows"]}
    found: dict[tuple[str, str, str], list[Any]] = {}
    for code, (start, stop) in plan.cells_of.items():
        subjects = [plan.rows[row].subject for row in plan.cell_row[start:stop].tolist()]
        for entry in plan.items[code]["data"].values():
            periods = {"@": [facts.as_of], "to_date": calendar}.get(str(entry["periods"])) or list(
                entry["periods"]
            )
            for key in (
                (subject, entry["item"], period) for subject in subjects for period in periods
            ):
                if key not in told:
                    found[key] = [*key, "", None, "missing", "没有报来", ""]
    return list(found.values())
