"""Charts drawn on the server as SVG; geometry stands in attributes, so the content policy stays strict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil, floor


@dataclass(frozen=True)
class Dot:
    """One row of a dot chart: where the point and the hollow point before stand, in per cent of the axis."""

    now: str
    before: str


@dataclass(frozen=True)
class Dots:
    """A dot chart on one stated axis."""

    low: int
    high: int
    rows: list[Dot]

    def at(self, value: str | None) -> str:
        """Where a value stands on the axis; empty for none."""
        return _at(value or None, self.low, self.high)


def dots(rows: Sequence[tuple[str | None, str | None]]) -> Dots:
    """Totals and totals before, on an axis of whole points that holds all of them."""
    values = [Decimal(value) for pair in rows for value in pair if value is not None]
    if not values:
        return Dots(0, 100, [Dot("", "") for _ in rows])
    low, high = floor(min(values)), ceil(max(values))
    high = high if high > low else low + 1
    return Dots(
        low, high, [Dot(_at(now, low, high), _at(before, low, high)) for now, before in rows]
    )


def _at(value: str | None, low: int, high: int) -> str:
    if value is None:
        return ""
    return format(2 + (Decimal(value) - low) / (high - low) * 96, ".1f")
