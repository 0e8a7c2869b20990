"""收名册: one group a sheet, one group in all, and columns of groups with leaders between them."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.web.test_roster_sheets import IN, Look

pytestmark = pytest.mark.django_db
HEADS = ["序号", "单位"]
COUNTIES, OFFICES = [HEADS, [1, "龙泉区"], [2, "东岭县"]], [HEADS, [1, "市财政局"], [2, "市教育局"]]
BOTH = dict.fromkeys(("龙泉区", "东岭县"), "县市区") | dict.fromkeys(("市财政局", "市教育局"), "市直部门")  # fmt: skip


class Pages(Look):
    """A workbook of several sheets before the preview."""

    def __init__(self, desk, **sheets):
        self.desk, book, data = desk, openpyxl.Workbook(), io.BytesIO()
        book.remove(book.active)
        for name, rows in sheets.items():
            page = book.create_sheet(name)
            for row in rows:
                page.append(row)
        book.save(data)
        self._see(desk.post(IN, {"year": "2026", "file": SimpleUploadedFile("名册.xlsx", data.getvalue())}))  # fmt: skip


def groups(taken):
    return {name: one.group.name for name, one in taken.items()}


@pytest.mark.parametrize("behind", ["", "名单"])
def test_the_name_of_a_sheet_is_the_group_of_its_units(desk, behind):
    look = Pages(desk, **{f"县市区{behind}": COUNTIES, f"市直部门{behind}": OFFICES})
    assert "工作表名“县市区”读作这一页各单位的分组" in look.page and "要您说一声" not in look.page
    assert "（不在列里：单独的行、表头上面或工作表名）" in look.page
    assert groups(look.take()) == BOTH


def test_sheets_whose_names_tell_nothing_are_asked_about_and_a_name_may_be_typed(desk):
    look = Pages(desk, Sheet1=COUNTIES, Sheet2=OFFICES)
    assert "“Sheet1”页表头里没有“分组”列" in look.page and "“Sheet2”页" in look.page
    for sheet, group in (("Sheet1", "县市区"), ("Sheet2", "市直部门")):
        fix = f'["one-group", "{sheet}", "typed"]'
        assert f'name="typed:one-group:{sheet}"' in look.page
        look._see(desk.post(IN, look._form() | {"fix": fix, f"typed:one-group:{sheet}": group}))
    assert "分组“县市区”" in look.page and groups(look.take()) == BOTH


def test_one_list_of_one_group_is_asked_which_with_the_groups_there_are(desk):
    Pages(desk, 县市区=COUNTIES, 市直部门=OFFICES).take()
    look = Pages(desk, Sheet1=[*OFFICES, [3, "市水利局"]])
    assert "“Sheet1”页表头里没有“分组”列" in look.page and 'name="take"' not in look.page
    look.click("one-group", "Sheet1", "市直部门")
    look.click("gone", "龙泉区", "keep").click("gone", "东岭县", "keep")
    assert look.take()["市水利局"].group.name == "市直部门"


def test_a_sheet_beside_a_list_with_groups_is_left_aside_as_before(desk):
    whole = [["单位", "分组"], ["龙泉区", "县市区"]]
    look = Pages(desk, 名单=whole, 市直部门=OFFICES)
    assert "没有认出表头，没有读" in look.page and "工作表名" not in look.page
    assert set(look.take()) == {"龙泉区"}


def test_groups_in_rows_or_columns_need_no_name_of_a_sheet(desk):
    rows = [HEADS, ["一、县市区（2个）"], [1, "龙泉区"], [2, "东岭县"]]
    look = Pages(desk, 县区=rows, 部门=[HEADS, ["二、市直部门（1个）"], [1, "市财政局"]])
    assert "工作表名“" not in look.page
    assert set(groups(look.take()).values()) == {"县市区", "市直部门"}


def test_a_sheet_whose_only_head_is_its_group(desk):
    look = Pages(desk, 县市区=[["序号", "县市区"], *COUNTIES[1:]], 市直部门=[["序号", "市直部门"], *OFFICES[1:]])  # fmt: skip
    assert "“县市区”写在表头，读作下面各单位的分组" in look.page and "要您说一声" not in look.page
    assert groups(look.take()) == BOTH


@pytest.mark.parametrize("head", ["2026年考核单位", "考核对象单位名单", "备注"])
def test_a_title_over_a_column_is_no_group(desk, head):
    look = Pages(desk, Sheet1=[[head], ["龙泉区"], ["东岭县"]])
    assert "读作下面各单位的分组" not in look.page and 'name="take"' not in look.page


def test_leaders_between_columns_of_groups_are_left_aside_and_told(desk):
    rows = [["县(市、区)", "牵头领导", "功能区"], ["龙泉区", "王伟", "经开区"], ["东岭县", "李强", "高新区"]]  # fmt: skip
    look = Look(desk, rows)
    assert "“牵头领导”列写的是人，没有读" in look.page and "各写一列" in look.page
    assert groups(look.take()) == {"龙泉区": "县(市、区)", "东岭县": "县(市、区)", "经开区": "功能区", "高新区": "功能区"}  # fmt: skip
