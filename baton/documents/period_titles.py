"""Which periods a title, a heading, a note under a table or a file's name tells of: 截至9月底, （2026.09）, 前三季度, 1—6月固定资产投资."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from baton.documents.dates import is_whole_year, parse_period, read_date, stretch_of

LENGTH = {"year": 12, "half": 6, "quarter": 3, "month": 1}
NUMBERS = {word: at + 1 for at, word in enumerate("一二三四五六七八九十")} | {"十一": 11, "十二": 12, "两": 2}  # fmt: skip
_DIGITS = {word: str(at) for at, word in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0", "O": "0"}  # fmt: skip
_N = r"(1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九两])"
_TO = r"\s*[-—–―~～至到]+\s*"
_DAY = r"\d{1,2}\s*[日号]"
_CHINESE_YEAR = re.compile(r"[二2][〇零○O0]([〇零○O一二三四五六七八九]{2})(?=\s*年)")
_DOTTED_DAY = re.compile(r"(?<!\d)(?:20\d\d\s*([-./])\s*\d{1,2}\s*\1\s*\d{1,2}|20\d{6})(?!\d)")
_DOTTED = re.compile(r"(?<![\d〔\[])(20\d\d)\s*(?:[./]\s*(1[0-2]|0?[1-9])|-?(1[0-2]|0[1-9]))(?![\d.]|\s*[-/]\s*\d|\s*[月年号])")  # fmt: skip
_YEAR = re.compile(rf"(?<!\d)(20\d\d)\s*年(?!\s*\d{{1,2}}\s*月\s*{_DAY})")
_BARE_YEAR = re.compile(r"(?<![\d〔\[第.])(20\d\d)(?![\d〕\]年号.\-/])")
_MADE = re.compile(r"(?<!\d)(20\d\d)\s*年\s*(?:1[0-2]|0?[1-9])\s*月(?!\s*[-至到])")
_UNTIL = re.compile(
    rf"截[至止到]+\s*(20\d\d)?\s*[年.\-/]?\s*{_N}(?:\s*月|\s*[./-]\s*\d{{1,2}}(?!\d))|(20\d\d)?\s*年?(?<!\d){_N}\s*月\s*{_DAY}\s*止"
)
_RANGE = re.compile(
    rf"(?<!\d){_N}\s*月?(?:份)?{_TO}(?:20\d\d年)?{_N}\s*月|年初{_TO}{_N}\s*月|前\s*{_N}\s*个月"
)
_ONE = re.compile(rf"(?<![\d十]){_N}\s*月(?!\s*{_DAY}|\d)")
_QUARTER = re.compile(r"([一二三四1234两])\s*个?季度?|Q([1-4])")
_ONE_QUARTER = re.compile(
    r"(?<![前至到、和第\-])第?([一二三四1-4])季(?:度(?!\s*[底末])|(?![度底末]))"
)
_HALF = re.compile(r"([上下])半年|H([12])")
_LAST_YEAR = re.compile(r"上年|去年|上一年")
_BEFORE = r"(?:(?:上一?|去)年度?(?:同期|同月|年?[末底])?|同期)"
_BEFORE_FRONT = re.compile(rf"[(\[]?{_BEFORE}[)\]]?的?")
_BEFORE_BACK = re.compile(rf"[(\[]?{_BEFORE}[数值]?[)\]]?$")
_BESIDE = re.compile(r"比|较|增减|与|及|和|、|对照")  # a title that names last year beside this one
_STRETCH = (
    rf"(?:{_N}月?(?:份)?{_TO}{_N}月(?:份)?|年初{_TO}{_N}月|前{_N}个月|{_N}月份?[底末]?|(?:1{_TO}|前)?第?[一二三四1-4两]个?季度?"
    r"|[上下]半年|全年|年[底末终]|Q[1-4]|H[12])"
).replace("(1[0-2]", "(?:1[0-2]")
_SPAN = rf"(?:截[至止到]+)?(?:20\d\d年?)?(?:{_STRETCH}|(?<=年)度?)(?:累计|当月|数)?"
_FRONT = re.compile(rf"[(\[]?({_SPAN})[)\]]?的?")
_BACK = re.compile(rf"[(\[]?({_SPAN}(?:预计|预测|计划|目标|完成|实际)?)[)\]]?$")


def ends_told(text: str, year: int, *, is_month: bool) -> set[int]:
    """The last months of the periods a text names. A month by itself is negative, unless months are asked for.

    >>> [ends_told(text, 2026, is_month=False) for text in ("截至9月底", "1—9月", "前三季度", "9月快报", "截至2027年1月8日", "12月31日止")]
    [{9}, {9}, {9}, {-9}, set(), {12}]
    >>> [ends_told(text, 2026, is_month=False) for text in ("（2026.09）", "202609", "截止9.30", "二〇二六年九月", "2026-10-15", "2026〔9〕号")]
    [{-9}, {-9}, {9}, {-9}, set(), set()]
    """
    text, sign, found = plain(text), 1 if is_month else -1, set[int]()
    for own, until, other, day in _UNTIL.findall(text):
        if (own or other or str(year)) == str(year) or not year:
            found.add(_number(until or day))
    rest = _DOTTED_DAY.sub("", _UNTIL.sub("", text))
    for own, dotted, bare in _DOTTED.findall(rest):
        if not year or int(own) == year:
            found.add(_number(dotted or bare) * sign)
    rest = _DOTTED.sub("", rest)
    for first, last, since, many in _RANGE.findall(rest):
        found.add(_number(last or since or many) * (1 if not first or _number(first) == 1 else -1))
    rest = _RANGE.sub("", rest)
    found |= {3 * _number("".join(one)) for one in _QUARTER.findall(rest)}
    found |= {6 if "".join(one) in "上1" else 12 for one in _HALF.findall(rest)}
    if "全年" in rest:
        found.add(12)
    for one in _ONE.finditer(rest):
        is_until = re.match(r"\s*(?:份)?(?:[底末]|累计)", rest[one.end() :]) is not None
        found.add(_number(one[1]) * (1 if is_until else sign))
    return found


def is_of_a_part(text: str, period: str) -> bool:
    """Whether a text plainly tells only of the last stretch of a period: one month, some months, one quarter of it.

    >>> [is_of_a_part(text, "上半年") for text in ("6月份当月", "4-6月", "2026年二季度", "第二季度")]
    [True, True, True, True]
    >>> [is_of_a_part(text, "上半年") for text in ("1-6月", "前两季度", "一至二季度", "6月当月及累计", "6月", "下半年")]
    [False, False, False, False, False, False]
    >>> is_of_a_part("4-6月", "二季度"), is_of_a_part("6月当月", "二季度")
    (False, True)
    """
    parsed, text = parse_period(period), plain(text)
    if parsed is None or parsed[1] == "month" or "累计" in text:
        return False
    end = end_of(period)
    start = end - LENGTH[parsed[1]] + 1
    told = [(_number(first), _number(last)) for first, last, *_ in _RANGE.findall(text) if first]
    told += [(3 * n - 2, 3 * n) for n in map(_number, _ONE_QUARTER.findall(text))]
    if "下半年" in text and "上半年" not in text and LENGTH[parsed[1]] == 12:
        told.append((7, 12))
    if any(first <= start and last >= end for first, last in told):
        return False
    return "当月" in text or any(start < first and last == end for first, last in told)


def end_of(period: str) -> int:
    """The month a period ends with; 0 of one that has a name of its own."""
    parsed = parse_period(period)
    return LENGTH[parsed[1]] * parsed[2] if parsed else 0


def years_told(text: str) -> set[int]:
    """The years a text names, those of days apart.

    >>> [years_told(text) for text in ("二〇二五年九月", "2025.09", "2027年1月8日", "2027-01-08")]
    [{2025}, {2025}, set(), set()]
    """
    text = _DOTTED_DAY.sub("", plain(text))
    return {int(one) for one in _YEAR.findall(text)} | {int(one[0]) for one in _DOTTED.findall(text)}  # fmt: skip


def without_making(name: str, year: int) -> str:
    """A file's name without the month after the year, or the day, in which it was made out.

    >>> [without_making(text, 2026) for text in ("打分表2027年1月", "2027年1月报送2026年1-11月", "2027-01-08", "202701", "2025年12月")]
    ['打分表', '报送2026年1-11月', '', '', '2025年12月']
    """
    text = _DOTTED_DAY.sub("", plain(name))
    for pattern in (_MADE, _DOTTED):
        text = pattern.sub(lambda found: "" if int(found[1]) > year else found[0], text)
    return text


def years_named(name: str, year: int) -> set[int]:
    """The years that a file's name tells of its figures, of 2025主要指标 too; not when it was made out, in a month after the year.

    >>> [years_named(text, 2026) for text in ("2025年主要指标", "2025主要指标", "2027年主要指标", "2025年12月")]
    [{2025}, {2025}, {2027}, {2025}]
    >>> [years_named(text, 2026) for text in ("打分表2027年1月", "2027年1月8日", "20270108", "202701", "打分表2027", "云办〔2025〕3号")]
    [set(), set(), set(), set(), set(), set()]
    """
    text = without_making(name, year)
    return years_told(text) | {one for each in _BARE_YEAR.findall(text) if (one := int(each)) <= year}  # fmt: skip


def is_of_last_year(text: str) -> bool:
    """上年同期主要指标, but not a title that names last year beside this one.

    >>> is_of_last_year("上年同期主要指标"), is_of_last_year("主要指标与上年同期对比")
    (True, False)
    """
    return bool(_LAST_YEAR.search(text)) and not _BESIDE.search(text)


def is_moment(text: str) -> bool:
    """Whether a text is nothing but a part of a year, or a day: what stands at the right end of a line above a table.

    >>> [is_moment(text) for text in ("2026年1—9月", "（2026年9月）", "截至2026年9月底", "2027年1月8日", "前三季度")]
    [True, True, True, True, True]
    >>> [is_moment(text) for text in ("2026年", "9月主要指标", "单位：万元", "")]
    [False, False, False, False]
    """
    bare = re.sub(r"^截[至止到]+|\s", "", plain(text)).strip("()")
    return bool(read_date(bare) or (stretch_of(bare) and not is_whole_year(bare)))


def is_when_made(text: str, year: int) -> bool:
    """Whether a text is nothing but a month or a day after the year whose figures are told: when the table was filled in.

    >>> [is_when_made(text, 2026) for text in ("2027年1月", "2027年1月8日", "2026年12月", "2025年12月", "2027年主要指标")]
    [True, True, False, False, False]
    """
    made = re.match(r"\(?(20\d\d)", plain(text))
    return is_moment(text) and made is not None and int(made[1]) > year


def parted(heading: str, is_name: Callable[[str], bool]) -> tuple[str, str]:
    """A heading that carries its period in front of a name or behind it, as name and period; no period where it carries none.

    >>> [parted(text, lambda rest: rest.startswith("投资增速")) for text in ("1—6月累计投资增速（%）", "投资增速1-9月", "投资增速全年预计", "投资")]
    [('投资增速(%)', '1-6月累计'), ('投资增速', '1-9月'), ('投资增速', '全年预计'), ('投资', '')]
    """
    text = re.sub(r"\s", "", plain(heading))
    if (found := _FRONT.match(text)) and is_name(text[found.end() :]):
        return text[found.end() :], found[1]
    measure = re.search(r"\([^()]{1,12}\)$", text)
    bare = text[: measure.start()] if measure and not _BACK.fullmatch(measure[0]) else text
    if (found := _BACK.search(bare)) and is_name(bare[: found.start()]):
        return bare[: found.start()] + text[len(bare) :], found[1]
    return heading, ""


def of_last_year(heading: str, is_name: Callable[[str], bool]) -> str:
    """The name in 上年投资增速, 投资增速（去年同期）; empty where a heading names none, or not of last year.

    >>> [of_last_year(text, lambda rest: rest.startswith("投资增速")) for text in ("上年同期投资增速（%）", "投资增速（去年）", "投资增速", "去年")]
    ['投资增速(%)', '投资增速', '', '']
    """
    text = re.sub(r"\s", "", plain(heading))
    if (found := _BEFORE_FRONT.match(text)) and is_name(text[found.end() :]):
        return text[found.end() :]
    found = _BEFORE_BACK.search(text)
    return text[: found.start()] if found and is_name(text[: found.start()]) else ""


def begins_last_year(name: str) -> bool:
    """Whether a name is one of last year's figures: 上年投资增速, （去年同期）投资, not 同期群."""
    text = plain(name).lstrip("([ ")
    return text.startswith(("上年", "去年", "上一年"))


def plain(text: str) -> str:
    """Half-width, dashes alike, the year in figures.

    >>> plain("二〇二六年一—九月")
    '2026年一-九月'
    """
    text = re.sub(r"[—–―−]", "-", unicodedata.normalize("NFKC", text))
    return _CHINESE_YEAR.sub(lambda found: "20" + "".join(_DIGITS[one] for one in found[1]), text)


def _number(text: str) -> int:
    return int(text) if text.isdigit() else NUMBERS[text]
