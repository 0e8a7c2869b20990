"""收责任书: an office's own table of targets, looked at before it is taken in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from baton.desk.agreed import reading, trial
from baton.desk.agreed.asked import agreed_of
from baton.desk.agreed.reading import TargetsPreview
from baton.domain import clock
from baton.domain.refusals import Refused
from baton.domain.rounds.models import Round
from baton.domain.targets import queries
from baton.web.components.moves import moved
from baton.web.components.rounds import scheme_round_of
from baton.web.components.typed import Typed
from baton.web.components.uploads import one_file, opened, ticket

SHOWN = 100  # so many lines, faults or remarks of a long table are listed on the page


@require_http_methods(["GET", "POST"])
def targets_in(request: HttpRequest) -> HttpResponse:
    """收一张责任书: look first, then take in"""
    round = scheme_round_of(request)
    if round is None:
        return render(request, "office/no_round.html", {"section": "scheme"})
    typed = Typed(request.POST)
    page: dict[str, Any] = {
        "section": "scheme", "round": round, "shown": SHOWN, "seal": queries.seal_of(round.scheme),
        "indicators": agreed_of(round).indicators, "text": request.POST.get("text", ""), "item": typed["item"] or request.GET.get("item", ""),
        "reason": typed["reason"], "document": typed["document"], "ticket": typed["ticket"],
        "measures": [*request.POST.getlist("measure"), *request.POST.getlist("say")],
    }  # fmt: skip
    if request.method == "POST":
        try:
            if file := one_file(request, "file"):
                page["ticket"] = ticket(file)
            page["preview"] = preview = _preview(page)
            if "take" in request.POST and preview.can_be_taken:
                return _take(request, round, preview, typed)
        except Refused as refused:
            page["refused"] = refused.sentence
        _look(page)
    return render(
        request, "office/targets_in.html", page, status=409 if page.get("refused") else 200
    )


def _preview(page: dict[str, Any]) -> TargetsPreview:
    if not page["ticket"]:
        return reading.read_paste(page["round"], page["text"].replace("\x00", ""), item=page["item"], said=page["measures"])  # fmt: skip
    with opened(page["ticket"]) as (path, name):
        return reading.read_file(
            page["round"], path, item=page["item"], name=name, said=page["measures"]
        )


def _look(page: dict[str, Any]) -> None:
    """After sealing, who would move is part of the look."""
    preview = page.get("preview")
    if preview is None or not preview.can_be_taken or page["seal"] is None:
        return
    tried = trial.tried(page["round"], [one.line for one in (*preview.new, *preview.changed)])
    page["moves"] = [moved(move) for move in tried.moves]


def _take(
    request: HttpRequest, round: Round, preview: TargetsPreview, typed: Typed
) -> HttpResponse:
    seen = typed["seen"]
    count = reading.take_in(
        round=round, preview=preview, seen=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 18 else 0,
        reason=typed["reason"], document=typed["document"], by=request.user, at=clock.now(),
    )  # fmt: skip
    rest = "，成绩随即重算" if round.pk else ""
    messages.success(request, f"已收下 {count} 格目标{rest}。")
    return redirect("office:targets")
