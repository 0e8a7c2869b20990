"""试一试: what another rule would do to the figures at hand. Pure functions on rule book and facts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Any

from baton.desk.trials.over_full import OverFull, over_full
from baton.desk.trials.sides import Sides, in_order, less
from baton.documents.office import check_facts
from baton.documents.problems import Problem, Problems
from baton.scoring import RuleFailed, score, score_beside
from baton.scoring.facts import Facts
from baton.scoring.result import Result
from baton.scoring.rulebook import METHODS, alternatives, find_faults
from baton.scoring.rulebook.readings import (
    FLOOR,
    NO_FLOOR,
    asks_for_floor,
    reading_fields,
    replaced,
    wording,
)

Book = dict[str, Any]
Edges = dict[tuple[str, str], str]  # by group and grade
FLOORS = "保底"
IN_PLACE, AT_NODE, NOWHERE = "在本项", "在大项", "不设"


@dataclass(frozen=True)
class Row(Sides):
    """One unit under two rules: its points for the indicator and its rank."""

    points: tuple[str | None, str | None]

    @property
    def difference(self) -> Fraction | None:
        """The new points less the old ones."""
        return less(self.points)

    @property
    def has_new_points(self) -> bool:
        return self.points[0] != self.points[1]


@dataclass(frozen=True)
class Edge:
    """The lowest total that still gets a limited grade, where it differs."""

    group: str
    grade: str
    total: str | None


@dataclass(frozen=True)
class Trial:
    """An indicator under another rule against the present one, every unit it concerns or that changes rank.

    over: where the new rule gives more than the indicator's points. is_alone: the present rules come to no result, so
    that there is nothing to hold the new one against.
    """

    rows: tuple[Row, ...]
    edges: tuple[Edge, ...]
    over: tuple[OverFull, ...] = ()
    is_alone: bool = False

    @cached_property
    def own(self) -> list[Row]:
        """Everybody in the groups that are scored by the indicator; others only follow, as leaders their units."""
        groups = {row.group for row in self.rows if row.points != (None, None)}
        return [row for row in self.rows if row.group in groups]

    @property
    def changed(self) -> list[Row]:
        """Units with other points, the largest difference first, then those that only change rank."""
        moved = [row for row in self.own if row.has_new_points or row.has_new_rank]
        return sorted(moved, key=lambda row: (not row.has_new_points, -abs(row.difference or 0)))

    @property
    def is_blank(self) -> bool:
        """Whether nobody has points by either rule, so that nothing can be seen of it yet."""
        return all(row.points == (None, None) for row in self.rows)

    @property
    def others_changed(self) -> int:
        """How many in other groups change rank with it."""
        return sum(row.has_new_rank for row in self.rows) - self.ranks_changed

    @property
    def points_changed(self) -> int:
        return sum(row.has_new_points for row in self.rows)

    @property
    def ranks_changed(self) -> int:
        return sum(row.has_new_rank for row in self.own)

    @property
    def has_ranks(self) -> bool:
        """Whether anybody has a place at all, with the one rule or the other."""
        return any(row.ranks != (None, None) for row in self.own)

    @property
    def most_places(self) -> int:
        return max((abs(row.places) for row in self.own), default=0)

    @property
    def widest(self) -> Fraction:
        return max((abs(row.difference or Fraction(0)) for row in self.rows), default=Fraction(0))


@dataclass(frozen=True)
class Choice:
    """One usual reading; trial: against the present one, empty for the present one itself."""

    word: str
    book: Book
    trial: Trial
    is_present: bool


@dataclass(frozen=True)
class Line:
    """A unit whose points differ: points and change of rank under each reading, in the order of the choices."""

    subject: str
    name: str
    group: str
    cells: tuple[tuple[str | None, int], ...]
    spread: Fraction


@dataclass(frozen=True)
class Family:
    """The usual readings of one thing a sentence leaves open; the present one comes first."""

    key: str
    choices: tuple[Choice, ...]
    lines: tuple[Line, ...]
    is_declared: bool

    @property
    def widest(self) -> Fraction:
        """How many points the readings are apart for the unit that differs most."""
        return max((line.spread for line in self.lines), default=Fraction(0))

    @property
    def ranks_changed(self) -> int:
        """How many units would stand elsewhere under at least one other reading."""
        return len(
            {row.subject for one in self.choices for row in one.trial.own if row.has_new_rank}
        )


def unsound(rulebook: Book, facts: Book) -> list[Problem]:
    """Why these figures can't be scored by this rule book; an empty list when they can."""
    problems = Problems()
    check_facts(rulebook, facts, problems=problems, places={})
    return problems.errors


def apart(faults: list[Problem], rulebook: Book, code: str) -> tuple[list[Problem], list[str]]:
    """The faults of one indicator, and the names of the others that have some: these are not the tried rule's doing."""
    names = {
        code_of: item["name"]
        for item in rulebook["items"]
        for code_of in (item["code"], *(entry["item"] for entry in item["data"].values()))
    }
    item = _item(rulebook, code) or {"data": {}}
    mine = {code, *(entry["item"] for entry in item["data"].values())}
    others = [one for one in faults if len(one.about) > 2 and one.about[2] not in mine]
    own = [one for one in faults if one not in others]
    return own, list(dict.fromkeys(names.get(one.about[2], one.about[2]) for one in others))


def compared(old: Result, new: Result, code: str, edges: Edges | None = None) -> Trial:
    """One indicator's points and everybody's rank under two rules on the same facts.

    edges: where the places of limited grades end under the old rule, where that is known.
    """
    rows = []
    for subject in in_order(new.plan):
        lines = old.lines.get(subject.subject), new.lines.get(subject.subject)
        row = Row(
            subject.subject, subject.name, subject.group,
            (lines[0].rank if lines[0] else None, lines[1].rank if lines[1] else None),
            (_points(old, subject.subject, code), _points(new, subject.subject, code)),
        )  # fmt: skip
        if row.has_new_rank or row.points != (None, None):
            rows.append(row)
    before, after = _edges(old) if edges is None else edges, _edges(new)
    places = {**before, **after}
    moved = [at for at in places if before.get(at) != after.get(at)]
    over = tuple(over_full(new, code))
    return Trial(tuple(rows), tuple(Edge(*at, after.get(at)) for at in moved), over)


def tried(
    old: Book, new: Book, facts: Book | Facts, code: str, *, before: Book | Facts | None = None
) -> Trial:
    """What putting one rule book in the other's place does to an indicator and the ranks.

    before: the facts that go with the old one, where the agreement is another. RuleFailed when the new one comes to
    no result.
    """
    after = score(new, facts)
    try:
        present = score(old, facts if before is None else before)
    except RuleFailed:
        return replace(compared(after, after, code), is_alone=True)
    return compared(present, after, code)


def families(
    rulebook: Book, facts: Book | Facts, code: str, *, present: Result | None = None
) -> list[Family]:
    """Every reading of an indicator with its results; the one that makes most difference first.

    present: the result of this rule book on these facts, where it is at hand.
    """
    item = _item(rulebook, code)
    if item is None:
        return []
    if isinstance(facts, dict):
        facts = Facts.from_canonical(facts)
    present = present or score(rulebook, facts)
    own, edges = compared(present, present, code), _edges(present)
    found: dict[str, list[Choice]] = {}
    for label, other in alternatives(rulebook, code):
        key, _, word = label.partition(":")
        book = declared(rulebook, other, code)
        if find_faults(book):
            continue
        if key not in found:
            found[key] = [Choice(present_word(rulebook, item, key), rulebook, own, True)]
        try:
            trial = compared(present, score_beside(present, book), code, edges)
        except RuleFailed:  # no choice that could be taken
            continue
        found[key].append(Choice(word, book, trial, False))
    made = [
        Family(key, tuple(own), tuple(_lines(own)), _is_said(item, key))
        for key, own in found.items()
    ]  # fmt: skip
    return sorted(made, key=lambda family: (-family.widest, -family.ranks_changed))


def taken(rulebook: Book, code: str, key: str, word: str) -> Book | None:
    """The rule book that reads the indicator so and says that it does; None if there is no such reading.

    The present reading is taken by declaring it.
    """
    item = _item(rulebook, code)
    if item is None:
        return None
    for label, other in alternatives(rulebook, code):
        if label == f"{key}:{word}":
            return declared(rulebook, other, code)
    if word and word == present_word(rulebook, item, key):
        return declared(rulebook, rulebook, code, also=FLOOR.label if key == FLOORS else key)
    return None


def declared(old: Book, new: Book, code: str, also: str = "") -> Book:
    """The new rule book with the indicator's declared readings saying what its parameters now say."""
    before, item = _item(old, code), _item(new, code)
    assert before is not None and item is not None
    readings = dict(item["readings"])
    for field in reading_fields(item):
        value = item["params"][field.key]
        changed = value != before["params"].get(field.key)
        if not isinstance(value, dict) and (changed or field.label in (*readings, also)):
            readings[field.label] = wording(field, value)
    floor_changed = item["floor"] != before["floor"]
    says_floor = asks_for_floor(item) and not isinstance(item["floor"], dict)
    if says_floor and (floor_changed or FLOOR.label in (*readings, also)):
        readings[FLOOR.label] = wording(FLOOR, item["floor"])
    at = next(index for index, one in enumerate(new["items"]) if one["code"] == code)
    return dict(replaced(new, ("items", at, "readings"), readings))


def present_word(rulebook: Book, item: Book, key: str) -> str:
    """How a rule book reads a thing now, in the words in which the other readings are named."""
    method = METHODS[item["method"]]
    if key == FLOORS:
        return _floor_word(rulebook, item)
    for field in method.fields:
        if field.label == key and not isinstance(item["params"][field.key], dict):
            return wording(field, item["params"][field.key])
    if key == "位次后退":
        protect = item["params"]["protect"]
        return "照扣" if protect is None else f"保持前{protect}名不扣"
    for state, word in (("not_applicable", "无此任务"), ("excused", "单列")):
        if key == word and item["policies"][state]["policy"] == "rescale":
            return f"在{item['policies'][state]['at']}折算"
    return "现在的写法"


def _floor_word(rulebook: Book, item: Book) -> str:
    least = item["method"] in ("threshold_deduction", "interval")
    current = item["params"]["least"] if least else item["floor"]
    if current not in (None, NO_FLOOR):
        return IN_PLACE
    for node in rulebook["nodes"]:
        if item["code"] in node.get("children", []) and node["floor"] is not None:
            return f"{AT_NODE}{node['code']}"
    return NOWHERE


def _is_said(item: Book, key: str) -> bool:
    said = item["readings"]
    return key in said or (key == FLOORS and FLOOR.label in said) or not _asked(item, key)


def _asked(item: Book, key: str) -> bool:
    """Whether the rule book has to say how it reads this."""
    floor = asks_for_floor(item) and key == FLOORS
    return floor or key in {field.label for field in reading_fields(item)}


def _lines(choices: list[Choice]) -> Iterator[Line]:
    """Units whose points differ under any of the readings, the widest apart first."""
    tables = [{row.subject: row for row in one.trial.rows} for one in choices]
    found = []
    for subject in dict.fromkeys(name for table in tables for name in table):
        rows = [table.get(subject) for table in tables]
        if not any(row and row.has_new_points for row in rows):
            continue
        first = next(row for row in rows if row)
        cells = tuple((row.points[1], row.places) if row else (None, 0) for row in rows)
        points = [Fraction(given) for given, _ in cells if given is not None]
        spread = max(points) - min(points) if points else Fraction(0)
        found.append(Line(subject, first.name, first.group, cells, spread))
    yield from sorted(found, key=lambda line: -line.spread)


def _edges(result: Result) -> Edges:
    """Where the places of a limited grade end: the lowest total that still has it."""
    totals: dict[tuple[str, str], list[str]] = {
        (group.name, level["grade"]): []
        for group in result.plan.groups
        for level in (group.entry["grades"] or {"levels": []})["levels"]
        if level["quota"] is not None
    }
    for line in result.lines.values():
        if line.total and (line.group, line.grade or "") in totals:
            totals[line.group, line.grade or ""].append(line.total)
    return {at: min(own, key=Fraction) for at, own in totals.items() if own}


def _points(result: Result, subject: str, code: str) -> str | None:
    return result.score(subject, code) if subject in result.plan.row_of else None


def _item(rulebook: Book, code: str) -> Book | None:
    return next((item for item in rulebook["items"] if item["code"] == code), None)
