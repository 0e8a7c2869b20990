"""标题与表头之间的日期: a period or a day at the right end of a line above the table is of the whole table, and heads no column."""

import pytest

from baton.desk.intake import sheets
from tests.sent import RULEBOOK, UNITS, book, open_round, owed

pytestmark = pytest.mark.django_db
SECOND = """    F05:
      名称: 投资增长
      评分办法: 低于8%的，每低1个百分点扣0.8分，最低得0分。
      分值: 40
      方法: 阈值扣分保底
      数据: 投资
      百分点口径: 指标值
      起扣线: 8%
      每低1个百分点: 扣0.8分
      不足1个百分点: 按比例
      保底: 0分
      牵头: 市统计局
"""
RULES = (
    RULEBOOK.replace("期次: [全年]", "期次: [一季度, 上半年, 前三季度, 全年]")
    .replace("    F04:\n", f"{SECOND}    F04:\n")
    .replace("总分:\n", '  投资: {名称: 固定资产投资增速, 单位: "%"}\n总分:\n', 1)
)
HEAD = ["县区", "地区生产总值增速", "固定资产投资增速"]
BODY = [[unit, 5 + n, 7 + n] for n, unit in enumerate(UNITS)]
FIGURES = {(code, item): str(first + n) for n, code in enumerate("ABCD") for item, first in (("增速", 5), ("投资", 7))}  # fmt: skip
ON_TOP = [["主要指标", None, None]]


@pytest.fixture
def read(clerk, tmp_path):
    sheet = owed(open_round(tmp_path / "round", clerk, RULES), clerk)["市统计局"]

    def reading(rows, merged=(), said=()):
        return sheets.read_file(sheet, book(tmp_path / "表.xlsx", rows, merged), said=said)

    return reading


def taken(read):
    return {(line[0], line[1]): line[4] for line in read.cells}


@pytest.mark.parametrize(
    ("above", "merged"),
    [
        ([["填报单位：市统计局", None, "2026年1—9月"]], ()),
        ([*ON_TOP, ["填报单位：市统计局", None, "2026年1—9月"]], ["A1:C1"]),
        ([*ON_TOP, [None, None, "（2026年1—9月）"]], ["A1:C1"]),
        ([["主要指标", None, "2026年1-9月"]], ()),
        ([["填报单位：市统计局", "截至2026年9月底", "单位：%"]], ()),
    ],
)
def test_a_period_at_the_right_end_is_the_whole_table_s(read, above, merged):
    found = read([*above, HEAD, *BODY], merged)
    assert taken(found) == FIGURES and len({line[2] for line in found.cells}) == 1
    (ask,) = found.asks
    assert "前三季度的" in ask.what or "截至2026年9月底" in ask.what
    assert not found.faults and not found.oddities


def test_a_month_by_itself_there_is_one_question_for_all_columns(read):
    rows = [["主要指标", None, "2026年9月"], HEAD, *BODY]
    (ask,) = read(rows).asks
    assert ask.what.startswith("标题写的是“2026年9月”")
    found = read(rows, said=[ask.choices[0][0]])
    assert not found.asks and taken(found) == FIGURES
    assert {line[2] for line in found.cells} == {"前三季度"}


@pytest.mark.parametrize("day", ["2027年1月", "2027年1月8日", "2027-01-08", "2026年12月31日"])
@pytest.mark.parametrize("left", ["填报单位：市统计局", "主要指标"])
def test_the_day_of_filling_in_swallows_no_column(read, left, day):
    found = read([[left, None, day], HEAD, *BODY])
    assert taken(found) == FIGURES and {line[2] for line in found.cells} == {"全年"}
    assert not (found.asks or found.faults or found.remarks or found.oddities)


def test_a_period_that_heads_a_column_is_still_that_column_s(read):
    rows = [["县区", "地区生产总值增速", "2026年1-9月"], [None, None, "固定资产投资增速"], *BODY]
    found = read(rows, ["A1:A2", "B1:B2"])
    assert {(line[1], line[2]) for line in found.cells} == {("增速", "全年"), ("投资", "前三季度")}
    rows = [["县区", "地区生产总值增速", None], [None, "前三季度", "全年"], *BODY]
    found = read(rows, ["A1:A2", "B1:C1"])
    assert [line[4] for line in found.cells if line[2] == "全年"] == ["7", "8", "9", "10"]


def test_the_same_table_without_such_a_line_stays_unasked(read):
    found = read([*ON_TOP, ["填报单位：市统计局", None, "单位：%"], HEAD, *BODY], ["A1:C1"])
    assert taken(found) == FIGURES and not (found.asks or found.faults or found.oddities)
