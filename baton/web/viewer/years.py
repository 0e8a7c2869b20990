"""历年: the year ends that were released to this reader down to totals, and no others."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from baton.desk.looks.history import years_of
from baton.domain.assessment import queries
from baton.web.components.years import chosen, group_page, unit_page


@require_GET
def years(request: HttpRequest) -> HttpResponse:
    """一组的历年"""
    released = queries.released_ends(request.user)
    if not released:
        return render(request, "viewer/nothing.html", {"section": "released"})
    runs = [one.run for one in released]
    until = {one.run_id: one.released_at for one in released}
    page = {"section": "released"} | group_page(
        runs, request.GET.get("group", ""), until, is_all="all" in request.GET, picked=request.GET.getlist("use"),
    )  # fmt: skip
    return render(request, "viewer/years.html", page)


@require_GET
def unit_years(request: HttpRequest, subject: str) -> HttpResponse:
    """一个单位的历年"""
    seen = queries.released_ends(request.user)
    found = years_of(subject, seen, chosen(request.GET.getlist("use")))
    if not found:
        raise Http404
    page = {"section": "released", "name": found[-1].line.name, "group": found[-1].line.group}
    return render(request, "viewer/unit_years.html", page | unit_page(found))
