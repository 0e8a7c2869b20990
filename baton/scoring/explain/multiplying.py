"""作系数: what becomes of points that are no part of the total, but multiply what others made of it."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from baton.scoring.explain.context import Context, Place
from baton.scoring.explain.factors import factors_of
from baton.scoring.explain.losses import losses_of
from baton.scoring.explain.wording import about
from baton.scoring.plan import children_of

PLACES = 2


def multiplied_into(context: Context, place: Place, code: str) -> dict[str, Any] | None:
    """The coefficient that the points of an indicator or node make, and what it did to the total.

    None for points that are added up. node, name, coefficient, text: as in the explanation of the product. points: what
    the total has less for it (negative: more), exactly; None where there is no coefficient or no total yet.
    """
    for node in place.group.nodes:
        entry = context.plan.nodes[node]
        for one in entry.get("coefficients", ()):
            if code in _below(context, one["node"]):
                parts = [context.part(place, child) for child in children_of(entry)]
                found = factors_of(context, place, entry, parts)
                factor = next(made for made in found if made.node == one["node"])
                took = None if factor.value is None else _took(context, place, factor.node)
                return {
                    "node": factor.node, "name": factor.name, "text": factor.text, "points": took,
                    "coefficient": None if factor.value is None else about(factor.value),
                }  # fmt: skip
    return None


def title_of(data: dict[str, Any], factor: dict[str, Any]) -> str:
    """The finding on points that make a coefficient: what it is, and what it did to the total."""
    result = data.get("score", data.get("value"))
    is_open = data["kind"] == "node" and data["status"] != "complete"
    if result is None or is_open or data.get("outcome") in ("vetoed", "imputed"):
        return f"{data['title']},{_told(factor)}"
    full = f"(满分 {data['full']} 分)" if data["full"] not in (None, "0") else ""
    return f"{data['name']}得 {result} 分{full},{_told(factor)}"


def _told(factor: dict[str, Any]) -> str:
    if factor["coefficient"] is None:
        return "作系数,系数还没有出"
    said, points = f"作系数 {factor['coefficient']}", factor["points"]
    if points is None:
        return said
    if not points:
        return f"{said},总分不增不减"
    return f"{said},使总分{'少' if points > 0 else '多'} {about(abs(points), PLACES)} 分"


def _took(context: Context, place: Place, node: str) -> Fraction | None:
    if context.result.lines[place.subject.subject].total is None:
        return None
    lines = losses_of(context, place).lines
    own = [line.points for line in lines if line.code == node and line.reason == "coefficient"]
    return sum(own, Fraction(0))


def _below(context: Context, top: str) -> set[str]:
    found, todo = set(), [top]
    while todo:
        code = todo.pop()
        found.add(code)
        todo += children_of(context.plan.nodes[code]) if code in context.plan.nodes else []
    return found
