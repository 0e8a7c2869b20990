"""In which order groups are computed: those whose values are taken come first (semantics §7)."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from baton.scoring.facts import Facts
from baton.scoring.plan import children_of


class CircularLinks(ValueError):
    """Groups take each other's values in a ring; ``ring`` lists them."""

    def __init__(self, ring: list[str]) -> None:
        super().__init__("挂钩成环:" + " → ".join([*ring, ring[0]]))
        self.ring = ring


def group_order(rulebook: dict[str, Any], facts: Facts) -> list[str]:
    """Group names, sources first; :class:`CircularLinks` when there is no such order."""
    needs = _needs(rulebook, facts)
    done: list[str] = []
    open_: list[str] = []

    def visit(name: str) -> None:
        if name in done:
            return
        if name in open_:
            raise CircularLinks(open_[open_.index(name) :])
        open_.append(name)
        for source in sorted(needs[name]):
            visit(source)
        open_.pop()
        done.append(name)

    for entry in sorted(rulebook["groups"], key=lambda e: str(e["group"])):
        visit(entry["group"])
    return done


def _needs(rulebook: dict[str, Any], facts: Facts) -> dict[str, set[str]]:
    nodes = {node["code"]: node for node in rulebook["nodes"]}
    names = {entry["group"] for entry in rulebook["groups"]}
    group_of = {subject.subject: subject.group for subject in facts.roster}
    members: dict[str, list[Any]] = defaultdict(list)
    for subject in facts.roster:
        members[subject.group].append(subject)
    needs: dict[str, set[str]] = {name: set() for name in names}
    for entry in rulebook["groups"]:
        for node in _nodes_under([entry["root"], *entry["outside"]], nodes):
            if node["kind"] == "children":
                needs[entry["group"]].add(node["group"])
            elif node["kind"] == "link":
                for subject in members[entry["group"]]:
                    to = (
                        [unit for unit, _ in subject.links]
                        if node["via"] == "links"
                        else [subject.parent]
                    )
                    needs[entry["group"]].update(group_of.get(name, "") for name in to)
    return {name: found & names for name, found in needs.items()}


def _nodes_under(tops: list[str], nodes: dict[str, Any]) -> list[dict[str, Any]]:
    found, stack = [], [code for code in tops if code in nodes]
    while stack:
        node = nodes[stack.pop()]
        found.append(node)
        stack.extend(code for code in children_of(node) if code in nodes)
    return found
