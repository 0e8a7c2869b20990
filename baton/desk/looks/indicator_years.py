"""一个指标的历年: an indicator's scores and figures at the end of every year, found by its name in each year's rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from baton.desk.looks.indicators import Look, looks
from baton.desk.looks.year_ends import groups_by, newest_ends
from baton.desk.results import result_of
from baton.desk.rules.lineage import run_of
from baton.domain.assessment.grades import Grade, grades_of_lines
from baton.domain.assessment.models import Run, RunLine
from baton.domain.rounds.models import Round


@dataclass(frozen=True)
class IndicatorYear:
    """One year of an indicator in a group. note: what makes it hard to compare with the year before."""

    year: int
    run: Run
    code: str
    rows: dict[str, Look]
    sentence: str
    note: str

    @property
    def ranked(self) -> int:
        return sum(one.rank is not None for one in self.rows.values())


def year_ends(until: Run, group: str = "") -> list[Run]:
    """The newest numbered draft of every year's end up to a run, the oldest first; of several schemes of a year, that of the same.

    group: only those that have it. Two queries at most, unless a year had several schemes.
    """
    year, own = until.round.scheme.year, until.round.scheme
    ends = [run for run in newest_ends() if run.round.scheme.year < year]
    if group:
        groups = groups_by(ends)
        ends = [run for run in ends if group in groups.get(run.pk, [])]
    of: dict[int, list[Run]] = {}
    for run in reversed(ends):
        of.setdefault(run.round.scheme.year, []).append(run)
    found = [run for key in sorted(of) if (run := run_of(own, of[key]))]
    return [*found, until]


def year_before(run: Run) -> Run | None:
    """The newest numbered draft that a run's figures are held against: of last year's end, or of the same period of last year."""
    own = run.round
    year = own.scheme.year - 1
    drafts = (
        Run.objects.filter(
            kind=Run.Kind.DRAFT,
            round__kind=own.kind,
            round__scheme__year=year,
            round__voided_at=None,
        )
        .select_related("round__scheme", "version")
        .order_by("-round__on", "-number", "-pk")
    )
    if own.kind != Round.Kind.YEAR_END:
        drafts = drafts.filter(round__as_of=own.as_of.replace(f"{own.scheme.year}", f"{year}"))
    return run_of(own.scheme, list(drafts))


def indicator_years(run: Run, code: str, group: str) -> list[IndicatorYear]:
    """Years in which an indicator of this name was scored in the group, up to the run's own."""
    name = result_of(run).plan.items[code]["name"]
    found: list[IndicatorYear] = []
    for one in year_ends(run, group):
        result = result_of(one)
        key = code if one.pk == run.pk else next((c for c, item in result.plan.items.items() if item["name"] == name), None)  # fmt: skip
        if key is None:
            continue
        rows = looks(result, key, group).rows
        if not rows:
            continue
        sentence = result.plan.items[key]["sentence"]
        changed = bool(found) and found[-1].sentence != sentence
        note = "评分办法改过，分数不能直接比" if changed else ""
        found.append(IndicatorYear(one.round.scheme.year, one, key, {row.subject: row for row in rows}, sentence, note))  # fmt: skip
    return found


@dataclass(frozen=True)
class Standing:
    """One unit over the years: its line of each year, or None."""

    subject: str
    name: str
    lines: list[RunLine | None]
    grades: list[Grade | None]
    places: int | None

    @property
    def years(self) -> list[tuple[RunLine | None, Grade | None]]:
        return list(zip(self.lines, self.grades, strict=True))


def standings(
    runs: list[Run], group: str, until_of: Mapping[int, datetime] | None = None
) -> list[Standing]:
    """The units of a group at the end of every year, by the newest rank; four queries. places: up (positive) since the first.

    until_of: by run, until when organs' decisions count.
    """
    lines = RunLine.objects.filter(run__in=runs, group=group).exclude(status="inactive")
    found: dict[str, dict[int, RunLine]] = {}
    ordered = list(lines.select_related("run").order_by("order"))
    for line in ordered:
        found.setdefault(line.subject, {})[line.run_id] = line
    grades = grades_of_lines(ordered, until_of=until_of)
    made = []
    for subject, own in found.items():
        row = [own.get(run.pk) for run in runs]
        ranks = [line.rank for line in row if line is not None and line.rank is not None]
        newest = next(line for line in reversed(row) if line is not None)
        made.append(
            Standing(
                subject,
                newest.name,
                row,
                [grades[one.run_id, subject] if one else None for one in row],
                ranks[0] - ranks[-1] if len(ranks) > 1 else None,
            )
        )
    last = {one.subject: one.lines[-1] for one in made}
    return sorted(made, key=lambda one: _newest(last[one.subject]))


def _newest(line: RunLine | None) -> tuple[bool, int]:
    rank = line.rank if line is not None else None
    return rank is None, rank or 0
