"""Reading rounds."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.db.models import QuerySet

from baton.domain.audit import queries as audit
from baton.domain.rounds.models import Round, Step
from baton.domain.schemes.models import Scheme, Version
from baton.scoring.scope import narrowed
from baton.scoring.scope_choice import Scope


def rounds() -> QuerySet[Round]:
    """All rounds that stand, running ones first, then the newest; the rule books come only when they are asked for."""
    found = Round.objects.select_related("scheme", "version").defer("version__book")
    return found.filter(voided_at=None).order_by("is_closed", "-on", "-id")


def voided() -> QuerySet[Round]:
    """Rounds that were opened by mistake and voided, the newest first."""
    found = Round.objects.exclude(voided_at=None).select_related("voided_by")
    return found.order_by("-voided_at", "-id")


def current() -> Round | None:
    """The round the desk works on: the newest one that is not closed, else the newest."""
    return rounds().first()


def steps(round: Round) -> QuerySet[Step]:
    """The round's calendar in order of days."""
    return round.steps.order_by("due_on", "id")


def deadline(round: Round) -> date | None:
    """The day by which the sheets are to be in: the first line of the calendar that no draft ends."""
    first = round.steps.filter(stage="").order_by("due_on", "id").first()
    return first.due_on if first else None


def back_by(round: Round, since: date) -> date | None:
    """The day by which units send their check sheets back: the calendar's next line about 核对 that ends no draft."""
    found = round.steps.filter(stage="", name__contains="核对", due_on__gte=since)
    first = found.order_by("due_on", "id").first()
    return first.due_on if first else None


def scope_of(round: Round) -> Scope | None:
    """Which indicators a round assesses; None: all of its rule book."""
    return None if round.scope is None else Scope.read(round.scope)


def book_of(round: Round) -> dict[str, Any]:
    """The canonical rule book a round is computed by: its version's, with only what it assesses."""
    return narrowed(dict(json.loads(round.version.book)), scope_of(round))


def version_before(round: Round) -> Version | None:
    """The older version that a round used until it took the one it has; None where it never used another."""
    last = audit.done(["round.version_changed"], on=f"round:{round.pk}").first()
    before = json.loads(last.data)["before"] if last else 0
    if not last or before >= round.version.number:
        return None
    return Version.objects.filter(scheme=round.scheme_id, number=before).first()


def chosen_before(scheme: Scheme, but: Round | None = None) -> Round | None:
    """The newest round of a scheme that assesses only some of the indicators. but: the round itself."""
    found = rounds().filter(scheme=scheme, scope__isnull=False).exclude(pk=but.pk if but else 0)
    return found.order_by("-opened_at", "-id").first()
