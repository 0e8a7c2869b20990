"""达到了没有: what reported figures say of a milestone, unit by unit; only figures of its own time decide."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_DOWN, Context, Decimal, InvalidOperation
from functools import cache, cached_property
from typing import NamedTuple

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
HUNDREDTH, EXACT = Decimal("0.01"), Context(prec=100)


class Reached(NamedTuple):
    """One unit's figure. target: its own, as far as a share of it is what counts; until: the end of the figure's period.

    is_met: None while the figure of the milestone's own time has not come, or has no target to be held against. is_late: a
    later figure was the first to reach it.
    """

    name: str
    value: str = ""
    target: Decimal | None = None
    until: date | None = None
    is_met: bool | None = None
    is_late: bool = False

    @property
    def percent(self) -> str:
        """The share of the target, cut and not rounded: 29.996 per cent is not yet 30; empty where none counts."""
        if not self.target:
            return ""
        share = EXACT.divide(Decimal(self.value) * 100, self.target)
        return canonical(share.quantize(HUNDREDTH, ROUND_DOWN)) + "%"


@dataclass(frozen=True)
class Verdict:
    """What figures say of a milestone: of each unit that has to reach it."""

    gauge: Gauge
    asked: str
    units: Sequence[Reached]

    @cached_property
    def met(self) -> list[Reached]:
        return [one for one in self.units if one.is_met]

    @cached_property
    def late(self) -> list[Reached]:
        return [one for one in self.met if one.is_late]

    @cached_property
    def unmet(self) -> list[Reached]:
        return [one for one in self.units if one.is_met is False]

    @cached_property
    def waiting(self) -> list[Reached]:
        return [one for one in self.units if one.is_met is None]

    @cached_property
    def word(self) -> str:
        """达到 only where everybody has; nothing is said of nobody."""
        if self.unmet:
            return "未达到"
        return "达到" if self.units and not self.waiting else ""

    @cached_property
    def is_met(self) -> bool:
        return self.word == "达到"


class Unit(NamedTuple):
    """Who has an indicator: its target, and its figures by the end of their period, the earliest first."""

    subject: str
    name: str
    group: str
    target: Decimal | None
    figures: list[tuple[date, str, Decimal]]


class Asked(NamedTuple):
    """What a milestone asks: the period agreed at first, that of the day it is due now, the figure."""

    first: date
    due: date
    is_of_a_period: bool
    figure: Decimal
    is_share: bool
    is_lower: bool


class Figuring:
    """The figures, targets and tasks of a year, asked for once for any number of milestones."""

    def __init__(self, round: Round, milestones: Sequence[Milestone]) -> None:
        self.gauges = gauges_of(book_of(round.version))
        asked = {
            one.indicator for one in milestones if one.measure and one.indicator in self.gauges
        }
        tasks = (
            {one.code: one.tasks for one in agreed_of(round).every if one.code in asked}
            if asked
            else {}
        )
        figures = _figures(round, [self.gauges[code].data for code in sorted(asked)])
        self.units = {
            code: [
                Unit(task.subject, task.name, task.group, _target(self.gauges[code], task), figures.get((self.gauges[code].data, task.subject), []))
                for task in own
                if not (task.has_none or task.is_idle)
            ]
            for code, own in tasks.items()
        }  # fmt: skip
        known = [_end(period, round.scheme.year) for period in book_of(round.version)["calendar"]]
        self.ends = sorted({end for end in known if end is not None})

    def verdict(self, milestone: Milestone, due_on: date, only: str = "") -> Verdict | None:
        """What figures say, of all who have to reach it or of one unit; None where a clerk has to."""
        gauge = self.gauges.get(milestone.indicator)
        if not milestone.measure or gauge is None:
            return None
        own = milestone.unit.code if milestone.unit else only
        base, first = self._period_of(due_on), milestone.due_on
        asked = Asked(
            self._period_of(first) or first, base or due_on, base is not None, Decimal(milestone.figure),
            milestone.measure == Milestone.Measure.SHARE, gauge.is_lower,
        )  # fmt: skip
        units = [
            _reached(unit, asked)
            for unit in self.units.get(gauge.code, ())
            if (unit.subject == own if own else milestone.group in ("", unit.group))
        ]
        return Verdict(gauge, _asked(milestone, gauge), units)

    def _period_of(self, due_on: date) -> date | None:
        """The end of the period a day is about: the nearest one, the later of two."""
        near = [end for end in self.ends if abs(end - due_on) <= NEAR]
        return min(near, key=lambda end: (abs(end - due_on), due_on - end), default=None)


def _reached(unit: Unit, asked: Asked) -> Reached:
    """Decided by the figure of the day agreed at first, or by the newest ones since; an earlier one is only shown.

    One that was put off is not missed before the figure of its new day has come.
    """
    if not unit.figures:
        return Reached(unit.name)
    since = [one for one in unit.figures if one[0] >= asked.first]
    if not since:
        end, text, _ = unit.figures[-1]
        return Reached(unit.name, text, _share_of(unit, asked), end)
    met = [_is_met(value, unit.target, asked) for _, _, value in since]
    at = 0 if met[0] and since[0][0] == asked.first else _lasting(met)
    end, text, _ = since[at]
    is_late = bool(met[at]) and asked.is_of_a_period and end > asked.due
    told = met[at] if met[at] or end >= asked.due else None
    return Reached(unit.name, text, _share_of(unit, asked), end, told, is_late)


def _lasting(met: Sequence[bool | None]) -> int:
    """Since which figure all have reached it; the newest where that one has not."""
    at = len(met) - 1
    while at and met[at] and met[at - 1]:
        at -= 1
    return at


def _is_met(value: Decimal, target: Decimal | None, asked: Asked) -> bool | None:
    """None where there is no target to be held against."""
    wanted = asked.figure
    if asked.is_share:
        if not target:
            return None
        value, wanted = value * 100, EXACT.multiply(asked.figure, target)
    return value <= wanted if asked.is_lower else value >= wanted


def _share_of(unit: Unit, asked: Asked) -> Decimal | None:
    return unit.target if asked.is_share else None


def _figures(
    round: Round, items: list[str]
) -> dict[tuple[str, str], list[tuple[date, str, Decimal]]]:
    """By data item and unit the figures that were reported, the earliest first; one query, none without items."""
    found: dict[tuple[str, str], dict[date, str]] = defaultdict(dict)
    told = facts.reported(round.scheme, items) if items else {}
    for (subject, item, period), value in told.items():
        end = _end(period, round.scheme.year)
        if end is not None:
            found[item, subject][end] = value
    return {
        key: [(end, text, Decimal(text)) for end, text in sorted(own.items())]
        for key, own in found.items()
    }


@cache
def _end(period: str, year: int) -> date | None:
    """The last day of a period; None of one that has a name of its own."""
    parsed = parse_period(period)
    return end_of_month(parsed[0] or year, end_of(period)) if parsed else None


def _target(gauge: Gauge, task: Task) -> Decimal | None:
    said = task.said(gauge.field) if gauge.field else None
    text = (said.value if said else None) or gauge.target
    try:
        return Decimal(text) if text else None
    except InvalidOperation:
        return None


def _asked(milestone: Milestone, gauge: Gauge) -> str:
    """What the figure has to be, in few words."""
    if milestone.measure == Milestone.Measure.SHARE:
        return f"目标的 {milestone.figure}%"
    return f"{'不高于 ' if gauge.is_lower else ''}{milestone.figure}{gauge.unit}"
