"""差一百倍: a line that is a hundredth, or the hundredfold, of every figure it is held against."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from baton.scoring.canonical import decimal_text
from baton.scoring.facts import OBSERVATIONS
from baton.scoring.rulebook import METHODS

Book = dict[str, Any]
LINES = {"threshold", "bad", "good", "zero_at", "full_at", "low", "high"}
LEAST, FROM, TO = 3, 50, 200  # figures that make a picture; how far off looks like a hundred
MOST_SHARE = 2  # a rate up to here looks like a share of one: 0.95, 1.2


def off_scale(book: Book, facts: Book, code: str) -> list[str]:
    """A sentence for each line of an indicator that no figure at hand is near, since a per cent was written as a decimal."""
    item = next(one for one in book["items"] if one["code"] == code)
    if item["params"].get("measure") == "completion":
        return _of_targets(item)
    figures = _figures(facts, {one["item"] for one in item["data"].values()})
    unit = next((one.get("unit", "") for one in book["data"] for own in item["data"].values() if one["code"] == own["item"]), "")  # fmt: skip
    found = []
    for field in METHODS[item["method"]].fields:
        line = item["params"].get(field.key)
        if field.key in LINES and isinstance(line, str) and Fraction(line):
            found += _told(field.label, Fraction(line), line, figures, unit)
    return found


def _of_targets(item: Book) -> list[str]:
    """A line for a completion rate, which is in per cent, that nobody means: 0.95 is 0.95 %, whatever the figures are."""
    fields = {field.key: field.label for field in METHODS[item["method"]].fields}
    lines = [(fields[key], item["params"].get(key)) for key in sorted(LINES & fields.keys())]
    tiers = item["params"].get("tiers") if "tiers" in fields else None
    lines += [(fields["tiers"], tier["from"]) for tier in tiers or ()]
    told = dict.fromkeys(
        (label, line) for label, line in lines if isinstance(line, str) and 0 < Fraction(line) <= MOST_SHARE
    )  # fmt: skip
    return [
        f"“{label}”写的是 {line}：比的是完成率，{line} 就是 {line}%；是 {_plain(Fraction(line) * 100)}% 的，请写成“{_plain(Fraction(line) * 100)}%”。"
        for label, line in told
    ]


def _figures(facts: Book, items: set[str]) -> list[Fraction]:
    columns = facts["observations"]["columns"]
    at = {name: columns.index(name) for name in OBSERVATIONS}
    return [
        Fraction(row[at["value"]])
        for row in facts["observations"]["rows"]
        if row[at["item"]] in items and row[at["value"]] is not None and not row[at["key"]]
    ]


def _told(label: str, line: Fraction, written: str, figures: list[Fraction], unit: str) -> list[str]:  # fmt: skip
    if len(figures) < LEAST:
        return []
    ratios = [abs(one / line) for one in figures]
    least, most = _plain(min(figures)), _plain(max(figures))
    said = f"“{label}”写的是 {written}，报来的 {len(figures)} 个数在 {least} 到 {most} 之间，差约一百倍"
    if all(FROM <= one <= TO for one in ratios):
        sign = "%" if unit == "%" else ""
        return [f"{said}：是 {_plain(line * 100)}{sign} 的，请写成“{_plain(line * 100)}{sign}”。"]
    if all(one and FROM <= 1 / one <= TO for one in ratios):
        return [f"{said}：数像是写成了小数，请核对是哪一边写错了。"]
    return []


def _plain(value: Fraction) -> str:
    return decimal_text(int(value * 10**6), 6)
