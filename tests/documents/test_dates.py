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
        ("1月至6月", (None, "month", 6)),
        ("年初至9月底", (None, "month", 9)),
        ("1—9月累计完成数(亿元)", (None, "month", 9)),
        ("前三季度", (None, "quarter", 3)),
        ("一至三季度", (None, "quarter", 3)),
        ("7-9月", None),
        ("全年预计", None),
        ("本年累计", None),
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


QUARTERS = ["2026-Q1", "2026-Q2", "2026-Q3", "2026"]
MONTHS = [f"2026-{month:02d}" for month in range(1, 12)] + ["2026"]


@pytest.mark.parametrize(
    ("written", "by_quarter", "by_month"),
    [
        ("上半年", "2026-Q2", "2026-06"),
        ("前三季度", "2026-Q3", "2026-09"),
        ("1-6月", "2026-Q2", "2026-06"),
        ("1—9月累计", "2026-Q3", "2026-09"),
        ("9月末", "2026-Q3", "2026-09"),
        ("1-12月", "2026", "2026"),
        ("全年", "2026", "2026"),
        ("2026年1月-6月", "2026-Q2", "2026-06"),
        ("6月", None, "2026-06"),  # of a single month: a quarter's figure may be another one
        ("三季度", "2026-Q3", None),
        ("四季度", None, None),
        ("下半年", None, None),
        ("2025年上半年", None, None),
    ],
)
def test_a_stretch_since_january_is_the_period_that_ends_with_it(
    written: str, by_quarter: str | None, by_month: str | None
) -> None:
    assert Periods(QUARTERS, 2026).find(written) == by_quarter
    assert Periods(MONTHS, 2026).find(written) == by_month


def test_the_period_that_ends_at_the_same_time_is_only_proposed() -> None:
    periods = Periods(QUARTERS, 2026, {"四季度": "2026"})
    assert [periods.near(text) for text in ("6月", "下半年", "5月")] == ["2026-Q2", "2026", None]
    assert periods.find("四季度") == "2026"  # as a person has said
    assert Periods(["上半年", "全年"], 2026).find("2026年1-6月") == "上半年"
