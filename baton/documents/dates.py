"""日期与期间的写法: dates become ISO text, periods are matched with the ones the rule book knows."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from baton.documents.numbers import fold

_NUMERIC = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?", re.ASCII)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_MIDNIGHT = re.compile(r"\s+0{1,2}:00(:00)?(\.0+)?$")
_SERIAL = re.compile(r"[34567]\d{4}", re.ASCII)
_CHINESE = {"一": "1", "二": "2", "三": "3", "四": "4", "五": "5", "六": "6", "七": "7", "八": "8", "九": "9",
            "十": "10", "十一": "11", "十二": "12"}  # fmt: skip
_PERIOD_NOISE = re.compile(r"[\s第份度]|累计|当月|止|截至|数据|报表")
_TAIL = re.compile(r"(?:完成|实际|实现)*(?:完成值|完成数|完成情况|完成|实际|实绩|数值|数额|数)$")
_MEASURE = re.compile(r"[((][^()()]{1,12}[))]$")
_NUMBER = r"(\d{1,2}|十[一二]?|[一二三四五六七八九])"
_TO = r"[-—–―~～至到]+"
_MONTHS = re.compile(
    rf"{_NUMBER}月?{_TO}{_NUMBER}(月)?[末底]?|(年初){_TO}{_NUMBER}(月)?[末底]?|前{_NUMBER}个?月"
)
_QUARTERS = re.compile(rf"(?:[1一]{_TO}|前)([1-4一二三四两])个?季")
_SINCE_JANUARY = re.compile(rf"累计|截至|末|止|底|年初|^(?:\d{{4}}[年.]?)?(?:前|[1一]月?{_TO})")
_LENGTH = {"year": 12, "half": 6, "quarter": 3, "month": 1}

Period = tuple[
    int | None, str, int
]  # year or None, "year" | "half" | "quarter" | "month", ordinal within the year


def read_date(written: str) -> str | None:
    """ISO text of a fully written date ("2026年3月1日", "2026/3/1", "20260301"), or None if it is not one."""
    text = _MIDNIGHT.sub("", fold(written))
    found = _NUMERIC.fullmatch(text) or _COMPACT.fullmatch(text)
    if not found:
        return None
    try:
        return dt.date(int(found[1]), int(found[2]), int(found[3])).isoformat()
    except ValueError:
        return None


def date_of_serial(text: str) -> str | None:
    """The date Excel means by a bare day count such as "46082", to propose it; None if it is not like one."""
    if not _SERIAL.fullmatch(text):
        return None
    return (dt.date(1899, 12, 30) + dt.timedelta(days=int(text))).isoformat()


def parse_period(written: str) -> Period | None:
    """The period a text names, or None: "2026-03", "2026年一季度", "3月", "上半年", "2026年", "1-9月累计完成" …

    "1-3月" counts as the month it ends with, "前三季度" as the third quarter: figures of a year are reported cumulatively.
    """
    text = _PERIOD_NOISE.sub("", _bare(written)).upper()
    year: int | None = None
    found = re.match(r"(\d{4})(?:年|[-/.](?=[\dQH])|(?=[QH])|(?=\d{2}$)|$)", text, re.ASCII)
    if found:
        year, text = int(found[1]), text[found.end() :]
    return _within_year(year, text)


def _bare(written: str) -> str:
    """The text without the unit of measure and the 完成数 behind it."""
    text = _MEASURE.sub("", fold(written))
    bare = _TAIL.sub("", text)
    return bare if len(bare) > 1 else text


def _within_year(year: int | None, text: str) -> Period | None:
    if text in ("", "全年", "年", "年终", "年底", "年末", "12月末") and (year or text):
        return (year, "year", 1)
    if text in ("上半年", "半年", "年中", "H1"):
        return (year, "half", 1)
    if text in ("下半年", "H2"):
        return (year, "half", 2)
    if found := _QUARTERS.fullmatch(text):
        return (year, "quarter", 2 if found[1] == "两" else _number(found[1]))
    found = re.fullmatch(r"Q([1-4])|([1-4一二三四])季", text)
    if found:
        return (year, "quarter", _number(found[1] or found[2]))
    if found := _MONTHS.fullmatch(text):
        first, last = found[1] or "1", found[2] or found[5] or found[7]
        is_named = found[3] or found[4] or found[7] or year
        return _month(year, last) if _number(first) == 1 and is_named else None
    found = re.fullmatch(rf"{_NUMBER}(月?)[末底]?", text)
    return _month(year, found[1]) if found and (found[2] or year) else None


def _number(text: str) -> int:
    return int(_CHINESE.get(text, text))


def _month(year: int | None, text: str) -> Period | None:
    number = _number(text)
    return (year, "month", number) if 1 <= number <= 12 else None


def ends_since_january(written: str) -> tuple[int | None, int] | None:
    """Year and last month of a period that surely begins in January; None for a single later month, a quarter, 下半年.

    >>> [ends_since_january(text) for text in ("1-6月", "上半年", "前三季度", "9月末", "2026年", "一季度", "6月", "三季度")]
    [(None, 6), (None, 6), (None, 9), (None, 9), (2026, 12), (None, 3), None, None]
    """
    parsed = parse_period(written)
    if parsed is None:
        return None
    year, kind, number = parsed
    is_long = kind == "year" or number == 1 or bool(_SINCE_JANUARY.search(_long_form(written)))
    return (year, _LENGTH[kind] * number) if is_long else None


def single_quarter(written: str) -> int | None:
    """2 for 二季度, which may be counted by itself; None for 前三季度, 二季度累计 and everything else.

    >>> [single_quarter(text) for text in ("二季度", "第三季度（万元）", "前三季度", "二季度累计", "一季度", "6月")]
    [2, 3, None, None, 1, None]
    """
    parsed = parse_period(written)
    if parsed is None or parsed[1] != "quarter" or _SINCE_JANUARY.search(_long_form(written)):
        return None
    return parsed[2]


def single_month(written: str) -> int | None:
    """12 for 12月, which may be counted by itself; None for 1-12月, 12月末, 12月累计 and everything else.

    >>> [single_month(text) for text in ("12月", "2026年9月", "1-12月", "12月末", "12月累计", "1月", "四季度")]
    [12, 9, None, None, None, 1, None]
    """
    parsed = parse_period(written)
    if parsed is None or parsed[1] != "month" or _SINCE_JANUARY.search(_long_form(written)):
        return None
    return parsed[2]


def _long_form(written: str) -> str:
    return re.sub(r"[\s第]", "", fold(written))


def is_of_a_period(written: str) -> bool:
    """Whether a heading names some stretch of a year, be it one that no calendar has: 下半年, 7-9月, 1-2月.

    >>> [is_of_a_period(text) for text in ("下半年", "7—9月", "四季度", "13月", "固定资产投资", "全年预计")]
    [True, True, True, False, False, False]
    """
    return stretch_of(written) is not None


def stretch_of(written: str) -> tuple[int, int] | None:
    """First and last month of what a heading names of a year; None where it names nothing of the kind.

    >>> [stretch_of(text) for text in ("3月", "二季度", "上半年", "下半年", "7—9月", "1-9月", "9月末", "全年", "二至三季度", "投资")]
    [(3, 3), (4, 6), (1, 6), (7, 12), (7, 9), (1, 9), (1, 9), (1, 12), (4, 9), None]
    """
    parsed = parse_period(written)
    if parsed is not None:
        _, kind, number = parsed
        last = _LENGTH[kind] * number
        return 1 if ends_since_january(written) else last - _LENGTH[kind] + 1, last
    found = re.fullmatch(
        rf"(?:\d{{4}}年)?{_NUMBER}月?{_TO}{_NUMBER}月|(?:\d{{4}}年)?([1-4一二三四]){_TO}([1-4一二三四])季",
        _PERIOD_NOISE.sub("", _bare(written)),
    )
    if found is None:
        return None
    length = 1 if found[1] else 3
    first, last = _number(found[1] or found[3]), _number(found[2] or found[4])
    is_one = first < last and length * last <= 12
    return (length * (first - 1) + 1, length * last) if is_one else None


def is_whole_year(period: str) -> bool:
    """Whether a period is a year rather than a part of one."""
    parsed = parse_period(period)
    return parsed is not None and parsed[1] == "year"


class Periods:
    """The known periods of an assessment; finds the one a text, a year-month cell or a title means.

    year: of the assessment, for periods that are called by no year. meant: what a person has said that a text means.
    """

    def __init__(
        self, known: Sequence[str], year: int | None = None, meant: Mapping[str, str] = MappingProxyType({})
    ) -> None:  # fmt: skip
        self.known = list(known)
        self.doubted: set[str] = (
            set()
        )  # as written: quarters and months that may be counted by themselves
        self._exact = {name: name for name in known} | {
            text: name for text, name in meant.items() if name in known
        }
        self._parsed: dict[Period, str | None] = {}
        self._ends: dict[tuple[int | None, int], tuple[int, str | None]] = {}
        for name in known:
            parsed = parse_period(name)
            if parsed:
                own, kind, number = parsed
                for said in dict.fromkeys((own, None, own or year)):
                    self._note((said, kind, number), name)
                    self._note_end((said, _LENGTH[kind] * number), _LENGTH[kind], name)

    def find(self, written: str) -> str | None:
        """The known period meant, or None; a text fitting two known periods ("3月" with two years) is None too.

        Where no period is called so, one that ends with the same month does for a stretch since January: 1-6月 for 上半年.
        """
        if written in self._exact:
            return self._exact[written]
        parsed = parse_period(written)
        if parsed is None:
            return self._exact.get(fold(written))
        if written in self.doubted:
            return None
        if parsed in self._parsed:
            return self._parsed[parsed]
        until = ends_since_january(written)
        return self._ends.get(until, (0, None))[1] if until else None

    def near(self, written: str) -> str | None:
        """The known period that ends when a text does that none is called by: 上半年 for 6月, 全年 for 四季度 or 下半年."""
        parsed = parse_period(written)
        if parsed is None or (parsed in self._parsed and written not in self.doubted):
            return None
        return (
            self._parsed.get(parsed)
            or self._ends.get((parsed[0], _LENGTH[parsed[1]] * parsed[2]), (0, None))[1]
        )

    def find_month(self, date: dt.date) -> str | None:
        """The known month of a date cell: Excel turns a typed "2026-03" into the first of that month."""
        return self._parsed.get((date.year, "month", date.month)) if date.day == 1 else None

    def inside(self, title: str) -> str | None:
        """A known period named somewhere in a title such as "2026年一季度主要指标完成情况表"."""
        pattern = r"\d{4}年?(?:[1-4一二三四]季度|[上下]半年|前[三3]季度|1[-—~至到]\d{1,2}月|\d{1,2}月|全年|年)|\d{4}-\d{2}"
        hits = {self.find(m) for m in re.findall(pattern, fold(title))}
        hits.discard(None)
        if not hits:
            text = fold(title)
            names = (name for name in self.known if not fold(name).isdigit())
            hits = {name for name in names if re.search(re.escape(fold(name)) + r"(?!\d)", text)}
        return hits.pop() if len(hits) == 1 else None

    def _note(self, parsed: Period, name: str) -> None:
        taken = self._parsed.get(parsed, name)
        self._parsed[parsed] = name if taken == name else None

    def _note_end(self, end: tuple[int | None, int], length: int, name: str) -> None:
        """Of periods that end together the longest counts; of two years none."""
        longest, taken = self._ends.get(end, (0, name))
        if length > longest:
            self._ends[end] = length, name
        elif length == longest and taken != name:
            self._ends[end] = length, None
