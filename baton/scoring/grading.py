"""Grades by threshold and quota, with what happens at a quota's edge (semantics §9)."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from baton.scoring.canonical import parse_decimal
from baton.scoring.columns import divide
from baton.scoring.vetoes import Effect

ROUNDINGS = {"floor": "down", "half_up": "half_up", "up": "up"}


@dataclass(frozen=True)
class Candidate:
    """One ranked subject: main value and its place in the order, equal where every key is equal."""

    subject: str
    main: Fraction
    place: int


@dataclass
class Graded:
    """Grades by subject, and who stands undecided at a quota's edge."""

    grades: dict[str, str] = field(default_factory=dict)
    edge: list[str] = field(default_factory=list)
    quotas: dict[str, int] = field(default_factory=dict)


def grade(
    rules: dict[str, Any],
    candidates: list[Candidate],
    effects: dict[str, Effect],
    promoted: set[str],
) -> Graded:
    """Grade the ranked subjects from the top level down."""
    found = Graded()
    levels = rules["levels"]
    base = len(candidates)
    if rules["base"] == "not_vetoed":
        base -= sum(candidate.subject in effects for candidate in candidates)
    found.quotas = quotas(levels, base)
    _forced_and_promoted(rules, candidates, effects, promoted, found)
    waiting = [s for s in sorted(candidates, key=_order) if s.subject not in found.grades]
    for level in levels:
        waiting = _fill(rules, level, waiting, effects, found)
    return found


def quotas(levels: list[dict[str, Any]], base: int) -> dict[str, int]:
    """Seats per level: a count, or a share of ``base`` made whole by the declared rule.

    >>> share = lambda grade, s, how: {"grade": grade, "quota": {"share": s}, "quota_rounding": how}
    >>> quotas([share("优秀", "0.2", "half_up"), share("良好", "0.2", "floor")], 78)
    {'优秀': 16, '良好': 15}
    """
    found: dict[str, int] = {}
    largest: list[tuple[str, Fraction]] = []
    for level in levels:
        quota = level["quota"]
        if quota is None:
            continue
        if "count" in quota:
            found[level["grade"]] = quota["count"]
            continue
        numerator, places = parse_decimal(quota["share"])
        seats = Fraction(base * numerator, 10**places)
        if level["quota_rounding"] == "largest_remainder":
            largest.append((level["grade"], seats))
            found[level["grade"]] = seats.numerator // seats.denominator
        else:
            mode = ROUNDINGS[level["quota_rounding"]]
            found[level["grade"]] = divide(seats.numerator, seats.denominator, mode)
    whole = sum((seats for _, seats in largest), Fraction(0))
    left = whole.numerator // whole.denominator - sum(found[name] for name, _ in largest)
    for name, _ in sorted(largest, key=lambda entry: -(entry[1] % 1))[:left]:
        found[name] += 1
    return found


def _forced_and_promoted(
    rules: dict[str, Any],
    candidates: list[Candidate],
    effects: dict[str, Effect],
    promoted: set[str],
    found: Graded,
) -> None:
    places = {level["grade"]: i for i, level in enumerate(rules["levels"])}
    for candidate in candidates:
        effect = effects.get(candidate.subject, Effect())
        if effect.forced:
            found.grades[candidate.subject] = max(
                effect.forced, key=lambda name: places.get(name, len(places))
            )
        elif candidate.subject in promoted and rules["promotion"]["to"] not in effect.excluded:
            found.grades[candidate.subject] = rules["promotion"]["to"]


def _fill(
    rules: dict[str, Any],
    level: dict[str, Any],
    waiting: list[Candidate],
    effects: dict[str, Effect],
    found: Graded,
) -> list[Candidate]:
    """Give one grade; returns who is still waiting."""
    name = level["grade"]
    least = _least(level)
    fit = [s for s in waiting if least is None or s.main >= least]
    barred = {s.subject for s in fit if name in effects.get(s.subject, Effect()).excluded}
    in_line = [s for s in fit if s.subject not in barred or not rules["fill"]]
    taken = in_line if level["quota"] is None else in_line[: found.quotas[name]]
    edge: list[Candidate] = []
    if taken and len(taken) < len(in_line) and _order(taken[-1]) == _order(in_line[len(taken)]):
        key = _order(taken[-1])
        edge = [s for s in in_line if _order(s) == key]
        taken = [s for s in taken if _order(s) != key]
        if rules["edge"] == "all":
            taken, edge = taken + edge, []
    found.grades.update({s.subject: name for s in taken if s.subject not in barred})
    gone = {s.subject for s in taken} - barred
    if edge and rules["edge"] == "person":
        undecided = {s.subject for s in edge} - barred
        found.edge.extend(sorted(undecided))
        gone |= undecided
    return [s for s in waiting if s.subject not in gone]


def _least(level: dict[str, Any]) -> Fraction | None:
    """The points from which a grade is given; None where it has no line."""
    if level["at_least"] is None:
        return None
    numerator, places = parse_decimal(level["at_least"])
    return Fraction(numerator, 10**places)


def _order(candidate: Candidate) -> int:
    return candidate.place
