"""说得短的数: figures nobody wrote, such as rates and averages, cut to what an office writes; what somebody wrote stays.

The explanation keeps every digit. Where a cut figure would make the arithmetic beside it look wrong, it says 约.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from baton.scoring.result import Result

HERE = "told_figures"
USUAL = 2  # decimals where the office decided none
MOST = 4  # a rule of more digits than this cuts nowhere near
ABOUT = "约 "
CLOSER = re.compile(rf"(?<=[一-鿿]) {ABOUT}")
TRIFLE = Fraction(1, 10**6)  # endless figures are cut before they are told
LONG = re.compile(r"(?<![\d.])\d+\.\d{3,}(?!\d)(?P<points>(?= ?分))?")
FINE = re.compile(r"\d+\.\d{3,}")
CLAUSE = re.compile(r"[；，]|：")
EACH = re.compile(r"每 1 \S+ ")
TOKEN = re.compile(
    r"(?P<number>\d+(?:\.\d+)?)(?P<share> ?(?:%|个百分点))?|(?P<sign>[+−×÷])|(?P<open>（)|(?P<close>）)"
)
IDLE = re.compile(r"（[^\d（）]*）")  # a remark


@dataclass(frozen=True)
class Digits:
    """How an indicator's figures are told: decimals of points and of rates, and the long figures somebody wrote."""

    points: int = USUAL
    rates: int = USUAL
    written: frozenset[str] = frozenset()


class Manner:
    """How the figures of a result are told, indicator by indicator."""

    def __init__(self, result: Result) -> None:
        self._rulebook, self._items = result.plan.rulebook, result.plan.items
        self._of: dict[str, Digits] = {}
        self._figures: dict[str, set[str]] = defaultdict(set)
        self._agreed: dict[str, set[str]] = defaultdict(set)
        for line in result.plan.facts.observations:
            if line[4] is not None and is_long(line[4]):
                self._figures[line[1]].add(plain(line[4]))
        for (_, indicator), values in result.plan.facts.agreement.items():
            self._agreed[indicator].update(plain(one) for one in values.values() if one and is_long(one))  # fmt: skip

    @classmethod
    def for_result(cls, result: Result) -> Manner:
        """The manner kept with the result."""
        kept = vars(result)
        if HERE not in kept:
            kept[HERE] = cls(result)
        found: Manner = kept[HERE]
        return found

    def of(self, code: str) -> Digits:
        """As the rule book rounds an indicator, where it rounds anywhere near."""
        if code not in self._of:
            item = self._items[code]
            rules = self._rulebook["rounding"] | item["rounding"]
            points, rates = (rules[place]["places"] if rules[place] else MOST + 1 for place in ("item", "rate"))  # fmt: skip
            written = set(map(plain, FINE.findall(json.dumps(item, ensure_ascii=False))))
            written |= self._agreed[code].union(*(self._figures[one["item"]] for one in item["data"].values()))  # fmt: skip
            self._of[code] = Digits(min(points, MOST), _of_shares(rates), frozenset(written))  # fmt: skip
        return self._of[code]


def _of_shares(places: int) -> int:
    """The decimals of per cents where shares have so many; the usual ones where that was not decided.

    >>> _of_shares(6), _of_shares(4), _of_shares(2), _of_shares(10)
    (4, 2, 2, 2)
    """
    return max(USUAL, places - 2) if places - 2 <= MOST else USUAL


def is_long(figure: str) -> bool:
    """Whether a figure has more decimals than an office usually writes."""
    return len(figure.partition(".")[2]) > USUAL


def plain(figure: str) -> str:
    """Without noughts at the end, as explanations have it.

    >>> plain("37.1190"), plain("90"), plain("90.0")
    ('37.119', '90', '90')
    """
    return figure.rstrip("0").rstrip(".") if "." in figure else figure


def told_short(text: str, digits: Digits, *, near: tuple[str, ...] = ()) -> str:
    """A sentence with its reckoned figures cut; near: points that stand beside it, which say the same as the sentence.

    >>> told_short("完成率：70 篇 ÷ 目标 74 篇 = 94.5945945946%", Digits())
    '完成率：70 篇 ÷ 目标 74 篇 = 94.59%'
    >>> told_short("比起扣线 93.125% 低 1.045 个百分点，扣 0.209 分", Digits(written=frozenset({"93.125"})), near=("0.21",))
    '比起扣线 93.125% 低 1.05 个百分点，扣 0.21 分'
    >>> told_short("基础 60% + 浮动 40% × 13.3333333333% = 65.3333333333%", Digits())
    '基础 60% + 浮动 40% × 13.33% = 65.33%'
    >>> told_short("完成率：4.4444444444 篇 ÷ 目标 5 篇 = 88.8888888888%", Digits())
    '完成率：约 4.44 篇 ÷ 目标 5 篇 = 88.89%'
    >>> told_short("超 4.39 个百分点，每个加 0.02 分，应加 0.0878 分", Digits(), near=("10.09", "-0.09"))
    '超 4.39 个百分点，每个加 0.02 分，应加 0.09 分'
    """
    cuts = [_cut(text, digits, near, more) for more in range(MOST - USUAL + 1)]
    sound = [at for at, one in enumerate(_sums(text)) if _holds(one, TRIFLE)]
    for cut in cuts:
        sums = _sums(cut)
        if all(_holds(sums[at]) for at in sound):
            return cut
    return CLOSER.sub(ABOUT, _cut(text, digits, near, 0, about=True))


def figure_told(value: str, digits: Digits) -> str:
    """A figure by itself: as somebody wrote it, or cut where it was reckoned.

    >>> figure_told("4.4444444444", Digits()), figure_told("4.4444", Digits(written=frozenset({"4.4444"})))
    ('4.44', '4.4444')
    """
    return LONG.sub(lambda found: _figure(found[0], digits, digits.rates), value)


def _cut(
    text: str, digits: Digits, near: tuple[str, ...], more: int, *, about: bool = False
) -> str:
    """Every long figure with so many digits more than usual. about: what goes into a sum says that it was cut."""

    def cut(found: re.Match[str]) -> str:
        is_points = found["points"] is not None
        if is_points:
            beside = next((one for one in near if _says(found[0], one)), None)
            if beside is not None:
                return beside.lstrip(
                    "−-"
                )  # a gain is a loss below nought; the sentence has its own sign
        places = digits.points if is_points else digits.rates
        told = _figure(found[0], digits, min(places + more, MOST))
        goes_in = about and told != found[0] and not text[: found.start()].endswith("= ")
        return ABOUT + told if goes_in and not text[: found.start()].endswith(ABOUT) else told

    return LONG.sub(cut, text)


def _figure(figure: str, digits: Digits, places: int) -> str:
    """One figure; too small a one keeps its first digit."""
    if plain(figure) in digits.written:
        return figure
    exact = Decimal(figure)
    places = max(places, -exact.adjusted()) if exact else places
    return plain(f"{exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):f}")


def _says(figure: str, told: str) -> bool:
    """Whether a figure of points, rounded as the one beside it is, says the same."""
    beside = told.lstrip("−-")
    if not re.fullmatch(r"\d+(\.\d+)?", beside):
        return False
    unit = Fraction(1, 10 ** len(beside.partition(".")[2]))
    return abs(Fraction(figure) - Fraction(beside)) * 2 <= unit


def _sums(text: str) -> list[str]:
    """The clauses that reckon something."""
    return [one for one in CLAUSE.split(text) if " = " in one]


def _holds(clause: str, trifle: Fraction = Fraction(0)) -> bool:
    """Whether what stands left of the sign of equality comes to what stands right of it, as finely as that is written.

    What is no plain sum holds: nobody can add it up.
    """
    left, _, right = IDLE.sub("", EACH.sub("", clause)).rpartition(" = ")
    told = TOKEN.search(right.lstrip("−"))
    if told is None or told["number"] is None:
        return True
    wanted = Fraction(told["number"]) * (-1 if right.startswith("−") else 1)
    least = (
        1 if "×" in left or "÷" in left else USUAL
    )  # a rounded share may have lost its last nought
    unit = Fraction(1, 10 ** max(least, len(told["number"].partition(".")[2])))
    found = [_worth(left.rpartition(" = ")[2], share) for share in (Fraction(1, 100), Fraction(1))]
    if None in found:
        return True
    scales = (100, 1) if told["share"] else (1,)
    return any(
        one is not None and abs(one * scale - wanted) * 2 <= unit + trifle
        for one in found for scale in scales
    )  # fmt: skip


def _worth(sum_: str, share: Fraction) -> Fraction | None:
    """What a sum of plain figures comes to; None where it is none. share: what one per cent counts."""
    tokens = list(TOKEN.finditer(sum_))
    at = 0

    def peek(*kinds: str) -> str:
        return next((tokens[at][kind] for kind in kinds if at < len(tokens) and tokens[at][kind]), "")  # fmt: skip

    def one() -> Fraction:
        nonlocal at
        if peek("sign") == "−":
            at += 1
            return -one()
        if peek("open"):
            at += 1
            inner = added()
            if not peek("close"):
                raise ArithmeticError
            at += 1
            return inner
        if not peek("number"):
            raise ArithmeticError
        found = tokens[at]
        at += 1
        return Fraction(found["number"]) * (share if found["share"] else 1)

    def chained(part: Callable[[], Fraction], signs: str) -> Fraction:
        nonlocal at
        value = part()
        while (sign := peek("sign")) and sign in signs:
            at += 1
            other = part()
            value = _joined(sign, value, other)
        return value

    def added() -> Fraction:
        return chained(lambda: chained(one, "×÷"), "+−")

    try:
        value = added()
    except ArithmeticError:
        return None
    return value if at == len(tokens) else None


def _joined(sign: str, left: Fraction, right: Fraction) -> Fraction:
    if sign == "×":
        return left * right
    if sign == "÷":
        return left / right
    return left + right if sign == "+" else left - right
