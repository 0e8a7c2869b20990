"""计两次: two kinds of bonuses that take in the same claims for the same group, so that each claim would count in both."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

from baton.desk.parts.shapes import Book, groups_of, listed
from baton.documents.names import normalised

MOST_GROUPS = 3


class Twice(NamedTuple):
    """Two ledgers by code and name, the kinds of events that both count (none where only the name is the same), for whom."""

    code: str
    name: str
    other: str
    other_name: str
    kinds: tuple[str, ...]
    groups: tuple[str, ...]

    def beside(self, code: str) -> str:
        """The one of the two that is not this one."""
        return self.other if code == self.code else self.code

    def told(self, code: str) -> str:
        """What is twofold, said to somebody who is at the one with this code."""
        there = self.other_name if code == self.code else self.name
        whom = listed(self.groups[:MOST_GROUPS]) + ("等" if len(self.groups) > MOST_GROUPS else "")
        if not self.kinds:
            return f"{whom}已经有一种叫“{there}”"
        return (
            f"{whom}的{listed(f'“{one}”' for one in self.kinds)}已经由“{there}”计着，同一条会计两次"
        )


def doubles(book: Book) -> list[Twice]:
    """Every two ledgers of one group that are called the same or count the same events at the same time."""
    groups = groups_of(book)
    return [
        Twice(one["code"], one["name"], other["code"], other["name"], kinds, shared)
        for one, other in combinations(_ledgers(book), 2)
        if (shared := _both(groups.get(one["code"], []), groups.get(other["code"], [])))
        and ((kinds := _same_kinds(one, other)) or _is_namesake(one, other))
    ]


def newly(before: Book, book: Book) -> list[Twice]:
    """Those that a change has made."""
    known = {(one.code, one.other, one.groups, bool(one.kinds)) for one in doubles(before)}
    return [
        one
        for one in doubles(book)
        if (one.code, one.other, one.groups, bool(one.kinds)) not in known
    ]


def _ledgers(book: Book) -> Iterator[Book]:
    return (item for item in book["items"] if item["method"] == "ledger")


def _both(one: list[str], other: list[str]) -> tuple[str, ...]:
    return tuple(name for name in one if name in other)


def _same_kinds(one: Book, other: Book) -> tuple[str, ...]:
    """Kinds of events that both count; none where the one ends before the other begins."""
    first, second = one["params"], other["params"]
    if _is_over(first, second) or _is_over(second, first):
        return ()
    return _both(first["kinds"], second["kinds"])


def _is_over(one: Book, other: Book) -> bool:
    return bool(one["to"] and other["from"] and one["to"] < other["from"])


def _is_namesake(one: Book, other: Book) -> bool:
    return normalised(one["name"]) == normalised(other["name"])
