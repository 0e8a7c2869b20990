"""没有读的列: what a column of a roster is can be chosen on the page, and the file stays as it is."""

import json

import pytest

from baton.domain.orgs.models import Alias, Standing
from tests.retold import retold
from tests.stories import open_round
from tests.web.test_roster_in import IN, Look, text

pytestmark = pytest.mark.django_db
ODD = (
    "名称,分组,机构序,上级主管,俗称,办公地址\n临江县,县市区,1,市政府,临江,东街\n东岭县,县市区,2,临江县,小东岭,西街\n"
    "石桥市,县市区,3,,,\n云东区,县市区,4,,,\n"
)


@pytest.fixture
@retold
def round(clerk, tmp_path):
    return open_round(tmp_path, clerk)


def picked(look, *columns, **more):
    values = [json.dumps(["column", key, head], ensure_ascii=False) for key, head in columns]
    for value in values:
        assert f'<option value="{value}">' in look.page, value
    look.page = text(look.desk.post(IN, look.form() | {"pick": [*values, ""]} | more))
    return look


def test_columns_that_were_not_read_are_chosen_from_a_list(desk, round):
    look = Look(desk, ODD)
    assert "有 3 列没有读" in look.page and "是“上级”" in look.page and "是“名称”" not in look.page
    picked(look, ("parent", "上级主管"), ("aliases", "俗称"))
    assert "有 1 列没有读" in look.page and "“办公地址”这一列" in look.page
    assert "上级（表头“上级主管”）" in look.page and "“市政府”不在名册里，没有记作上级" in look.page
    assert look.take().status_code == 302
    assert Standing.objects.get(unit__name="东岭县").parent.name == "临江县"
    assert Alias.objects.get(text="小东岭").unit.name == "东岭县"


def test_a_choice_made_beside_the_last_button_is_shown_before_it_is_taken(desk, round):
    look = picked(Look(desk, ODD), ("aliases", "俗称"), take="1")
    assert "还没有收下" in look.page and not Alias.objects.filter(text="小东岭").exists()


def test_a_choice_is_taken_back(desk, round):
    look = picked(Look(desk, ODD), ("aliases", "俗称"))
    look.click("column", "aliases", "俗称", name="undo")
    assert "有 3 列没有读" in look.page


def test_columns_left_alone_keep_nobody_from_taking_the_list_in(desk, round):
    assert Look(desk, ODD).take().status_code == 302


def test_people_without_a_group_are_taken_in_unassessed_and_a_unit_without_one_is_not(desk, round):
    rows = "名称,种类,分组,所在单位\n临江县,单位,县市区,\n东岭县,单位,县市区,\n石桥市,单位,县市区,\n云东区,单位,{},\n王伟,个人,,临江县\n"
    look = Look(desk, rows.format("县市区"))
    assert "王伟没有写分组，记着、不单独考核" in look.page and look.take().status_code == 302
    assert Standing.objects.get(unit__name="王伟").group is None
    assert "“分组”是空的" in Look(desk, rows.format("")).page


def test_an_order_of_its_own_stands_before_the_numbers_of_the_rows(desk, round):
    rows = "序号,名称,分组,排序\n1,临江县,县市区,3\n2,东岭县,县市区,1\n3,石桥市,县市区,2\n4,云东区,县市区,4\n"
    look = Look(desk, rows)
    assert "机构序（表头“排序”）" in look.page and look.take().status_code == 302
    listed = Standing.objects.filter(group__name="县市区").order_by("order")
    assert [one.unit.name for one in listed] == ["东岭县", "石桥市", "临江县", "云东区"]


def test_what_stands_in_a_column_is_not_dropped_in_silence_and_an_empty_one_is_not_mentioned(desk, round):  # fmt: skip
    rows = "名称,分组,备注,排名,联系人\n临江县,县市区,{},{},张三\n东岭县,县市区,,,\n石桥市,县市区,,,\n云东区,县市区,,,\n"
    look = Look(desk, rows.format("9月改设为市", "3"))
    assert "有 2 列没有读" in look.page and "“备注”这一列" in look.page and "“排名”这一列" in look.page  # fmt: skip
    assert "没有读" not in Look(desk, rows.format("", "")).page
