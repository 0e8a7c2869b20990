"""谁取走过、看过: what left the office, and who looked before anything was released."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from baton.desk.papers import takings as left
from baton.domain.assessment import queries

MOST = 50


@require_GET
def takings(request: HttpRequest) -> HttpResponse:
    """取走记录"""
    asked, kind, page = (request.GET.get(name, "") for name in ("run", "kind", "page"))
    run = None
    if asked.isascii() and asked.isdigit() and len(asked) < 10:
        run = get_object_or_404(queries.visible_to(request.user), pk=int(asked))
    kind = kind if kind in left.ACTIONS else "taken"
    at = max(1, int(page)) if page.isascii() and page.isdigit() and len(page) < 7 else 1
    counts = {one: left.count(one, run) for one in left.ACTIONS}
    last = max(1, -(-counts[kind] // MOST))
    at = min(at, last)
    shown = left.takings(kind, run, start=(at - 1) * MOST, most=MOST)
    told = {"section": "board", "run": run, "kind": kind, "counts": counts, "rows": shown, "page": at, "last": last}  # fmt: skip
    return render(request, "office/takings.html", told)
