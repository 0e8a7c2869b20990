"""去年的文件: rule table, figures and announced result of a year that is over, read together, then recorded."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import chain, count
from pathlib import Path
from typing import Any

from django.db import transaction

from baton.desk import answers, computing, folders
from baton.desk.reproducing.adding import added
from baton.desk.reproducing.announced import beside, keep_announced, kept_cells, read_announced
from baton.desk.reproducing.books import Table, one_book
from baton.desk.reproducing.causes import Likely, causes
from baton.desk.reproducing.differences import Comparison, compared
from baton.desk.results import result_of
from baton.desk.rules import versions
from baton.documents.office import load_facts
from baton.documents.office.loading import load_roster
from baton.documents.office.sources import find_sources
from baton.documents.problems import Problem, Problems
from baton.documents.published import Announced
from baton.documents.roster_tables import ROSTER
from baton.domain.accounts.models import Person
from baton.domain.assessment import gather
from baton.domain.assessment import queries as runs
from baton.domain.assessment.models import Run
from baton.domain.files.models import StoredFile
from baton.domain.orgs import queries as orgs
from baton.domain.orgs import services as units
from baton.domain.refusals import Refused
from baton.domain.reproductions import queries
from baton.domain.reproductions.models import Publication
from baton.domain.rounds import services as rounds
from baton.domain.rounds.models import Round
from baton.domain.schemes import queries as schemes
from baton.scoring import score
from baton.scoring.facts import Facts
from baton.scoring.plan import compile_plan

ROSTER_FILE = "名册.csv"


@dataclass
class Year:
    """A year as its files tell it; nothing is written yet.

    groups: those the files are about. into: the recorded year that they go into. fresh: the part of the facts that is
    not recorded yet. tables: what each announced table says. notes: sentences on names that were told apart.
    """

    year: int
    into: Round | None = None
    book: dict[str, Any] | None = None
    groups: list[str] = field(default_factory=list)
    facts: Facts | None = None
    fresh: Facts | None = None
    tables: list[list[Announced]] = field(default_factory=list)
    faults: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)
    comparison: Comparison | None = None

    @property
    def can_be_taken(self) -> bool:
        return self.comparison is not None and not self.faults


def read_year(
    year: int, tables: Sequence[Table], facts: Sequence[tuple[Path, str]], published: Sequence[Path], *,
    title: str = "", into: Round | None = None,
) -> Year:  # fmt: skip
    """Read the files of a year and compare at once.

    tables: the scheme table of each group, or of several, or one rule book. facts: files with the names they came under.
    The roster may be among them; else the desk's own is used, this year's or the next one's. into: a recorded year to
    which these groups are added; what is recorded for the others stays.
    """
    found = Year(year, into)
    base = schemes.newest(into.scheme) if into else None
    read = one_book(
        tables, name=title or f"{year}年度综合考核", year=year, base=schemes.book_of(base) if base else None
    )  # fmt: skip
    found.book, found.groups, found.notes = read.book, read.groups, read.notes
    found.faults, found.remarks = read.faults, read.remarks
    if found.book is None:
        return found
    problems = Problems()
    with tempfile.TemporaryDirectory() as folder:
        place = _gathered(Path(folder), facts, year)
        as_of = into.as_of if into else found.book["calendar"][-1]
        canonical = load_facts(
            found.book, place, problems=problems, as_of=as_of, on=f"{year}-12-31", closing=True
        )  # fmt: skip
    if canonical is not None:
        found.fresh = found.facts = Facts.from_canonical(canonical)
        if into is not None:
            before = Facts.from_canonical(gather.facts_of(into, absent="missing"))
            found.fresh, found.facts = added(before, found.facts, found.groups)
        _read_tables(found, published, problems)
    found.faults += problems.errors
    found.remarks += problems.warnings
    if not found.faults and found.facts is not None:
        cells = kept_cells(into) if into else []
        for table in found.tables:
            cells = beside(cells, table)
        found.comparison = compared(score(found.book, found.facts), cells)
    return found


def groups_of(facts: Sequence[tuple[Path, str]], year: int) -> list[str]:
    """The groups of the roster that would be used."""
    with tempfile.TemporaryDirectory() as folder:
        read = load_roster(_gathered(Path(folder), facts, year), problems=Problems())
    return list(dict.fromkeys(one.group for one in read if one.group))


def _gathered(folder: Path, files: Sequence[tuple[Path, str]], year: int) -> Path:
    """The files side by side under their own names, with a roster beside them when they bring none."""
    for path, name in files:
        (folder / _free_name(folder, Path(name))).write_bytes(path.read_bytes())
    if not find_sources(folder, Problems()).named["名册"]:
        lines = orgs.roster(year) or orgs.roster(year + 1)
        if lines:
            _write_roster(folder / ROSTER_FILE, lines)
    return folder


def _free_name(folder: Path, name: Path) -> str:
    """Two lead units may each call their file 打分表.xlsx."""
    tries = (f"{name.stem}({number}){name.suffix}" for number in count(2))
    return next(one for one in chain([name.name], tries) if not (folder / one).exists())


def _write_roster(path: Path, lines: Sequence[Sequence[Any]]) -> None:
    heads = [column.name for column in ROSTER]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(heads)
        for (
            code,
            name,
            kind,
            group,
            parent,
            order,
            team,
            start,
            end,
            listing,
            aliases,
            links,
        ) in lines:
            told = {
                "编号": code, "名称": name, "种类": "个人" if kind == "person" else "单位", "分组": group, "上级": parent,
                "机构序": order, "考核组": team, "生效": start, "失效": end, "别名": "、".join(aliases),
                "考核成绩单列": "是" if listing == "separate" else "否",
                "所在单位": "、".join(f"{unit}:{share}" for unit, share in links),
            }  # fmt: skip
            writer.writerow([told[head] for head in heads])


def _read_tables(found: Year, paths: Sequence[Path], problems: Problems) -> None:
    assert found.book is not None and found.facts is not None
    seen: dict[tuple[str, str], Announced] = {}
    for path in paths:
        read = read_announced(path, book=found.book, roster=found.facts.roster, problems=problems)
        for cell in read.cells:
            first = seen.setdefault((cell.subject, cell.column), cell)
            if first.text != cell.text:
                what = f"同一格公布了两个数，另一处是 {first.place} 的“{first.text}”"
                problems.error(cell.place, what, "请只留公布的那一个", code="duplicate")
        found.tables.append(read.cells)
        found.passed_over += read.passed_over


@transaction.atomic
def take_year(
    *, found: Year, title: str, files: Sequence[StoredFile], by: Person, at: datetime
) -> Round:
    """记下一年: roster, scheme, targets, figures, events and what was announced, as a round of their own, or nothing.

    files: the announced tables in the order in which they were read. A year may be taken in again: it becomes a round
    of its own beside the first one, unless it goes into that one.
    """
    if found.book is None or found.facts is None or not found.can_be_taken:
        raise Refused("文件里还有要先改好的地方，没有记下。")
    round = _added(found, by, at) if found.into else _founded(found, title, by, at)
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


def _founded(found: Year, title: str, by: Person, at: datetime) -> Round:
    """A scheme and a round of their own."""
    book, facts = found.book, found.facts
    assert book is not None and facts is not None
    times = schemes.schemes().filter(code__startswith=f"{book['code']}-复算").count() + 1
    again = str(times) if times > 1 else ""
    scheme, version = folders.found_scheme(
        book={**book, "name": title or book["name"]}, facts=facts, year=found.year, code=f"{book['code']}-复算{again}",
        by=by, at=at,
    )  # fmt: skip
    return rounds.open_round(
        scheme=scheme, version=version, name=f"{found.year}年终考核（复算{again}）", kind="year_end",
        as_of=facts.as_of, on=date(found.year, 12, 31), by=by, at=at,
    )  # fmt: skip


def _added(found: Year, by: Person, at: datetime) -> Round:
    """More groups in the scheme and the round of a recorded year."""
    round, book, fresh = found.into, found.book, found.fresh
    assert round is not None and book is not None and fresh is not None
    newest = schemes.newest(round.scheme)
    assert newest is not None
    seen = (newest.number, newest.edits)
    units.take_in(year=found.year, subjects=fresh.roster, by=by, at=at)
    why = f"收进{'、'.join(found.groups)}的指标体系"
    version = versions.keep(scheme=round.scheme, book=book, seen=seen, why=why, by=by, at=at)
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


def read_again(round: Round, path: Path) -> tuple[list[Announced], Problems]:
    """Another announced table for a round whose records are here already."""
    problems, plan = Problems(), _result(round).plan
    read = read_announced(path, book=plan.rulebook, roster=plan.facts.roster, problems=problems)
    return read.cells, problems


def _result(round: Round) -> Any:
    run = runs.provisional(round) or runs.drafts(round).first()
    if run is None:
        raise Refused("这一轮还没有算出来，请稍等再试。")
    return result_of(run)


def untold(run: Run, comparison: Comparison) -> list[str]:
    """Groups for which nothing has been announced yet."""
    told = {subject for subject, _ in comparison.announced}
    groups: dict[str, bool] = {}
    for subject, group in run.lines.values_list("subject", "group"):
        groups[group] = groups.get(group, False) or subject in told
    return sorted(group for group, is_told in groups.items() if group and not is_told)


@dataclass(frozen=True)
class Findings:
    """A round beside what was announced for it."""

    comparison: Comparison
    causes: list[Likely]


def findings(run: Run) -> Findings | None:
    """Differences and likely causes of a run; None where nothing was announced for its round."""
    publication = queries.newest(run.round)
    if publication is None:
        return None
    return answers.kept(question(run, publication), lambda: _found(run, publication), shared=True)


def question(run: Run, publication: Publication) -> tuple[str, str, str]:
    """Under which name the answer is kept: looking for causes may take seconds."""
    return run.archive, publication.digest, "reproduced"


def _found(run: Run, publication: Publication) -> Findings:
    result = result_of(run)
    comparison = compared(result, [Announced(*cell) for cell in publication.cells])
    return Findings(comparison, causes(result, comparison) if comparison.differences else [])
