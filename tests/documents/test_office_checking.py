"""Canonical facts against a rule book: what would make a score meaningless is named with a remedy."""

import copy

import pytest

from baton.documents.office import check_facts
from baton.documents.problems import Problems
from tests.scoring.rulebook.books import book, group, item, node
from tests.verify.making import facts

PEOPLE = {"甲一": {"group": "县市区"}, "甲二": {"group": "县市区"}}


def said(rules, given):
    """Codes, sentences and remedies of everything that is wrong."""
    problems = Problems()
    rules["calendar"] = ["2026-01", "2026-02"]
    check_facts(rules, given, problems=problems, places={})
    assert all(problem.remedy for problem in problems)
    return [(problem.code, problem.what) for problem in problems]


def rule(method, agreed=(), **changes):
    """A rule book with one indicator some of whose parameters come from the agreement."""
    made = item(method, **changes)
    made["params"] |= {key: {"field": key} for key in agreed if key in made["params"]}
    made |= {key: {"field": key} for key in agreed if key in made}
    return book([made])


def agreed(method, values, cells=None):
    lines = [("甲一", method, field, value) for field, value in {"目标": "9", **values}.items()]
    return facts(cells or {}, people={"甲一": PEOPLE["甲一"]}, agreement=lines)


@pytest.mark.parametrize(("method", "values", "code", "sentence"), [
    ("completion", {"target": "100"}, None, ""),
    ("completion", {"target": "2026-05-01"}, "agreement-kind", "“target”要填数,填的是 2026-05-01"),
    ("completion", {"target": "0"}, "zero-denominator", "不能作除数"),
    ("completion", {"target": None}, "agreement-missing", "责任书没有“target”"),
    ("completion", {"points": "-5"}, "agreement-negative", "分值不得为负"),
    ("completion", {"floor": "8", "cap": "6"}, "agreement-limits", "“本项保底”8 高于“本项封顶”6"),
    ("completion", {"floor": "6", "cap": "6"}, None, ""),
    ("interval", {"low": "80"}, "agreement-limits", "“下限”80 高于“上限”60"),
    ("efficacy_fixed", {"bad": "7", "good": "7"}, "agreement-limits", "“不允许值”7 等于“满意值”7"),
    ("satisfaction", {"zero_at": "90"}, "agreement-limits", "“零分线”90 等于“满分线”90"),
])  # fmt: skip
def test_what_the_agreement_says(method, values, code, sentence):
    rules = rule(method, values)
    found = said(rules, agreed(method, values))
    assert [entry[0] for entry in found] == ([code] if code else [])
    assert sentence in (found[0][1] if found else "")


def test_a_word_of_time_limits_is_any_name_in_a_formula():
    rules = book([item("custom")])
    rules["items"][0]["params"] = {"expression": "due * approved", "values": {}}
    rules["items"][0]["data"] = {}
    for name in ("due", "approved"):
        rules["items"][0]["params"]["values"][name] = {"field": name}
    assert said(rules, agreed("custom", {"due": "3", "approved": "2"})) == []
    [(code, what)] = said(rules, agreed("custom", {"due": "3", "approved": None}))
    assert code == "agreement-missing" and "“approved”" in what
    [(code, what)] = said(rules, agreed("custom", {"due": "2026-01-01", "approved": "1"}))
    assert code == "agreement-kind" and "要填数" in what


def test_a_wrong_kind_is_named_even_where_another_period_has_no_task():
    rules = rule("completion", ["target"])
    data = rules["items"][0]["data"]["x"]["item"]
    values = {"target": "2026-05-01"}
    found = said(rules, agreed("completion", values, {("甲一", data): "not_applicable"}))
    assert [code for code, _ in found] == ["agreement-kind"]
    found = said(rules, agreed("completion", {"target": None}, {("甲一", data): "excused"}))
    assert found == []


def test_a_category_without_points_is_mentioned_once():
    rules = book([item("ballots")])
    data = rules["items"][0]["data"]["x"]["item"]
    weighted = {"mode": "weighted", "weights": {"优秀": "1", "称职": "0.8"}, "excluded": []}
    rules["items"][0]["params"] |= weighted
    given = facts(
        {("甲一", data): {"优秀": "3", "优 秀": "2"}, ("甲二", data): {"优 秀": "1"}}, PEOPLE
    )
    [(code, what)] = said(rules, given)
    assert code == "tally-key"
    assert "类别“优 秀”在规则书里没有分值,不得分(共 2 处)" in what
    tiers = copy.deepcopy(rules)
    tiers["items"][0]["params"] |= {"mode": "tiers"}
    assert said(tiers, given) == []


@pytest.mark.parametrize(("weight", "found"), [
    ("3", []),
    ("0", []),
    (None, ["agreement-missing"]),
    ("-1", ["agreement-negative"]),
    ("2026-01-01", ["agreement-kind"]),
])  # fmt: skip
def test_weights_of_subordinates(weight, found):
    below = {"group": "科室", "take": "total", "weight": "人数", "absent": "skip", "full": "10"}
    nodes = [node("总", children=["completion"]), node("科", children=["control"])]
    nodes.append(node("上", "children", factor="1", **below))
    rules = book([item(), item("control")], nodes)
    rules["groups"] = [group(root="上"), {**group(root="科"), "group": "科室"}]
    people = {"甲一": PEOPLE["甲一"], "丙": {"group": "科室", "parent": "甲一"}}
    given = facts({}, people=people, agreement=[("丙", "上", "人数", weight)])
    assert [code for code, _ in said(rules, given)] == found
