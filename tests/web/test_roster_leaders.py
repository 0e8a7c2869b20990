"""名册里的主要负责人、分管领导、联系人列: leaders written in the row of their unit, and contacts, who are none."""

from html import unescape
from types import SimpleNamespace

import pytest
from docx import Document

from baton.desk.papers.gathering import full_names, serves
from baton.desk.reproducing import years
from baton.documents.papers import Check, Head, write_checks
from baton.domain.orgs.models import Post, Standing, Unit
from baton.scoring.facts import Subject
from tests.web.test_roster_sheets import Look

pytestmark = pytest.mark.django_db
HEADS = ["序号", "单位名称", "考核分组"]
COLUMN = ("leaders", "主要负责人")
GROUP = "group:领导干部"


def posts():
    """Everybody who serves somewhere: (name, unit), in the order of names."""
    found = Post.objects.select_related("standing__unit", "unit")
    return sorted((one.standing.unit.name, one.unit.name) for one in found)


def text(answer):
    return unescape(answer.content.decode())


def titles():
    """职务 of everybody of whom it is known."""
    return dict(Standing.objects.exclude(title="").values_list("unit__name", "title"))


def people():
    return Unit.objects.filter(kind="person")


def test_a_column_of_names_is_asked_about_and_then_its_people_serve_in_the_unit_of_their_row(desk):
    rows = [[*HEADS, "主要负责人", "职务", "联系电话"], [1, "市教育局", "市直部门", "王　伟", "局长", "0792-8123456"], [2, "市财政局", "市直部门", "主任 李小梅", "", 13800001111],
            [3, "市民政局", "市直部门", "空缺", "", ""], [4, "市水利局", "市直部门", "暂缺", "", ""], [5, "市体育局", "市直部门", None, "", ""]]  # fmt: skip
    look = Look(desk, rows)
    assert (
        "“主要负责人”列写着 2 个姓名（王伟、李小梅），2 格写的是空缺、暂缺或没有写姓名" in look.page
    )
    assert "列没有读" not in look.page and 'name="take"' not in look.page
    look.click(*COLUMN, GROUP)
    assert "“主要负责人”列记作领导干部 2 名（分组“领导干部”），2 格空缺或没有写姓名" in look.page
    assert "从各列读到的领导干部 2 名" in look.page and "规则书里没有它的考卷以前" in look.page
    taken = look.take()
    assert posts() == [("李小梅", "市财政局"), ("王伟", "市教育局")]
    assert taken["王伟"].group.name == "领导干部" and sorted(people().values_list("code", flat=True)) == ["L001", "L002"]  # fmt: skip
    assert not Unit.objects.filter(name__contains="138").exists()
    assert titles() == {"王伟": "局长", "李小梅": "主任"}, "telephones are kept nowhere"
    page = text(desk.get("/office/roster/?year=2026&show=people"))
    assert '<th scope="col">职务</th>' in page and '<td data-k="职务">局长</td>' in page
    assert "王伟（局长）" in text(desk.get("/office/roster/?year=2026"))
    leader = people().get(name="王伟")
    assert "<dt>职务</dt><dd>局长</dd>" in text(desk.get(f"/office/roster/{leader.pk}/?year=2026"))
    moved = {"year": "2026", "act": "move", "leaves": "市教育局", "to": "市民政局", "on": "2026-07-01", "share_before": "6", "share_after": "6", "title": "党组书记", "why": "调任"}  # fmt: skip
    desk.post(f"/office/roster/{leader.pk}/", moved)
    assert titles() == {"王伟": "党组书记", "李小梅": "主任"}


def test_several_names_titles_and_brackets_in_one_cell(desk):
    rows = [[*HEADS, "主要负责人", "班子成员"], [1, "市教育局", "市直部门", "党组书记、局长：王伟", "张三（副局长）、李 四,王五\n赵六副局长 钱小七"]]  # fmt: skip
    look = Look(desk, rows).click(*COLUMN, GROUP).click("leaders", "班子成员", GROUP)
    assert "“班子成员”列记作领导干部 5 名" in look.page
    look.take()
    assert {name for name, _ in posts()} == {"王伟", "张三", "李四", "王五", "赵六", "钱小七"}
    assert titles() == {"王伟": "党组书记、局长", "张三": "副局长", "赵六": "副局长"}


def test_a_cell_that_can_not_be_told_is_asked_about_and_can_be_left_out(desk):
    rows = [[*HEADS, "主要负责人"], [1, "市教育局", "市直部门", "王 伟 李 强"], [2, "市财政局", "市直部门", "张局长"], [3, "市民政局", "市直部门", "赵亮"]]  # fmt: skip
    look = Look(desk, rows).click(*COLUMN, GROUP)
    assert "“市教育局”的“主要负责人”写的是“王 伟 李 强”，拿不准是谁" in look.page
    look.click("leader-cell", "市教育局·主要负责人·王 伟 李 强", "names:王伟、李强")
    look.click("leader-cell", "市财政局·主要负责人·张局长", "no")
    assert "列记作领导干部 3 名（分组“领导干部”），1 格不收" in look.page
    look.take()
    assert {name for name, _ in posts()} == {"王伟", "李强", "赵亮"}


def test_a_column_is_left_out_with_one_click_and_nothing_is_kept_of_it(desk):
    rows = [[*HEADS, "分管领导", "联系电话"], [1, "市教育局", "市直部门", "王伟", "8123456"]]
    look = Look(desk, rows).click("leaders", "分管领导", "no")
    assert "“分管领导”列没有收" in look.page
    assert list(look.take()) == ["市教育局"] and not people().exists()


@pytest.mark.parametrize(
    "head", ["联系人", "单位联络员", "考核联系人及联系电话", "经办人", "联系电话"]
)
def test_whom_to_call_is_no_leader_and_is_told_but_not_asked_about(desk, head):
    rows = [[*HEADS, head, "联系电话"], [1, "市教育局", "市直部门", "王伟", "8123456"], [2, "市财政局", "市直部门", "李 强", "8001"]]  # fmt: skip
    look = Look(desk, rows)
    assert f"“{head}”列写的是怎么联系，不是领导干部，没有收" in look.page
    assert "记作各单位的领导干部吗" not in look.page and "列没有读" not in look.page
    assert list(look.take()) == ["市教育局", "市财政局"] and not people().exists()


def test_leaders_beside_whom_to_call_are_still_leaders(desk):
    rows = [[*HEADS, "联络员", "联系电话", "主要负责人", "班子成员"], [1, "市教育局", "市直部门", "赵亮", "8001", "王伟", "李强"]]  # fmt: skip
    look = Look(desk, rows).click(*COLUMN, GROUP).click("leaders", "班子成员", GROUP)
    assert "“联络员”列写的是怎么联系" in look.page
    look.take()
    assert posts() == [("李强", "市教育局"), ("王伟", "市教育局")]


def test_leaders_who_are_kept_but_not_assessed_have_no_group(desk):
    rows = [[*HEADS, "主要负责人"], [1, "市教育局", "市直部门", "王伟"]]
    taken = Look(desk, rows).click(*COLUMN, "group:").take()
    assert taken["王伟"].group is None and posts() == [("王伟", "市教育局")]
    year = taken["王伟"].year  # last year is computed again without them
    assert [one.name for one in years.roster_of([], year)] == ["市教育局"]


def test_merged_cells_and_rows_that_only_go_on_with_more_leaders(desk):
    rows = [["云州市考核对象名册"], [*HEADS, "主要负责人", None, None], [None, None, None, "姓名", "职务", "电话"],
            [1, "市教育局", "市直部门", "王伟", "局长", 8001], [None, None, None, "李强", "副局长", 8002],
            [2, "市财政局", None, "张三", "局长", 8003], [None, None, None, "赵亮", "副局长", 8004], [3, "市民政局", None, "钱芳", "局长", 8005],
            ["合计", "3个"], ["联系人：何科长　电话：0792-8888888"]]  # fmt: skip
    merged = ["A1:F1", "A2:A3", "B2:B3", "C2:C3", "D2:F2", "A4:A5", "B4:B5", "C4:C8"]
    look = Look(desk, rows, merged)
    look.click(*COLUMN, GROUP)
    assert "列记作领导干部 5 名" in look.page
    taken = look.take()
    units = {name: one for name, one in taken.items() if one.unit.kind == "unit"}
    assert {name: one.group.name for name, one in units.items()} == dict.fromkeys(("市教育局", "市财政局", "市民政局"), "市直部门")  # fmt: skip
    assert titles() == {"王伟": "局长", "李强": "副局长", "张三": "局长", "赵亮": "副局长", "钱芳": "局长"}  # fmt: skip
    assert posts() == [("张三", "市财政局"), ("李强", "市教育局"), ("王伟", "市教育局"), ("赵亮", "市财政局"), ("钱芳", "市民政局")]  # fmt: skip


def test_groups_in_rows_of_their_own_are_no_leaders(desk):
    rows = [["序号", "单位名称", "主要负责人"], ["一、县市区（1个）"], [1, "龙泉区", "李梅"], ["二、功能区（1个）"], [2, "经开区", "赵亮"]]  # fmt: skip
    look = Look(desk, rows, ["A2:C2", "A4:C4"]).click(*COLUMN, GROUP)
    taken = look.take()
    assert taken["龙泉区"].group.name == "县市区" and posts() == [("李梅", "龙泉区"), ("赵亮", "经开区")]  # fmt: skip


@pytest.mark.parametrize("merged", [[], ["A2:C2", "A4:C4", "A7:C7"]])
def test_every_group_in_a_row_of_its_own_heads_its_units(desk, merged):
    rows = [["序号", "单位名称", "主要负责人"], ["一、县区"], [1, "青山区", "李梅"], ["（二）党群机关2家"], [1, "市委办公室", "赵亮"],
            [None, None, "钱芳"], ["三、经济部门"], [1, "市财政局", "王伟"], ["填表人：何科长", "审核：", "2026年1月5日"]]  # fmt: skip
    taken = Look(desk, rows, merged).click(*COLUMN, GROUP).take()
    groups = {name: one.group.name for name, one in taken.items() if one.unit.kind == "unit"}
    assert groups == {"青山区": "县区", "市委办公室": "党群机关", "市财政局": "经济部门"}
    assert set(posts()) == {("李梅", "青山区"), ("赵亮", "市委办公室"), ("钱芳", "市委办公室"), ("王伟", "市财政局")}  # fmt: skip


def test_a_group_alone_in_the_column_of_units_heads_the_numbered_units_below_it(desk):
    rows = [["序号", "单位", "主要负责人"], [None, "县区"], [1, "青山区", "李梅"], [2, "白水县", None], [None, "市直单位"],
            [3, "市财政局", "王伟"], [None, "（签字）", "年 月 日"]]  # fmt: skip
    look = Look(desk, rows)
    assert "“县区”、“市直单位”写在单独的行里，读作下面各单位的分组" in look.page
    taken = look.click(*COLUMN, GROUP).take()
    groups = {name: one.group.name for name, one in taken.items() if one.unit.kind == "unit"}
    assert groups == {"青山区": "县区", "白水县": "县区", "市财政局": "市直单位"}
    assert posts() == [("李梅", "青山区"), ("王伟", "市财政局")]


def test_without_numbers_a_name_alone_is_a_group_only_where_its_words_say_so(desk):
    rows = [["单位", "主要负责人"], ["县区"], ["青山区", "李梅"], ["白水县"], ["市直部门"], ["市财政局", "王伟"]]  # fmt: skip
    taken = Look(desk, rows).click(*COLUMN, GROUP).take()
    groups = {name: one.group.name for name, one in taken.items() if one.unit.kind == "unit"}
    assert groups == {"青山区": "县区", "白水县": "县区", "市财政局": "市直部门"}


def test_one_name_in_two_rows_is_one_person_or_two(desk):
    rows = [[*HEADS, "主要负责人"], [1, "市教育局", "市直部门", "王伟"], [2, "市体育局", "市直部门", "王伟"]]  # fmt: skip
    look = Look(desk, rows).click(*COLUMN, GROUP)
    assert "“王伟”写在“市教育局”、“市体育局”的行里，是一个人吗？" in look.page
    look.click("leader-same", "王伟", "two").take()
    assert people().count() == 2


def test_a_merged_cell_of_one_leader_over_two_units_is_one_person_if_the_clerk_says_so(desk):
    rows = [[*HEADS, "主要负责人"], [1, "市教育局", "市直部门", "王伟"], [2, "市体育局", "市直部门", None]]  # fmt: skip
    Look(desk, rows, ["D2:D3"]).click(*COLUMN, GROUP).click("leader-same", "王伟", "one").take()
    assert people().count() == 1 and posts() == [("王伟", "市体育局"), ("王伟", "市教育局")]


def test_the_same_list_again_changes_nobody_and_who_is_gone_is_asked_about(desk):
    rows = [[*HEADS, "主要负责人", "分管领导"], [1, "市教育局", "市直部门", "王伟", "王 伟"], [2, "市财政局", "市直部门", "李梅", ""]]  # fmt: skip
    Look(desk, rows).click(*COLUMN, GROUP).click("leaders", "分管领导", GROUP).take()
    before = set(Standing.objects.values_list("unit__code", "group__name", "order"))
    assert people().count() == 2  # 王伟 stands in both columns of one row
    again = Look(desk, rows)
    assert "记，分组“领导干部”</button>" not in again.page
    assert "2 个，0 个有变化" in again.page or "4 个，0 个有变化" in again.page
    again.take()
    assert set(Standing.objects.values_list("unit__code", "group__name", "order")) == before
    rows[2][3] = "赵亮"
    other = Look(desk, rows)
    assert "原来的 1 名领导干部不在这张表里：李梅" in other.page
    other.click("people", "*", "keep").take()
    assert people().count() == 3


def test_what_a_column_meant_the_last_time_is_not_asked_again(desk):
    """It is told beside what was said, and can be taken back; a column that was left out is asked about again."""
    rows = [[*HEADS, "主要负责人", "分管领导"], [1, "市教育局", "市直部门", "王伟", "周明"], [2, "市财政局", "市直部门", "靓小梅", "周明"]]  # fmt: skip
    first = Look(desk, rows).click(*COLUMN, "group:").click("leaders", "分管领导", "no")
    first.click("leader-cell", "市财政局·主要负责人·靓小梅", "names:靓小梅").take()
    again = Look(desk, rows)
    assert "照上次，领导干部的列“主要负责人”：记，不单独考核" in again.page
    assert "照上次，拿不准的姓名" in again.page and "拿不准是谁" not in again.page
    assert "“主要负责人”列写着" not in again.page and "“分管领导”列写着" in again.page
    assert "这张表里没有领导干部" not in again.page
    again._see(desk.post("/office/setup/roster/", again._form() | {"undo": '["leaders", "主要负责人", "group:"]'}))  # fmt: skip
    assert "“主要负责人”列写着 2 个姓名" in again.page and "照上次" not in again.page
    assert "这张表里没有领导干部，原来的" not in again.page, "whether there are any is open"
    again.click(*COLUMN, "no").click("leaders", "分管领导", "no")
    assert "这张表里没有领导干部，原来的 2 名照旧" in again.page


def test_somebody_who_served_elsewhere_before_is_asked_about(desk):
    rows = [[*HEADS, "主要负责人"], [1, "市教育局", "市直部门", "王伟"], [2, "市财政局", "市直部门", "李梅"]]  # fmt: skip
    Look(desk, rows).click(*COLUMN, GROUP).take()
    code = people().get(name="王伟").code
    rows[1][3], rows[2][3] = "李梅", "王伟"
    look = Look(desk, rows).click(*COLUMN, GROUP)
    assert "原来的“王伟”在市教育局任职，这张表里写在“市财政局”。是同一个人吗？" in look.page
    unit = {one.name: one.code for one in Unit.objects.all()}
    look.click("leader-moved", f"王伟·{unit['市财政局']}", f"is:{code}")
    look.click("leader-moved", f"李梅·{unit['市教育局']}", "new")
    look.click("people", "*", "end")
    assert desk.post("/office/setup/roster/", look._form() | {"take": "1", "on": "2026-06-01"}).status_code == 302  # fmt: skip
    assert Post.objects.get(standing__unit__code=code).unit.name == "市财政局"
    assert people().count() == 3


def test_a_person_with_a_row_of_his_own_is_not_taken_twice(desk):
    rows = [["编号", "名称", "种类", "分组", "所在单位", "主要负责人"], ["A", "市教育局", "单位", "市直部门", "", "王伟"], ["L007", "王伟", "个人", "领导干部", "市教育局", ""]]  # fmt: skip
    look = Look(desk, rows).click(*COLUMN, GROUP)
    look.take()
    assert [one.code for one in people()] == ["L007"]


def test_titles_of_people_with_rows_of_their_own_stay_when_a_list_has_none(desk):
    rows = [["编号", "名称", "种类", "分组", "所在单位", "现任职务"], ["A", "市教育局", "单位", "市直部门", "", ""], ["L007", "王伟", "个人", "领导干部", "市教育局", "党组书记、局长"]]  # fmt: skip
    Look(desk, rows).take()
    assert titles() == {"王伟": "党组书记、局长"}
    rows[2][5] = "局长"
    look = Look(desk, rows)
    assert "职务：党组书记、局长 → 局长" in look.page
    look.take()
    look = Look(desk, [line[:5] for line in rows])
    look.take()
    assert titles() == {"王伟": "局长"}


def test_a_title_in_brackets_behind_a_name_of_its_own_row_is_kept_as_the_title(desk):
    rows = [["编号", "名称", "种类", "分组", "所在单位"], ["A", "市教育局", "单位", "市直部门", ""], ["L007", "王伟（党组成员、副局长）", "个人", "领导干部", "市教育局"], ["L008", "李强（乙）", "个人", "领导干部", "市教育局"]]  # fmt: skip
    Look(desk, rows).take()
    assert {one.name for one in people()} == {"王伟", "李强（乙）"}
    assert titles() == {"王伟": "党组成员、副局长"}


def test_a_column_of_titles_stands_before_what_the_cell_says(desk):
    rows = [[*HEADS, "主要负责人", "职务"], [1, "市教育局", "市直部门", "王伟（局长）", "党组书记"]]
    Look(desk, rows).click(*COLUMN, GROUP).take()
    assert titles() == {"王伟": "党组书记"}


def test_papers_name_leaders_by_unit_and_title(tmp_path):
    roster = [Subject("A", "市教育局"), Subject("L1", "王伟", "person", links=(("A", "1"),)), Subject("L2", "李强", "person", links=(("A", "1"),))]  # fmt: skip
    result = SimpleNamespace(plan=SimpleNamespace(facts=SimpleNamespace(roster=roster)))
    called = full_names(result, {"L1": "局长"})
    assert called == {"A": "市教育局", "L1": "王伟（市教育局局长）", "L2": "李强（市教育局）"}
    assert serves("甲局、乙局", "主任") == "甲局、乙局，主任"
    one = Check(
        "王伟", "领导干部", "90", "", [], unit_of_person="市教育局", is_person=True, title="局长"
    )
    write_checks(Head("方案", "年终考核", "第1稿", "r"), [one], tmp_path / "核对单.docx")
    assert "职务：局长" in "".join(
        part.text for part in Document(tmp_path / "核对单.docx").paragraphs
    )
