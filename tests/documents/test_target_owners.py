"""一家的责任书: a table without a column of units, whose title, page or file names the unit, or that has to be asked about."""

import openpyxl
import pytest

from baton.documents.problems import Problems
from baton.documents.target_answers import Meant
from baton.documents.target_tables import read_targets
from tests.documents.test_target_heads import ASKED

HEAD = ["序号", "指标名称", "计量单位", "目标值", "权重", "完成时限", "评分标准"]
ROWS = [
    [1, "一般公共预算收入", "万元", 12500, 10, "年底", "按完成率"],
    [2, "危房改造", "户", 120, 5, "年底", "按完成率"],
]
FOUND = [("青石镇", "F1", "12500"), ("青石镇", "F2", "120")]


@pytest.fixture
def read(tmp_path):
    """The targets of a workbook with these pages, what was said of it, and what it leaves open."""

    def call(pages, name="表.xlsx", **said):
        book = openpyxl.Workbook()
        book.remove(book.active)
        for page, rows in pages.items():
            sheet = book.create_sheet(page)
            for row in rows:
                sheet.append(row)
        book.save(tmp_path / name)
        problems, meant = Problems(), Meant(**said)
        rows = read_targets(tmp_path / name, asked=ASKED, item="", problems=problems, meant=meant)
        found = [(row["unit"], ASKED.names.find(row["item"]).id, row["value"]) for row in rows if row["field"] == "目标"]  # fmt: skip
        return found, problems, meant

    return call


@pytest.mark.parametrize(
    "title", ["青石镇2026年度目标责任书附表", "安阳县青石镇人民政府2026年目标任务"]
)
def test_a_title_names_the_unit(read, title):
    found, problems, meant = read({"Sheet1": [[title], HEAD, *ROWS]})
    assert found == FOUND and not meant.ownerless and not problems.error_count
    assert "标题里写着“青石镇”,这一页都收作它的目标" in problems.listing()


def test_the_file_names_the_unit_where_nothing_else_does(read):
    found, problems, _ = read({"Sheet1": [HEAD, *ROWS]}, "青石镇责任书附表.xlsx")
    assert found == FOUND and "文件名里写着“青石镇”" in problems.listing()


def test_each_page_is_its_own_units(read):
    pages = {"青石镇": [HEAD, *ROWS], "白沙": [HEAD, [1, "一般公共预算收入", "万元", 9800, 10, "", ""]], "填写说明": [["说明"]]}  # fmt: skip
    found, _, meant = read(pages)
    assert found == [*FOUND, ("白沙镇", "F1", "9800")] and not meant.ownerless


def test_every_page_that_lists_units_is_read(read):
    head = ["单位", "指标", "目标"]
    pages = {"经济": [head, ["青石镇", "一般公共预算收入", 1]], "民生": [head, ["青石镇", "危房改造", 2]]}  # fmt: skip
    assert read(pages)[0] == [("青石镇", "F1", "1"), ("青石镇", "F2", "2")]


def test_nothing_names_the_unit_and_it_is_said(read):
    pages = {"Sheet1": [["2026年度目标责任书"], HEAD, *ROWS, ["", "合计", "", 12620, 15]]}
    found, _, meant = read(pages)
    assert not found and list(meant.ownerless) == ["Sheet1"]
    assert not meant.missing and not meant.ownerless["Sheet1"][1].likely
    found, problems, meant = read(pages, whose={"Sheet1": "A"})
    assert found == FOUND and not meant.ownerless and not problems.error_count


def test_title_and_page_that_name_two_units_are_asked_about(read):
    _, _, meant = read({"白沙镇": [["青石镇责任书"], HEAD, *ROWS]})
    assert meant.ownerless["白沙镇"][1].likely == ["A", "B"]


def test_a_page_that_is_left_out(read):
    found, _, meant = read({"青石镇": [HEAD, *ROWS], "汇总": [HEAD, *ROWS]}, whose={"汇总": "-"})
    assert found == FOUND and not meant.ownerless


def test_leads_beside_the_targets_of_one_unit(read):
    head = ["序号", "指标名称", "牵头单位", "目标值"]
    rows = [[1, "一般公共预算收入", "县财政局", 12500], [2, "危房改造", "县住建局", 120]]
    found, problems, _ = read({"Sheet1": [["青石镇2026年目标"], head, *rows]})
    assert found == FOUND and "“牵头单位”列不收作它们的目标" in problems.listing()
    _, _, meant = read({"Sheet1": [head, *rows]})
    assert meant.ownerless["Sheet1"][1].columns == ["牵头单位"]
    head[2] = "责任部门"
    _, _, meant = read({"Sheet1": [["青石镇2026年目标"], head, *rows]})
    assert (meant.ownerless["Sheet1"][1].likely, meant.ownerless["Sheet1"][1].columns) == (["A"], ["责任部门"])  # fmt: skip
    rows = [[1, "一般公共预算收入", "财政所", 12500], [2, "危房改造", "农业办", 120]]
    assert read({"Sheet1": [["青石镇2026年目标"], head, *rows]})[0] == FOUND


@pytest.mark.parametrize("head", ["责任单位", "责任部门", "单位", "部门"])
def test_a_list_of_units_is_asked_nothing(read, head):
    rows = [["县财政局", "一般公共预算收入", 12500], ["县住建局", "危房改造", 120]]
    found, _, meant = read({"Sheet1": [["安阳县2026年目标"], [head, "指标名称", "目标值"], *rows]})
    assert [one[0] for one in found] == ["县财政局", "县住建局"] and not meant.ownerless


def test_a_row_that_only_heads_a_section_says_no_indicator(read):
    section = ["", "一、经济发展", "", "", "", "", ""]
    found, problems, _ = read({"青石镇": [HEAD, section, *ROWS, ["注：以上为预期目标"]]})
    assert found == FOUND and not problems.error_count
