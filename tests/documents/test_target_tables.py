"""目标分解表 as offices keep them: units down and indicators across, heads of two rows, one indicator to a page."""

from dataclasses import replace

import openpyxl
import pytest

from baton.documents.names import NameBook
from baton.documents.problems import Problems
from baton.documents.target_answers import Meant
from baton.documents.target_tables import Asked, read_targets

NAMES = {"F1": "一般公共预算收入", "F2": "单位GDP能耗降低率", "F3": "重点项目开工"}
FIELDS = {"F1": {"目标": False, "分值": False}, "F2": {"起扣线": False}, "F3": {"期限": True}}
ASKED = Asked(NameBook(NAMES, {}, kind="指标"), FIELDS)


@pytest.fixture
def read(tmp_path):
    """Cells of a file as (unit, indicator, field, value, state), and what was wrong."""

    def call(rows, item="", pages=None):
        book = openpyxl.Workbook()
        book.remove(book.active)
        for name, lines in (pages or {"Sheet1": rows}).items():
            page = book.create_sheet(name)
            for line in lines:
                page.append(line)
        book.save(tmp_path / "表.xlsx")
        problems = Problems()
        found = read_targets(tmp_path / "表.xlsx", asked=ASKED, item=item, problems=problems)
        return [tuple(row[key] for key in ("unit", "item", "field", "value", "state")) for row in found], problems  # fmt: skip

    return call


def test_a_column_named_after_an_indicator_holds_what_is_promised(read):
    found, problems = read([
        ["2026年目标分解表"], ["序号", "单位", "一般公共预算收入（万元）", "单位GDP能耗降低率", "联系人"],
        [1, "临江县", 120000, 3.2, "老周"], [2, "东岭县", "无此任务", None, ""], ["", "合计", 120000, "", ""],
    ])  # fmt: skip
    assert found == [
        ("临江县", "F1", "目标", "120000", "reported"), ("临江县", "F2", "起扣线", "3.2", "reported"),
        ("东岭县", "F1", "目标", "", "not_applicable"),
    ]  # fmt: skip
    assert not problems.error_count


def test_a_head_of_two_rows_names_the_field_below_the_indicator(read):
    found, problems = read([
        ["单位", "一般公共预算收入", "", "重点项目开工"], ["", "年度目标", "权重分", "期限"],
        ["临江县", 120000, 6, "2026年10月31日"],
    ])  # fmt: skip
    assert found == [
        ("临江县", "F1", "目标", "120000", "reported"), ("临江县", "F1", "分值", "6", "reported"),
        ("临江县", "F3", "期限", "2026-10-31", "reported"),
    ]  # fmt: skip
    assert not problems.error_count


def test_a_field_may_stand_behind_the_indicators_name(read):
    found, _ = read([["县市区", "一般公共预算收入目标", "一般公共预算收入分值"], ["临江县", 5, 6]])
    assert [line[1:4] for line in found] == [("F1", "目标", "5"), ("F1", "分值", "6")]


def test_a_page_named_after_an_indicator_or_one_that_was_said_to_be_about_it(read):
    table = [["单位", "目标值", "分值"], ["临江县", 5, 6]]
    by_page, _ = read([], pages={"一般公共预算收入": table, "填写说明": [["单位", "目标值"], ["甲", 1]]})  # fmt: skip
    said, _ = read(table, item="F1")
    assert by_page == said == [("临江县", "F1", "目标", "5", "reported"), ("临江县", "F1", "分值", "6", "reported")]  # fmt: skip


def test_a_row_for_each_unit_and_indicator_is_read_as_ever(read):
    found, _ = read([["单位", "考核指标", "目标", "分值"], ["临江县", "一般公共预算收入", 5, 6]])
    assert found == [("临江县", "一般公共预算收入", "目标", "5", "reported"), ("临江县", "一般公共预算收入", "分值", "6", "reported")]  # fmt: skip


@pytest.mark.parametrize(("rows", "said"), [
    ([["名称", "数"], ["临江县", 5]], "没有找到表头"), ([["单位", "数"], ["临江县", 5]], "没有认出一个指标"),
    ([["单位", "一般公共预算收入"], ["临江县", "12O"]], "像字母O"), ([["单位", "重点项目开工"], ["临江县", "年底"]], ""),
])  # fmt: skip
def test_what_can_not_be_read_is_named_with_its_cell_and_a_remedy(read, rows, said):
    found, problems = read(rows)
    assert found == [] and problems.error_count == 1
    fault = problems.errors[0]
    assert said in fault.what and fault.remedy and "表.xlsx" in fault.place


def test_units_across_the_columns_with_an_indicator_to_a_row(read):
    found, problems = read([
        ["附件3：2026年主要经济指标任务分解表"], ["", "", "单位：万元"], ["指标", "全县", "临江县", "东岭县"],
        ["一般公共预算收入", 1050, "５００", 550], ["单位GDP能耗降低率（%）", 3, 3.2, "—"], ["植树", 1, 2, 3], ["注：东岭县无此任务。"],
    ])  # fmt: skip
    assert found == [
        ("临江县", "F1", "目标", "500", "reported"), ("东岭县", "F1", "目标", "550", "reported"),
        ("临江县", "F2", "起扣线", "3.2", "reported"), ("东岭县", "F2", "起扣线", "", "not_applicable"),
    ]  # fmt: skip
    assert not problems.error_count and "“植树”不是指标体系里的指标" in problems.listing()


def test_a_table_with_an_unknown_indicator_to_a_row_is_still_asked_for_its_head(read):
    found, problems = read([["指标", "临江县", "东岭县"], ["植树", 2, 3]])
    assert not found and "一行一个指标、各单位一列" in problems.listing()


@pytest.fixture
def among(tmp_path):
    """The same with the roster at hand."""
    units = NameBook({"A": "临江县", "B": "东岭县"}, {"临江": "A"}, kind="单位")

    def call(rows, heads=()):
        book = openpyxl.Workbook()
        for line in rows:
            book.active.append(line)
        book.save(tmp_path / "表.xlsx")
        problems, meant = Problems(), Meant(heads=dict(heads))
        found = read_targets(
            tmp_path / "表.xlsx",
            asked=replace(ASKED, units=units),
            item="",
            problems=problems,
            meant=meant,
        )
        return (
            [tuple(row[key] for key in ("unit", "item", "value")) for row in found],
            problems.listing(),
            meant,
        )

    return call


@pytest.mark.parametrize("head", ["县（市、区）", "被考核县（市、区）", "责任主体", "部门", "地区"])
def test_the_column_full_of_the_rosters_names_is_the_units_whatever_stands_above_it(among, head):
    found, said, _ = among(
        [
            ["序号", head, "一般公共预算收入"],
            [1, "临江", 500],
            [2, "东岭县", 550],
            ["合计", "", 1050],
        ]
    )
    assert found == [("临江", "F1", "500"), ("东岭县", "F1", "550")] and "单位" not in said


def test_a_column_of_units_of_measure_is_none_of_units(among):
    rows = [
        ["责任主体", "指标名称", "目标值", "单位"],
        ["临江县", "一般公共预算收入", 500, "万元"],
        ["东岭县", "一般公共预算收入", 550, "万元"],
    ]
    found, said, _ = among(rows)
    assert [(unit, value) for unit, _, value in found] == [
        ("临江县", "500"),
        ("东岭县", "550"),
    ] and "万元" not in said
    found, said, _ = among(
        [["指标", "单位", "临江县", "东岭县"], ["一般公共预算收入", "万元", 500, 550]]
    )
    assert found == [("临江县", "F1", "500"), ("东岭县", "F1", "550")]


def test_a_column_that_was_chosen_as_the_units_is_so_whatever_stands_in_its_brackets(among):
    rows = [["被考核县（市、区）", "一般公共预算收入"], ["北川", 500], ["南川", 550]]
    found, _, _ = among(rows, {"被考核县（市、区）": "单位"})
    assert found == [("北川", "F1", "500"), ("南川", "F1", "550")]
