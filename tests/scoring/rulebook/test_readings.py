"""Every usual reading of a sentence is a rule book of its own; none is chosen."""

import pytest

from baton.scoring.rulebook import alternatives, find_faults, undeclared
from tests.scoring.rulebook.books import (
    EXAMPLES,
    POLICIES,
    book,
    coefficient,
    everything,
    group,
    item,
    node,
)


def words(rulebook, code=None):
    return [label for label, _ in alternatives(rulebook, code)]


def test_each_point_below_has_three_readings_and_two_measures():
    found = words(book([item("threshold_deduction")]), "threshold_deduction")
    assert found == [
        "百分点口径:完成率",
        "不足1个百分点:不计",
        "不足1个百分点:按1个计",
        "保底:在大项总",
        "保底:不设",
    ]


@pytest.mark.parametrize("method", EXAMPLES)
def test_every_alternative_is_sound_and_different(method):
    rulebook = book([item(method)])
    for label, variant in alternatives(rulebook, method):
        assert find_faults(variant) == [], label
        assert variant != rulebook


def test_percentage_points_or_per_cent_of_the_target_and_back():
    rulebook = book([item("threshold_deduction")])
    completion = dict(alternatives(rulebook, "threshold_deduction"))["百分点口径:完成率"]
    params = completion["items"][0]["params"]
    assert (params["measure"], params["target"], params["threshold"]) == ("completion", "92", "100")
    again = dict(alternatives(completion, "threshold_deduction"))["百分点口径:指标值"]
    assert again == rulebook


def test_the_floor_moves_to_the_dimension():
    rulebook = book([item("per_case", floor="0")])
    found = dict(alternatives(rulebook, "per_case"))
    moved = found["保底:在大项总"]
    assert moved["items"][0]["floor"] is None
    assert moved["nodes"][0]["floor"] == "0"
    assert found["保底:不设"]["nodes"] == rulebook["nodes"]
    assert "保底:在本项" in words(book([item("per_case")]), "per_case")


def test_doubling_protection_ties_and_the_ledger():
    assert "重复加倍:有重复的全部加倍" in words(book([item("per_case")]), "per_case")
    assert "位次后退:照扣" in words(book([item("movement")]), "movement")
    unprotected = item("movement")
    unprotected["params"]["protect"] = None
    assert "位次后退:保持前3名不扣" in words(book([unprotected]), "movement")
    assert "并列:按并列名次" in words(book([item("rank_points")]), "rank_points")
    assert {"减半次序:先取最高后减半", "配合单位:100%", "上年已计:不再计", "上年已计:照计",
            "已在别处计过:照计", "同一事项:累计"} <= set(words(book([item("ledger")]), "ledger"))  # fmt: skip


def test_rescaling_at_the_category_or_at_the_total():
    policies = {**POLICIES, "not_applicable": {"policy": "rescale", "value": None, "at": "加"}}
    nodes = [node("总", children=["加"]), node("加", children=["completion"])]
    rulebook = book([item(policies=policies)], nodes)
    [(label, variant)] = alternatives(rulebook, "completion")
    assert label == "无此任务:在总折算"
    assert variant["items"][0]["policies"]["not_applicable"]["at"] == "总"


def test_coefficients_and_subordinates():
    nodes = [
        node("总", "multiplier", base="和", coefficients=[coefficient("系")], full="10"),
        node("和", children=["completion"]),
        node("系", children=[]),
    ]
    assert words(book(nodes=nodes), "总") == ["系·取舍次序:先封顶后取舍", "系·未出数:按1计"]
    assert words(everything(), "所辖") == ["没有分的:等齐再算"]
    assert words(everything(), "和") == []
    assert words(everything(), "没有") == []
    for _, variant in alternatives(book(nodes=nodes), "总"):
        assert find_faults(variant) == []


def test_ranking_quotas_and_cohort():
    found = words(book())
    assert found == [
        "同组统计·被否决的:不计入",
        "同组统计·单列的:计入",
        "县市区·按:未取舍总分",
        "县市区·并列:1-2-2-3",
        "县市区·基数:有名次且未被否决的",
        "县市区·递补:否",
        "县市区·边上并列:全收",
        "县市区·边上并列:全不收",
        "县市区·优秀·名额取整:去尾",
        "县市区·优秀·名额取整:进一",
        "县市区·优秀·名额取整:最大余数",
    ]
    assert all(find_faults(variant) == [] for _, variant in alternatives(book()))
    assert len(words(book(groups=[group(grades=None)]))) == 4


def test_undeclared_until_the_key_is_kept():
    rulebook = book([item("threshold_deduction")])
    found = undeclared(rulebook)
    assert [(u.key, u.choices) for u in found] == [
        ("百分点口径", ("指标值", "完成率")),
        ("不足1个百分点", ("按比例", "不计", "按1个计")),
    ]
    assert found[1].path == ("items", 0, "params", "step")
    rulebook["items"][0]["readings"] = {"百分点口径": "指标值", "不足1个百分点": "按比例"}
    assert undeclared(rulebook) == []
    assert find_faults(rulebook) == []


def test_doubling_is_asked_only_where_the_sentence_doubles():
    quiet = item("per_case", floor="0")
    quiet["params"]["repeat"] = "none"
    assert [u.key for u in undeclared(book([quiet]))] == ["本项保底"]
    loud = {**quiet, "sentence": "每件扣0.5分,重复发生的加倍扣分"}
    assert [u.key for u in undeclared(book([loud]))] == ["重复加倍", "本项保底"]


def test_halving_order_is_not_asked_where_nobody_is_halved():
    whole = item("ledger")
    whole["params"]["support_share"] = "1"
    assert "减半次序" not in [u.key for u in undeclared(book([whole]))]
