"""各月、各季和合计: which column of a table of months or quarters is the figure of the round, and what is asked where that is not plain."""

import pytest

from baton.desk.intake import figure_tables, sheets
from baton.desk.intake.recognising import recognise
from baton.desk.intake.sheet_names import AtHand
from tests.sent import RULEBOOK, UNITS, book, open_round, owed

pytestmark = pytest.mark.django_db
MONTHS = [f"{n}月" for n in range(1, 13)]
ROWS = [[10 * n + k for n in (2, 1, 3, 5, 4, 6, 8, 7, 9, 11, 10, 12)] for k in range(4)]
SUMS = ["780", "792", "804", "816"]
TITLE = "2026年实际利用外资情况\n"
HALVES = RULEBOOK.replace("期次: [全年]", "期次: [上半年, 全年]")
EACH = [f"2026-{n:02}" for n in range(1, 13)]
MONTHLY = RULEBOOK.replace("期次: [全年]", f"期次: [{', '.join(EACH)}, 2026年]")
QUARTERS = ["一季度", "二季度", "三季度", "四季度"]
POINTS = [[1, 1.2, 1.3, 1.1], [1, 1, 1, 1], [1, 1.5, 1, 1], [1.25, 1.25, 1.25, 1.25]]
YEAR = ["4.6", "4", "4.5", "5"]
PAIRS = [[100, 8.1, 200, 8.2, 300, 8.3 + n] for n in range(4)]
GROWN = ["8.3", "9.3", "10.3", "11.3"]


def table(heads, rows):
    lines = [["单位", *heads], *([unit, *row] for unit, row in zip(UNITS, rows, strict=True))]
    return "".join("\t".join(map(str, line)) + "\n" for line in lines)


def summed(rows):
    return [[*row, round(sum(row), 2)] for row in rows]


def labels(ask):
    return [label for _, label in ask.choices]


def said(ask, word):
    return [next(one for one, label in ask.choices if word in label)]


def figures(read, period="全年"):
    return [line[4] for line in read.cells if line[2] == period]


@pytest.fixture
def desk(clerk, tmp_path):
    def opened(rules=RULEBOOK, as_of="全年"):
        return owed(open_round(tmp_path / "round", clerk, rules, as_of=as_of), clerk)

    return opened


@pytest.mark.parametrize("head", ["全年", "1-12月", "1—12月累计", "2026年", "累计", "全年完成数"])
def test_the_year_s_own_column_is_the_figure_and_its_months_are_set_aside(desk, head):
    read = sheets.read_paste(desk()["市商务局"], table([*MONTHS, head], summed(ROWS)))
    assert not read.asks and not read.faults and figures(read) == SUMS and len(read.cells) == 4
    (told,) = [one.what for one in read.remarks]
    assert "“1月”" in told and "没有当作实际数读入" in told and not read.oddities


def test_a_row_whose_months_do_not_come_to_the_year_is_named(desk):
    rows = summed(ROWS)
    rows[1][-1] = 793
    sheet = desk()["市商务局"]
    read = sheets.read_paste(sheet, table([*MONTHS, "全年"], rows))
    assert not read.asks and figures(read) == ["780", "793", "804", "816"]
    (odd,) = [one.sentence for one in read.oddities]
    assert odd.startswith("东岭县的“全年”写的是 793，各列加起来是 792，见 ")
    counted = [[sum(row[: n + 1]) for n in range(12)] for row in ROWS]  # each month since January
    rows = [[*row, row[-1]] for row in counted]
    read = sheets.read_paste(sheet, table([*MONTHS, "全年"], rows))
    assert figures(read) == SUMS and not read.oddities and not read.asks


def test_a_total_is_taken_unasked_where_the_title_says_the_year_and_every_row_adds_up(desk):
    read = sheets.read_paste(desk()["市商务局"], TITLE + table([*MONTHS, "合计"], summed(ROWS)))
    assert not read.asks and figures(read) == SUMS and read.can_be_received
    assert any("收的是“合计”" in one.what for one in read.remarks)


@pytest.mark.parametrize("head", ["合计", "总计"])
def test_a_total_is_one_question_where_no_title_says_the_year(desk, head):
    sheet, text = desk()["市商务局"], table([*MONTHS, head], summed(ROWS))
    (ask,) = sheets.read_paste(sheet, text).asks
    assert ask.what == f"表上有“1月”至“12月”这 12 列和“{head}”，哪个是全年的“实际利用外资”"
    assert labels(ask) == [f"用“{head}”：临江县 780、东岭县 792、石桥市 804……", "都不收"]
    assert ask.is_open and ask.remedy == f"每一行的“{head}”都与各列对得上"
    read = sheets.read_paste(sheet, text, said(ask, head))
    assert not read.asks and figures(read) == SUMS and read.can_be_received
    assert [one.told for one in read.answers.used] == [f"实际利用外资收的是“{head}”列"]
    gone = sheets.read_paste(sheet, text, said(ask, "都不收"))
    assert not gone.asks and not gone.cells and not gone.can_be_received


def test_a_total_that_is_not_the_sum_is_asked_about_and_the_row_named(desk):
    rows = summed(ROWS)
    rows[2][-1] = 800
    sheet, text = desk()["市商务局"], TITLE + table([*MONTHS, "合计"], rows)
    (ask,) = sheets.read_paste(sheet, text).asks
    assert "石桥市的“合计”是 800，各列加起来是 804" in ask.remedy
    assert [label.partition("：")[0] for label in labels(ask)] == [
        "用“合计”", "把“1月”至“12月”这 12 列加起来", "“12月”是年初以来的累计数，收它", "都不收",
    ]  # fmt: skip
    read = sheets.read_paste(sheet, text, said(ask, "用“合计”"))
    assert figures(read) == ["780", "792", "800", "816"]
    assert any("石桥市的“合计”写的是 800" in one.sentence for one in read.oddities)
    assert figures(sheets.read_paste(sheet, text, said(ask, "加起来"))) == SUMS
    read = sheets.read_paste(sheet, text, said(ask, "累计数"))
    assert not read.asks and figures(read) == ["120", "121", "122", "123"]


def test_months_alone_are_added_up_only_where_a_clerk_says_so(desk):
    sheet, rows = desk()["市商务局"], [list(row) for row in ROWS]
    rows[3][4] = ""
    text = table(MONTHS, rows)
    first = sheets.read_paste(sheet, text)
    (ask,) = first.asks
    assert not first.cells and "没有全年的合计" in ask.remedy
    assert labels(ask)[0] == "把“1月”至“12月”这 12 列加起来：临江县 780、东岭县 792、石桥市 804……"
    read = sheets.read_paste(sheet, text, said(ask, "加起来"))
    assert figures(read) == [*SUMS[:3], None]  # a month is missing
    assert read.cells[0][6].endswith("M2（B2 至 M2 相加）")
    assert [one.told for one in read.answers.used] == ["实际利用外资是各列加起来的"]


def test_growths_are_never_added_up(desk):
    sheet = desk()["市统计局"]
    asks = sheets.read_paste(sheet, table(MONTHS, ROWS)).asks
    assert asks and not any("加起来" in label for ask in asks for label in labels(ask))
    (ask,) = sheets.read_paste(sheet, table([*MONTHS, "合计"], summed(ROWS))).asks
    assert not any("加起来" in label for label in labels(ask)) and "用“合计”" in labels(ask)[0]


def test_a_round_of_half_a_year_takes_the_months_that_belong_to_it(desk):
    sheet = desk(HALVES, "上半年")["市商务局"]
    half = ["210", "216", "222", "228"]
    for heads, rows in (
        (MONTHS, ROWS), ([*MONTHS, "合计"], summed(ROWS)), ([*MONTHS, "全年"], summed(ROWS)), ([*MONTHS, "累计"], summed(ROWS)),
    ):  # fmt: skip
        (ask,) = sheets.read_paste(sheet, table(heads, rows)).asks
        assert labels(ask)[0].startswith("把“1月”至“6月”这 6 列加起来：临江县 210、")
        assert not any(
            "用“" in label for label in labels(ask)
        )  # the year's total is not the half's
        read = sheets.read_paste(sheet, table(heads, rows), said(ask, "加起来"))
        assert not read.asks and figures(read, "上半年") == half and len(read.cells) == 4
    first = summed([row[:6] for row in ROWS])
    read = sheets.read_paste(sheet, "2026年1-6月利用外资\n" + table([*MONTHS[:6], "合计"], first))
    assert not read.asks and figures(read, "上半年") == half
    open_still = [[*row[:6], *[""] * 6, row[6]] for row in first]
    (ask,) = sheets.read_paste(sheet, table([*MONTHS, "合计"], open_still)).asks
    assert labels(ask)[0].startswith("用“合计”：临江县 210、")


def test_a_total_of_fewer_months_is_never_taken_for_the_year_in_silence(desk):
    sheet, rows = desk()["市商务局"], summed([row[:9] for row in ROWS])
    for head in ("合计", "累计"):
        first = sheets.read_paste(sheet, TITLE + table([*MONTHS[:9], head], rows))
        (ask,) = first.asks
        assert not first.cells and "各列是 1 至 9 月的" in ask.remedy
        read = sheets.read_paste(sheet, TITLE + table([*MONTHS[:9], head], rows), said(ask, head))
        assert figures(read) == ["450", "459", "468", "477"]


def test_months_that_the_calendar_has_are_no_dozen_of_questions(desk):
    sheet = desk(MONTHLY, "2026年")["市商务局"]
    read = sheets.read_paste(sheet, TITLE + table([*MONTHS, "合计"], summed(ROWS)))
    assert not read.asks and figures(read, "2026年") == SUMS and len(read.cells) == 52
    (ask,) = sheets.read_paste(sheet, table(MONTHS, ROWS)).asks
    read = sheets.read_paste(sheet, table(MONTHS, ROWS), said(ask, "加起来"))
    assert not read.asks and figures(read, "2026年") == SUMS
    read = sheets.read_paste(sheet, table(MONTHS, ROWS), said(ask, "累计数"))
    assert not read.asks and figures(read, "2026年") == ["120", "121", "122", "123"]


@pytest.mark.parametrize(
    "head", ["全年得分", "全年", "年度得分", "年度考核得分", "全年总得分", "全年合计"]
)
def test_the_year_s_points_beside_the_quarters_are_the_figure(desk, head):
    sheet = desk()["市教育局"]
    for heads in (QUARTERS, [f"{one}得分" for one in QUARTERS]):
        read = sheets.read_paste(sheet, table([*heads, head], summed(POINTS)))
        assert not read.asks and not read.faults and figures(read) == YEAR and len(read.cells) == 4


def test_quarters_that_the_calendar_has_stay_beside_the_year(desk):
    rules = RULEBOOK.replace("期次: [全年]", "期次: [一季度, 上半年, 前三季度, 全年]")
    sheet = desk(rules)["市教育局"]
    read = sheets.read_paste(sheet, table([*QUARTERS, "全年得分"], summed(POINTS)))
    assert not read.asks and figures(read) == YEAR and figures(read, "一季度") == ["1", "1", "1", "1.25"]  # fmt: skip


def test_points_of_quarters_are_asked_about_before_any_is_taken_for_the_sum(desk):
    rules = RULEBOOK.replace("期次: [全年]", "期次: [2026-Q1, 2026-Q2, 2026-Q3, 2026年]")
    sheet, heads = desk(rules, "2026年")["市教育局"], [f"{one}得分" for one in QUARTERS]
    for text in (table(heads, POINTS), listed("教育工作", heads, POINTS)):
        read = sheets.read_paste(sheet, text)
        assert "没有写是不是累计数" in read.asks[0].what and "“二季度”" in read.asks[0].what


@pytest.mark.parametrize(
    ("head", "meant"), [("合计", YEAR), ("平均", ["1.15", "1", "1.125", "1.25"])]
)
def test_a_total_or_mean_of_quarters_is_one_question(desk, head, meant):
    sheet = desk()["市教育局"]
    rows = [[*row, value] for row, value in zip(POINTS, meant, strict=True)]
    (ask,) = sheets.read_paste(sheet, table([*QUARTERS, head], rows)).asks
    assert labels(ask)[0].startswith(f"用“{head}”：临江县 {meant[0]}、")
    assert (
        figures(sheets.read_paste(sheet, table([*QUARTERS, head], rows), said(ask, head))) == meant
    )


def test_quarters_whose_sum_is_more_than_there_is_to_get_are_not_added_up(desk):
    rows = [[4, 4, 4, 4]] * 4
    asks = sheets.read_paste(desk()["市教育局"], table(QUARTERS, rows)).asks
    assert asks and not any("加起来" in label for ask in asks for label in labels(ask))


def two_rows(over, under, rows):
    lines = [
        ["单位", *over],
        ["", *under],
        *([u, *row] for u, row in zip(UNITS, rows, strict=True)),
    ]
    return "".join("\t".join(map(str, line)) + "\n" for line in lines)


HEADED = [
    f"{one}{what}" for one in ("1月", "2月", "全年") for what in ("总量（亿元）", "增速（%）")
]
SPREAD = [[row[0], row[2], row[4], row[1], row[3], row[5]] for row in PAIRS]
PAIRED = {
    "one row": table(HEADED, PAIRS),
    "done": table([one.replace("总量（亿元）", "完成数") for one in HEADED], PAIRS),
    "two rows": two_rows(["1月", "", "2月", "", "全年", ""], ["总量", "增速"] * 3, PAIRS),
    "measures over": two_rows(["总量", "", "", "增速", "", ""], ["1月", "2月", "全年"] * 2, SPREAD),
}


@pytest.mark.parametrize("shape", PAIRED)
def test_months_with_amounts_and_growths_are_read_as_both(desk, shape):
    read = sheets.read_paste(desk()["市统计局"], PAIRED[shape])
    assert not read.asks and not read.faults and figures(read) == GROWN and len(read.cells) == 4


def test_the_growth_of_the_last_month_is_asked_about_and_its_amount_never_taken(desk):
    sheet = desk()["市统计局"]
    heads = [f"{n}月{what}" for n in (6, 9, 12) for what in ("总量", "增速")]
    text = "2026年地区生产总值\n" + table(heads, PAIRS)
    near, none = sheets.read_paste(sheet, text).asks
    assert labels(near) == ["是累计数，照收", "不是累计数，不收"] and labels(none) == [
        "这 2 处都不收"
    ]
    read = sheets.read_paste(sheet, text, [near.choices[0][0]])
    assert not read.asks and figures(read) == GROWN


def test_last_year_s_growth_is_not_taken_beside_this_year_s(desk):
    text = two_rows(["2025年", "", "2026年", ""], ["总量", "增速"] * 2, [row[2:] for row in PAIRS])
    read = sheets.read_paste(desk()["市统计局"], text)
    assert not read.asks and not read.faults and figures(read) == GROWN


def test_a_total_of_two_indicators_is_neither_s(clerk, tmp_path):
    rules = RULEBOOK.replace('牵头: "市委政法委、市公安局"', "牵头: 市教育局")
    sheet = owed(open_round(tmp_path / "two", clerk, rules), clerk)["市教育局"]
    heads = ["教育工作得分", "平安建设得分上半年", "平安建设得分下半年", "全年合计"]
    read = sheets.read_paste(sheet, table(heads, [[4, 4, 5, 13]] * 4))
    assert not any(line[4] == "13" for line in read.cells)
    assert not any("合计" in label for ask in read.asks for label in labels(ask))


def test_of_several_indicators_it_is_asked_once_which_the_months_are_of(clerk, tmp_path):
    rules = RULEBOOK.replace("牵头: 市商务局", "牵头: 市统计局")
    rules = rules.replace('牵头: "市委政法委、市公安局"', "牵头: 市教育局")
    desk_of = owed(open_round(tmp_path / "two", clerk, rules), clerk)
    sheet, text = desk_of["市统计局"], table([*MONTHS, "全年"], summed(ROWS))
    (ask,) = sheets.read_paste(sheet, text).asks
    assert ask.what == "表头只有期间（“1月”至“全年”），没有写是哪个指标的" and ask.is_open
    assert set(labels(ask)) == {"是实际利用外资的", "是地区生产总值增速的"}
    read = sheets.read_paste(sheet, text, said(ask, "外资"))
    assert not read.asks and figures(read) == SUMS and read.can_be_received
    assert [one.told for one in read.answers.used] == ["这张表收作实际利用外资的"]
    sheet, text = desk_of["市教育局"], table([*QUARTERS, "全年得分"], summed(POINTS))
    (ask,) = sheets.read_paste(sheet, text).asks
    read = sheets.read_paste(sheet, text, said(ask, "教育工作"))
    assert (
        not read.asks and figures(read) == YEAR and {line[1] for line in read.cells} == {"F01得分"}
    )


def test_a_series_at_the_desk_of_bulletins_is_asked_about_as_before(clerk, tmp_path):
    rules = RULEBOOK.replace("期次: [全年]", "期次: [一季度, 上半年, 前三季度, 全年]")
    text = "实际利用外资\n" + table(MONTHS, ROWS)
    asks = figure_tables.read_paste(open_round(tmp_path / "round", clerk, rules), text).asks
    assert [labels(ask)[0] for ask in asks] == ["是累计数，照收", "这 8 处都不收"]


def test_the_desk_of_bulletins_and_of_many_files_ask_the_same(clerk, tmp_path):
    round = open_round(tmp_path / "round", clerk)
    desk_of = owed(round, clerk)
    text = "实际利用外资\n" + table([*MONTHS, "合计"], summed(ROWS))
    (ask,) = figure_tables.read_paste(round, text).asks
    read = figure_tables.read_paste(round, text, said(ask, "合计"))
    assert [row.value for row in read.rows] == SUMS and not read.asks
    rows = [line.split("\t") for line in text.splitlines()]
    typed = [[float(one) if one.isdigit() else one for one in row] for row in rows]
    found = recognise(AtHand(round), book(tmp_path / "外资.xlsx", typed), "外资.xlsx", "")
    assert found.sheet == desk_of["市商务局"] and found.question and "合计" in found.question.what


def listed(item, heads, rows):
    lines = [
        ["单位", "指标", *heads],
        *([u, item, *row] for u, row in zip(UNITS, rows, strict=True)),
    ]
    return "".join("\t".join(map(str, line)) + "\n" for line in lines)


@pytest.mark.parametrize(
    ("lead", "item", "heads", "rows", "meant"),
    [
        ("市商务局", "实际利用外资", [*MONTHS, "全年"], summed(ROWS), SUMS),
        ("市教育局", "教育工作", [*QUARTERS, "全年得分"], summed(POINTS), YEAR),
        ("市教育局", "教育工作", [f"{one}得分" for one in [*QUARTERS, "全年"]], summed(POINTS), YEAR),
    ],
)  # fmt: skip
def test_beside_the_year_of_a_list_the_months_are_set_aside(desk, lead, item, heads, rows, meant):
    read = sheets.read_paste(desk()[lead], listed(item, heads, rows))
    assert not read.asks and not read.faults and figures(read) == meant and len(read.cells) == 4
    assert any(f"没有收，收的是“{heads[-1]}”" in one.what for one in read.remarks)


def test_a_total_of_a_list_is_one_question(desk):
    sheet, text = desk()["市商务局"], listed("实际利用外资", [*MONTHS, "合计"], summed(ROWS))
    (ask,) = sheets.read_paste(sheet, text).asks
    assert labels(ask) == ["用“合计”：临江县实际利用外资 780、东岭县实际利用外资 792、石桥市实际利用外资 804……", "都不收"]  # fmt: skip
    read = sheets.read_paste(sheet, text, said(ask, "合计"))
    assert not read.asks and figures(read) == SUMS and read.can_be_received
    assert [one.told for one in read.answers.used] == ["表上收的是“合计”列"]
    gone = sheets.read_paste(sheet, text, said(ask, "都不收"))
    assert not gone.asks and not gone.cells and not gone.can_be_received
    rows = summed(ROWS)
    rows[1][-1] = 1
    (ask,) = sheets.read_paste(sheet, listed("实际利用外资", [*MONTHS, "合计"], rows)).asks
    assert "与各列加起来的不同" in ask.remedy and "“12月”是年初以来的累计数，收它" in labels(ask)
    text = listed("实际利用外资", [*MONTHS, "合计"], rows)
    assert figures(sheets.read_paste(sheet, text, said(ask, "累计数"))) == ["120", "121", "122", "123"]  # fmt: skip


def test_the_total_of_last_year_is_never_offered(desk):
    heads = ["2025年", "", "", "2026年", "", ""], ["上半年", "下半年", "合计"] * 2
    rows = [[1000, 1500, 2500, 2000 + n, 2000, 4000 + n] for n in range(4)]
    sheet, text = desk()["市商务局"], two_rows(*heads, rows)
    read = sheets.read_paste(sheet, text)
    for ask in read.asks:
        assert not any("2500" in label or "上年" in label for label in [ask.what, ask.remedy, *labels(ask)])  # fmt: skip
    answers = [one for ask in read.asks for one in said(ask, "合计")]
    read = sheets.read_paste(sheet, text, answers)
    assert not read.asks and figures(read) == ["4000", "4001", "4002", "4003"]
