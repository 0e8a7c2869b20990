"""自己的那棵树: what stands below a unit's total, for what is a coefficient in one group may be plain points in another."""

from __future__ import annotations

from typing import Any

from baton.scoring.plan import children_of
from baton.scoring.result import Result


def nodes_of(result: Result, subject: str) -> dict[str, dict[str, Any]]:
    """The nodes of a unit's own tree: what is a coefficient in one group may be plain points in another."""
    plan = result.plan
    if subject not in plan.row_of:
        return {}
    group = plan.groups[int(plan.group_of_row[plan.row_of[subject]])]
    return {code: plan.nodes[code] for code in group.nodes}


def factors(result: Result, subject: str) -> dict[str, str]:
    """Everything that stands below a coefficient in a unit's tree, the coefficient's own paper included, with the coefficient's name."""
    nodes, found = nodes_of(result, subject), dict[str, str]()
    below = [
        (entry["node"], "") for node in nodes.values() for entry in node.get("coefficients", ())
    ]
    while below:
        code, name = below.pop()
        name = name or str((nodes.get(code) or result.plan.items[code])["name"])
        found[code] = name
        if code in nodes:
            below += [(child, name) for child in children_of(nodes[code])]
    return found
