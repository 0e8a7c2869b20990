"""一页一个单位: whose a page is, is asked where its name and its title disagree; the answer is for this page alone."""

import openpyxl
import pytest

from baton.desk.intake import sheets
from baton.domain.orgs import queries as orgs
from tests.stories import AT, open_round, owed

pytestmark = pytest.mark.django_db
UNITS = {"临江县": 118000, "东岭县": 84000, "石桥市": 99000}


def book(path, titled):
    made = openpyxl.Workbook()
    made.remove(made.active)
    for unit, figure in UNITS.items():
        page = made.create_sheet(unit)
        page.append([f"{titled.get(unit, unit)}财政收入考核表"])
        page.append(["考核指标", "满分", "实际完成", "得分", "扣分原因"])
        page.append(["财政收入", 60, figure, None, "收得少"])
    made.save(path)
    return path


def test_pages_of_units_are_taken_in(clerk, tmp_path):
    sheet = owed(open_round(tmp_path, clerk), clerk)["市财政局"]
    read = sheets.read_file(sheet, book(tmp_path / "表.xlsx", {}))
    assert not read.faults and not read.asks
    assert [(line[0], line[4]) for line in read.cells] == [("A", "118000"), ("B", "84000"), ("C", "99000")]  # fmt: skip


def test_a_doubtful_page_is_asked_about_and_nothing_is_learnt(clerk, tmp_path):
    sheet = owed(open_round(tmp_path, clerk), clerk)["市财政局"]
    path = book(tmp_path / "表.xlsx", {"石桥市": "云东区"})
    (ask,) = sheets.read_file(sheet, path).asks
    assert ask.what == "这一页名叫“石桥市”，标题写的却是云东区" and ask.is_open
    assert ask.remedy == "请选这一页是哪个单位的"
    told = {text: said for said, text in ask.choices}
    assert set(told) == {"就是石桥市", "就是云东区", "不收这一页"}
    before = orgs.aliases()
    preview, _ = sheets.take_in_file(
        sheet=sheet, path=path, name="表.xlsx", by=clerk, at=AT, said=[told["就是云东区"]]
    )
    assert [line[0] for line in preview.cells] == ["A", "B", "D"] and orgs.aliases() == before
    assert [one.told for one in preview.answers.answered] == ["“石桥市，标题写云东区”那一页收作云东区的"]  # fmt: skip
