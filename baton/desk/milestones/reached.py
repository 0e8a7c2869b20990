"""达到了没有: what reported figures say of a milestone, unit by unit; only figures of its own time decide."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal
from fractions import Fraction
from itertools import takewhile

from baton.desk.agreed.asked import agreed_of
from baton.desk.agreed.tasks import Task
from baton.desk.milestones.days import end_of_month
from baton.desk.milestones.gauges import Gauge, gauges_of
from baton.documents.dates import parse_period
from baton.documents.numbers import canonical
from baton.documents.period_titles import end_of
from baton.domain.facts import queries as facts
from baton.domain.progress.models import Milestone
from baton.domain.rounds.models import Round
from baton.domain.schemes.queries import book_of

NEAR = timedelta(days=16)  # so far from the end of a period a day still means that period
HUNDREDTH = Decimal("0.01")
Figures = Mapping[date, str]  # by the end of their period


@dataclass(frozen=True)
class Reached:
    """One unit's figure. share: of its target, as far as that is what counts; until: the end of the figure's period.

    is_met: None while the figure of the milestone's own time has not come, or has no target to be held against. is_late: a later
    figure was the first to reach it.
    """

    name: str
    value: str = ""
    share: Fraction | None = None
    until: date | None = None
    is_met: bool | None = None
    is_late: bool = False

    @property
    def percent(self) -> str:
        """The share of the target, cut and not rounded: 29.996 per cent is not yet 30; empty where none counts."""
        if self.share is None:
            return ""
        number = Decimal(self.share.numerator * 100) / Decimal(self.share.denominator)
        return canonical(number.quantize(HUNDREDTH, ROUND_DOWN)) + "%"


@dataclass(frozen=True)
class Verdict:
    """What figures say of a milestone: of each unit that has to reach it."""

    gauge: Gauge
    asked: str
    units: Sequence[Reached]

    @property
    def met(self) -> list[Reached]:
        return [one for one in self.units if one.is_met]

    @property
    def late(self) -> list[Reached]:
        return [one for one in self.met if one.is_late]

    @property
    def unmet(self) -> list[Reached]:
        return [one for one in self.units if one.is_met is False]

    @property
    def waiting(self) -> list[Reached]:
        return [one for one in self.units if one.is_met is None]

    @property
    def word(self) -> str:
        """达到 only where everybody has; nothing is said of nobody."""
        if self.unmet:
            return "未达到"
        return "达到" if self.units and not self.waiting else ""

    @property
    def is_met(self) -> bool:
        return self.word == "达到"


class Figuring:
    """The figures, targets and tasks of a year, asked for once for any number of milestones."""

    def __init__(self, round: Round, milestones: Sequence[Milestone]) -> None:
        self.gauges = gauges_of(book_of(round.version))
        asked = {
            one.indicator for one in milestones if one.measure and one.indicator in self.gauges
        }
        self.tasks = (
            {one.code: one.tasks for one in agreed_of(round).every if one.code in asked} if asked else {}
        )  # fmt: skip
        self.figures = _figures(round, [self.gauges[code].data for code in sorted(asked)])
        known = [_end(period, round.scheme.year) for period in book_of(round.version)["calendar"]]
        self.ends = sorted({end for end in known if end is not None})

    def verdict(self, milestone: Milestone, due_on: date, only: str = "") -> Verdict | None:
        """What figures say, of all who have to reach it or of one unit; None where a clerk has to."""
        gauge = self.gauges.get(milestone.indicator)
        if not milestone.measure or gauge is None or not milestone.figure:
            return None
        own = milestone.unit.code if milestone.unit else only
        units = [
            self._reached(gauge, milestone, due_on, task.subject, task.name, _target(gauge, task))
            for task in self.tasks.get(gauge.code, ())
            if not (task.has_none or task.is_idle)
            and (task.subject == own if own else milestone.group in ("", task.group))
        ]
        return Verdict(gauge, _asked(milestone, gauge), units)

    def _reached(
        self, gauge: Gauge, milestone: Milestone, due_on: date, subject: str, name: str, target: Fraction | None
    ) -> Reached:  # fmt: skip
        """Decided by the figure of the day agreed at first, or by the newest ones since; an earlier one is only shown.

        One that was put off is not missed before the figure of its new day has come.
        """
        figures = self.figures.get((gauge.data, subject), {})
        if not figures:
            return Reached(name)
        base, first = self._period_of(due_on), milestone.due_on
        first, due_on = self._period_of(first) or first, base or due_on
        ends = sorted(end for end in figures if end >= first) or [max(figures)]
        told = [self._told(gauge, milestone, name, figures, end, target) for end in ends]
        if ends[0] == first and told[0].is_met:
            return told[0]
        lasting = (
            list(takewhile(lambda one: one.is_met, reversed(told))) if ends[0] >= first else []
        )
        if lasting:
            return replace(lasting[-1], is_late=ends[-len(lasting)] > due_on and base is not None)
        return told[-1] if ends[-1] >= due_on else replace(told[-1], is_met=None)

    def _told(
        self, gauge: Gauge, milestone: Milestone, name: str, figures: Figures, end: date, target: Fraction | None
    ) -> Reached:  # fmt: skip
        value, wanted = Fraction(figures[end]), Fraction(milestone.figure)
        share = None
        if milestone.measure == Milestone.Measure.SHARE:
            share = value / target if target else None
            if share is None:
                return Reached(name, figures[end], None, end)
            value = share * 100
        is_met = value <= wanted if gauge.is_lower else value >= wanted
        return Reached(name, figures[end], share, end, is_met)

    def _period_of(self, due_on: date) -> date | None:
        """The end of the period a day is about: the nearest one, the later of two."""
        near = [end for end in self.ends if abs(end - due_on) <= NEAR]
        return min(near, key=lambda end: (abs(end - due_on), due_on - end), default=None)


def _figures(round: Round, items: list[str]) -> dict[tuple[str, str], dict[date, str]]:
    """By data item and unit the figures that were reported, by the end of their period; one query, none without items."""
    found: dict[tuple[str, str], dict[date, str]] = defaultdict(dict)
    if not items:
        return found
    for (subject, item, period), value in facts.reported(round.scheme, items).items():
        end = _end(period, round.scheme.year)
        if end is not None:
            found[item, subject][end] = value
    return found


def _end(period: str, year: int) -> date | None:
    """The last day of a period; None of one that has a name of its own."""
    parsed = parse_period(period)
    return end_of_month(parsed[0] or year, end_of(period)) if parsed else None


def _target(gauge: Gauge, task: Task) -> Fraction | None:
    said = task.said(gauge.field) if gauge.field else None
    text = (said.value if said else None) or gauge.target
    try:
        return Fraction(text) if text else None
    except ValueError:
        return None


def _asked(milestone: Milestone, gauge: Gauge) -> str:
    """What the figure has to be, in few words."""
    if milestone.measure == Milestone.Measure.SHARE:
        return f"目标的 {milestone.figure}%"
    return f"{'不高于 ' if gauge.is_lower else ''}{milestone.figure}{gauge.unit}"
