"""合并的表头: a head over 自评得分 and 考评得分, over parts and their 合计, over 绝对额 and 同比, over 其中 with figures of its own."""

import pytest

from baton.desk.intake import sheets
from tests.retold import retold
from tests.sent import RULEBOOK, SCORES, UNITS, book, open_round, owed, values
from tests.stories import open_round as open_money
from tests.stories import owed as owed_money

pytestmark = pytest.mark.django_db
AMOUNT, GROWTH = (118000, 84000, 99000, 90000), (5.5, 6.5, 7.5, 8.5)
RETAIL = RULEBOOK.replace("外资: {名称: 实际利用外资, 单位: 万元", "外资: {名称: 社会消费品零售总额, 单位: 万元").replace("地区生产总值增速", "社会消费品零售总额增速").replace("市统计局", "市商务局")  # fmt: skip


@pytest.fixture
@retold
def made(clerk, tmp_path):
    return owed(open_round(tmp_path / "round", clerk), clerk)


@pytest.fixture
@retold
def money(clerk, tmp_path):
    return owed_money(open_money(tmp_path / "money", clerk), clerk)["市财政局"]


def under(path, top, heads, *columns):
    """A workbook of 单位 and one head merged over the others."""
    last = "ABCDEFG"[len(heads)]
    rows = [[unit, *line] for unit, *line in zip(UNITS, *columns, strict=True)]
    merged = ("A1:A2", f"B1:{last}1")
    return book(path, [["单位", top, *[""] * (len(heads) - 1)], ["", *heads], *rows], merged)


def figures(read):
    return [line[4] for line in read.cells]


def is_plain(read):
    return not (read.asks or read.faults)


@pytest.mark.parametrize("heads", [("自评得分", "考评得分"), ("自评分", "考核分"), ("县级自评", "市级考核"), ("考核得分", "自评得分")])  # fmt: skip
def test_points_of_two_hands_under_one_head_are_asked_about(made, tmp_path, heads):
    own = [one - 0.1 for one in SCORES]
    given = next(one for one in heads if "自评" not in one)
    columns = [own if "自评" in one else SCORES for one in heads]
    path = under(tmp_path / "表.xlsx", "教育工作", heads, *columns)
    read = sheets.read_file(made["市教育局"], path)
    (ask,) = read.asks
    assert not read.others and ask.is_open
    assert next(label for _, label in ask.choices) == f"“{given}”就是教育工作得分"
    read = sheets.read_file(made["市教育局"], path, said=[ask.choices[0][0]])
    assert is_plain(read) and figures(read) == ["4.9", "4.75", "4.6", "5"]


@pytest.mark.parametrize("heads", [("得分", "排名"), ("考核得分", "排名"), ("得分", "自评得分")])
def test_the_only_points_under_a_head_are_taken(made, tmp_path, heads):
    path = under(tmp_path / "表.xlsx", "教育工作", heads, SCORES, (3, 2, 4, 1))
    read = sheets.read_file(made["市教育局"], path)
    assert is_plain(read) and figures(read) == ["4.9", "4.75", "4.6", "5"]


def test_points_where_a_figure_is_asked_for_stay_a_fault(made, tmp_path):
    path = under(tmp_path / "表.xlsx", "实际利用外资", ("自评得分", "考评得分"), SCORES, SCORES)
    assert sheets.read_file(made["市商务局"], path).others


@pytest.mark.parametrize("word", ["小计", "合计", "总计"])
@pytest.mark.parametrize("is_first", [True, False])
def test_the_sum_of_the_parts_under_a_head_is_taken_and_told(made, tmp_path, word, is_first):
    parts = {"义务教育": (2, 1.75, 1.6, 2), "职业教育": (1.9, 2, 2, 2), "学前教育": (1, 1, 1, 1)}
    whole = {word: SCORES}
    both = whole | parts if is_first else parts | whole
    path = under(tmp_path / "表.xlsx", "教育工作（5分）", list(both), *both.values())
    read = sheets.read_file(made["市教育局"], path)
    assert is_plain(read) and figures(read) == ["4.9", "4.75", "4.6", "5"]
    assert any(
        "“义务教育”、“职业教育”、“学前教育”没有当作实际数读入" in one.what for one in read.remarks
    )


def test_a_total_that_is_not_the_sum_is_offered(made, tmp_path):
    heads = ("义务教育", "职业教育", "小计")
    path = under(tmp_path / "表.xlsx", "教育工作", heads, (1, 2, 3, 1), (1, 1, 1, 1), SCORES)
    (ask,) = sheets.read_file(made["市教育局"], path).asks
    assert next(label for _, label in ask.choices) == "“小计”就是教育工作得分"
    read = sheets.read_file(made["市教育局"], path, said=[ask.choices[0][0]])
    assert is_plain(read) and figures(read) == ["4.9", "4.75", "4.6", "5"]


@pytest.mark.parametrize("top", ["财政收入", "一般公共预算收入（万元）"])
@pytest.mark.parametrize("heads", [("合计", "其中：税收收入", "非税收入"), ("总计", "税收收入", "非税收入"), ("合计", "其中：税收收入", "其中：土地")])  # fmt: skip
def test_the_total_of_revenue_is_taken(money, tmp_path, top, heads):
    tax = [one * 0.75 for one in AMOUNT]
    path = under(tmp_path / "表.xlsx", top, heads, AMOUNT, tax, [one * 0.25 for one in AMOUNT])
    read = sheets.read_file(money, path)
    assert is_plain(read) and figures(read) == list(map(str, AMOUNT))


def test_a_question_on_several_columns_keeps_their_headings_whole(money, tmp_path):
    path = under(tmp_path / "表.xlsx", "财政收入", ("甲：一类", "乙：二类"), AMOUNT, AMOUNT)
    (ask,) = sheets.read_file(money, path).asks
    assert ask.what == "“财政收入”下面的“甲：一类”、“财政收入”下面的“乙：二类”看不懂"


@pytest.mark.parametrize(
    "title", ["2026年收入情况（单位：万元）", "2026年财政收入情况（单位：万元）"]
)
def test_a_part_with_figures_of_its_own_is_set_aside(money, tmp_path, title):
    heads = (
        [title],
        ["县区", "财政收入", "", "其中：土地出让收入", ""],
        ["", *("完成数", "增幅（%）") * 2],
    )
    rows = [[*line] for line in zip(UNITS, AMOUNT, GROWTH, (70, 60, 50, 40), GROWTH, strict=True)]
    merged = ("A1:E1", "A2:A3", "B2:C2", "D2:E2")
    read = sheets.read_file(money, book(tmp_path / "表.xlsx", [*heads, *rows], merged))
    assert is_plain(read) and figures(read) == list(map(str, AMOUNT))
    assert any("“其中：土地出让收入 完成数”" in one.what for one in read.remarks)


HEADS = [
    "绝对额（万元）",
    "绝对额",
    "绝对量（万元）",
    "总额（万元）",
    "金额",
    "本年累计",
    "绝对值",
    "累计",
    "完成数",
]


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("growth", ["同比（%）", "同比增长（%）"])
def test_an_amount_and_its_growth_are_both_read(clerk, tmp_path, head, growth):
    round = open_round(tmp_path / "round", clerk, RETAIL)
    sheet = owed(round, clerk)["市商务局"]
    heads = (head, growth, "排名")
    path = under(tmp_path / "表.xlsx", "社会消费品零售总额", heads, AMOUNT, GROWTH, (1, 2, 3, 4))
    read = sheets.read_file(sheet, path)
    assert is_plain(read) and len(read.cells) == 8
    assert [line[4] for line in read.cells if line[1] == "外资"] == list(map(str, AMOUNT))
    assert [line[4] for line in read.cells if line[1] == "增速"] == list(map(str, GROWTH))


def test_two_amounts_under_one_head_are_never_both_taken(made, tmp_path):
    path = under(tmp_path / "表.xlsx", "实际利用外资", ("完成数", "总额"), AMOUNT, (1, 2, 3, 4))
    read = sheets.read_file(made["市商务局"], path)
    assert figures(read) == list(map(str, AMOUNT)) and len(read.asks) == 1


def test_a_growth_called_by_its_first_word_is_the_one_called_in_full(clerk, tmp_path):
    rules = RULEBOOK.replace("地区生产总值增速", "地区生产总值同比增长")
    sheet = owed(open_round(tmp_path / "round", clerk, rules), clerk)["市统计局"]
    lines = "".join(f"{unit}\t{growth}\n" for unit, growth in zip(UNITS, GROWTH, strict=True))
    for head in ("地区生产总值同比（%）", "地区生产总值同比增长（%）"):
        read = sheets.read_paste(sheet, f"单位\t{head}\n{lines}")
        assert is_plain(read) and figures(read) == list(map(str, GROWTH))
    path = under(tmp_path / "表.xlsx", "地区生产总值", ("同比（%）", "排名"), GROWTH, (1, 2, 3, 4))
    assert is_plain(read := sheets.read_file(sheet, path)) and figures(read) == list(
        map(str, GROWTH)
    )


@pytest.mark.parametrize("name", ["上年{}", "去年{}（%）", "上年同期{}", "{}（上年）", "{}（去年同期）", "上一年度{}"])  # fmt: skip
def test_a_growth_of_last_year_is_set_aside_and_never_offered(made, name):
    sheet, head = made["市统计局"], name.format("地区生产总值增速")
    three = "".join(
        f"{unit}\t{one}\t1{one}\t0.5\n" for unit, one in zip(UNITS, GROWTH, strict=True)
    )
    read = sheets.read_paste(
        sheet, f"县区\t地区生产总值增速\t{head}\t比上年增减（百分点）\n{three}"
    )
    assert is_plain(read) and figures(read) == list(map(str, GROWTH))
    assert any(f"“{head}”没有当作实际数读入" in one.what for one in read.remarks)
    one = "".join(f"{unit}\t{one}\n" for unit, one in zip(UNITS, GROWTH, strict=True))
    read = sheets.read_paste(sheet, f"县区\t{head}\n{one}")
    assert not read.cells and not read.asks and read.others


@pytest.mark.parametrize("year", ["上年", "去年同期", "2025年"])
@pytest.mark.parametrize("is_first", [True, False])
def test_of_amounts_of_two_years_with_growths_this_year_s_growth_is_taken(
    made, tmp_path, year, is_first
):
    blocks = [
        (f"{year}地区生产总值", (90, 80, 70, 60), (4, 3, 2, 1)),
        ("地区生产总值", (100, 90, 80, 70), GROWTH),
    ]
    (one, *first), (other, *second) = blocks if is_first else blocks[::-1]
    heads = ["单位", one, "", other, ""], ["", *("绝对额（亿元）", "同比（%）") * 2]
    rows = [list(line) for line in zip(UNITS, *first, *second, strict=True)]
    path = book(tmp_path / "表.xlsx", [*heads, *rows], ("A1:A2", "B1:C1", "D1:E1"))
    read = sheets.read_file(made["市统计局"], path)
    assert is_plain(read) and figures(read) == list(map(str, GROWTH))
    flat = "".join(f"{unit}\t100\t90\t{one}\n" for unit, one in zip(UNITS, GROWTH, strict=True))
    heads = f"单位\t地区生产总值（亿元）\t{year}地区生产总值（亿元）\t增速（%）\n"
    read = sheets.read_paste(made["市统计局"], heads + flat)
    assert is_plain(read) and figures(read) == list(map(str, GROWTH))


def test_a_growth_of_this_year_is_read_as_before(made):
    lines = "".join(f"{unit}\t{one}\n" for unit, one in zip(UNITS, GROWTH, strict=True))
    for head in ("地区生产总值增速", "2026年地区生产总值增速", "今年地区生产总值增速（%）"):
        read = sheets.read_paste(made["市统计局"], f"县区\t{head}\n{lines}")
        assert head.startswith("今年") or (is_plain(read) and values(read)["临江县"] == "5.5")


def test_a_growth_is_not_first_of_all_the_amount_it_is_of(made):
    lines = "".join(f"{unit}\t{one}\n" for unit, one in zip(UNITS, GROWTH, strict=True))
    (ask,) = sheets.read_paste(made["市商务局"], f"单位\t实际利用外资同比（%）\n{lines}").asks
    assert [label for _, label in ask.choices] == ["不收这个指标", "就是实际利用外资"]
