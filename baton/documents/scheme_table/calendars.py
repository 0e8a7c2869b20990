"""期次: at which points of the year figures are asked for, each with figures of its own."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from baton.documents.dates import parse_period

Book = dict[str, Any]
CHOICES = {
    "quarter": "四个季度（一季度、上半年、前三季度、全年）",
    "half": "上半年和全年",
    "year": "只有全年一期",
    "month": "十二个月",
}
USUAL = "quarter"
MOST_LENGTH = 20
_MONTHS = {"year": 12, "half": 6, "quarter": 3, "month": 1}
_QUARTERS = {1: "一季度", 2: "上半年（二季度）", 3: "前三季度（三季度）", 4: "四季度"}


def calendar_of(choice: str, year: int | str) -> list[str]:
    """The periods of a choice in their order; the last one is always the whole year, called by its number."""
    before = {
        "quarter": [f"{year}-Q{number}" for number in (1, 2, 3)],
        "half": [f"{year}-H1"],
        "month": [f"{year}-{number:02d}" for number in range(1, 12)],
    }
    return [*before.get(choice, []), str(year)]


def spoken(period: str) -> str:
    """A period as people say it: 上半年, 8 月, 全年; any other name as it stands."""
    parsed = parse_period(period)
    if parsed is None or not period[:4].isdigit():
        return period
    _, kind, number = parsed
    if kind == "quarter":
        return _QUARTERS[number]
    if kind == "month":
        return f"{number} 月"
    return {"half": "上半年" if number == 1 else "下半年"}.get(kind, "全年")


def until(period: str) -> str:
    """A period as people ask for figures that are compared with a year's: 年初至 8 月, as no month by itself is; else as spoken.

    >>> until("2026-08"), until("2026-01"), until("全年")
    ('年初至 8 月', '1 月', '全年')
    """
    parsed, said = parse_period(period), spoken(period)
    return f"年初至 {said}" if parsed and parsed[1] == "month" and parsed[2] > 1 else said


def days_of(period: str, year: int) -> tuple[date, date] | None:
    """The first and the last day of a period of a year; None: it has a name of its own.

    >>> [day.isoformat() for day in days_of("2026-Q1", 2026)], [day.isoformat() for day in days_of("全年", 2026)]
    (['2026-01-01', '2026-03-31'], ['2026-01-01', '2026-12-31'])
    >>> days_of("8月督查", 2026) is None
    True
    """
    parsed = parse_period(period)
    if parsed is None:
        return None
    own, kind, number = parsed
    last = _MONTHS[kind] * number
    first, after = date(own or year, last - _MONTHS[kind] + 1, 1), (own or year) * 12 + last
    return first, date(after // 12, after % 12 + 1, 1) - timedelta(days=1)


def with_periods(book: Book, periods: Iterable[str]) -> Book:
    """The rule book with these periods among its own, in the order in which they end.

    An indicator that took the figure of the only period takes that of the round's period from now on, so that each
    period has figures of its own.
    """
    known = list(book["calendar"])
    fresh = [period for period in dict.fromkeys(periods) if period not in known]
    if not fresh:
        return book
    calendar = known
    for period in fresh:
        at = next((n for n, other in enumerate(calendar) if _ends(other) > _ends(period)), None)
        calendar = [*calendar[:at], period, *calendar[at:]] if at is not None else [*calendar, period]  # fmt: skip
    found: Book = {**json.loads(json.dumps(book)), "calendar": calendar}
    if len(known) == 1:
        for item in found["items"]:
            for entry in item["data"].values():
                if entry["periods"] == known and entry["take"] == "at":
                    entry["periods"] = "@"
    return found


def summed(book: Book) -> list[str]:
    """Names of the indicators that take several periods together: another period changes what they add up."""
    return [
        item["name"]
        for item in book["items"]
        if any(entry["periods"] == "to_date" for entry in item["data"].values())
    ]


def _ends(period: str) -> float:
    """When a period ends, in months of its year; one with a name of its own comes just before the end of the year."""
    parsed = parse_period(period)
    if parsed is None:
        return 11.5
    _, kind, number = parsed
    return _MONTHS[kind] * number + {"month": 0, "quarter": 0.1, "half": 0.2, "year": 0.3}[kind]
