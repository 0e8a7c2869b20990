"""Rule book and facts of a round, as the engine takes them: the only way from records to scores."""

from __future__ import annotations

import json
from typing import Any

from baton.domain.claims import queries as claims
from baton.domain.facts import queries as figures
from baton.domain.orgs import queries as orgs
from baton.domain.rounds.models import Round
from baton.domain.targets import queries as targets
from baton.scoring.facts import AGREEMENT, EVENTS, OBSERVATIONS, ROSTER, table


def rulebook_of(round: Round) -> dict[str, Any]:
    """The canonical rule book a round is computed by."""
    return dict(json.loads(round.version.book))


def facts_of(round: Round, *, absent: str = "not_yet", reported: bool = True) -> dict[str, Any]:
    """The canonical facts of a round (semantics §2), gathered from the four ledgers.

    absent: the state of what nobody has reported, `not_yet` while the round runs, `missing` when it closes.
    reported: with figures and events; without them it is still known who must report what.
    """
    scheme = round.scheme
    return {
        "format": "baton.facts/1",
        "as_of": round.as_of,
        "on": round.on.isoformat(),
        "absent": absent,
        "roster": table(ROSTER, orgs.roster(scheme.year, round.on)),
        "agreement": table(AGREEMENT, targets.agreement(scheme)),
        "observations": table(OBSERVATIONS, figures.observations(scheme) if reported else []),
        "events": table(EVENTS, claims.events(round) if reported else []),
    }
