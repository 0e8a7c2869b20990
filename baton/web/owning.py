"""A page about a thing of one round stands under that round's address, whichever page led to it.

Otherwise the sheet of a quarter, opened from the year's pages, would be followed by the year's desk.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from baton.domain.assessment.models import Run
from baton.domain.hearings.models import Hearing
from baton.domain.intake.models import Sheet
from baton.domain.rounds import queries
from baton.domain.rounds.models import Round
from baton.web.bound import bound
from baton.web.components.rounds import go_on_with

OWNERS: dict[str, Callable[[int], Any]] = {
    "office/run/<int:pk>/": lambda pk: Run.objects.filter(pk=pk).values_list("round_id", flat=True),
    "office/desk/<int:pk>/": lambda pk: Sheet.objects.filter(pk=pk).values_list("round_id", flat=True),
    "office/live/<int:pk>/": lambda pk: Hearing.objects.filter(pk=pk).values_list("round_id", flat=True),
    "office/rounds/<int:pk>/": lambda pk: Round.objects.filter(pk=pk).values_list("pk", flat=True),
}  # fmt: skip


class OwningMiddleware:
    """Leads a look at a thing of another round to that round's address; what is written goes on there."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Nothing to do where the address names no round or the right one; a voided round has no address."""
        said, find = bound(request), _finder(request)
        if find is None or (said.round is None and _is_only_one()):
            return None
        owner = find(kwargs["pk"]).first()
        if owner is None or owner == said.round:
            return None
        found = queries.rounds().filter(pk=owner).first()
        if found is None:
            return None
        go_on_with(request, found)
        if said.round is None or request.method not in ("GET", "HEAD"):
            return None
        prefix = f"/r/{owner}" if bound(request).round else ""
        return HttpResponseRedirect(f"{prefix}{request.get_full_path_info()}")


def _finder(request: HttpRequest) -> Callable[[int], Any] | None:
    match = request.resolver_match
    return next((own for route, own in OWNERS.items() if match and match.route.startswith(route)), None)  # fmt: skip


def _is_only_one() -> bool:
    """Whether there is no other round to mix it up with."""
    return len(queries.rounds().order_by().values_list("pk", flat=True)[:2]) < 2
