"""差一百倍、差上千倍: a line that is a hundredth, or the hundredfold, of every figure it is held against, or is told in another unit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from baton.desk.intake.sheet_scales import FAR, FEWEST, MOST, targets_of
from baton.scoring.canonical import decimal_text
from baton.scoring.explain.figures import held_against
from baton.scoring.facts import AGREEMENT
from baton.scoring.rulebook import METHODS

Book = dict[str, Any]
LINES = {"threshold", "bad", "good", "zero_at", "full_at", "low", "high"}
LEAST, FROM, TO = 3, 50, 200  # figures that make a picture; how far off looks like a hundred
NUMBER = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)  # a date or a grade is none
MOST_SHARE = 2  # a rate up to here looks like a share of one: 0.95, 1.2


def off_scale(book: Book, facts: Book, code: str) -> list[str]:
    """A sentence for each line of an indicator that no figure at hand is near, since a per cent was written as a decimal."""
    item = next(one for one in book["items"] if one["code"] == code)
    far = far_off(book, facts, item)
    if item["params"].get("measure") == "completion":
        return _of_targets(item) + far
    figures = _figures(facts, {one["item"] for one in item["data"].values()})
    unit = next((one.get("unit", "") for one in book["data"] for own in item["data"].values() if one["code"] == own["item"]), "")  # fmt: skip
    found = []
    for field in METHODS[item["method"]].fields:
        line = item["params"].get(field.key)
        if field.key in LINES and isinstance(line, str) and Fraction(line):
            found += _told(field.label, Fraction(line), line, figures, unit)
    return found or far


def far_off(book: Book, facts: Book, item: Book) -> list[str]:
    """A sentence where targets, or all of an indicator's lines, are so far from its figures that they can't be in one unit.

    No indicator is fulfilled five hundred times over, or by a five-hundredth, everywhere.
    """
    rows = _rows(facts)
    agreed: dict[tuple[str, str], dict[str, str]] = {}
    for subject, code, name, value in _table(facts, "agreement", AGREEMENT):
        agreed.setdefault((subject, code), {})[name] = value
    everybody = {(subject, item["code"]): {} for subject, _, _ in rows} | agreed
    targets = targets_of({"items": [item]}, everybody)
    pairs = [(value, Fraction(line)) for subject, data, value in rows if (line := targets.get((subject, data)))]  # fmt: skip
    if pairs:
        return _told_far("目标", pairs, book, item)
    own = {entry["item"] for entry in item["data"].values()}
    lines = [(label, Fraction(line)) for key, label in held_against(item).items() if isinstance(line := item["params"].get(key), str)]  # fmt: skip
    found = [
        _told_far(label, [(value, line) for _, data, value in rows if data in own], book, item) for label, line in lines
    ]  # fmt: skip
    return found[0] if found and all(found) else []


def _told_far(label: str, pairs: list[tuple[Fraction, Fraction]], book: Book, item: Book) -> list[str]:  # fmt: skip
    ratios = sorted(value / line for value, line in pairs if value > 0 and line > 0)
    if len(ratios) < FEWEST or len(ratios) < len(pairs) * MOST:
        return []
    far = sum(one >= FAR for one in ratios), sum(one * FAR <= 1 for one in ratios)
    if max(far) < len(ratios) * MOST:
        return []
    times = round(ratios[len(ratios) // 2] if far[0] >= far[1] else 1 / ratios[len(ratios) // 2])
    off = f"是它的 {times} 倍上下" if far[0] >= far[1] else f"只有它的 {times} 分之一上下"
    own = {entry["item"] for entry in item["data"].values()}
    unit = next((one.get("unit", "") for one in book["data"] if one["code"] in own), "")
    by = f"这些数按{unit}报，" if unit else ""
    figures, lines = [value for value, _ in pairs], [line for _, line in pairs]
    told = f"报来的 {len(pairs)} 个数{_span(figures, '在 {} 到 {} 之间', '都是 {}')}，{off}"
    line = _span(lines, "在 {} 到 {} 之间", "是 {}")
    return [f"“{label}”{line}，{told}，像是计量单位不同：{by}请核对“{label}”和数各是什么计量单位。"]


def _span(values: list[Fraction], between: str, same: str) -> str:
    least, most = _plain(min(values)), _plain(max(values))
    return same.format(least) if least == most else between.format(least, most)


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
    return [value for _, item, value in _rows(facts) if item in items]


def _rows(facts: Book) -> list[tuple[str, str, Fraction]]:
    """Unit, data item and figure of all that was reported, but for what is counted by level."""
    names = ("subject", "item", "key", "value")
    return [
        (subject, item, Fraction(value))
        for subject, item, key, value in _table(facts, "observations", names)
        if value is not None and not key and NUMBER.fullmatch(value)
    ]


def _table(facts: Book, name: str, columns: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """Some columns of one of the tables of facts, row by row."""
    at = [facts[name]["columns"].index(column) for column in columns]
    return (tuple(row[place] for place in at) for row in facts[name]["rows"])


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
