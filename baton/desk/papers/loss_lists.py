"""扣分明细: what each unit lost, in points of its total."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from baton.desk.papers.account import Line
from baton.desk.papers.checking import Accounts, lines_of
from baton.desk.papers.gathering import groups_of, in_column
from baton.documents.papers import LossGroup, LossLine
from baton.domain.assessment.models import Run


def losses(run: Run, group: str = "") -> list[LossGroup]:
    """扣分明细: units in official order, the largest loss first."""
    background = Accounts(run)
    scored = background.result.plan.row_of
    return [
        losses_from(background, name, [(background.called[one.subject], lines_of(background, one)) for one in lines if one.subject in scored])
        for name, lines in groups_of(run, group).items()
    ]  # fmt: skip


def losses_from(background: Accounts, group: str, units: list[tuple[str, list[Line]]]) -> LossGroup:
    """A group's losses out of its units' lines."""
    found = []
    for unit, lines in units:
        own = [one for one in lines if one.points is not None and one.points > 0]
        found += [
            (LossLine(unit, one.row.name, one.row.full, one.row.score, "", one.row.reason), one.points or Fraction(0))
            for one in sorted(own, key=lambda one: -(one.points or 0))
        ]  # fmt: skip
    lost = in_column([points for _, points in found])
    lines = [replace(line, lost=text) for (line, _), text in zip(found, lost, strict=True)]
    return background.told_in(group, LossGroup(group, lines))
