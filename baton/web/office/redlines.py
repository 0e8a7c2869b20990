"""与去年比: what the rule book says differently from an earlier one, in red."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from baton.desk.rules.redlines import earlier, redline
from baton.domain.schemes import queries as schemes
from baton.web.components.rounds import round_of


@require_GET
def compared(request: HttpRequest) -> HttpResponse:
    """与去年比"""
    round = round_of(request)
    if round is None:
        return render(request, "office/no_round.html", {"section": "scheme"})
    version = round.version
    others = [one for one in earlier(round.scheme) if one.pk != version.pk]
    asked = request.GET.get("with", "")
    other = next((one for one in others if str(one.pk) == asked), others[0] if others else None)
    changes = redline(schemes.book_of(other), schemes.book_of(version)) if other else []
    places = list(dict.fromkeys(change.place or "方案" for change in changes))
    page = {
        "section": "scheme", "round": round, "version": version, "other": other, "others": others,
        "sections": [(place, [one for one in changes if (one.place or "方案") == place]) for place in places],
        "count": len(changes),
    }  # fmt: skip
    return render(request, "office/compared.html", page)
