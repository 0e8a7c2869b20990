"""这一轮考核哪些指标: the trees to tick in, what a choice comes to, and the round's sheets following a new choice."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from baton.desk.intake import owing
from baton.domain.accounts.models import Person
from baton.domain.assessment import gather, scopes
from baton.domain.rounds.models import Round
from baton.scoring import scope_scaling
from baton.scoring.canonical import digest
from baton.scoring.plan import children_of
from baton.scoring.scope import lacks, leaves, sentences, ties_lost
from baton.scoring.scope_choice import SCALED, Scope
from baton.scoring.scope_trees import Pruned, leaves_under

Book = dict[str, Any]
FOLDED_FROM = 20  # of so many indicators a part is folded up
ROLES = {"bonus": "加分", "deduction": "扣分"}
OUTSIDE = "不计入总分、另看的"


@dataclass(frozen=True)
class Leaf:
    """One thing to tick: what it is worth, in words; who leads it."""

    code: str
    name: str
    worth: str
    lead: str
    is_ticked: bool


@dataclass(frozen=True)
class Head:
    """A major part with what can be ticked in it."""

    code: str
    name: str
    leaves: tuple[Leaf, ...]

    @property
    def ticked(self) -> int:
        return sum(one.is_ticked for one in self.leaves)

    @property
    def is_open(self) -> bool:
        """Whether it is unfolded: short ones, and those in which something is ticked."""
        return len(self.leaves) <= FOLDED_FROM or self.ticked > 0


@dataclass(frozen=True)
class Tree:
    """One scheme of indicators with the groups that share it."""

    groups: tuple[str, ...]
    heads: tuple[Head, ...]


@dataclass(frozen=True)
class Sum:
    """What a choice comes to for the groups of one tree. full, whole: empty where they differ from unit to unit.

    brought: how the total is brought to 100, in words; empty where it counts as it adds up.
    """

    groups: tuple[str, ...]
    count: int
    of: int
    full: str
    whole: str
    brought: str = ""


def trees(book: Book, ticked: Iterable[str]) -> list[Tree]:
    """Everything that can be ticked, in the scheme's order; what stands in several groups' trees is one thing."""
    nodes = {node["code"]: node for node in book["nodes"]}
    items = {item["code"]: item for item in book["items"]}
    chosen, found, seen = set(ticked), [], set()
    for root, groups in _roots(book).items():
        heads = []
        for code in [
            one for top in children_of(nodes[root]) or [root] for one in _tops(nodes, top)
        ]:
            heads.append(_head(book, code, nodes, items, chosen, seen))
        beside = [
            one for entry in book["groups"] if entry["root"] == root for one in entry["outside"]
        ]
        rest = tuple(
            _leaf(code, nodes, items, chosen)
            for top in dict.fromkeys(beside)
            for code in _fresh(book, top, seen)
        )
        heads += [Head("", OUTSIDE, rest)] if rest else []
        found.append(Tree(tuple(groups), tuple(one for one in heads if one.leaves)))
    return [tree for tree in found if tree.heads]


def sums(book: Book, scope: Scope) -> list[Sum]:
    """How many indicators are assessed and what they are worth, tree by tree; groups that are left out don't show."""
    pruned = Pruned(book, scope)
    found = []
    for root, groups in _roots(book).items():
        kept = tuple(name for name in groups if name not in scope.left_out)
        if kept and root in pruned.nodes:
            under = leaves_under(book, root)
            own = [code for code in under if code in pruned.reached]
            found.append(
                Sum(
                    kept,
                    _count(own, pruned),
                    _count(under, pruned),
                    pruned.full_text(root),
                    pruned.whole_text(root),
                    scope_scaling.told(book, pruned, root) if scope.total == SCALED else "",
                )
            )
    return found


def factors(book: Book) -> list[tuple[str, str]]:
    """Coefficients of multipliers, by node: what a round may do without."""
    names = {one["code"]: one["name"] for table in ("items", "nodes") for one in book[table]}
    found = {
        entry["node"]: names.get(entry["node"], entry["node"])
        for node in book["nodes"]
        if node["kind"] == "multiplier"
        for entry in node["coefficients"]
    }
    return list(found.items())


def leaves_of(book: Book, codes: Iterable[str]) -> set[str]:
    """Everything under these codes that can be ticked; codes that the book doesn't know are left out."""
    known = {one["code"] for table in ("items", "nodes") for one in book[table]}
    return {leaf for code in codes if code in known for leaf in leaves_under(book, code)} & set(
        leaves(book)
    )


def notes(book: Book, scope: Scope) -> list[str]:
    """What else a choice changes and everybody should know."""
    lost = ties_lost(book, scope)
    return [f"同分先看的“{name}”这一轮不考，同分时不看它。" for name in lost]


def key_of(scope: Scope) -> str:
    """A short name of a choice: whether what is confirmed is what was looked at."""
    return digest(json.loads(json.dumps(scope.written())))[:16]


def problems(book: Book, scope: Scope) -> list[str]:
    """Why a choice can't be computed, each with its remedy."""
    return sentences(lacks(book, scope))


@transaction.atomic
def assess(*, round: Round, scope: Scope | None, why: str = "", by: Person, at: datetime) -> str:
    """改考核哪些指标, with the sheets that follow; returns what changed in them, in a sentence."""
    before = gather.rulebook_of(round)
    scopes.assess(round=round, scope=scope, why=why, by=by, at=at)
    return owing.follow(round=round, before=before, by=by, at=at).told()


def _roots(book: Book) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for entry in book["groups"]:
        found.setdefault(entry["root"], []).append(entry["group"])
    return found


def _count(codes: Iterable[str], pruned: Pruned) -> int:
    """Indicators among them, without bonuses and deductions."""
    return sum(
        code not in pruned.items or pruned.items[code]["role"] == "ordinary" for code in codes
    )


def _fresh(book: Book, top: str, seen: set[str]) -> list[str]:
    found = [code for code in leaves_under(book, top) if code not in seen]
    seen.update(found)
    return found


def _head(
    book: Book, code: str, nodes: Book, items: Book, chosen: set[str], seen: set[str]
) -> Head:
    name = (nodes.get(code) or items[code])["name"]
    return Head(
        code, name, tuple(_leaf(one, nodes, items, chosen) for one in _fresh(book, code, seen))
    )


def _leaf(code: str, nodes: Book, items: Book, chosen: set[str]) -> Leaf:
    if code in nodes:
        node = nodes[code]
        return Leaf(code, node["name"], f"{node['full']} 分", "", code in chosen)
    item = items[code]
    worth = ROLES.get(item["role"]) or (
        f"{item['points']} 分" if isinstance(item["points"], str) else "各单位分值不同"
    )
    return Leaf(code, item["name"], worth, item["lead"], code in chosen)


def _tops(nodes: Book, code: str) -> list[str]:
    """The major parts under a code: a product shows what is multiplied, and that its own parts."""
    under = children_of(nodes[code]) if code in nodes else []
    if code not in nodes or not under:
        return [code]
    if nodes[code]["kind"] == "multiplier":
        return [one for child in under for one in _tops(nodes, child)]
    is_whole = nodes[code]["kind"] == "sum" and all(
        one in nodes and children_of(nodes[one]) for one in under
    )
    return under if is_whole else [code]
