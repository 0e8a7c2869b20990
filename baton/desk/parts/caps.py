"""封顶的原话: sentences that say how many points may come of bonuses and deductions, beside the forms that ask for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from baton.desk.parts.hearing import Heard
from baton.desk.parts.ledgers import VERBS, ledgers_of
from baton.desk.parts.shapes import Book, tree_of_group
from baton.desk.rules.prose import Text
from baton.documents.scheme_table import ADD, CAP, DEDUCT, Saying, sayings

UNCAPPED = "没有写合计最多几分"
BONUS, DEDUCTION = "bonus", "deduction"


def heard(book: Book, texts: Iterable[Text]) -> Iterator[Heard]:
    """What bonuses and deductions say of their own, and what the scheme's files say where one of them alone can be meant."""
    for item in ledgers_of(book):
        for one in _caps(f"{item['sentence']}\n{item.get('definition', '')}"):
            yield _of_ledger(item, one, f"“{item['name']}”")
    for node in book["nodes"]:
        for one in _caps(node.get("sentence", "")):
            yield _of_node(node, one, f"大项“{node['name']}”")
    for name, text, groups in texts:
        for one in _caps(text):
            yield from _of_the_scheme(book, one, f"《{name}》", groups)


def _caps(text: str) -> Iterator[Saying]:
    return (one for one in sayings(text) if one.about == CAP)


def _of_the_scheme(book: Book, one: Saying, where: str, groups: Iterable[str]) -> Iterator[Heard]:
    """A sentence of bonuses, or of deductions: the part that holds them, else the only one there is."""
    adds, takes = "加分" in one.quote, "扣分" in one.quote or "减分" in one.quote
    if adds == takes:
        return
    sign, role = (ADD, BONUS) if adds else (DEDUCT, DEDUCTION)
    roots = [group["root"] for group in book["groups"] if not groups or group["group"] in groups]
    below = {code for root in roots for code in tree_of_group(book, root)}
    nodes = [node for node in book["nodes"] if node["role"] == role and node["code"] in below]
    ledgers = [
        item
        for item in ledgers_of(book)
        if item["params"]["sign"] == sign and item["code"] in below
    ]
    if len(nodes) == 1:
        yield _of_node(nodes[0], one, where)
    elif len(ledgers) == 1 and not nodes:
        yield _of_ledger(ledgers[0], one, where)


def _of_ledger(item: Book, one: Saying, where: str) -> Heard:
    verb = VERBS[item["params"]["sign"]]
    return _heard("ledgers", item, item["params"]["cap"], one, where, f"合计最多{verb}")


def _of_node(node: Book, one: Saying, where: str) -> Heard:
    return _heard("nodes", node, node["cap"], one, where, "合计最多")


def _heard(part: str, row: Book, cap: Any, one: Saying, where: str, word: str) -> Heard:
    points = one.way.removeprefix("+")
    now = UNCAPPED if cap is None else f"{word} {cap} 分" if isinstance(cap, str) else "按责任书写的分"  # fmt: skip
    return Heard(
        part, row["code"], row["name"], one.quote, where, f"{word} {points} 分", {"cap": (points,)},
        is_settled=cap is not None, now=now, otherwise=now if cap not in (None, points) else "",
    )  # fmt: skip
