"""会前看一遍: what a meeting will ask about: ties, grade edges, quotas, vetoes, undecided claims, missing figures.

Pure functions on a finished result; nothing is written.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from typing import Any

from baton.desk.looks.grade_lines import short_of
from baton.desk.looks.missing import open_items
from baton.desk.looks.ties import parted
from baton.desk.trials.leaving import Outcome, Shift, outcome
from baton.desk.trials.over_full import OverFull, over_full
from baton.domain.claims.kinds import can_count, kinds_of
from baton.scoring.facts import Event
from baton.scoring.plan import Group
from baton.scoring.result import Line, Result

WAITING = {"open": "还有没出数或没有定的", "dropped": "没有可计分的内容"}
NEAR = Fraction(5, 100)  # so close to an edge that a meeting asks
MOST_TRIED = 12  # undecided claims that are tried; a city takes a tenth of a second each


@dataclass(frozen=True)
class Tie:
    """Units of one group with the same rank."""

    group: str
    rank: int
    total: str
    names: tuple[str, ...]
    subjects: tuple[str, ...]


@dataclass(frozen=True)
class Edge:
    """Where one grade ends in a group: the last who has it, the first who has not, how far apart they are."""

    group: str
    grade: str
    last: str
    last_total: str
    first: str
    first_total: str
    gap: Fraction
    used: int
    quota: int | None
    why: str = ""  # what parted them where their totals are the same
    line: str = (
        ""  # the grade's line where the first who has not is below it: the gap is that to the line
    )

    @property
    def is_near(self) -> bool:
        return self.gap <= NEAR


@dataclass(frozen=True)
class Contest:
    """Units with the same total for whom the places of a grade do not suffice: an organ decides."""

    group: str
    total: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Veto:
    """One veto event, in force or not, and why not."""

    subject: str
    name: str
    rule: str
    matter: str
    document: str
    until: str
    why_not: str


@dataclass(frozen=True)
class Pending:
    """An undecided claim, and what accepting it would move; None where it was not tried.

    can_count: whether it can be accepted; its level may be in no points table.
    """

    event: Event
    name: str
    group: str
    effect: Outcome | None
    can_count: bool = True

    @property
    def own(self) -> list[Shift]:
        """Who moves in the unit's own group."""
        return [one for one in self.effect.moved if one.group == self.group] if self.effect else []

    @property
    def ranks(self) -> int:
        return sum(one.has_new_rank for one in self.own)

    @property
    def grades(self) -> int:
        return sum(one.has_new_grade for one in self.own)

    @property
    def others(self) -> int:
        """How many of other groups move along, leaders with their units."""
        return len(self.effect.moved) - len(self.own) if self.effect else 0


@dataclass(frozen=True)
class Unranked:
    """A unit without a total: why, which indicators it waits for, how much of its total there is."""

    subject: str
    name: str
    reason: str
    items: tuple[str, ...]
    share: str | None


@dataclass(frozen=True)
class Review:
    """Everything a meeting may ask about one result."""

    ties: list[Tie]
    edges: list[Edge]
    contests: list[Contest]
    vetoes: list[Veto]
    pending: list[Pending]
    unranked: list[Unranked]
    people: int  # leaders without a total, most of them along with their unit
    over: list[OverFull]

    @property
    def near(self) -> list[Edge]:
        """Edges at which a trifle decides."""
        return [edge for edge in self.edges if edge.is_near]


def review(result: Result) -> Review:
    """Look a result through."""
    names = {one.subject: one.name for one in result.plan.facts.roster}
    by_group: dict[str, list[Line]] = defaultdict(list)
    for line in result.lines.values():
        if line.rank is not None:
            by_group[line.group].append(line)
    ties: list[Tie] = []
    edges: list[Edge] = []
    contests: list[Contest] = []
    for group in result.plan.groups:
        ranked = sorted(by_group[group.name], key=lambda line: (line.rank or 0, line.subject))
        ties += _ties(group.name, ranked, names)
        edges += _edges(result, group, ranked, names)
        contests += _contests(group.name, ranked, set(result.edges.get(group.name, [])), names)
    kinds = {one.subject: one.kind for one in result.plan.facts.roster}
    waiting = [line for line in result.lines.values() if line.status == "unranked"]
    lacking: dict[str, list[str]] = defaultdict(list)
    for code, subject in open_items(result):
        lacking[subject.subject].append(_owed(result.plan.items[code]))
    unranked = [
        Unranked(line.subject, names[line.subject], WAITING.get(line.reason, ""), tuple(lacking[line.subject]), line.share)
        for line in waiting if kinds[line.subject] == "unit"
    ]  # fmt: skip
    return Review(
        ties,
        edges,
        contests,
        _vetoes(result, names),
        _pending(result, names, _asked(ties, contests, edges)),
        unranked,
        len(waiting) - len(unranked),
        over_full(result),
    )


def _ties(group: str, ranked: list[Line], names: dict[str, str]) -> list[Tie]:
    same: dict[int, list[Line]] = defaultdict(list)
    for line in ranked:
        same[line.rank or 0].append(line)
    return [
        Tie(group, rank, lines[0].total or "", tuple(names[one.subject] for one in lines), tuple(one.subject for one in lines))
        for rank, lines in same.items() if len(lines) > 1
    ]  # fmt: skip


def _edges(result: Result, group: Group, ranked: list[Line], names: dict[str, str]) -> list[Edge]:
    """Neighbours by rank whose grades differ. Those kept from a grade by a veto are no neighbours of it."""
    grades = group.entry["grades"]
    if grades is None:
        return []
    order = {level["grade"]: at for at, level in enumerate(grades["levels"])}
    graded = [line for line in ranked if line.grade in order]
    open_ranks = [
        line.rank or 0 for line in ranked if line.subject in result.edges.get(group.name, [])
    ]
    found = []
    for last, first in pairwise(_without_held(graded, order)):
        if last.grade == first.grade or not last.total or not first.total:
            continue
        if any((last.rank or 0) <= rank <= (first.rank or 0) for rank in open_ranks):
            continue  # those in between have no grade yet
        grade = last.grade or ""
        short = short_of(result, first, grade)
        found.append(
            Edge(
                group.name, grade, names[last.subject], last.total, names[first.subject], first.total,
                short.points if short else Fraction(last.total) - Fraction(first.total), sum(one.grade == grade for one in graded),
                result.quotas.get(group.name, {}).get(grade), parted(result, last, first),
                short.line if short else "",
            )
        )  # fmt: skip
    return found


def _contests(
    group: str, ranked: list[Line], tied: set[str], names: dict[str, str]
) -> list[Contest]:
    by_total: dict[str, list[str]] = defaultdict(list)
    for line in ranked:
        if line.subject in tied:
            by_total[line.total or ""].append(names[line.subject])
    return [Contest(group, total, tuple(units)) for total, units in by_total.items()]


def _without_held(graded: list[Line], order: dict[str, int]) -> list[Line]:
    """Leave out who stands above others of a better grade: something other than the total decided there."""
    found: list[Line] = []
    best_below = len(order)
    for line in reversed(graded):
        place = order[line.grade or ""]
        if place <= best_below:
            found.append(line)
            best_below = place
    return found[::-1]


def _vetoes(result: Result, names: dict[str, str]) -> list[Veto]:
    on = result.plan.facts.on
    rules = {veto["kind"] or veto["name"]: veto["name"] for veto in result.plan.rulebook["vetoes"]}
    return [
        Veto(
            event.subject, names.get(event.subject, event.subject), rules[event.kind], event.matter, event.document,
            event.until, _why_not(event, on),
        )
        for event in result.plan.facts.events if event.kind in rules
    ]  # fmt: skip


def _why_not(event: Event, on: str) -> str:
    if event.is_effective(on):
        return ""
    return (
        f"有效期到 {event.until}，已过"
        if event.decision == "accepted"
        else "还没有认定"
        if event.decision == "pending"
        else "没有认定"
    )


def _owed(item: dict[str, Any]) -> str:
    return f"{item['name']}（{item['lead']}）" if item["lead"] else str(item["name"])


def _asked(ties: list[Tie], contests: list[Contest], edges: list[Edge]) -> set[str]:
    """The names of those about whom the meeting will ask anyway."""
    level = [name for one in [*ties, *contests] for name in one.names]
    return {*level, *(name for one in edges for name in (one.last, one.first))}


def _pending(result: Result, names: dict[str, str], asked: Collection[str]) -> list[Pending]:
    """Each undecided claim accepted by itself, all else as it is; first those of units that are asked about anyway."""
    facts, book = result.plan.facts, result.plan.rulebook
    groups = {one.subject: one.group for one in facts.roster}
    kinds, found = kinds_of(book), list[Pending]()
    waiting = [event for event in facts.events if event.decision == "pending"]
    for event in sorted(waiting, key=lambda one: names.get(one.subject) not in asked):
        effect, counts = None, can_count(kinds, event.kind, event.level)
        if counts and sum(one.effect is not None for one in found) < MOST_TRIED:
            events = [
                replace(one, decision="accepted") if one is event else one for one in facts.events
            ]
            effect = outcome(result, "", "", book, replace(facts, events=events))
        found.append(
            Pending(
                event,
                names.get(event.subject, event.subject),
                groups.get(event.subject, ""),
                effect,
                counts,
            )
        )
    return found
