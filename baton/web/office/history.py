"""历年: a unit's year ends beside each other, and those of a whole group."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from baton.desk.looks.history import years_of
from baton.desk.looks.year_ends import newest_ends
from baton.domain.orgs.models import Unit
from baton.domain.reproductions import queries
from baton.web.components.rounds import round_of
from baton.web.components.years import chosen, group_page, unit_page


@require_GET
def all_years(request: HttpRequest) -> HttpResponse:
    """一组的历年"""
    page = {"section": "board", "round": round_of(request), "unnumbered": queries.unnumbered()}
    shown = group_page(
        newest_ends(), request.GET.get("group", ""), is_all="all" in request.GET, picked=request.GET.getlist("use"),
    )  # fmt: skip
    return render(request, "office/all_years.html", page | shown)


@require_GET
def history(request: HttpRequest, subject: str) -> HttpResponse:
    """一个单位的历年"""
    unit = get_object_or_404(Unit, code=subject)
    found = years_of(subject, picked=chosen(request.GET.getlist("use")))
    page = {
        "section": "board", "unit": unit, "round": round_of(request), "unnumbered": queries.unnumbered(),
    }  # fmt: skip
    return render(request, "office/history.html", page | unit_page(found))
