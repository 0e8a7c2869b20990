"""与去年比: what the rule book says differently from an earlier one, in red."""

from __future__ import annotations

from collections import Counter

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from baton.desk.papers.compared import head_of, redline_of
from baton.desk.papers.kinds import lay_out
from baton.desk.rules.lineage import before
from baton.desk.rules.redlines import between, earlier
from baton.domain import clock
from baton.domain.schemes.models import Version
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
    other = next((one for one in others if str(one.pk) == asked), None) or before(round.scheme)
    ending = request.GET.get("as", "")
    if ending in MEDIA and other is not None:
        content, head = redline_of(version, other, clock.local(clock.now()).date()), head_of(version, round)  # fmt: skip
        name = f"{round.scheme.title}与{other.scheme.year}年比.{ending}"
        return written(lambda path: lay_out("compared", head, content, path), name, MEDIA[ending])
    changes = between(other, version) if other else []
    places = list(dict.fromkeys(change.place or "方案" for change in changes))
    page = {
        "section": "scheme", "round": round, "version": version, "other": other, "others": _named(others),
        "sections": [(place, [one for one in changes if (one.place or "方案") == place]) for place in places],
        "count": len(changes),
    }  # fmt: skip
    return render(request, "office/compared.html", page)


def _named(others: list[Version]) -> list[tuple[Version, str]]:
    """Versions to choose from; by title where a year has several schemes."""
    schemes = Counter(year for year, _ in {(one.scheme.year, one.scheme_id) for one in others})
    return [
        (one, f"{f'{year} 年' if schemes[year := one.scheme.year] == 1 else one.scheme.title}第 {one.number} 版")
        for one in others
    ]  # fmt: skip
