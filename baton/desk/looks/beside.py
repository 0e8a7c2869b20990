"""摆在旁边的: what is shown beside a unit's result and does not count in it: other rounds of the year, its sub-areas."""

from __future__ import annotations

from fractions import Fraction

from baton.desk.looks.shown import Item, account_of
from baton.domain.assessment.models import Run, RunLine
from baton.domain.orgs.models import Standing
from baton.scoring.result import Result

MOST = 3  # of an area's lost points are named


def other_rounds(run: Run, subject: str) -> list[RunLine]:
    """The unit in the newest numbered draft of every other round of the same scheme, in the order of their days; one query."""
    lines = (
        RunLine.objects.filter(subject=subject, run__kind=Run.Kind.DRAFT, run__round__scheme=run.round.scheme_id)
        .exclude(run__round=run.round_id)
        .select_related("run__round")
        .order_by("run__round__on", "run__number")
    )  # fmt: skip
    return list({line.run.round_id: line for line in lines}.values())


def areas(run: Run, result: Result, subject: str) -> list[tuple[RunLine, list[Item]]]:
    """Units that belong to this one, such as a zone inside a county, each with what it lost most; two queries."""
    year = run.round.scheme.year
    codes = set(Standing.objects.filter(year=year, parent__code=subject, unit__kind="unit").values_list("unit__code", flat=True))  # fmt: skip
    lines = (
        run.lines.filter(subject__in=codes).exclude(status="inactive").order_by("order")
        if codes
        else []
    )
    return [(line, _lost(result, line.subject)) for line in lines]


def _lost(result: Result, subject: str) -> list[Item]:
    found = [item for item in account_of(result, subject).items if item.lost and item.lost > 0]
    return sorted(found, key=lambda item: -(item.lost or Fraction(0)))[:MOST]
