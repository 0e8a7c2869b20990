"""children and link: values of other subjects, already final (semantics §7, M28 挂钩)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from typing import Any

import numpy as np

from baton.scoring import columns as exact
from baton.scoring.canonical import parse_decimal
from baton.scoring.columns import CARRY, ZERO, divide
from baton.scoring.facts import Facts, Subject
from baton.scoring.nodes.mixes import number
from baton.scoring.nodes.values import COMPLETE_NODE, OPEN_NODE, Values, tree_node

Take = Callable[[str, str], Fraction | None]


@dataclass
class Linked:
    """One contribution: whose value, with which weight, and the value itself if there is one."""

    subject: str
    weight: Fraction
    value: Fraction | None


@dataclass
class Others:
    """Final values of groups that were computed before, by subject and what is taken of it."""

    facts: Facts | None
    known: dict[tuple[int, str, str], Fraction] = field(default_factory=dict)
    below: dict[str, list[Subject]] = field(default_factory=dict)

    @classmethod
    def of(cls, facts: Facts | None) -> Others:
        """Nothing known yet; the roster tells who is under whom."""
        below: dict[str, list[Subject]] = {}
        for subject in facts.roster if facts else ():
            if facts and subject.parent and subject.is_active(facts.on):
                below.setdefault(subject.parent, []).append(subject)
        return cls(facts, below=below)

    def put(self, period: int, subject: str, take: str, numerator: int, places: int) -> None:
        """Remember one final value."""
        self.known[period, subject, take] = Fraction(numerator, 10**places)

    def linked(self, node: dict[str, Any], subject: Subject, period: int = 0) -> list[Linked]:
        """Everything that a children or link node puts together for one subject."""
        take = node["take"]
        if node["kind"] == "link":
            pairs = (
                subject.links
                if node["via"] == "links"
                else ((subject.parent, "1"),)
                if subject.parent
                else ()
            )
            return [
                Linked(to, _exact(share), self.known.get((period, to, take))) for to, share in pairs
            ]
        found = []
        for child in self.below.get(subject.subject, ()):
            if child.group != node["group"]:
                continue
            value = self.known.get((period, child.subject, take))
            weight: str | None = "1"
            if node["weight"] != "equal" and self.facts:
                weight = self.facts.agreed(child.subject, node["code"], node["weight"])
            found.append(
                Linked(child.subject, _exact(weight or "0"), None if weight is None else value)
            )
        return found


def linked_node(node: dict[str, Any], rows: list[Subject], others: Others, members: int) -> Values:
    """The weighted mean of other subjects' values times the factor, or an open node without value."""
    cells = [_mean(node, others.linked(node, row, i // members)) for i, row in enumerate(rows)]
    has = np.array([cell is not None for cell in cells], dtype=bool)
    status = np.where(has, COMPLETE_NODE, OPEN_NODE).astype(np.uint8)
    incomplete = np.array([cell is not None and not cell[1] for cell in cells], dtype=bool)
    status[incomplete] = OPEN_NODE
    mean = exact.column_of([cell[0] if cell else 0 for cell in cells], CARRY.places)
    full = number(node["full"])
    have = exact.where(status == COMPLETE_NODE, full, ZERO)
    return tree_node(
        mean * number(node["factor"]), status, full=full, bonus=ZERO, have=have, whole=full, has=has
    )


def _mean(node: dict[str, Any], parts: list[Linked]) -> tuple[int, bool] | None:
    """(mean at ten places, complete) or None where nothing can be said."""
    missing = any(part.value is None for part in parts)
    if node["kind"] == "link" and missing:
        return None
    there = [(part.weight, part.value) for part in parts if part.value is not None]
    weights = there[0][0] if len(there) == 1 else sum((weight for weight, _ in there), Fraction(0))
    if not there or weights <= 0:
        return None
    if len(there) == 1:
        mean = there[0][1]
    else:
        mean = sum((weight * value for weight, value in there), Fraction(0)) / weights
    cut = divide(mean.numerator * 10**CARRY.places, mean.denominator, "half_up")
    return cut, not (missing and node["kind"] == "children" and node["absent"] == "open")


@lru_cache(maxsize=1024)
def _exact(text: str) -> Fraction:
    numerator, places = parse_decimal(text)
    return Fraction(numerator, 10**places)
