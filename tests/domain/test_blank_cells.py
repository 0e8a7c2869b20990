"""空着的格: an empty cell of a unit that is asked is a doubt and no figure; one of a unit that isn't asked is passed over."""

import pytest

from baton.desk.intake import accepting, sheets
from baton.domain.orgs import services as orgs
from baton.domain.orgs import unit_services as units
from tests.retold import retold
from tests.sent import UNITS, open_round, owed

pytestmark = pytest.mark.django_db
TABLE = "单位\t教育工作得分\n" + "".join(
    f"{u}\t{s}\n" for u, s in zip(UNITS, ("4.9", "", "4.6", "5"), strict=True)
)


@pytest.fixture
@retold
def round(clerk, tmp_path):
    return open_round(tmp_path / "round", clerk)


def test_an_empty_cell_is_a_doubt_and_no_figure(round, clerk, at):
    sheet = owed(round, clerk)["市教育局"]
    read = sheets.read_paste(sheet, TABLE)
    assert read.many == 3 and len(read.cells) == 4
    (odd,) = [one for one in read.oddities if one.kind == "blank"]
    assert odd.sentence == "教育工作得分有 1 格空着（东岭县），按“未出数”收" and odd.subject == "B"
    made = sheets.take_in(sheet=sheet, preview=read, origin="paste", by=clerk, at=at)
    assert accepting.accept(submission=made, by=clerk, at=at).recorded == 3
    said = sheets.read_paste(sheet, TABLE.replace("东岭县\t", "东岭县\t未出数"))
    assert not [one for one in said.oddities if one.kind == "blank"]


def test_all_cells_empty_is_said_once(round, clerk):
    empty = "单位\t教育工作得分\n" + "".join(f"{unit}\t\n" for unit in UNITS)
    read = sheets.read_paste(owed(round, clerk)["市教育局"], empty)
    assert [one.sentence for one in read.oddities if one.kind == "blank"] == ["表里一个数也没有填"]


def test_an_empty_cell_of_a_unit_that_is_not_asked_says_nothing(round, clerk, at):
    group = orgs.name_group(name="功能区", by=clerk, at=at)
    units.add(year=2026, name="高新区", code="E", group=group, why="新设", by=clerk, at=at)
    read = sheets.read_paste(owed(round, clerk)["市教育局"], f"{TABLE}高新区\t\n")
    assert [line[0] for line in read.cells] == ["A", "B", "C", "D"]
    assert [one.subject for one in read.oddities if one.kind == "blank"] == ["B"]


def test_that_a_unit_nobody_asks_has_no_such_task_is_no_change(round, clerk, at):
    """The empty sheet with 无此任务 filled in follows a version that left those cells empty."""
    group = orgs.name_group(name="功能区", by=clerk, at=at)
    units.add(year=2026, name="高新区", code="E", group=group, why="新设", by=clerk, at=at)
    sheet = owed(round, clerk)["市教育局"]
    read = sheets.read_paste(sheet, f"{TABLE}高新区\t\n")
    sheets.take_in(sheet=sheet, preview=read, origin="paste", by=clerk, at=at)
    later = sheets.read_paste(sheet, f"{TABLE}高新区\t无此任务\n".replace("4.9", "4.8"))
    assert [(one.subject, one.was, one.now) for one in later.changed] == [("A", "4.9", "4.8")]
