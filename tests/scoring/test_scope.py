"""A round that assesses only some indicators: the book that is left stands by itself and both implementations agree on it."""

import random
from dataclasses import replace
from pathlib import Path

import pytest

from baton.documents.problems import Problems
from baton.documents.rulebook import read_rulebook
from baton.scoring import score
from baton.scoring.explain import explain
from baton.scoring.rulebook import find_faults
from baton.scoring.rulebook.specs.nodes import NOT_ASSESSED
from baton.scoring.scope import gone, lacks, narrowed, ties_lost, told
from baton.scoring.scope_choice import SCALED, Scope
from baton.scoring.scope_scaling import is_rest
from tests.fuzz.books import case
from tests.fuzz.compare import by_verifier, canonical
from tests.fuzz.scoped import chosen, without
from tests.fuzz.sound import faults

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
SEEDS = range(150)


def test_what_is_left_is_sound_and_computed_alike():
    """150 random books with a random choice each."""
    computed = fewer = scaled = 0
    for seed in SEEDS:
        book, facts = case(seed)
        scope = chosen(book, random.Random(seed))
        own = narrowed(book, scope)
        facts = without(
            facts,
            {entry["code"] for entry in book["data"]} - {entry["code"] for entry in own["data"]},
        )
        if lacks(book, scope):
            continue
        assert faults(own) == [], seed
        assert find_faults(book) or find_faults(own) == [], (seed, find_faults(own))
        assert canonical(score(own, facts).canonical()) == canonical(by_verifier(own, facts)), seed
        computed += 1
        fewer += len(own["items"]) < len(book["items"])
        brought = replace(scope, total=SCALED)
        if lacks(book, brought):
            continue
        own = narrowed(book, brought)
        assert faults(own) == [] and (find_faults(book) or find_faults(own) == []), seed
        result = score(own, facts)
        assert canonical(result.canonical()) == canonical(by_verifier(own, facts)), seed
        for row in result.plan.rows[:2]:
            root = next(one.entry["root"] for one in result.plan.groups if one.name == row.group)
            assert NOT_ASSESSED not in str(explain(result, row.subject, root).data()["parts"]), seed
        scaled += any(map(is_rest, own["nodes"]))
    assert computed > 80 and fewer > 60 and scaled > 15, (computed, fewer, scaled)


@pytest.fixture(scope="module")
def three():
    """Three papers multiplied, a bonus, and leaders who take their unit's points."""
    path = EXAMPLES / "three-papers-and-leaders" / "规则书.yaml"
    return read_rulebook(path, problems=Problems())


def kinds(book, *items, **more):
    return {one.kind: one.sentence for one in lacks(book, Scope(frozenset(items), **more))}


OTHERS = frozenset({"部门", "干部"})


def test_a_coefficient_that_is_not_ticked_is_asked_for_by_name(three):
    found = kinds(three, "收入", "党建", left_out=OTHERS)
    assert list(found) == ["coefficient"]
    assert "这一轮不乘群众满意度" in found["coefficient"]
    own = narrowed(three, Scope(frozenset({"收入", "党建"}), frozenset({"满意"}), OTHERS))
    papers = next(one for one in own["nodes"] if one["code"] == "三卷")
    assert [one["node"] for one in papers["coefficients"]] == ["党建"] and papers["full"] == "60"
    assert find_faults(own) == []


def test_without_any_coefficient_the_base_is_the_total(three):
    own = narrowed(three, Scope(frozenset({"收入", "工业"}), frozenset({"满意", "党建"}), OTHERS))
    papers = next(one for one in own["nodes"] if one["code"] == "三卷")
    assert (papers["kind"], papers["children"]) == ("sum", ["发展"])
    assert find_faults(own) == []
    assert told(own, "县区") == "这一轮只考 2 项，满分 100 分，总分照实"


def test_a_group_without_an_indicator_has_to_be_left_out(three):
    found = kinds(three, "收入", without=frozenset({"满意", "党建"}))
    assert found["group"].startswith("“部门”一个指标也没有勾") or "干部" in found["group"]
    own = narrowed(three, Scope(frozenset({"收入"}), frozenset({"满意", "党建"}), OTHERS))
    assert [one["group"] for one in own["groups"]] == ["县区"]


def test_a_coefficient_alone_is_no_total(three):
    found = kinds(three, "部门工作", "党建", left_out=frozenset({"县区", "干部"}))
    assert list(found) == ["alone"] and "党的建设" in found["alone"]


def test_what_breaks_ties_goes_with_its_indicator_and_is_named(three):
    scope = Scope(frozenset({"单位得分", "部门工作"}), left_out=frozenset({"县区"}))
    own = narrowed(three, scope)
    leaders = next(one for one in own["groups"] if one["group"] == "干部")
    assert leaders["ranking"]["keys"] == [] and leaders["grades"] is None
    assert ties_lost(three, scope) == ["个人履职(400分)"]


def test_grade_lines_of_the_whole_scheme_say_nothing_of_a_part(three):
    some = {"left_out": frozenset({"县区"}), "graded": True}
    assert "对不上" in kinds(three, "单位得分", "部门工作", **some)["grades"]
    assert kinds(three, "单位得分", "个人", "部门工作", **some) == {}


def test_nothing_ticked_and_what_is_gone(three):
    assert list(kinds(three)) == ["nothing"]
    assert gone(three, Scope(frozenset({"收入", "没有的"}))) == ["没有的"]
    assert narrowed(three, None) is three and told(three, "县区") == ""


def test_a_code_that_has_become_a_part_stands_for_all_under_it(three):
    own = narrowed(three, Scope(frozenset({"发展"}), frozenset({"满意", "党建"}), OTHERS))
    assert {one["code"] for one in own["items"]} == {"收入", "工业"}


def test_what_is_kept_is_read_back():
    scope = Scope(frozenset("ab"), frozenset("c"), frozenset("d"), True)
    assert Scope.read(scope.written()) == scope


def test_a_node_that_takes_what_is_not_assessed_is_named(three):
    book = three | {
        "nodes": [
            node | ({"take": "发展"} if node["code"] == "单位得分" else {})
            for node in three["nodes"]
        ]
    }
    found = kinds(book, "单位得分", "部门工作", left_out=frozenset({"县区"}))
    assert "“高质量发展”没有勾" in found["taken"]
