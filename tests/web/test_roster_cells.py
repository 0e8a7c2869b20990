"""收名册: several units in one cell are several; who takes part in the ranking is read from its column."""

import pytest

from baton.domain.orgs.models import Standing
from tests.web.test_roster_sheets import Look

pytestmark = pytest.mark.django_db


def groups(taken):
    return {name: one.group.name for name, one in taken.items()}


SPLIT = dict.fromkeys(("市发展改革委", "市财政局", "市商务局"), "经济类") | dict.fromkeys(("市委宣传部", "市教育局"), "社会类")  # fmt: skip


@pytest.mark.parametrize(
    ("economy", "society"),
    [
        ("市发展改革委、市财政局、市商务局", "市委宣传部、市教育局"),
        ("市发展改革委，市财政局；市商务局", "市委宣传部;市教育局"),
        ("市发展改革委\n市财政局\n市商务局", "市委宣传部\n市教育局"),
        ("1.市发展改革委\n2.市财政局\n3.市商务局", "1、市委宣传部；2、市教育局"),
        ("市发展改革委、\n市财政局、\n市商务局", "市委宣传部　市教育局"),
    ],
)
def test_a_row_for_each_group_with_all_its_units_in_one_cell(desk, economy, society):
    rows = [["类别", "单位"], ["经济类（3个）", economy], ["社会类（2个）", society]]
    look = Look(desk, rows)
    assert "一格写着几家，分开读成 5 个" in look.page and "要您说一声" not in look.page
    taken = look.take()
    assert groups(taken) == SPLIT and list(taken) == list(SPLIT)
    assert [one.order for one in taken.values()] == [1, 2, 3, 4, 5]


def test_without_numbers_of_units_the_layout_tells(desk):
    rows = [["序号", "类别", "单位"], [1, "经济类", "市发展改革委、市财政局、市商务局"], [2, "社会类", "市委宣传部、市教育局"]]  # fmt: skip
    look = Look(desk, rows)
    assert "要您说一声" not in look.page and groups(look.take()) == SPLIT


@pytest.mark.parametrize("answer", ["split", "whole"])
def test_offices_that_may_be_one_are_asked_about(desk, answer):
    rows = [["序号", "单位", "分组"], [1, "市委宣传部、市文明办", "党群"], [2, "市委组织部", "党群"], [3, "市委统战部", "党群"]]  # fmt: skip
    look = Look(desk, rows)
    assert (
        "“市委宣传部、市文明办”是几家，还是一家？" in look.page and 'name="take"' not in look.page
    )
    taken = look.click("several", "市委宣传部、市文明办", answer).take()
    assert ("市文明办" in taken, "市委宣传部、市文明办" in taken) == (
        answer == "split",
        answer == "whole",
    )
    again = Look(desk, rows)
    assert "要您说一声" not in again.page, "the roster knows by now"


def test_a_number_that_does_not_agree_is_asked_about(desk):
    look = Look(desk, [["类别", "单位"], ["经济类（3个）", "市发展改革委、市财政局"], ["县区", "龙泉区"]])  # fmt: skip
    assert "“市发展改革委、市财政局”是几家，还是一家？" in look.page


def test_units_that_are_not_all_written_out_are_a_fault(desk):
    rows = [["类别", "单位"], ["经济类", "市发展改革委、市财政局等5家"], ["县区", "龙泉区"]]
    look = Look(desk, rows)
    assert "“市发展改革委、市财政局等5家”没有把各家写全" in look.page
    assert "请把每一家都写出来" in look.page and 'name="take"' not in look.page


def test_names_with_gaps_brackets_and_two_lines_stay_one(desk):
    rows = [["单位", "分组"], ["东　岭　县", "县市区"], ["龙泉区（高新区、经开区）", "县市区"], ["云州市人力资源和\n社会保障局", "市直部门"], ["云州市\n教育局", "市直部门"]]  # fmt: skip
    look = Look(desk, rows)
    assert "要您说一声" not in look.page and "一格写着几家" not in look.page
    assert list(look.take()) == ["东岭县", "龙泉区（高新区、经开区）", "云州市人力资源和社会保障局", "云州市教育局"]  # fmt: skip


def test_groups_that_only_their_numbers_tell_apart_keep_them(desk):
    rows = [["单位", "分组"], ["龙泉区", "一、县区"], ["东岭县", "二、县区"]]
    assert set(groups(Look(desk, rows).take()).values()) == {"一、县区", "二、县区"}


def listed():
    return dict(Standing.objects.values_list("unit__name", "listing"))


@pytest.mark.parametrize("head", ["是否参加排名", "参加排名", "是否排名"])
@pytest.mark.parametrize(
    ("yes", "no"), [("是", "否"), ("√", "×"), ("参加", "不参加"), ("是", "否（单列）"), ("", "否")]
)
def test_who_takes_no_part_in_the_ranking_is_apart(desk, head, yes, no):
    rows = [["单位", "分组", head], ["市教育局", "市直部门", yes], ["市税务局", "市直部门", no]]
    look = Look(desk, rows)
    assert "要您说一声" not in look.page and "列没有读" not in look.page
    look.take()
    assert listed() == {"市教育局": "ranked", "市税务局": "separate"}


def test_whoever_has_no_tick_is_asked_about(desk):
    rows = [["单位", "分组", "参加排名"], ["市教育局", "市直部门", "√"], ["市税务局", "市直部门", ""]]  # fmt: skip
    look = Look(desk, rows)
    assert "“参加排名”写着“（空着）”：市税务局记作单列吗？" in look.page
    look.click("apart", "参加排名·（空着）", "separate").take()
    assert listed()["市税务局"] == "separate"


def test_other_words_are_asked_about_and_all_ranked_is_no_question(desk):
    rows = [["单位", "分组", "是否参加排名"], ["市教育局", "市直部门", "是"], ["市税务局", "市直部门", "只参加加分"]]  # fmt: skip
    assert "“是否参加排名”写着“只参加加分”：市税务局记作单列吗？" in Look(desk, rows).page
    rows[2][2] = "是"
    assert "要您说一声" not in Look(desk, rows).page


def test_a_column_of_ranks_is_none_of_taking_part(desk):
    rows = [["单位", "分组", "排名"], ["市教育局", "市直部门", 1], ["市财政局", "市直部门", 2]]
    look = Look(desk, rows)
    assert "有 1 列没有读" in look.page and "记作单列吗" not in look.page


@pytest.mark.parametrize(("word", "is_apart"), [("是", True), ("×", False)])
def test_a_column_that_asks_whether_apart(desk, word, is_apart):
    rows = [["单位", "分组", "是否单列"], ["市教育局", "市直部门", ""], ["市税务局", "市直部门", word]]  # fmt: skip
    Look(desk, rows).take()
    assert (listed()["市税务局"] == "separate") is is_apart
