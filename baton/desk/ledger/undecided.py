"""没有定的: what of the ledger nobody had decided when a run was computed, in the words of every page and paper."""

from __future__ import annotations

from baton.domain.claims.kinds import waiting_words
from baton.scoring.result import Result


def pending_words(result: Result) -> str:
    """What of the ledger a run found undecided, vetoes apart."""
    vetoes = {veto["kind"] for veto in result.plan.rulebook["vetoes"]}
    kinds = [
        event.kind in vetoes for event in result.plan.facts.events if event.decision == "pending"
    ]
    return waiting_words(kinds.count(False), kinds.count(True))
