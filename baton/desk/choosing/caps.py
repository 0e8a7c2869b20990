"""封顶的原话: sentences that say how many points there are at most, beside the blank of a method that asks for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from baton.documents.names import normalised
from baton.documents.scheme_table import CAP, sayings
from baton.scoring.canonical import decimal_text

SHARES = {"completion": "封顶", "ratio_to_mean": "封顶"}  # of the full points
ADDED = {"over_fulfilment": "最多加"}
WHOLE = {
    "above_reference": "最高", "movement": "最高", "efficacy_fixed": "最高", "ledger": "合计不超过", "per_case": "本项封顶",
}  # fmt: skip
OVER_ALL = ("ledger", "per_case")  # where what is added is all there is
PLACES = 6


@dataclass(frozen=True)
class Quoted:
    """A sentence beside a blank, where it stands, and what it would fill in; "" where that can't be told."""

    label: str
    quote: str
    where: str
    value: str


def caps_told(
    method: str, name: str, texts: Iterable[tuple[str, str]], points: str
) -> dict[str, list[Quoted]]:
    """By blank, the sentences that seem to say its cap. texts: (where, text), of which those of the whole scheme count where
    they name the indicator. points: the indicator's full points, "" where they are agreed.

    >>> [one.value for one in caps_told("per_case", "信访", [("", "每件扣1分，累计不超过5分。")], "10")["本项封顶"]]
    ['5分']
    """
    label = SHARES.get(method) or ADDED.get(method) or WHOLE.get(method)
    found: dict[tuple[str, str], Quoted] = {}
    for where, text in texts if label else ():
        for one in sayings(text):
            if one.about == CAP and (not where or normalised(name) in normalised(one.quote)):
                value = _value(method, one.way, points)
                assert label is not None
                found.setdefault((one.quote, value), Quoted(label, one.quote, where, value))
    return {label: list(found.values())} if label and found else {}


def _value(method: str, way: str, points: str) -> str:
    """5分 or 150%, as the blank takes it."""
    is_added, most = way.startswith("+"), Fraction(way.removeprefix("+"))
    full = Fraction(points) if points else Fraction(0)
    if method in OVER_ALL:
        return f"{_plain(most)}分"
    if method in ADDED:
        more = most if is_added else most - full
        return f"{_plain(more)}分" if more > 0 and (is_added or full) else ""
    whole = most + full if is_added else most
    if method not in SHARES:
        return f"{_plain(whole)}分" if full or not is_added else ""
    share = whole / full * 100 if full else Fraction(0)
    return f"{_plain(share)}%" if share >= 100 and (share * 100).denominator == 1 else ""


def _plain(value: Fraction) -> str:
    return decimal_text(int(value * 10**PLACES), PLACES)
