"""期间加口径: headings of a period and of what is measured, 1月总量, 1月增速, 全年得分, in one cell or in two."""

from __future__ import annotations

import re
from collections.abc import Sequence

from baton.documents.dates import is_of_a_period
from baton.documents.layouts.measures import is_measure
from baton.documents.layouts.words import (
    ASIDE,
    ITEM,
    OWN_POINTS,
    PLAIN_VALUE,
    POINTS,
    SUBJECT,
    is_one_of,
)
from baton.documents.names import NameBook, normalised, without_unit
from baton.documents.numbers import PERCENT_UNITS

RATES = ("增长速度", "增长率", "增速", "增幅", "增长", "同比")
GROWTHS = frozenset(
    normalised(before + word)
    for before in ("", "同比", "同期", "比上年", "较上年", "比上年同期", "较上年同期", "名义", "累计")
    for word in RATES
)  # fmt: skip
"""Headings that say no more than that the figures are a growth."""
AMOUNTS = frozenset(map(normalised, ("总量", "绝对量", "绝对额", "绝对值", "绝对数", "总额", "总值", "总数", "总规模", "规模", "数额", "金额", "额度", "现价总量", "完成额", "完成量")))  # fmt: skip
"""Headings of an amount beside its growth."""
SHARES = ("率", "比", "度", "比例", "比重", "份额", "指数", "系数", "得分", "增速", "增幅", "增长", "降幅", "降低", "下降")  # fmt: skip
"""How something ends that is a share or a change itself, of which a growth is another figure."""
_CHANGES = re.compile(
    r"(?:同比|[比较](?:上年|去年)(?:同期)?)?(?:±|\+/?-|增减|增减幅|增长|增速|增幅)"
)  # of per cent, where that is said
_SAYS_NOTHING = re.compile(r"情况|指标|数据|统计|全市|全县|本期|本年|今年|考核")
_OF_WHICH = re.compile(r"^\s*(?:其中\s*[:：、,]?|[#＃](?=\s*\w))\s*")
MEASURES = GROWTHS | AMOUNTS | frozenset(map(normalised, (
    "完成数", "完成值", "完成情况", "完成", "实际完成", "实际完成数", "实绩", "数值", "合计", "总计", "总分", "总得分", "合计得分", "平均", "平均值",
    *(one for one in POINTS if one not in OWN_POINTS),
)))  # fmt: skip
"""What may stand behind a period in one heading: 1月总量, 1月增速, 全年得分, 全年合计."""


_DONE = re.compile(r"(?:实际|累计)?完成(?:数|值|额|量|情况)(?:[(（][^()（）]{1,12}[)）])?$")
EXACTLY = ("exact", "normalised", "alias")


def measured(parts: list[str], items: NameBook) -> list[str]:
    """The parts with 1月增速, or 1月 under 增速, taken for 增速 under 1月, unless something is called so; a part of a whole that is an item by itself without 其中."""
    if len(parts) == 2 and is_measured(parts[0]) and is_of_a_period(parts[1]):
        return parts[::-1]
    found: list[str] = []
    for part in parts:
        at = 0 if items.find(part).id else measure_at(part) or _done_at(part, items)
        found += [part[:at], part[at:]] if at else [_named_part(part, items)]
    return found


def _done_at(part: str, items: NameBook) -> int:
    """Where 完成数 begins behind the name of an item; 0 of any other heading."""
    found = _DONE.search(part)
    return found.start() if found and items.find(part[: found.start()]).how in EXACTLY else 0


def of_which_part(text: str) -> str | None:
    """工业投资 of 其中:工业投资 and #工业投资, nothing of a bare 其中; None of what begins otherwise.

    >>> [of_which_part(text) for text in ("其中：工业投资（万元）", "#工业投资", "其中", "工业投资")]
    ['工业投资（万元）', '工业投资', '', None]
    """
    found = _OF_WHICH.match(text)
    return text[found.end() :] if found else None


def _named_part(part: str, items: NameBook) -> str:
    """税收收入 for 其中:税收收入, where something is called so, or is the growth of what is."""
    rest = of_which_part(part)
    if not rest or items.find(part).id:
        return part
    name = without_unit(rest)[0]
    return rest if any(items.find(each).id for each in (rest, *(name + word for word in RATES))) else part  # fmt: skip


def measure_at(text: str) -> int:
    """Where the measure begins in a heading of nothing but a period and a measure; 0 of any other.

    >>> [text[measure_at(text):] for text in ("1月总量（亿元）", "1-6月增速", "全年得分", "二季度考核得分")]
    ['总量（亿元）', '增速', '得分', '考核得分']
    >>> [text[:measure_at(text)] for text in ("6月累计增速", "1月同比增长", "全年完成数")]
    ['6月累计', '1月', '全年']
    >>> [measure_at(text) for text in ("固定资产投资增速", "全年预计", "全年自评得分", "上年增速", "1-6月累计", "1月")]
    [0, 0, 0, 0, 0, 0]
    """
    bare = without_unit(text)[0]
    for at in range(len(bare) - 1, 0, -1):
        word = normalised(bare[at:])
        if word in MEASURES and is_of_a_period(bare[:at]):
            return at
    return 0


def is_measured(text: str) -> bool:
    """Whether a heading says no more than that its columns are an amount, or a growth."""
    return normalised(without_unit(text)[0]) in GROWTHS | AMOUNTS


def period_part(text: str) -> str:
    """全年 of 全年得分; a heading as it is that names no measure behind a period, or an amount or a growth.

    >>> [period_part(text) for text in ("二季度得分", "全年合计", "6月", "1月增速")]
    ['二季度', '全年', '6月', '1月增速']
    """
    at = measure_at(text)
    return text[:at] if at and not is_measured(text[at:]) else text


def is_grown(name: str, growth: str) -> bool:
    """Whether one name is what another is the growth of.

    >>> is_grown("地区生产总值（亿元）", "地区生产总值增速"), is_grown("地区生产总值", "生产总值增速")
    (True, False)
    """
    bare, whole = (normalised(without_unit(each)[0]) for each in (name, growth))
    return whole.startswith(bare) and whole.removeprefix(bare) in GROWTHS


def holds_growths(name: str, unit: str) -> bool:
    """Whether an item's figures are growths in per cent: by its name, or as what is called like an amount is counted so.

    >>> [holds_growths(*item) for item in (("财政收入增速", "%"), ("固定资产投资", "%"), ("固定资产投资", "亿元"), ("优良天数比例", "%"))]
    [True, True, False, False]
    """
    bare = normalised(without_unit(name)[0])
    return unit in PERCENT_UNITS and (bare.endswith(RATES) or not bare.endswith(SHARES))


def is_growth(heading: str) -> bool:
    """Whether a heading says no more than that its figures are a growth.

    >>> [is_growth(text) for text in ("增速（%）", "同比增长", "比上年±%", "增减（%）", "增长（亿元）", "增减", "财政收入增速")]
    [True, True, True, True, False, False, False]
    """
    bare, unit = without_unit(heading)
    text = normalised(_OF_WHICH.sub("", bare))
    if text.endswith("%"):
        text, unit = text.removesuffix("%"), "%"
    if unit in PERCENT_UNITS and _CHANGES.fullmatch(text):
        return True
    return text in GROWTHS and (not is_measure(unit) or unit in PERCENT_UNITS)


def dated_growth(heading: str) -> tuple[str, bool]:
    """The period of a heading of nothing but a growth, and whether it is one.

    >>> [dated_growth(text) for text in ("2025年增速（%）", "同比增长", "2026年完成", "财政收入增速")]
    [('2025年', True), ('', True), ('', False), ('', False)]
    """
    if is_growth(heading):
        return "", True
    at = measure_at(heading)
    return (heading[:at], True) if at and is_growth(heading[at:]) else ("", False)


def name_over(heading: Sequence[str]) -> str:
    """固定资产投资 over 总量: what a heading names above its last line; empty for nothing but periods and 完成情况."""
    plain = (*ITEM, *SUBJECT)
    names = [
        one for one in heading[:-1]
        if not is_of_a_period(one) and normalised(without_unit(one)[0]) not in PLAIN_VALUE | ASIDE | AMOUNTS
        and not is_growth(one) and not is_measure(one) and not is_one_of(one, plain) and not _SAYS_NOTHING.search(one)
    ]  # fmt: skip
    return names[-1] if names else ""
