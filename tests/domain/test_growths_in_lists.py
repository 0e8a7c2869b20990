"""清单里的增速: a list of records in which an item that is a growth is told from the amount it is the growth of."""

import pytest

from baton.desk.intake import sheets
from tests.sent import RULEBOOK, UNITS, open_round, owed

pytestmark = pytest.mark.django_db
RULES = RULEBOOK.replace("  增速: {", "  F04增: {").replace("数据: 增速", "数据: F04增")
NAME = "地区生产总值增速"
GROWN = ["8.1", "8.2", "8.3", "8.4"]


@pytest.fixture(params=[RULEBOOK, RULES], ids=["called so", "called otherwise"])
def sheet(request, clerk, tmp_path):
    return owed(open_round(tmp_path / "round", clerk, request.param), clerk)["市统计局"]


def listed(heads, *cells):
    """A line for each unit and each group of cells; {} is the unit's own growth."""
    lines = [
        "\t".join([unit, *(cell.format(growth) for cell in each)])
        for unit, growth in zip(UNITS, GROWN, strict=True)
        for each in cells
    ]
    return "\n".join(["\t".join(["单位", "指标", *heads]), *lines]) + "\n"


def figures(read):
    return [line[4] for line in read.cells]


def test_an_item_of_its_own_name_is_read_as_it_is(sheet):
    read = sheets.read_paste(sheet, listed(["完成数"], [NAME, "{}"]))
    assert not read.asks and not read.faults and figures(read) == GROWN
    assert figures(sheets.read_paste(sheet, listed(["完成"], [NAME, "{}"]))) == GROWN
    read = sheets.read_paste(sheet, listed(["完成数", "位次"], [f"{NAME}（%）", "{}", "1"]))
    assert not read.asks and figures(read) == GROWN


def test_the_amount_of_a_growth_is_first_of_all_left_out(sheet):
    text = listed(["完成数"], ["地区生产总值", "100"], [NAME, "{}"])
    (ask,) = sheets.read_paste(sheet, text).asks
    assert [label for _, label in ask.choices] == ["不收这个指标", f"就是{NAME}"]
    assert ask.is_open and "报的是总量的不收" in ask.remedy
    read = sheets.read_paste(sheet, text, [ask.choices[0][0]])
    assert not read.asks and figures(read) == GROWN and read.can_be_received


@pytest.mark.parametrize("amount", ["总量", "总量（亿元）", "绝对额"])
def test_beside_an_amount_the_growth_is_taken(sheet, amount):
    for name in (NAME, "地区生产总值", "地区生产总值（亿元）"):
        read = sheets.read_paste(sheet, listed([amount, "增速（%）"], [name, "100", "{}"]))
        assert not read.asks and not read.faults and figures(read) == GROWN
        assert any(f"“{amount}”没有当作实际数读入" in one.what for one in read.remarks)


def test_the_units_of_amounts_are_not_the_growths(sheet):
    text = listed(["计量单位", "总量", "增速"], ["地区生产总值", "亿元", "100", "{}"])
    read = sheets.read_paste(sheet, text)
    assert not read.asks and not read.faults and figures(read) == GROWN


def test_of_a_figure_and_a_growth_it_is_asked_and_the_answer_followed(sheet):
    text = listed(["完成数", "增速"], [NAME, "100", "{}"])
    first = sheets.read_paste(sheet, text)
    (ask,) = first.asks
    assert not first.cells
    assert [label for _, label in ask.choices] == [f"“增速”就是{NAME}", f"“完成数”就是{NAME}"]
    growth, figure = (sheets.read_paste(sheet, text, [said]) for said, _ in ask.choices)
    assert figures(growth) == GROWN and figures(figure) == ["100"] * 4 and not growth.asks
    read = sheets.read_paste(sheet, listed(["完成数", "增速"], ["地区生产总值", "100", "{}"]))
    assert not read.asks and figures(read) == GROWN  # what is called after the amount


def test_an_empty_column_of_growths_or_of_figures_is_no_question(sheet):
    read = sheets.read_paste(sheet, listed(["完成数", "增速"], [NAME, "{}", ""]))
    assert not read.asks and figures(read) == GROWN
    read = sheets.read_paste(sheet, listed(["完成数", "增速"], [NAME, "", "{}"]))
    assert not read.asks and figures(read) == GROWN


TWO = RULEBOOK.replace(
    "总分:\n  名称: 总分", "  总值: {名称: 地区生产总值, 单位: 亿元, 不小于: 0}\n总分:\n  名称: 总分"
).replace(
    "名次: {按", "    F05: {名称: 经济总量, 评分办法: 按完成率计分。, 分值: 10, 方法: 完成率, 数据: 总值, 目标: 100, 封顶: 100%, "
    "无此任务: 不计, 单列: 不计, 缺报: 待定, 牵头: 市统计局}\n名次: {按",
)  # fmt: skip


@pytest.fixture
def both(clerk, tmp_path):
    """The sheet of a lead unit that owes an amount and its growth."""
    return owed(open_round(tmp_path / "round", clerk, TWO), clerk)["市统计局"]


def by_item(read):
    found = {}
    for line in read.cells:
        found.setdefault(line[1], []).append(line[4])
    return found


@pytest.mark.parametrize(
    "heads", [["总量", "增速"], ["2026年", "增长(%)"], ["完成数", "同比增长(%)"]]
)
def test_the_row_of_an_amount_says_its_growth_too(both, heads):
    text = listed(heads, ["地区生产总值", "100", "{}"])
    read = sheets.read_paste(both, text)
    assert not read.asks and not read.faults
    assert by_item(read) == {"总值": ["100"] * 4, "增速": GROWN}


def test_a_growth_with_rows_of_its_own_is_taken_from_there_only(both):
    text = listed(["总量", "增速"], ["地区生产总值", "100", "7"], [NAME, "", "{}"])
    read = sheets.read_paste(both, text)
    assert not read.faults and by_item(read) == {"总值": ["100"] * 4, "增速": GROWN}


def test_amounts_alone_are_read_as_before(both):
    read = sheets.read_paste(both, listed(["完成数"], ["地区生产总值", "100"]))
    assert not read.asks and not read.faults and by_item(read) == {"总值": ["100"] * 4}


PAIRS = ["2025年完成", "2025年增速", "2026年完成", "2026年增速"]


def test_of_amounts_and_growths_of_two_years_this_year_s_are_taken(both):
    text = listed(["计量单位", *PAIRS], ["地区生产总值", "亿元", "90", "7", "100", "{}"])
    read = sheets.read_paste(both, text)
    assert not read.asks and by_item(read) == {"总值": ["100"] * 4, "增速": GROWN}


def test_of_amounts_and_growths_of_two_years_this_year_s_growth_is_taken(sheet):
    text = listed(["计量单位", *PAIRS], ["地区生产总值", "亿元", "90", "7", "100", "{}"])
    read = sheets.read_paste(sheet, text)
    assert not read.asks and not read.faults and figures(read) == GROWN
    assert any("“2026年完成”没有当作实际数读入" in one.what for one in read.remarks)
    text = listed(PAIRS, [NAME, "90", "7", "100", "{}"])
    first = sheets.read_paste(sheet, text)
    (ask,) = first.asks
    assert not first.cells and ask.choices[0][1] == f"“2026年增速”就是{NAME}"
    assert figures(sheets.read_paste(sheet, text, [ask.choices[0][0]])) == GROWN


@pytest.mark.parametrize("name", ["地区生产总值", NAME, f"{NAME}（%）"])
@pytest.mark.parametrize(
    "heads", [["2024年增速", "2025年增速", "2026年增速"], ["2026年增速"], ["增速（%）"], ["2026年同比增长", "位次"]]
)  # fmt: skip
def test_a_list_of_nothing_but_growths_gives_this_year_s(sheet, heads, name):
    cells = ["{}" if head[:4] not in ("2024", "2025", "位次") else "1" for head in heads]
    read = sheets.read_paste(sheet, listed(heads, [name, *cells]))
    assert not read.asks and not read.faults and figures(read) == GROWN


def test_growths_of_other_years_alone_are_none_of_this_year(sheet):
    assert not sheets.read_paste(sheet, listed(["2025年增速"], [NAME, "{}"])).cells


def test_in_a_list_of_growths_no_growth_is_taken_for_an_amount(both):
    read = sheets.read_paste(both, listed(["2026年增速"], ["地区生产总值", "{}"]))
    assert not read.asks and not read.faults and by_item(read) == {"增速": GROWN}
    text = listed(["2026年增速"], ["地区生产总值", "7"], [NAME, "{}"])
    read = sheets.read_paste(both, text)
    assert by_item(read) == {"增速": GROWN}
    assert any("“地区生产总值”的“2026年增速”没有当作实际数读入" in one.what for one in read.remarks)


RANKED = ["计量单位", "总量", "全市位次", "增速%"], ["地区生产总值", "亿元", "100", "1", "{}"]


def unread(read):
    return [one.what for one in read.remarks if "没有读" in one.what]


def test_only_what_was_not_read_is_told_to_be_unread(sheet):
    read = sheets.read_paste(sheet, listed(*RANKED))
    assert unread(read) == ["E 列“全市位次”没有读，收的是“增速%”列"]


def test_both_columns_that_were_read_are_told(both):
    read = sheets.read_paste(both, listed(*RANKED))
    assert unread(read) == ["E 列“全市位次”没有读，收的是“总量”、“增速%”列"]


def test_an_amount_is_no_growth_though_its_name_was_said_to_be_one(sheet):
    (ask,) = sheets.read_paste(sheet, listed(["完成数"], ["地区生产总值", "100"])).asks
    said = next(one for one, label in ask.choices if label == f"就是{NAME}")
    for head in ("总量", "总量（亿元）", "绝对额"):
        text = listed([head], ["地区生产总值", "100"])
        assert not sheets.read_paste(sheet, text, [said]).cells


ASIDE = ["上年累计", "完成%", "与目标差", "完成比例", "差额", "缺口"]


def test_comparisons_beside_a_figure_are_no_indicators(sheet):
    read = sheets.read_paste(sheet, listed(["完成数", *ASIDE], [NAME, "{}", *"123456"]))
    assert not read.asks and not read.remarks and figures(read) == GROWN
    lines = [
        "\t".join([unit, growth, *"123456"]) for unit, growth in zip(UNITS, GROWN, strict=True)
    ]
    read = sheets.read_paste(sheet, "\n".join(["\t".join(["县区", NAME, *ASIDE]), *lines]) + "\n")
    assert not read.asks and not read.faults and figures(read) == GROWN
