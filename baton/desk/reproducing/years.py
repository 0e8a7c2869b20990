"""去年的文件: rule table, figures and announced result of a year that is over, read together, then recorded."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from baton.desk import answers, computing, folders
from baton.desk.reproducing.causes import Likely, causes
from baton.desk.reproducing.differences import Comparison, compared
from baton.desk.results import result_of
from baton.desk.rules.schemes import read_scheme_file
from baton.documents.fact_tables import ROSTER
from baton.documents.names import NameBook
from baton.documents.office import load_facts
from baton.documents.office.sources import find_sources
from baton.documents.problems import Problem, Problems
from baton.documents.published import Announced, read_published
from baton.domain.accounts.models import Person
from baton.domain.assessment import queries as runs
from baton.domain.assessment.models import Run
from baton.domain.files.models import StoredFile
from baton.domain.orgs import queries as orgs
from baton.domain.refusals import Refused
from baton.domain.reproductions import queries, services
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
    """A year as its files tell it; nothing is written yet."""

    year: int
    book: dict[str, Any] | None = None
    facts: Facts | None = None
    cells: list[Announced] = field(default_factory=list)
    faults: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)
    comparison: Comparison | None = None

    @property
    def can_be_taken(self) -> bool:
        return self.comparison is not None and not self.faults


def read_year(
    year: int, scheme: Path, facts: Sequence[tuple[Path, str]], published: Path, *, title: str = "", group: str = ""
) -> Year:  # fmt: skip
    """Read the files of a year and compare at once.

    facts: files with the names they came under. The roster may be among them; else the desk's own is used, this
    year's or the next one's.
    """
    found = Year(year)
    look = read_scheme_file(
        scheme, name=title or f"{year}年度综合考核", group=group, period=str(year)
    )
    found.book, found.faults, found.remarks = look.book, list(look.faults), list(look.remarks)
    if found.book is None:
        return found
    problems = Problems()
    with tempfile.TemporaryDirectory() as folder:
        place = _gathered(Path(folder), facts, year)
        canonical = load_facts(
            found.book, place, problems=problems, as_of=found.book["calendar"][-1], on=f"{year}-12-31", closing=True
        )  # fmt: skip
    if canonical is not None:
        found.facts = Facts.from_canonical(canonical)
        _read_announced(found, published, problems)
    found.faults += problems.errors
    found.remarks += problems.warnings
    if not found.faults and found.facts is not None:
        found.comparison = compared(score(found.book, found.facts), found.cells)
    return found


def _gathered(folder: Path, files: Sequence[tuple[Path, str]], year: int) -> Path:
    """The files side by side under their own names, with a roster beside them when they bring none."""
    for path, name in files:
        (folder / Path(name).name).write_bytes(path.read_bytes())
    if not find_sources(folder, Problems()).named["名册"]:
        lines = orgs.roster(year) or orgs.roster(year + 1)
        if lines:
            _write_roster(folder / ROSTER_FILE, lines)
    return folder


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


def _read_announced(found: Year, path: Path, problems: Problems) -> None:
    assert found.book is not None and found.facts is not None
    names = {subject.subject: subject.name for subject in found.facts.roster}
    aliases = {text: subject.subject for subject in found.facts.roster for text in subject.aliases}
    read = read_published(
        path,
        units=NameBook(names, aliases, kind="单位"),
        columns=column_names(found.book),
        problems=problems,
    )
    found.cells, found.passed_over = read.cells, read.passed_over


def column_names(book: dict[str, Any]) -> dict[str, str]:
    """What a head of an announced table may name: indicators and nodes."""
    return {entry["code"]: entry["name"] for entry in (*book["nodes"], *book["items"])}


@transaction.atomic
def take_year(*, found: Year, title: str, file: StoredFile, by: Person, at: datetime) -> Round:
    """记下一年: roster, scheme, targets, figures, events and what was announced, as a round of their own, or nothing.

    A year may be taken in again: it becomes a round of its own beside the first one.
    """
    if found.book is None or found.facts is None or not found.can_be_taken:
        raise Refused("文件里还有要先改好的地方，没有记下。")
    book, facts = found.book, found.facts
    times = schemes.schemes().filter(code__startswith=f"{book['code']}-复算").count() + 1
    again = str(times) if times > 1 else ""
    scheme, version = folders.found_scheme(
        book={**book, "name": title or book["name"]}, facts=facts, year=found.year, code=f"{book['code']}-复算{again}",
        by=by, at=at,
    )  # fmt: skip
    round = rounds.open_round(
        scheme=scheme, version=version, name=f"{found.year}年终考核（复算{again}）", kind="year_end",
        as_of=facts.as_of, on=date(found.year, 12, 31), by=by, at=at,
    )  # fmt: skip
    lines = [*facts.canonical()["observations"]["rows"], *missing_lines(book, facts)]
    folders.record_figures(scheme=scheme, lines=lines, batch="last-year", by=by, at=at)
    folders.enter_events(scheme=scheme, facts=facts, decided_by="当年认定小组", by=by, at=at)
    keep_announced(round=round, cells=found.cells, file=file, by=by, at=at)
    computing.refresh(round, at=at, by=by)
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
    problems, result = Problems(), _result(round)
    subjects = result.plan.facts.roster
    units = NameBook(
        {one.subject: one.name for one in subjects},
        {text: one.subject for one in subjects for text in one.aliases}, kind="单位",
    )  # fmt: skip
    read = read_published(
        path, units=units, columns=column_names(result.plan.rulebook), problems=problems
    )
    return read.cells, problems


def _result(round: Round) -> Any:
    run = runs.provisional(round) or runs.drafts(round).first()
    if run is None:
        raise Refused("这一轮还没有算出来，请稍等再试。")
    return result_of(run)


def keep_announced(
    *, round: Round, cells: Sequence[Announced], file: StoredFile, by: Person, at: datetime
) -> Publication:  # fmt: skip
    """收公布表."""
    told = [[cell.subject, cell.column, cell.text, cell.place, cell.digits] for cell in cells]
    return services.take_in(round=round, cells=told, file=file, by=by, at=at)


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
