"""Reading the agreed values."""

from __future__ import annotations

from django.db.models import Max, QuerySet

from baton.domain.schemes.models import Scheme
from baton.domain.targets.models import Target


def agreed(scheme: Scheme) -> QuerySet[Target]:
    """The newest line of every cell that has not been withdrawn."""
    newest = (
        Target.objects.filter(scheme=scheme)
        .values("subject", "indicator", "field")
        .annotate(newest=Max("id"))
        .values("newest")
    )
    return Target.objects.filter(pk__in=newest, is_withdrawn=False)


def agreement(scheme: Scheme) -> list[list[str | None]]:
    """The agreed values as rows of the canonical table (semantics §2)."""
    found = agreed(scheme).order_by("subject", "indicator", "field")
    return [list(line) for line in found.values_list("subject", "indicator", "field", "value")]
