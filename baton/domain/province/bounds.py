"""没有扣得比分值多的，也没有挽回得比扣的多的: what a note of points may say beside those that count already."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from baton.domain.province.models import ExamItem, ExamNote
from baton.domain.province.queries import expectation, staying, sum_of
from baton.domain.refusals import Refused

Kind = ExamNote.Kind


def check_sum(item: ExamItem, kind: str, points: str, includes_typed: bool | None) -> None:
    """Refused when more would be lost than there are points, or more won back than was lost.

    An item without points of its own (0) has no such ends.
    """
    if kind not in (Kind.DEDUCTION, Kind.RECOVERED) or not Fraction(item.full):
        return
    known, more = expectation(item), Fraction(points)
    if kind == Kind.RECOVERED and known.recovered + more > known.lost:
        raise Refused(_too_much_won(item, points, known.lost, known.recovered))
    lost = sum_of(staying(known.counting, includes_typed))
    if kind == Kind.DEDUCTION and lost + more > known.full:
        said = f"，已知扣了 {_plain(lost)} 分" if lost else ""
        raise Refused(
            f"“{item.name}”一共 {_plain(known.full)} 分{said}，再扣 {points} 分就比分值还多。请核对是不是多写了或写重了。"
        )


def _too_much_won(item: ExamItem, points: str, lost: Fraction, won: Fraction) -> str:
    if not lost:
        return f"“{item.name}”还没有记过已知扣分，谈不上挽回。请先记一笔已知扣分，再记挽回。"
    said = f"，已经挽回 {_plain(won)} 分" if won else ""
    return f"“{item.name}”已知扣 {_plain(lost)} 分{said}，挽回不会比扣的多。请核对 {points} 分是不是写对了。"


def _plain(value: Fraction) -> str:
    """Points as people write them; they come from decimal texts, so they end."""
    return f"{(Decimal(value.numerator) / Decimal(value.denominator)).normalize():f}"
