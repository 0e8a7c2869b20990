"""Neighbouring peer groups whose trees can be computed together, node by node.

Offices draw one tree and give each group its own names: 总分A with 差异A, 总分B with 差异B. Such trees have
one *shape*, and one pass over the rows of all their groups serves them. A stretch speaks of its nodes by
the names of its first group; the n-th node of every other group stands at the same place.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from baton.scoring.nodes.runs import DENSE_ROWS
from baton.scoring.plan import Group, Plan

TAKING = {"children", "link"}


def stretches_of(plan: Plan) -> list[Group]:
    """The plan's stretches, found at their first use; groups that take others' values stay alone."""
    found: list[Group] = plan.kept("stretches", lambda: _stretches(plan))
    return found


def nodes_at(stretch: Group, place: int) -> Iterator[tuple[str, int, int]]:
    """Which node stands at a place of the tree, with the rows for which it does: code, start, stop."""
    code, start = "", stretch.start
    for peer in stretch.peers or [stretch]:
        if code and peer.nodes[place] != code:
            yield code, start, peer.start
            start = peer.start
        code = peer.nodes[place]
    yield code, start, stretch.stop


def _stretches(plan: Plan) -> list[Group]:
    found: list[Group] = []
    places: dict[str, int] = {}
    for group in plan.groups:
        mine = {code: i for i, code in enumerate(group.nodes)}
        # A node that two groups share must stand at the same place in both.
        level = all(places.get(code, i) == i for code, i in mine.items())
        if found and level and _together(plan, found[-1], group):
            found[-1].stop = group.stop
            found[-1].peers.append(group)
            places |= mine
        else:
            found.append(replace(group, peers=[group]))
            places = mine
    return found


def _together(plan: Plan, stretch: Group, group: Group) -> bool:
    if any(plan.nodes[code]["kind"] in TAKING for code in group.nodes):
        return False
    last = stretch.peers[-1]
    if last.nodes == group.nodes:
        return _key(plan, last) == _key(plan, group)
    small = max(last.stop - last.start, group.stop - group.start) < DENSE_ROWS
    return small and _key(plan, last) == _key(plan, group)


def _key(plan: Plan, group: Group) -> str:
    """Equal for groups whose nodes at each place are computed, and whose rows are ranked, alike."""
    tops = [group.entry["root"], *group.entry["outside"]]
    places: dict[str, Any] = {code: i for i, code in enumerate(group.nodes)}
    ranking = group.entry["ranking"]
    keys = [key | {"key": places.get(key["key"], key["key"])} for key in ranking["keys"]]
    shapes = [_shape(plan, code) for code in tops if code in plan.nodes]
    return json.dumps([shapes, ranking | {"keys": keys}], sort_keys=True)


def _shape(plan: Plan, code: str) -> Any:
    """What a node does with its child nodes; sums may differ in their indicators, others in nothing."""
    node = plan.nodes[code]
    if node["kind"] != "sum":
        return code
    below = [_shape(plan, child) for child in node["children"] if child in plan.nodes]
    return [node["role"], node["cap"], node["floor"], below]
