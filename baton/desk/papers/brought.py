"""折算成百分的失分: losses that weigh × 100/40 have no end of decimals; each is told with those of totals, and they add up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction


def as_totals(points: Mapping[int, Fraction], goal: Fraction, places: int) -> dict[int, Fraction]:
    """The same points with so many decimals, so that they come to the goal; as they are where roundings alone can't do that.

    >>> found = as_totals({1: Fraction(70, 3), 4: Fraction(20, 3), 5: Fraction(10, 3)}, Fraction("33.33"), 2)
    >>> {at: str(float(one)) for at, one in found.items()}
    {1: '23.33', 4: '6.67', 5: '3.33'}
    >>> as_totals({1: Fraction(1, 3)}, Fraction(5), 2)
    {1: Fraction(1, 3)}
    """
    unit = Fraction(1, 10**places)
    found = {at: one // unit * unit for at, one in points.items()}
    rest = (goal - sum(found.values(), Fraction(0))) / unit
    loose = sorted((at for at in points if points[at] != found[at]), key=lambda at: found[at] - points[at])  # fmt: skip
    if rest.denominator != 1 or not 0 <= rest <= len(loose):
        return dict(points)
    for at in loose[: int(rest)]:
        found[at] += unit
    return found


def summed(points: Mapping[int, Fraction], spans: Sequence[tuple[int, int]]) -> dict[int, Fraction]:
    """What stands in the rows of sums: by the row, the points from the first row of its part up to it."""
    return {
        end: sum((one for at, one in points.items() if start <= at < end), Fraction(0))
        for start, end in spans
    }
