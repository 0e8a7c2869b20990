"""已发布: what was released to this reader's role, up to the layer that was decided; nothing else is reachable."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from baton.domain.assessment import queries
from baton.domain.assessment.models import Layer


@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """最近发布的一稿"""
    newest = queries.visible_to(request.user).order_by("-computed_at").first()
    if newest is None:
        return render(request, "viewer/nothing.html", {"section": "released"})
    return redirect("viewer:run", pk=newest.pk)


@require_GET
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """一稿，看到哪一层由发布时定"""
    found = get_object_or_404(queries.visible_to(request.user), pk=pk)
    layer = queries.layer_of(found, request.user)
    if not layer:
        raise Http404
    page = {
        "section": "released", "run": found, "groups": queries.board(found),
        "shows_totals": queries.reaches(layer, Layer.TOTALS), "shows_papers": queries.reaches(layer, Layer.PAPERS),
        "corrected_by": queries.visible_to(request.user).filter(corrects=found).order_by("-number").first(),
    }  # fmt: skip
    return render(request, "viewer/run.html", page)
