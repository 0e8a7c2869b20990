"""没有数的怎么办: 无此任务、单列、缺报, for one indicator or for all (通则)."""

from __future__ import annotations

import re
from typing import Any

from baton.documents.numbers import fold, quoted
from baton.documents.rulebook import numbers as spoken
from baton.documents.rulebook import values
from baton.documents.rulebook.composing import Node
from baton.documents.rulebook.scope import BAD, Scope
from baton.scoring.rulebook.faults import Path
from baton.scoring.rulebook.shapes import Number
from baton.scoring.rulebook.specs.book import ABSENT_POLICY, MISSING_POLICY

LABELS = {"not_applicable": "无此任务", "excused": "单列", "missing": "缺报"}
NEAREST, FARTHEST = "本大项折算", "总分折算"
_ABSENT = {"计满分": "full", "满分": "full", "组内平均": "group_mean", "不计": "unscored"}
_MISSING = {"计0分": "zero", "0分": "zero", "组内最低": "group_least", "待定": "hold"}
_CONSTANT = re.compile(r"[按计]\s*(-?\d+(?:\.\d+)?)\s*分?计?", re.ASCII)
_AT = re.compile(r"在(.+)折算")
_CHOICES = {
    "missing": ("计0分", "组内最低", "按…分计", "待定"),
    "absent": ("计满分", "组内平均", "不计", NEAREST, FARTHEST, "在某节点折算", "按…分计"),
}


class Later:
    """缺项折算 at a node that is known only when the whole tree is."""

    def __init__(self, word: str, node: Node) -> None:
        self.word, self.node = word, node


def read_policy(state: str, node: Node, path: Path, scope: Scope) -> Any:
    """One canonical policy; `at` may be a `Later`."""
    key = LABELS[state]
    scope.marks[path] = node
    if node.kind == "map":
        shape = MISSING_POLICY if state == "missing" else ABSENT_POLICY
        return values.record(shape.fields, node, path, key, scope)
    text = fold(node.text) if node.kind == "text" else ""
    if state == "missing":
        if text in _MISSING:
            return {"policy": _MISSING[text], "value": None}
        if found := _CONSTANT.fullmatch(text):
            return {"policy": "constant", "value": _constant(found, node, path, key, scope)}
        return _unknown(state, node, path, key, scope)
    if text in _ABSENT:
        return {"policy": _ABSENT[text], "value": None, "at": None}
    if found := _CONSTANT.fullmatch(text):
        value = _constant(found, node, path, key, scope)
        return {"policy": "constant", "value": value, "at": None}
    return _rescaled(text, state, node, path, key, scope)


def _rescaled(text: str, state: str, node: Node, path: Path, key: str, scope: Scope) -> Any:
    rescale = {"policy": "rescale", "value": None}
    if text in (NEAREST, FARTHEST):
        return {**rescale, "at": Later(text, node)}
    if text == "缺项折算":
        scope.left_open((*path, "at"), key, (NEAREST, FARTHEST), "缺项在本大项折算,还是在总分折算")
        return {**rescale, "at": Later(NEAREST, node)}
    if found := _AT.fullmatch(node.text.strip()):
        scope.marks[(*path, "at")] = node
        return {**rescale, "at": found[1]}
    return _unknown(state, node, path, key, scope)


def _constant(found: re.Match[str], node: Node, path: Path, key: str, scope: Scope) -> Any:
    bare = Node("text", node.line, node.column, found[1])
    return spoken.number(bare, Number("points"), (*path, "value"), key, scope)


def _unknown(state: str, node: Node, path: Path, key: str, scope: Scope) -> Any:
    words = "、".join(_CHOICES["missing" if state == "missing" else "absent"])
    shown = quoted(node.text) if node.kind == "text" else "这里"
    scope.refuse(path, node, key, f"{shown}不是可选的办法", f"可写:{words}", "choice")
    return BAD
