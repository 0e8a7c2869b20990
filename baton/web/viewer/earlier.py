"""上一稿、上一年: what a reader's results are compared with, as far as he may see that himself."""

from __future__ import annotations

from django.http import HttpRequest

from baton.domain.assessment import queries
from baton.domain.assessment.models import Run
from baton.domain.assessment.readers import Layer


def earlier(request: HttpRequest, run: Run) -> Run | None:
    """The draft before, or last year's, where this reader may see it down to totals."""
    before = queries.before(run, request.user)
    layer = queries.layer_of(before, request.user) if before else ""
    return before if before and queries.reaches(layer, Layer.TOTALS) else None


def ranks(before: Run, group: str) -> dict[str, int]:
    """The ranks of a group in a result, by unit."""
    return dict(before.lines.filter(group=group, rank__isnull=False).values_list("subject", "rank"))
