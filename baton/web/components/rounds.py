"""Which round a page is about: the one chosen at the top, else the newest that runs."""

from __future__ import annotations

from django.http import HttpRequest

from baton.domain.rounds import queries
from baton.domain.rounds.models import Round

CHOSEN = "round"


def round_of(request: HttpRequest) -> Round | None:
    """The round of this request; a choice in the address is remembered for the session."""
    asked = request.GET.get(CHOSEN, "")
    if asked.isdigit():
        found = queries.rounds().filter(pk=int(asked)).first()
        if found is not None:
            request.session[CHOSEN] = found.pk
            return found
    kept = request.session.get(CHOSEN)
    found = queries.rounds().filter(pk=kept).first() if kept else None
    return found or queries.current()
