"""收加减分: an office's table of claims or deductions, looked at before it is taken into the ledger."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from baton.desk.ledger import claiming
from baton.desk.ledger.claim_words import read_answers
from baton.desk.ledger.claiming import ClaimsPreview
from baton.domain import clock
from baton.domain.claims.kinds import kinds_of
from baton.domain.refusals import Refused
from baton.domain.rounds.models import Round
from baton.domain.schemes.queries import book_of
from baton.web.components.rounds import round_of
from baton.web.components.uploads import opened, table_ticket

SHOWN = 60  # so many lines, faults or remarks of a long table are listed on the page


@require_http_methods(["GET", "POST"])
def claims_in(request: HttpRequest) -> HttpResponse:
    """收一张加减分表: look first, then take in"""
    round = round_of(request)
    if round is None:
        return render(request, "office/no_round.html", {"section": "claims"})
    page: dict[str, Any] = {
        "section": "claims", "round": round, "kinds": kinds_of(book_of(round.version)).values(),
        "text": request.POST.get("text", ""), "kind": request.POST.get("kind", ""), "shown": SHOWN,
    }  # fmt: skip
    if request.method == "POST":
        try:
            page["ticket"] = table_ticket(request)
            preview = _preview(request, round, page["ticket"])
            if "take" in request.POST and preview.can_be_taken:
                return _take(request, round, preview, page["ticket"])
            page |= {"preview": preview, "kept": _numbers(request)}
        except Refused as refused:
            page["refused"] = refused.sentence
    return render(
        request, "office/claims_in.html", page, status=409 if page.get("refused") else 200
    )


def _preview(request: HttpRequest, round: Round, given: str) -> ClaimsPreview:
    kind = request.POST.get("kind", "")
    back = set(request.POST.getlist("unsay"))
    said = read_answers([text for text in request.POST.getlist("meaning") if text not in back])
    if not given:
        return claiming.read_claims_paste(
            round, request.POST.get("text", ""), kind=kind, meanings=said
        )
    with opened(given) as (path, name):
        return claiming.read_claims_file(round, path, name=name, kind=kind, meanings=said)


def _take(request: HttpRequest, round: Round, preview: ClaimsPreview, given: str) -> HttpResponse:
    wanted = _numbers(request)
    left_out = [line.at for line in preview.doubles if line.at not in wanted]
    by, at = request.user, clock.now()
    if given:
        with opened(given) as file:
            made = claiming.take_in_claims(
                round=round, preview=preview, left_out=left_out, file=file, by=by, at=at
            )
    else:
        made = claiming.take_in_claims(
            round=round, preview=preview, left_out=left_out, by=by, at=at
        )
    said = f"已收下 {len(made)} 条，都待定。"
    if left_out:
        said += f"{len(left_out)} 条像是已有的，没有收。"
    messages.success(request, said)
    return redirect("office:claims")


def _numbers(request: HttpRequest) -> set[int]:
    """The lines that are to be taken in although they look the same as others."""
    return {int(at) for at in request.POST.getlist("keep") if at.isdecimal()}
