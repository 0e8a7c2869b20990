"""当月 and 累计 of one month side by side, and months under the year they are of."""

import csv
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from baton.documents.observations import ItemInfo
from tests.documents.office_files import KNOWN, Rows, figures, only, read

YEARLY = replace(KNOWN, cumulative=("revenue",), year=2026)
SINCE, MONTH = replace(KNOWN, span="since", year=2026), replace(KNOWN, span="month", year=2026)
FORMATS = [".xlsx", ".csv"]

LEFT, UP = "<", "^"  # a cell that is merged with the one left of it, or above

UNDER_THE_ITEM: Rows = [
    ["2026年3月财政收入情况", LEFT, LEFT], ["单位", "一般公共预算收入", LEFT], [UP, "当月", "累计"],
    ["临江县", 4, 12.5], ["东岭", 1, 3],
]  # fmt: skip
BY_TITLE: Rows = [["2026年3月一般公共预算收入情况", LEFT, LEFT], ["单位", "本月数", "本年累计"], ["临江县", 4, 12.5], ["东岭", 1, 3]]  # fmt: skip
UNDER_THE_MONTH: Rows = [
    ["一般公共预算收入情况", LEFT, LEFT, LEFT, LEFT], ["单位", "2月", LEFT, "3月", LEFT], [UP, "当月", "累计", "当月", "累计"],
    ["临江县", 5, 8.5, 4, 12.5], ["东岭", 1, 2, 1, 3],
]  # fmt: skip
IN_ONE_HEADING: Rows = [["单位", "一般公共预算收入（当月）", "一般公共预算收入（累计）"], ["临江县", 4, 12.5], ["东岭", 1, 3]]  # fmt: skip
A_LIST: Rows = [["单位", "指标", "3月当月", "3月累计"], ["临江县", "一般公共预算收入", 4, 12.5], ["东岭", "财政收入", 1, 3]]  # fmt: skip
A_LIST_BELOW: Rows = [["单位", "指标", "3月", LEFT], [UP, UP, "当月", "累计"], ["临江县", "一般公共预算收入", 4, 12.5], ["东岭", "财政收入", 1, 3]]  # fmt: skip
A_PLAIN_LIST: Rows = [["单位", "指标", "当月", "累计"], ["临江县", "一般公共预算收入", 4, 12.5], ["东岭", "财政收入", 1, 3]]  # fmt: skip
BY_LENGTH: Rows = [["单位", "指标", "3月", "1-3月"], ["临江县", "一般公共预算收入", 4, 12.5], ["东岭", "财政收入", 1, 3]]  # fmt: skip
EVERY = {
    "under the item": UNDER_THE_ITEM, "by the title": BY_TITLE, "in one heading": IN_ONE_HEADING, "a list": A_LIST,
    "a list below": A_LIST_BELOW, "a plain list": A_PLAIN_LIST, "by length": BY_LENGTH, "under the month": UNDER_THE_MONTH,
}  # fmt: skip
MARCH = ("u1", "revenue", "2026-03"), ("u2", "revenue", "2026-03")


def build(path: Path, rows: Rows) -> Path:
    """The rows as a text file, or as a workbook with its cells merged."""
    if path.suffix == ".csv":
        lines = [["" if cell in (LEFT, UP) else cell for cell in row] for row in rows]
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(lines)
        return path
    book = openpyxl.Workbook()
    page = book.active
    for r, row in enumerate(rows, 1):
        for c, cell in enumerate(row, 1):
            if cell not in (LEFT, UP):
                page.cell(r, c, cell)
                across = next((n for n, other in enumerate(row[c:]) if other != LEFT), len(row) - c)
                down = next((n for n, other in enumerate(rows[r:]) if other[c - 1] != UP), len(rows) - r)  # fmt: skip
                if across or down:
                    page.merge_cells(
                        start_row=r, start_column=c, end_row=r + down, end_column=c + across
                    )
    book.save(path)
    return path


@pytest.mark.parametrize("extension", FORMATS)
@pytest.mark.parametrize("rows", EVERY.values(), ids=EVERY.keys())
def test_what_is_compared_with_a_years_target_is_taken_from_the_figures_since_january(
    tmp_path: Path, rows: Rows, extension: str
) -> None:
    columns, problems = read(
        build(tmp_path / f"月报{extension}", rows), known=YEARLY, period=None, fallback="2026-03"
    )
    assert not problems.errors, problems.listing()
    found = figures(columns)
    assert [found[cell] for cell in MARCH] == ["12.5", "3"]
    assert "收的是累计" in only(problems, "span-used").what
    if rows is UNDER_THE_MONTH:
        assert found["u1", "revenue", "2026-02"] == "8.5"


@pytest.mark.parametrize("rows", EVERY.values(), ids=EVERY.keys())
def test_where_it_is_not_plain_it_is_asked_once_and_the_answer_is_followed(
    tmp_path: Path, rows: Rows
) -> None:
    path = build(tmp_path / "月报.xlsx", rows)
    _, problems = read(path, known=replace(KNOWN, year=2026), period=None, fallback="2026-03")
    asked = only(problems, "span-unsaid")
    assert "有当月和累计两列" in asked.what and "用哪列" in asked.what
    assert asked.offer is not None and asked.offer.kind == "span"
    assert problems.error_count == 1, problems.listing()
    for known, expected in ((SINCE, ["12.5", "3"]), (MONTH, ["4", "1"])):
        columns, problems = read(path, known=known, period=None, fallback="2026-03")
        assert not problems.errors, problems.listing()
        assert [figures(columns)[cell] for cell in MARCH] == expected


def test_several_pages_are_asked_about_once(tmp_path: Path) -> None:
    path = tmp_path / "月报.xlsx"
    book = openpyxl.Workbook()
    for name in ("2月", "3月"):
        page = book.create_sheet(name)
        for row in (
            ["单位", "指标", f"{name}当月", f"{name}累计"],
            ["临江县", "一般公共预算收入", 4, 12.5],
        ):
            page.append(row)
    book.remove(book.active)
    book.save(path)
    _, problems = read(path, known=KNOWN, period=None)
    assert problems.error_count == 1 and only(problems, "span-unsaid")


@pytest.mark.parametrize("extension", FORMATS)
@pytest.mark.parametrize("year", ["2026年", "2026年度"])
def test_months_under_a_year_are_read_as_those_months(tmp_path: Path, extension: str, year: str) -> None:  # fmt: skip
    across: Rows = [["单位", "指标", year, LEFT, LEFT], [UP, UP, "1月", "2月", "3月"], ["临江县", "一般公共预算收入", 1, 2, 3]]  # fmt: skip
    down: Rows = [["一般公共预算收入情况", LEFT, LEFT, LEFT], ["单位", year, LEFT, LEFT], [UP, "1月", "2月", "3月"], ["临江县", 1, 2, 3]]  # fmt: skip
    below: Rows = [["单位", "一般公共预算收入", LEFT, LEFT], [UP, year, LEFT, LEFT], [UP, "1月", "2月", "3月"], ["临江县", 1, 2, 3]]  # fmt: skip
    for name, rows in {"左": across, "题": down, "下": below}.items():
        columns, problems = read(build(tmp_path / f"{name}{extension}", rows), known=replace(KNOWN, year=2026), period=None, fallback="2026年")  # fmt: skip
        assert not problems.errors, (name, problems.listing())
        assert figures(columns) == {("u1", "revenue", f"2026-0{n}"): str(n) for n in (1, 2, 3)}, name  # fmt: skip


@pytest.mark.parametrize("extension", FORMATS)
def test_months_under_another_year_are_left_aside(tmp_path: Path, extension: str) -> None:
    rows: Rows = [
        ["单位", "指标", "2025年", LEFT, "2026年", LEFT], [UP, UP, "1月", "2月", "1月", "2月"],
        ["临江县", "一般公共预算收入", 9, 9, 1, 2],
    ]  # fmt: skip
    columns, problems = read(build(tmp_path / f"表{extension}", rows), known=replace(KNOWN, year=2026), period=None, fallback="2026年")  # fmt: skip
    assert not problems.errors, problems.listing()
    assert figures(columns) == {("u1", "revenue", "2026-01"): "1", ("u1", "revenue", "2026-02"): "2"}  # fmt: skip


@pytest.mark.parametrize("extension", FORMATS)
def test_a_year_over_months_over_both_columns(tmp_path: Path, extension: str) -> None:
    rows: Rows = [
        ["一般公共预算收入情况", LEFT, LEFT, LEFT, LEFT], ["单位", "2026年", LEFT, LEFT, LEFT], [UP, "2月", LEFT, "3月", LEFT],
        [UP, "当月", "累计", "当月", "累计"], ["临江县", 5, 8.5, 4, 12.5],
    ]  # fmt: skip
    columns, problems = read(build(tmp_path / f"表{extension}", rows), known=YEARLY, period=None, fallback="2026年")  # fmt: skip
    assert not problems.errors, problems.listing()
    assert figures(columns) == {("u1", "revenue", "2026-02"): "8.5", ("u1", "revenue", "2026-03"): "12.5"}  # fmt: skip


def test_one_of_them_alone_is_no_question(tmp_path: Path) -> None:
    rows: Rows = [["单位", "一般公共预算收入累计", "上年同期累计", "序号"], ["临江县", 12.5, 11, 1]]
    _, problems = read(build(tmp_path / "表.xlsx", rows), known=KNOWN, period="2026-03")
    assert all(one.code not in ("span-unsaid", "span-used") for one in problems)


@pytest.mark.parametrize("heads", [("3月", "累计"), ("当月", "1-3月累计"), ("3月当月", "累计")])
def test_what_one_of_them_says_of_the_month_holds_for_both(tmp_path: Path, heads: tuple[str, str]) -> None:  # fmt: skip
    rows: Rows = [["单位", "指标", *heads], ["临江县", "一般公共预算收入", 4, 12.5]]
    for known, value in ((SINCE, "12.5"), (MONTH, "4")):
        columns, problems = read(build(tmp_path / "表.xlsx", rows), known=known, period=None, fallback="2026年")  # fmt: skip
        assert not problems.errors, problems.listing()
        assert figures(columns) == {("u1", "revenue", "2026-03"): value}


def test_months_side_by_side_and_what_is_no_figure_are_no_question(tmp_path: Path) -> None:
    months: Rows = [["单位", "指标", "1月", "2月", "3月"], ["临江县", "一般公共预算收入", 1, 2, 3]]
    asides: Rows = [
        ["单位", "一般公共预算收入", "当月完成率", "累计完成率"],
        ["临江县", 12.5, 1, 1],
    ]
    for name, rows in (("月", months), ("旁", asides)):
        _, problems = read(build(tmp_path / f"{name}.xlsx", rows), known=KNOWN, period="2026-03")
        assert all(one.code not in ("span-unsaid", "span-used") for one in problems)


def test_an_item_may_be_called_what_others_have_beside_it(tmp_path: Path) -> None:
    """预算绩效目标完成率 is a data item, not the rate beside one."""
    known = replace(
        KNOWN, items={"rate": ItemInfo("预算绩效目标完成率", "number", "%")}, span="since"
    )
    rows: Rows = [["单位", "预算绩效目标完成率（当月）", "预算绩效目标完成率（累计）"], ["临江县", 4, 12.5]]  # fmt: skip
    columns, problems = read(build(tmp_path / "表.xlsx", rows), known=known)
    assert not problems.errors and figures(columns) == {("u1", "rate", "2026-03"): "12.5"}
