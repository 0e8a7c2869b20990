"""日期的写法: days that a table gives only as a month, as a count of days or without a year are asked about, kind by kind."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date

from baton.desk.ledger.claim_words import DAY, LEFT_OUT, Words
from baton.documents.dates import date_of_serial, read_date
from baton.documents.numbers import fold
from baton.documents.problems import Problems
from baton.documents.tables import Row

FIELDS = ("date", "until", "receipt_on")
MONTHS, BARE, SERIALS = (
    "*month",
    "*bare",
    "*serial",
)  # all dates of that kind are asked about at once
FIRST, LAST, MEANT = "first", "last", "meant"
NONE = (LEFT_OUT, "不记日期")
_MONTH = re.compile(r"([12]\d{3})\s*[-年./]\s*(\d{1,2})\s*月?份?", re.ASCII)
_ALONE = re.compile(r"(\d{1,2}|十[一二]?|[一二三四五六七八九])\s*月份?", re.ASCII)
_CHINESE = {word: number for number, word in enumerate("一二三四五六七八九十", 1)} | {
    "十一": 11,
    "十二": 12,
}
_COMMAS = re.compile(r"\d{2},\d{3}", re.ASCII)  # 45,800: a day count that was shown as an amount
_NO_YEAR = re.compile(r"(\d{1,2})\s*[-月./]\s*(\d{1,2})\s*[日号]?", re.ASCII)
_DAY = r"(?:([12]\d{3})\s*[-年./]\s*)?(\d{1,2})\s*[-月./]\s*(\d{1,2})\s*[日号]?"
_SPAN = re.compile(
    rf"{_DAY}\s*[-—–~至到]+\s*(?:(?:([12]\d{{3}})\s*[-年./]\s*)?(\d{{1,2}})\s*[-月./]\s*)?(\d{{1,2}})\s*[日号]?",
    re.ASCII,
)  # 2026年9月10日-12日, 2026-7-1至7-3
_MONTHS = re.compile(
    r"(?:([12]\d{3})\s*[-年./]\s*)?(\d{1,2})\s*(月份?)?\s*[-—–~至到]+\s*(?:([12]\d{3})\s*[-年./]\s*)?(\d{1,2})\s*(月份?)?",
    re.ASCII,
)  # 2026年3月—5月, 2026.11-2027.2
_THIRD = re.compile(r"(?:([12]\d{3})\s*[-年./]\s*)?(\d{1,2})\s*月份?\s*([上中下])旬", re.ASCII)
_THIRDS = {"上": ("1", "10"), "中": ("11", "20"), "下": ("21", "0")}


def settle(row: Row, words: Words, problems: Problems) -> None:
    """The row's days as ISO text, or "" where it gives none; what can't be told is an error and a question."""
    for key in FIELDS:
        text = row[key]
        if text and read_date(text) != text:
            row[key] = _day(row, key, text, words, problems)


def _day(row: Row, key: str, text: str, words: Words, problems: Problems) -> str:
    month, alone, serial = _month(text), _alone(text), date_of_serial(_without_comma(text))
    about = MONTHS if month else BARE if alone else SERIALS if serial else text
    said = words.meant.get((DAY, about), "")
    if said == LEFT_OUT:
        return ""
    if month and (day := _of_month(month, said)):
        return day
    if alone and said in dict(_years(words.year)):
        year, _, end = said.partition("*")
        return _of_month(date(int(year), alone, 1), end)
    if serial and said == MEANT:
        return serial
    if said and not month and not alone and not serial and read_date(said):
        return said
    if month:
        label = f"只写到月的日期，如“{text}”"
        choices = [(FIRST, "记作当月 1 日"), (LAST, "记作当月最后一日"), NONE]
    elif alone:
        label = f"只写了月份的日期，如“{text}”"
        choices = [*_years(words.year), NONE]
    elif serial:
        label, choices = f"写成天数的日期，如“{text}”", [(MEANT, f"照表格软件的意思读，“{text}”是 {serial}"), NONE]  # fmt: skip
    else:
        label, choices = "", [*_with_year(text, words.year), NONE]
    place = row["places"].get(key, row["source"])
    words.ask(DAY, about, choices, label, place=place)
    problems.error(
        place,
        f"“{text}”不是完整的日期",
        "请在上面选定，或写全年月日",
        code="not-a-date",
        about=(DAY, about),
    )
    return ""


def _month(text: str) -> date | None:
    """The first day of a month written without a day.

    >>> _month("2026年11月"), _month("2026年13月"), _month("0000年11月")
    (datetime.date(2026, 11, 1), None, None)
    """
    found = _MONTH.fullmatch(fold(text))
    return date(int(found[1]), int(found[2]), 1) if found and 1 <= int(found[2]) <= 12 else None


def _alone(text: str) -> int:
    """The month that is written without year and day; 0 for anything else.

    >>> _alone("3月"), _alone("十二月份"), _alone("13月"), _alone("3月5日")
    (3, 12, 0, 0)
    """
    found = _ALONE.fullmatch(fold(text))
    number = (_CHINESE.get(found[1]) or int(found[1])) if found else 0
    return number if number <= 12 else 0


def _of_month(month: date, end: str) -> str:
    """The first or the last day of a month; nothing where neither was said."""
    if end not in (FIRST, LAST):
        return ""
    day = monthrange(month.year, month.month)[1] if end == LAST else 1
    return month.replace(day=day).isoformat()


def _years(year: int) -> list[tuple[str, str]]:
    """Which year months without one are of: the assessed one or the one after, and which day of the month they stand for."""
    ends = ((FIRST, "当月 1 日"), (LAST, "当月最后一日"))
    return [
        (f"{one}*{end}", f"记作 {one} 年{words}") for one in (year, year + 1) for end, words in ends
    ]


def _without_comma(text: str) -> str:
    """45,800 is 45800.

    >>> _without_comma("45,800"), _without_comma("1,2")
    ('45800', '1,2')
    """
    folded = fold(text)
    return folded.replace(",", "") if _COMMAS.fullmatch(folded) else text


def _with_year(text: str, year: int) -> list[tuple[str, str]]:
    """The days that may be meant by one without its year, by several days and by a third of a month.

    Without a year it is of the assessed one, or of the one after, in which papers still come.

    >>> _with_year("3月5日", 2026)[0], _with_year("2026年9月10日-12日", 2026), _with_year("6月上旬", 2026)[:2]
    (('2026-03-05', '2026-03-05'), [('2026-09-10', '2026-09-10'), ('2026-09-12', '2026-09-12')], [('2026-06-01', '2026-06-01'), ('2026-06-10', '2026-06-10')])
    """
    folded = fold(text)
    if found := _NO_YEAR.fullmatch(folded):
        return _days("", year, [(found[1], found[2])])
    if (found := _MONTHS.fullmatch(folded)) and (found[6] or found[4]):
        return _of_months(found, year)
    if found := _SPAN.fullmatch(folded):
        first, last = (found[2], found[3]), (found[5] or found[2], found[6])
        return list(dict.fromkeys([*_days(found[1], year, [first]), *_days(found[4] or found[1], year, [last])]))  # fmt: skip
    if found := _THIRD.fullmatch(folded):
        return _days(found[1], year, [(found[2], day) for day in _THIRDS[found[3]]])
    return []


def _of_months(found: re.Match[str], year: int) -> list[tuple[str, str]]:
    """The first day of the first month and the last one of the last; a last month before the first is of the year after."""
    first, last = int(found[2]), int(found[5])
    days = list[str]()
    for one in [int(found[1])] if found[1] else [year, year + 1]:
        end = int(found[4] or one + (last < first))
        if 1 <= first <= 12 and 1 <= last <= 12 and (one, first) < (end, last):
            days += [date(one, first, 1).isoformat(), _of_month(date(end, last, 1), LAST)]
    return [(day, day) for day in dict.fromkeys(days)]


def _days(written: str | None, year: int, ends: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Those of the days that the calendar has; the last of a month stands as 0."""
    found: list[str | None] = []
    for one in [int(written)] if written else [year, year + 1]:
        for month, day in ends:
            last = day == "0" and 1 <= int(month) <= 12 and one
            found.append(read_date(f"{one}-{month}-{monthrange(one, int(month))[1] if last else day}"))  # fmt: skip
    return [(day, day) for day in dict.fromkeys(found) if day]
