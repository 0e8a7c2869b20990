"""县在上、每个县下面几列: counties across the columns with 总量 and 增速, or several years, under each of them."""

import pytest

from baton.desk.intake import point_at, sheets
from tests.sent import RULEBOOK, UNITS, book, open_round, owed

pytestmark = pytest.mark.django_db
GROWN = ["5", "5.1", "5.2", "5.3"]
AMOUNTS = ["200", "201", "202", "203"]
GDP = "地区生产总值"
RULES = RULEBOOK.replace("  增速: {", "  F04增: {").replace("数据: 增速", "数据: F04增")
TWO = RULES.replace(
    "总分:\n  名称: 总分",
    "  总额: {名称: 社会消费品零售总额, 单位: 亿元, 不小于: 0}\n  社零: {名称: 社会消费品零售总额增速, 单位: '%'}\n总分:\n  名称: 总分",
).replace(
    "名次: {按",
    "".join(
        f"    F0{at}: {{名称: 指标{at}, 评分办法: 按完成率计分。, 分值: 10, 方法: 完成率, 数据: {item}, 目标: 100, 封顶: 100%, "
        "无此任务: 不计, 单列: 不计, 缺报: 待定, 牵头: 市商务局}\n"
        for at, item in ((5, "总额"), (6, "社零"))
    ) + "名次: {按",
)  # fmt: skip


@pytest.fixture
def sheet(clerk, tmp_path):
    return owed(open_round(tmp_path / "round", clerk, RULES), clerk)["市统计局"]


@pytest.fixture
def both(clerk, tmp_path):
    return owed(open_round(tmp_path / "two", clerk, TWO), clerk)["市商务局"]


def across(heads, *rows, corner="指标"):
    """Two lines of headings and a line for each indicator: its name, and for every county its cells."""
    count = len(heads)
    over = [cell for unit in UNITS for cell in (unit, *[""] * (count - 1))]
    body = [[name, *(cells[at][i] for i in range(len(UNITS)) for at in range(count))] for name, *cells in rows]  # fmt: skip
    return [[corner, *over], ["", *heads * len(UNITS)], *body]


def pasted(rows):
    return "".join("\t".join(map(str, row)) + "\n" for row in rows)


def workbook(path, rows, count):
    """The same as a workbook: numbers as numbers, the counties and the corner merged."""
    areas = ["A1:A2"] + [
        f"{chr(66 + i * count)}1:{chr(65 + (i + 1) * count)}1" for i in range(len(UNITS))
    ]
    cells = [[float(c) if c.replace(".", "").isdigit() and r > 1 else c or None for c in row] for r, row in enumerate(rows)]  # fmt: skip
    return book(path, cells, areas)


def by_item(read):
    found = {}
    for line in read.cells:
        found.setdefault(line[1], []).append(line[4])
    return found


def plain(read):
    """Whether nothing is asked and nothing wrong; of what else the lead owes nothing is said here."""
    odd = [one for one in read.oddities if one.kind != "absent"]
    return not (read.asks or read.faults or odd)


HEADS = [("总量", "增速"), ("总量（亿元）", "增速（%）"), ("绝对额", "同比增长"), ("完成数（亿元）", "同比增长（%）")]  # fmt: skip


@pytest.mark.parametrize("heads", HEADS)
@pytest.mark.parametrize("name", [f"{GDP}（亿元、%）", GDP])
def test_the_growth_under_each_county_is_taken(sheet, tmp_path, name, heads):
    rows = across(heads, (name, AMOUNTS, GROWN))
    for read in (
        sheets.read_paste(sheet, pasted(rows)),
        sheets.read_file(sheet, workbook(tmp_path / "表.xlsx", rows, 2)),
    ):
        assert by_item(read) == {"F04增": GROWN} and plain(read)
        assert any("没有当作实际数读入" in one.what and heads[0] in one.what for one in read.remarks)  # fmt: skip
    assert {line[6].rpartition("·")[2] for line in read.cells} == {"C3", "E3", "G3", "I3"}


@pytest.mark.parametrize("heads", HEADS)
def test_an_amount_is_never_a_growth_whatever_the_row_is_called(sheet, heads):
    rows = across(heads, (f"{GDP}增速", AMOUNTS, GROWN))
    assert by_item(sheets.read_paste(sheet, pasted(rows))) == {"F04增": GROWN}
    rows = across(heads[:1], ("经济总产出", AMOUNTS))
    first = sheets.read_paste(sheet, pasted(rows))
    said = [one for ask in first.asks for one, label in ask.choices if label == f"就是{GDP}增速"]
    assert not sheets.read_paste(sheet, pasted(rows), said).cells


def test_what_is_not_assessed_is_asked_by_its_name_and_the_answer_followed(sheet):
    rows = across(("总量", "增速"), ("经济总产出", AMOUNTS, GROWN))
    read = sheets.read_paste(sheet, pasted(rows))
    (ask,) = read.asks
    assert ask.what == "没有叫“经济总产出”的指标" and not read.cells
    said = {label: one for one, label in ask.choices}
    assert not sheets.read_paste(sheet, pasted(rows), [said["不收这个指标"]]).cells
    rows = across(("总量", "增速"), (GDP, AMOUNTS, GROWN), ("经济总产出", AMOUNTS, ["1"] * 4))
    read = sheets.read_paste(sheet, pasted(rows), [said["不收这个指标"]])
    assert by_item(read) == {"F04增": GROWN} and plain(read)


@pytest.mark.parametrize("heads", HEADS)
def test_amount_and_growth_are_both_read(both, tmp_path, heads):
    rows = across(heads, ("社会消费品零售总额", AMOUNTS, GROWN))
    for read in (
        sheets.read_paste(both, pasted(rows)),
        sheets.read_file(both, workbook(tmp_path / "表.xlsx", rows, 2)),
    ):
        assert by_item(read) == {"总额": AMOUNTS, "社零": GROWN} and plain(read)


@pytest.mark.parametrize("heads", [("2025年", "2026年"), ("2025", "2026"), ("上年", "2026年")])
def test_of_two_years_the_one_of_the_round_is_read(sheet, tmp_path, heads):
    rows = across(heads, (f"{GDP}增速（%）", AMOUNTS, GROWN))
    for read in (
        sheets.read_paste(sheet, pasted(rows)),
        sheets.read_file(sheet, workbook(tmp_path / "表.xlsx", rows, 2)),
    ):
        assert by_item(read) == {"F04增": GROWN} and plain(read)


def test_one_word_under_every_county_is_heeded(sheet):
    rows = across(("2025年",), (f"{GDP}增速（%）", GROWN))
    assert not sheets.read_paste(sheet, pasted(rows)).cells
    rows = across(("增速（%）",), (GDP, GROWN))
    read = sheets.read_paste(sheet, pasted(rows))
    assert by_item(read) == {"F04增": GROWN} and plain(read)


def test_a_total_beside_the_counties_and_notes_below_are_no_figures(sheet):
    rows = across(("总量", "增速"), ("一、经济", [""] * 4, [""] * 4), (GDP, AMOUNTS, GROWN))
    rows = [["2026年主要指标"], [*rows[0], "全市", ""], [*rows[1], "总量", "增速"], rows[2], [*rows[3], "806", "5.2"], ["注：快报数"]]  # fmt: skip
    read = sheets.read_paste(sheet, pasted(rows))
    assert by_item(read) == {"F04增": GROWN} and plain(read)


@pytest.mark.parametrize(
    "heads", [("目标", "实际完成"), ("实际完成", "位次"), ("实际完成", "得分", "位次")]
)
def test_targets_and_places_under_the_counties_are_no_figures(sheet, tmp_path, heads):
    cells = {"实际完成": GROWN}
    rows = across(heads, (f"{GDP}增速（%）", *(cells.get(head, ["1"] * 4) for head in heads)))
    for read in (
        sheets.read_paste(sheet, pasted(rows)),
        sheets.read_file(sheet, workbook(tmp_path / "表.xlsx", rows, len(heads))),
    ):
        assert by_item(read) == {"F04增": GROWN} and not read.asks


def test_a_table_with_one_figure_for_each_county_is_read_as_before(sheet):
    rows = [["指标", *UNITS], [f"{GDP}增速", *GROWN]]
    read = sheets.read_paste(sheet, pasted(rows))
    assert by_item(read) == {"F04增": GROWN} and plain(read) and not read.remarks


@pytest.mark.parametrize("heads", HEADS)
def test_what_was_read_is_told_row_by_row_and_can_be_pointed_at(sheet, tmp_path, heads):
    rows = across(heads, (GDP, AMOUNTS, GROWN))
    file = workbook(tmp_path / "表.xlsx", rows, 2)
    for read, page in (
        (
            sheets.read_paste(sheet, pasted(rows)),
            point_at.page_of_paste(sheet, pasted(rows), "", []),
        ),
        (sheets.read_file(sheet, file), point_at.page_of_file(sheet, file, "Sheet1", [])),
    ):
        (line,) = [one for one in read.how if one.taken]
        assert (line.where, line.heading, line.many) == ("第 3 行", GDP, 4)
        assert line.taken == f"{GDP}增速（%）"
        assert page.sideways and (page.names, page.first) == (0, 2)
        assert [one.item for one in page.columns if one.item] == ["F04增"]


def test_amounts_and_growths_are_told_column_by_column(both):
    rows = across(("总量", "增速"), ("社会消费品零售总额", AMOUNTS, GROWN))
    told = sheets.read_paste(both, pasted(rows)).how
    assert [(one.where, one.many) for one in told] == [(f"{letter} 列", 1) for letter in "BCDEFGHI"]
    assert [one.item for one in told] == ["总额", "社零"] * 4
