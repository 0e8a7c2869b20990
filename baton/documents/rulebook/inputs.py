"""数据输入的写法: "财政收入", "财政收入,各期之和", or the full form with 数据项、取、期间、缺期常数."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from typing import Any

from baton.documents.names import normalised
from baton.documents.numbers import quoted
from baton.documents.rulebook import values
from baton.documents.rulebook.composing import Node
from baton.documents.rulebook.scope import Scope
from baton.scoring.rulebook.faults import Path
from baton.scoring.rulebook.shapes import Method
from baton.scoring.rulebook.specs.book import INPUT

# What may follow the comma: take and periods.
WAYS = {
    "截至期": ("at", "@"),
    "各期之和": ("sum", "to_date"),
    "各期平均": ("mean", "to_date"),
    "最近一期": ("last", "to_date"),
    "各期最大": ("max", "to_date"),
    "各期最高": ("max", "to_date"),
    "各期最小": ("min", "to_date"),
    "各期最低": ("min", "to_date"),
}
_PER_CENT = {"%", "百分点", "个百分点", "分"}  # a score out of a hundred is often told in per cent
PLACES = frozenset({"数据", "输入", "组成部分"})  # of a rule, where data items are named
_SPLIT = re.compile("[,\uff0c]")
_SOME = re.compile(r"(.+)(之和|平均|中最近一期|最高|最大|最低|最小)")
_TAKES = {"之和": "sum", "平均": "mean", "中最近一期": "last", "最高": "max", "最大": "max",
          "最低": "min", "最小": "min"}  # fmt: skip


def units_of(
    method: Method, entries: Mapping[str, tuple[Node, Node]], data: Mapping[str, Any]
) -> set[str]:
    """The units of measure of the data items an indicator takes, in which its numbers may be written; data: by code."""
    labels = {name for one in method.inputs for name in (one.label, *one.also)} | PLACES
    found = {
        data.get(text) or data.get(_SPLIT.split(text, maxsplit=1)[0].strip())
        for label, (_, node) in entries.items()
        if label in labels
        for text in _texts(node)
    }
    return {unit for unit in found if isinstance(unit, str) and unit}


def per_cents_fit(params: Mapping[str, Any], method: Method, scope: Scope) -> None:
    """Refuse 95% as a line for the figures themselves where they are no per cents: it can only be meant of a target."""
    units = {normalised(unit) for unit in scope.units} - {""}
    if params.get("measure") != "value" or not units or units & _PER_CENT:
        return
    unit, label = "、".join(sorted(units)), method.field("measure").label
    way = (
        f"“{label}”选“完成率”,“目标”写责任书或目标数"
        if label != "比较"
        else "写上“目标”,就按完成率比"
    )
    for path, node in scope.percents.items():
        what = f"{quoted(node.text)}是百分数,而数据的计量单位是{unit}"
        key = next((one.label for one in method.fields if one.key == path[1]), "")
        scope.fault(
            node, key, what, f"说的是完成率的,{way};说的是数本身的,请写几{unit}", "number-unit"
        )


def _texts(node: Node) -> Iterator[str]:
    if node.kind == "text":
        yield node.text
    for one in (*node.entries, *(value for _, value in node.pairs)):
        yield from _texts(one)


def read_input(node: Node, path: Path, key: str, scope: Scope, known: Container[str]) -> Any:
    """The canonical input; known: the registered data items, whose names may contain a comma."""
    scope.marks[path] = node
    if node.kind == "map":
        return values.record(INPUT.fields, node, path, key, scope)
    if node.kind != "text" or node.is_blank:
        remedy = "请写数据项的名字,如:财政收入"
        return scope.refuse(path, node, key, "没有写取哪个数据项", remedy, "blank")
    text = node.text
    if text in known or not _SPLIT.search(text):
        return _plain(text, "at", "@")
    name, way = (part.strip() for part in _SPLIT.split(text, maxsplit=1))
    scope.marks[(*path, "item")] = node
    return _taken(name, way, node, path, key, scope)


def _plain(item: str, take: str, periods: Any) -> dict[str, Any]:
    return {"item": item, "take": take, "periods": periods, "constants": {}}


def _taken(name: str, way: str, node: Node, path: Path, key: str, scope: Scope) -> Any:
    if way in WAYS:
        return _plain(name, *WAYS[way])
    if found := _SOME.fullmatch(way):
        periods = [_known(part.strip(), scope) for part in found[1].split("、")]
        if all(periods):
            return _plain(name, _TAKES[found[2]], periods)
    if period := _known(way, scope):
        return _plain(name, "at", [period])
    choices = "、".join(WAYS)
    what = f"{quoted(way)}不是期次里的期间,也不是取数的办法"
    return scope.refuse(path, node, key, what, f"可写期间,或:{choices}", "input")


def _known(text: str, scope: Scope) -> str | None:
    found = scope.source.period(text)
    return found if found in scope.source.calendar else None
