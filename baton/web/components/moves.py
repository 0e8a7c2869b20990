"""A unit's move between two results, as pages show it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from baton.documents.comparing import Move


@dataclass(frozen=True)
class Moved:
    """One unit's move: ranks, the four parts of the change, and the change of the total."""

    subject: str
    name: str
    ranks: str
    arrow: str
    parts: list[str]
    total: str


def moved(move: Move) -> Moved:
    """A move in words and signs."""
    total = None
    if move.old is not None and move.new is not None:
        total = Fraction(move.new) - Fraction(move.old)
    parts = (move.rule, move.figures, move.events, move.cohort)
    return Moved(
        move.subject, move.name, f"{move.old_rank or '—'} → {move.new_rank or '—'}", _arrow(move),
        [_signed(part) for part in parts], _signed(total),
    )  # fmt: skip


def _arrow(move: Move) -> str:
    if move.old_rank is None or move.new_rank is None or move.old_rank == move.new_rank:
        return ""
    up = move.old_rank - move.new_rank
    return f"↑ {up} 位" if up > 0 else f"↓ {-up} 位"


def _signed(value: Fraction | None) -> str:
    if value is None:
        return "—"
    if not value:
        return "0"
    number = Decimal(abs(value).numerator) / Decimal(abs(value).denominator)
    return ("+" if value > 0 else "−") + format(number, "f")
