"""先算哪一组: a group whose scores another group takes (所辖单位、挂钩) is computed first (semantics §7)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from baton.scoring.rulebook.checks.tree import Sound, children_of
from baton.scoring.rulebook.faults import Fault, Faults, Json

Row = Mapping[str, Json]
Edges = dict[str, dict[str, str]]  # group → group it takes from → node that does


class GroupCircle(ValueError):
    """Groups take from each other in a circle; `fault` says which and where."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(f"{fault.what} → {fault.remedy}")
        self.fault = fault


def group_order(rulebook: Json, roster: Iterable[Row]) -> list[str]:
    """The groups of a faultless rule book in the order of computing; alphabetical where it does not matter.

    roster: the active rows, with `subject`, `group`, `parent` and `links`. Raises `GroupCircle`.
    """
    nodes = {node["code"]: (index, node) for index, node in enumerate(rulebook["nodes"])}
    rows = list(roster)
    group_of = {str(row["subject"]): str(row["group"]) for row in rows}
    members: dict[str, list[Row]] = {}
    for row in rows:
        members.setdefault(str(row["group"]), []).append(row)
    edges: Edges = {}
    for group in rulebook["groups"]:
        own = members.get(group["group"], [])
        edges[group["group"]] = dict(_taken(group, nodes, own, group_of))
    order, circle = _sorted(edges)
    if circle:
        raise GroupCircle(_fault(circle, edges, nodes))
    return order


def find_group_circles(
    book: Json, groups: Sequence[tuple[int, Json]], nodes: Sound, faults: Faults
) -> None:
    """The circles visible without a roster: groups that take from subordinate groups."""
    edges: Edges = {group["group"]: dict(_taken(group, nodes, [], {})) for _, group in groups}
    _, circle = _sorted(edges)
    if circle:
        fault = _fault(circle, edges, nodes)
        faults.add(fault.path, fault.what, fault.remedy)


def _taken(
    group: Json, nodes: Sound, members: Sequence[Row], group_of: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """The groups one group takes from, with the node that does."""
    for code in _codes(group, nodes):
        node = nodes[code][1]
        if node["kind"] == "children":
            yield node["group"], code
        elif node["kind"] == "link":
            for row in members:
                for other in _linked(row, node["via"]):
                    if other in group_of:
                        yield group_of[other], code


def _linked(row: Row, via: str) -> list[str]:
    if via == "parent":
        return [str(row["parent"])]
    return [str(subject) for subject, _ in row["links"]]


def _codes(group: Json, nodes: Sound) -> list[str]:
    """Every node of one group's tree, each once."""
    seen: dict[str, None] = {}
    todo = [*group["outside"], group["root"]]
    while todo:
        code = todo.pop()
        if code in nodes and code not in seen:
            seen[code] = None
            todo.extend(child for child, _ in children_of(nodes[code][1]))
    return list(seen)


def _sorted(edges: Edges) -> tuple[list[str], list[str]]:
    """The order, or the circle that prevents it."""
    waiting = {name: {other for other in taken if other in edges} for name, taken in edges.items()}
    order: list[str] = []
    while waiting:
        ready = sorted(name for name, others in waiting.items() if not others)
        if not ready:
            return [], _circle(waiting)
        order.extend(ready)
        for name in ready:
            del waiting[name]
        for others in waiting.values():
            others.difference_update(ready)
    return order, []


def _circle(waiting: Mapping[str, set[str]]) -> list[str]:
    trail = [min(waiting)]
    while True:
        after = min(other for other in waiting[trail[-1]] if other in waiting)
        if after in trail:
            return [*trail[trail.index(after) :], after]
        trail.append(after)


def _fault(circle: list[str], edges: Edges, nodes: Sound) -> Fault:
    code = edges[circle[0]][circle[1]]
    shown = " → ".join(circle[:6]) + (" …" if len(circle) > 6 else "")
    what = (
        f"分组互相取分成了环:{shown}" if circle[0] != circle[-2] else f"分组“{circle[0]}”取本组的分"
    )
    return Fault(("nodes", nodes[code][0]), what, "请改取分的节点,使被取分的组先算得出来")
