"""计量单位: which written units are the same, which can be converted into one another, and what is no unit at all."""

from __future__ import annotations

import re
import unicodedata

from baton.documents.numbers import (
    PERCENT_UNITS,
    Reading,
    rescaled,
    split_unit,
    too_precise,
)

PERMILLE = "‰"
_BASES = frozenset(
    ["元", "美元", "欧元", "人民币", "人", "名", "位", "户", "个", "件", "起", "宗", "次", "人次", "家", "亩", "吨", "公斤", "千克", "克", "里", "公里", "千米", "米", "平方米", "平方公里", "立方米", "公顷", "度", "千瓦时", "天", "日", "小时", "项", "条", "台", "辆", "套", "所", "篇", "处", "分", "%", "‰", "百分点", "个百分点", "℃", "°C", "倍", "吨标准煤", "标准煤", "微克/立方米", "毫克/升", "m2", "m3", "km", "㎡"]
)  # fmt: skip
_ALIKE = (PERCENT_UNITS, frozenset({"人", "名", "位", "人次"}), frozenset({"公里", "千米"}), frozenset({"天", "日"}))  # fmt: skip
_BETWEEN = re.compile(r"[、,/;\s]+|[和及与]")
_POINTS = re.compile(r"(?:满分|分值)?:?\d+(?:\.\d+)?分?")


def is_points(written: str) -> bool:
    """5分, 满分5分: how many points there are to get, which is no unit of measure."""
    return bool(_POINTS.fullmatch(unicodedata.normalize("NFKC", written)))


def is_measure(written: str) -> bool:
    """Whether a text is a unit of measure that people use, and not some other words in brackets."""
    text = _plain(written)
    return bool(text) and _split(text)[1] in (_BASES | {""})


def same_measure(written: str, unit: str) -> bool:
    """Whether a written unit says nothing else than an item's own; an item without one is never contradicted."""
    one, other = _plain(written), _plain(unit)
    if not one or not other or one == other or is_points(one):
        return True
    (power, base), (wanted, own) = _split(one), _split(other)
    return power == wanted and _is_alike(base, own)


def one_of(written: str, unit: str) -> str:
    """Of several units in one note (亿元、%) the one that speaks of an item's own; empty where none does. A single one as it is.

    >>> [one_of("亿元、%、人", unit) for unit in ("万元", "%", "人", "亩", "")], one_of("亿元", "人")
    (['亿元', '%', '人', '', ''], '亿元')
    """
    several = parts_of(written)
    if len(several) < 2:
        return several[0] if several else written
    if not unit:
        return ""
    same = [one for one in several if same_measure(one, unit)]
    return next(iter(same or [one for one in several if shift(one, unit) is not None]), "")


def parts_of(written: str) -> list[str]:
    """亿元 and % of 亿元、%; what is no unit of measure is left out.

    >>> parts_of("亿元，%"), parts_of("微克/立方米"), parts_of("万元,制表日期")
    (['亿元', '%'], ['微克/立方米'], ['万元'])
    """
    if is_measure(written):
        return [written]
    return [part for part in _BETWEEN.split(_plain(written)) if part and is_measure(part)]


def are_measures(written: str) -> bool:
    """Whether a text is a unit of measure, or several and nothing else.

    >>> are_measures("微克/立方米"), are_measures("亿元、%"), are_measures("亿元、市财政局")
    (True, True, False)
    """
    parts = [part for part in _BETWEEN.split(_plain(written)) if part]
    return is_measure(written) or (bool(parts) and all(map(is_measure, parts)))


def shift(written: str, unit: str) -> int | None:
    """Powers of ten from a written unit to an item's: 4 from 亿元 to 万元, -1 from ‰ to %; None between different things."""
    one, other = _plain(written), _plain(unit)
    if one == PERMILLE and other in PERCENT_UNITS:
        return -1
    if other == PERMILLE and one in PERCENT_UNITS:
        return 1
    (power, base), (wanted, own) = _split(one), _split(other)
    return power - wanted if power != wanted and _is_alike(base, own) else None


def in_own_unit(reading: Reading, unit: str) -> str | None:
    """A figure that spells out its unit (4010人, 0.42万人), in another unit of the same kind; None where there is none, or none such.

    >>> from baton.documents.numbers import read_number
    >>> [in_own_unit(read_number(text), "万人") for text in ("4010人", "0.42万名", "4010", "27.5亿", "8户")]
    ['0.401', '0.42', None, None, None]
    """
    spelt = _plain(reading.unit)
    if reading.text is None or not is_measure(spelt) or spelt in PERCENT_UNITS or not unit:
        return None
    power, base = _split(spelt)
    wanted, own = _split(_plain(unit))
    if not base or not (base == own or _is_alike(base, own)):
        return None
    value = rescaled(reading.text, power, wanted)
    return None if too_precise(value) else value


def _split(text: str) -> tuple[int, str]:
    """Scale and base; 百分点 and 千米 are no hundreds and thousands of something."""
    return (0, text) if text in _BASES else split_unit(text)


def _is_alike(base: str, own: str) -> bool:
    """Whether two bases are the same thing; a bare 亿 is taken for 亿 of whatever the item is measured in."""
    return base in ("", own) or any(base in each and own in each for each in _ALIKE)


def _plain(written: str) -> str:
    text = unicodedata.normalize("NFKC", written).strip().replace("人民币元", "元")
    return "%" if text in ("百分比", "百分数") else text
