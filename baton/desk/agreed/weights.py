"""所辖单位的权数: how much each of the units below counts in the average that a part of a paper takes of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from baton.scoring.facts import Facts, Subject

Book = dict[str, Any]
EQUAL, BELOW = "equal", "children"


class Weighed(NamedTuple):
    """A part that averages the units below it. fields: of the agreement, by which it does; whether only the draft does."""

    node: Book
    fields: dict[str, bool]


def weighed(books: Iterable[Book]) -> list[Weighed]:
    """Every such part, the round's own rule book first, then the draft's."""
    found: dict[str, Weighed] = {}
    for at, book in enumerate(books):
        for node in book["nodes"]:
            if node["kind"] == BELOW and node["weight"] != EQUAL:
                one = found.setdefault(node["code"], Weighed(node, {}))
                one.fields.setdefault(node["weight"], at > 0)
    return list(found.values())


def units_below(node: Book, facts: Facts) -> list[Subject]:
    """Whose scores are averaged: the units of its group that have a superior and are there."""
    return [
        one
        for one in facts.roster
        if one.group == node["group"] and one.parent and one.is_active(facts.on)
    ]


def unweighed(book: Book, facts: Mapping[str, Any]) -> list[str]:
    """What is to be borne in mind where units below have no weight yet: they stay out of the average."""
    read = Facts.from_canonical(facts)
    found = []
    for node, fields in weighed([book]):
        field = next(iter(fields))
        below = units_below(node, read)
        lacking = [one for one in below if read.agreed(one.subject, node["code"], field) is None]
        if below and len(lacking) == len(below):
            found.append(f"责任书里还没有一个单位的“{field}”，“{node['name']}”就算不出平均：留下以后，到“责任书”里填。")  # fmt: skip
        elif lacking:
            named = "、".join(one.name for one in lacking[:6])
            more = f"等 {len(lacking)} 个" if len(lacking) > 6 else ""
            found.append(f"{named}{more}在责任书里没有“{field}”，不进“{node['name']}”的平均。")
    return found
