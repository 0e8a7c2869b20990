"""像样的偶然: numbers that look accidental and are the same on every machine, drawn from a hash of their name."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from decimal import Decimal
from typing import TypeVar

SEED = "云州市2026"
T = TypeVar("T")


def draw(name: str, below: int) -> int:
    """A whole number from 0 up to, not including, `below`."""
    found = hashlib.sha256(f"{SEED}|{name}".encode()).digest()
    return int.from_bytes(found[:8], "big") % below


def between(name: str, low: str, high: str, places: int = 2) -> Decimal:
    """A decimal in [low, high] with so many places."""
    unit = 10**places
    first, last = int(Decimal(low) * unit), int(Decimal(high) * unit)
    return Decimal(first + draw(name, last - first + 1)).scaleb(-places)


def choose(name: str, things: Sequence[T]) -> T:
    """One of several things."""
    return things[draw(name, len(things))]


def sample(name: str, things: Sequence[T], count: int) -> list[T]:
    """So many different things, in their own order."""
    order = sorted(range(len(things)), key=lambda at: draw(f"{name}|{at}", 1 << 60))
    return [things[at] for at in sorted(order[:count])]
