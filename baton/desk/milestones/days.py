"""时间节点的写法: 6月底, 6月30日前, 二季度末, 每月底; several days where a text names several."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from baton.documents.dates import parse_period, read_date, stretch_of
from baton.documents.numbers import fold

_AROUND = re.compile(r"^(?:截至|截止到?|到|于|在)|(?:以前|之前|前|止|完成|内)$")
_DAY = re.compile(r"(?:(\d{4})年)?(\d{1,2})(?:月|[-/])(\d{1,2})[日号]?", re.ASCII)
_THIRD = re.compile(r"(?:(\d{4})年)?(\d{1,2})月份?(上|中|下)旬", re.ASCII)
_EVERY = re.compile(r"(?:每个?|逐|按)(月|季度?|半年)(?:度|份)?[底末]?")
_STEP = {"月": 1, "季": 3, "季度": 3, "半年": 6}
_TENTH = {"上": 10, "中": 20}


def due_days(written: str, year: int) -> list[date]:
    """The days a text means; nothing where it is no day, or none that is sure.

    >>> [[f"{day:%m-%d}" for day in due_days(text, 2026)] for text in ("6月底前", "6月30日前", "二季度末", "年底", "3月中旬", "待定")]
    [['06-30'], ['06-30'], ['06-30'], ['12-31'], ['03-20'], []]
    >>> [len(due_days(text, 2026)) for text in ("每季度末", "每月底", "3月底、6月底", "6.3")], due_days("2027年1月", 2026)
    ([4, 12, 2, 0], [datetime.date(2027, 1, 31)])
    """
    text = re.sub(r"\s", "", fold(written)).strip("。.;；")
    parts = [part for part in re.split(r"[、,，;；]", text) if part]
    found = [_days(part, year) for part in parts]
    return [day for days in found for day in days] if all(found) else []


def end_of_month(year: int, month: int) -> date:
    """Its last day."""
    return date(year, month, monthrange(year, month)[1])


def _days(text: str, year: int) -> list[date]:
    while (shorter := _AROUND.sub("", text)) != text and shorter:
        text = shorter
    if iso := read_date(text):
        return [date.fromisoformat(iso)]
    if found := _EVERY.fullmatch(text):
        return [end_of_month(year, month) for month in range(_STEP[found[1]], 13, _STEP[found[1]])]
    if found := _DAY.fullmatch(text):
        return _day(int(found[1] or year), int(found[2]), int(found[3]))
    if found := _THIRD.fullmatch(text):
        month, of = int(found[2]), int(found[1] or year)
        if not 1 <= month <= 12:
            return []
        return [date(of, month, _TENTH[found[3]]) if found[3] in _TENTH else end_of_month(of, month)]  # fmt: skip
    if text in {"年", "本年", "本年底", "当年底", "今年底"}:
        return [end_of_month(year, 12)]
    for bare in (text, text.rstrip("末底")):
        stretch, parsed = stretch_of(bare), parse_period(bare)
        if stretch is not None:
            return [end_of_month((parsed and parsed[0]) or year, stretch[1])]
    return []


def _day(year: int, month: int, day: int) -> list[date]:
    try:
        return [date(year, month, day)]
    except ValueError:
        return []
