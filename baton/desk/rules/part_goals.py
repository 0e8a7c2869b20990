"""一项分几部分的目标: the goal that the scheme table wrote for the whole is said of the part that it is about, and once."""

from __future__ import annotations

import re
from typing import Any

from baton.documents.layouts.measured import RATES
from baton.documents.scheme_table import measure_of, target_of

Json = dict[str, Any]
DIVIDED = "由一项分成"
"""What the definition of a node begins with that was one indicator before."""
_CLAUSE = re.compile(r"[^，,；;。]+")
_GROWN = re.compile(r"[%‰]|增长|增速|增幅|提高|下降|降低|百分点")


def goal_of(book: Json, item: Json) -> str:
    """What the scheme table's column 目标值 says of an indicator; of a part only what is not another part's."""
    goal = target_of(item)
    parts = _parts(book, item) if goal else []
    if len([one for one in parts if target_of(one) == goal]) < 2:
        return goal
    grown = [one["code"] for one in parts if one["name"].endswith(RATES)]
    others = [one["code"] for one in parts if one["code"] not in grown]
    if len(grown) != 1 or not others:
        return goal if item["code"] == parts[0]["code"] else ""
    own: dict[str, list[str]] = {grown[0]: [], others[0]: []}
    for clause in _CLAUSE.findall(goal):
        is_grown = _GROWN.search(clause if re.search(r"[^\d.\s-]", clause) else clause + measure_of(item))  # fmt: skip
        own[grown[0] if is_grown else others[0]].append(clause)
    return "，".join(own.get(item["code"], ()))


def _parts(book: Json, item: Json) -> list[Json]:
    """All parts of what an indicator is a part of, in their order; nothing for one that was never divided."""
    node = next(
        (one for one in book["nodes"] if item["code"] in one.get("children", ()) and str(one.get("definition") or "").startswith(DIVIDED)),
        None,
    )  # fmt: skip
    if node is None:
        return []
    items = {one["code"]: one for one in book["items"]}
    return [items[code] for code in node["children"] if code in items]
