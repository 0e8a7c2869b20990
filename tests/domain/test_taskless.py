"""责任书写无此任务的单位: a figure for it is pointed out on a sheet, and left out of a bulletin with a word."""

import pytest

from baton.desk.intake import figure_tables, sheets
from tests.retold import retold
from tests.sent import UNITS, open_round, owed

pytestmark = pytest.mark.django_db
TABLE = "单位\t实际利用外资\n" + "".join(f"{unit}\t2000{n}\n" for n, unit in enumerate(UNITS))


@pytest.fixture
@retold
def round(clerk, tmp_path):
    return open_round(tmp_path / "round", clerk, taskless="石桥市")


def test_a_sheet_says_that_the_agreement_frees_the_unit(round, clerk):
    sheet = owed(round, clerk)["市商务局"]
    read = sheets.read_paste(sheet, TABLE)
    (odd,) = [one for one in read.oddities if one.kind == "stranger"]
    assert (
        odd.sentence == "石桥市的实际利用外资填了 20002，责任书写的是无此任务"
        and odd.subject == "C"
    )
    said = sheets.read_paste(sheet, TABLE.replace("20002", "无此任务"))
    assert not [one for one in said.oddities if one.kind == "stranger"]


def test_a_bulletin_leaves_the_figure_out_and_says_so(round):
    found = figure_tables.read_paste(round, TABLE)
    assert {row.subject for row in found.rows} == {"A", "B", "D"} and found.has_unread
    assert any(
        "责任书写的是无此任务，没有收：石桥市的实际利用外资 20002" in one.what
        for one in found.remarks
    )
