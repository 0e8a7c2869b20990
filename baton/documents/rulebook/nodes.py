"""读节点: dimensions may be written inside each other; indicators inside them are handed on to their own reader."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from baton.documents.numbers import fold, quoted
from baton.documents.rulebook import numbers as spoken
from baton.documents.rulebook import values
from baton.documents.rulebook.composing import Node
from baton.documents.rulebook.phrases import Entries
from baton.documents.rulebook.scope import BAD, Row, Scope, Source
from baton.scoring.rulebook.checks.names import nearest
from baton.scoring.rulebook.faults import Path
from baton.scoring.rulebook.shapes import ASK, Choice, Field, Number
from baton.scoring.rulebook.specs import COEFFICIENT_MAPS, NODE_KINDS
from baton.scoring.rulebook.specs.nodes import COEFFICIENT, FULL, NODE_FIELDS, NODE_NOTES

ITEMS, NODES, CHILDREN = "指标", "大项", "组成"
_KINDS = {kind.title: kind for kind in NODE_KINDS.values()}
_MAPS = {kind.title: kind.name for kind in COEFFICIENT_MAPS.values()}
_COMMON = tuple(field for field in NODE_FIELDS if field.key not in ("code", "kind"))
_SPAN = re.compile(r"(-?\d+(?:\.\d+)?)\s*(?:至|到|~|-|—)\s*(-?\d+(?:\.\d+)?)", re.ASCII)
_AS = re.compile(r"按\s*(-?\d+(?:\.\d+)?)\s*计?", re.ASCII)


@dataclass
class Definition:
    """A node or indicator found in the document: its code, its content, and the row being read."""

    code: str
    node: Node
    scope: Scope


@dataclass
class Found:
    """What one walk over the tree collects; declared: full points written at sum nodes."""

    nodes: list[tuple[Row, Scope]]
    items: list[Definition]
    declared: list[tuple[str, str, Scope]]


def read_nodes(source: Source, roots: list[tuple[str, Node]]) -> Found:
    """Read every node from the given ones down; nesting is bounded by the composer, the walk keeps its own list."""
    found = Found([], [], [])
    todo = list(reversed(roots))
    while todo:
        code, node = todo.pop()
        scope = Scope(source, f"节点{code}", node)
        scope.marks[("code",)] = scope.node
        inner = list(_read(code, node, scope, found))
        todo.extend(reversed(inner))
    return found


def definitions(node: Node, key: str, scope: Scope) -> list[tuple[str, Node]]:
    """The entries of an 指标 or 大项 section: code and content."""
    entries = values.pairs(node, (key,), key, scope)
    return [(code, value) for code, (_, value) in (entries or {}).items()]


def _read(code: str, node: Node, scope: Scope, found: Found) -> Iterator[tuple[str, Node]]:
    entries = values.pairs(node, (), "", scope)
    if entries is None:
        found.nodes.append(({"code": code}, scope))
        scope.bad.add(())
        return
    items = _section(ITEMS, entries, scope)
    for name, content in items:
        found.items.append(Definition(name, content, Scope(scope.source, f"指标{name}", content)))
    dimensions = _section(NODES, entries, scope)
    yield from dimensions
    inner = [name for name, _ in (*items, *dimensions)]
    row = _row(code, entries, inner, scope)
    if row["kind"] == "sum" and FULL.label in entries:
        full = entries.pop(FULL.label)[1]
        value = values.read(Number("points"), full, ("full",), FULL.label, scope)
        if isinstance(value, str):
            found.declared.append((code, value, scope))
    kind = NODE_KINDS.get(row["kind"]) if isinstance(row["kind"], str) else None
    own = kind.fields if kind else ()
    labels = [field.label for field in (*_COMMON, *NODE_NOTES, *own)]
    if kind:
        values.unknown(entries, [*labels, "合成", ITEMS, NODES, FULL.label], "", scope)
    found.nodes.append((row, scope))


def _section(label: str, entries: Entries, scope: Scope) -> list[tuple[str, Node]]:
    if label not in entries:
        return []
    return definitions(entries.pop(label)[1], label, scope)


def _row(code: str, entries: Entries, inner: list[str], scope: Scope) -> Row:
    row: Row = {"code": code, "kind": _kind(entries, scope)}
    for field in _COMMON:
        row[field.key] = _field(field, entries, scope)
    if row["name"] is None:
        row["name"] = code
    for field in NODE_NOTES:
        if field.label in entries:
            row[field.key] = _field(field, entries, scope)
    kind = NODE_KINDS.get(row["kind"]) if isinstance(row["kind"], str) else None
    for field in kind.fields if kind else ():
        special = _SPECIAL.get(field.key)
        row[field.key] = (
            special(field, entries, inner, scope) if special else _field(field, entries, scope)
        )
    return row


def _kind(entries: Entries, scope: Scope) -> Any:
    if "合成" not in entries:
        return "sum"
    node = entries.pop("合成")[1]
    scope.marks[("kind",)] = node
    if node.text in _KINDS:
        return _KINDS[node.text].name
    near = nearest(node.text, _KINDS) if node.text else None
    remedy = f"是“{near}”吗?" if near else f"可写:{'、'.join(_KINDS)}"
    return scope.refuse(
        ("kind",), node, "合成", f"没有合成办法{quoted(node.text)}", remedy, "choice"
    )


def _field(field: Field, entries: Entries, scope: Scope) -> Any:
    entry = values.take(entries, field)
    path: Path = (field.key,)
    if entry is not None:
        return values.read(field.shape, entry[1], path, field.label, scope)
    if field.default is ASK and isinstance(field.shape, Choice):
        return ask(field, path, field.label, scope)
    return values.omitted(field, path, "", scope)


def ask(field: Field, path: Path, key: str, scope: Scope) -> Any:
    """Leave a reading open and go on with the most usual one."""
    from baton.scoring.rulebook.readings import choices

    usual = choices(field)
    scope.left_open(path, key, tuple(word for _, word in usual), field.note)
    return usual[0][0]


def _children(field: Field, entries: Entries, inner: list[str], scope: Scope) -> Any:
    """组成 in its order, then whatever is written inside and not yet named."""
    entry = values.take(entries, field)
    named: Any = []
    if entry is not None:
        named = values.read(field.shape, entry[1], (field.key,), field.label, scope)
    elif not inner and "权重" in entries:
        named = [name.text for name, _ in entries["权重"][1].pairs]
    if named is BAD:
        return BAD
    return [*named, *(code for code in inner if code not in named)]


def _coefficients(field: Field, entries: Entries, inner: list[str], scope: Scope) -> Any:
    entry = values.take(entries, field)
    path: Path = (field.key,)
    if entry is None:
        return values.omitted(field, path, "", scope)
    node = entry[1]
    scope.marks[path] = node
    if node.kind == "map":
        rows = [(name, value) for name, value in node.pairs]
    elif node.kind == "list":
        rows = [(None, value) for value in node.entries]  # type: ignore[misc]
    else:
        what, remedy = "这里要写各个系数", "请写成 系数: {党建: {换算: …}}"
        return scope.refuse(path, node, field.label, what, remedy, "not-a-map")
    return [_coefficient(name, value, (*path, i), scope) for i, (name, value) in enumerate(rows)]


def _coefficient(name: Node | None, node: Node, path: Path, scope: Scope) -> Any:
    key = f"系数·{name.text}" if name else "系数"
    scope.marks[path] = name or node
    entries = values.pairs(node, path, key, scope)
    if entries is None:
        return BAD
    _spread(entries)
    found: Row = {}
    for field in COEFFICIENT.fields:
        place: Path = (*path, field.key)
        entry = values.take(entries, field)
        if field.key == "node" and name is not None:
            found["node"] = name.text
        elif field.key == "map" and entry is not None:
            found["map"] = _map(entry[1], place, key, scope)
        elif entry is not None:
            found[field.key] = values.read(
                field.shape, entry[1], place, f"{key}·{field.label}", scope
            )
        elif field.key == "order" and found["low"] is None and found["high"] is None:
            found["order"] = "round_clip"
        elif field.default is ASK:
            found[field.key] = ask(field, place, f"{key}·{field.label}", scope)
        else:
            found[field.key] = values.omitted(field, place, key, scope, node)
    values.unknown(entries, [field.label for field in COEFFICIENT.fields], key, scope)
    return found


def _map(node: Node, path: Path, key: str, scope: Scope) -> Any:
    scope.marks[path] = node
    if node.text in _MAPS:
        return _MAPS[node.text]
    what = f"没有换算办法{quoted(node.text)}"
    return scope.refuse(path, node, key, what, f"可写:{'、'.join(_MAPS)}", "choice")


def _spread(entries: Entries) -> None:
    """“系数: 0.95 至 1.05” is 下限 and 上限; “未出数: 按1计” is 按常数 with 常数 1."""
    if "系数" in entries:
        name, value = entries["系数"]
        if found := _SPAN.fullmatch(fold(value.text)):
            del entries["系数"]
            for label, text in (("下限", found[1]), ("上限", found[2])):
                entries.setdefault(label, (name, Node("text", value.line, value.column, text)))
    if "未出数" in entries:
        name, value = entries["未出数"]
        if found := _AS.fullmatch(fold(value.text)):
            entries["未出数"] = (name, Node("text", value.line, value.column, "按常数"))
            text = Node("text", value.line, value.column, found[1])
            entries.setdefault("常数", (name, text))


def _weight(field: Field, entries: Entries, inner: list[str], scope: Scope) -> Any:
    """加权: 不加权, or the column of the agreement that holds the weights."""
    entry = values.take(entries, field)
    if entry is None or (entry[1].text == "不加权" and not entry[1].quoted):
        return "equal"
    node = entry[1]
    if node.kind == "map" and len(node.pairs) == 1 and node.pairs[0][0].text in spoken.AGREED_WORDS:
        node = node.pairs[0][1]
    return values.read(field.shape, node, (field.key,), field.label, scope)


_SPECIAL: dict[str, Callable[[Field, Entries, list[str], Scope], Any]] = {
    "children": _children,
    "coefficients": _coefficients,
    "weight": _weight,
}
__all__ = ["CHILDREN", "Definition", "Found", "ask", "definitions", "read_nodes"]
