"""缺项折算在哪里: where an indicator that a unit does not have may be made up for, and what becomes of it when parts move."""

from __future__ import annotations

from baton.desk.parts.shapes import Book
from baton.scoring.plan import children_of
from baton.scoring.rulebook.checks.tree import grow, reachable_sums
from baton.scoring.rulebook.faults import Faults

STATES = ("not_applicable", "excused")
RESCALE = "rescale"
SHOWN = 3
ASIDE = {"policy": "unscored", "value": None, "at": None}


def sums_above(book: Book) -> dict[str, list[str]]:
    """By indicator, the nodes at which it may be made up for by the rest, nearest first; none where it hangs in several."""
    parents: dict[str, list[Book]] = {}
    for node in book["nodes"]:
        for child in children_of(node):
            parents.setdefault(child, []).append(node)
    found: dict[str, list[str]] = {}
    for item in book["items"]:
        code, above = item["code"], list[str]()
        while len(own := parents.get(code, [])) == 1 and own[0]["code"] not in above:
            if own[0]["kind"] != "sum" or own[0]["role"] != "ordinary":
                break
            code = own[0]["code"]
            above.append(code)
        found[item["code"]] = above
    return found


def repointed(before: Book, after: Book) -> tuple[Book, list[str]]:
    """The changed book in which nothing is made up for at a place it no longer stands under; names of what that concerns.

    What was made up for in its own part still is, and what was in the total is as far up as parts are added; where
    nothing is added above it, it does not count: averages and the lowest or highest of several leave out what is not there.
    """
    was, now = _allowed(before), _allowed(after)
    items, names = [], []
    for item in after["items"]:
        own, code = dict(item["policies"]), item["code"]
        for state in STATES:
            at = own[state].get("at")
            if own[state]["policy"] == RESCALE and at in was.get(code, []) and at not in now.get(code, [at]):  # fmt: skip
                own[state] = _moved(at, was[code], now[code])
        if own != item["policies"]:
            names.append(item["name"])
            item = item | {"policies": own}
        items.append(item)
    return after | {"items": items}, names


def _moved(at: str, was: list[str], now: list[str]) -> Book:
    if not now:
        return dict(ASIDE)
    is_far = len(was) > 1 and at == was[-1]
    return {"policy": RESCALE, "value": None, "at": now[-1] if is_far else now[0]}


def told_moved(names: list[str]) -> str:
    """That indicators which a unit does not have are made up for elsewhere now; empty where none is."""
    if not names:
        return ""
    some = f"{'、'.join(names[:SHOWN])}{f'等 {len(names)} 个' if len(names) > SHOWN else ''}"
    return f"，没有此任务时的折算随着改：{some}"


def _allowed(book: Book) -> dict[str, list[str]]:
    """By indicator, where it may be made up for in every group that has it, nearest first."""
    nodes = {node["code"]: (at, node) for at, node in enumerate(book["nodes"])}
    items = [item["code"] for item in book["items"]]
    found: dict[str, list[str]] = {}
    for at, group in enumerate(book["groups"]):
        tree = grow(group, ("groups", at), nodes, Faults())
        for code in (one for one in items if one in tree.parents):
            own = reachable_sums(code, tree, nodes)
            found[code] = [one for one in found.get(code, own) if one in own]
    return found
