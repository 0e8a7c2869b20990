"""Random rounds that assess only some indicators of a random book, as they add up or brought to 100."""

from __future__ import annotations

import random
from dataclasses import replace

from baton.scoring.scope import lacks, leaves, narrowed
from baton.scoring.scope_choice import SCALED, Scope
from baton.scoring.scope_scaling import is_rest
from tests.fuzz.books import case


def brought(seed):
    """A round brought to 100 with the facts of it; None where this seed gives none."""
    book, facts = case(seed)
    scope = replace(chosen(book, random.Random(seed)), total=SCALED)
    if lacks(book, scope):
        return None
    own = narrowed(book, scope)
    idle = {one["code"] for one in book["data"]} - {one["code"] for one in own["data"]}
    return (own, without(facts, idle)) if any(map(is_rest, own["nodes"])) else None


def chosen(book, chance):
    """Some of everything that can be ticked, with the remedies of what that lacks taken."""
    items = frozenset(code for code in leaves(book) if chance.random() < 0.6)
    scope = Scope(items, graded=False)
    for _ in range(8):
        found = lacks(book, scope)
        kinds = {one.kind for one in found}
        if not found or "nothing" in kinds:
            return scope
        without = scope.without | {one.code for one in found if one.kind == "coefficient"}
        left_out = scope.left_out | {one.code for one in found if one.kind == "group"}
        nodes = {node["code"] for node in book["nodes"]}
        fewer = {one.code for one in found if one.kind == "taken"} & nodes
        scope = Scope(scope.items - fewer, without, left_out)
        if kinds == {"alone"}:
            reached = {
                one["code"] for table in ("items", "nodes") for one in narrowed(book, scope)[table]
            }
            scope = Scope(scope.items & reached, without, left_out)
    return scope


def without(facts, idle):
    """The facts as a round's records give them: without figures that only other indicators take."""
    rows = [row for row in facts["observations"]["rows"] if row[1] not in idle]
    return facts | {"observations": facts["observations"] | {"rows": rows}}
