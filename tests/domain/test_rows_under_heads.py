"""表头下的满分行、栏次行: a row of full points, or of the columns' letters and numbers, is passed over; full points are compared."""

import pytest

from baton.desk.intake import sheets
from tests.sent import RULEBOOK, UNITS, book, open_round, owed

pytestmark = pytest.mark.django_db
RULES = RULEBOOK.replace('"市委政法委、市公安局"', "市教育局")
HEAD = ["单位", "教育工作", "平安建设"]
BODY = [[unit, 4 + n / 10, 9 + n / 10] for n, unit in enumerate(UNITS)]
POINTS = ["4", "9", "4.1", "9.1", "4.2", "9.2", "4.3", "9.3"]


@pytest.fixture
def read(clerk, tmp_path):
    sheet = owed(open_round(tmp_path / "round", clerk, RULES), clerk)["市教育局"]

    def reading(rows, merged=()):
        if rows is None:
            return sheet
        return sheets.read_file(sheet, book(tmp_path / "表.xlsx", rows, merged))

    return reading


@pytest.mark.parametrize(
    ("row", "merged"),
    [
        (["满分", 5, 10], ()), (["分值", "5分", "10分"], ()), (["权重", "40%", "60%"], ()), (["满分（分）", "（5分）", "（10分）"], ()),
        ([None, 5, 10], ["A1:A2"]), ([None, "5分", "10分"], ["A1:A2"]), ([None, 5, 10], ()),
        (["甲", 1, 2], ()), (["A", "B", "C"], ()), ([None, "（1）", "（2）"], ()), (["栏次", 1, 2], ()), (["—", "①", "②"], ()),
    ],
)  # fmt: skip
def test_such_a_row_is_passed_over(read, row, merged):
    found = read([HEAD, row, *BODY], merged)
    assert [line[4] for line in found.cells] == POINTS and found.can_be_received
    assert not (found.asks or found.faults or found.remarks)


def test_under_two_rows_of_headings_beside_a_number_and_from_the_clipboard_too(read):
    rows = [["单位", "教育工作", None, "平安建设", None], [None, *["得分", "扣分原因"] * 2], ["满分", 5, None, 10, None]]  # fmt: skip
    rows += [[unit, one, "缺一次", other, "缺一次"] for unit, one, other in BODY]
    found = read(rows, ["A1:A2", "B1:C1", "D1:E1"])
    assert [line[4] for line in found.cells] == POINTS and not (found.asks or found.faults)
    rows = [["序号", *HEAD], ["甲", "乙", 1, 2], *([n, *line] for n, line in enumerate(BODY, 1))]
    found = read(rows)
    assert [line[4] for line in found.cells] == POINTS and not (found.asks or found.faults)
    text = "\n".join("\t".join(map(str, row)) for row in (HEAD, ["满分", 5, 10], *BODY))
    found = sheets.read_paste(read(None), text)
    assert [line[4] for line in found.cells] == POINTS and not (found.asks or found.faults)


def test_full_points_that_are_not_the_scheme_s_are_told(read):
    found = read([HEAD, ["满分", 5, 8], *BODY])
    assert [line[4] for line in found.cells] == POINTS and not (found.asks or found.faults)
    assert [one.what for one in found.remarks] == ["“满分”一行写的“平安建设”是 8，方案里是 10"]


def test_a_row_of_points_that_names_no_unit_is_never_passed_over(read):
    assert read([HEAD, [None, 4.4, 9.1], *BODY]).asks
    assert any("某某县" in ask.what for ask in read([HEAD, ["某某县", 5, 10], *BODY]).asks)
    found = read([HEAD, [UNITS[0], 5, 10], *BODY[1:]])
    assert [line[4] for line in found.cells] == ["5", "10", *POINTS[2:]] and not found.asks


def test_the_plain_table_says_nothing(read):
    found = read([HEAD, *BODY])
    assert [line[4] for line in found.cells] == POINTS
    assert not (found.asks or found.faults or found.remarks)
