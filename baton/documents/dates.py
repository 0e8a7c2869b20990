"""日期与期间的写法: dates become ISO text, periods are matched with the ones the rule book knows."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from baton.documents.numbers import fold

_NUMERIC = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?", re.ASCII)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_MIDNIGHT = re.compile(r"\s+0{1,2}:00(:00)?(\.0+)?$")
_SERIAL = re.compile(r"[34567]\d{4}", re.ASCII)
_CHINESE = {"一": "1", "二": "2", "三": "3", "四": "4", "五": "5", "六": "6", "七": "7", "八": "8", "九": "9",
            "十": "10", "十一": "11", "十二": "12"}  # fmt: skip
_PERIOD_NOISE = re.compile(r"[\s第份度]|累计|当月|止|截至|数据|报表")

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
    """The period a text names, or None: "2026-03", "2026年一季度", "3月", "上半年", "2026年" …

    "1-3月" counts as the month it ends with: figures of a year are reported cumulatively.
    """
    text = _PERIOD_NOISE.sub("", fold(written)).upper()
    year: int | None = None
    found = re.match(r"(\d{4})(?:年|[-/.](?=[\dQH])|(?=[QH])|(?=\d{2}$)|$)", text, re.ASCII)
    if found:
        year, text = int(found[1]), text[found.end() :]
    return _within_year(year, text)


def _within_year(year: int | None, text: str) -> Period | None:
    if text in ("", "全年", "年", "年终", "年底", "12月末") and (year or text):
        return (year, "year", 1)
    if text in ("上半年", "半年", "H1"):
        return (year, "half", 1)
    if text in ("下半年", "H2"):
        return (year, "half", 2)
    found = re.fullmatch(r"Q([1-4])|([1-4一二三四])季", text)
    if found:
        quarter = found[1] or found[2]
        return (year, "quarter", int(_CHINESE.get(quarter, quarter)))
    found = re.fullmatch(r"(?:1[-—~至到])?(\d{1,2}|十[一二]?|[一二三四五六七八九])(月?)末?", text)
    if found and (found[2] or year):
        month = int(_CHINESE.get(found[1], found[1]))
        return (year, "month", month) if 1 <= month <= 12 else None
    return None


def is_whole_year(period: str) -> bool:
    """Whether a period is a year rather than a part of one."""
    parsed = parse_period(period)
    return parsed is not None and parsed[1] == "year"


class Periods:
    """The known periods of an assessment; finds the one a text, a year-month cell or a title means."""

    def __init__(self, known: Sequence[str]) -> None:
        self.known = list(known)
        self._exact = {name: name for name in known}
        self._parsed: dict[Period, str | None] = {}
        for name in known:
            parsed = parse_period(name)
            if parsed:
                self._note(parsed, name)
                self._note((None, parsed[1], parsed[2]), name)

    def find(self, written: str) -> str | None:
        """The known period meant, or None; a text fitting two known periods ("3月" with two years) is None too."""
        if written in self._exact:
            return written
        parsed = parse_period(written)
        if parsed is None:
            return self._exact.get(fold(written))
        return self._parsed.get(parsed)

    def find_month(self, date: dt.date) -> str | None:
        """The known month of a date cell: Excel turns a typed "2026-03" into the first of that month."""
        return self._parsed.get((date.year, "month", date.month)) if date.day == 1 else None

    def inside(self, title: str) -> str | None:
        """A known period named somewhere in a title such as "2026年一季度主要指标完成情况表"."""
        pattern = r"\d{4}年?(?:[1-4一二三四]季度|[上下]半年|\d{1,2}月|全年|年)|\d{4}-\d{2}"
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
