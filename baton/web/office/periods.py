"""期次: further points of the year at which a scheme asks for figures, each with figures of its own."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from baton.desk.rules.schemes import add_periods
from baton.documents.scheme_table import CHOICES, calendar_of, spoken, summed
from baton.domain import clock
from baton.domain.refusals import Refused
from baton.domain.schemes import queries as schemes
from baton.domain.schemes.models import Scheme
from baton.web.components.rounds import round_of
from baton.web.components.typed import Typed

MOST_NAME = 20


@require_http_methods(["GET", "POST"])
def periods(request: HttpRequest) -> HttpResponse:
    """加期次"""
    typed = Typed(request.POST)
    scheme = _scheme(request, typed)
    version = schemes.newest(scheme) if scheme else None
    if scheme is None or version is None:
        return render(request, "office/no_round.html", {"section": "scheme"})
    book = schemes.book_of(version)
    page: dict[str, Any] = {
        "section": "scheme", "scheme": scheme, "version": version, "typed": typed, "summed": summed(book),
        "periods": [(one, spoken(one)) for one in book["calendar"]], "choices": list(CHOICES.items()),
    }  # fmt: skip
    status = 200
    if request.method == "POST":
        try:
            made, moved = add_periods(
                scheme=scheme, periods=_asked(typed, scheme), seen=(_number(typed["number"]), _number(typed["edits"])),
                by=request.user, at=clock.now(),
            )  # fmt: skip
            words = "、".join(spoken(one) for one in schemes.book_of(made)["calendar"])
            messages.success(
                request, f"“{scheme.title}”第 {made.number} 版草稿的期次现在是：{words}。可以开那一期的轮次了。{moved}"
            )  # fmt: skip
            return redirect(f"{reverse('office:setup')}?year={scheme.year}")
        except Refused as refused:
            page["refused"], status = refused.sentence, 409
    return render(request, "office/periods.html", page, status=status)


def _scheme(request: HttpRequest, typed: Typed) -> Scheme | None:
    """The scheme named, else that of the round at hand, else the newest."""
    asked = typed["scheme"] or request.GET.get("scheme", "")
    found = schemes.schemes().filter(pk=_number(asked)).first()
    round = round_of(request)
    return found or (round.scheme if round else schemes.schemes().first())


def _asked(typed: Typed, scheme: Scheme) -> list[str]:
    """The periods of the choice, and the one with a name of its own."""
    own = typed["own"]
    if len(own) > MOST_NAME:
        raise Refused(f"期次的名称太长了，最多 {MOST_NAME} 个字。")
    chosen = calendar_of(typed["calendar"], scheme.year) if typed["calendar"] in CHOICES else []
    found = [*chosen, *([own] if own else [])]
    if not found:
        raise Refused("请选要加的期次，或写一个名称。")
    return found


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
