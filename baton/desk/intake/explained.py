"""说得清的字: whether what stands in brackets behind an item's name, or beside it, says no more than how its figure is counted."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence

from baton.documents.dates import is_of_a_period
from baton.documents.layouts import words
from baton.documents.layouts.known import ItemInfo
from baton.documents.layouts.measured import GROWTHS, RATES
from baton.documents.layouts.measures import (
    are_measures,
    is_measure,
    is_points,
    same_measure,
    shift,
)
from baton.documents.names import normalised
from baton.documents.numbers import PERCENT_UNITS, read_number

_BRACKETS = re.compile(r"[(\[【]([^()\[\]【】]*)[)\]】]")
_PARTS = re.compile(r"[,，、;；]")
_HARMLESS = re.compile(
    r"累计|全年|年度|本年|实际|完成(?:数|值|额|量|情况)?|实绩|实绩数|审定|核定|百分制|得分|评分|考核得分|不?含.{1,8}|全口径|现价|可比价|不变价|保留.{1,6}|单位:?.{0,6}|[a-zA-Zμ%‰°³²23/·]+|第?[一二三四五六七八九十\d]+[项类]?"
)
_ASIDE = (
    *words.MEASURE, *words.LEADS, *words.SUBJECT, "序号", "编号", "权重", "分值", "满分", "标准分", "备注", "说明", "目标", "目标值", "年度目标", "责任单位", "数据来源",
    "评分标准", "评分办法", "考核标准", "类别", "分类", "一级指标", "二级指标", "三级指标", "大项", "指标类型", "性质", "取向",
)  # fmt: skip


def strange_bracket(text: str, infos: Sequence[ItemInfo], own: str, units: Collection[str]) -> bool:
    """基层党建（扣分）, 财政收入（当月）: something in brackets behind an item's name that is neither its unit nor a part of its name.

    own: the names of the items. units: those of the roster, for whose items a heading may say in brackets.
    """
    folded = unicodedata.normalize("NFKC", text)
    parts = _BRACKETS.findall(folded)
    stem = normalised(_BRACKETS.sub("", folded))
    if not parts or not (stem and (stem in own or any(_core(one) in stem for one in infos))):
        return False
    return any(not _says_nothing(part, infos, own, units) for part in parts)


def strange_word(header: str, text: str, infos: Sequence[ItemInfo], own: str, units: Collection[str]) -> bool:  # fmt: skip
    """总投资, 已开工, 人次 between an item's name and its figures: what nobody can say that it means the item's figure.

    header: over the column in which it stands: of 计量单位 and 牵头单位 nothing is asked.
    """
    if not text or words.is_one_of(header, _ASIDE):
        return False
    bare = normalised(_BRACKETS.sub("", unicodedata.normalize("NFKC", text)))
    if is_measure(bare) and not any(_fits(bare, one.unit) for one in infos):
        return True  # 人次 of what is counted in 件 is another figure
    return not _says_nothing(bare, infos, own, units)


def _fits(measure: str, unit: str) -> bool:
    return not unit or same_measure(measure, unit) or shift(measure, unit) is not None


def _core(info: ItemInfo) -> str:
    return normalised(info.name).removesuffix("得分")


def _says_nothing(part: str, infos: Sequence[ItemInfo], own: str, units: Collection[str]) -> bool:
    bare = normalised(part)
    if not bare or is_measure(part) or are_measures(part) or is_points(part) or bare in own:
        return True
    is_growth = all(one.unit in PERCENT_UNITS for one in infos)
    return all(_is_plain(one, own, units, is_growth=is_growth) for one in _PARTS.split(bare) if one)


def _is_plain(one: str, own: str, units: Collection[str], *, is_growth: bool) -> bool:
    if one in own or one in words.PLAIN_VALUE or one in units or read_number(one).text is not None:
        return True
    if is_measure(one) or is_points(one) or words.year_of(one) or is_of_a_period(one):
        return True
    if is_growth and (one in GROWTHS or one in RATES):
        return True
    return bool(_HARMLESS.fullmatch(one)) or words.is_one_of(one, words.POINTS)
