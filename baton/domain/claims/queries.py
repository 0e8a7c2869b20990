"""Reading the ledger of bonuses, deductions and vetoes."""

from __future__ import annotations

from typing import Any

from baton.domain.claims.models import Claim
from baton.domain.schemes.models import Scheme


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
