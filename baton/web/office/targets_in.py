"""收责任书: an office's own table of targets, looked at before it is taken in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from baton.desk.agreed import reading, trial
from baton.desk.agreed.asked import agreed_of
from baton.desk.agreed.asking import answers_in
from baton.desk.agreed.reading import TargetsPreview
from baton.desk.questions import Answer
from baton.domain import clock
from baton.domain.refusals import Refused
from baton.domain.rounds.models import Round
from baton.domain.targets import queries
from baton.web.components.moves import moved
from baton.web.components.rounds import scheme_round_of
from baton.web.components.typed import Typed
from baton.web.components.uploads import opened, table_ticket

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
        "measures": [*request.POST.getlist("measure"), *request.POST.getlist("say")], "answers": _answered(request),
    }  # fmt: skip
    if request.method == "POST":
        try:
            page["ticket"] = table_ticket(request)
            page["preview"] = preview = _preview(page)
            if "take" in request.POST and preview.can_be_taken:
                return _take(request, round, preview, typed)
        except Refused as refused:
            page["refused"] = refused.sentence
        _look(page)
    return render(
        request, "office/targets_in.html", page, status=409 if page.get("refused") else 200
    )


def _answered(request: HttpRequest) -> list[Answer]:
    """What was answered so far, without what is taken back; a table that is chosen anew starts without answers."""
    if request.FILES.get("file"):
        return []
    back = set(request.POST.getlist("unsay"))
    return answers_in([text for text in request.POST.getlist("answer") if text not in back])


def _preview(page: dict[str, Any]) -> TargetsPreview:
    told: dict[str, Any] = {"item": page["item"], "said": page["measures"], "answers": page["answers"]}  # fmt: skip
    if not page["ticket"]:
        return reading.read_paste(page["round"], page["text"].replace("\x00", ""), **told)
    with opened(page["ticket"]) as (path, name):
        return reading.read_file(page["round"], path, name=name, **told)


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
