"""What a table is, told by title and heads whatever its file is called."""

import pytest
from openpyxl import Workbook

from baton.documents.office.sources import find_sources
from baton.documents.office.telling import tell_file
from baton.documents.problems import Problems

ROSTER = [
    ["某县2025年度目标责任考核单位名册"],
    ["机构序", "单位名称", "分组"],
    [1, "临江县", "县市区"],
    [2, "东岭县", "县市区"],
]


def book(path, **sheets):
    made = Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
        if len(rows[0]) == 1:
            sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(rows[1]))
    made.save(path)
    return path


@pytest.mark.parametrize(
    ("rows", "kind"),
    [
        (ROSTER, "名册"),
        ([["序号", "单位", "类别", "联系人", "电话"], [1, "市教育局", "政府部门", "李", "1"]], "名册"),
        ([["2025年考核对象分组表"], ["分组", "单位", "编制数"], ["县市区", "临江县", "六十"]], "名册"),
        ([["单位", "指标", "目标值"], ["临江县", "财政收入", 100]], "责任书"),
        ([["单位", "指标", "栏目", "数值"], ["临江县", "财政收入", "目标", 100]], "责任书"),
        ([["2025年度目标任务分解表"], ["单位", "财政收入"], ["临江县", 100]], "责任书"),
        ([["2025年度乡镇目标任务分解表"], ["乡镇", "信访件次（件）"], ["青石镇", 10]], "责任书"),
        ([["2025年重点工作目标下达表"], ["指标名称", "牵头单位", "青石镇", "白沙镇"], ["财政收入", "县财政局", 10, 9]], "责任书"),
        ([["单位", "种类", "级别", "事项"], ["临江县", "表彰", "省级", "先进"]], "事件"),
        ([["2025年度考核结果"], ["单位", "总分", "名次"], ["临江县", 98, 1]], "公布表"),
        ([["指标名称", "分值", "评分办法", "牵头单位"], ["财政收入", 60, "按完成率", "市财政局"]], "指标体系"),
    ],
)  # fmt: skip
def test_a_table_is_told_by_what_stands_in_it(tmp_path, rows, kind):
    assert tell_file(book(tmp_path / "新建表格.xlsx", Sheet1=rows)).kind == kind


@pytest.mark.parametrize(
    "rows",
    [
        [["单位", "财政收入"], ["临江县", 100]],
        [["单位", "分组", "财政收入"], ["临江县", "县市区", 100]],
        [["单位", "分组", "党建等次"], ["临江县", "县市区", "好"]],
        [["单位", "指标", "目标值", "完成数"], ["临江县", "财政收入", 100, 98]],
        [["2025年目标任务完成情况"], ["单位", "财政收入"], ["临江县", 100]],
        [["2025年乡镇目标任务完成情况"], ["乡镇（街道）", "信访件次（件）"], ["青石镇", 10]],
        [["指标", "青石镇", "白沙镇"], ["财政收入", 10, 9]],
        [["督查评分表"], ["单位", "得分", "排名"], ["临江县", 90, 1]],
        [["单位", "指标", "期间", "数值"], ["临江县", "财政收入", "2025", 98]],
    ],
)  # fmt: skip
def test_figures_are_told_for_nothing_else(tmp_path, rows):
    assert tell_file(book(tmp_path / "新建表格.xlsx", Sheet1=rows)).kind in ("数据", "")


def test_what_was_seen_is_named(tmp_path):
    told = tell_file(book(tmp_path / "n_roster.xlsx", Sheet1=ROSTER))
    assert told.seen == "标题“某县2025年度目标责任考核单位名册”，列“机构序、单位名称、分组”"


def test_a_folder_finds_its_roster_under_any_name(tmp_path):
    book(tmp_path / "n_roster.xlsx", Sheet1=ROSTER)
    book(tmp_path / "打分表.xlsx", Sheet1=[["单位", "财政收入"], ["临江县", 100]])
    found = find_sources(tmp_path, Problems())
    assert [one.path.name for one in found.named["名册"]] == ["n_roster.xlsx"]
    assert [one.path.name for one in found.data] == ["打分表.xlsx"]


def test_sheets_of_different_kinds_go_apart(tmp_path):
    book(tmp_path / "去年.xlsx", Sheet1=ROSTER, Sheet2=[["单位", "财政收入"], ["临江县", 100]])
    found = find_sources(tmp_path, Problems())
    assert [one.sheets for one in found.named["名册"]] == [("Sheet1",)]
    assert [one.sheets for one in found.data] == [("Sheet2",)]


def test_a_list_of_units_beside_the_roster_stays_what_it_was(tmp_path):
    book(tmp_path / "名册.xlsx", Sheet1=ROSTER)
    book(tmp_path / "督查室.xlsx", 单位=ROSTER, 得分=[["单位", "财政收入"], ["临江县", 100]])
    found = find_sources(tmp_path, Problems())
    assert [one.path.name for one in found.named["名册"]] == ["名册.xlsx"]
    assert [(one.path.name, one.sheets) for one in found.data] == [("督查室.xlsx", None)]


def test_what_somebody_said_counts_before_names_and_heads(tmp_path):
    book(tmp_path / "单位.xlsx", Sheet1=[["单位", "分组", "编制"], ["临江县", "县市区", 60]])
    assert not find_sources(tmp_path, Problems()).named["名册"]
    said = find_sources(tmp_path, Problems(), told={"单位.xlsx": "名册"})
    assert [one.path.name for one in said.named["名册"]] == ["单位.xlsx"] and not said.data


@pytest.mark.parametrize("head", ["乡镇", "镇街", "乡镇（街道）", "乡（镇、街道）", "镇（街道）"])
def test_a_countys_units_are_known_by_their_usual_heads(tmp_path, head):
    told = tell_file(book(tmp_path / "a.xlsx", Sheet1=[[head, "财政收入"], ["青石镇", 100]]))
    assert (told.kind, told.is_open) == ("数据", False)


@pytest.mark.parametrize(
    ("rows", "is_open"),
    [
        ([["所属片区", "信访件次"], ["青石镇", 10]], True),
        ([["青石镇", 10], ["白沙镇", 9]], True),
        ([["所属片区", "工作情况"], ["青石镇", "良好"]], False),
        ([["单位", "党建等次"], ["青石镇", "良好"]], False),
    ],
)
def test_numbers_under_heads_that_tell_nothing_may_be_anything(tmp_path, rows, is_open):
    told = tell_file(book(tmp_path / "a.xlsx", Sheet1=rows))
    assert (told.kind, told.is_open) == ("", is_open)
