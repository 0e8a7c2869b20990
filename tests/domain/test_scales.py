"""计量单位: a note with several units speaks for each item, and a whole column ten thousand times off its targets is a question."""

import pytest

from baton.desk.intake import figure_tables, sheets
from baton.desk.questions import Answer
from tests.retold import retold
from tests.sent import UNITS, open_round, owed

pytestmark = pytest.mark.django_db
TINY, PLAIN = ("1.95", "2.1", "2.05", "0.95"), ("19500", "21000", "20500", "9500")


@pytest.fixture
@retold
def round(clerk, tmp_path):
    return open_round(tmp_path / "round", clerk)


@pytest.fixture
@retold
def sheet(round, clerk):
    return owed(round, clerk)["市商务局"]


def table(values, before="", after="", head="实际利用外资"):
    rows = "".join(f"{unit}\t{value}\n" for unit, value in zip(UNITS, values, strict=True))
    return f"{before}单位\t{head}\n{rows}{after}"


def figures(read):
    return [line[4] for line in read.cells]


def test_a_column_a_ten_thousandth_of_its_targets_is_asked_about_at_both_doors(round, sheet):
    for read in (sheets.read_paste(sheet, table(TINY)), figure_tables.read_paste(round, table(TINY))):  # fmt: skip
        (ask,) = read.asks
        assert "约是目标的万分之一，如填 1.95，目标是 20000，像是计量单位不同" in ask.what
        assert [label for _, label in ask.choices] == ["换算：1.95 是 19500 万元", "就是 1.95 万元"]
    read = sheets.read_paste(sheet, table(TINY), [ask.choices[0][0]])
    assert not read.asks and figures(read) == list(PLAIN)
    assert [one.told for one in read.answers.answered] == [
        "实际利用外资：表上的数约是目标的万分之一，已乘 10000 换算成万元"
    ]
    read = sheets.read_paste(sheet, table(TINY), [Answer("scale", "外资", "as_is")])
    assert not read.asks and figures(read) == list(TINY)
    bulletin = figure_tables.read_paste(round, table(TINY), [ask.choices[0][0]])
    assert [row.value for row in bulletin.rows] == list(PLAIN)


def test_ten_thousand_times_too_much_is_asked_about_too(sheet):
    (ask,) = sheets.read_paste(sheet, table([f"{value}0000" for value in PLAIN])).asks
    assert "约是目标的一万倍" in ask.what and "换算：195000000 是 19500 万元" in ask.choices[0][1]


def test_usual_figures_and_a_few_odd_ones_are_no_question(sheet):
    for values in (PLAIN, ("40", "90", "200", "300"), ("1.95", *PLAIN[1:]), ("0", "0", "0", "120")):  # fmt: skip
        assert not sheets.read_paste(sheet, table(values)).asks


@pytest.mark.parametrize("corner", ["单位：亿元、%", "（单位：亿元，%）", "单位：%、亿元、人", "单位： 亿元/%"])  # fmt: skip
def test_a_corner_with_several_units_asks_for_what_it_contradicts(sheet, corner):
    (ask,) = sheets.read_paste(sheet, table(TINY, f"{corner}\n")).asks
    assert "表上写的单位是亿元" in ask.what and "换算：1.95 亿元是 19500 万元" in ask.choices[0][1]


def test_a_note_under_the_table_names_the_unit(sheet):
    for note in ("注：金额单位为亿元\n", "注：1.数据为快报；2.计量单位均为亿元。\n"):
        (ask,) = sheets.read_paste(sheet, table(TINY, after=note)).asks
        assert "表上写的单位是亿元" in ask.what
        read = sheets.read_paste(sheet, table(TINY, after=note), [ask.choices[0][0]])
        assert not read.asks and figures(read) == list(PLAIN)
        as_is = sheets.read_paste(sheet, table(TINY, after=note), [ask.choices[1][0]])
        assert not as_is.asks and figures(as_is) == list(TINY)


def test_a_corner_that_names_the_items_own_unit_is_quiet(round, sheet, clerk):
    for corner in ("单位：万元、%", "单位：人、%", "单位：%"):
        read = sheets.read_paste(sheet, table(PLAIN, f"{corner}\n"))
        assert (not read.asks) is (corner != "单位：%") and figures(read) == list(PLAIN)
    growth = owed(round, clerk)["市统计局"]
    read = sheets.read_paste(
        growth, table(("8.1", "7.5", "6", "9"), "单位：亿元、%\n", head="地区生产总值增速")
    )
    assert not read.asks and not [one for one in read.remarks if one.code == "measure"]


@pytest.mark.parametrize("title", ["实际利用外资（亿元）", "2026年实际利用外资完成情况（亿元）"])
def test_a_unit_that_stands_in_the_title_only_is_read(sheet, title):
    for head in ("完成数", "实际利用外资"):
        (ask,) = sheets.read_paste(sheet, table(TINY, f"{title}\n", head=head)).asks
        assert "表上写的单位是亿元" in ask.what
        assert "换算：1.95 亿元是 19500 万元" in ask.choices[0][1]
    for other in ("实际利用外资（万元）", "实际利用外资（1-12月）", "实际利用外资（%）"):
        assert not sheets.read_paste(sheet, table(PLAIN, f"{other}\n", head="完成数")).asks


def test_a_unit_in_the_title_of_one_record_a_row(sheet):
    rows = "".join(
        f"{unit}\t实际利用外资\t{value}\n" for unit, value in zip(UNITS, TINY, strict=True)
    )
    (ask,) = sheets.read_paste(sheet, f"利用外资（亿元）\n单位\t指标\t数值\n{rows}").asks
    assert "表上写的单位是亿元" in ask.what
