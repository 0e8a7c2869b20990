"""分级件数: accidents of several levels stand on the lead unit's own sheet, come back filled in, and are scored."""

from datetime import date

import openpyxl
import pytest

from baton.desk import computing, folders
from baton.desk.intake import empty_sheets, sheets
from baton.desk.results import result_of
from baton.documents.lead_columns import Column
from baton.documents.lead_sheet import LeadSheet, write_lead_sheet
from baton.documents.problems import Problems
from baton.documents.rulebook import read_rulebook_text
from baton.domain.intake import services as intake
from baton.domain.rounds import services as rounds
from tests.retold import retold
from tests.stories import AT, RULEBOOK, office

COUNTED = RULEBOOK.replace(
    "  优良天数比例: {单位: \"%\", 不小于: 0, 不大于: 100}\n",
    "  优良天数比例: {单位: \"%\", 不小于: 0, 不大于: 100}\n  安全生产事故: {类别: 票数, 单位: 起}\n",
).replace(
    "    加分:\n      名称: 表彰加分",
    "    F3:\n      名称: 安全生产\n      评分办法: 较大事故每起扣2分，一般亡人事故每起扣0.5分，扣完为止。\n      分值: 6\n      方法: 每件加扣\n"
    "      数据: 安全生产事故\n      加还是扣: 扣分\n      起评分: 6分\n      各级: {较大事故: 2分, 一般亡人事故: 0.5分}\n      本项保底: 0分\n"
    "      牵头: 市应急管理局\n    加分:\n      名称: 表彰加分",
)  # fmt: skip


@pytest.fixture
@retold
def sheet(clerk, tmp_path, at):
    """What 市应急管理局 owes."""
    _, facts = office(tmp_path / "office")
    problems = Problems()
    counted = read_rulebook_text(COUNTED, "规则书.yaml", problems)
    assert counted is not None, problems.listing()
    scheme, version = folders.found_scheme(book=counted, facts=facts, year=2026, by=clerk, at=at)
    made = rounds.open_round(
        scheme=scheme, version=version, name="2026年终考核", kind="year_end", as_of="全年", on=date(2026, 12, 31), by=clerk, at=at,
    )  # fmt: skip
    owed = sheets.owe_all(round=made, due_on=date(2027, 1, 13), by=clerk, at=at)
    return next(one for one in owed if one.lead.name == "市应急管理局")


def test_levels_are_asked_for_taken_in_and_scored(sheet, clerk, tmp_path, at):
    path = tmp_path / "空表.xlsx"
    empty_sheets.empty_sheet(sheet, path, AT)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames[:2] == ["分级件数", "评分办法"]  # no first page with nothing to fill in
    page = book["分级件数"]
    lines = [
        [cell.value for cell in row] for row in page.iter_rows(min_row=5, max_row=12, max_col=4)
    ]
    assert [line[3] for line in lines] == ["较大事故", "一般亡人事故"] * 4
    for row, line in enumerate(lines, start=5):
        page.cell(row, 5, {"东岭县": 1, "石桥市": 3}.get(line[0], 0))
    book.save(path)
    preview, submission = sheets.take_in_file(
        sheet=sheet, path=path, name="安全生产.xlsx", by=clerk, at=at
    )
    assert not preview.faults, preview.faults
    intake.accept(submission=submission, by=clerk, at=at)
    result = result_of(computing.refresh(sheet.round, at=at, by=clerk))
    assert [result.score(code, "F3") for code in "ABC"] == ["6", "3.5", "0"]


def test_the_first_page_says_which_others_are_to_be_filled_in(tmp_path):
    plain = Column("迟报", "次", "信息报送", "每次扣1分。", "填数", frozenset("A"), has_points=True)
    counted = Column(
        "事故",
        "起",
        "安全生产",
        "每起扣2分。",
        "填件数",
        frozenset("A"),
        has_points=True,
        keys=("较大",),
    )
    path = tmp_path / "空表.xlsx"
    write_lead_sheet(
        LeadSheet("打分表", "表号", "号", "全年", [("A", "临江县")], [plain, counted]), path
    )
    book = openpyxl.load_workbook(path)
    assert book.sheetnames[:2] == ["打分表", "分级件数"]
    assert book["打分表"]["A3"].value.endswith("后面“分级件数”页也要填。")
    assert "填报人" in book["分级件数"]["A7"].value
