"""责任书要写什么: for every unit and indicator the fields the rule book takes from the agreement, and what stands there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from baton.desk.agreed.tasks import POINTS, Agreed, Field, Indicator, Task, Wanted
from baton.desk.agreed.weights import Weighed, units_below, weighed
from baton.desk.answers import kept
from baton.documents.agreement_tables import TASK
from baton.documents.office.agreeing import DAYS, fields_of
from baton.documents.scheme_table import target_of
from baton.domain.assessment import gather
from baton.domain.facts import queries as figures
from baton.domain.orgs import queries as orgs
from baton.domain.rounds import queries as rounds
from baton.domain.rounds.models import Round
from baton.domain.schemes import queries as schemes
from baton.domain.targets import queries as targets
from baton.domain.targets.queries import Pair
from baton.scoring.facts import EVERYBODY, Facts, Subject
from baton.scoring.plan import Plan, compile_plan

Book = dict[str, Any]


def agreed_of(round: Round) -> Agreed:
    """What is asked and said, kept until the agreement, the figures, the roster or the rules move."""
    books = books_of(round)
    digests = tuple((one["number"], one["digest"]) for one in books)
    question = ("agreed", round.pk, round.on, digests, figures.moved(round.scheme))
    return kept(question, lambda: _agreed(books, round))


def missing_count(round: Round) -> tuple[int, int]:
    """How many tasks of how many units still lack something that the round's own rule book takes."""
    found = agreed_of(round).blocking
    if rounds.scope_of(round) is not None:
        own = gather.rulebook_of(round)
        assessed = {one["code"] for table in ("items", "nodes") for one in own[table]}
        found = [task for task in found if task.code in assessed]
    return len(found), len({task.subject for task in found})


def books_of(round: Round) -> list[dict[str, Any]]:
    """The rule book a round goes by, and the draft that is to follow it where there is one."""
    newest = schemes.newest(round.scheme)
    versions = [round.version]
    if newest is not None and newest.pk != round.version_id:
        versions.append(newest)
    return [
        {"number": one.number, "digest": one.digest, "book": schemes.book_of(one)}
        for one in versions
    ]


def _agreed(entries: list[dict[str, Any]], round: Round) -> Agreed:
    books = [one["book"] for one in entries]
    ledgers = gather.ledgers_of(round, reported=False)
    facts = Facts.from_canonical(ledgers)
    ahead = targets.agreement(round.scheme, entries[-1]["number"])
    later = facts if len(entries) == 1 else Facts.from_canonical(gather.agreed_upon(ledgers, books[-1], ahead))  # fmt: skip
    units = orgs.names(round.scheme.year)
    order = {code: at for at, code in enumerate(units)}
    said = by_pair(ledgers["agreement"]["rows"])
    said = by_pair(ahead) | said if len(entries) > 1 else said
    plans = [compile_plan(book, own) for book, own in zip(books, (facts, later), strict=False)]
    layout = _Tasks(plans, said, order, figures.idle(round.scheme))
    items = {item["code"]: item for book in books for item in book["items"]}
    parts = {
        code: node["name"]
        for book in books
        for node in book["nodes"]
        for code in node.get("children", ())
    }
    found = Agreed(
        names={code: one["name"] for code, one in items.items()}
        | {one.node["code"]: one.node["name"] for one in weighed(books)},
        units=units,
        common={code: own for (subject, code), own in said.items() if subject == EVERYBODY},
        loose=[(code, one["name"]) for code, one in items.items() if _is_loose(one)],
        leaderless=[(code, one["name"]) for code, one in items.items() if not one["lead"]],
        own=entries[0]["number"], ahead=entries[-1]["number"],
    )  # fmt: skip
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
    for weight in weighed(books):
        found.every.append(_weight(weight, facts, layout))
    return found


def _weight(weight: Weighed, facts: Facts, layout: _Tasks) -> Indicator:
    """A part that averages the units below it, as if it were an indicator of theirs: each of them has a weight."""
    node, fields = weight
    wanted = {
        name: Wanted(is_day=False, is_optional=False, is_ahead=ahead)
        for name, ahead in fields.items()
    }
    below = units_below(node, facts)
    tasks = tuple(layout.weight(one, node["code"], wanted) for one in below)
    sentence = (
        f"{node['name']}：所辖单位的得分按{'、'.join(f'“{name}”' for name in fields)}加权平均。"
    )
    return Indicator(
        node["code"], node["name"], sentence, "", "", tuple(fields), dict.fromkeys(fields, False), "",
        False, False, (node["group"],), frozenset(one.subject for one in below), layout.ordered(tasks), is_weight=True,
    )  # fmt: skip


def by_pair(agreement: Iterable[Sequence[str | None]]) -> dict[Pair, dict[str, str | None]]:
    """The rows of an agreement by unit and indicator: field → value."""
    found: dict[Pair, dict[str, str | None]] = defaultdict(dict)
    for subject, code, name, value in agreement:
        found[str(subject), str(code)][str(name)] = value
    return dict(found)


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
        have: dict[str, list[int]] = defaultdict(
            list
        )  # by unit, the plans in which it has the task
        subjects: dict[str, Subject] = {}
        for at, plan in enumerate(self.plans):
            start, stop = plan.cells_of.get(item["code"], (0, 0))
            for row in plan.cell_row[start:stop].tolist():
                have[plan.rows[row].subject].append(at)
                subjects[plan.rows[row].subject] = plan.rows[row]
        last = len(self.plans) - 1
        return self.ordered(
            self._task(
                subjects[code], item, wanted, is_ahead=plans[0] > 0, is_going=plans[-1] < last
            )
            for code, plans in have.items()
        )

    def ordered(self, tasks: Iterable[Task]) -> tuple[Task, ...]:
        """In official order."""
        return tuple(sorted(tasks, key=lambda task: self.order.get(task.subject, len(self.order))))

    def weight(self, subject: Subject, code: str, wanted: Mapping[str, Wanted]) -> Task:
        """How much a unit counts in the average of its superior."""
        fields = self._fields(subject.subject, code, wanted)
        return Task(
            subject.subject, subject.name, subject.group, code, tuple(fields), "0", is_weight=True
        )

    def _task(
        self, subject: Subject, item: Book, wanted: Mapping[str, Wanted], *, is_ahead: bool, is_going: bool
    ) -> Task:  # fmt: skip
        if is_going:
            wanted = {name: one for name, one in wanted.items() if not one.is_ahead}
        fields = self._fields(subject.subject, item["code"], wanted)
        idle = any((subject.subject, one["item"]) in self.idle for one in item["data"].values())
        points = item["points"]
        if not isinstance(points, str):
            points = next((one.value for one in fields if one.name == points["field"]), None)
        return Task(
            subject.subject, subject.name, subject.group, item["code"], tuple(fields), points, idle,
            is_ahead=is_ahead, is_going=is_going,
        )  # fmt: skip

    def _fields(self, subject: str, code: str, wanted: Mapping[str, Wanted]) -> list[Field]:
        """What is asked about a unit's indicator, then what else the agreement says about it."""
        own, common = self.said.get((subject, code), {}), self.said.get((EVERYBODY, code), {})
        found = [_field(name, one, own, common) for name, one in wanted.items()]
        return found + [
            Field(name, value, is_said=True, is_asked=False)
            for name, value in own.items()
            if name not in wanted
        ]


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
