"""几票合成一个分: some of the highest and the lowest are left out, the rest are averaged, exactly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from baton.domain.hearings.models import Hearing
from baton.scoring.canonical import decimal_text
from baton.scoring.division import divide


@dataclass(frozen=True)
class Outcome:
    """What a unit's slips come to. mean: as announced; score: the mean, or what it is turned into."""

    count: int
    highest: tuple[str, ...]
    lowest: tuple[str, ...]
    mean: str
    score: str


def combined(scores: Sequence[str], hearing: Hearing) -> Outcome | None:
    """The outcome of one unit's slips; None where nothing is left to average.

    >>> rule = Hearing(drop_high=1, drop_low=1, decimals=2, highest="100")
    >>> combined(["90", "80", "91.5", "99"], rule)
    Outcome(count=4, highest=('99',), lowest=('80',), mean='90.75', score='90.75')
    >>> rule.full = "5"
    >>> combined(["90", "80", "91.5", "99"], rule).score, combined(["90", "80"], rule)
    ('4.54', None)
    """
    lined = sorted(scores, key=Decimal)
    end = len(lined) - hearing.drop_high
    kept = lined[hearing.drop_low : max(end, 0)]
    if not kept:
        return None
    mean = rounded(sum(map(Fraction, kept), Fraction(0)) / len(kept), hearing.decimals)
    score = mean
    if hearing.full:
        share = Fraction(mean) / Fraction(hearing.highest)
        score = rounded(share * Fraction(hearing.full), hearing.decimals)
    return Outcome(len(lined), tuple(lined[max(end, 0) :]), tuple(lined[: hearing.drop_low]), mean, score)  # fmt: skip


def rounded(value: Fraction, places: int) -> str:
    """四舍五入 to so many decimals, as canonical text.

    >>> rounded(Fraction("90.125"), 2), rounded(Fraction(90), 2)
    ('90.13', '90')
    """
    top = value.numerator * 10**places
    return decimal_text(divide(top, value.denominator, "half_up"), places)


def told(outcome: Outcome, hearing: Hearing) -> str:
    """How the score came about, as the explanation says it.

    >>> rule = Hearing(drop_high=1, drop_low=1, decimals=2, highest="100")
    >>> told(combined(["90", "80", "91.5", "99"], rule), rule)
    '4 票，去掉最高最低各 1，平均 90.75'
    """
    parts = [f"{outcome.count} 票", *_dropped(hearing), f"平均 {outcome.mean}"]
    if hearing.full:
        parts.append(f"按满分 {hearing.full} 分折算 {outcome.score}")
    return "，".join(parts)


def rule_words(hearing: Hearing) -> str:
    """The rule before anything was counted.

    >>> rule_words(Hearing(drop_high=2, drop_low=1, decimals=2, highest="100", full="5"))
    '去掉最高 2 个、最低 1 个，其余平均，保留 2 位小数，再按满分 5 分折算'
    """
    dropped = _dropped(hearing)
    parts = [*dropped, "其余平均" if dropped else "全部平均", f"保留 {hearing.decimals} 位小数"]
    if hearing.full:
        parts.append(f"再按满分 {hearing.full} 分折算")
    return "，".join(parts)


def _dropped(hearing: Hearing) -> list[str]:
    high, low = hearing.drop_high, hearing.drop_low
    if high and high == low:
        return [f"去掉最高最低各 {high}"]
    words = [f"{word} {many} 个" for word, many in (("最高", high), ("最低", low)) if many]
    return ["去掉" + "、".join(words)] if words else []
