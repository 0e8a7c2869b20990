"""收结: unsealing a session and letting its scores count; opening it again; its papers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from baton.desk.live import papers
from baton.domain import clock
from baton.domain.facts import queries as figures
from baton.domain.hearings import policies, queries, services
from baton.domain.hearings.combining import rule_words
from baton.domain.hearings.indicators import check_takes, choice_of
from baton.domain.hearings.models import Hearing
from baton.domain.refusals import Refused, refusal
from baton.web.components.downloads import DOCX, PDF, written
from baton.web.components.takings import taken_from_hearing
from baton.web.components.typed import Typed
from baton.web.office.live import hearing_of


@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """收结"""
    hearing = hearing_of(pk)
    page: dict[str, Any] = {"section": "desk", "hearing": hearing, "round": hearing.round}
    if request.method == "POST":
        try:
            count = services.close(
                hearing=hearing, knowingly="knowingly" in request.POST, by=request.user, at=clock.now()
            )  # fmt: skip
            messages.success(
                request, f"《{hearing.name}》已收结，{count} 个数记入台账，成绩正在重算。"
            )
            return redirect("office:hearing", pk=pk)
        except Refused as refused:
            page["refused"] = refused.sentence
    lines = queries.lines(hearing)
    known = figures.cells(hearing.round.scheme, [hearing.item], hearing.round.as_of)
    ours = {line.appearance.unit.code for line in lines if line.appearance.received}
    page |= {
        "lines": lines, "short": [line for line in lines if line.short], "choice": choice_of(hearing), "rule": rule_words(hearing),
        "absent": [line for line in lines if line.appearance.absent_why],
        "known": sum(1 for (subject, _, _), cell in known.items() if subject in ours and cell.value is not None),
        "cannot": refusal(lambda: policies.check_can_go(hearing, Hearing.State.CLOSED)) or refusal(lambda: check_takes(hearing)),
    }  # fmt: skip
    return render(request, "office/hearing_close.html", page, status=409 if "refused" in page else 200)  # fmt: skip


@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """重新打开"""
    why = Typed(request.POST)["why"]
    services.reopen(hearing=hearing_of(pk), why=why, by=request.user, at=clock.now())
    messages.success(request, "重新打开了。改好以后再收结一次，成绩才跟着变。")
    return redirect("office:hearing", pk=pk)


@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """取消一场"""
    hearing = hearing_of(pk)
    services.cancel(
        hearing=hearing, why=Typed(request.POST)["why"], by=request.user, at=clock.now()
    )
    messages.success(request, f"《{hearing.name}》已取消，不记分。还要办，点“重新举行”。")
    return redirect("office:hearing", pk=pk)


@require_POST
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """重新举行"""
    services.restore(hearing=hearing_of(pk), by=request.user, at=clock.now())
    messages.success(request, "重新举行。日期、地点变了的，先改好；录过的票都在。")
    return redirect("office:hearing", pk=pk)


@require_GET
def paper(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """一份材料"""
    hearing, kind = hearing_of(pk), papers.PAPERS.get(code)
    if kind is None:
        raise Http404
    ending, media = ("pdf", PDF) if request.GET.get("as") == "pdf" else ("docx", DOCX)
    name = f"{hearing.name}{kind.name}.{ending}"
    made = written(lambda path: papers.write(hearing, code, path), name, media)
    if not kind.needs_result:
        return made
    return taken_from_hearing(made, request=request, hearing=hearing, what=code, form=ending)
