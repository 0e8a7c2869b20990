"""Groups whose trees differ in names only are computed together, and the verifier, who never does, agrees."""

import copy

import pytest

from baton.scoring.facts import Facts
from baton.scoring.nodes.stretches import stretches_of
from baton.scoring.plan import compile_plan
from tests.fuzz.books import case
from tests.fuzz.compare import compare

BOOKS, CHUNKS = 400, 8


def own_names(rulebook, group):
    """Which sums from the root down may bear another name in another group."""
    nodes = {node["code"]: node for node in rulebook["nodes"]}
    fixed = {policy.get("at") for item in rulebook["items"] for policy in item["policies"].values()}
    found, waiting = [], [group["root"]]
    while waiting:
        node = nodes.get(waiting.pop())
        if node and node["kind"] == "sum" and node["code"] not in fixed:
            found.append(node)
            waiting.extend(node["children"])
    return found


def halved(rulebook, facts):
    """Every second subject of each group goes to a group of its own, whose tree has names of its own."""
    rulebook, facts = copy.deepcopy(rulebook), copy.deepcopy(facts)
    for group in list(rulebook["groups"]):
        mine = own_names(rulebook, group)
        names = {node["code"]: node["code"] + "b" for node in mine}

        def renamed(code, names=names):
            return names.get(code, code)

        for node in mine:
            twin = node | {"code": renamed(node["code"])}
            if twin["code"] not in {other["code"] for other in rulebook["nodes"]}:
                twin["children"] = [renamed(code) for code in node["children"]]
                rulebook["nodes"].append(twin)
        other = copy.deepcopy(group) | {
            "group": group["group"] + "b",
            "root": renamed(group["root"]),
        }
        for ranked in (other["ranking"], other["grades"] or {"keys": []}):
            for key in ranked["keys"]:
                key["key"] = renamed(key["key"])
        rulebook["groups"].append(other)
        place = facts["roster"]["columns"].index("group")
        members = [row for row in facts["roster"]["rows"] if row[place] == group["group"]]
        for row in members[::2]:
            row[place] = other["group"]
    rulebook["nodes"].sort(key=lambda node: node["code"])
    rulebook["groups"].sort(key=lambda group: group["group"])
    return rulebook, facts


def joined_by_name_only(rulebook, facts):
    """Whether two groups with people in them and names of their own are computed together."""
    stretches = stretches_of(compile_plan(rulebook, Facts.from_canonical(facts)))
    peopled = [[peer for peer in s.peers if peer.stop > peer.start] for s in stretches]
    return any(len({tuple(peer.nodes) for peer in peers}) > 1 for peers in peopled)


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_groups_with_one_shape_of_tree_come_out_as_each_would_alone(chunk):
    joined = 0
    for seed in range(chunk, BOOKS, CHUNKS):
        rulebook, facts = halved(*case(seed))
        difference, _ = compare(rulebook, facts)
        assert difference is None, (seed, difference)
        joined += joined_by_name_only(rulebook, facts)
    assert joined >= 3  # about one book in eight
