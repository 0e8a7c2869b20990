"""收名册 from sheets as offices have them: columns side by side, groups in rows, two heads for a group; nothing vanishes unseen."""

import html
import io
import json

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from baton.domain.orgs.models import Alias, Standing, Unit

pytestmark = pytest.mark.django_db
IN = "/office/setup/roster/"
HEADS = ["序号", "单位名称", "考核分组", "机构序"]


class Look:
    """A clerk before the preview of a workbook."""

    def __init__(self, desk, rows, merged=()):
        self.desk, book, data = desk, openpyxl.Workbook(), io.BytesIO()
        for row in rows:
            book.active.append(row)
        for cells in merged:
            book.active.merge_cells(cells)
        book.save(data)
        self._see(desk.post(IN, {"year": "2026", "file": SimpleUploadedFile("名册.xlsx", data.getvalue())}))  # fmt: skip

    def _see(self, answer):
        self.page = html.unescape(answer.content.decode())

    def _form(self):
        fields = {"year": "2026"}
        for name in ("ticket", "answers"):
            fields[name] = self.page.split(f'name="{name}" value="', 1)[1].split('">', 1)[0]
        return fields

    def click(self, *fix):
        value = json.dumps(fix, ensure_ascii=False)
        assert f'name="fix" value="{value}"' in self.page, value
        self._see(self.desk.post(IN, self._form() | {"fix": value}))
        return self

    def take(self):
        assert self.desk.post(IN, self._form() | {"take": "1"}).status_code == 302
        return {
            one.unit.name: one
            for one in Standing.objects.select_related("unit", "group").order_by("pk")
        }


def test_two_lists_side_by_side_are_one(desk):
    rows = [[*HEADS[:3], *HEADS[:3]], [1, "龙泉区", "县市区", 3, "市发改委", "市直部门"], [2, "东岭县", "县市区", 4, "市财政局", "市直部门"]]  # fmt: skip
    look = Look(desk, rows)
    assert "读到 4 个" in look.page and "一行并排着 2 栏单位" in look.page
    taken = look.take()
    assert list(taken) == ["龙泉区", "东岭县", "市发改委", "市财政局"]
    assert {taken[name].group.name for name in ("市发改委", "市财政局")} == {"市直部门"}


def test_groups_written_above_lists_side_by_side(desk):
    rows = [
        ["洛北县2026年度考核单位名单"], ["一、乡镇（2个）", None, "二、县直部门（4个）"], ["序号", "单位"] * 3,
        [1, "城关街道办", 1, "县委办公室", 3, "县教育局"], [2, "景村镇", 2, "县委组织部", 4, "县水利局"],
    ]  # fmt: skip
    look = Look(desk, rows, ["A1:F1", "A2:B2", "C2:F2"])
    assert "“乡镇”、“县直部门”写在表头上面，读作下面各单位的分组" in look.page
    taken = look.take()
    groups = {name: one.group.name for name, one in taken.items()}
    assert groups == dict.fromkeys(("城关街道办", "景村镇"), "乡镇") | dict.fromkeys(("县委办公室", "县委组织部", "县教育局", "县水利局"), "县直部门")  # fmt: skip


def test_a_title_above_lists_side_by_side_is_no_group_and_what_lacks_is_said_once(desk):
    rows = [["洛北县2026年度考核单位名单"], ["序号", "单位"] * 2, [1, "城关街道办", 2, "景村镇"]]
    look = Look(desk, rows, ["A1:D1"])
    assert look.page.count("表头里没有“分组”列") == 1 and "还有 1 处要您说一声" in look.page


def test_groups_written_in_rows_of_their_own(desk):
    rows = [
        ["云州市2026年度综合考核对象名单"], ["序号", "单位名称", "简称"], ["一、县市区（2个）"], [1, "龙泉区", ""], [2, "东　岭　县", "东岭"],
        ["二、功能区（1个）"], [1, "云州经开区", "经开区"],
    ]  # fmt: skip
    look = Look(desk, rows, ["A1:C1", "A3:C3", "A6:C6"])
    assert "“县市区”、“功能区”写在单独的行里" in look.page
    taken = look.take()
    assert {name: one.group.name for name, one in taken.items()} == {
        "龙泉区": "县市区", "东岭县": "县市区", "云州经开区": "功能区",
    }  # fmt: skip
    assert Alias.objects.filter(text="经开区").exists()


def test_rows_that_head_units_are_not_spoken_of_where_the_column_says_the_group(desk):
    rows = [
        ["序号", "单位名称", "类别"], ["一、经济部门（1个）"], [1, "市发改委", "市直部门"], ["二、各县（2个）"], [1, "东岭县", "县市区"],
        [2, "临江县", ""],
    ]  # fmt: skip
    whole = Look(desk, rows[:-1], ["A2:C2", "A4:C4"])
    assert "读到 2 个" in whole.page and "写在单独的行里" not in whole.page
    partly = Look(desk, rows, ["A2:C2", "A4:C4"])
    assert "“各县”写在单独的行里" in partly.page and "经济部门" not in partly.page
    assert partly.take()["临江县"].group.name == "各县"


def test_of_two_columns_that_may_be_the_group_the_clerk_chooses(desk):
    rows = [["序号", "单位名称", "类别", "考核分组"], [1, "市发改委", "市政府工作部门", "综合管理类"], [2, "市委政法委", "市委工作机关", "党群类"]]  # fmt: skip
    look = Look(desk, rows)
    assert "表里“考核分组”“类别”都像分组，按哪一列分？" in look.page
    assert 'name="take"' not in look.page
    look.click("head", "group", "考核分组")
    assert "“类别”列没有读，分组按“考核分组”列" in look.page
    assert {one.group.name for one in look.take().values()} == {"综合管理类", "党群类"}


def test_the_other_column_can_be_chosen_as_well(desk):
    rows = [["序号", "单位名称", "类别", "考核分组"], [1, "市发改委", "政府部门", "综合管理类"]]
    assert (
        Look(desk, rows).click("head", "group", "类别").take()["市发改委"].group.name == "政府部门"
    )


def test_what_was_read_and_what_was_not_is_shown(desk):
    rows = [
        ["序号", "单位名称", "简称/别名", "考核分组", "主管部门", "主要负责人", "备注"], [1, "市财政局", "市财政", "市直部门", "市政府", "王强", ""],
        [2, "龙泉区", "龙泉", "县市区", "", "李梅", ""], [3, "经开区", "经济技术开发区、云州经开区", "功能区", "龙泉区", "赵亮", "代管"],
    ]  # fmt: skip
    look = Look(desk, rows)
    assert "“市政府”不在名册里，没有记作上级" in look.page
    look.click("leaders", "主要负责人", "no")
    assert "别名（表头“简称/别名”）" in look.page and "经济技术开发区、云州经开区" in look.page
    taken = look.take()
    assert taken["经开区"].parent == Unit.objects.get(name="龙泉区")
    assert set(Alias.objects.values_list("text", flat=True)) >= {"龙泉", "云州经开区"}


def test_totals_and_notes_are_no_units(desk):
    rows = [
        HEADS, [1, "龙泉区", "县市区", "一"], [2, "东岭县", "县市区", "二"], ["小计", "2个"], [3, "经开区", "功能区", 1], ["合计", 3],
        ["注：1.县市区按行政区划序排列。"], ["2.功能区单独成组。"], ["联系人：何科长　电话：0792-8888888"],
    ]  # fmt: skip
    look = Look(desk, rows, ["A7:D7", "A8:D8", "A9:D9"])
    assert "要先改好" not in look.page and "第4、6行是合计或平均，没有读" in look.page
    taken = look.take()
    assert {name: one.order for name, one in taken.items()} == {
        "龙泉区": 1,
        "东岭县": 2,
        "经开区": 1,
    }


def test_a_unit_after_the_notes_is_not_lost(desk):
    rows = [HEADS, [1, "龙泉区", "县市区", 1], ["注：以下为功能区。"], [2, "经开区", "功能区", 2]]
    assert "读到 2 个" in Look(desk, rows, ["A3:D3"]).page


def test_a_month_stands_for_its_first_or_last_day(desk):
    rows = [["单位名称", "考核分组", "生效日期", "失效日期"], ["永和市", "县市区", "2026年6月", None], ["永和县", "县市区", None, "2026年5月"]]  # fmt: skip
    look = Look(desk, rows)
    assert (
        "生效“2026年6月”读作 2026-06-01" in look.page
        and "失效“2026年5月”读作 2026-05-31" in look.page
    )
    taken = look.take()
    assert taken["永和市"].starts_on.isoformat() == "2026-06-01"
    assert taken["永和县"].ends_on.isoformat() == "2026-05-31"


def test_one_unit_written_short_and_long_is_asked_about_once(desk):
    rows = [["单位名称", "考核分组"], ["市工信局", "市直部门"], ["市工业和信息化局", "市直部门"], ["龙泉区", "县市区"], ["龙泉区", "县市区"]]  # fmt: skip
    look = Look(desk, rows)
    assert look.page.count("“龙泉区”写了 2 次，留哪一处？") == 1
    assert "“市工信局”和“市工业和信息化局”是同一家吗？" in look.page
    look.click("twice", "龙泉区", "0").click("alike", "市工信局", "same")
    assert set(look.take()) == {"市工业和信息化局", "龙泉区"}
    assert Alias.objects.get(text="市工信局").unit.name == "市工业和信息化局"


def test_a_list_without_any_group_says_what_to_add(desk):
    look = Look(desk, [["序号", "单位名称"], [1, "龙泉区"]])
    assert "表头里没有“分组”列" in look.page


BY_GROUP = [
    ["云州市2026年度考核单位"], ["市直部门（3个）", "县区", "功能区"], ["1.市发改委", "龙泉区", "经开区"], ["2.市财政局", "东　岭　县", "高新区"],
    ["3.市教育局"], ["合计", "2", "2"], ["注：排名不分先后。"],
]  # fmt: skip


@pytest.mark.parametrize("merged", [[], ["A1:C1", "A7:C7"]])
@pytest.mark.parametrize(
    "total", [["合计", "2", "2"], ["合计3个", "合计2个", "合计2个"], ["共3家", "共2家", "共2家"]]
)
def test_a_column_of_names_for_each_group(desk, merged, total):
    look = Look(desk, [*BY_GROUP[:-2], total, BY_GROUP[-1]], merged)
    assert "“市直部门”、“县区”、“功能区”各写一列，读作下面各单位的分组" in look.page
    assert "要您说一声" not in look.page
    taken = look.take()
    assert {name: one.group.name for name, one in taken.items()} == {
        "市发改委": "市直部门", "市财政局": "市直部门", "市教育局": "市直部门", "龙泉区": "县区", "东岭县": "县区", "经开区": "功能区", "高新区": "功能区",
    }  # fmt: skip
    assert list(taken) == [
        "市发改委",
        "市财政局",
        "市教育局",
        "龙泉区",
        "东岭县",
        "经开区",
        "高新区",
    ]


def test_numbers_of_rows_beside_columns_of_groups_are_left_aside(desk):
    rows = [["序号", "市直部门", "序号", "县区"], [1, "市发改委", 1, "龙泉区"], [2, "市财政局", None, None]]  # fmt: skip
    taken = Look(desk, rows).take()
    assert {name: one.group.name for name, one in taken.items()} == {"市发改委": "市直部门", "市财政局": "市直部门", "龙泉区": "县区"}  # fmt: skip


def test_a_head_that_may_be_no_group_is_asked_about(desk):
    rows = [["市直部门", "县区", "中央在云"], ["市发改委", "龙泉区", "云州海关"], ["市财政局", "东岭县", "云州税务局"]]  # fmt: skip
    look = Look(desk, rows)
    assert "“中央在云”下面写着云州海关、云州税务局，是一组单位吗？" in look.page
    assert 'name="take"' not in look.page
    left = Look(desk, rows).click("by-group", "中央在云", "no")
    assert "“中央在云”列没有收" in left.page
    assert set(left.take()) == {"市发改委", "市财政局", "龙泉区", "东岭县"}
    look.click("by-group", "中央在云", "yes")
    look.click("group", "中央在云", "new")
    assert look.take()["云州海关"].group.name == "中央在云"
    assert "要您说一声" not in Look(desk, rows).page, "a group that there is needs no asking"


@pytest.mark.parametrize("rows", [
    [["乡镇", "党委书记"], ["景村镇", "王伟"], ["石门镇", "李强"]],
    [["镇街", "简称"], ["景村镇", "景村"], ["石门镇", "石门"]],
    [["部门", "类型", "归属部门"], ["市发改委", "政府部门", "市政府"], ["市财政局", "政府部门", "市政府"]],
    [["乡镇", "街道", "人口"], ["景村镇", "东街", 12000], ["石门镇", "西街", 9000]],
])  # fmt: skip
def test_a_list_of_one_group_with_other_columns_is_no_list_of_groups(desk, rows):
    look = Look(desk, rows)
    assert "各写一列" not in look.page and 'name="take"' not in look.page
