"""等次的分数线: how far somebody is below it, where the line and not the places decides."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_UP, Decimal
from fractions import Fraction

from baton.desk.looks.ties import entry_of
from baton.scoring.result import Line, Result

PLACES = Decimal("0.0001")


@dataclass(frozen=True)
class Short:
    """What is missing to a grade's line, as people write both."""

    line: str
    points: Fraction

    @property
    def told(self) -> str:
        return points_told(self.points)


def short_of(result: Result, line: Line, grade: str | None) -> Short | None:
    """How far a ranked subject is below the line of a grade.

    None where the grade has no line or it is reached, and where all its places are taken: then it is they that decide.
    """
    entry = entry_of(result, line.group)
    rules = entry["grades"]
    level = next((one for one in rules["levels"] if one["grade"] == grade), None) if rules else None
    main = line.total if entry["ranking"]["on"] == "rounded" else line.carried
    if level is None or level["at_least"] is None or main is None:
        return None
    quota = result.quotas.get(line.group, {}).get(level["grade"])
    used = sum(one.grade == grade for one in result.lines.values() if one.group == line.group)
    if quota is not None and used >= quota:
        return None
    missing = Fraction(level["at_least"]) - Fraction(main)
    return Short(points_told(Fraction(level["at_least"])), missing) if missing > 0 else None


def points_told(points: Fraction) -> str:
    """Points to four decimals at most and without zeros at their end; the least that is left is not told as nothing.

    >>> points_told(Fraction("5.7000")), points_told(Fraction(75)), points_told(Fraction("0.00001"))
    ('5.7', '75', '0.0001')
    """
    exact = Decimal(points.numerator) / Decimal(points.denominator)
    cut = exact.quantize(PLACES) or exact.quantize(PLACES, ROUND_UP)
    return f"{cut.normalize():f}"
