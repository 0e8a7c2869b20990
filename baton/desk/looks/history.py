"""历年: how a unit stood at the end of every year, from the newest numbered draft of each."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count

from baton.desk.looks.year_ends import ends_of
from baton.desk.rules.lineage import run_of
from baton.domain.assessment.grades import Grade, grades_of_lines
from baton.domain.assessment.models import Release, Run, RunLine
from baton.domain.rounds.models import Round

GONE = "inactive"
WIDTH, HEIGHT, EDGE = 640, 150, 24  # of the drawing


@dataclass(frozen=True)
class Year:
    """One year's end of one unit. of: how many were ranked in its group; note: what makes the years hard to compare.

    others: drafts of other year-end rounds of that year that have the unit too.
    """

    year: int
    run: Run
    line: RunLine
    of: int
    grade: Grade
    gained: Decimal | None
    places: int | None
    note: str
    others: tuple[Run, ...] = ()


@dataclass(frozen=True)
class Point:
    """Where a year's rank stands in the drawing."""

    x: str
    y: str
    label: str
    year: int


def years_of(
    subject: str, released: Sequence[Release] | None = None, picked: Collection[int] = ()
) -> list[Year]:
    """Oldest first; five queries, however many years there are.

    released: the drafts a reader sees; other drafts, and grades decided after their release, are left out. picked:
    drafts to show of years that had several year-end rounds with the unit in them.
    """
    lines = (
        RunLine.objects.filter(subject=subject, run__kind=Run.Kind.DRAFT, run__round__kind=Round.Kind.YEAR_END)
        .select_related("run__round__scheme", "run__version")
        .order_by("run__round__scheme__year", "run__round__on", "run__round__pk", "run__number")
    )  # fmt: skip
    until = {one.run_id: one.released_at for one in released or ()}
    if released is not None:
        lines = lines.filter(run__in=until)
    by_round = {line.run.round_id: line for line in lines}
    by_run = {line.run_id: line for line in by_round.values()}
    there = [line.run for line in by_round.values() if line.status != GONE]
    kept_years = {run.round.scheme.year for run in there}
    gone = [line.run for line in by_round.values() if line.status == GONE and line.run.round.scheme.year not in kept_years]  # fmt: skip
    ends = ends_of([*there, *gone], picked)
    newest = {one.year: by_run[one.run.pk] for one in ends}
    others = {one.year: one.others for one in ends}
    runs = [line.run_id for line in newest.values()]
    counted = (
        RunLine.objects.filter(run__in=runs, rank__isnull=False)
        .values_list("run", "group")
        .annotate(n=Count("id"))
    )
    of = {(run, group): n for run, group, n in counted}
    grades = grades_of_lines(list(newest.values()), until_of=until)
    found: list[Year] = []
    for year, line in newest.items():
        before = found[-1].line if found else None
        found.append(
            Year(
                year, line.run, line, of.get((line.run_id, line.group), 0), grades[line.run_id, subject],
                _gained(line, before), _places(line, before), _note(line, before), others[year],
            )
        )  # fmt: skip
    return found


def ranks_before(run: Run) -> dict[tuple[str, str], int]:
    """Ranks at the end of the year before a run's, by subject and group; empty where that year has no numbered draft."""
    drafts = (
        Run.objects.filter(
            kind=Run.Kind.DRAFT,
            round__kind=Round.Kind.YEAR_END,
            round__scheme__year=run.round.scheme.year - 1,
        )
        .select_related("round__scheme")
        .order_by("-round__on", "-number")
    )
    last = run_of(run.round.scheme, list(drafts))
    if last is None:
        return {}
    found = last.lines.filter(rank__isnull=False).values_list("subject", "group", "rank")
    return {(subject, group): rank for subject, group, rank in found}


def _gained(line: RunLine, before: RunLine | None) -> Decimal | None:
    if before is None or before.total is None or line.total is None:
        return None
    return Decimal(line.total) - Decimal(before.total)


def _places(line: RunLine, before: RunLine | None) -> int | None:
    """Places up (positive) or down, within the same group only."""
    if before is None or before.rank is None or line.rank is None or before.group != line.group:
        return None
    return before.rank - line.rank


def _note(line: RunLine, before: RunLine | None) -> str:
    if before is None:
        return ""
    said = []
    if before.group != line.group:
        said.append(f"上年在{before.group}，名次不能直接比")
    if before.run.version.digest != line.run.version.digest:
        said.append("办法改过，分数不能直接比")
    return "；".join(said)


def drawn(years: list[Year]) -> list[Point]:
    """Ranks as points, the best on top; a year without a rank has none."""
    most = max((one.of for one in years), default=1) or 1
    step = (WIDTH - 2 * EDGE) / max(1, len(years) - 1)
    found = []
    for at, one in enumerate(years):
        if one.line.rank is None:
            continue
        y = EDGE + (HEIGHT - 2 * EDGE) * (one.line.rank - 1) / max(1, most - 1)
        found.append(
            Point(f"{EDGE + step * at:.1f}", f"{y:.1f}", f"第 {one.line.rank} 名", one.year)
        )
    return found
