"""一年一栏: of which year-end round, and of which of its drafts, a year's column is; a year may have several."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Min

from baton.domain.assessment.models import Run, RunLine
from baton.domain.rounds.models import Round


@dataclass(frozen=True)
class End:
    """One year's column: the draft that is shown; others: drafts of other year-end rounds that it could be as well."""

    run: Run
    others: tuple[Run, ...] = ()

    @property
    def year(self) -> int:
        return int(self.run.round.scheme.year)


def newest_ends() -> list[Run]:
    """The newest numbered draft of every year-end round, the oldest first; one query."""
    drafts = (
        Run.objects.filter(kind=Run.Kind.DRAFT, round__kind=Round.Kind.YEAR_END)
        .select_related("round__scheme", "version")
        .order_by("round__scheme__year", "round__on", "round__pk", "number")
    )
    return list({one.round_id: one for one in drafts}.values())


def groups_by(runs: Sequence[Run]) -> dict[int, list[str]]:
    """By draft the peer groups that are in it, in official order; one query."""
    lines = RunLine.objects.filter(run__in=runs).exclude(status="inactive")
    found: dict[int, list[str]] = {}
    for run, group in lines.values_list("run", "group").annotate(first=Min("order")).order_by("run", "first", "group").values_list("run", "group"):  # fmt: skip
        found.setdefault(run, []).append(group)
    return found


def every_group(runs: Sequence[Run], groups: Mapping[int, list[str]]) -> list[str]:
    """The groups of the newest year in official order, then those that only earlier years had."""
    years = sorted({run.round.scheme.year for run in runs}, reverse=True)
    ordered = (group for year in years for run in runs if run.round.scheme.year == year for group in groups.get(run.pk, []))  # fmt: skip
    return list(dict.fromkeys(ordered))


def ends_of(runs: Iterable[Run], picked: Collection[int] = ()) -> list[End]:
    """A column a year, the oldest first: the draft that was picked, else that of the latest round.

    runs: one draft of each year-end round that covers who is asked about, in the order of their days.
    """
    years: dict[int, list[Run]] = {}
    for run in runs:
        years.setdefault(run.round.scheme.year, []).append(run)
    found = []
    for year in sorted(years):
        own = years[year]
        shown = next((run for run in own if run.pk in picked), own[-1])
        found.append(End(shown, tuple(run for run in own if run is not shown)))
    return found
