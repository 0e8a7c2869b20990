"""Reading announced tables and explanations."""

from __future__ import annotations

from collections import defaultdict

from django.db.models import QuerySet

from baton.domain.assessment.models import Run
from baton.domain.reproductions.models import Publication, Settlement
from baton.domain.rounds.models import Round


def newest(round: Round) -> Publication | None:
    """The announced table that counts."""
    return (
        Publication.objects.filter(round=round)
        .select_related("file", "taken_by")
        .order_by("-pk")
        .first()
    )


def reproduced() -> QuerySet[Round]:
    """Rounds for which an announced table has been taken in, the newest year first."""
    found = Round.objects.filter(publications__isnull=False, voided_at=None).distinct()
    return found.select_related("scheme", "version").defer("version__book").order_by("-on", "-id")


def unnumbered() -> QuerySet[Round]:
    """Reproduced years that have no numbered draft yet, so that nothing can be compared with them."""
    return reproduced().exclude(runs__kind=Run.Kind.DRAFT)


def settlements(round: Round) -> dict[tuple[str, str], Settlement]:
    """The newest explanation of every cell."""
    found = Settlement.objects.filter(round=round).select_related("settled_by").order_by("pk")
    return {(one.subject, one.column): one for one in found}


def said_together() -> dict[int, list[list[str]]]:
    """What was explained in one go, by the entry of the log that tells of it."""
    found: dict[int, list[list[str]]] = defaultdict(list)
    for one in Settlement.objects.order_by("pk"):
        found[one.batch].append(
            [one.subject, one.column, one.published, one.computed, one.cause, one.note]
        )
    return found
