"""Reading the ledger of bonuses, deductions and vetoes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from baton.domain.claims.models import Claim
from baton.domain.orgs.models import Unit
from baton.domain.orgs.queries import official_order
from baton.domain.schemes.models import Scheme

MANY = 3  # pairs of characters that two titles share before they are called alike


def events(scheme: Scheme) -> list[list[Any]]:
    """All claims as rows of the canonical table of events (semantics §2); the rule book decides what counts."""
    found = Claim.objects.filter(scheme=scheme).select_related("subject").order_by("number")
    return [
        [
            claim.number, claim.subject.code, claim.kind, claim.level, claim.matter,
            claim.happened_on.isoformat() if claim.happened_on else "",
            claim.until.isoformat() if claim.until else "", claim.document, claim.role, claim.count,
            claim.points or None, claim.counted or None, claim.state, claim.is_elsewhere,
        ]
        for claim in found
    ]  # fmt: skip


@dataclass(frozen=True)
class Matter:
    """Lines of one unit that tell of the same matter."""

    name: str
    claims: list[Claim]


@dataclass(frozen=True)
class Ledger:
    """One unit's lines, grouped by matter."""

    subject: Unit
    matters: list[Matter]

    @property
    def claims(self) -> list[Claim]:
        return [claim for matter in self.matters for claim in matter.claims]


def ledgers(scheme: Scheme, group: str = "") -> list[Ledger]:
    """All lines unit by unit in official order, within a unit by matter; three queries whatever the number."""
    found = (
        Claim.objects.filter(scheme=scheme)
        .select_related("subject")
        .prefetch_related("decisions")
        .order_by("number")
    )
    if group:
        found = found.filter(
            subject__standings__year=scheme.year, subject__standings__group__name=group
        )
    order = official_order(scheme.year)
    by_unit: dict[int, list[Claim]] = defaultdict(list)
    for claim in found:
        by_unit[claim.subject_id].append(claim)
    return [
        Ledger(claims[0].subject, _matters(claims))
        for _, claims in sorted(by_unit.items(), key=lambda entry: order.get(entry[0], len(order)))
    ]


def counts(scheme: Scheme) -> dict[str, int]:
    """How many lines are in each state."""
    found = Claim.objects.filter(scheme=scheme).values_list("state").annotate(n=Count("id"))
    return dict.fromkeys(Claim.State.values, 0) | dict(found)


def alike(scheme: Scheme) -> list[list[Claim]]:
    """Lines of one unit that probably tell of the same matter: same document, or titles that share most of their words."""
    found: list[list[Claim]] = []
    for ledger in ledgers(scheme):
        rest = [claim for claim in ledger.claims if claim.state != Claim.State.REJECTED]
        while rest:
            first, *others = rest
            same = [
                claim for claim in others if claim.matter != first.matter and _alike(first, claim)
            ]
            if same:
                found.append([first, *same])
            rest = [claim for claim in others if claim not in same]
    return found


def _alike(a: Claim, b: Claim) -> bool:
    if a.document and a.document == b.document:
        return True
    pairs_a, pairs_b = ({t[i : i + 2] for i in range(len(t) - 1)} for t in (a.title, b.title))
    shared = len(pairs_a & pairs_b)
    return shared >= MANY and 2 * shared >= min(len(pairs_a), len(pairs_b))


def _matters(claims: list[Claim]) -> list[Matter]:
    by_matter: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_matter[claim.matter].append(claim)
    return [Matter(name, lines) for name, lines in by_matter.items()]
