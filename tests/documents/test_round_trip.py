"""Numbers written by a spreadsheet come back digit by digit, in every format; random cells never raise."""

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from baton.documents.numbers import canonical
from baton.documents.observations import ItemInfo, KnownNames
from tests.documents.office_files import KNOWN, PERIODS, Percent, build, read

MANY = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
UNITS = {f"u{i}": f"第{i}街道" for i in range(40)}
STREETS = KnownNames(
    UNITS, {"rate": ItemInfo("比例"), "share": ItemInfo("占比", unit="%")}, periods=["2026-03"]
)

# What a spreadsheet can hold exactly: 15 significant digits, at most 6 of them decimals.
NUMBERS = st.builds(
    lambda digits, places: Decimal(digits).scaleb(-places),
    st.integers(-(10**15) + 1, 10**15 - 1),
    st.integers(0, 6),
)
CELLS = st.one_of(
    st.text(max_size=12),
    st.floats(allow_nan=False, allow_infinity=False),
    st.integers(-(10**9), 10**9),
    st.booleans(),
    st.dates(min_value=dt.date(1901, 1, 1)),
    st.sampled_from([*KNOWN.subjects.values(), *(i.name for i in KNOWN.items.values()), *PERIODS]),
    st.sampled_from(
        [
            "单位",
            "指标",
            "期间",
            "数值",
            "合计",
            "平均",
            "小计",
            "—",
            "未报",
            "注:",
            "单位:万元",
            "目标",
            "状态",
            "",
        ]
    ),
)


@pytest.mark.parametrize("extension", [".xlsx", ".xls", ".ods", ".csv"])
@MANY
@given(numbers=st.lists(NUMBERS, min_size=1, max_size=40))
def test_numbers_survive_every_format(
    tmp_path: Path, extension: str, numbers: list[Decimal]
) -> None:
    written: list[Any] = (
        [float(n) for n in numbers]
        if extension != ".csv"
        else [str(n) for n in map(canonical, numbers)]
    )
    rows = [["单位", "比例"], *([UNITS[f"u{i}"], value] for i, value in enumerate(written))]
    columns, problems = read(build(tmp_path / f"数{extension}", rows), known=STREETS)
    assert not problems, problems.listing()
    assert [Decimal(value or "x") for value in columns.value] == numbers


@pytest.mark.parametrize("extension", [".xlsx", ".xls", ".ods", ".csv"])
@MANY
@given(hundredths=st.lists(st.integers(-20_000, 20_000), min_size=1, max_size=40))
def test_percentages_survive_every_format(
    tmp_path: Path, extension: str, hundredths: list[int]
) -> None:
    rows = [
        ["单位", "占比"],
        *([UNITS[f"u{i}"], Percent(n / 10_000)] for i, n in enumerate(hundredths)),
    ]
    columns, problems = read(build(tmp_path / f"率{extension}", rows), known=STREETS)
    assert not problems.errors, problems.listing()
    assert [Decimal(value or "x") for value in columns.value] == [
        Decimal(n) / 100 for n in hundredths
    ]


@pytest.mark.parametrize("extension", [".xlsx", ".csv"])
@settings(MANY, max_examples=150)
@given(rows=st.lists(st.lists(CELLS, min_size=1, max_size=6), min_size=1, max_size=10))
def test_whatever_stands_in_a_sheet_the_reader_answers(
    tmp_path: Path, extension: str, rows: list[list[Any]]
) -> None:
    clean = [[_writable(value) for value in row] for row in rows]
    columns, problems = read(build(tmp_path / f"乱{extension}", clean))
    lengths = {
        len(getattr(columns, name))
        for name in ("subject", "item", "period", "key", "value", "state", "source", "date")
    }
    assert lengths == {len(columns)}
    assert all(
        (value is not None) == (state == "reported")
        for value, state in zip(columns.value, columns.state, strict=True)
    )
    assert all(problem.what and problem.place for problem in problems)


def _writable(value: Any) -> Any:
    """What a spreadsheet may hold: printable text, and dates from 1901 on."""
    if isinstance(value, str):
        return "".join(c for c in value if c.isprintable())
    return value
