"""去年的文件: rule table, figures and announced result of a year that is over, read together, then recorded."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, count
from pathlib import Path
from typing import Any

from baton.desk import answers
from baton.desk.reproducing.adding import added
from baton.desk.reproducing.announced import beside, kept_cells, read_announced
from baton.desk.reproducing.books import Table, book_of, one_book
from baton.desk.reproducing.causes import Likely, causes
from baton.desk.reproducing.differences import Comparison, compared
from baton.desk.reproducing.listed import listed_then
from baton.desk.reproducing.raw import Raw, raw_figures, with_a_method
from baton.desk.results import result_of
from baton.desk.rules.previews import Asks
from baton.documents.office import load_facts
from baton.documents.office.loading import load_roster
from baton.documents.office.measuring import Measures, Stated
from baton.documents.office.sources import find_sources
from baton.documents.problems import Problem, Problems
from baton.documents.published import Announced
from baton.documents.roster_tables import ROSTER
from baton.domain.assessment import gather
from baton.domain.assessment import queries as runs
from baton.domain.assessment.models import Run
from baton.domain.orgs import queries as orgs
from baton.domain.refusals import Refused
from baton.domain.reproductions import queries
from baton.domain.reproductions.models import Publication
from baton.domain.rounds.models import Round
from baton.domain.schemes import queries as schemes
from baton.domain.schemes.models import Scheme
from baton.scoring import score
from baton.scoring.facts import ROSTER as FACTS
from baton.scoring.facts import Facts, Subject

ROSTER_FILE = "名册.csv"
Said = Mapping[Path, str]
_GROUP = FACTS.index("group")


@dataclass
class Year:
    """A year as its files tell it; nothing is written yet.

    groups: those the files are about. into: the recorded year that they go into. fresh: the part of the facts that is
    not recorded yet. tables: what each announced table says. notes: sentences on names that were told apart.
    scheme: one of the desk's whose rules it goes by. raw: figures that can't be the direct scores they stand for.
    unread: indicators scored directly whose sentence reads like a method. asks: what the scheme tables leave open. measures: figures in another unit of measure.
    """

    year: int
    into: Round | None = None
    scheme: Scheme | None = None
    book: dict[str, Any] | None = None
    groups: list[str] = field(default_factory=list)
    facts: Facts | None = None
    fresh: Facts | None = None
    tables: list[list[Announced]] = field(default_factory=list)
    faults: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    raw: list[Raw] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)
    comparison: Comparison | None = None
    asks: Asks = field(default_factory=Asks)
    measures: list[Stated] = field(default_factory=list)

    @property
    def can_be_taken(self) -> bool:
        return self.comparison is not None and not self.faults and not self.raw


def read_year(
    year: int, tables: Sequence[Table], facts: Sequence[tuple[Path, str]], published: Sequence[Path], *,
    title: str = "", into: Round | None = None, scheme: Scheme | None = None, said: Said | None = None,
    measured: Mapping[str, str] | None = None,
) -> Year:  # fmt: skip
    """Read the files of a year and compare at once.

    tables: the scheme table of each group, or of several, or one rule book. facts: files with the names they came under.
    The roster may be among them; else the desk's own is used, this year's or the next one's. into: a recorded year to
    which these groups are added; what is recorded for the others stays. scheme: one that was taken in for that year and
    has no round, whose newest rules stand in place of tables. said: what somebody said that a file of the facts is.
    measured: what was said of figures in another unit of measure than their item's, by `measuring.key_of`.
    """
    found = Year(year, into, scheme)
    base = schemes.newest(into.scheme) if into else None
    read = book_of(scheme) if scheme else one_book(
        tables, name=title or f"{year}年度综合考核", year=year, base=schemes.book_of(base) if base else None
    )  # fmt: skip
    found.book, found.groups, found.notes = read.book, read.groups, read.notes
    found.faults, found.remarks, found.asks = read.faults, read.remarks, read.asks
    if found.book is None:
        return found
    found.unread = [] if scheme else with_a_method(found.book)
    problems, measures = Problems(), Measures(measured or {})
    with tempfile.TemporaryDirectory() as folder:
        place, told = _gathered(Path(folder), facts, year, said)
        as_of = into.as_of if into else found.book["calendar"][-1]
        canonical = load_facts(
            found.book, place, problems=problems, as_of=as_of, on=f"{year}-12-31", closing=True, told=told, year=year,
            measures=measures,
        )  # fmt: skip
    found.measures = list(measures.open.values())
    if canonical is not None:
        found.fresh = found.facts = Facts.from_canonical(canonical)
        if into is not None:
            before = Facts.from_canonical(gather.facts_of(into, absent="missing"))
            found.fresh, found.facts = added(before, found.facts, found.groups)
        _read_tables(found, published, problems)
        if not orgs.roster(year) and not _brings_roster(facts, said):
            found.facts, found.fresh, notes = listed_then(found.tables, found.facts, found.fresh)
            found.notes += notes
    found.raw, faults = raw_figures(found.book, problems.errors)
    found.faults += faults
    asked = any(
        one.groups for one in tables
    )  # whoever ticked some groups left the others out on purpose
    found.remarks += [
        one for one in problems.warnings if not (asked and one.code == "group-unknown")
    ]
    if not (found.faults or found.raw or found.measures) and found.facts is not None:
        cells = kept_cells(into) if into else []
        for table in found.tables:
            cells = beside(cells, table)
        found.comparison = compared(score(found.book, found.facts), cells)
    return found


def groups_of(
    facts: Sequence[tuple[Path, str]], year: int, said: Said | None = None, problems: Problems | None = None
) -> list[str]:  # fmt: skip
    """The groups of the roster that would be used; problems takes what is wrong with it."""
    roster = roster_of(facts, year, said, problems)
    return list(dict.fromkeys(one.group for one in roster if one.group))


def roster_of(
    facts: Sequence[tuple[Path, str]], year: int, said: Said | None = None, problems: Problems | None = None
) -> list[Subject]:  # fmt: skip
    """The roster that would be used: the files' own, else the desk's; problems takes what is wrong with it."""
    with tempfile.TemporaryDirectory() as folder:
        place, told = _gathered(Path(folder), facts, year, said)
        return load_roster(place, problems=Problems() if problems is None else problems, told=told)


def _gathered(
    folder: Path, files: Sequence[tuple[Path, str]], year: int, said: Said | None
) -> tuple[Path, dict[str, str]]:
    """The files side by side under their own names, with a roster beside them when they bring none; what was said of which."""
    told = _laid_out(folder, files, said)
    if not find_sources(folder, Problems(), told=told).named["名册"]:
        whole = orgs.roster(year) or orgs.roster(year + 1)
        lines = [
            line for line in whole if line[_GROUP]
        ]  # who is recorded and not assessed has no group
        if lines:
            _write_roster(folder / ROSTER_FILE, lines)
    return folder, told


def _laid_out(folder: Path, files: Sequence[tuple[Path, str]], said: Said | None) -> dict[str, str]:
    """Put the files into a folder; gives what was said of them, by the names they have there."""
    told = {}
    for path, name in files:
        own = _free_name(folder, Path(name))
        (folder / own).write_bytes(path.read_bytes())
        if said and path in said:
            told[own] = said[path]
    return told


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
        read = read_announced(
            path, book=found.book, roster=found.facts.roster, problems=problems, year=found.year
        )
        for cell in read.cells:
            first = seen.setdefault((cell.subject, cell.column), cell)
            if first.text != cell.text:
                what = f"同一格公布了两个数，另一处是 {first.place} 的“{first.text}”"
                problems.error(cell.place, what, "请只留公布的那一个", code="duplicate")
        found.tables.append(read.cells)
        found.passed_over += read.passed_over


def _brings_roster(facts: Sequence[tuple[Path, str]], said: Said | None) -> bool:
    """Whether the roster is among the files, so that what it says of a unit was true that year."""
    with tempfile.TemporaryDirectory() as folder:
        told = _laid_out(Path(folder), facts, said)
        return bool(find_sources(Path(folder), Problems(), told=told).named["名册"])


def read_again(round: Round, path: Path) -> tuple[list[Announced], Problems]:
    """Another announced table for a round whose records are here already."""
    problems, plan = Problems(), _result(round).plan
    read = read_announced(
        path,
        book=plan.rulebook,
        roster=plan.facts.roster,
        problems=problems,
        year=round.scheme.year,
    )
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
