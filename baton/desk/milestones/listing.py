"""里程表: the milestones of a year by what is to be done about them, and how each stands."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from baton.desk.agreed.asked import agreed_of
from baton.desk.milestones.reached import Figuring, Reached, Verdict
from baton.domain.orgs import queries as orgs
from baton.domain.orgs.models import Unit
from baton.domain.progress import milestone_queries as queries
from baton.domain.progress.milestone_queries import SOON, Standing
from baton.domain.progress.models import Milestone, MilestoneNote
from baton.domain.rounds.models import Round

OVERDUE, NEAR, LATER, DONE, STRUCK = "overdue", "soon", "later", "done", "struck"
STATES = {OVERDUE: "到期未办", NEAR: "七天内到期", LATER: "以后", DONE: "已完成", STRUCK: "作废"}
MOST_NAMED = 5


@dataclass(frozen=True)
class Line:
    """One milestone as it stands on a day."""

    standing: Standing
    verdict: Verdict | None
    today: date

    @property
    def milestone(self) -> Milestone:
        return self.standing.milestone

    @cached_property
    def due_on(self) -> date:
        return self.standing.due_on

    @property
    def done(self) -> MilestoneNote | None:
        return self.standing.done

    @cached_property
    def state(self) -> str:
        """Done where a clerk has said so, or where the figures of all units say so."""
        if self.standing.is_struck:
            return STRUCK
        if self.done or (self.verdict and self.verdict.is_met):
            return DONE
        if self.due_on < self.today:
            return OVERDUE
        return NEAR if self.due_on <= self.today + SOON else LATER

    @property
    def word(self) -> str:
        return STATES[self.state]

    @property
    def whom(self) -> str:
        """Who has to reach it."""
        one = self.milestone
        return one.unit.name if one.unit else one.group or "各单位"

    @property
    def when(self) -> str:
        """How far off the day is, or since when it is reached."""
        if self.state in (DONE, STRUCK):
            return ""
        days = (self.due_on - self.today).days
        if days < 0:
            return f"过了 {-days} 天"
        return f"还有 {days} 天" if days else "今天到期"

    @cached_property
    def figures(self) -> str:
        """What figures say, in a sentence without its stop; empty where they say nothing."""
        if self.verdict is None:
            return ""
        if len(self.verdict.units) == 1:
            return _told(self.verdict.units[0], self.verdict)
        return _told_of_all(self.verdict)


@dataclass(frozen=True)
class Mileage:
    """The milestones that were asked for; leads: all lead units of the year's milestones, to choose from."""

    lines: Sequence[Line]
    leads: Sequence[str]

    def of(self, state: str) -> list[Line]:
        """Those in a state, the first due first; what is done the newest first."""
        found = [one for one in self.lines if one.state == state]
        return sorted(found, key=lambda one: one.due_on, reverse=state == DONE)

    @property
    def open(self) -> list[Line]:
        """Those that somebody has to be reminded of."""
        return [*self.of(OVERDUE), *self.of(NEAR)]


def mileage(
    round: Round, today: date, *, unit: str = "", lead: str = "", indicator: str = "", text: str = ""
) -> Mileage:  # fmt: skip
    """The milestones of the round's year; unit: its code, for what it has to reach, alone or with all others, as it has.

    As many queries for a few as for hundreds.
    """
    every = queries.standings(round.scheme)
    leads = sorted({one.milestone.lead for one in every if one.milestone.lead})
    found = [
        one
        for one in every
        if (not lead or one.milestone.lead == lead)
        and (not indicator or one.milestone.indicator == indicator)
        and (not text or text in one.milestone.task or text in one.milestone.asked)
    ]
    if unit and found:
        found = _of_unit(round, unit, found)
    figuring = Figuring(round, [one.milestone for one in found])
    lines = [Line(one, figuring.verdict(one.milestone, one.due_on, unit), today) for one in found]
    return Mileage(lines, leads)


def overdue(round: Round, today: date) -> list[Line]:
    """Those whose day is over and that are not reached, the first due first; two queries where there are none."""
    late = [one for one in queries.standings(round.scheme) if _may_be_late(one, today)]
    figuring = Figuring(round, [one.milestone for one in late])
    lines = [Line(one, figuring.verdict(one.milestone, one.due_on), today) for one in late]
    return sorted((one for one in lines if one.state == OVERDUE), key=lambda one: one.due_on)


def _may_be_late(one: Standing, today: date) -> bool:
    return one.due_on < today and not one.is_struck and one.done is None


def beside(
    round: Round, today: date, *, unit: str = "", indicator: str | None = None
) -> list[Line]:  # fmt: skip
    """What stands on the page of a unit, of an indicator or of both: what is open first, then what is done."""
    if not queries.is_any(round.scheme):
        return []
    found = mileage(round, today, unit=unit, indicator=indicator or "")
    return [one for state in (OVERDUE, NEAR, LATER, DONE) for one in found.of(state)]


def line_of(round: Round, milestone: Milestone, today: date) -> Line:
    """One milestone as it stands."""
    [standing] = queries.standings_of([milestone])
    return Line(standing, Figuring(round, [milestone]).verdict(milestone, standing.due_on), today)


def _of_unit(round: Round, unit: str, found: Sequence[Standing]) -> list[Standing]:
    """What a unit has to reach: its own, and those of all units that concern it."""
    named = orgs.standings(round.scheme.year).filter(unit__code=unit).prefetch_related(None)
    place = named.first()
    if place is None or place.unit.kind == Unit.Kind.PERSON:
        return [one for one in found if one.milestone.unit and one.milestone.unit.code == unit]
    group = place.group.name if place.group else ""
    codes: Collection[str] = set()
    if any(one.milestone.unit is None and one.milestone.indicator for one in found):
        codes = {one.code for one in agreed_of(round).every if any(task.subject == unit for task in one.tasks)}  # fmt: skip
    return [one for one in found if _concerns(one.milestone, unit, group, codes)]


def _concerns(milestone: Milestone, unit: str, group: str, codes: Collection[str]) -> bool:
    if milestone.unit is not None:
        return milestone.unit.code == unit
    is_of_group = milestone.group in ("", group)
    return is_of_group and (not milestone.indicator or milestone.indicator in codes)


def _told(one: Reached, verdict: Verdict) -> str:
    """6 月报到 35400 万元，是目标的 29.5%，未达到."""
    if not one.value:
        return "还没有报数"
    said = f"{_period(one)}报到 {one.value}{verdict.gauge.unit}"
    if one.percent:
        said += f"，是目标的 {one.percent}"
    if one.is_met:
        return said + ("，晚了才达到" if one.is_late else "，达到")
    return said + ("，到节点的数还没有来" if one.is_met is None else "，未达到")


def _told_of_all(verdict: Verdict) -> str:
    """9 个达到，3 个未达到：甲、乙、丙，1 个还没有数."""
    if not verdict.units:
        return "没有单位要按数核对"
    late = f"，其中 {len(verdict.late)} 个晚了" if verdict.late else ""
    said = [f"{len(verdict.met)} 个达到{late}"] if verdict.met else []
    if verdict.unmet:
        names = "、".join(one.name for one in verdict.unmet[:MOST_NAMED])
        more = "等" if len(verdict.unmet) > MOST_NAMED else ""
        said.append(f"{len(verdict.unmet)} 个未达到：{names}{more}")
    if verdict.waiting:
        said.append(f"{len(verdict.waiting)} 个到节点的数还没有来")
    return "；".join(said)


def _period(one: Reached) -> str:
    return f"{one.until.month} 月" if one.until else ""
