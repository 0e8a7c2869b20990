"""百分数里的小数: a fraction among per cents is a question of its own; ordinary per cents and growths are none."""

from types import SimpleNamespace

import pytest

from baton.desk.intake import figure_tables, sheets
from baton.desk.intake.sheet_answers import Answers
from baton.desk.intake.sheet_shares import settle_shares
from baton.documents.layouts.known import ItemInfo
from tests.retold import retold
from tests.stories import open_round, owed

pytestmark = pytest.mark.django_db
UNITS = ("临江县", "东岭县", "石桥市", "云东区")


@pytest.fixture
@retold
def round(clerk, tmp_path):
    return open_round(tmp_path, clerk)


@pytest.fixture
@retold
def sheet(round, clerk):
    return owed(round, clerk)["市生态环境局"]


def table(*values, head="优良天数比例"):
    rows = "".join(f"{unit}\t{value}\n" for unit, value in zip(UNITS, values, strict=True))
    return f"单位\t{head}\n{rows}"


def figures(read):
    return [line[4] for line in read.cells]


@pytest.mark.parametrize(
    ("values", "said", "answer", "meant"),
    [
        (("93.1%", "0.95", "92.0%", "91.2"), "表上的 0.95 像是小数：别的是 91.2 到 93.1，0.95 是不是 95%", "换算：0.95 是 95 %", ["93.1", "95", "92", "91.2"]),
        (("0.9", "0.88", "0.91", "95"), "表上的 0.9、0.88、0.91 像是小数：别的是 95，0.9 是不是 90%", "换算：0.9 是 90 %", ["90", "88", "91", "95"]),
        (("1", "97.5", "98", "0"), "表上的 1 像是小数：别的是 97.5 到 98，1 是不是 100%", "换算：1 是 100 %", ["100", "97.5", "98", "0"]),
    ],
)  # fmt: skip
def test_a_fraction_among_per_cents_is_asked_about_at_both_doors(round, sheet, values, said, answer, meant):  # fmt: skip
    text = table(*values)
    for read in (sheets.read_paste(sheet, text), figure_tables.read_paste(round, text)):
        (ask,) = read.asks
        assert said in ask.what and ask.choices[0][1] == answer
    asked = sheets.read_paste(sheet, text)
    assert figures(asked) == [
        value.removesuffix("%").replace("92.0", "92") for value in values
    ]  # until somebody says
    taken = sheets.read_paste(sheet, text, [ask.choices[0][0]])
    assert not taken.asks and figures(taken) == meant and taken.answers.answered
    left = sheets.read_paste(sheet, text, [ask.choices[1][0]])
    assert not left.asks and figures(left) == figures(asked)


@pytest.mark.parametrize(
    "values",
    [
        ("93.1", "92", "91.2", "90.5"),
        ("0.95", "6.4", "5.9", "-1.2"),  # growths
        ("0.5", "6.4", "3", "8.1"),
        ("93.1", "9.5", "92", "90"),
        ("0", "92", "91", "90"),
        ("93.1%", "0.95%", "92%", "91%"),  # the cell itself says per cent
    ],
)
def test_ordinary_per_cents_are_no_question(sheet, values):
    assert not sheets.read_paste(sheet, table(*values)).asks


def test_days_beside_per_cents_are_no_numbers():
    items = {
        "办结日": ItemInfo("办结日", "date"),
        "优良天数比例": ItemInfo("优良天数比例", "number", "%"),
    }
    cells = [
        [unit, "办结日", "全年", "", "2026-06-18", "reported", "表", ""] for unit in UNITS
    ]  # of a follow-up item
    read = SimpleNamespace(cells=cells, measure=[""] * len(cells))
    assert settle_shares(read, Answers([]), SimpleNamespace(items=items)) == []
