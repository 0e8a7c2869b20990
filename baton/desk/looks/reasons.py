"""失分原因和用到的数, as short as a cell of a table: what the figure missed, not the arithmetic of points."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from baton.desk.looks.told_figures import Digits, figure_told, told_short
from baton.desk.rules.shared import ABOVE, HALF_YEAR
from baton.scoring.facts import HELD_BACK

MOST_FIGURES = 4
DAY, TALLY = "date", "tally"
MINUS = re.compile(r"(?<![\w.-])-(?=\d)")
AS_USUAL = Digits()
POINTS = {"得分", "取舍"}
BOTH = {"rank_points", "tiers", "above_reference", "grade_conversion"}
STEP = {
    "satisfaction": "折算",
    "over_fulfilment": "超额",
    "control": "实际占控制数",
    "ballots": "加权得票率",
}


def figures_of(it: dict[str, Any], digits: Digits = AS_USUAL) -> str:
    """The figures that were used, with their units; a day as a day, ballots and periods one by one."""
    inputs = [one for one in it.get("inputs", []) if one["value"] is not None or _parts(one)]
    several = len(inputs) > 1
    return "；".join((f"{one['name']} " if several else "") + _figure(one, digits) for one in inputs[:MOST_FIGURES])  # fmt: skip


def _figure(one: dict[str, Any], digits: Digits) -> str:
    value, unit = one["value"], one.get("unit") or ""
    if one["kind"] == DAY and value is not None:
        return day_of(value)
    return _with_unit(figure_told(value, digits), unit) if value is not None else "，".join(_parts(one)[: MOST_FIGURES + 1])  # fmt: skip


def day_of(value: str) -> str:
    """The day that the scoring counts as a number.

    >>> day_of("739918"), day_of("2026-10-29")
    ('2026-10-29', '2026-10-29')
    """
    return date.fromordinal(int(value)).isoformat() if value.isdigit() else value


def _parts(one: dict[str, Any]) -> list[str]:
    lines = [line for line in one.get("lines", []) if line["value"] is not None]
    unit = one.get("unit") or ""
    return [f"{line['key'] or line['period']} {_with_unit(line['value'], unit if one['kind'] == TALLY else '')}" for line in lines]  # fmt: skip


def _with_unit(value: Any, unit: str) -> str:
    return f"{value}{unit}" if unit == "%" else f"{value} {unit}".rstrip()


def reason_of(it: dict[str, Any], digits: Digits = AS_USUAL) -> str:
    """Why points went, with a true minus sign; figures that were reckoned only as far as an office writes them."""
    near = tuple(str(it[one]) for one in ("score", "lost") if it.get(one))
    return told_short(MINUS.sub("−", _reason(it)), digits, near=near)


def _reason(it: dict[str, Any]) -> str:
    """Why points went: where the figure stands against the target, the peers or the day."""
    if it.get("score") is None:
        return state_told(it)
    if it.get("state") == "missing":
        held = f"{HELD_BACK}，按" if is_held_back(it) else ""
        return f"{held}{it['state_words']}{'' if held else '，'}计 {it['score']} 分"
    if it.get("veto"):
        return "一票否决，本项计 0 分"
    steps = {step["label"]: str(step["text"]) for step in it["steps"]}
    method = it["method"]
    if method == "threshold_deduction" and {"差距", "应扣"} <= steps.keys():
        return _missed(steps["差距"], steps["应扣"])
    if method == "per_case" and "应扣" in steps:
        return steps["应扣"]
    draft = _of_half_year(it)
    if method == "direct":
        return draft or "直接评分"
    if draft:
        return f"{draft}；得分率：{steps['得分率']}" if "得分率" in steps else draft
    if method == ABOVE:
        return "；".join(
            _held_against(text) for label, text in steps.items() if label.startswith("比")
        )
    told = {label: text for label, text in steps.items() if label not in POINTS}
    if method in BOTH:
        return "；".join(steps[label] for label in steps if label != "取舍")
    if STEP.get(method) in told:
        return f"{STEP[method]}：{told[STEP[method]]}"
    if told:
        label, text = list(told.items())[-1]
        return f"{label}：{text}"
    if steps:
        return next(iter(steps.values()))
    return "" if it.get("state") == "reported" else str(it["state_words"])


def state_told(it: dict[str, Any]) -> str:
    """Why an indicator has no points yet, in a word."""
    return HELD_BACK if is_held_back(it) else str(it["state_words"])


def is_held_back(it: dict[str, Any]) -> bool:
    """Whether a figure came and the office does not take it yet."""
    lines = [line for one in it.get("inputs", []) for line in one.get("lines", [])]
    return any(
        line["value"] is None and str(line["source"]).startswith(HELD_BACK) for line in lines
    )


def _of_half_year(it: dict[str, Any]) -> str:
    """From which draft the half-year's result was taken."""
    for one in it["inputs"]:
        if one["item"] == HALF_YEAR and one["lines"]:
            return str(one["lines"][-1]["source"]).partition("（")[0]
    return ""


def _held_against(text: str) -> str:
    """How far a figure lies from one reference, and whether that was too little.

    >>> _held_against("全省 5.9%，低 0.1 个百分点，要求不低于它，没有做到，得 4.8 分")
    '全省 5.9%，低 0.1 个百分点，没有做到'
    """
    parts = re.split("[,，]", text)
    return "，".join([*parts[:2], *(["没有做到"] if "没有做到" in parts else [])])


def factor_reason(text: str) -> str:
    """On what a coefficient stands, without the way of its digits.

    >>> factor_reason("得分 87.25 ÷ 同组平均 86.3853333333 = 1.0100133125（除不尽的取 10 位小数，四舍五入），保留 2 位小数")
    '得分 87.25 ÷ 同组平均 86.39'
    """
    return told_short(_stands_on(text), AS_USUAL)


def _stands_on(text: str) -> str:
    head, found, _ = text.partition("之间的位置")
    if found:
        return f"{head}之间"
    head, found, _ = text.partition("（除不尽")
    return head.rpartition(" = ")[0] if found and " = " in head else head


def _missed(gap: str, taken: str) -> str:
    """How far a figure stayed from its line.

    >>> _missed("起扣线 93% − 92% = 1 个百分点", "1 段 × 每段 0.2 分 = 0.2 分")
    '比起扣线 93% 低 1 个百分点，扣 0.2 分'
    """
    left, _, far = gap.rpartition(" = ")
    first, _, second = left.partition(" − ")
    lost = taken.rpartition(" = ")[2]
    line, word = (first, "低") if first.startswith("起扣线") else (second, "高")
    return f"比{line} {word} {far}，扣 {lost}" if line and far else f"{gap}；{taken}"
