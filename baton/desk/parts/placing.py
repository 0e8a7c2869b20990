"""放在哪里: what a form about a part of the papers asks about its name and its place, and how it is put there."""

from __future__ import annotations

from baton.desk.parts.asking import MANY, Ask, Given, answered
from baton.desk.parts.composing import HOLDING, SUM
from baton.desk.parts.shapes import (
    Book,
    parents_of,
    placed,
    row_of,
    sums,
    tree_of_group,
    with_row,
)
from baton.domain.refusals import Refused


def asked(book: Book, key: str, hint: str = "") -> list[Ask]:
    """Its name and where it stands; a root stands nowhere, and nothing is offered that it holds itself."""
    node = row_of(book, "nodes", key) if key else None
    found = [Ask("name", "名称", hint=hint, values=answered(node and node["name"]))]
    if not _is_root(book, key):
        within = set(tree_of_group(book, key)) if node else set()
        places = tuple(one for one in sums(book, HOLDING) if one.value not in within)
        at = tuple(one["code"] for one in parents_of(book, key)) if node else ()
        found.append(Ask("where", "放在哪里", MANY, "", places, at))
    return found


def place_given(book: Book, key: str, given: Given) -> list[str] | None:
    """Where it is to stand; None for a root. What stands only where it has a share of its own need not be ticked."""
    if "where" not in given.asks:
        return None
    where = given.many("where")
    kinds = [one["kind"] for one in parents_of(book, key)] if key else [SUM]
    if not where and any(kind in HOLDING for kind in kinds):
        given.wrong("where", "还没有勾放在哪里，请至少勾一处。")
    return where


def put(book: Book, node: Book, where: list[str] | None) -> Book:
    """The book with the part, in exactly these places."""
    book = with_row(book, "nodes", node)
    return book if where is None else placed(book, node["code"], where, HOLDING)


def check_no_root(book: Book, node: Book) -> None:
    """Refused where the part is a group's total."""
    if _is_root(book, node["code"]):
        raise Refused(f"“{node['name']}”是总分，不能去掉。")


def _is_root(book: Book, key: str) -> bool:
    return any(group["root"] == key for group in book["groups"])
