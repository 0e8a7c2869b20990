"""Ranks are computed, never typed: main value, tie-break keys, competition or dense (semantics §9)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

Value = Fraction | None
Key = tuple[Any, ...]


@dataclass
class Standing:
    """One ranked subject: sort key (smaller is better), main value and the grades' further keys."""

    subject: str
    main: Fraction
    key: Key
    grade_key: Key = ()


def sort_key(value: Value, order: str) -> Key:
    """A part of a sort key; a missing value comes last whichever way the key runs."""
    if value is None:
        return (1, Fraction(0))
    return (0, -value if order == "desc" else value)


def ranks(standings: list[Standing], style: str) -> dict[str, int]:
    """Competition (1-2-2-4) or dense (1-2-2-3) ranks; equal keys share a rank.

    >>> from fractions import Fraction
    >>> names = [Standing(n, Fraction(v), ((0, Fraction(-v)),)) for n, v in zip("甲乙丙丁", (9, 8, 8, 7))]
    >>> ranks(names, "competition"), ranks(names, "dense")
    ({'甲': 1, '乙': 2, '丙': 2, '丁': 4}, {'甲': 1, '乙': 2, '丙': 2, '丁': 3})
    """
    found: dict[str, int] = {}
    rank, distinct, last = 0, 0, None
    for place, standing in enumerate(sorted(standings, key=lambda s: s.key), start=1):
        if standing.key != last:
            distinct += 1
            rank, last = (place if style == "competition" else distinct), standing.key
        found[standing.subject] = rank
    return found
