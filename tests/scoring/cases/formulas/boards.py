"""A whole small board: indicators, nodes, totals, places, grades, then what is expected of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.scoring.cases.build import GROUP, ROOT
from tests.scoring.cases.formulas import ranking
from tests.scoring.cases.formulas.item import Item
from tests.scoring.cases.formulas.layout import Block, Line
from tests.scoring.cases.formulas.nodes import Nodes
from tests.scoring.cases.formulas.parts import NOBODY, Part, item_part, vetoes

IN_RESULT = ("status", "total", "carried", "interim", "share", "rank", "grade", "reason")


def board(block: Block, methods: dict[str, Callable[[Item], Line]]) -> None:
    """All rows of a case that composes a board."""
    case = block.case
    items = case.cell("items")
    nodes = case.cell("nodes") or [{"code": ROOT, "kind": "sum", "children": list(items)}]
    groups = {
        name: {"root": ROOT, "outside": [], "grades": None} | said
        for name, said in (case.cell("groups") or {GROUP: {}}).items()
    }
    struck = vetoes(block)
    parts: dict[str, Part] = {}
    for code, said in items.items():
        here = [name for name, group in groups.items() if code in _reached(group, nodes)]
        member = block.line(
            f"{code} 在此组", [int(s.get("group", GROUP) in here) for s in case.subjects]
        )
        parts[code] = item_part(
            block, code, said, member, methods[said.get("method", "direct")], struck
        )
    tree = Nodes(block, parts, case.cell("agreement", {}))
    active = Item(block, "在册", {"W": "0", "inputs": {}}, case.subjects, {}).active()
    rows = []
    for name, group in groups.items():
        rows.append(_group(block, name, group, nodes, tree, active, struck))
        tree.totals["total"] = _merged(block, rows, "total")
    _checks(block, rows, parts)


def _group(block: Block, name: str, group: dict[str, Any], nodes: list[dict[str, Any]],
           tree: Nodes, active: Line, struck: Any) -> ranking.Totals:  # fmt: skip
    """The nodes a group reaches, children first; then its totals."""
    block.write(["分组 " + name])
    reached = _reached(group, nodes)
    for node in nodes:
        if node["code"] in reached and node["code"] not in tree.parts:
            tree.add(node)
    member = block.line(name, [int(s.get("group", GROUP) == name) for s in block.case.subjects])
    found = ranking.totals(block, tree.parts[group["root"]], member, active, struck)
    order = ranking.ranks(block, found, group, tree.parts)
    if group["grades"]:
        ranking.grades(block, found, group["grades"], order, tree.parts, struck)
    return found


def _reached(group: dict[str, Any], nodes: list[dict[str, Any]]) -> set[str]:
    """The codes in a group's tree; cases write children before their parents."""
    found = {group["root"], *group["outside"]}
    for node in reversed(nodes):
        if node["code"] in found:
            found |= set(node.get("children", ()))
            found |= {node["base"]} if "base" in node else set()
            found |= {entry["node"] for entry in node.get("coefficients", ())}
    return found


def _merged(block: Block, rows: list[ranking.Totals], what: str) -> Line:
    """One column of the result over all groups so far."""

    def formula(i: int) -> str:
        text = f'"{NOBODY}"'
        for found in rows:
            if what in found.shown:
                text = f"IF({found.member[i]}=1,{found.shown[what][i]},{text})"
        return text

    return block.each(f"{what}(结果)", formula)


def _checks(block: Block, rows: list[ranking.Totals], parts: dict[str, Part]) -> None:
    wanted = block.case.board
    for what in dict.fromkeys(what for places in wanted.values() for what in places):
        said = {name: places[what] for name, places in wanted.items() if what in places}
        if what in IN_RESULT:
            block.check(what, _merged(block, rows, what), said)
            continue
        for place, (label, line) in enumerate(parts[what].shown.items()):
            block.check(f"{what} {label}", line, {n: v.split()[place] for n, v in said.items()})
