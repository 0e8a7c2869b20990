"""前后照应: what can only be known when everything has been read."""

from __future__ import annotations

from typing import Any

from baton.documents.rulebook.composing import place
from baton.documents.rulebook.policies import FARTHEST, Later
from baton.documents.rulebook.scope import BAD, Row, Scope, Source
from baton.scoring.rulebook.specs import METHODS

Rows = list[tuple[Row, Scope]]
_RELATIVE = frozenset(
    {"efficacy_group", "ratio_to_best", "ratio_to_mean", "rank_points", "direct", "team_balance"}
)


def is_relative(tables: dict[str, Rows]) -> bool:
    """Whether any rule compares with the group, so that who counts in the group matters."""
    for row, _ in tables["items"]:
        params, policies = row.get("params"), row.get("policies")
        if row.get("method") in _RELATIVE and _looks_around(row["method"], params):
            return True
        if isinstance(params, dict) and params.get("group_extra") is not None:
            return True
        for policy in policies.values() if isinstance(policies, dict) else []:
            if isinstance(policy, dict) and policy.get("policy") in ("group_mean", "group_least"):
                return True
    return any(
        isinstance(entry, dict) and entry.get("map") in ("minmax", "mean_ratio")
        for row, _ in tables["nodes"]
        for entry in _list(row.get("coefficients"))
    )


def _looks_around(method: str, params: Any) -> bool:
    if method != "direct" or not isinstance(params, dict):
        return True
    return params.get("min_spread") is not None or params.get("no_ties") is True


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def declare_inline(items: Rows, source: Source) -> Rows:
    """Without a 数据 section every name used is a data item, of the kind its first use asks for."""
    found: dict[str, tuple[Row, Scope]] = {}
    for row, scope in items:
        data = row.get("data")
        for name, entry in data.items() if isinstance(data, dict) else []:
            code = entry.get("item") if isinstance(entry, dict) else BAD
            if isinstance(code, str) and code not in found:
                datum = {"code": code, "name": code, "kind": _kind(row, name), "unit": "",
                         "min": None, "max": None}  # fmt: skip
                if name == "x" and isinstance(row.get("unit"), str):
                    datum["unit"] = row["unit"]
                found[code] = datum, Scope(source, f"数据{code}", scope.node)
    return list(found.values())


def _kind(row: Row, name: str) -> str:
    method, params = METHODS[row["method"]], row["params"]
    if method.name == "per_case" and isinstance(params.get("levels"), dict):
        return "tally"
    if method.name == "converted" and params.get("source") == "grade":
        return "grade"
    if method.listed:
        return method.listed_kind
    kinds = {entry.name: entry.kinds[0] for entry in method.inputs}
    return kinds.get(name, "number")


def resolve_rescaling(items: Rows, nodes: Rows) -> None:
    """“本大项折算” is the node just above, “总分折算” the highest one that can be reached."""
    above: dict[str, list[Row]] = {}
    for row, _ in nodes:
        for child in _children(row):
            above.setdefault(child, []).append(row)
    for row, scope in items:
        policies = row.get("policies")
        for state, policy in policies.items() if isinstance(policies, dict) else []:
            if isinstance(policy, dict) and isinstance(policy.get("at"), Later):
                policy["at"] = _resolved(row["code"], policy["at"], state, above, scope)


def _children(row: Row) -> list[str]:
    found = [code for code in _list(row.get("children")) if isinstance(code, str)]
    found += [entry["node"] for entry in _list(row.get("coefficients"))
              if isinstance(entry, dict) and isinstance(entry.get("node"), str)]  # fmt: skip
    if isinstance(row.get("base"), str):
        found.append(row["base"])
    return found


def _resolved(
    code: str, later: Later, state: str, above: dict[str, list[Row]], scope: Scope
) -> Any:
    path = ("policies", state, "at")
    scope.marks[path] = later.node
    label = {"not_applicable": "无此任务", "excused": "单列"}[state]
    reached: list[str] = []
    current = code
    while len(parents := above.get(current, [])) == 1:
        parent = parents[0]
        ordinary = parent.get("kind") == "sum" and parent.get("role") == "ordinary"
        if not ordinary or parent["code"] in reached:
            break
        current = parent["code"]
        reached.append(current)
    if len(above.get(code, [])) > 1:
        what = f"“{code}”在几个节点之下,看不出在哪里折算"
        return scope.refuse(path, later.node, label, what, "请写:在某节点折算")
    if not reached:
        what = f"“{code}”往上没有可折算的相加节点"
        return scope.refuse(path, later.node, label, what, "请改为“不计”“组内平均”等办法")
    return reached[-1] if later.word == FARTHEST else reached[0]


def warn_unused(tables: dict[str, Rows], source: Source) -> None:
    """Indicators and nodes that no group counts: allowed, but most often forgotten in 组成."""
    nodes = {row["code"]: row for row, _ in tables["nodes"]}
    used: set[str] = set()
    todo = [c for row, _ in tables["groups"] for c in (row["root"], *row["outside"])]
    while todo:
        code = todo.pop()
        if code not in used:
            used.add(code)
            todo.extend(_children(nodes.get(code, {})))
    for table in ("items", "nodes"):
        for row, scope in tables[table]:
            if row["code"] not in used:
                where = place(source.name, scope.node, scope.label)
                what = f"“{row['code']}”没有被任何分组用到"
                source.problems.warn(where, what, "请写进某个节点的“组成”,或删去", code="unused")
