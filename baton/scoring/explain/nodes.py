"""How one node of one subject was put together."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from baton.scoring.explain.context import Context, Disagreement, Part, Place
from baton.scoring.explain.factors import multiplied
from baton.scoring.explain.mixing import combined, linked, weighted
from baton.scoring.explain.sums import summed
from baton.scoring.explain.wording import (
    ROLE_WORDS,
    STATE_WORDS,
    STATUS_WORDS,
    cut,
    figure,
    folded,
    got,
    limit,
    step,
)
from baton.scoring.methods.tracing import cut_text
from baton.scoring.plan import children_of, rounding_of
from baton.scoring.rulebook.specs import NODE_KINDS
from baton.scoring.rulebook.specs.nodes import NOT_ASSESSED

Made = tuple[Fraction | None, list[dict[str, Any]], dict[str, Any]]
KINDS: dict[str, Callable[[Context, Place, dict[str, Any], list[Part]], Made]] = {
    "sum": summed,
    "weighted": weighted,
    "multiplier": multiplied,
    "geometric": combined,
    "min": combined,
    "max": combined,
    "children": linked,
    "link": linked,
}


def node_data(context: Context, place: Place, code: str) -> dict[str, Any]:
    """The explanation of one node as plain data; :class:`Disagreement` if it comes to another value."""
    node, whole = context.plan.nodes[code], context.part(place, code)
    parts = [context.part(place, child) for child in children_of(node)]
    raw, steps, more = KINDS[node["kind"]](context, place, node, parts)
    value, finishing = finished(context, node, raw)
    if value != whole.value:
        raise Disagreement(f"{code}:解释得 {value},结果是 {whole.value}")
    unit = STATUS_WORDS[whole.status]
    data = {
        "kind": "node",
        "subject": place.subject.subject,
        "subject_name": context.subject_name(place.subject.subject),
        "group": place.group.name,
        "code": code,
        "name": whole.name,
        "as_of": context.moment.as_of,
        "role": node["role"],
        "node_kind": node["kind"],
        "kind_words": NODE_KINDS[node["kind"]].title,
        "sentence": node.get("sentence") or "",
        "basis": node.get("basis") or "",
        "status": whole.status,
        "status_words": unit,
        "full": figure(whole.full),
        "value": None if value is None else figure(value),
        "parts": [part_data(one) for one in parts if one.present and one.name != NOT_ASSESSED],
        "absent": [part.code for part in parts if not part.present],
        "open": open_below(context, place, code),
        "steps": folded(steps + finishing),
    } | more
    is_bare = context.values(place.group, code).is_bare(place.row - place.group.start)
    data["title"] = f"{whole.name}还没有数(满分 {data['full']} 分)" if is_bare else _title(data)
    data["warnings"] = _warnings(node, data, is_bare)
    return data


def finished(
    context: Context, node: dict[str, Any], raw: Fraction | None
) -> tuple[Fraction | None, list[dict[str, Any]]]:
    """Floor and cap, then the rounding of nodes."""
    if raw is None:
        return None, []
    value, steps = raw, []
    low, high = limit(node["floor"]), limit(node["cap"])
    if low is not None and value < low:
        value = low
        steps.append(step("本大项保底", f"不低于 {figure(low)} 分,按 {figure(low)} 分计", low))
    if high is not None and value > high:
        value = high
        steps.append(step("本大项封顶", f"不高于 {figure(high)} 分,按 {figure(high)} 分计", high))
    place = rounding_of(context.plan.rulebook["rounding"]["node"])
    if place is None:
        return value, steps
    done = cut(value, place)
    shown = figure(value)
    steps.append(step("取舍", f"{shown} 分,{cut_text(place)},得 {figure(done)} 分", done))
    return done, steps


def open_below(context: Context, place: Place, code: str) -> list[dict[str, str]]:
    """Everything below a node that has no figure yet, with the reason."""
    found: list[dict[str, str]] = []
    seen: set[str] = set()
    stack = [code]
    while stack:
        at = stack.pop()
        node = context.plan.nodes[at]
        below = [context.part(place, child) for child in children_of(node)]
        waiting = [part for part in below if part.present and part.status == "open"]
        if not below and node["name"] != NOT_ASSESSED and at != code and at not in seen:
            found.append(_open(at, context.name(at), "所看对象还没有分"))
        seen.add(at)
        for part in reversed(waiting):
            if part.kind != "item":
                stack.append(part.code)
        found += [
            _open(part.code, part.name, STATE_WORDS[part.state])
            for part in waiting if part.kind == "item"
        ]  # fmt: skip
    return found


def _open(code: str, name: str, reason: str) -> dict[str, str]:
    return {"code": code, "name": name, "reason": reason}


def part_data(part: Part) -> dict[str, Any]:
    """One child as plain data."""
    return {
        "code": part.code,
        "name": part.name,
        "kind": part.kind,
        "role": part.role,
        "role_words": ROLE_WORDS[part.role],
        "status": part.status,
        "status_words": STATUS_WORDS[part.status],
        "outcome": part.outcome,
        "state_words": STATE_WORDS.get(part.state, ""),
        "value": None if part.value is None else figure(part.value),
        "full": figure(part.full),
    }


def _title(data: dict[str, Any]) -> str:
    name, value = data["name"], data["value"]
    if data["status"] == "dropped":
        return f"{name}没有可计分的内容,不计"
    if value is None:
        return f"{name}还没有出数"
    full = "" if data["role"] != "ordinary" else f"(满分 {data['full']} 分)"
    if data["status"] == "open":
        waiting = f"还有 {len(data['open'])} 项没出数," if data["open"] else ""
        return f"{name}目前 {value} 分{full},{waiting}是过程监测值"
    return f"{got(name)} {value} 分{full}"


def _warnings(node: dict[str, Any], data: dict[str, Any], is_bare: bool) -> list[dict[str, str]]:
    found = []
    maps = {entry["map"] for entry in node.get("coefficients", ())}
    if maps & {"minmax", "mean_ratio"}:
        text = "系数是组内比较出来的:别的单位更正会改变本单位得分。"
        found.append({"kind": "cohort", "text": text})
    if node["kind"] in {"children", "link"}:
        text = "这一项取自别的对象:对方更正会改变本单位得分。"
        found.append({"kind": "linked", "text": text})
    if data["status"] == "open" and data["value"] is not None and not is_bare:
        found.append({"kind": "interim", "text": "还有没出数的,这是过程监测值,未经审定。"})
    return found
