"""单列还是排名: by a roster of another year the announced table tells who was ranked and who was set apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from baton.documents.published import RANK, Announced, apart_in
from baton.scoring.facts import Facts

SEPARATE, RANKED = "separate", "ranked"


def listed_then(
    tables: Sequence[Sequence[Announced]], facts: Facts, fresh: Facts
) -> tuple[Facts, Facts, list[str]]:
    """Both facts with everybody ranked or set apart as the tables announce it, and what to say of it."""
    cells = {(cell.subject, cell.column): cell for table in tables for cell in table}
    ranked = {code for (code, column), cell in cells.items() if column == RANK and cell.text}
    groups = {one.group for one in facts.roster if one.subject in ranked}
    notes = []
    then = [one for one in facts.roster if one.listing == SEPARATE and one.subject in ranked]
    if then:
        names = "、".join(one.name for one in then)
        notes.append(
            f"现在的名册里{names}单列，公布的表有名次：照有名次复算。那一年单列的，请交那一年的名册。"
        )
    apart = [
        one
        for one in facts.roster
        if one.listing == RANKED and one.group in groups and apart_in(cells, one.subject)
    ]
    if apart:
        names = "、".join(one.name for one in apart)
        notes.append(
            f"现在的名册里{names}参加排名，公布的表有总分、没有名次：照单列复算。那一年不是单列的，请交那一年的名册。"
        )
    listings = {one.subject: RANKED for one in then} | {one.subject: SEPARATE for one in apart}
    return _as_listed(facts, listings), _as_listed(fresh, listings), notes


def _as_listed(facts: Facts, listings: dict[str, str]) -> Facts:
    if not listings:
        return facts
    roster = [replace(one, listing=listings.get(one.subject, one.listing)) for one in facts.roster]
    return replace(facts, roster=roster)
