"""几何平均、取最低、取最高: how a part came to its score, and who answers for the indicators behind it."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from baton.desk.looks.own_tree import nodes_of
from baton.punctuation import full_width
from baton.scoring.plan import children_of
from baton.scoring.result import Result

WORDS = {"geometric": "几何平均", "min": "取最低", "max": "取最高"}
SHOWN = 6


def below(result: Result, subject: str) -> set[str]:
    """Everything that stands below such a part of a unit's tree: it takes no points from the total by itself."""
    nodes, found = nodes_of(result, subject), set[str]()
    waiting = [child for node in nodes.values() if node["kind"] in WORDS for child in children_of(node)]  # fmt: skip
    while waiting:
        code = waiting.pop()
        if code not in found:
            found.add(code)
            waiting += children_of(nodes[code]) if code in nodes else []
    return found


def how(told: dict[str, Any]) -> str:
    """From an explanation of such a part: what stands in it and how it comes together.

    >>> how({"node_kind": "min", "parts": [{"name": "甲", "value": "55"}, {"name": "乙", "value": None}]})
    '取最低：甲 55、乙未出'
    """
    parts = [_part(one["name"], one["value"]) for one in told["parts"]]
    more = f"等 {len(parts)} 项" if len(parts) > SHOWN else ""
    return f"{WORDS[told['node_kind']]}：{'、'.join(parts[:SHOWN])}{more}"


def _part(name: str, value: str | None) -> str:
    return f"{full_width(name)} {value}" if value is not None else f"{full_width(name)}未出"


def behind(told: dict[str, Any]) -> list[str]:
    """The parts that its score comes from: the lowest or the highest, or all of them."""
    parts = told["parts"]
    if told["node_kind"] == "geometric":
        return [one["code"] for one in parts]
    values = [one["value"] for one in parts if one["value"] is not None]
    if not values:
        return []
    pick = min if told["node_kind"] == "min" else max
    chosen = pick(values, key=Fraction)
    return [one["code"] for one in parts if one["value"] == chosen]
