"""规则书的树: what hangs under a root, and what nothing refers to any more."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from typing import Any

Book = dict[str, Any]


def reached(book: Book, roots: Iterable[str]) -> set[str]:
    """Codes of all nodes and indicators under these roots, themselves among them."""
    nodes = {node["code"]: node for node in book["nodes"]}
    items = {item["code"] for item in book["items"]}
    found: set[str] = set()
    waiting = list(roots)
    while waiting:
        code = waiting.pop()
        if code in found or (code not in nodes and code not in items):
            continue
        found.add(code)
        if code in nodes:
            waiting += below(nodes[code])
    return found


def below(node: dict[str, Any]) -> list[str]:
    """The codes a node is composed of."""
    factors = [entry["node"] for entry in node.get("coefficients", [])]
    return [*node.get("children", []), *([node["base"]] if "base" in node else []), *factors]


def roots_of(book: Book, groups: Iterable[str]) -> list[str]:
    """Roots and what is counted beside them, of these groups."""
    wanted = set(groups)
    return [
        code
        for group in book["groups"]
        if group["group"] in wanted
        for code in (group["root"], *group["outside"])
    ]


def items_of(book: Book, groups: Iterable[str]) -> list[dict[str, Any]]:
    """The indicators by which these groups are scored."""
    found = reached(book, roots_of(book, groups))
    return [item for item in book["items"] if item["code"] in found]


def without_groups(book: Book, groups: Collection[str]) -> Book:
    """The rule book without these groups and without what only they were scored by; never without any group."""
    rest = [one for one in book["groups"] if one["group"] not in groups]
    if not rest or len(rest) == len(book["groups"]):
        return book
    kept = reached(book, roots_of(book, [one["group"] for one in rest]))
    gone = reached(book, roots_of(book, groups)) - kept
    tables = {name: [one for one in book[name] if one["code"] not in gone] for name in ("nodes", "items")}  # fmt: skip
    vetoes = [_veto_without(one, gone) for one in book["vetoes"]]
    kept_vetoes = [one for one in vetoes if one is not None]
    return without_orphans({**book, **tables, "groups": rest, "vetoes": kept_vetoes}, book)


def _veto_without(veto: dict[str, Any], gone: Collection[str]) -> dict[str, Any] | None:
    """A veto that takes the points of none of these indicators; None where it did nothing else."""
    zero = [code for code in veto["effects"]["zero_items"] if code not in gone]
    effects = {**veto["effects"], "zero_items": zero}
    was_all = veto["effects"]["zero_items"] and not any(effects.values())
    return None if was_all else {**veto, "effects": effects}


def without_orphans(book: Book, before: Book) -> Book:
    """The rule book without data items that something took before and that nothing takes now."""
    taken = _referred(book)
    once = _referred(before)
    data = [one for one in book["data"] if one["code"] in taken or one["code"] not in once]
    return book if len(data) == len(book["data"]) else {**book, "data": data}


def _referred(book: Book) -> set[str]:
    """Every text of the book outside the list of data items: codes that are used are among them."""
    return set(_texts({key: value for key, value in book.items() if key != "data"}))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, one in value.items():
            yield key
            yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)


def copied(book: Book) -> Book:
    """A copy that can be changed without changing the first."""
    return dict(json.loads(json.dumps(book)))
