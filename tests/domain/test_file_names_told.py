"""文件名写的年度和期次: a name that alone tells another year, or a period that no round has, is a doubt; a day of sending is none."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from baton.desk.intake import figure_tables, sheets
from tests.retold import retold
from tests.stories import MONEY, open_round, owed

pytestmark = pytest.mark.django_db
OTHER = ["2025年主要经济指标", "2025主要经济指标", "2025年12月", "2027年度主要指标"]
LACKING = ["1-11月", "统计局2026年三季度", "2026年前三季度", "2026年11月", "去年同期主要指标"]
SILENT = [
    "2027年1月8日", "20270108", "统计局2027-01-08", "12月", "11月报送", "2026年12月", "打分表2027年1月", "202701", "2026年度打分表", "打分表2026",
    "云考办〔2025〕3号", "1-12月", "2026年全年", "财政局", "2027年1月报送的2026年数据",
]  # fmt: skip


@pytest.fixture
@retold
def sheet(clerk, tmp_path):
    return owed(open_round(tmp_path / "round", clerk), clerk)["市财政局"]


def read(sheet, folder, name, text=MONEY):
    path = folder / "表.csv"
    path.write_text(text, encoding="utf-8")
    return sheets.read_file(sheet, path, name=f"{name}.csv")


@pytest.mark.parametrize("name", OTHER + LACKING)
def test_a_name_that_tells_another_year_or_period_is_one_doubt(sheet, tmp_path, name):
    found = read(sheet, tmp_path, name)
    assert not found.asks and [one.kind for one in found.oddities] == ["misplaced"]
    assert found.oddities[0].sentence.startswith(f"文件名写的是“{name}”，这一轮")


@pytest.mark.parametrize("name", SILENT)
def test_a_name_that_tells_when_it_was_made_says_nothing(sheet, tmp_path, name):
    found = read(sheet, tmp_path, name)
    assert len(found.cells) == 4 and not found.asks and not found.oddities


@pytest.mark.parametrize(
    ("name", "is_asked"),
    [("2025主要指标", True), ("1-11月", True), ("2027年1月报送", False), ("20270108", False)],
)
def test_at_the_door_of_bulletins_it_is_a_question(sheet, tmp_path, name, is_asked):
    path = tmp_path / "表.csv"
    path.write_text(MONEY, encoding="utf-8")
    found = figure_tables.read_file(sheet.round, path, name=f"{name}.csv")
    assert [one.what.startswith(f"文件名写的是“{name}”") for one in found.asks] == [True] * is_asked


def test_a_title_of_this_year_outweighs_the_name(sheet, tmp_path):
    found = read(sheet, tmp_path, "2025年主要指标", "2026年主要指标\n" + MONEY)
    assert len(found.cells) == 4 and not found.asks and not found.oddities


def test_among_several_such_a_file_is_not_ticked_beforehand(desk, sheet):
    for name, is_ticked in (("2025年主要指标", False), ("1-11月", False), ("20270108", True)):
        file = SimpleUploadedFile(f"{name}.csv", MONEY.encode())
        shown = desk.post("/office/desk/several/", {"files": [file]})
        (one,) = shown.context["found"]
        assert one.can_be_taken and (one.ticket in shown.context["ticked"]) is is_ticked
