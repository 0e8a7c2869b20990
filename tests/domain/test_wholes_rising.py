"""像累计数的各月: months that rise at a steady pace may be figures since January, of which a sum is nobody's figure; 12月 beside 累计."""

import pytest

from baton.desk.intake import sheets
from tests.domain.test_wholes import HALVES, MONTHS, TITLE, UNITS, figures, labels, said, table
from tests.sent import RULEBOOK, open_round, owed

pytestmark = pytest.mark.django_db
SINCE = [[(300 + k) * n for n in range(1, 13)] for k in range(4)]
BOTH = [[*row, sum(row)] for row in SINCE]
LAST, SUMS = [str(row[-1]) for row in SINCE], [str(sum(row)) for row in SINCE]


@pytest.fixture
def desk(clerk, tmp_path):
    def opened(rules=RULEBOOK, as_of="全年"):
        return owed(open_round(tmp_path / "round", clerk, rules, as_of=as_of), clerk)

    return opened


@pytest.mark.parametrize("title", [TITLE, ""])
def test_the_sum_of_months_that_look_cumulative_is_not_taken_unasked(desk, title):
    sheet, text = desk()["市商务局"], title + table([*MONTHS, "合计"], BOTH)
    (ask,) = sheets.read_paste(sheet, text).asks
    assert [label.partition("：")[0] for label in labels(ask)] == ["用“合计”", "“12月”是年初以来的累计数，收它", "都不收"]  # fmt: skip
    assert "像是年初以来的累计数" in ask.remedy and ask.is_open
    read = sheets.read_paste(sheet, text, said(ask, "累计数"))
    assert not read.asks and figures(read) == LAST and read.can_be_received
    assert figures(sheets.read_paste(sheet, text, said(ask, "用“合计”"))) == SUMS


@pytest.mark.parametrize(
    "row",
    [
        [100] * 12,
        [100, 104, 104, 110, 111, 115, 118, 120, 121, 125, 130, 140],  # a year that grew
        [5, 9, 12, 30, 41, 42, 43, 42, 46, 50, 51, 60],  # one month below the one before
        [1, 1, 1, 2, 2, 2, 3, 3, 4, 5, 60, 200],  # all of it at the end
    ],
)
def test_months_by_themselves_are_taken_as_ever(desk, row):
    rows = [[*row, sum(row)] for _ in UNITS]
    read = sheets.read_paste(desk()["市商务局"], TITLE + table([*MONTHS, "合计"], rows))
    assert not read.asks and figures(read) == [str(sum(row))] * 4 and read.can_be_received


def test_one_row_that_does_not_rise_is_enough_for_the_total(desk):
    rows = [list(row) for row in BOTH]
    rows[2][4:6] = rows[2][5], rows[2][4]
    read = sheets.read_paste(desk()["市商务局"], TITLE + table([*MONTHS, "合计"], rows))
    assert not read.asks and figures(read) == SUMS


@pytest.mark.parametrize(
    ("rules", "as_of", "month"), [(RULEBOOK, "全年", "12月"), (HALVES, "上半年", "6月")]
)
def test_the_last_month_beside_what_has_come_since_january_asks_nothing(desk, rules, as_of, month):
    sheet, rows = desk(rules, as_of)["市商务局"], [[30 + n, 400 + n] for n in range(4)]
    two = f"单位\t{month}\t\n\t当月\t累计\n" + table(["", ""], rows).partition("\n")[2]
    for text in (table([month, "累计"], rows), table([f"{month}当月", "累计"], rows), two):
        read = sheets.read_paste(sheet, text)
        assert not read.asks and not read.faults, text
        assert figures(read, as_of) == ["400", "401", "402", "403"] and len(read.cells) == 4


def test_without_what_has_come_since_january_the_month_is_asked_about_still(desk):
    sheet = desk()["市商务局"]
    (ask,) = sheets.read_paste(sheet, table(["12月"], [[30]] * 4)).asks
    assert "是累计数，照收" in labels(ask)
    rows = [[20 + n, 30 + n, 400 + n] for n in range(4)]
    (ask,) = sheets.read_paste(sheet, table(["11月", "12月", "累计"], rows)).asks
    assert any("用“累计”" in label for label in labels(ask))
