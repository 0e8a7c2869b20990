"""标题下只有分的表: which score is meant where a title names it and the columns do not."""

import pytest

from baton.desk.intake import sheets
from tests.domain.test_sheets_as_sent import EACH, READ
from tests.sent import RULEBOOK, open_round, owed, values

pytestmark = pytest.mark.django_db
TWO = RULEBOOK.replace('牵头: "市委政法委、市公安局"', "牵头: 市教育局")


@pytest.mark.parametrize("title", ["教育工作扣分情况", "教育工作得分", "一、教育工作"])
def test_a_title_over_two_columns_tells_which_score_is_meant(clerk, tmp_path, title):
    sheet = owed(open_round(tmp_path / "two", clerk, TWO), clerk)["市教育局"]
    rows = "".join(f"{unit}\t{score}\n" for unit, score, _, _ in EACH)
    (ask,) = sheets.read_paste(sheet, f"{title}\n单位\t考核得分\n{rows}").asks
    read = sheets.read_paste(sheet, f"{title}\n单位\t考核得分\n{rows}", [ask.choices[0][0]])
    assert {line[1] for line in read.cells} == {"F01得分"} and values(read) == READ


def test_two_tables_below_each_other_are_asked_about_one_after_the_other(clerk, tmp_path):
    sheet = owed(open_round(tmp_path / "two", clerk, TWO), clerk)["市教育局"]
    lost = "".join(f"{unit}\t{lost}\n" for unit, _, lost, _ in EACH)
    table = f"教育工作扣分情况\n单位\t扣分\n{lost}\n平安建设扣分情况\n单位\t扣分\n{lost}"
    said = []
    for _ in range(2):
        read = sheets.read_paste(sheet, table, said)
        said += [ask.choices[0][0] for ask in read.asks]
    read = sheets.read_paste(sheet, table, said)
    assert {(line[0], line[1], line[4]) for line in read.cells} >= {("A", "F01得分", "4.9"), ("A", "F02得分", "9.9")}  # fmt: skip
