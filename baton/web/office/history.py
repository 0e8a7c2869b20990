"""历年: a unit's year ends beside each other, and those of a whole group."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from baton.desk.looks.history import HEIGHT, WIDTH, drawn, years_of
from baton.desk.looks.indicator_years import Standing, standings, year_ends
from baton.desk.results import result_of
from baton.domain.assessment import queries
from baton.domain.orgs.models import Unit
from baton.web.components.boards import digits_of
from baton.web.components.rounds import round_of


@require_GET
def all_years(request: HttpRequest) -> HttpResponse:
    """一组的历年"""
    runs = year_ends()
    groups = queries.groups_of(runs[-1]) if runs else []
    asked = request.GET.get("group", "")
    group = asked if asked in groups else next(iter(groups), "")
    rows = standings(runs, group)
    page = {
        "section": "board", "round": round_of(request), "years": runs, "groups": groups, "group": group, "rows": rows,
        "title": _risen(group, rows), "digits": digits_of(result_of(runs[-1])) if runs else 0,
    }  # fmt: skip
    return render(request, "office/all_years.html", page)


def _risen(group: str, rows: list[Standing]) -> str:
    """Who rose most since the first year."""
    if not rows:
        return "还没有编过号的年终稿"
    most = max(rows, key=lambda one: one.places or 0)
    return (
        f"{group}：{most.name}进得最多，{most.places} 位"
        if most.places and most.places > 0
        else f"{group}历年"
    )


@require_GET
def history(request: HttpRequest, subject: str) -> HttpResponse:
    """一个单位的历年"""
    unit = get_object_or_404(Unit, code=subject)
    years = years_of(subject)
    points = drawn(years)
    page = {
        "section": "board", "unit": unit, "years": years[::-1], "points": points, "round": round_of(request),
        "line": " ".join(f"{one.x},{one.y}" for one in points), "width": WIDTH, "height": HEIGHT, "title": _title(years),
        "digits": digits_of(result_of(years[-1].run)) if years else 0,
    }  # fmt: skip
    return render(request, "office/history.html", page)


def _title(years: list) -> str:
    if not years:
        return "还没有编过号的年终稿"
    last = years[-1]
    if last.places is None or len(years) < 2:
        return f"{len(years)} 年"
    moved = (
        f"进 {last.places} 位"
        if last.places > 0
        else f"退 {-last.places} 位"
        if last.places < 0
        else "名次没变"
    )
    return f"{last.year} 年比上年{moved}"
