"""规则书的一部分: what every page about a part of the rule book offers, and helpers that change a book without touching it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from baton.desk.parts.asking import Ask, Given, Option
from baton.scoring.plan import children_of
from baton.scoring.rulebook.checks.numbers import fraction, plain

Book = dict[str, Any]
Made = tuple[Book, str]  # the changed book, and what was changed in one line


@dataclass(frozen=True)
class Said:
    """One thing of a part, read aloud: its key, its name, sentences, and what should be looked at."""

    key: str
    name: str
    sentences: tuple[str, ...]
    cautions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """One part of the rule book that a form can set.

    asks: what is asked about the thing with this key ("" for a new one); None when there is no such thing.
    drop: without the thing; None where it can't be left out. has_new: whether things can be added. stays: the key of
    what can't be left out. is_closed: it is tried as if the books were closed now.
    """

    name: str
    title: str
    one: str
    hint: str
    said: Callable[[Book], list[Said]]
    asks: Callable[[Book, str], list[Ask] | None]
    made: Callable[[Book, str, Given], Made]
    drop: Callable[[Book, str], Made] | None = None
    has_new: bool = True
    stays: str = ""
    is_closed: bool = False


def row_of(book: Book, table: str, code: str, key: str = "code") -> Book | None:
    """The row of a table with this code."""
    return next((row for row in book[table] if row[key] == code), None)


def with_row(book: Book, table: str, row: Book, key: str = "code") -> Book:
    """The book with one row put in or replaced, the table in the order of its codes."""
    rest = [one for one in book[table] if one[key] != row[key]]
    return book | {table: sorted([*rest, row], key=lambda one: one[key])}


def without_row(book: Book, table: str, code: str, key: str = "code") -> Book:
    """The book without one row."""
    return book | {table: [one for one in book[table] if one[key] != code]}


def free_code(book: Book, prefix: str) -> str:
    """A code that nothing in the book has: the prefix and the next number."""
    taken = {row["code"] for table in ("data", "items", "nodes", "vetoes") for row in book[table]}
    number = 1
    while any(f"{prefix}{number:02d}{tail}" in taken for tail in ("", "得分")):
        number += 1
    return f"{prefix}{number:02d}"


def tree_of_group(book: Book, root: str) -> list[str]:
    """Every code under a root, the root first; a code that stands nowhere is left out."""
    nodes = {node["code"]: node for node in book["nodes"]}
    found: list[str] = []
    waiting = [root]
    while waiting:
        code = waiting.pop(0)
        if code in found:
            continue
        found.append(code)
        if code in nodes:
            waiting += children_of(nodes[code])
    return found


def groups_of(book: Book) -> dict[str, list[str]]:
    """By node or indicator, the groups that are scored by it."""
    found: dict[str, list[str]] = {}
    for group in book["groups"]:
        for code in (*tree_of_group(book, group["root"]), *group["outside"]):
            found.setdefault(code, []).append(group["group"])
    return found


def used_in(groups: Iterable[str]) -> str:
    """Which groups are scored by something, as a sentence."""
    whom = listed(groups)
    return f"用在{whom}。" if whom else "哪个组也没有用到。"


def parents_of(book: Book, code: str) -> list[Book]:
    """The nodes that list a code among their children."""
    return [node for node in book["nodes"] if code in node.get("children", [])]


def sums(book: Book, kinds: Sequence[str] = ("sum",)) -> tuple[Option, ...]:
    """The nodes that something can be put into, in the order of the trees, with the groups that they count for."""
    groups, found = groups_of(book), []
    nodes = {node["code"]: node for node in book["nodes"]}
    order = list(dict.fromkeys([*groups, *nodes]))
    for code in order:
        if code in nodes and nodes[code]["kind"] in kinds:
            found.append(Option(code, nodes[code]["name"], listed(groups.get(code, ()))))
    return tuple(found)


def placed(book: Book, code: str, where: Iterable[str], kinds: Sequence[str] = ("sum",)) -> Book:
    """The book in which exactly these of the nodes of these kinds have the code among their children."""
    chosen = set(where)
    nodes = []
    for node in book["nodes"]:
        children = node.get("children", [])
        if node["kind"] in kinds:
            if node["code"] in chosen and code not in children:
                node = node | {"children": [*children, code]}
            elif node["code"] not in chosen and code in children:
                node = _unlisted(node, code)
        nodes.append(node)
    return book | {"nodes": nodes}


def _unlisted(node: Book, code: str) -> Book:
    found = node | {"children": [one for one in node["children"] if one != code]}
    if "weights" in node:
        found["weights"] = {one: share for one, share in node["weights"].items() if one != code}
    return found


def removed(book: Book, code: str) -> Book:
    """The book without a code in any list of children, keys or effects."""
    nodes = [
        _unlisted(node, code) if code in node.get("children", []) else node
        for node in book["nodes"]
    ]
    groups = [
        group
        | {"outside": [one for one in group["outside"] if one != code]}
        | {"ranking": group["ranking"] | {"keys": _unkeyed(group["ranking"]["keys"], code)}}
        | ({"grades": group["grades"] | {"keys": _unkeyed(group["grades"]["keys"], code)}} if group["grades"] else {})
        for group in book["groups"]
    ]  # fmt: skip
    vetoes = [
        veto
        | {
            "effects": veto["effects"]
            | {"zero_items": [one for one in veto["effects"]["zero_items"] if one != code]}
        }
        for veto in book["vetoes"]
    ]
    return book | {"nodes": nodes, "groups": groups, "vetoes": vetoes}


def _unkeyed(keys: list[Book], code: str) -> list[Book]:
    return [one for one in keys if one["key"] != code]


def names_of(book: Book) -> dict[str, str]:
    """What nodes and indicators are called, by code."""
    return {row["code"]: row["name"] for table in ("items", "nodes") for row in book[table]}


def listed(words: Iterable[str]) -> str:
    """甲、乙、丙"""
    return "、".join(words)


def percent(share: str) -> str:
    """0.2 as 20%."""
    exact = fraction(share)
    return f"{plain(exact * 100)}%" if exact is not None else share


def total_of(values: Iterable[Any]) -> str | None:
    """The sum of points in decimal text; None where one of them is not the same for everybody."""
    exact = [fraction(value) for value in values]
    known = [value for value in exact if value is not None]
    return plain(sum(known, Fraction(0))) if len(known) == len(exact) else None
