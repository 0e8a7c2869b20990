"""Every fault in a file of figures is named with its cell and its remedy, all of them together."""

import datetime as dt
import zipfile
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from baton.documents.observations import ItemInfo, KnownNames, ObservationColumns
from baton.documents.problems import Faulty, Problems
from tests.documents import office_files
from tests.documents.office_files import KNOWN, Formula, Percent, Rows, build, figures, only, rezip

HEAD = ["单位", "指标", "期间", "数值"]


def read(
    path: Path, *, period: str | None = None, **options: Any
) -> tuple[ObservationColumns, Problems]:
    return office_files.read(path, period=period, **options)


def long(*records: list[Any]) -> Rows:
    return [HEAD, *records]


def test_a_thousand_rows_with_thirty_bad_ones_name_all_thirty(tmp_path: Path) -> None:
    units = {f"u{i}": f"第{i}街道" for i in range(1000)}
    known = KnownNames(
        units, {"revenue": ItemInfo("一般公共预算收入", unit="万元")}, periods=["2026-03"]
    )
    bad = set(range(17, 1000, 33))
    assert len(bad) == 30
    rows = long(
        *(
            [units[f"u{i}"], "一般公共预算收入", "2026-03", f"{i}I.5" if i in bad else i]
            for i in range(1000)
        )
    )
    columns, problems = read(build(tmp_path / "大.xlsx", rows), known=known)
    assert [p.place for p in problems.errors] == [
        f"大.xlsx·Sheet1·D{i + 2} (第{i + 2}行第4列)" for i in sorted(bad)
    ]
    assert all(p.remedy.startswith("要改成 ") for p in problems.errors)
    assert len(columns) == 970
    with pytest.raises(Faulty) as refusal:
        problems.raise_errors()
    assert len(refusal.value.problems) == 30


def test_a_hopeless_file_lists_two_hundred_faults_and_counts_the_rest(tmp_path: Path) -> None:
    rows = long(*(["临江县", "一般公共预算收入", "2026-01", f"坏{i}"] for i in range(500)))
    _, problems = read(build(tmp_path / "坏.csv", rows))
    lines = problems.listing().splitlines()
    assert len(lines) == 201
    assert "另有 300 处" in lines[-1]


@pytest.mark.parametrize(
    ("item", "value", "code", "what", "remedy"),
    [
        ("一般公共预算收入", "8I.2", "number-letter", "第2位像字母I", "要改成 81.2 吗?"),
        ("一般公共预算收入", "1,23,4", "number-commas", "逗号不在千分位上", "是 123.4 还是 1234?"),
        ("规上工业增速", "(3.1)", "number-brackets", "可能是负数", "要改成 -3.1 吗?"),
        ("规上工业增速", "下降3.1%", "number-in-words", "用文字表示增减", "要改成 -3.1 吗?"),
        ("一般公共预算收入", -5, "negative", "不能是负数,这里是 -5", "请核对"),
        ("一般公共预算收入", 1e16, "number-too-large", "最多15位", "请换大一级的计量单位"),
        ("一般公共预算收入", 0.12345678, "number-too-fine", "最多6位", "0.123457"),
        ("一般公共预算收入", "86.4%", "wrong-unit", "单位是“%”,指标的单位是“万元”", "请换算成万元"),
        ("优良天数比例", "1.2万", "wrong-unit", "指标的单位是“%”", "请换算成%"),
        ("一般公共预算收入", dt.date(2026, 3, 1), "date-for-number", "填的是日期", "设成数值格式"),
        ("新设企业", 3.5, "not-whole", "应为整数,这里是 3.5", "请核对"),
        ("新设企业", -1, "negative", "不能是负数", "请核对"),
        ("竣工日期", 46082, "not-a-date", "不是完整的日期", "是 2026-03-01 吗?"),
        ("竣工日期", "3月1日", "not-a-date", "不是完整的日期", "请写全年月日"),
        ("党建等次", 95, "not-a-grade", "不是等次", "请填写等次名称"),
        ("一般公共预算收入", "见附件", "not-a-number", "“见附件”不是数", "请填写数字"),
        ("一般公共预算收入", True, "not-a-number", "是/否", "请填写数字"),
    ],
)
def test_a_faulty_figure_is_named(
    tmp_path: Path, item: str, value: Any, code: str, what: str, remedy: str
) -> None:
    columns, problems = read(
        build(tmp_path / "财政.xlsx", long(["临江县", item, "2026-01", value]))
    )
    assert len(columns) == 0
    fault = only(problems, code)
    assert fault.place == "财政.xlsx·Sheet1·D2 (第2行第4列)"
    assert what in fault.what and remedy in fault.remedy
    assert fault.is_error


@pytest.mark.parametrize("extension", [".xlsx", ".xls", ".ods", ".csv"])
def test_a_formula_where_a_figure_is_expected_is_refused(tmp_path: Path, extension: str) -> None:
    path = build(
        tmp_path / f"表{extension}",
        long(["临江县", "一般公共预算收入", "2026-01", Formula("=1+1")]),
    )
    columns, problems = read(path)
    fault = only(problems, "formula")
    assert fault.place.endswith("D2 (第2行第4列)")
    assert fault.what == "这是公式,请粘贴为数值"
    assert len(columns) == 0


def test_a_caller_may_allow_formulas(tmp_path: Path) -> None:
    path = build(
        tmp_path / "表.xlsx", long(["临江县", "一般公共预算收入", "2026-01", Formula("=1+1")])
    )
    columns, problems = read(path, allow_formulas=True)
    assert columns.value == ["1"]
    assert not problems.errors


def test_an_error_cell_is_never_a_blank(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, HEAD)
        page.write_row(1, 0, ["临江县", "一般公共预算收入", "2026-01"])
        page.write_formula(1, 3, "=1/0", None, "#DIV/0!")
    _, problems = read(path)
    assert only(problems, "error-cell").what == "这一格是错误值 #DIV/0!"


@pytest.mark.parametrize(
    ("written", "state"),
    [
        ("无此任务", "not_applicable"),
        ("不涉及", "not_applicable"),
        ("未报", "not_yet"),
        ("未测", "not_yet"),
        ("待定", "pending"),
        ("缺报", "missing"),
        ("不可抗力", "excused"),
        ("单列", "excused"),
        ("不可抗力/单列", "excused"),
        ("", "not_yet"),
        (" ", "not_yet"),
    ],
)
def test_words_for_states_become_states(tmp_path: Path, written: str, state: str) -> None:
    columns, problems = read(
        build(tmp_path / "表.csv", long(["临江县", "一般公共预算收入", "2026-01", written]))
    )
    assert (columns.state, columns.value) == ([state], [None])
    assert not problems


@pytest.mark.parametrize("written", ["—", "-", "——", "/", "无", "\uff0f", "\uff0d"])
def test_unclear_signs_are_read_as_no_task_and_mentioned(tmp_path: Path, written: str) -> None:
    columns, problems = read(
        build(tmp_path / "表.csv", long(["临江县", "一般公共预算收入", "2026-01", written]))
    )
    assert columns.state == ["not_applicable"]
    assert "未报" in only(problems, "unclear-state").remedy


def test_a_column_of_states_decides_about_blanks_and_contradictions(tmp_path: Path) -> None:
    rows = [
        [*HEAD, "状态"],
        ["临江县", "一般公共预算收入", "2026-01", "", "缺报"],
        ["东岭县", "一般公共预算收入", "2026-01", 5, "缺报"],
        ["云州区", "一般公共预算收入", "2026-01", "", "已报"],
        ["西屏县", "一般公共预算收入", "2026-01", 5, "已报"],
        ["西屏县", "一般公共预算收入", "2026-02", 5, "大概"],
    ]
    columns, problems = read(build(tmp_path / "表.xlsx", rows))
    assert figures(columns) == {
        ("u1", "revenue", "2026-01"): "<missing>",
        ("u4", "revenue", "2026-01"): "5",
    }
    assert [(p.code, p.place.split("·")[-1]) for p in problems.errors] == [
        ("state-contradicts", "E3 (第3行第5列)"),
        ("state-contradicts", "E4 (第4行第5列)"),
        ("state-unknown", "E6 (第6行第5列)"),
    ]


def test_two_figures_for_one_cell_name_both_places(tmp_path: Path) -> None:
    rows = long(["临江县", "一般公共预算收入", "2026-01", 1], ["临江", "财政收入", "1月", 2])
    _, problems = read(build(tmp_path / "表.xlsx", rows))
    fault = only(problems, "duplicate")
    assert fault.place == "表.xlsx·Sheet1·D3"
    assert "表.xlsx·Sheet1·D2 是 1" in fault.what and "表.xlsx·Sheet1·D3 是 2" in fault.what


def test_tallies_and_events_may_come_in_several_rows(tmp_path: Path) -> None:
    rows = long(["临江县", "新设企业", "2026-01", 1], ["临江县", "新设企业", "2026-01", 2])
    columns, problems = read(build(tmp_path / "表.xlsx", rows))
    assert columns.value == ["1", "2"]
    assert not problems


def test_an_unknown_name_in_many_rows_is_one_fault_naming_its_cells(tmp_path: Path) -> None:
    rows = long(*(["东玲县", "一般公共预算收入", f"2026-0{m}", m] for m in (1, 2, 3)))
    _, problems = read(build(tmp_path / "表.xlsx", rows))
    fault = only(problems, "name-unknown")
    assert fault.place == "表.xlsx·Sheet1·A2 (第2行第1列)"
    assert "另见 A3、A4" in fault.what
    assert fault.remedy.startswith("是“东岭县”吗?")


def test_unknown_units_and_items_in_a_cross_table_are_named(tmp_path: Path) -> None:
    rows = [
        ["单位", "一般公共预算收入", "优良天数比列"],
        ["东玲县", 1, 80],
        ["临江县", 2, 81],
        ["", 3, 82],
    ]
    _, problems = read(build(tmp_path / "表.xlsx", rows), period="2026-03")
    assert {(p.code, p.place) for p in problems.errors} == {
        ("name-unknown", "表.xlsx·Sheet1·C1 (第1行第3列)"),
        ("name-unknown", "表.xlsx·Sheet1·A2 (第2行第1列)"),
        ("name-blank", "表.xlsx·Sheet1·A4 (第4行第1列)"),
    }


def test_a_renamed_column_is_named_with_the_similar_one(tmp_path: Path) -> None:
    rows = [["单位", "指标", "期间", "数植"], ["临江县", "一般公共预算收入", "2026-01", 1]]
    _, problems = read(build(tmp_path / "表.xlsx", rows))
    fault = only(problems, "column-renamed")
    assert fault.place == "表.xlsx·Sheet1·D1 (第1行第4列)"
    assert fault.what == "没有找到“数值”列,这里的“数植”很像"
    assert fault.remedy == "是的话请把表头改成“数值”"


def test_an_unknown_period_proposes_a_known_one(tmp_path: Path) -> None:
    _, problems = read(
        build(tmp_path / "表.xlsx", long(["临江县", "一般公共预算收入", "2026-13", 1]))
    )
    fault = only(problems, "period-unknown")
    assert fault.place == "表.xlsx·Sheet1·C2 (第2行第3列)"
    assert "2026-0" in fault.remedy


def test_figures_without_any_period_are_refused(tmp_path: Path) -> None:
    rows = [["单位", "一般公共预算收入"], ["临江县", 1]]
    columns, problems = read(build(tmp_path / "表.xlsx", rows), period=None)
    assert len(columns) == 0
    assert only(problems, "period-unknown").place == "表.xlsx·Sheet1·B1 (第1行第2列)"


def test_a_thousands_separator_that_splits_a_line_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "表.csv"
    path.write_text("单位,指标,期间,数值\n临江县,一般公共预算收入,2026-01,1,234.5\n", "utf-8")
    _, problems = read(path)
    fault = only(problems, "extra-cells")
    assert fault.place == "表.csv·E2 (第2行第5列)"
    assert "千分位" in fault.remedy


def test_numbers_stored_as_text_are_accepted_with_a_note(tmp_path: Path) -> None:
    columns, problems = read(
        build(tmp_path / "表.xlsx", long(["临江县", "一般公共预算收入", "2026-01", "12.50"]))
    )
    assert columns.value == ["12.5"]
    assert "D2" in only(problems, "text-number").what
    assert not read(
        build(tmp_path / "表.csv", long(["临江县", "一般公共预算收入", "2026-01", "12.50"]))
    )[1]


def test_yi_and_wan_in_a_cell_are_carried_over_exactly(tmp_path: Path) -> None:
    known = KnownNames(
        KNOWN.subjects,
        {"yuan": ItemInfo("税收", unit="元"), "bare": ItemInfo("存款"), **KNOWN.items},
        periods=["2026-01"],
    )
    rows = long(
        ["临江县", "税收", "2026-01", "1.2亿"],
        ["临江县", "存款", "2026-01", "1.2亿"],
        ["临江县", "一般公共预算收入", "2026-01", "1.2亿元"],
    )
    columns, problems = read(build(tmp_path / "表.xlsx", rows), known=known)
    assert columns.value == ["120000000", "120000000", "12000"]
    assert "12000 万元" in only(problems, "unit-converted").what


@pytest.mark.parametrize("extension", [".xlsx", ".xls", ".ods"])
def test_percent_cells_give_the_digits_a_person_reads(tmp_path: Path, extension: str) -> None:
    rows = long(
        ["临江县", "优良天数比例", "2026-01", Percent(0.864)],
        ["东岭县", "优良天数比例", "2026-01", Percent(0.8642)],
    )
    columns, problems = read(build(tmp_path / f"表{extension}", rows))
    assert columns.value == ["86.4", "86.42"]
    assert "D3(显示1位小数,实际存的是 86.42)" in only(problems, "rounded-format").what


def test_a_computed_figure_proposes_what_its_cell_shows(tmp_path: Path) -> None:
    rows = long(["临江县", "优良天数比例", "2026-01", Percent(0.134364244112401)])
    _, problems = read(build(tmp_path / "表.xlsx", rows))
    fault = only(problems, "number-too-fine")
    assert fault.what == "“13.4364244112401%”有13位小数,最多6位"
    assert fault.remedy == "这一格显示为 13.4,以它为准吗?请按公布的位数录入"


def test_a_merged_figure_belongs_to_nobody(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["单位", "一般公共预算收入", "优良天数比例"])
        page.write_column(1, 0, ["临江县", "东岭县"])
        page.merge_range(1, 1, 2, 1, 5)
        page.write_column(1, 2, [80, 81])
    _, problems = read(path, period="2026-03")
    assert only(problems, "merged-value").place == "表.xlsx·Sheet1·B3 (第3行第2列)"


def test_a_format_that_shows_wan_is_mentioned(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, HEAD)
        page.write_row(1, 0, ["临江县", "一般公共预算收入", "2026-01"])
        page.write_number(1, 3, 12345, book.add_format({"num_format": '0!.0,"万"'}))
    columns, problems = read(path)
    assert columns.value == ["12345"]
    assert "D2(实际存的是 12345)" in only(problems, "scaled-format").what


def test_a_sheet_written_in_an_unusual_way_is_understood_alike(tmp_path: Path) -> None:
    rows = long(
        ["临江县", "优良天数比例", "2026-01", Percent(0.864)],
        ["东岭县", "优良天数比例", "2026-01", Formula("=1+1")],
    )
    plain = build(tmp_path / "甲.xlsx", rows)
    with zipfile.ZipFile(plain) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    odd = sheet.replace(b'<c r="D2" s="1"', b"<c s='1' r='D2'").replace(b"<row ", b"<row\n")
    assert odd != sheet
    path = rezip(plain, tmp_path / "乙.xlsx", xl__worksheets__sheet1_dot_xml=odd)
    columns, problems = read(path)
    assert columns.value == ["86.4"]
    assert only(problems, "formula").place == "乙.xlsx·Sheet1·D3 (第3行第4列)"
