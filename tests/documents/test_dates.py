"""Dates and periods as they are written in headings and cells."""

import datetime as dt

import pytest

from baton.documents.dates import Periods, date_of_serial, parse_period, read_date


@pytest.mark.parametrize(
    "written",
    ["2026-03-01", "2026/3/1", "2026.3.1", "2026年3月1日", "20260301", "2026-3-1 00:00:00"],
)
def test_a_full_date_becomes_iso(written: str) -> None:
    assert read_date(written) == "2026-03-01"


@pytest.mark.parametrize("written", ["3月1日", "2026年3月", "2026-02-30", "46082", "昨天", ""])
def test_an_incomplete_or_impossible_date_is_none(written: str) -> None:
    assert read_date(written) is None


def test_a_day_count_proposes_its_date() -> None:
    assert date_of_serial("46082") == "2026-03-01"
    assert date_of_serial("12") is None


@pytest.mark.parametrize(
    ("written", "period"),
    [
        ("2026-03", (2026, "month", 3)),
        ("2026年3月", (2026, "month", 3)),
        ("202603", (2026, "month", 3)),
        ("1-3月累计", (None, "month", 3)),
        ("十二月", (None, "month", 12)),
        ("2026年第一季度", (2026, "quarter", 1)),
        ("2026Q2", (2026, "quarter", 2)),
        ("三季度", (None, "quarter", 3)),
        ("上半年", (None, "half", 1)),
        ("2026年", (2026, "year", 1)),
        ("2026年度", (2026, "year", 1)),
        ("全年", (None, "year", 1)),
        ("13月", None),
        ("一般公共预算收入", None),
        ("", None),
    ],
)
def test_periods_are_understood(written: str, period: object) -> None:
    assert parse_period(written) == period


def test_a_period_is_found_under_other_spellings_but_never_guessed() -> None:
    periods = Periods(["2025-03", "2026-03", "2026年一季度", "2026年"])
    assert periods.find("2026年3月") == "2026-03"
    assert periods.find("一季度") == "2026年一季度"
    assert periods.find("3月") is None  # two years know a March
    assert periods.find_month(dt.date(2026, 3, 1)) == "2026-03"
    assert periods.find_month(dt.date(2026, 3, 2)) is None
    assert periods.inside("云州市2026年一季度主要指标") == "2026年一季度"
    assert periods.inside("云州市主要指标") is None
