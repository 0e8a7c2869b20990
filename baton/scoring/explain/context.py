"""What explanations of one result share: indexes made once, names, and one subject's values."""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, TypeVar

from baton.punctuation import full_width
from baton.scoring.columns import Column
from baton.scoring.explain.wording import fraction
from baton.scoring.facts import STATES, Event, Subject
from baton.scoring.inputs import Moment
from baton.scoring.nodes import Tree, evaluate
from baton.scoring.nodes.links import Others
from baton.scoring.nodes.values import COMPLETE_NODE, STATUSES, Leaves, Values
from baton.scoring.plan import Group
from baton.scoring.result import Result
from baton.scoring.scores import DROPPED, OPEN, OUTCOMES, UNSCORED, Scores

Found = TypeVar("Found")
HERE = "explaining"
MOST_KEPT = 256  # indicators of groups; those of a city's round take about 10 MB


class CannotExplain(ValueError):
    """There is no such subject, indicator or node; the message says which, in Chinese."""

    def __init__(self, message: str) -> None:
        super().__init__(full_width(message))


class Disagreement(AssertionError):
    """An explanation came to another figure than the run: never shown, always a fault."""


@dataclass(frozen=True)
class Part:
    """One indicator or node as a child, for one subject."""

    code: str
    name: str
    kind: str
    role: str
    present: bool
    status: str
    value: Fraction | None
    full: Fraction
    bonus: Fraction
    state: str = ""
    outcome: str = ""

    @property
    def number(self) -> Fraction:
        """The value, zero where there is none."""
        return self.value or Fraction(0)


@dataclass(frozen=True)
class Place:
    """A subject with its group and its row in the plan."""

    subject: Subject
    group: Group
    row: int

    @property
    def local(self) -> int:
        """The row within the group."""
        return self.row - self.group.start


class Context:
    """Everything about a result that several explanations need, made when first asked for."""

    def __init__(self, result: Result) -> None:
        self.result = result
        self.plan = result.plan
        self.facts = result.plan.facts
        self._values: dict[tuple[str, str], Values] = {}
        self._before: dict[str, dict[str, Values]] = {}
        self._kept: OrderedDict[tuple[str, str], Any] = OrderedDict()

    @classmethod
    def of(cls, result: Result) -> Context:
        """The context kept with the result."""
        kept = vars(result)
        if HERE not in kept:
            kept[HERE] = cls(result)
        found: Context = kept[HERE]
        return found

    def kept(self, key: tuple[str, str], make: Callable[[], Found]) -> Found:
        """What was made for a group's indicator, as long as not too many others have been asked for since."""
        known = self._kept.pop(key, None)
        found = self._kept[key] = make() if known is None else known
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        return found

    @property
    def moment(self) -> Moment:
        """The reference period of the run."""
        if not isinstance(self.result.moment, Moment):
            raise TypeError("只解释一个截至期的结果")
        return self.result.moment

    @cached_property
    def data(self) -> dict[str, dict[str, Any]]:
        """Data items by code."""
        return {entry["code"]: entry for entry in self.plan.rulebook["data"]}

    @cached_property
    def subjects(self) -> dict[str, Subject]:
        """The roster by code, active or not."""
        return {subject.subject: subject for subject in self.facts.roster}

    @cached_property
    def dropped_rows(self) -> set[int]:
        """The rows in which at least one indicator is made up for by the others."""
        found: list[int] = self.plan.cell_row[self.result.scores.outcome == DROPPED].tolist()
        return set(found)

    @cached_property
    def made_up_at(self) -> dict[str, set[str]]:
        """By node, the indicators that some policy of theirs has made up for there."""
        found: dict[str, set[str]] = defaultdict(set)
        for code, item in self.plan.items.items():
            for policy in item["policies"].values():
                if policy.get("at"):
                    found[policy["at"]].add(code)
        return found

    @cached_property
    def observations(self) -> dict[str, list[Any]]:
        """The lines of the observations by data item."""
        found: dict[str, list[Any]] = defaultdict(list)
        for line in self.facts.observations:
            found[line[1]].append(line)
        return dict(found)

    @cached_property
    def own(self) -> dict[tuple[str, str], list[Any]]:
        """The lines of the observations by data item and subject."""
        found: dict[tuple[str, str], list[Any]] = defaultdict(list)
        for line in self.facts.observations:
            found[line[1], line[0]].append(line)
        return dict(found)

    @cached_property
    def others(self) -> Others:
        """Final values of every subject, as nodes that look at other subjects take them."""
        found = Others.of(self.facts)
        nodes = self.plan.nodes.values()
        for take in sorted({node["take"] for node in nodes if "take" in node}):
            for subject in self.plan.rows:
                value = self._taken(subject.subject, take)
                if value is not None:
                    found.known[0, subject.subject, take] = fraction(value)
        return found

    def events(self, subject: str) -> list[Event]:
        """A subject's events in the order of their numbers."""
        return self.result.board.events.get(subject, [])

    def subject_name(self, code: str) -> str:
        """A subject's name, its code where the roster has none."""
        subject = self.subjects.get(code)
        return subject.name or code if subject else code

    def name(self, code: str) -> str:
        """The name of an indicator or a node."""
        entry = self.plan.items.get(code) or self.plan.nodes.get(code) or {}
        return entry.get("name") or code

    def place(self, subject: str) -> Place:
        """Where a scored subject stands in the plan."""
        row = self.plan.row_of.get(subject)
        if row is None:
            raise CannotExplain(f"“{subject}”没有得分:不在名册里、不在册或分组不在规则书里")
        return Place(self.plan.rows[row], self.plan.groups[int(self.plan.group_of_row[row])], row)

    def part(self, place: Place, code: str) -> Part:
        """One child of a node for one subject, with its final value."""
        if code in self.plan.nodes:
            return self._node(place, code)
        return self._item(place, code, self.result.scores)

    def part_before(self, place: Place, code: str) -> Part:
        """One indicator for one subject as it was before vetoes."""
        return self._item(place, code, self.result.before)

    def values(self, group: Group, code: str) -> Values:
        """A child for all rows of a group."""
        if code in self.plan.nodes:
            return self.result.nodes[group.name][code]
        key = group.name, code
        if key not in self._values:
            self._values[key] = Leaves(self.plan, group, self.result.scores).child(code)
        return self._values[key]

    def cohort(self, group: Group, code: str) -> list[tuple[str, Fraction]]:
        """The cohort of a child: who is complete, with the value before vetoes."""
        values = self._values_before(group, code)
        outside = self.result.standing.outside[group.start : group.stop]
        member = values.present & (values.status == COMPLETE_NODE) & ~outside
        return [
            (self.plan.rows[group.start + at].subject, cell(values.value, at))
            for at in member.nonzero()[0].tolist()
        ]

    def _values_before(self, group: Group, code: str) -> Values:
        if self.result.before is self.result.scores:
            return self.values(group, code)
        if code in self.plan.items:
            return Leaves(self.plan, group, self.result.before).child(code)
        if group.name not in self._before:
            self._before[group.name] = evaluate(
                Tree.of(self.plan, group), self.result.before, self.others,
                self.result.standing.outside,
            )  # fmt: skip
        return self._before[group.name][code]

    def _taken(self, subject: str, take: str) -> str | None:
        if take == "total":
            return self.result.lines[subject].total
        if take in self.plan.items:
            return self.result.score(subject, take)
        group = self.place(subject).group
        if take not in group.nodes:
            return None
        status, value = self.result.node(subject, take)
        return value if status == "complete" else None

    def _node(self, place: Place, code: str) -> Part:
        node, values, at = (
            self.plan.nodes[code],
            self.result.nodes[place.group.name][code],
            place.local,
        )
        return Part(
            code, node.get("name") or code, node["kind"], node["role"], bool(values.present[at]),
            STATUSES[int(values.status[at])], cell(values.value, at) if values.has[at] else None,
            cell(values.full, at), cell(values.bonus, at),
        )  # fmt: skip

    def _item(self, place: Place, code: str, scores: Scores) -> Part:
        item = self.plan.items[code]
        name, role, zero = item.get("name") or code, item["role"], Fraction(0)
        at = self.result.cell(place.subject.subject, code)
        if at is None:
            return Part(code, name, "item", role, False, "complete", None, zero, zero)
        outcome = int(scores.outcome[at])
        state = STATES[int(scores.state[at])]
        status = {DROPPED: "dropped", OPEN: "open"}.get(outcome, "complete")
        present = outcome != UNSCORED
        value = cell(scores.score, at) if present and status == "complete" else None
        points = cell(scores.points, at) if present and role == "ordinary" else zero
        bonus = zero if role == "ordinary" else value or zero
        return Part(code, name, "item", role, present, status, value, points, bonus, state,
                    OUTCOMES[outcome])  # fmt: skip


def cell(values: Column, at: int) -> Fraction:
    """One number of a column."""
    numerator, places = values.ratio(at)
    return Fraction(numerator, 10**places)
