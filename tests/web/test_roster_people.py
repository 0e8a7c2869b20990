"""收名册: a list of leaders, 姓名 | 单位 | 职务 | 分组, is read as people who serve in units, never as units."""

import pytest

from baton.domain.orgs.models import Post, Standing, Unit
from tests.web.test_roster_pages import Pages
from tests.web.test_roster_sheets import Look

pytestmark = pytest.mark.django_db
UNITS = [["名称", "分组"], ["市教育局", "市直部门"], ["市财政局", "市直部门"], ["临江县", "县市区"]]
PLAIN = [["序号", "姓名", "单位", "职务", "分组"], [1, "王建国", "市教育局", "局长", "正职"], [2, "李敏", "市财政局", "副局长", "副职"]]  # fmt: skip


@pytest.fixture
def units(desk):
    Look(desk, UNITS).take()


def posts():
    found = Post.objects.select_related("standing__unit", "unit")
    return sorted((one.standing.unit.name, one.unit.name) for one in found)


def titles():
    return dict(Standing.objects.exclude(title="").values_list("unit__name", "title"))


def people():
    return sorted(Unit.objects.filter(kind="person").values_list("name", flat=True))


def new_groups(look, *names):
    for name in names:
        look.click("group", name, "new")
    return look


def test_names_beside_units_and_titles_are_people(desk, units):
    look = Look(desk, PLAIN)
    assert "“姓名”列读作领导干部，一行一人，“单位”是所在的单位" in look.page
    assert "名册里没有“正职”这个分组，有 1 名领导干部在里面" in look.page
    new_groups(look, "正职", "副职")
    assert "这张表里没有单位，原来的 3 个照旧" in look.page
    taken = look.take()
    assert people() == ["李敏", "王建国"] and taken["王建国"].group.name == "正职"
    assert posts() == [("李敏", "市财政局"), ("王建国", "市教育局")]
    assert titles() == {"王建国": "局长", "李敏": "副局长"}
    assert Unit.objects.filter(kind="unit").count() == 3


def test_units_and_titles_in_one_cell_are_taken_apart(desk, units):
    rows = [["姓名", "单位及职务", "分组"], ["王建国", "市教育局党组书记、局长", "正职"], ["李敏", "临江县委书记", "正职"]]  # fmt: skip
    new_groups(Look(desk, rows), "正职").take()
    assert posts() == [("李敏", "临江县"), ("王建国", "市教育局")]
    assert titles() == {"王建国": "党组书记、局长", "李敏": "县委书记"}


def test_a_unit_that_is_on_no_roster_is_asked_about(desk, units):
    rows = [PLAIN[0], [1, "王建国", "市教育局", "局长", "正职"], [2, "李敏", "市才政局", "局长", "正职"], [3, "赵亮", "火星局", "局长", "正职"]]  # fmt: skip
    look = new_groups(Look(desk, rows), "正职")
    assert "李敏的单位“市才政局”不在名册里" in look.page and 'name="take"' not in look.page
    look.click("leader-unit", "市才政局", "市财政局").click("leader-unit", "火星局", "none")
    assert "就是“市财政局”" in look.page and "“火星局”：不写单位" in look.page
    look.take()
    assert posts() == [("李敏", "市财政局"), ("王建国", "市教育局")] and "赵亮" in people()


def test_a_group_of_units_is_not_taken_for_one_of_people_in_silence(desk, units):
    rows = [PLAIN[0], [1, "王建国", "市教育局", "局长", "市直部门"]]
    look = Look(desk, rows)
    assert "“市直部门”是单位的分组，1 名领导干部也写着这一组" in look.page
    look.click("leader-group", "市直部门", "apart:市直部门领导干部")
    assert look.take()["王建国"].group.name == "市直部门领导干部"
    assert "是单位的分组" not in Look(desk, PLAIN).page


def test_units_before_names_are_asked_about_once(desk):
    rows = [["序号", "单位", "姓名", "职务", "分组"], [1, "市教育局", "王建国", "局长", "市直部门"], [2, "市财政局", "李敏", "局长", "市直部门"]]  # fmt: skip
    look = Look(desk, rows)
    assert "既有“单位”又有“姓名”（王建国、李敏等）" in look.page and 'name="take"' not in look.page
    look.click("who", "Sheet", "units").click("leaders", "领导干部", "group:领导干部")
    look.take()
    assert posts() == [("李敏", "市财政局"), ("王建国", "市教育局")]
    assert titles() == {"王建国": "局长", "李敏": "局长"}


def test_a_unit_in_several_rows_is_where_people_serve(desk, units):
    rows = [["单位", "姓名", "职务", "分组"], ["市教育局", "王建国", "局长", "正职"], ["市教育局", "李敏", "副局长", "副职"]]  # fmt: skip
    look = Look(desk, rows)
    assert "写了 2 次" not in look.page and "要您说一声" in look.page
    new_groups(look, "正职", "副职").take()
    assert posts() == [("李敏", "市教育局"), ("王建国", "市教育局")]


def test_names_alone_are_people_and_units_under_that_head_stay_units(desk, units):
    new_groups(Look(desk, [["姓名", "分组"], ["王建国", "正职"], ["李敏", "正职"]]), "正职").take()
    assert people() == ["李敏", "王建国"]
    look = Look(desk, [["姓名", "分组"], *UNITS[1:]])
    assert "读作领导干部" not in look.page and "要您说一声" not in look.page


@pytest.mark.parametrize(("answer", "number"), [("one", 1), ("two", 2)])
def test_one_name_in_rows_of_two_units_is_asked_about(desk, units, answer, number):
    rows = [
        PLAIN[0],
        [1, "王建国", "市教育局", "局长", "正职"],
        [2, "王　建国", "市财政局", "局长", "正职"],
    ]
    look = new_groups(Look(desk, rows), "正职")
    assert "“王建国”写在“市教育局”、“市财政局”的行里，是一个人吗？" in look.page and "留哪一处" not in look.page  # fmt: skip
    look.click("leader-same", "王建国", answer).take()
    assert posts() == [("王建国", "市教育局"), ("王建国", "市财政局")]
    assert people() == ["王建国"] * number
    again = Look(desk, rows)
    assert "要您说一声" not in again.page and f"读到 {number} 个，0 个有变化" in again.page
    assert "不在这张表里：" not in again.page


@pytest.mark.parametrize(("answer", "group"), [("领导干部", "领导干部"), ("-", None)])
def test_people_without_a_column_of_groups_are_asked_about_as_people(desk, units, answer, group):
    look = Look(desk, [row[:4] for row in PLAIN])
    assert "里面的领导干部都是一组的" in look.page and "都是“市直部门”" not in look.page
    look.click("one-group", "Sheet", answer)
    taken = look.take()
    assert (taken["王建国"].group and taken["王建国"].group.name) == group
    assert posts() == [("李敏", "市财政局"), ("王建国", "市教育局")]


def test_units_on_one_sheet_and_their_leaders_on_another(desk):
    look = Pages(desk, 单位=UNITS, 领导=[row[:4] for row in PLAIN])
    assert "要您说一声" not in look.page and "没有认出表头" not in look.page
    assert "王建国、李敏没有写分组，记着、不单独考核" in look.page
    look.take()
    assert posts() == [("李敏", "市财政局"), ("王建国", "市教育局")]


def test_leaders_under_rows_that_head_them(desk, units):
    rows = [["领导干部名单"], PLAIN[0][:4], ["一、正职（1人）"], [1, "王建国", "市教育局", "局长"], ["二、副职（1人）"], [2, "李敏", "市财政局", "副局长"], ["注：按任职先后。"]]  # fmt: skip
    taken = new_groups(Look(desk, rows), "正职", "副职").take()
    assert {name: taken[name].group.name for name in people()} == {"王建国": "正职", "李敏": "副职"}


def test_names_beside_a_column_of_units_are_no_list_of_people_in_silence(desk):
    rows = [["名称", "分组", "姓名"], ["市教育局", "市直部门", "王建国"], ["市财政局", "市直部门", "李敏"]]  # fmt: skip
    look = Look(desk, rows)
    assert "一行是一名领导干部，还是一个单位、旁边是它的领导？" in look.page
    look.click("who", "Sheet", "units").click("leaders", "领导干部", "no")
    assert list(look.take()) == ["市教育局", "市财政局"]


def test_a_title_before_the_unit_and_a_unit_below_another(desk, units):
    rows = [["领导姓名", "单位及职务", "分组"], ["王建国", "市委常委、临江县委书记", "正职"], ["李敏", "临江县教育局局长", "正职"]]  # fmt: skip
    look = new_groups(Look(desk, rows), "正职")
    assert "李敏的单位“临江县教育局”不在名册里" in look.page and "→ 所在单位和职务" in look.page
    look.click("leader-unit", "临江县教育局", "none").take()
    assert posts() == [("王建国", "临江县")] and titles() == {"王建国": "市委常委、临江县委书记", "李敏": "局长"}  # fmt: skip


def test_a_new_group_of_people_is_none_of_the_groups_of_units(desk, units):
    look = Look(desk, [PLAIN[0], PLAIN[1]])
    assert "新设“正职”" in look.page and "就是“市直部门”" not in look.page
    new_groups(look, "正职").take()
    look = Look(desk, [PLAIN[0], [*PLAIN[1][:-1], "正职领导"]])
    assert "就是“正职”" in look.page


def test_a_list_that_says_the_kind_is_read_as_before(desk):
    rows = [["名称", "种类", "分组", "所在单位"], ["临江县", "单位", "县市区", ""], ["王伟", "个人", "县市区", "临江县"]]  # fmt: skip
    look = Look(desk, rows)
    assert "要您说一声" not in look.page and "读作领导干部" not in look.page
    look.take()
    assert posts() == [("王伟", "临江县")]


def test_how_each_column_was_read_is_shown_in_order(desk, units):
    page = Look(desk, PLAIN).page
    rows = [
        ("A 列", "“序号”", "机构序"), ("B 列", "“姓名”", "领导姓名"), ("C 列", "“单位”", "所在单位"), ("D 列", "“职务”", "职务"), ("E 列", "“分组”", "分组"),
    ]  # fmt: skip
    told = [f'<td class="nw">{at}</td><td>{head}</td><td>→ {word}</td>' for at, head, word in rows]
    assert "怎么读的：5 列" in page and [page.index(one) for one in told] == sorted(page.index(one) for one in told)  # fmt: skip
