"""Which periods a title, a note under a table or a file's name tells of: 截至9月底, 1—9月, 前三季度, 上年同期."""

from __future__ import annotations

import re

from baton.documents.dates import parse_period

LENGTH = {"year": 12, "half": 6, "quarter": 3, "month": 1}
NUMBERS = {word: at + 1 for at, word in enumerate("一二三四五六七八九十")} | {"十一": 11, "十二": 12, "两": 2}  # fmt: skip
_N = r"(1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九两])"
_TO = r"\s*[-—–―~～至到]+\s*"
_DAY = r"\d{1,2}\s*[日号]"
_YEAR = re.compile(rf"(?<!\d)(20\d\d)\s*年(?!\s*\d{{1,2}}\s*月\s*{_DAY})")
_UNTIL = re.compile(
    rf"截[至止到]\s*(20\d\d)?\s*年?\s*{_N}\s*月|(20\d\d)?\s*年?(?<!\d){_N}\s*月\s*{_DAY}\s*止"
)
_RANGE = re.compile(
    rf"(?<!\d){_N}\s*月?(?:份)?{_TO}(?:20\d\d年)?{_N}\s*月|年初{_TO}{_N}\s*月|前\s*{_N}\s*个月"
)
_ONE = re.compile(rf"(?<![\d十]){_N}\s*月(?!\s*{_DAY}|\d)")
_QUARTER = re.compile(r"([一二三四1234两])\s*个?季度?|Q([1-4])")
_HALF = re.compile(r"([上下])半年|H([12])")
_LAST_YEAR = re.compile(r"上年|去年|上一年")
_BESIDE = re.compile(r"比|较|增|与|及|和|、|对照")  # a title that names last year beside this one


def ends_told(text: str, year: int, *, is_month: bool) -> set[int]:
    """The last months of the periods a text names. A month by itself is negative, unless months are asked for.

    >>> [ends_told(text, 2026, is_month=False) for text in ("截至9月底", "1—9月", "前三季度", "9月快报", "截至2027年1月8日", "12月31日止")]
    [{9}, {9}, {9}, {-9}, set(), {12}]
    """
    found: set[int] = set()
    for own, until, other, day in _UNTIL.findall(text):
        if (own or other or str(year)) == str(year) or not year:
            found.add(_number(until or day))
    rest = _UNTIL.sub("", text)
    for first, last, since, many in _RANGE.findall(rest):
        found.add(_number(last or since or many) * (1 if not first or _number(first) == 1 else -1))
    rest = _RANGE.sub("", rest)
    found |= {3 * _number("".join(one)) for one in _QUARTER.findall(rest)}
    found |= {6 if "".join(one) in "上1" else 12 for one in _HALF.findall(rest)}
    sign = 1 if is_month else -1
    for one in _ONE.finditer(rest):
        is_until = re.match(r"\s*(?:份)?(?:[底末]|累计)", rest[one.end() :]) is not None
        found.add(_number(one[1]) * (1 if is_until else sign))
    return found


def end_of(period: str) -> int:
    """The month a period ends with; 0 of one that has a name of its own."""
    parsed = parse_period(period)
    return LENGTH[parsed[1]] * parsed[2] if parsed else 0


def years_told(text: str) -> set[int]:
    """The years a text names, those of days apart."""
    return {int(one) for one in _YEAR.findall(text)}


def is_of_last_year(text: str) -> bool:
    """上年同期主要指标, but not a title that names last year beside this one.

    >>> is_of_last_year("上年同期主要指标"), is_of_last_year("主要指标与上年同期对比")
    (True, False)
    """
    return bool(_LAST_YEAR.search(text)) and not _BESIDE.search(text)


def _number(text: str) -> int:
    return int(text) if text.isdigit() else NUMBERS[text]
