"""责任书里的一项: what the agreement asks and says about an indicator, unit by unit."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from baton.documents.agreement_tables import TASK

NO_TASK = "无此任务"
EVERYONE = "各单位"
POINTS = "分值"


@dataclass(frozen=True)
class Field:
    """One field of a task. value: what counts now; None with is_said: 无此任务, without: nobody has said anything.

    is_common: said by the line for everybody. is_asked: some rule takes it; else it is only kept and printed. is_ahead:
    only the draft that is to follow takes it.
    """

    name: str
    value: str | None = None
    is_said: bool = False
    is_common: bool = False
    is_asked: bool = True
    is_day: bool = False
    is_optional: bool = False
    is_ahead: bool = False

    @property
    def is_task(self) -> bool:
        """有此任务: nothing is promised but that the unit has the task."""
        return self.name == TASK

    @property
    def is_missing(self) -> bool:
        return not self.is_said and self.is_asked and not self.is_optional


class Wanted(NamedTuple):
    """How a field is asked for: as a day, as one that may be left out, by the draft alone that is to follow."""

    is_day: bool
    is_optional: bool
    is_ahead: bool


@dataclass(frozen=True)
class Task:
    """One indicator of one unit with its fields. points: its full points, None where the agreement does not say yet.

    is_idle: the figures say that it is excused or no task, so that nothing need be agreed. is_ahead: only the draft has it;
    is_going: the draft has it no more. is_weight: it says how much
    the unit counts in the average of its superior, and is worth no points.
    """

    subject: str
    name: str
    group: str
    code: str
    fields: tuple[Field, ...]
    points: str | None
    is_idle: bool = False
    is_weight: bool = False
    is_ahead: bool = False
    is_going: bool = False

    @property
    def has_none(self) -> bool:
        """无此任务: the agreement says that the unit has no such task."""
        return any(one.is_said and one.value is None for one in self.fields)

    @property
    def missing(self) -> list[str]:
        return (
            []
            if self.has_none or self.is_idle
            else [one.name for one in self.fields if one.is_missing]
        )

    @property
    def blocking(self) -> list[str]:
        """What is missing for the rule book the round goes by, so that nothing can be scored.

        A unit without a weight stays out of the average; the rest is scored all the same.
        """
        if self.is_weight or self.is_ahead:
            return []
        ahead = {one.name for one in self.fields if one.is_ahead}
        return [name for name in self.missing if name not in ahead]

    def said(self, name: str) -> Field | None:
        return next((one for one in self.fields if one.name == name), None)


@dataclass(frozen=True)
class Indicator:
    """What the agreement has to say about an indicator. stated: what the scheme table says under 目标值. part: the heading it stands under. is_free: it concerns only whom the agreement lists.

    fields: all that stand there; days: those a rule takes, and whether a day is wanted. groups, open_to: the peer groups
    in whose table it stands, and everybody in them. is_weight: it is a part of the paper that averages the units below.
    """

    code: str
    name: str
    sentence: str
    stated: str
    lead: str
    fields: tuple[str, ...]
    days: dict[str, bool]
    part: str
    is_free: bool
    is_ordinary: bool
    groups: tuple[str, ...]
    open_to: frozenset[str]
    tasks: tuple[Task, ...]
    is_weight: bool = False

    @property
    def asked(self) -> list[str]:
        """The fields that some rule takes."""
        return list(self.days)

    @property
    def is_bare(self) -> bool:
        """Whether all there is to say is who has the task."""
        return self.fields == (TASK,)

    @property
    def has_nobody(self) -> bool:
        """It concerns only whom the agreement lists, and the agreement lists nobody."""
        listed = (
            one for task in self.tasks for one in task.fields if one.is_said and not one.is_common
        )
        return self.is_free and not any(listed)

    @property
    def missing(self) -> int:
        """How many units still lack something."""
        return sum(bool(task.missing) for task in self.tasks)

    @property
    def none(self) -> int:
        return sum(task.has_none for task in self.tasks)


@dataclass
class Agreed:
    """The whole agreement of a round as its rule book needs it; indicators in its order, tasks in official order.

    names: every indicator of the rule book by its code; units: everybody's name in official order.
    common: what the lines for everybody say, by indicator.
    loose: direct scores without any figure (未量化); leaderless: indicators without a lead unit. own, ahead: numbers of the
    version that the round goes by, and of the newest.
    """

    names: dict[str, str] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    common: dict[str, dict[str, str | None]] = field(default_factory=dict)
    every: list[Indicator] = field(default_factory=list)
    loose: list[tuple[str, str]] = field(default_factory=list)
    leaderless: list[tuple[str, str]] = field(default_factory=list)
    own: int = 1
    ahead: int = 1

    @cached_property
    def indicators(self) -> list[Indicator]:
        """Those about which the agreement has to say something, or does."""
        return [one for one in self.every if one.fields]

    @cached_property
    def missing(self) -> list[tuple[Indicator, Task]]:
        """Every task that lacks something, indicator by indicator."""
        return [(one, task) for one in self.indicators for task in one.tasks if task.missing]

    @property
    def nobody(self) -> list[Indicator]:
        """Indicators that nobody is assessed by, because the agreement lists nobody."""
        return [one for one in self.every if one.has_nobody]

    @property
    def blocking(self) -> list[Task]:
        """Tasks for want of which nothing can be scored."""
        return [task for _, task in self.missing if task.blocking]

    @property
    def unweighed(self) -> list[Indicator]:
        """Parts that average the units below, some of which have no weight."""
        return [one for one in self.indicators if one.is_weight and one.missing]

    @property
    def units_missing(self) -> int:
        return len({task.subject for _, task in self.missing})

    def of(self, code: str) -> Indicator | None:
        return next((one for one in self.every if one.code == code), None)

    def of_unit(self, subject: str) -> list[tuple[Indicator, Task]]:
        """Everything a unit is assessed by, in the order of the rule book."""
        return [(one, task) for one in self.every for task in one.tasks if task.subject == subject]

    def task(self, subject: str, code: str) -> Task | None:
        """One unit's task; for everybody (`*`) what stands in the line for all."""
        indicator = self.of(code)
        if indicator is None:
            return None
        return next((task for task in indicator.tasks if task.subject == subject), None)
