"""写成字的增速: 持平 and 增长5.0% are one click, all of them too; a fraction among growths is asked about."""

import re

import pytest

from baton.desk.intake import sheets
from tests.retold import retold
from tests.sent import RULEBOOK, UNITS, open_round, owed

pytestmark = pytest.mark.django_db
ITEM = "地区生产总值增速"
WORDS = ("增长5.0%", "下降1.0%", "▲3.2", "持平")


@pytest.fixture
@retold
def made(clerk, tmp_path):
    return owed(open_round(tmp_path / "round", clerk), clerk)


@pytest.fixture
def sheet(made):
    return made["市统计局"]


def table(*values, head=ITEM):
    rows = "".join(f"{unit}\t{value}\n" for unit, value in zip(UNITS, values, strict=True))
    return f"单位\t{head}\n{rows}"


def figures(read):
    return [line[4] for line in read.cells]


@pytest.mark.parametrize("word", ["持平", "与上年持平", "同比持平", "与去年同期持平", "零增长"])
def test_no_growth_in_words_is_nought_by_one_click(sheet, word):
    text = table(word, "7.5", "-1.2", "9")
    read = sheets.read_paste(sheet, text)
    (ask,) = read.asks
    assert not read.others and [label for _, label in ask.choices] == ["改成 0"]
    read = sheets.read_paste(sheet, text, [ask.choices[0][0]])
    assert not read.asks and not read.faults and figures(read) == ["0", "7.5", "-1.2", "9"]


def test_an_amount_in_the_same_words_stays_a_fault(made):
    text = table("持平", "7", "8", "9", head="实际利用外资")
    read = sheets.read_paste(made["市商务局"], text)
    assert read.others and "不是数" in read.others[0].what


def test_what_is_counted_in_per_cent_without_that_word_is_asked_openly(clerk, tmp_path):
    rules = RULEBOOK.replace(ITEM, "固定资产投资")
    sheet = owed(open_round(tmp_path / "other", clerk, rules), clerk)["市统计局"]
    read = sheets.read_paste(sheet, table("持平", "7.5", "6", "9", head="固定资产投资"))
    (ask,) = read.asks
    assert ask.is_open and [label for _, label in ask.choices] == ["是 0"] and not read.mends


def test_all_of_them_are_one_click_at_the_sheet_s_door(desk, sheet):
    address = f"/office/desk/{sheet.pk}/receive/"
    shown = desk.post(address, {"text": table(*WORDS)})
    assert "4 格都照提示改" in shown.content.decode()
    page = desk.post(address, {"text": table(*WORDS), "mend": "1"}).content.decode()
    assert "先问清" not in page and "读到 4 个数" in re.sub(r"<[^>]+>", "", page)
    read = sheets.read_paste(sheet, table(*WORDS), sheets.read_paste(sheet, table(*WORDS)).mends)
    assert figures(read) == ["5", "-1", "-3.2", "0"] and read.can_be_received


FRACTIONS = [
    (("0.052", "6.3", "5.1", "5.8"), "5.2"), (("0.052", "6.3", "5.1", "-1.2"), "5.2"), (("0.052", "6.3", "0.8", "1.1"), "5.2"),
    (("-0.012", "6.3", "5.1", "-1.5"), "-1.2"), (("0.052", "6.3", "5.1", "未报"), "5.2"), (("0.0515", "6.35", "-5.12", "0.4"), "5.15"),
]  # fmt: skip


@pytest.mark.parametrize(("values", "meant"), FRACTIONS)
def test_a_fraction_among_growths_is_asked_about(sheet, values, meant):
    read = sheets.read_paste(sheet, table(*values))
    (ask,) = read.asks
    assert f"表上的 {values[0]} 像是小数" in ask.what and f"是不是 {meant}%" in ask.what
    read = sheets.read_paste(sheet, table(*values), [ask.choices[0][0]])
    assert figures(read)[0] == meant and not read.asks


@pytest.mark.parametrize(
    "values",
    [("5.2", "6.3", "5.1", "5.8"), ("0.5", "6.3", "5.1", "-1.2"), ("1.1", "0.3", "-0.2", "0.4"), ("0.05", "6.32", "5.1", "0.8"),
     ("1.2", "0.06", "4.1", "0.5"), ("0.2", "-0.1", "5.1", "6"), ("0.052%", "6.3%", "5.1%", "-1%"), ("0", "6.3", "5.1", "0.3")],
)  # fmt: skip
def test_ordinary_growths_are_not(sheet, values):
    assert not sheets.read_paste(sheet, table(*values)).asks
