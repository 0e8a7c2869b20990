"""Lines about the head: groups right under it, units of measure under or beside the indicators' names."""

from dataclasses import replace

import pytest
import xlsxwriter

from baton.documents.layouts.known import ItemInfo
from tests.documents.office_files import KNOWN, build, figures, read

HEADS = ["序号", "单位", "一般公共预算收入", "优良天数比例"]
BODY = [[1, "临江县", 12.5, 86.4], [2, "东岭县", 0.1, 86.1]]
OTHERS = [[1, "云州区", 3, 90]]
FIGURES = {
    ("u1", "revenue", "2026-03"): "12.5", ("u1", "air", "2026-03"): "86.4", ("u2", "revenue", "2026-03"): "0.1",
    ("u2", "air", "2026-03"): "86.1",
}  # fmt: skip
MORE = FIGURES | {("u3", "revenue", "2026-03"): "3", ("u3", "air", "2026-03"): "90"}
GROUPS = ["一、县（市、区）", "一、县(市、区)（2个）", "县（市）", "第一组", "（一）县级单位"]


@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
@pytest.mark.parametrize("at", [0, 1])
@pytest.mark.parametrize("group", GROUPS)
def test_a_group_right_under_the_head_is_passed_over(tmp_path, group, at, ending):
    line, second = [["", "", "", ""] for _ in range(2)]
    line[at], second[at] = group, "二、功能区"
    rows = [["2026年3月完成情况", "", "", ""], HEADS, line, *BODY, second, *OTHERS]
    columns, problems = read(build(tmp_path / f"表{ending}", rows))
    assert not problems.errors and figures(columns) == MORE, problems.listing()


@pytest.mark.parametrize("last", [1, 3])
def test_a_group_may_be_merged_over_the_table(tmp_path, last):
    path = tmp_path / "表.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet()
        page.merge_range(0, 0, 0, 3, "2026年3月完成情况")
        page.write_row(1, 0, HEADS)
        page.merge_range(2, 0, 2, last, "一、县（市、区）")
        for row, line in enumerate(BODY, start=3):
            page.write_row(row, 0, line)
        page.merge_range(5, 0, 5, last, "二、功能区")
        page.write_row(6, 0, OTHERS[0])
    columns, problems = read(path)
    assert not problems.errors and figures(columns) == MORE, problems.listing()


def test_a_title_right_above_the_units_is_no_group(tmp_path):
    """A page without heads stays one: the text over the names is a title, and nothing is made of the figures."""
    rows = [["一般公共预算收入", "", ""], ["临江县", 12.5, ""], ["东岭县", 0.1, ""]]
    columns, problems = read(build(tmp_path / "表.xlsx", rows))
    assert problems.errors and not len(columns)


UNIT_LINES = [
    ["", "", "万元", "%"],
    ["", "计量单位", "万元", "%"],
    ["计量单位", "", "万元", "%"],
    ["", "", "（万元）", "（%）"],
]


@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
@pytest.mark.parametrize("line", UNIT_LINES)
def test_units_of_measure_under_the_names_are_read_as_such(tmp_path, line, ending):
    columns, problems = read(build(tmp_path / f"表{ending}", [HEADS, line, *BODY]))
    assert not problems.errors and figures(columns) == FIGURES, problems.listing()
    assert set(columns.measure) == {""}


@pytest.mark.parametrize("width", [2, 3])
@pytest.mark.parametrize("head", ["一般公共预算收入", "财政收入"])
def test_another_unit_under_a_name_is_told_apart_from_the_items_own(tmp_path, head, width):
    rows = [["单位", head, ""], ["", "亿元", ""], ["临江县", 20, ""], ["东岭县", 30, ""]]
    columns, problems = read(build(tmp_path / "表.xlsx", [row[:width] for row in rows]))
    assert set(columns.measure) == {"亿元"}, problems.listing()
    assert list(columns.value) == ["20", "30"]


def test_one_unit_for_all_columns_stands_under_all(tmp_path):
    rows = [["单位", "一般公共预算收入", "财政收入去年"], ["", "万元", "万元"], ["临江县", 20, 1]]
    columns, problems = read(build(tmp_path / "表.xlsx", rows))
    assert ("u1", "revenue", "2026-03") in figures(columns), problems.listing()


ITEMS = {
    "gdp": ItemInfo("地区生产总值", "number", "亿元"), "growth": ItemInfo("地区生产总值增速", "number", "%"),
    "retail": ItemInfo("社会消费品零售总额增速", "number", "%"), "invest": ItemInfo("固定资产投资", "number", "%"),
}  # fmt: skip
OWN = replace(KNOWN, items=ITEMS, item_aliases={}, own=tuple(ITEMS), year=2026)


@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
@pytest.mark.parametrize("measure", ["计量单位", "单位"])
@pytest.mark.parametrize(
    ("under", "other"), [("增速", "比上年增长"), ("    增速", "同比增长"), ("其中：增速", "增幅")]
)
def test_growths_in_rows_below_their_amounts_are_read(tmp_path, measure, under, other, ending):
    rows = [
        ["2026年3月主要指标", "", "", ""],
        ["指标", measure, "临江县", "东岭县"],
        ["地区生产总值", "亿元", 100, 200],
        [under, "%", 6.4, 5.9],
        ["社会消费品零售总额", "亿元", 88.1, 70],
        [other, "%", 7.1, 8.2],
    ]
    columns, problems = read(build(tmp_path / f"表{ending}", rows), known=OWN)
    assert not problems.errors, problems.listing()
    assert figures(columns) == {
        ("u1", "gdp", "2026-03"): "100", ("u2", "gdp", "2026-03"): "200", ("u1", "growth", "2026-03"): "6.4",
        ("u2", "growth", "2026-03"): "5.9", ("u1", "retail", "2026-03"): "7.1", ("u2", "retail", "2026-03"): "8.2",
    }  # fmt: skip
    assert set(columns.measure) == {""}


def test_a_row_that_names_nothing_known_is_asked_about_by_its_own_name(tmp_path):
    rows = [
        ["指标", "计量单位", "临江县", "东岭县"],
        ["地区生产总值", "亿元", 100, 200],
        ["固定资产投资增速", "%", 1, 2],
        ["规上工业增加值增速", "%", 3, 4],
        ["工业用电量", "亿千瓦时", 3, 4],
    ]
    _, problems = read(build(tmp_path / "表.xlsx", rows), known=OWN)
    asked = [one.offer.written for one in problems.errors if one.offer]
    assert asked == [
        "固定资产投资增速（%）",
        "规上工业增加值增速（%）",
        "工业用电量（亿千瓦时）",
    ], problems.listing()
