"""照这句填: a sentence about many indicators is filled in at all of them, once what comes of it has been looked at."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from baton.desk.looks.columns import places_in
from baton.desk.parts import contrary, hearing, looking
from baton.domain import clock
from baton.domain.refusals import Refused
from baton.domain.rounds.models import Round
from baton.domain.schemes import queries as schemes
from baton.web.components.kept_where import kept_where
from baton.web.components.rounds import scheme_round_of
from baton.web.office.item import seen

MOST_QUOTED = 60


@require_POST
def fill(request: HttpRequest) -> HttpResponse:
    """照这句填到每一个: tried first, written with a second press"""
    round = scheme_round_of(request)
    version = schemes.newest(round.scheme) if round else None
    if round is None or version is None:
        raise Http404
    book = schemes.book_of(version)
    told = (request.POST.get("quote", ""), request.POST.get("says", ""))
    found = next(
        (
            one
            for one in hearing.still_open(contrary.heard_of(round.scheme, book))
            if one.fills_all and (one.first.quote, one.first.says) == told
        ),
        None,
    )
    if found is None:
        messages.info(request, "这句话已经照着定好了，没有再改。")
        return redirect("office:scheme_parts")
    why = f"照“{found.first.quote[:MOST_QUOTED]}”填到 {found.places} 个指标：{found.first.says}"
    changed = hearing.filled_everywhere(book, found)
    if "keep" not in request.POST:
        page = {"section": "scheme", "round": round, "version": version, "found": found}
        return render(request, "office/heard.html", page | _tried(round, changed))
    kept, moved = contrary.keep(
        scheme=round.scheme, book=changed, before=book, against=(), seen=seen(request),
        why=why, by=request.user, at=clock.now(),
    )  # fmt: skip
    messages.success(request, f"{why}，{kept_where(round, kept or version, moved)}")
    return redirect("office:scheme_parts")


def _tried(round: Round, changed: dict[str, Any]) -> dict[str, Any]:
    """Who would move; or why that can't be seen yet, which keeps nobody from filling the sentence in."""
    try:
        tried = looking.look(round, changed)
    except Refused as refused:
        return {"untried": refused.sentence}
    totals = [one for row in tried.rows for one in row.totals]
    lost = [one for one in tried.rows if one.totals[0] is not None and one.totals[1] is None]
    return {
        "look": tried,
        "lost": lost,
        "total_digits": places_in(totals, changed["rounding"]["total"]["places"]),
    }
