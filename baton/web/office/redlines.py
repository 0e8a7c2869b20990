"""与去年比: what the rule book says differently from an earlier one, in red."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from baton.desk.papers.compared import head_of, redline_of
from baton.desk.papers.kinds import lay_out
from baton.desk.rules.redlines import earlier, redline
from baton.domain import clock
from baton.domain.schemes import queries as schemes
from baton.web.components.downloads import DOCX, PDF, written
from baton.web.components.rounds import scheme_round_of

MEDIA = {"docx": DOCX, "pdf": PDF}


@require_GET
def compared(request: HttpRequest) -> HttpResponse:
    """与去年比"""
    round = scheme_round_of(request)
    if round is None:
        return render(request, "office/no_round.html", {"section": "scheme"})
    version = round.version
    others = [one for one in earlier(round.scheme) if one.pk != version.pk]
    asked = request.GET.get("with", "")
    other = next((one for one in others if str(one.pk) == asked), others[0] if others else None)
    ending = request.GET.get("as", "")
    if ending in MEDIA and other is not None:
        content, head = redline_of(version, other, clock.local(clock.now()).date()), head_of(version, round)  # fmt: skip
        name = f"{round.scheme.title}与{other.scheme.year}年比.{ending}"
        return written(lambda path: lay_out("compared", head, content, path), name, MEDIA[ending])
    changes = redline(schemes.book_of(other), schemes.book_of(version)) if other else []
    places = list(dict.fromkeys(change.place or "方案" for change in changes))
    page = {
        "section": "scheme", "round": round, "version": version, "other": other, "others": others,
        "sections": [(place, [one for one in changes if (one.place or "方案") == place]) for place in places],
        "count": len(changes),
    }  # fmt: skip
    return render(request, "office/compared.html", page)
