"""目标表的词: the usual headings of units, indicators and fields, and the same with a year in front."""

from __future__ import annotations

import re
from collections.abc import Sequence

from baton.documents.layouts import words
from baton.documents.names import normalised, without_unit

UNIT_HEADS = ("单位", "单位名称", "责任单位", "县市区", "考核对象", "承担单位")
ITEM_HEADS = ("指标", "指标名称", "考核指标", "项目", "任务", "任务名称", "目标任务")
FIELD_SYNONYMS = (
    ("目标", "目标值", "年度目标", "目标任务", "任务数", "目标数", "目标任务数", "年度目标值", "年度目标数", "全年目标", "本年目标", "今年目标", "基本目标"),
    ("分值", "满分", "权重分"), ("系数", "难度系数"), ("基数", "上年", "上年数", "上年实绩"),
    ("参考值", "全省平均"), ("下限", "不允许值"), ("上限", "满意值"),
)  # fmt: skip
ITEMS, NAMED_ITEMS = (
    frozenset(map(normalised, ITEM_HEADS)),
    frozenset(map(normalised, ITEM_HEADS[:4])),
)
UNITS = frozenset(map(normalised, UNIT_HEADS))
HEAD_ROWS = 20  # so many rows of a page may hold its heading
TARGET, LAST = FIELD_SYNONYMS[0][0], FIELD_SYNONYMS[3][-1]
ASIDE, MEASURE = "备注", "计量单位"  # a heading that is left aside, and that of units of measure
_THIS = frozenset(map(normalised, (*FIELD_SYNONYMS[0], "任务", "计划", "计划数", "计划目标")))
_DONE = frozenset(("实绩", "实绩数", "完成", "完成数", "完成值", "完成情况", "实际", "实际数", "实际完成", "实际完成数", "实际完成值", "基数", "数"))  # fmt: skip
_YEAR = re.compile(
    r"(?:(?P<year>20\d\d)年?度?|(?P<now>本年度?|今年|当年)|(?P<past>上年度?|去年))[-·的]?(?P<rest>\D*)"
)
_MEASURE = re.compile(
    r"[十百千万亿]*(?:元|美元|人|人次|户|个|件|起|次|家|项|条|篇|场|吨|吨标准煤|公斤|公里|亩|公顷|平方米|平方公里|立方米|千瓦时|千瓦|辆|套|台|位|名|分|天|度|处|所|间|张|本)"
    r"|%|‰|百分点|个百分点|元/人|元/平方米|吨/万元|微克/立方米"
)
_LEADS = re.compile(r"(?:考核)?(?:牵头|主管|主责|配合|审核|数据来源|填报|评分)(?:单位|部门|科室|机关)?(?:及责任人)?|责任(?:单位|部门|科室|股室)")  # fmt: skip


def usual(text: str, year: int) -> str:
    """The usual word of a heading with a year in front, its unit of measure behind it; "" for any other heading.

    >>> [usual(text, 2026) for text in ("2026年目标", "2025年实绩（万元）", "去年完成数", "本年目标值", "2025年目标", "目标")]
    ['目标', '上年实绩(万元)', '上年实绩', '目标', '', '']
    """
    bare, unit = without_unit(text)
    found = _YEAR.fullmatch(normalised(bare))
    if found is None or not year:
        return ""
    is_now = bool(found["now"]) or found["year"] == str(year)
    is_past = bool(found["past"]) or found["year"] == str(year - 1)
    word = TARGET if is_now and found["rest"] in _THIS else LAST if is_past and found["rest"] in _DONE else ""  # fmt: skip
    return f"{word}({unit})" if word and unit else word


def is_of_another_year(text: str, year: int) -> bool:
    """Whether a heading begins with a year that is not the assessed one: 2025年, 上年."""
    found = _YEAR.fullmatch(normalised(without_unit(text)[0]))
    return found is not None and not found["now"] and found["year"] != str(year)


def is_field(text: str) -> bool:
    """Whether a heading is the usual word for something that is agreed."""
    word = normalised(without_unit(text)[0])
    return any(word in map(normalised, names) for names in FIELD_SYNONYMS)


def is_target(text: str) -> bool:
    """Whether a heading is a usual word for what is promised."""
    return normalised(without_unit(text)[0]) in map(normalised, FIELD_SYNONYMS[0])


def is_head(text: str) -> bool:
    """Whether a text may head a column: words, no figure and no state; a year may stand in front of them."""
    bare = re.sub(r"^20\d\d年?度?", "", text.strip())
    return bool(bare) and not bare[:1].isdigit() and words.state_of(text) is None


def are_measures(texts: Sequence[str]) -> bool:
    """Whether what stands in a column are for the most part units of measure."""
    return 2 * sum(bool(_MEASURE.fullmatch(normalised(text))) for text in texts) > len(texts)


def names_leads(text: str) -> bool:
    """Whether a heading says that its column names who leads or reports: 牵头单位, 责任部门."""
    return bool(_LEADS.fullmatch(normalised(without_unit(text)[0])))


def is_whole(text: str) -> bool:
    """Whether a heading is of a total: 全县, 全县目标, 合计."""
    bare = re.sub(r"(?:年度)?(?:目标|任务|计划)[值数]?$", "", normalised(without_unit(text)[0]))
    return words.total_of(bare) is not None
