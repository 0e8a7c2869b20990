"""Cautions: peers, tiny denominators, stand-ins, provisional rules, and what cannot be explained."""

import copy

import pytest

from baton.punctuation import full_width
from baton.scoring import score
from baton.scoring.explain import CannotExplain, Disagreement, explain
from tests.scoring.explain import county as six
from tests.scoring.explain import town as four


def kinds(made):
    """The kinds of an explanation's cautions."""
    return [one["kind"] for one in made.data()["warnings"]]


@pytest.mark.parametrize("code", ["M03", "M10", "M12", "M13", "M15", "M31", "M33"])
def test_a_comparison_within_the_group_warns_and_names_its_figures(code):
    made = explain(four.town(), "S1", code).data()
    cohort = made["cohort"]
    assert "cohort" in [one["kind"] for one in made["warnings"]]
    assert cohort["n"] == 4
    assert all(cohort[name] for name in ("lowest", "highest", "mean"))


@pytest.mark.parametrize("code", ["M01", "M02", "M08", "M11", "M25"])
def test_a_score_of_ones_own_does_not_warn(code):
    assert kinds(explain(four.town(), "S1", code)) == []


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("M30", "分母只有 7 件,1 件即影响 1.43 分。"),
        ("M12", "分母只有 7 件,1 件即影响 1.72 分。"),
        ("M04", "分母只有 8 个,1 个即影响 0.3 分。"),
        ("M21", "有效票只有 8 张,1 张票最多影响 1.25 分。"),
        ("M23", "评分票只有 8 张,1 张票最多影响 2.5 分。"),
    ],
)
def test_a_tiny_denominator_says_what_one_piece_moves(code, said):
    assert full_width(said) in explain(four.town(), "S1", code).text()


def test_what_one_piece_moves_is_what_the_engine_says():
    facts = four.facts()
    for row in facts["observations"]["rows"]:
        if row[:2] == ["S1", "M30超期"]:
            row[4] = "0"
    better = score(four.rulebook(), facts).score("S1", "M30")
    assert (better, four.town().score("S1", "M30")) == ("10", "8.57")


def test_stand_ins_and_provisional_rules_are_named():
    rulebook, facts = four.rulebook(), four.facts()
    for item in rulebook["items"]:
        item["status"] = "provisional"
        item["policies"] = four.policies("group_mean")
    for row in facts["observations"]["rows"]:
        if row[:2] == ["S1", "M01x"]:
            row[4:6] = [None, "excused"]
    made = explain(score(rulebook, facts), "S1", "M01")
    assert kinds(made) == ["cohort", "imputed", "provisional"]
    assert made.data()["policy"]["steps"][-1]["value"] == made.data()["score"]


@pytest.mark.parametrize(
    ("interim", "said"), [("none", "总分还没有出。"), ("total", "总分是过程监测值,未经审定。")]
)
def test_an_item_speaks_of_an_interim_total_only_where_there_is_one(interim, said):
    made = score(six.rulebook() | {"interim": interim}, six.facts())
    (told,) = [
        one["text"]
        for one in explain(made, "S6", "F01").data()["warnings"]
        if one["kind"] == "interim"
    ]
    assert told == full_width(f"还有指标没有出数,{said}")


def test_interim_figures_are_called_so():
    made = six.county()
    assert "interim" in kinds(explain(made, "S6"))
    assert "interim" in kinds(explain(made, "S6", "综合"))
    assert "interim" in kinds(explain(made, "S6", "F01"))
    assert [one["code"] for one in explain(made, "S6").data()["open"]] == ["M"]


@pytest.mark.parametrize(
    ("subject", "code", "said"),
    [
        ("没有", None, "没有结果"),
        ("没有", "F01", "没有得分"),
        ("S1", "没有", "没有“没有”这个指标或节点"),
    ],
)
def test_what_is_unknown_is_said_in_chinese(subject, code, said):
    with pytest.raises(CannotExplain, match=said):
        explain(six.county(), subject, code)


def test_an_indicator_outside_the_agreement_does_not_apply():
    rulebook = six.rulebook()
    rulebook["items"][0]["applies"] = "agreed"
    made = explain(score(rulebook, six.facts()), "S1", rulebook["items"][0]["code"])
    assert made.data()["outcome"] == "absent"
    assert "责任书里没有列" in made.text()


def test_a_subject_off_the_roster_is_explained():
    facts = six.facts()
    facts["on"] = "2026-12-31"
    facts["roster"]["rows"][0][8] = "2026-06-30"
    made = explain(score(six.rulebook(), facts), "S1")
    assert made.data()["status"] == "inactive"
    assert "不在册" in made.title


def test_an_explanation_that_comes_to_another_figure_is_never_given():
    made = six.county()
    tampered = copy.copy(made.before.score)
    tampered.num = made.before.score.num + 1
    made.before.score = tampered
    with pytest.raises(Disagreement):
        explain(made, "S1", "F01")


def test_a_node_that_comes_to_another_figure_is_never_given():
    made = six.county()
    values = made.nodes["县市区"]["总分"]
    values.value.num = values.value.num + 1
    with pytest.raises(Disagreement):
        explain(made, "S1", "总分")
