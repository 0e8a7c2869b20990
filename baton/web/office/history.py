"""历年: a unit's year ends beside each other."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from baton.desk.history import HEIGHT, WIDTH, drawn, years_of
from baton.domain.orgs.models import Unit
from baton.web.components.rounds import round_of


@require_GET
def history(request: HttpRequest, subject: str) -> HttpResponse:
    """一个单位的历年"""
    unit = get_object_or_404(Unit, code=subject)
    years = years_of(subject)
    points = drawn(years)
    page = {
        "section": "board", "unit": unit, "years": years[::-1], "points": points, "round": round_of(request),
        "line": " ".join(f"{one.x},{one.y}" for one in points), "width": WIDTH, "height": HEIGHT, "title": _title(years),
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
