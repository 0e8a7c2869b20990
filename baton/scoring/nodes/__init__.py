"""Composition of indicators into papers and totals (semantics §7)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from baton.scoring import columns as exact
from baton.scoring.canonical import parse_decimal
from baton.scoring.columns import ZERO, Array, Rounding
from baton.scoring.nodes import links, mixes, sums
from baton.scoring.nodes.gaps import gaps_of
from baton.scoring.nodes.runs import Own
from baton.scoring.nodes.stretches import nodes_at
from baton.scoring.nodes.values import COMPLETE_NODE, Leaves, Values
from baton.scoring.plan import Group, Plan, children_of, rounding_of
from baton.scoring.scores import Scores


@dataclass
class Tree:
    """The tree of a stretch, laid out once: which cells lie under which sum node.

    ``numbers``: at which place of the tree each node of the plan stands; ``below``: child nodes.
    """

    plan: Plan
    group: Group
    own: dict[str, Own]
    numbers: dict[int, int]
    below: dict[str, list[str]]

    @classmethod
    def of(cls, plan: Plan, group: Group) -> Tree:
        """Find each sum node's cells."""
        own = {
            code: Own.lay(plan, group, nodes_at(group, place))
            for place, code in enumerate(group.nodes)
            if plan.nodes[code]["kind"] == "sum"
        }
        below = {
            code: [child for child in plan.nodes[code]["children"] if child in plan.nodes]
            for code in own
        }
        number = {code: i for i, code in enumerate(plan.nodes)}
        places = {
            number[code]: place
            for peer in group.peers or [group]
            for place, code in enumerate(peer.nodes)
        }
        return cls(plan, group, own, places, below)


def tree_of(plan: Plan, group: Group) -> Tree:
    """The group's tree, laid out at its first use and kept with the plan."""
    found: Tree = plan.kept(f"tree {group.name}", lambda: Tree.of(plan, group))
    return found


def evaluate(
    tree: Tree,
    scores: Scores,
    others: links.Others,
    outside: Array,
    before: dict[str, Values] | None = None,
) -> dict[str, Values]:
    """Every node of the tree and every indicator that a mixing node looks at.

    ``outside``: rows (of the whole plan) that cohort statistics leave out; ``before``: the values before
    vetoes, which alone feed the statistics.
    """
    return _Evaluation(tree, scores, others, outside, before).run()


class _Evaluation:
    def __init__(
        self,
        tree: Tree,
        scores: Scores,
        others: links.Others,
        outside: Array,
        before: dict[str, Values] | None,
    ) -> None:
        self.tree, self.plan, self.group = tree, tree.plan, tree.group
        self.scores, self.others, self.before = scores, others, before
        self.outside = outside[self.group.start : self.group.stop]
        self.cohorts = self.plan.cohort_of_row[self.group.start : self.group.stop]
        self.gaps = gaps_of(self.plan, self.group, scores, tree.numbers)
        self.leaves = Leaves(self.plan, self.group, scores)
        self.size = self.group.stop - self.group.start
        self.place: Rounding = rounding_of(self.plan.rulebook["rounding"]["node"])  # type: ignore[assignment]
        self.done: dict[str, Values] = {}

    def run(self) -> dict[str, Values]:
        for place, code in enumerate(self.group.nodes):
            node = self.plan.nodes[code]
            self.done[code] = self.finished(node, self.composed(place, node))
        return self.done

    def child(self, code: str) -> Values:
        if code not in self.done:
            self.done[code] = self.leaves.child(code)
        return self.done[code]

    def composed(self, place: int, node: dict[str, Any]) -> Values:
        kind = node["kind"]
        if kind == "sum":
            return self.summed(place, node)
        if kind == "multiplier":
            rounding = rounding_of(self.plan.rulebook["rounding"]["coefficient"])
            parts = [
                (entry, self.child(entry["node"]), self.stats(entry["node"]))
                for entry in node["coefficients"]
            ]
            return mixes.multiplier(node, self.child(node["base"]), parts, rounding)  # type: ignore[arg-type]
        if kind in {"children", "link"}:
            rows = self.plan.rows[self.group.start : self.group.stop]
            return links.linked_node(node, rows, self.others, self.group.members)
        children = [(code, self.child(code)) for code in children_of(node)]
        if kind == "weighted":
            return mixes.weighted(node, children, self.size)
        return mixes.extreme(node, children)

    def summed(self, place: int, node: dict[str, Any]) -> Values:
        nodes = [(self.plan.nodes[code], self.done[code]) for code in self.tree.below[node["code"]]]
        return sums.total(node, self.tree.own[node["code"]], self.scores, nodes, self.gaps, place)

    def stats(self, code: str) -> mixes.Stats:
        values = self.before[code] if self.before is not None else self.child(code)
        complete = values.present & (values.status == COMPLETE_NODE)
        return mixes.Stats(values.value, complete & ~self.outside, self.cohorts)

    def finished(self, node: dict[str, Any], values: Values) -> Values:
        low, high = (
            None if node[key] is None else exact.constant(*parse_decimal(node[key]))
            for key in ("floor", "cap")
        )
        value = exact.rounded(exact.clip(values.value, low, high), self.place)
        value = exact.where(values.has, value, ZERO)
        if node["role"] == "ordinary":
            return replace(values, value=value)
        return replace(values, value=value, bonus=value, full=ZERO.spread(self.size))
