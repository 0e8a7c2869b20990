"""两边: one unit under two rules, the present one first; shared by every trial."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from baton.scoring.facts import Subject
from baton.scoring.plan import Plan


@dataclass(frozen=True)
class Sides:
    """Who it is, and the ranks on both sides."""

    subject: str
    name: str
    group: str
    ranks: tuple[int | None, int | None]

    @property
    def places(self) -> int:
        """How many places up (positive) or down; 0 where there is no rank on one side."""
        old, new = self.ranks
        return 0 if old is None or new is None else old - new

    @property
    def has_new_rank(self) -> bool:
        return self.ranks[0] != self.ranks[1]


def in_order(plan: Plan) -> list[Subject]:
    """The roster group by group as the scheme has them, within a group in official order."""
    at = {group.name: place for place, group in enumerate(plan.groups)}
    return sorted(
        plan.facts.roster, key=lambda one: (at.get(one.group, len(at)), one.order, one.subject)
    )


def less(sides: tuple[str | None, str | None]) -> Fraction | None:
    """The new points less the old ones; None where one of them is not there.

    >>> less(("1.5", "2")), less((None, "2"))
    (Fraction(1, 2), None)
    """
    old, new = sides
    return None if old is None or new is None else Fraction(new) - Fraction(old)
