"""方案的次序: where everything of two rule books stands in the scheme's own tables, what was struck out where it stood."""

from __future__ import annotations

from typing import Any

from baton.scoring.plan import children_of

Book = dict[str, Any]


def merged_order(old: Book, new: Book) -> dict[str, int]:
    """The place of each node and indicator: in the new scheme's order, what it lacks behind what it followed before.

    >>> merged_order(_scheme("a", "b", "c"), _scheme("a", "d", "c"))
    {'root': 0, 'a': 1, 'b': 2, 'd': 3, 'c': 4}
    """
    found = scheme_order(new)
    place = 0
    for code in scheme_order(old):
        if code in found:
            place = found.index(code) + 1
        else:
            found.insert(place, code)
            place += 1
    return {code: at for at, code in enumerate(found)}


def scheme_order(book: Book) -> list[str]:
    """Nodes and indicators as an official reads them: group by group, each node before what is below it; each once."""
    nodes = {node["code"]: node for node in book["nodes"]}
    waiting = [code for group in book["groups"] for code in (group["root"], *group["outside"])]
    waiting += [*nodes, *(item["code"] for item in book["items"])]
    waiting.reverse()
    found: dict[str, None] = {}
    while waiting:
        code = waiting.pop()
        if code not in found:
            found[code] = None
            waiting += reversed(children_of(nodes[code])) if code in nodes else ()
    return list(found)


def _scheme(*items: str) -> Book:
    """A scheme of one table, for the example above."""
    root = {"code": "root", "kind": "sum", "children": list(items)}
    return {
        "nodes": [root], "items": [{"code": one} for one in items], "groups": [{"root": "root", "outside": []}],
    }  # fmt: skip
