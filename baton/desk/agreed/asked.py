"""责任书要写什么: for every unit and indicator the fields the rule book takes from the agreement, and what stands there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from baton.desk.answers import kept
from baton.documents.fact_tables import TASK
from baton.documents.office.agreeing import DAYS, fields_of
from baton.documents.scheme_table import target_of
from baton.domain.assessment import gather
from baton.domain.facts import queries as figures
from baton.domain.orgs import queries as orgs
from baton.domain.rounds.models import Round
from baton.domain.schemes import queries as schemes
from baton.scoring.facts import EVERYBODY, Facts, Subject
from baton.scoring.plan import Plan, compile_plan

Book = dict[str, Any]
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

    is_idle: the figures say that it is excused or no task, so that nothing need be agreed.
    """

    subject: str
    name: str
    group: str
    code: str
    fields: tuple[Field, ...]
    points: str | None
    is_idle: bool = False

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
        """What is missing for the rule book the round goes by, so that nothing can be scored."""
        ahead = {one.name for one in self.fields if one.is_ahead}
        return [name for name in self.missing if name not in ahead]

    def said(self, name: str) -> Field | None:
        return next((one for one in self.fields if one.name == name), None)


@dataclass(frozen=True)
class Indicator:
    """What the agreement has to say about an indicator. stated: what the scheme table says under 目标值. part: the heading it stands under. is_free: it concerns only whom the agreement lists.

    fields: all that stand there; days: those a rule takes, and whether a day is wanted. groups, open_to: the peer groups
    in whose table it stands, and everybody in them.
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
    loose: direct scores without any figure (未量化); leaderless: indicators without a lead unit.
    """

    names: dict[str, str] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    common: dict[str, dict[str, str | None]] = field(default_factory=dict)
    every: list[Indicator] = field(default_factory=list)
    loose: list[tuple[str, str]] = field(default_factory=list)
    leaderless: list[tuple[str, str]] = field(default_factory=list)

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


def agreed_of(round: Round) -> Agreed:
    """What is asked and said, kept until the agreement, the figures, the roster or the rules move."""
    books = books_of(round)
    digests = tuple(one["digest"] for one in books)
    question = ("agreed", round.pk, round.on, digests, figures.moved(round.scheme))
    return kept(question, lambda: _agreed([one["book"] for one in books], round))


def missing_count(round: Round) -> tuple[int, int]:
    """How many tasks of how many units still lack something that the round's own rule book takes."""
    found = agreed_of(round).blocking
    return len(found), len({task.subject for task in found})


def books_of(round: Round) -> list[dict[str, Any]]:
    """The rule book a round goes by, and the draft that is to follow it where there is one."""
    newest = schemes.newest(round.scheme)
    versions = [round.version]
    if newest is not None and newest.pk != round.version_id:
        versions.append(newest)
    return [{"digest": one.digest, "book": schemes.book_of(one)} for one in versions]


def _agreed(books: list[Book], round: Round) -> Agreed:
    ledgers = gather.ledgers_of(round, reported=False)
    facts = Facts.from_canonical(ledgers)
    units = orgs.names(round.scheme.year)
    order = {code: at for at, code in enumerate(units)}
    said: dict[tuple[str, str], dict[str, str | None]] = defaultdict(dict)
    for subject, code, name, value in ledgers["agreement"]["rows"]:
        said[subject, code][name] = value
    plans = [compile_plan(book, facts) for book in books]
    layout = _Tasks(plans, said, order, figures.idle(round.scheme))
    items = {item["code"]: item for book in books for item in book["items"]}
    parts = {
        code: node["name"]
        for book in books
        for node in book["nodes"]
        for code in node.get("children", ())
    }
    found = Agreed(
        names={code: one["name"] for code, one in items.items()},
        units=units,
        common={code: own for (subject, code), own in said.items() if subject == EVERYBODY},
        loose=[(code, one["name"]) for code, one in items.items() if _is_loose(one)],
        leaderless=[(code, one["name"]) for code, one in items.items() if not one["lead"]],
    )
    for code, item in items.items():
        wanted = _wanted(books, code)
        tasks = layout.of(item, wanted)
        names = dict.fromkeys([*wanted, *(one.name for task in tasks for one in task.fields)])
        found.every.append(
            Indicator(
                code, item["name"], item["sentence"], target_of(item), item["lead"], tuple(names),
                {name: one.is_day for name, one in wanted.items()}, parts.get(code, ""), item["applies"] == "agreed",
                item["role"] == "ordinary", *_open_to(code, plans), tasks,
            )
        )  # fmt: skip
    return found


def _open_to(code: str, plans: list[Plan]) -> tuple[tuple[str, ...], frozenset[str]]:
    """The peer groups in whose table an indicator stands, and who is in them."""
    groups, open_to = [], set()
    for plan in plans:
        for group in plan.groups:
            if code in group.items:
                groups.append(group.name)
                open_to |= {row.subject for row in plan.rows[group.start : group.stop]}
    return tuple(dict.fromkeys(groups)), frozenset(open_to)


def _is_loose(item: Book) -> bool:
    """未量化: somebody says the points, no figure does."""
    return bool(item["method"] == "direct" and item["role"] == "ordinary")


def _wanted(books: list[Book], code: str) -> dict[str, Wanted]:
    """Fields that any version of an indicator takes, the round's own version first; 分值 last.

    Where it takes none but is only for whom the agreement lists, the agreement says who has the task.
    """
    found: dict[str, Wanted] = {}
    for at, book in enumerate(books):
        for item in (one for one in book["items"] if one["code"] == code):
            days = DAYS if item["method"] == "timeliness" else frozenset()
            for parameter, name in fields_of(item):
                optional = parameter in days and parameter != "due"
                known = found.get(name, Wanted(parameter in days, optional, at > 0))
                found[name] = known._replace(is_optional=known.is_optional and optional)
    lists = [at for at, book in enumerate(books) if _is_listed(book, code)]
    if lists and not found:
        found[TASK] = Wanted(is_day=False, is_optional=True, is_ahead=lists[0] > 0)
    return dict(sorted(found.items(), key=lambda one: one[0] == POINTS))


def _is_listed(book: Book, code: str) -> bool:
    return any(item["code"] == code and item["applies"] == "agreed" for item in book["items"])


class _Tasks:
    """Lays out the tasks of every indicator by the rule books' plans and what the agreement says."""

    def __init__(
        self, plans: list[Plan], said: Mapping[tuple[str, str], Mapping[str, str | None]], order: Mapping[str, int],
        idle: Collection[tuple[str, str]],
    ) -> None:  # fmt: skip
        self.plans, self.said, self.order, self.idle = plans, said, order, idle

    def of(self, item: Book, wanted: Mapping[str, Wanted]) -> tuple[Task, ...]:
        """An indicator's tasks in official order."""
        found = {}
        for plan in self.plans:
            start, stop = plan.cells_of.get(item["code"], (0, 0))
            for row in plan.cell_row[start:stop].tolist():
                found[plan.rows[row].subject] = self._task(plan.rows[row], item, wanted)
        return tuple(
            sorted(found.values(), key=lambda task: self.order.get(task.subject, len(self.order)))
        )

    def _task(self, subject: Subject, item: Book, wanted: Mapping[str, Wanted]) -> Task:
        own = self.said.get((subject.subject, item["code"]), {})
        common = self.said.get((EVERYBODY, item["code"]), {})
        fields = [_field(name, one, own, common) for name, one in wanted.items()]
        fields += [
            Field(name, value, is_said=True, is_asked=False)
            for name, value in own.items()
            if name not in wanted
        ]
        idle = any((subject.subject, one["item"]) in self.idle for one in item["data"].values())
        points = item["points"]
        if not isinstance(points, str):
            points = next((one.value for one in fields if one.name == points["field"]), None)
        return Task(
            subject.subject, subject.name, subject.group, item["code"], tuple(fields), points, idle
        )


def _field(
    name: str,
    wanted: Wanted,
    own: Mapping[str, str | None],
    common: Mapping[str, str | None],
) -> Field:
    given = wanted._asdict()
    if name in own:
        return Field(name, own[name], is_said=True, **given)
    if common.get(name) is not None:
        return Field(name, common[name], is_said=True, is_common=True, **given)
    return Field(name, **given)
