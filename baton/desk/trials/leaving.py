"""这条不算会怎样: everybody's total, rank and grade without one indicator, claim, kind of claim or veto.

Pure functions on a finished result; nothing is written. An indicator can be left out in several ways, and each
way says in words what becomes of its points.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Any

from baton.desk.trials.sides import Sides, in_order, less
from baton.domain.refusals import Refused
from baton.scoring import score_beside
from baton.scoring.facts import Facts
from baton.scoring.plan import Group
from baton.scoring.result import Line, Result
from baton.scoring.rulebook import reachable_nodes

Book = dict[str, Any]
DATUM = PERIOD = "试算"  # the figure that nobody has, so that the indicator counts for nobody
GONE = "inactive"  # merged away or not yet there on the day: nobody waits for its total
ITEM, CLAIM, KIND, VETO = "item", "claim", "kind", "veto"


@dataclass(frozen=True)
class Shift(Sides):
    """One unit with and without: totals, ranks and grades, the present ones first."""

    totals: tuple[str | None, str | None]
    grades: tuple[str, str]

    @property
    def difference(self) -> Fraction | None:
        """How many points more; None where there is no total on one side."""
        return less(self.totals)

    @property
    def has_new_grade(self) -> bool:
        return self.grades[0] != self.grades[1]


@dataclass(frozen=True)
class QuotaLine:
    """Where the places of a limited grade end in a group, with and without: the lowest total that gets it."""

    group: str
    grade: str
    totals: tuple[str | None, str | None]
    seats: tuple[int | None, int | None]


@dataclass(frozen=True)
class Outcome:
    """What one way of leaving a thing out comes to."""

    words: str
    caution: str
    shifts: tuple[Shift, ...]
    edges: tuple[QuotaLine, ...]
    undecided: tuple[tuple[str, int, int], ...]

    @cached_property
    def moved(self) -> list[Shift]:
        """Everybody whose total, rank or grade is another one."""
        return [
            one
            for one in self.shifts
            if one.totals[0] != one.totals[1] or one.has_new_rank or one.has_new_grade
        ]

    @cached_property
    def ranks_changed(self) -> int:
        return sum(one.has_new_rank for one in self.moved)

    @cached_property
    def grades_changed(self) -> int:
        return sum(one.has_new_grade for one in self.moved)

    @cached_property
    def most_places(self) -> int:
        return max((abs(one.places) for one in self.moved), default=0)

    @cached_property
    def groups(self) -> Counter[str]:
        """How many move in each peer group."""
        return Counter(one.group for one in self.moved)


@dataclass(frozen=True)
class Left:
    """What is left out, as a page says it, with the outcome of every way of doing so."""

    name: str
    sentence: str
    outcomes: tuple[Outcome, ...]


def without(result: Result, what: str, key: str) -> Left | None:
    """The result without one thing; None when the rule book or the facts know no such thing."""
    book, facts = result.plan.rulebook, result.plan.facts
    if what == ITEM:
        item = result.plan.items.get(key)
        if item is None:
            return None
        outcomes = [
            outcome(result, words, caution, other, given)
            for words, caution, other, given in _item_ways(result, item)
        ]
        return Left(item.get("name") or key, item.get("sentence") or "", tuple(outcomes))
    if what == VETO:
        veto = next((one for one in book["vetoes"] if one["code"] == key), None)
        if veto is None:
            return None
        rest = book | {"vetoes": [one for one in book["vetoes"] if one["code"] != key]}
        words = "这条否决对谁都不生效，已记下的事件照旧"
        return Left(
            veto["name"], veto.get("basis") or "", (outcome(result, words, "", rest, facts),)
        )
    gone = [one for one in facts.events if key == (one.id if what == CLAIM else one.kind)]
    if what not in (CLAIM, KIND) or not gone:
        return None
    events = [one for one in facts.events if one not in gone]
    words = "这一条当作没有登记" if what == CLAIM else f"{len(gone)} 条都当作没有登记"
    one = outcome(result, words, "", book, replace(facts, events=events))
    name = (gone[0].matter or gone[0].kind) if what == CLAIM else key
    return Left(name, gone[0].document if what == CLAIM else "", (one,))


def _item_ways(result: Result, item: Book) -> list[tuple[str, str, Book, Facts]]:
    """The usual ways of not counting an indicator: words, what to bear in mind, rule book and facts."""
    book, code = result.plan.rulebook, item["code"]
    base = [
        group.name
        for group in result.plan.groups
        if any(node.get("base") == code for node in _nodes(result, group))
    ]
    if base:
        where = f"在{'、'.join(base)}，" if len(base) < len(_with(result, code)) else ""
        raise Refused(f"{where}别的系数都乘在这一项上，去掉它就没有总分了，试不出来。")
    factor = [group.name for group in result.plan.groups if any(_is_coefficient(node, code) for node in _nodes(result, group))]  # fmt: skip
    book = book | {"nodes": [_without_coefficient(node, code) for node in book["nodes"]]}
    rest = [name for name in _with(result, code) if name not in factor]
    if factor and not rest:
        return [("不乘这个系数", "", book, result.plan.facts)]
    before = f"{'、'.join(factor)}不乘这个系数；{'、'.join(rest)}" if factor else ""
    facts = _unmeasured(result.plan.facts)
    return [
        (before + words, caution, other, facts) for words, caution, other in _points_ways(result, book, item, set(rest))
    ]  # fmt: skip


def _points_ways(
    result: Result, book: Book, item: Book, groups: set[str]
) -> list[tuple[str, str, Book]]:
    """The ways of not counting what is added up in these groups: words, what to bear in mind, rule book."""
    code = item["code"]
    unscored = _treated(book, code, {"policy": "unscored"})
    if item["role"] != "ordinary":
        return [("这一项加减分对谁都不算", "", unscored)]
    trees = [group for group in result.plan.groups if group.name in groups]
    own = {node["code"]: node for group in trees for node in _nodes(result, group)}
    parents = [node for node in own.values() if code in node.get("children", [])]
    if parents and all(node["kind"] == "weighted" for node in parents):
        return [("这一项不计，其余各项按原来的权重分它的份额", "", unscored)]
    ways = [("这一项不计，分值也从满分里去掉，其余各项不变", _caution(book), unscored)]
    for at in reachable_nodes(book, code):
        name = result.plan.nodes[at].get("name") or at
        words = f"这一项不计，它的分值由“{name}”的其余各项按比例补足"
        ways.append((words, "", _treated(book, code, {"policy": "rescale", "at": at})))
    return ways


def _nodes(result: Result, group: Group) -> list[Book]:
    """The nodes of a group's own tree: what multiplies in one group may be added up in another."""
    return [result.plan.nodes[code] for code in group.nodes]


def _with(result: Result, code: str) -> list[str]:
    """The groups in whose tree an indicator stands."""
    return [group.name for group in result.plan.groups if code in group.items]


def _caution(book: Book) -> str:
    said = "满分跟着变，总分不能直接和现在的比，请看名次"
    lines = [
        level["at_least"]
        for group in book["groups"]
        for level in (group["grades"] or {"levels": []})["levels"]
    ]
    return f"{said}；各等次的分数线没有跟着改" if any(lines) else said


def _treated(book: Book, code: str, policy: Book) -> Book:
    """The rule book in which an indicator is scored directly, from a figure that is excused for everybody."""
    policy = {"value": None, "at": None} | policy
    datum = {"code": DATUM, "name": DATUM, "kind": "number", "unit": "", "min": None, "max": None}
    asked = {"item": DATUM, "take": "at", "periods": [PERIOD], "constants": {}}
    items = [
        item
        if item["code"] != code
        else item
        | {
            "method": "direct", "params": {"min_spread": None, "no_ties": False}, "data": {"x": asked},
            "policies": item["policies"] | {"excused": policy},
        }
        for item in book["items"]
    ]  # fmt: skip
    return book | {"items": items, "data": [*book["data"], datum]}


def _unmeasured(facts: Facts) -> Facts:
    lines = [(one.subject, DATUM, PERIOD, "", None, "excused", "", "") for one in facts.roster]
    return replace(facts, observations=[*facts.observations, *lines])


def _is_coefficient(node: Book, code: str) -> bool:
    return any(one["node"] == code for one in node.get("coefficients", []))


def _without_coefficient(node: Book, code: str) -> Book:
    if not _is_coefficient(node, code):
        return node
    return node | {"coefficients": [one for one in node["coefficients"] if one["node"] != code]}


def outcome(old: Result, words: str, caution: str, book: Book, facts: Facts) -> Outcome:
    """Everybody by other rules or facts beside a result."""
    new = score_beside(old, book, facts)
    nothing = Line("", "")
    shifts = []
    for subject in in_order(old.plan):
        if subject.subject not in old.lines:
            continue
        lines = old.lines[subject.subject], new.lines.get(subject.subject, nothing)
        if lines[0].status == lines[1].status == GONE:
            continue
        shifts.append(
            Shift(
                subject.subject, subject.name, subject.group, (lines[0].rank, lines[1].rank),
                (lines[0].total, lines[1].total), (lines[0].grade or "", lines[1].grade or ""),
            )
        )  # fmt: skip
    undecided = tuple(
        (group.name, len(old.edges.get(group.name, [])), len(new.edges.get(group.name, [])))
        for group in old.plan.groups
        if old.edges.get(group.name) != new.edges.get(group.name)
    )
    return Outcome(words, caution, tuple(shifts), tuple(_edges(old, new)), undecided)


def _edges(old: Result, new: Result) -> list[QuotaLine]:
    found = []
    for group in old.plan.groups:
        for level in (group.entry["grades"] or {"levels": []})["levels"]:
            if level["quota"] is None:
                continue
            totals = (
                _lowest(old, group.name, level["grade"]),
                _lowest(new, group.name, level["grade"]),
            )
            seats = tuple(one.quotas.get(group.name, {}).get(level["grade"]) for one in (old, new))
            if totals[0] != totals[1] or seats[0] != seats[1]:
                found.append(QuotaLine(group.name, level["grade"], totals, (seats[0], seats[1])))
    return found


def _lowest(result: Result, group: str, grade: str) -> str | None:
    totals = [
        line.total
        for line in result.lines.values()
        if line.group == group and line.grade == grade and line.total
    ]
    return min(totals, key=Fraction) if totals else None
