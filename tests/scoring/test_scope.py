"""A round that assesses only some indicators: the book that is left stands by itself and both implementations agree on it."""

import random
from pathlib import Path

import pytest

from baton.documents.problems import Problems
from baton.documents.rulebook import read_rulebook
from baton.scoring import score
from baton.scoring.rulebook import find_faults
from baton.scoring.scope import Scope, gone, lacks, leaves, narrowed, ties_lost, told
from tests.fuzz.books import case
from tests.fuzz.compare import by_verifier, canonical
from tests.fuzz.sound import faults

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
SEEDS = range(150)


def _chosen(book, chance):
    """Some of everything that can be ticked, with the remedies of what that lacks taken."""
    items = frozenset(code for code in leaves(book) if chance.random() < 0.6)
    scope = Scope(items, graded=False)
    for _ in range(8):
        found = lacks(book, scope)
        kinds = {one.kind for one in found}
        if not found or "nothing" in kinds:
            return scope
        without = scope.without | {one.code for one in found if one.kind == "coefficient"}
        left_out = scope.left_out | {one.code for one in found if one.kind == "group"}
        nodes = {node["code"] for node in book["nodes"]}
        fewer = {one.code for one in found if one.kind == "taken"} & nodes
        scope = Scope(scope.items - fewer, without, left_out)
        if kinds == {"alone"}:
            reached = {
                one["code"] for table in ("items", "nodes") for one in narrowed(book, scope)[table]
            }
            scope = Scope(scope.items & reached, without, left_out)
    return scope


def _without(facts, idle):
    """The facts as a round's records give them: without figures that only other indicators take."""
    rows = [row for row in facts["observations"]["rows"] if row[1] not in idle]
    return facts | {"observations": facts["observations"] | {"rows": rows}}


def test_what_is_left_is_sound_and_computed_alike():
    """150 random books with a random choice each."""
    computed = fewer = 0
    for seed in SEEDS:
        book, facts = case(seed)
        scope = _chosen(book, random.Random(seed))
        own = narrowed(book, scope)
        facts = _without(
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
    assert computed > 80 and fewer > 60, (computed, fewer)


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
