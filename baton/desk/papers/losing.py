"""失了多少分: each unit's losses as its own account has them, so that what papers say adds up to what the board says."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction

from baton.scoring.explain import explain
from baton.scoring.result import Result

SAID = {"score", "veto", "open", "coefficient", "node", "bonus"}


@dataclass(frozen=True)
class Losses:
    """What a unit lost by indicator, by coefficient and otherwise; points as they weigh in the total.

    rescaled: of the rest, what making up for missing tasks took, by the part where that was done.
    """

    items: dict[str, Fraction]
    coefficients: dict[str, Fraction]
    bonuses: dict[str, Fraction]
    rest: dict[str, Fraction]
    full: Fraction
    rescaled: dict[str, Fraction]

    @property
    def all(self) -> dict[str, Fraction]:
        """Indicators and coefficients together."""
        return {**self.items, **self.coefficients}


def losses_of(result: Result, subject: str) -> Losses:
    """The account of a unit's total, sorted by what a paper tells apart."""
    told = explain(result, subject).data()
    items, coefficients, bonuses, rest, shifts = (
        defaultdict[str, Fraction](Fraction) for _ in range(5)
    )
    own = result.plan.items.keys() | result.plan.nodes.keys()
    for line in told["losses"]:
        points = Fraction(line["points"])
        if line["reason"] == "coefficient":
            coefficients[line["code"]] += points
        elif line["reason"] == "bonus":
            bonuses[line["code"]] += points
        elif line["reason"] in SAID and line["code"] in own and line["name"] != "总分封顶":
            items[line["code"]] += points
        else:
            rest[line["reason_words"]] += points
            if line["reason"] == "rescale":
                shifts[line["code"]] += points
    full = Fraction(told["full"] or 0)
    return Losses(dict(items), dict(coefficients), dict(bonuses), dict(rest), full, dict(shifts))
