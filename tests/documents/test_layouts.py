"""The three layouts in the four formats, with everything offices put around their tables."""

import datetime as dt
from pathlib import Path

import pytest
import xlsxwriter

from baton.documents.layouts import words
from baton.documents.names import normalised, without_unit
from tests.documents.office_files import Percent, Rows, build, figures, only, read

FORMATS = [".xlsx", ".xls", ".ods", ".csv"]

LONG: Rows = [
    ["单位", "指标", "期间", "数值"],
    ["临江县", "一般公共预算收入", "2026-01", 12.5],
    ["东岭", "财政收入", "1月", "1,234.5"],
    ["云州区", "优良天数比例", "2026年3月", Percent(0.864)],
    ["西屏县人民政府", "党建等次", "2026年", "优秀"],
    ["合计", "一般公共预算收入", "2026-01", 1247],
    ["", "", "", ""],
    ["注:数据来源于市财政局", "", "", ""],
]
DOWN: Rows = [
    ["2026年3月主要指标完成情况", "", "", "", ""],
    ["填报单位:市统计局", "", "", "", "单位:万元"],
    ["序号", "县市区", "一般公共预算收入", "优良天数比例(%)", "竣工日期"],
    [1, "临江县", 12.5, Percent(0.864), dt.date(2026, 3, 1)],
    [2, "东岭县", 0.1, 86.1, "无此任务"],
    [3, "云州区", "", "未测", "待定"],
    ["", "合计", 12.6, "", ""],
    ["", "平均", 6.3, "", ""],
    ["说明:快报数,最终以年报为准", "", "", "", ""],
    ["", "临江县", 99, 99, ""],
]
ACROSS: Rows = [
    ["2026年3月主要指标完成情况", "", "", "", "", "", ""],
    ["序号", "指标", "计量单位", "临江县", "东岭县", "云州区", "合计"],
    [1, "一般公共预算收入", "万元", 12.5, 0.1, "", 12.6],
    [2, "优良天数比例", "%", Percent(0.864), 86.1, "未测", ""],
    [3, "竣工日期", "", dt.date(2026, 3, 1), "无此任务", "待定", ""],
    ["填表人:李四", "", "", "", "", "", ""],
]
CROSS = {
    ("u1", "revenue", "2026-03"): "12.5",
    ("u1", "air", "2026-03"): "86.4",
    ("u1", "finished", "2026-03"): "2026-03-01",
    ("u2", "revenue", "2026-03"): "0.1",
    ("u2", "air", "2026-03"): "86.1",
    ("u2", "finished", "2026-03"): "<not_applicable>",
    ("u3", "revenue", "2026-03"): "<not_yet>",
    ("u3", "air", "2026-03"): "<not_yet>",
    ("u3", "finished", "2026-03"): "<pending>",
}


@pytest.mark.parametrize("extension", FORMATS)
def test_a_long_table_is_read_record_by_record(tmp_path: Path, extension: str) -> None:
    columns, problems = read(build(tmp_path / f"财政{extension}", LONG), period=None)
    assert not problems.errors, problems.listing()
    assert figures(columns) == {
        ("u1", "revenue", "2026-01"): "12.5",
        ("u2", "revenue", "2026-01"): "1234.5",
        ("u3", "air", "2026-03"): "86.4",
        ("u4", "party", "2026年"): "优秀",
    }
    label = "财政.csv" if extension == ".csv" else f"财政{extension}·Sheet1"
    assert columns.source == [f"{label}·D{row}" for row in (2, 3, 4, 5)]


@pytest.mark.parametrize("extension", FORMATS)
@pytest.mark.parametrize("rows", [DOWN, ACROSS], ids=["units down", "counties across"])
def test_both_cross_tables_say_the_same(tmp_path: Path, extension: str, rows: Rows) -> None:
    columns, problems = read(build(tmp_path / f"表{extension}", rows))
    assert not problems.errors, problems.listing()
    assert figures(columns) == CROSS


def test_the_period_of_the_title_serves_where_none_is_given(tmp_path: Path) -> None:
    columns, problems = read(build(tmp_path / "表.xlsx", DOWN), period=None)
    assert not problems.errors
    assert figures(columns) == CROSS


def test_another_period_in_the_title_is_mentioned(tmp_path: Path) -> None:
    columns, problems = read(build(tmp_path / "表.xlsx", DOWN), period="2026-02")
    assert set(columns.period) == {"2026-02"}
    assert "2026-03" in only(problems, "title-period").what


def test_a_unit_of_measure_in_the_corner_is_kept_and_never_applied(tmp_path: Path) -> None:
    rows = [
        ["", "", "单位:亿元"],
        ["单位", "一般公共预算收入", "优良天数比例"],
        ["临江县", 12.5, 80],
    ]
    columns, problems = read(build(tmp_path / "表.xlsx", rows))
    assert figures(columns)["u1", "revenue", "2026-03"] == "12.5"
    assert columns.notes == ["表.xlsx·Sheet1:表角写单位亿元"]
    warning = only(problems, "measure")
    assert "亿元" in warning.what and "万元" in warning.what and "没有换算" in warning.what


def test_merged_heads_give_each_column_its_item_and_period(tmp_path: Path) -> None:
    path = tmp_path / "合并.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet("一季度")
        page.merge_range(0, 0, 0, 5, "云州市主要指标")
        page.merge_range(1, 0, 2, 0, "县市区")
        page.merge_range(1, 1, 1, 3, "一般公共预算收入(万元)")
        page.write_row(2, 1, ["目标", "1月", "2月"])
        page.merge_range(1, 4, 1, 5, "新设企业")
        page.write_row(2, 4, ["工业", "服务业"])
        page.write_row(3, 0, ["临江县", 100, 7, 8, 3, 4])
        page.write_row(4, 0, ["东岭县", 100, 9, 10, 5, 6])
    columns, problems = read(path, period="2026年一季度")
    assert not problems.errors, problems.listing()
    found = list(
        zip(columns.subject, columns.item, columns.period, columns.key, columns.value, strict=True)
    )
    assert found[:4] == [
        ("u1", "revenue", "2026-01", "", "7"),
        ("u1", "revenue", "2026-02", "", "8"),
        ("u1", "permits", "2026年一季度", "工业", "3"),
        ("u1", "permits", "2026年一季度", "服务业", "4"),
    ]
    assert "目标" in only(problems, "aside").what


def test_one_item_in_the_title_with_months_across(tmp_path: Path) -> None:
    rows = [
        ["2026年一般公共预算收入完成情况", "", ""],
        ["单位", "1月", "2月"],
        ["临江县", 1, 2],
        ["东岭县", 3, "未报"],
    ]
    columns, problems = read(build(tmp_path / "表.xlsx", rows), period=None)
    assert not problems.errors, problems.listing()
    assert figures(columns) == {
        ("u1", "revenue", "2026-01"): "1",
        ("u1", "revenue", "2026-02"): "2",
        ("u2", "revenue", "2026-01"): "3",
        ("u2", "revenue", "2026-02"): "<not_yet>",
    }


def test_a_column_of_periods_beside_the_units(tmp_path: Path) -> None:
    rows = [
        ["单位", "月份", "一般公共预算收入"],
        ["临江县", "1月", 1],
        ["临江县", dt.date(2026, 2, 1), 2],
        ["东岭县", "1月", 3],
    ]
    columns, problems = read(build(tmp_path / "表.xlsx", rows), period=None)
    assert not problems.errors, problems.listing()
    assert columns.period == ["2026-01", "2026-02", "2026-01"]


def test_groups_and_subtotals_are_left_out(tmp_path: Path) -> None:
    rows = [
        ["单位", "一般公共预算收入"],
        ["一、县", ""],
        ["临江县", 1],
        ["东岭县", 2],
        ["小计", 3],
        ["二、区", ""],
        ["云州区", 4],
        ["小计", 4],
        ["总计", 7],
        ["全市", 9],
    ]
    columns, problems = read(build(tmp_path / "表.xlsx", rows))
    assert columns.value == ["1", "2", "4"]
    assert [problem.code for problem in problems] == ["section"]


@pytest.mark.parametrize(
    ("rows", "address"),
    [
        (
            [["单位", "一般公共预算收入"], ["临江县", 1.1], ["东岭县", 2.2], ["合计", 3.4]],
            "B4 (第4行第2列)",
        ),
        (
            [["指标", "临江县", "东岭县", "合计"], ["一般公共预算收入", 1.1, 2.2, 3.4]],
            "D2 (第2行第4列)",
        ),
        (
            [["单位", "一般公共预算收入"], ["合计", 3.4], ["临江县", 1.1], ["东岭县", 2.2]],
            "B2 (第2行第2列)",
        ),
    ],
    ids=["below", "beside", "on top"],
)
def test_a_total_that_does_not_add_up_is_named_with_both_figures(
    tmp_path: Path, rows: Rows, address: str
) -> None:
    columns, problems = read(build(tmp_path / "表.xlsx", rows))
    assert columns.value == ["1.1", "2.2"]
    warning = only(problems, "total-differs")
    assert warning.place == f"表.xlsx·Sheet1·{address}"
    assert warning.what == "合计写的是 3.4,各格算出来是 3.3"


def test_a_wrong_mean_is_named_and_a_rounded_one_is_not(tmp_path: Path) -> None:
    good = [
        ["单位", "优良天数比例"],
        ["临江县", 80],
        ["东岭县", 81],
        ["云州区", 81],
        ["平均", 80.67],
    ]
    assert not read(build(tmp_path / "好.xlsx", good))[1]
    bad = [*good[:-1], ["平均", 80.6]]
    assert "80.6," in only(read(build(tmp_path / "坏.xlsx", bad))[1], "total-differs").what


def test_totals_of_percentages_are_not_added_up(tmp_path: Path) -> None:
    rows = [["单位", "优良天数比例"], ["临江县", 80], ["东岭县", 82], ["合计", 81]]
    assert not read(build(tmp_path / "表.xlsx", rows))[1]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_text_tables_in_every_usual_encoding(tmp_path: Path, encoding: str, separator: str) -> None:
    path = tmp_path / "表.csv"
    lines = [
        "单位|指标|期间|数值",
        "临江县|一般公共预算收入|2026-01|12.5",
        "东岭县|优良天数比例|2026-01|86.4%",
    ]
    path.write_bytes("\r\n".join(lines).replace("|", separator).encode(encoding))
    columns, problems = read(path)
    assert columns.value == ["12.5", "86.4"], problems.listing()


def test_sheets_without_a_table_are_mentioned_and_hidden_ones_not_read(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        for name, unit in (("一", "临江县"), ("二", "东岭县"), ("藏", "云州区")):
            page = book.add_worksheet(name)
            page.write_row(0, 0, ["单位", "一般公共预算收入"])
            page.write_row(1, 0, [unit, 1])
        page.hide()
        book.add_worksheet("填表须知").write(0, 0, "请按时报送")
        book.add_worksheet("Sheet5")
    columns, problems = read(path)
    assert columns.subject == ["u1", "u2"]
    assert only(problems, "hidden-sheet").place == "表.xlsx·藏"
    assert only(problems, "layout-unknown").place == "表.xlsx·填表须知"
    assert not problems.errors


def test_hidden_rows_and_columns_are_read_and_mentioned(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["单位", "一般公共预算收入", "优良天数比例"])
        page.write_row(1, 0, ["临江县", 1, 80])
        page.write_row(2, 0, ["东岭县", 2, 81])
        page.set_row(2, None, None, {"hidden": True})
        page.set_column(2, 2, None, None, {"hidden": True})
    columns, problems = read(path)
    assert len(columns) == 4
    assert "第3行" in only(problems, "hidden-rows").what
    assert only(problems, "hidden-columns").what.startswith("C列")


def test_targets_and_results_beside_each_other_under_each_county(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet()
        page.merge_range(0, 0, 1, 0, "指标")
        page.merge_range(0, 1, 0, 2, "临江县")
        page.merge_range(0, 3, 0, 4, "东岭县")
        page.write_row(1, 1, ["目标", "实际完成", "目标", "实际完成"])
        page.write_row(2, 0, ["一般公共预算收入", 10, 9, 20, 18])
        page.write_row(3, 0, ["优良天数比例", 80, 81, 82, 83])
    columns, problems = read(path)
    assert not problems.errors, problems.listing()
    assert columns.value == ["9", "81", "18", "83"]
    assert "目标" in only(problems, "aside").what


def test_two_rows_per_unit_for_target_and_result(tmp_path: Path) -> None:
    rows = [
        ["单位", "栏目", "一般公共预算收入"],
        ["临江县", "目标", 10],
        ["临江县", "完成", 9],
        ["东岭县", "目标", 20],
        ["东岭县", "完成", 18],
    ]
    columns, problems = read(build(tmp_path / "表.csv", rows))
    assert not problems.errors, problems.listing()
    assert columns.value == ["9", "18"]


def test_units_that_lead_an_item_are_not_taken_for_its_subjects(tmp_path: Path) -> None:
    rows = [
        ["指标", "牵头单位", "临江县", "东岭县"],
        *([name, "云州区", 1, 2] for name in ("一般公共预算收入", "优良天数比例", "规上工业增速")),
    ]
    columns, problems = read(build(tmp_path / "表.xlsx", rows))
    assert not problems.errors, problems.listing()
    assert set(columns.subject) == {"u1", "u2"}
    assert columns.value == ["1", "1", "1", "2", "2", "2"]


def test_a_score_sheet_of_one_item_with_months_beside_the_units(tmp_path: Path) -> None:
    rows = [
        ["优良天数比例评分表", "", ""],
        ["单位", "月份", "得分"],
        ["临江县", "1月", 5],
        ["东岭县", "1月", 6],
    ]
    columns, problems = read(build(tmp_path / "表.xlsx", rows), period=None)
    assert not problems.errors, problems.listing()
    assert list(zip(columns.item, columns.period, columns.value, strict=True)) == [
        ("air", "2026-01", "5"),
        ("air", "2026-01", "6"),
    ]


@pytest.mark.parametrize(
    "rows",
    [[["指标", "临江县"], ["一般公共预算收入", 5]], [["单位", "一般公共预算收入"], ["临江县", 5]]],
)
def test_a_table_of_a_single_figure_runs_either_way(tmp_path: Path, rows: Rows) -> None:
    columns, problems = read(build(tmp_path / "表.xlsx", rows))
    assert not problems
    assert figures(columns) == {("u1", "revenue", "2026-03"): "5"}


def test_a_figure_that_looks_like_a_year_stays_a_figure(tmp_path: Path) -> None:
    columns, problems = read(
        build(tmp_path / "表.xlsx", [["单位", "一般公共预算收入"], ["临江县", 2026]])
    )
    assert not problems
    assert columns.value == ["2026"]


STACKED = [
    ["单位", "一般公共预算收入(万元)"],
    ["临江县", 12.5],
    ["东岭县", 0.1],
    ["二、优良天数比例", ""],
    ["临江县", 86.4],
    ["云州区", 91],
]


def test_a_line_with_the_name_of_another_item_begins_that_item(tmp_path: Path) -> None:
    read_as = {("u1", "revenue"): "12.5", ("u2", "revenue"): "0.1", ("u1", "air"): "86.4", ("u3", "air"): "91"}  # fmt: skip
    own_head = [*STACKED[:4], ["县市区", "完成"], *STACKED[4:]]
    for n, rows in enumerate((STACKED, own_head)):
        columns, problems = read(build(tmp_path / f"{n}.xlsx", rows), period="2026-03")
        assert not problems.errors, problems.listing()
        assert {key[:2]: value for key, value in figures(columns).items()} == read_as
        assert not [one for one in problems if one.code in ("section", "measure")]


def test_tables_below_each_other_keep_their_own_heads(tmp_path: Path) -> None:
    other = [["单位", "优良天数比例"], ["云州区", 91]]
    columns, problems = read(build(tmp_path / "a.xlsx", [*STACKED[:3], *other]), period="2026-03")
    assert not problems.errors, problems.listing()
    assert list(zip(columns.subject, columns.item, columns.value, strict=True)) == [
        ("u1", "revenue", "12.5"), ("u2", "revenue", "0.1"), ("u3", "air", "91"),
    ]  # fmt: skip
    again = [*STACKED[:2], STACKED[0], STACKED[2]]  # the same table on its second printed page
    columns, problems = read(build(tmp_path / "b.xlsx", again), period="2026-03")
    assert not problems.errors and columns.value == ["12.5", "0.1"], problems.listing()
    unknown = [*STACKED[:3], ["单位", "预警"], ["云州区", 91]]
    _, problems = read(build(tmp_path / "c.xlsx", unknown), period="2026-03")
    assert "没有找到要报的数据项" in only(problems, "layout-unknown").what


@pytest.mark.parametrize(
    "heads",
    [
        ["年度目标（万元）", "累计完成（万元）", "完成率（%）", "比上年增长（%）"], ["目标数（万元）", "完成数（万元）", "完成比例", "备注"],
        ["全年任务", "全年完成数", "较上年增长"], ["年度计划数", "本年完成", "同比增幅（%）"],
    ],
)  # fmt: skip
def test_what_usually_stands_beside_a_figure_is_asked_about_by_nobody(heads):
    at = next(
        at
        for at, text in enumerate(heads)
        if "完成" in text and "率" not in text and "比例" not in text
    )
    asides = [text for place, text in enumerate(heads) if place != at]
    assert all(normalised(without_unit(text)[0]) in words.ASIDE for text in asides)
    assert normalised(without_unit(heads[at])[0]) in words.PLAIN_VALUE
