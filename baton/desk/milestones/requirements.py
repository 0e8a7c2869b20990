"""进度要求里的数: what a requirement asks of a figure, where figures can tell; everything else is for a clerk to say."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal

from baton.desk.milestones.gauges import Gauge
from baton.documents.layouts.measures import same_measure, shift
from baton.documents.numbers import PERCENT_UNITS, canonical, fold, in_unit, read_number
from baton.domain.progress.models import Milestone

WORDS, SHARE, FIGURE = Milestone.Measure.WORDS, Milestone.Measure.SHARE, Milestone.Measure.FIGURE
_YEAR = r"(?:全年|年度|年初|年|总|既定)*(?:的)?(?:目标任务|任务目标|目标值|任务数|目标数|任务|目标|计划|总量|进度)(?:任务)?(?:数|量|值)?(?:的)?"
_HALF = re.compile(
    rf"(?:时间过半[,，、]?)?(?:完成|实现|达到?)*(?:{_YEAR})?(?:完成)?(?:过半|过一半|一半|的?一半|半数)(?:以上)?"
)
_PACE = re.compile(
    r"(?:完成|达到|实现|不低于|跟上|与|同步)*(?:序时进度|时间进度|序时)(?:要求|目标|任务|同步|以上)*"
)
_WHOLE = re.compile(
    r"(?:全面|全部|圆满)*(?:完成|实现|达到)(?:全年|年度|年初)(?:的)?(?:目标任务|目标值|任务数|任务|目标|计划)+"
)
_OF_TARGET = re.compile(
    rf"(?:力争|确保|累计|达到|完成|实现)*(?:{_YEAR}(?:完成率)?|(?:目标|任务)?完成率)(?:达到|达|完成|不低于|不少于|为|[>≥]=?)*(\d+(?:\.\d+)?)[%％](?:以上)?"
)
_DONE = re.compile(r"(?:力争|确保|累计)*完成(?:的)?(\d+(?:\.\d+)?)[%％](?:以上)?")
_BARE = re.compile(
    r"(?:力争|确保|累计|同比)*(?P<lead>完成|达到|达|实现|增长|提高到|提升到|不低于|不少于|至少|高于|超过|降到|降至|不高于|不超过|控制在|低于|[≥>≤<]=?)*"
    r"(?P<number>-?\d[\d,]*(?:\.\d+)?)(?P<unit>[^\d,，。;；、以左]{0,8}?)(?P<tail>以上|以下|以内|之内)?"
)
_UPWARD = ("不低于", "不少于", "至少", "高于", "超过", "提高到", "提升到", "增长", "≥", ">", "以上")
_DOWNWARD = ("不高于", "不超过", "控制在", "低于", "降到", "降至", "≤", "<", "以下", "以内", "之内")  # fmt: skip
_WHOLE_YEAR, _MONTHS, _HUNDREDTH = Decimal(100), 12, Decimal("0.01")


@dataclass(frozen=True)
class Required:
    """measure: one of the model's; figure: canonical text, empty for words. other: a second way to read it, to be asked."""

    measure: str = WORDS
    figure: str = ""
    other: tuple[str, str] | None = None


def required(written: str, gauge: Gauge | None, due_on: date) -> Required:
    """What figures have to say by a day for a requirement to be reached.

    A growth asked of an amount, a limit of the wrong side, and words beside a figure are for a clerk to judge.
    """
    text = re.sub(r"\s", "", fold(written)).strip("。.;；")
    if gauge is None or not text:
        return Required()
    share = _share(text, due_on)
    if share is not None:
        return Required(SHARE, share) if gauge.has_target else Required()
    if found := _DONE.fullmatch(text):
        return _of_done(canonical(Decimal(found[1])), gauge)
    return _figure(text, gauge)


def _share(text: str, due_on: date) -> str | None:
    """Per cent of the year's target, where a text speaks of it."""
    if _HALF.fullmatch(text):
        return "50"
    if _WHOLE.fullmatch(text):
        return "100"
    if _PACE.fullmatch(text):
        pace = _WHOLE_YEAR * due_on.month / _MONTHS
        return canonical(pace.quantize(_HUNDREDTH, ROUND_DOWN))
    found = _OF_TARGET.fullmatch(text)
    return canonical(Decimal(found[1])) if found else None


def _of_done(figure: str, gauge: Gauge) -> Required:
    """完成30%: of the target, unless the figure itself is a percentage; then it may be either."""
    if not gauge.has_target:
        return Required(FIGURE, figure) if gauge.is_percent else Required()
    return Required(SHARE, figure, (FIGURE, figure) if gauge.is_percent else None)


def _figure(text: str, gauge: Gauge) -> Required:
    found = _BARE.fullmatch(text)
    if found is None or not _is_of_its_side(text, gauge):
        return Required()
    unit = {"％": "%"}.get(found["unit"], found["unit"])
    if unit in PERCENT_UNITS and not gauge.is_percent:
        is_growth = "增长" in text or "同比" in text
        number = read_number(found["number"]).text
        if is_growth or not gauge.has_target or not number:
            return Required()
        return Required(SHARE, number, None if gauge.unit else (FIGURE, number))
    reading = read_number(found["number"] + unit)
    if reading.text is None:
        return Required()
    if reading.scale:
        meant, is_sure = in_unit(reading, gauge.unit)
        return Required(FIGURE, meant[0]) if is_sure else Required()
    if not unit or (same_measure(unit, gauge.unit) and shift(unit, gauge.unit) is None):
        return Required(FIGURE, reading.text)
    return Required()


def _is_of_its_side(text: str, gauge: Gauge) -> bool:
    """Whether what a text says of more or less goes the way of the indicator."""
    upward = text.replace("不高于", "").replace("不超过", "")
    downward = text.replace("不低于", "")
    if gauge.is_lower:
        return not any(word in upward for word in _UPWARD)
    return not any(word in downward for word in _DOWNWARD)
