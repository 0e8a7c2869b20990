"""折算成百分: a round of 38 points brought to 100, as the making up for what is not assessed that semantics §7 has already.

The sum that makes the total gets one more part, worth the points that are not assessed and without anything in it: nobody
has it, so that its 62 points are made up for by the 38 of the others, × 100 ÷ 38. What is added or deducted stays as it is.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from baton.scoring.plan import Plan, children_of
from baton.scoring.rulebook.checks.numbers import fraction
from baton.scoring.rulebook.specs.nodes import NOT_ASSESSED
from baton.scoring.scope_trees import Pruned, text_of

Book = dict[str, Any]
HUNDRED = Fraction(100)
MODES = {"half_up": "四舍五入", "down": "去尾", "up": "进一", "half_even": "四舍六入五成双"}


def is_rest(node: Book) -> bool:
    """Whether a node only stands for what is not assessed."""
    return node["kind"] == "weighted" and not node["children"]


def shown_children(plan: Plan, code: str) -> list[str]:
    """What a node is made of, without what only stands for what is not assessed."""
    return [one for one in children_of(plan.nodes[code]) if one not in plan.nodes or not is_rest(plan.nodes[one])]  # fmt: skip


def target(pruned: Pruned, root: str) -> Fraction | None:
    """What a total is brought to: 100, or the whole scheme's full points where more than 100 are assessed.

    None where it can't be: the total is no sum, or its full points differ from unit to unit.
    """
    at = _sum_of(pruned, root)
    own, whole = (pruned.full.get(at), pruned.whole.get(at)) if at else (None, None)
    if own is None or not own:
        return None
    return HUNDRED if own <= HUNDRED else max(own, whole or own)


def scaled(pruned: Pruned, roots: list[str]) -> dict[str, Book]:
    """The nodes by code, with the part that is made up for in each sum that needs one."""
    nodes, taken = dict(pruned.nodes), {*pruned.items, *pruned.old}
    for root in roots:
        at, wanted = _sum_of(pruned, root), target(pruned, root)
        if not at or wanted is None or nodes[at] is not pruned.nodes[at]:
            continue
        own = pruned.full[at] or Fraction(0)
        if own == wanted:
            continue
        code = next(
            name for name in (f"{at}{'_' * n}不考的" for n in range(1, 99)) if name not in taken
        )
        rest: Book = {
            "code": code,
            "name": NOT_ASSESSED,
            "kind": "weighted",
            "children": [],
            "weights": {},
        }
        rest |= {"full": text_of(wanted - own), "role": "ordinary", "cap": None, "floor": None}
        same = {key: value for key, value in nodes[at].items() if key not in rest}
        nodes[code] = {
            key: "" if isinstance(value, str) else value for key, value in same.items()
        } | rest
        nodes[at] = nodes[at] | {"children": [*nodes[at]["children"], code]}
        pruned.reached.add(code)
        _follow(pruned, nodes, root, wanted / own)
    return nodes


def told(book: Book, pruned: Pruned, root: str) -> str:
    """折算成 100 分（每分 × 100/38，保留 2 位小数，四舍五入）; empty where there is nothing to be done."""
    at, wanted = _sum_of(pruned, root), target(pruned, root)
    own = pruned.full.get(at) if at else None
    if wanted is None or own is None or own == wanted:
        return ""
    rounding = book["rounding"]["total"]
    places = f"{rounding['places']} 位小数" if rounding["places"] else "0 位小数"
    aside = "，加减分不折算" if any(_is_beside(pruned, code) for code in pruned.tree(at)) else ""
    return (
        f"折算成 {text_of(wanted)} 分（每分 × {text_of(wanted)}/{text_of(own)}，"
        f"总分保留 {places}，{MODES[rounding['mode']]}{aside}）"
    )


def _is_beside(pruned: Pruned, code: str) -> bool:
    entry = pruned.items.get(code) or pruned.nodes[code]
    return bool(entry["role"] != "ordinary")


def _sum_of(pruned: Pruned, root: str) -> str:
    """The sum that makes a total, also under coefficients; empty where there is none."""
    code = root
    while code in pruned.nodes and pruned.nodes[code]["kind"] == "multiplier":
        code = pruned.nodes[code]["base"]
    node = pruned.nodes.get(code)
    return code if node and node["kind"] == "sum" and node["role"] == "ordinary" else ""


def _follow(pruned: Pruned, nodes: dict[str, Book], root: str, factor: Fraction) -> None:
    """The full points that products above the sum declare grow with it."""
    code = root
    while nodes[code]["kind"] == "multiplier":
        full = fraction(nodes[code]["full"])
        if full is not None:
            nodes[code] = nodes[code] | {"full": text_of(full * factor)}
        code = nodes[code]["base"]
