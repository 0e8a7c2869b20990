"""整列差一万倍: figures a ten-thousandth of their targets, or of last year's, were written in another unit; asked, never converted in silence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from math import log10
from typing import Any

from baton.desk.intake.arrivals import Read
from baton.desk.intake.sheet_answers import AS_IS, CONVERT, MEASURE, SCALE, Answers
from baton.desk.intake.sheet_measures import Line, convert, plain
from baton.desk.intake.sheet_shares import settle_shares
from baton.desk.questions import Answer, Question
from baton.documents.numbers import PERCENT_UNITS, rescaled
from baton.documents.observations import ItemInfo, KnownNames

Figures = Mapping[tuple[str, str], str]
FAR = 500  # times as much, or as little; no indicator is fulfilled so, nor grows so, in a whole column
MOST = Fraction(4, 5)  # of the figures that have to be so far off
FEWEST = 2
_WORDS = {3: "千", 4: "万", 5: "十万", 6: "百万", 7: "千万", 8: "亿"}


def targets_of(book: Mapping[str, Any], agreement: Mapping[tuple[str, str], Mapping[str, str | None]]) -> dict[tuple[str, str], str]:  # fmt: skip
    """By unit and data item the target its figure is held against; only of what has one input, or one for each part."""
    found: dict[tuple[str, str], str] = {}
    agreed: dict[str, list[tuple[str, Mapping[str, str | None]]]] = {}
    for (subject, code), values in agreement.items():
        agreed.setdefault(code, []).append((subject, values))
    for item in book["items"]:
        params, data = item["params"], item["data"]
        asked = [(data["x"], params.get("target"))] if set(data) == {"x"} else []
        asked += [(data.get(part.get("data")), part.get("target")) for part in params.get("parts") or () if isinstance(part, dict)]  # fmt: skip
        for entry, target in asked:
            if entry is None or target is None:
                continue
            for subject, values in agreed.get(item["code"], ()):
                value = values.get(target["field"]) if isinstance(target, dict) else target
                if value:
                    found[subject, entry["item"]] = str(value)
    return found


def settle_scales(
    read: Read, answers: Answers, known: KnownNames, beside: Sequence[tuple[str, Figures]]
) -> list[Question]:
    """Convert what a clerk said is to be converted; give the questions that nobody answered yet.

    beside: what figures are held against, 目标 or 上年同期, and the figures; the first that tells of an item counts.
    """
    asks: list[Question] = []
    for item, lines in _lines(read, answers, known).items():
        for word, figures in beside:
            power = _off(lines, figures)
            if power:
                asks += _settle(read, answers, known.items[item], item, lines, power, word, figures)
                break
            if any((line[0], item) in figures for line in lines):
                break
    return asks + settle_shares(read, answers, known)


def _lines(read: Read, answers: Answers, known: KnownNames) -> dict[str, list[Line]]:
    """Figures above zero by item, where their unit of measure isn't a question of its own, or was one."""
    settled = {one.written.partition("|")[0] for one in answers.used if one.what == MEASURE}
    found: dict[str, list[Line]] = {}
    for line, written in zip(read.cells, read.measure, strict=True):
        info = known.items[line[1]]
        is_asked = bool(written) and written != info.unit and line[1] not in settled
        if info.kind == "number" and info.unit not in PERCENT_UNITS and not info.full:
            lines = found.setdefault(line[1], [])
            if line[4] is not None and not is_asked and Decimal(line[4]) > 0:
                lines.append(line)
    confirmed = {
        one.written.partition("|")[0] for one in answers.used if (one.what, one.value) == (MEASURE, AS_IS)
    }  # fmt: skip
    return {item: lines for item, lines in found.items() if item not in confirmed}


def _off(lines: Sequence[Line], figures: Figures) -> int:
    """Powers of ten that a column is off by, 4 for a ten-thousandth of what it should be; 0 where it isn't."""
    ratios = sorted(
        Fraction(line[4]) / Fraction(was)
        for line in lines
        if (was := figures.get((line[0], line[1]))) and Fraction(was) > 0
    )
    if len(ratios) < FEWEST:
        return 0
    small, large = (sum(one * FAR <= 1 for one in ratios), sum(one >= FAR for one in ratios))
    if max(small, large) < MOST * len(ratios):
        return 0
    return -round(log10(ratios[len(ratios) // 2]))


def _settle(
    read: Read, answers: Answers, info: ItemInfo, item: str, lines: list[Line], power: int, word: str, figures: Figures
) -> list[Question]:  # fmt: skip
    said, times = answers.of(SCALE, item), _WORDS.get(abs(power), f"10 的 {abs(power)} 次方")
    off = f"{word}的{times}分之一" if power > 0 else f"{word}的一{times}倍"
    if said == CONVERT:
        how = f"{'乘' if power > 0 else '除以'} {10 ** abs(power)}"
        convert(read, lines, power, info.unit, "表上 {}")
        answers.tell(SCALE, item, f"{info.name}：表上的数约是{off}，已{how} 换算成{info.unit}")
        return []
    if said == AS_IS:
        answers.tell(SCALE, item, f"{info.name}：表上的数约是{off}，核实后原数收")
        return []
    first = next(line for line in lines if (line[0], item) in figures)
    meant, was = rescaled(first[4], power, 0), plain(Decimal(figures[first[0], item]))
    what = f"“{info.name}”按{info.unit or '原数'}报，表上 {len(lines)} 个数约是{off}，如填 {first[4]}，{word}是 {was}，像是计量单位不同"
    choices = (
        (Answer(SCALE, item, CONVERT), f"换算：{first[4]} 是 {meant} {info.unit}".rstrip()),
        (Answer(SCALE, item, AS_IS), f"就是 {first[4]} {info.unit}".rstrip()),
    )
    return [Question(what, "请选一种；都不是的，请退回重填", choices, first[6], is_open=True)]
