"""基础分、差异分、加分: which class of work an indicator is of, and how many points each class comes to. It scores nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from baton.scoring.plan import children_of
from baton.scoring.rulebook.checks.numbers import fraction, plain

Book = Mapping[str, Any]
WORDS = {"base": "基础工作", "key": "重点工作", "special": "特色工作"}
POINTS = {"base": "基础", "key": "差异"}
ORDINARY, BONUS, SPECIAL = "ordinary", "bonus", "special"


def works(book: Book) -> dict[str, str]:
    """By indicator or node, its class of work: its own, else that of the nearest part above that has one."""
    nodes = {node["code"]: node for node in book["nodes"]}
    rows = {**nodes, **{item["code"]: item for item in book["items"]}}
    found: dict[str, str] = {}

    def visit(code: str, above: str, path: frozenset[str]) -> None:
        if code not in rows or code in path:
            return
        own = rows[code].get("work", above)
        if own:
            found.setdefault(code, own)
        if code in nodes:
            for child in children_of(nodes[code]):
                visit(child, own, path | {code})

    for group in book["groups"]:
        for top in (group["root"], *group["outside"]):
            visit(top, "", frozenset())
    return found


def told(book: Book) -> list[tuple[list[str], str]]:
    """By paper: the groups assessed by it, and "基础 60 分、差异 40 分、加分最多 5 分"; nothing of a paper in which no class is written."""
    if not any("work" in row for table in ("items", "nodes") for row in book[table]):
        return []
    papers: dict[tuple[str, ...], list[str]] = {}
    for group in book["groups"]:
        papers.setdefault((group["root"], *group["outside"]), []).append(group["group"])
    classes = works(book)
    return [
        (groups, sentence(book, tops, classes))
        for tops, groups in papers.items()
        if classes.keys() & set(_reached(book, tops))
    ]


def sentence(book: Book, tops: tuple[str, ...], classes: Mapping[str, str]) -> str:
    """What the classes of one paper come to."""
    items = {item["code"]: item for item in book["items"]}
    below = [items[code] for code in _reached(book, tops) if code in items]
    parts = []
    for work, word in POINTS.items():
        own = [
            item for item in below if item["role"] == ORDINARY and classes.get(item["code"]) == work
        ]
        if own:
            parts.append(f"{word} {_sum(own)}")
    special = [item for item in below if item["role"] == ORDINARY and classes.get(item["code"]) == SPECIAL]  # fmt: skip
    if special:
        parts.append(f"特色 {_sum(special)}")
    if any(item["role"] == BONUS for item in below):
        most = _most(book, tops)
        parts.append(f"加分最多 {plain(most)} 分" if most is not None else "加分不封顶")
    rest = [item for item in below if item["role"] == ORDINARY and item["code"] not in classes]
    if rest:
        parts.append(f"没有写类别的 {_sum(rest)}")
    return "、".join(parts)


def _sum(items: list[Mapping[str, Any]]) -> str:
    exact = [fraction(item["points"]) for item in items]
    if any(one is None for one in exact):
        return "按责任书"
    return f"{plain(sum((one for one in exact if one is not None), Fraction(0)))} 分"


def _reached(book: Book, tops: tuple[str, ...]) -> list[str]:
    nodes = {node["code"]: node for node in book["nodes"]}
    found = list(tops)
    for code in found:
        found += [one for one in (children_of(nodes[code]) if code in nodes else ()) if one not in found]  # fmt: skip
    return found


def _most(book: Book, tops: tuple[str, ...]) -> Fraction | None:
    """The most that bonuses can add: what caps them, one by one or together; None where nothing does."""
    nodes = {node["code"]: node for node in book["nodes"]}
    items = {item["code"]: item for item in book["items"]}
    data = {entry["code"]: entry for entry in book["data"]}

    def most(code: str, path: frozenset[str]) -> Fraction | None:
        if code in items:
            return _item_most(items[code], data) if items[code]["role"] == BONUS else Fraction(0)
        if code not in nodes or code in path:
            return Fraction(0)
        own = [most(child, path | {code}) for child in children_of(nodes[code])]
        whole = None if None in own else sum((one for one in own if one is not None), Fraction(0))
        cap = fraction(nodes[code]["cap"]) if nodes[code]["role"] == BONUS else None
        return cap if whole is None else whole if cap is None else min(cap, whole)

    found = [most(top, frozenset()) for top in tops]
    return None if None in found else sum((one for one in found if one is not None), Fraction(0))


def _item_most(item: Mapping[str, Any], data: Mapping[str, Any]) -> Fraction | None:
    caps = list(_caps(item, data))
    return min(caps) if caps else None


def _caps(item: Mapping[str, Any], data: Mapping[str, Any]) -> Iterator[Fraction]:
    """Everything that holds one bonus down: its own cap, a ledger's, the bound of a score that is given directly."""
    bounds = [item["cap"], item["params"].get("cap")]
    if item["method"] == "direct":
        bounds.append(data.get(item["data"]["x"]["item"], {}).get("max"))
    for bound in bounds:
        exact = fraction(bound)
        if exact is not None:
            yield exact
