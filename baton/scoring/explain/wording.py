"""Words and figures of an explanation: exact numbers as decimal text, states and policies in Chinese."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from baton.scoring.canonical import decimal_text, parse_decimal
from baton.scoring.columns import CARRY, Rounding, divide

STATE_WORDS = {
    "reported": "已报",
    "excused": "单列(不可抗力等)",
    "not_applicable": "无此任务",
    "not_yet": "未报未测",
    "pending": "待定",
    "missing": "缺报",
}
STATUS_WORDS = {"complete": "已出数", "open": "未出数", "dropped": "无此任务"}
DECISION_WORDS = {
    "accepted": "已认定",
    "pending": "未认定",
    "rejected": "不予认定",
    "exempted": "已免责",
}
ROLE_WORDS = {"ordinary": "计分", "bonus": "加分", "deduction": "扣分"}


def fraction(text: str | int) -> Fraction:
    """Decimal text as an exact fraction; results may have more places than facts may.

    >>> fraction("5.63"), fraction("-0.1234567891")
    (Fraction(563, 100), Fraction(-1234567891, 10000000000))
    """
    return Fraction(text)


def figure(value: Fraction) -> str:
    """An exact number: decimal text, or a fraction where no decimal is exact.

    >>> figure(Fraction(1, 8)), figure(Fraction(-20, 3)), figure(Fraction(7))
    ('0.125', '-20/3', '7')
    """
    rest, twos, fives = value.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        return f"{value.numerator}/{value.denominator}"
    places = max(twos, fives)
    return decimal_text(value.numerator * 10**places // value.denominator, places)


def about(value: Fraction, places: int = 4) -> str:
    """A number for reading along: exact where it is short, else cut and marked with 约.

    >>> about(Fraction(1, 8)), about(Fraction(10, 7))
    ('0.125', '约 1.4286')
    """
    short = cut(value, Rounding(places))
    return figure(value) if short == value else f"约 {figure(short)}"


def percent(value: Fraction) -> str:
    """A ratio in per cent.

    >>> percent(Fraction(9391, 10000))
    '93.91%'
    """
    return figure(value * 100) + "%"


def cut(value: Fraction, rounding: Rounding = CARRY) -> Fraction:
    """The value at the places of ``rounding`` (semantics §1).

    >>> cut(Fraction(2, 3), Rounding(2)), cut(Fraction(-1, 8), Rounding(2, "down"))
    (Fraction(67, 100), Fraction(-3, 25))
    """
    scale = 10**rounding.places
    whole = divide(value.numerator * scale, value.denominator, rounding.mode)
    return Fraction(whole, scale)


def limit(text: str | None) -> Fraction | None:
    """A bound of the rule book, None where there is none."""
    return None if text is None else Fraction(*_over(text))


def signed(value: Fraction) -> str:
    """A number put behind a plus sign: negative ones stand in brackets.

    >>> signed(Fraction(-1, 2)), signed(Fraction(1, 2))
    ('(-0.5)', '0.5')
    """
    return f"({figure(value)})" if value < 0 else figure(value)


def joined(values: list[Fraction], sign: str = " + ") -> str:
    """Numbers put together by one sign."""
    return sign.join(signed(value) if i else figure(value) for i, value in enumerate(values))


def named(code: str, name: str) -> str:
    """A code with its name, once where they are the same; two Chinese ones must not read as one word.

    >>> named("F01", "财政收入"), named("党建", "党建"), named("发展", "高质量发展")
    ('F01 财政收入', '党建', '高质量发展(发展)')
    """
    if not name or name == code:
        return code
    return f"{code} {name}" if code.isascii() else f"{name}({code})"


def step(label: str, text: str, value: Fraction | None = None, note: str = "") -> dict[str, Any]:
    """One step of an explanation."""
    return {
        "label": label,
        "text": text,
        "value": None if value is None else figure(value),
        "cut": note,
    }


def got(name: str) -> str:
    """What got points, so that the points can follow; whose name says so already says it once.

    >>> got("财政收入"), got("党建得分")
    ('财政收入得', '党建得分')
    """
    return name if name.endswith("得分") else f"{name}得"


ROUNDINGS = frozenset({"取舍", "总分取舍"})


def folded(steps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Steps without the roundings that change nothing."""
    found: list[dict[str, Any]] = []
    for one in steps:
        idle = one["label"] in ROUNDINGS and found and found[-1]["value"] == one["value"]
        if not idle or one["value"] is None:
            found.append(one)
    return found


def _over(text: str) -> tuple[int, int]:
    numerator, places = parse_decimal(text)
    return int(numerator), 10**places
