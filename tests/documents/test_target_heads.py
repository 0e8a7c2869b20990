"""目标表的表头: leads beside the towns across, heads of two rows, years in front of the usual words."""

import openpyxl
import pytest

from baton.documents.names import NameBook
from baton.documents.problems import Problems
from baton.documents.target_answers import Meant
from baton.documents.target_tables import Asked, read_targets

NAMES = {"F1": "一般公共预算收入", "F2": "危房改造"}
UNITS = {"A": "青石镇", "B": "白沙镇", "C": "龙门镇", "X": "县财政局", "Y": "县住建局"}
FIELDS = {code: {"目标": False} for code in NAMES}
ASKED = Asked(NameBook(NAMES, {}, kind="指标"), FIELDS, NameBook(UNITS, {}, kind="单位"), year=2026)


@pytest.fixture(params=["merged", "pasted"])
def read(request, tmp_path):
    """The values of a table as (unit, indicator, field, value), as a workbook with its merged cells and as pasted text."""

    def call(rows, merged=(), heads=()):
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        for cells in merged:
            book.active.merge_cells(cells)
        path = tmp_path / "表.xlsx"
        book.save(path)
        if request.param == "pasted":
            path = tmp_path / "粘贴.tsv"
            lines = ["\t".join("" if one is None else str(one) for one in row) for row in rows]
            path.write_text("\n".join(lines), encoding="utf-8")
        problems, meant = Problems(), Meant(heads=dict(heads))
        found = read_targets(path, asked=ASKED, item="", problems=problems, meant=meant)
        values = [tuple(row[key] for key in ("unit", "item", "field", "value")) for row in found]
        return [(unit, _code(item), field, value) for unit, item, field, value in values], problems, meant  # fmt: skip

    return call


def _code(item):
    return ASKED.names.find(item).id or item


TOWNS = [("青石镇", "F1", "目标", "12500"), ("白沙镇", "F1", "目标", "9800"), ("青石镇", "F2", "目标", "120"), ("白沙镇", "F2", "目标", "80")]  # fmt: skip


@pytest.mark.parametrize("head", ["牵头单位", "责任部门", "责任单位", "部门"])
def test_leads_beside_towns_across_are_promised_nothing(read, head):
    rows = [
        ["指标名称", head, "青石镇", "白沙镇"],
        ["一般公共预算收入", "县财政局", 12500, 9800],
        ["危房改造", "县住建局", 120, 80],
    ]
    found, problems, meant = read(rows)
    assert found == TOWNS and not problems.error_count and not meant.fields
    assert f"“{head}”" in problems.listing() and "不收作它们的目标" in problems.listing()


def test_leads_and_units_of_measure_beside_towns_across(read):
    rows = [
        ["序号", "指标名称", "单位", "责任部门", "青石镇", "白沙镇"],
        [1, "一般公共预算收入", "万元", "县财政局", 12500, 9800],
        [2, "危房改造", "户", "县住建局", 120, 80],
    ]
    assert read(rows)[0] == TOWNS


def test_last_year_and_the_whole_beside_towns_across_are_promised_by_nobody(read):
    rows = [
        ["指标名称", "单位", "2025年完成", "2026年目标", "全县", "青石镇", "白沙镇"],
        ["一般公共预算收入", "万元", 20000, 22300, 22300, 12500, 9800],
        ["危房改造", "户", 190, 200, 200, 120, 80],
    ]
    found, problems, meant = read(rows)
    assert found == TOWNS and not problems.error_count
    assert [one.meaning for one in meant.shown][5:] == ["“青石镇”的目标", "“白沙镇”的目标"]


def test_bureaus_across_are_the_units_as_well(read):
    rows = [["指标", "县财政局", "县住建局"], ["一般公共预算收入", 1, 2], ["危房改造", 3, 4]]
    found = read(rows)[0]
    assert [line[0] for line in found] == ["县财政局", "县住建局"] * 2


def test_a_list_of_bureaus_is_read_as_ever(read):
    rows = [["责任单位", "指标", "目标"], ["县财政局", "一般公共预算收入", 5], ["县住建局", "危房改造", 6]]  # fmt: skip
    assert read(rows)[0] == [("县财政局", "F1", "目标", "5"), ("县住建局", "F2", "目标", "6")]
    rows = [["责任部门", "指标", "目标"], *rows[1:]]
    assert read(rows)[0] == [("县财政局", "F1", "目标", "5"), ("县住建局", "F2", "目标", "6")]


@pytest.mark.parametrize("lead", [False, True])
def test_towns_across_under_one_merged_head(read, lead):
    rows = [
        ["2026年目标分解表"],
        ["指标名称", "计量单位", "牵头单位", "全县目标", "各乡镇目标", None],
        [None, None, None, None, "青石镇", "白沙镇"],
        ["一般公共预算收入", "万元", "县财政局", 22300, 12500, 9800],
        ["危房改造", "户", "县住建局", 200, 120, 80],
    ]
    merged = ["A2:A3", "B2:B3", "C2:C3", "D2:D3", "E2:F2"]
    if not lead:
        rows = [rows[0], *([*row[:2], *row[3:]] for row in rows[1:])]
        merged = ["A2:A3", "B2:B3", "C2:C3", "D2:E2"]
    found, problems, meant = read(rows, merged)
    assert found == TOWNS and not problems.error_count and not meant.rows


def test_the_unit_of_measure_over_the_towns_counts(read, tmp_path):
    rows = [
        ["指标名称", "各乡镇目标（亿元）", None], [None, "青石镇", "白沙镇"],
        ["一般公共预算收入", 1.25, 0.98], ["危房改造", 1, 2],
    ]  # fmt: skip
    read(rows, ["A1:A2", "B1:C1"])
    problems = Problems()
    path = next(tmp_path.glob("粘贴.tsv"), tmp_path / "表.xlsx")
    found = read_targets(path, asked=ASKED, item="", problems=problems)
    assert {row["measure"] for row in found} == {"亿元"} and len(found) == 4


def test_a_list_whose_head_has_a_second_row(read):
    rows = [
        ["2026年度目标任务表"],
        ["序号", "责任单位", "指标名称", "计量单位", "2025年完成", "2026年目标", None, "备注"],
        [None, None, None, None, None, "基本目标", "奋斗目标", None],
        [1, "青石镇", "一般公共预算收入", "万元", 11800, 12500, 13000, None],
        [2, "白沙镇", "危房改造", "户", 8, 9, 10, None],
    ]
    merged = ["A2:A3", "B2:B3", "C2:C3", "D2:D3", "E2:E3", "F2:G2", "H2:H3"]
    found, problems, meant = read(rows, merged)
    assert found == [
        ("青石镇", "F1", "目标", "12500"), ("青石镇", "F1", "基数", "11800"), ("青石镇", "F1", "奋斗目标", "13000"),
        ("白沙镇", "F2", "目标", "9"), ("白沙镇", "F2", "基数", "8"), ("白沙镇", "F2", "奋斗目标", "10"),
    ]  # fmt: skip
    assert list(meant.fields) == ["奋斗目标"] and not problems.error_count


@pytest.mark.parametrize("head", ["2026年目标", "2026年目标值", "2026年度目标任务", "本年目标", "2026年任务"])  # fmt: skip
def test_the_assessed_year_in_front_of_the_usual_word(read, head):
    rows = [["单位", "指标", "2025年实绩", head], ["青石镇", "一般公共预算收入", 8, 9]]
    assert read(rows)[0] == [("青石镇", "F1", "目标", "9"), ("青石镇", "F1", "基数", "8")]


@pytest.mark.parametrize("head", ["2025年目标", "2027年目标", "2024年实绩"])
def test_another_year_is_no_target_of_this_one(read, head):
    rows = [["单位", "指标", "目标", head], ["青石镇", "一般公共预算收入", 9, 7]]
    found, _, meant = read(rows)
    assert found[0] == ("青石镇", "F1", "目标", "9") and found[1][2] == head and list(meant.fields) == [head]  # fmt: skip


def test_last_years_column_under_its_own_head_is_no_target(read):
    rows = [
        ["单位", "指标", "2025年", None, "2026年", None], [None, None, "目标", "实绩", "目标", "增长%"],
        ["青石镇", "一般公共预算收入", 7, 8, 9, 12],
    ]  # fmt: skip
    found = read(rows, ["A1:A2", "B1:B2", "C1:D1", "E1:F1"])[0]
    assert ("青石镇", "F1", "目标", "9") in found and ("青石镇", "F1", "基数", "8") in found
    assert ("青石镇", "F1", "2025年目标", "7") in found


def test_units_down_with_years_below_each_indicator(read):
    rows = [
        ["单位", "一般公共预算收入（万元）", None, None, "危房改造", None],
        [None, "2025年实绩", "2026年目标", "增长%", "2025年完成", "2026年目标值"],
        ["青石镇", 11800, 12500, 6, 100, 120],
        ["白沙镇", 9000, 9800, 8, 70, 80],
    ]
    found, problems, meant = read(rows, ["A1:A2", "B1:D1", "E1:F1"])
    assert [one for one in found if one[2] == "目标"] == [TOWNS[0], TOWNS[2], TOWNS[1], TOWNS[3]]
    assert {one[2] for one in found} == {"目标", "基数"} and not problems.error_count
    assert list(meant.fields) == ["增长%"]


@pytest.mark.parametrize("second", ["权重", "2025年实绩", "上年实绩"])
def test_towns_across_with_several_columns_each(read, second):
    rows = [
        ["指标", "青石镇", None, "白沙镇", None], [None, second, "2026年目标", second, "2026年目标"],
        ["一般公共预算收入", 5, 12500, 5, 9800], ["危房改造", 5, 120, 5, 80],
    ]  # fmt: skip
    found, problems, meant = read(rows, ["A1:A2", "B1:C1", "D1:E1"])
    assert found == TOWNS and not problems.error_count
    assert [one.meaning for one in meant.shown][1:3] == ["没有读", "“青石镇”的目标"]


def test_towns_across_with_quarters_below_are_not_taken_for_the_year(read):
    rows = [
        ["指标", "青石镇", None, "白沙镇", None], [None, "一季度", "二季度", "一季度", "二季度"],
        ["一般公共预算收入", 1, 2, 3, 4],
    ]  # fmt: skip
    found = read(rows, ["A1:A2", "B1:C1", "D1:E1"])[0]
    assert [line[0] for line in found] == ["青石镇·一季度", "青石镇·二季度", "白沙镇·一季度", "白沙镇·二季度"]  # fmt: skip
