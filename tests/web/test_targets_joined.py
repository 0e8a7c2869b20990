"""各县市区、其他县市区、临江县、东岭县 in the column of units: each gets the value, as it was said; nothing is learnt."""

import pytest

from baton.domain.orgs import queries as orgs
from tests.web.test_targets_asked import HEAD, IN, answer, bare, look, offered, said

pytestmark = pytest.mark.django_db
__all__ = ["bare"]
ALL = ["临江县", "东岭县", "石桥市", "云东区"]


def told(preview):
    return [(one.name, one.new) for one in preview.new]


@pytest.mark.parametrize("written", ["各县市区", "全体县市区", "各县（市、区）"])
def test_a_whole_group_is_offered_and_each_gets_the_value(desk, bare, written):
    table = f"{HEAD}{written}\t9\n"
    _, preview = look(desk, table)
    what, labels = offered(preview)[0]
    assert what == f"“{written}”写的是几家" and labels[:2] == [
        "县市区的 4 家各收一格",
        "不收这几行",
    ]
    page, preview = look(desk, table, ("unit", written, "*group:县市区"))
    assert told(preview) == [(name, "9") for name in ALL] and not preview.questions
    assert f"“{written}”：县市区各收一格" in page
    data = {"text": table, "answer": answer("unit", written, "*group:县市区"), "seen": str(preview.seen), "take": "1"}  # fmt: skip
    desk.post(IN, data)
    assert said(bare) == dict.fromkeys("ABCD", "9") and written not in orgs.aliases()


def test_the_others_are_those_without_a_row_of_their_own(desk, bare):
    table = f"{HEAD}临江县\t12\n其他县市区\t9\n"
    _, preview = look(desk, table)
    assert offered(preview)[0][1][0] == "县市区里别的单位各收一格"
    page, preview = look(desk, table, ("unit", "其他县市区", "*group:县市区"))
    assert told(preview) == [("临江县", "12"), *((name, "9") for name in ALL[1:])]
    assert not preview.questions and "另有一行写着" not in page


def test_whoever_has_a_row_of_his_own_keeps_to_it(desk, bare):
    table = f"{HEAD}各县市区\t9\n临江县\t12\n"
    page, preview = look(desk, table, ("unit", "各县市区", "*group:县市区"))
    assert sorted(told(preview)) == sorted([("临江县", "12"), *((name, "9") for name in ALL[1:])])
    assert "“各县市区”里有 1 格另有一行写着" in page


@pytest.mark.parametrize("table", [HEAD + "{}\t9\n", "单位\t指标\t目标\n{}\t一般公共预算收入\t9\n"])
def test_two_that_are_named_each_get_the_value(desk, bare, table):
    table = table.format("临江县、东岭")
    _, preview = look(desk, table)
    what, labels = offered(preview)[0]
    assert what == "“临江县、东岭”写的是几家"
    assert labels[:4] == ["2 家各收一格", "不收这几行", "只收临江县的", "只收东岭县的"]
    page, preview = look(desk, table, ("unit", "临江县、东岭", "*each"))
    assert told(preview) == [("临江县", "9"), ("东岭县", "9")] and "“临江县、东岭”各收一格" in page


def test_everybody_at_once_stays_one_line_for_all(desk, bare):
    _, preview = look(desk, f"{HEAD}各单位\t9\n")
    assert told(preview) == [("各单位", "9")] and not preview.questions


def test_the_name_of_one_unit_is_asked_as_ever(desk, bare):
    _, preview = look(desk, f"{HEAD}平等新区\t9\n")
    assert offered(preview)[0][0] == "名册里没有“平等新区”"
