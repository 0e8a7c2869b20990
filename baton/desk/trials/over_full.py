"""得分超过分值: where an ordinary indicator gives more than its points, which a rule may mean or a slip may cause."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction

from baton.scoring.result import Result
from baton.scoring.scores import DROPPED, OPEN, UNSCORED

WITHOUT = {DROPPED, UNSCORED, OPEN}


@dataclass(frozen=True)
class OverFull:
    """One indicator in one group: how many have more than its points, and who has most; points as fractions."""

    code: str
    name: str
    group: str
    count: int
    most: str
    score: Fraction
    full: Fraction


def over_full(result: Result, only: str = "") -> list[OverFull]:
    """Indicators whose score exceeds their points, the widest first; bonuses and deductions have no such points.

    only: look at this indicator alone.
    """
    plan, scores = result.plan, result.scores
    found: dict[tuple[str, str], list[tuple[Fraction, Fraction, str]]] = defaultdict(list)
    for code, (start, stop) in plan.cells_of.items():
        if plan.items[code]["role"] != "ordinary" or (only and code != only):
            continue
        for cell in range(start, stop):
            if scores.outcome[cell] in WITHOUT:
                continue
            got, full = scores.score.ratio(cell), scores.points.ratio(cell)
            if got[0] * 10 ** full[1] > full[0] * 10 ** got[1]:
                row = int(plan.cell_row[cell])
                group = plan.groups[int(plan.group_of_row[row])].name
                found[code, group].append((_exact(got), _exact(full), plan.rows[row].subject))
    names = {one.subject: one.name for one in plan.facts.roster}
    told = []
    for (code, group), own in found.items():
        score, full, subject = max(own, key=lambda one: (one[0] - one[1], one[2]))
        told.append(OverFull(code, plan.items[code]["name"], group, len(own), names[subject], score, full))  # fmt: skip
    return sorted(told, key=lambda one: (one.full - one.score, one.code, one.group))


def _exact(ratio: tuple[int, int]) -> Fraction:
    return Fraction(ratio[0], 10 ** ratio[1])
