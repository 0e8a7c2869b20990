"""说清在哪里: a path of the canonical JSON in the words of the rule book."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from baton.scoring.rulebook.faults import Json, Path
from baton.scoring.rulebook.shapes import Field, Record, Shape
from baton.scoring.rulebook.specs import METHODS, NODE_KINDS
from baton.scoring.rulebook.specs.book import DATUM, GROUP, HEADING, ITEM_FIELDS, ITEM_NOTES, VETO
from baton.scoring.rulebook.specs.nodes import NODE_FIELDS, NODE_NOTES

_TABLES = {"data": "数据", "items": "指标", "nodes": "节点", "vetoes": "一票否决", "groups": "分组"}


def spoken(book: Mapping[str, Json], path: Path) -> str:
    """The place as an official would say it: ("items", 2, "params", "least") is "指标F03·保底"."""
    if not path:
        return "规则书"
    if path[0] not in _TABLES:
        return "·".join(_labels(HEADING, path))
    word = _TABLES[str(path[0])]
    if len(path) < 2 or not isinstance(path[1], int):
        return word
    row = _step(book.get(str(path[0])), path[1])
    name = row.get("group" if path[0] == "groups" else "code") if isinstance(row, dict) else None
    shown = name if isinstance(name, str) else f"第{path[1] + 1}个"
    return "·".join([f"{word}{shown}", *_within(str(path[0]), row, path[2:])])


def _within(table: str, row: Json, path: Path) -> list[str]:
    row = row if isinstance(row, dict) else {}
    if table == "items" and path and path[0] == "params":
        method = METHODS.get(str(row.get("method")))
        return _labels(method.fields if method else (), path[1:])
    if table == "items" and path and path[0] == "data":
        method = METHODS.get(str(row.get("method")))
        labels = {entry.name: entry.label for entry in method.inputs} if method else {}
        return [labels.get(str(step), str(step)) for step in path[1:2]] or ["数据"]
    return _labels(_fields(table, row), path)


def _fields(table: str, row: Mapping[str, Json]) -> Sequence[Field]:
    if table == "items":
        return (*ITEM_FIELDS, *ITEM_NOTES)
    if table == "nodes":
        kind = NODE_KINDS.get(str(row.get("kind")))
        return (*NODE_FIELDS, *(kind.fields if kind else ()), *NODE_NOTES)
    return {"data": DATUM, "vetoes": VETO, "groups": GROUP}[table].fields


def _labels(fields: Sequence[Field], path: Path) -> list[str]:
    """The Chinese labels along a path; steps of a list count from 1, names stand as they are."""
    found: list[str] = []
    inside: Sequence[Field] = fields
    for step in path:
        known = next((field for field in inside if field.key == step), None)
        if known is not None:
            found.append(known.label)
            inside = _below(known.shape)
        else:
            found.append(f"第{step + 1}项" if isinstance(step, int) else str(step))
    return found


def _below(shape: Shape) -> Sequence[Field]:
    inner = getattr(shape, "of", None)
    while inner is not None and not isinstance(shape, Record):
        shape, inner = inner, getattr(inner, "of", None)
    return shape.fields if isinstance(shape, Record) else ()


def _step(value: Json, step: int) -> Json:
    return value[step] if isinstance(value, list) and 0 <= step < len(value) else None
