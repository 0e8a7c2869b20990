"""One entry per cell: state, outcome, score and full points, and who counts for cohort statistics."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from baton.scoring.columns import Array, Column, Mask
from baton.scoring.plan import Plan

OUTCOMES = ("scored", "imputed", "dropped", "unscored", "open", "vetoed")
SCORED, IMPUTED, DROPPED, UNSCORED, OPEN, VETOED = range(6)


@dataclass
class Idle:
    """Cells without a method's score, ordered by row.

    ``at``: the number of the node that makes up for the cell, −1 where none does; ``ordinary``: no bonus.
    """

    cells: Array
    rows: Array
    at: Array
    ordinary: Mask


@dataclass
class Scores:
    """State after the method, outcome, score (zero where there is none), full points, cohort membership.

    ``idle`` lists the cells without a method's score, None when there are none.
    """

    state: Array
    outcome: Array
    score: Column
    points: Column
    cohort: Array
    idle: Idle | None = None


@dataclass
class Standing:
    """Who of the rows is vetoed or listed separately, and what the cohort setting makes of it."""

    outside: Array

    @classmethod
    def of(cls, plan: Plan, vetoed: Array) -> Standing:
        """Rows that cohort statistics leave out."""
        outside = np.zeros(len(plan.rows), dtype=bool)
        if plan.rulebook["cohort"]["vetoed"] == "exclude":
            outside |= vetoed
        if plan.rulebook["cohort"]["separate"] == "exclude":
            outside |= ~plan.is_ranked
        return cls(outside)
