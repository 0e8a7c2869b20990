"""台上: the unit that reports now, keying its slips, and the screen in the hall."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from baton.desk.live import papers
from baton.desk.live.beside import beside
from baton.desk.live.slips import named, read_slips
from baton.domain import clock
from baton.domain.hearings import policies, queries, services, slip_services
from baton.domain.hearings.models import Appearance, Hearing
from baton.domain.refusals import Conflict, Refused, refusal
from baton.web.components.typed import Typed
from baton.web.office.live import hearing_of

SECONDS = 4  # between two looks of the screen in the hall


@require_POST
def call(request: HttpRequest, pk: int, position: int) -> HttpResponse:
    """请上台"""
    services.call(hearing=hearing_of(pk), position=position, by=request.user, at=clock.now())
    return redirect("office:hearing_unit", pk=pk, position=position)


@require_http_methods(["GET", "POST"])
def unit(request: HttpRequest, pk: int, position: int) -> HttpResponse:
    """一个单位的票"""
    hearing = hearing_of(pk)
    found = get_object_or_404(hearing.appearances.select_related("unit"), position=position)
    page: dict[str, Any] = {"section": "desk", "hearing": hearing, "round": hearing.round}
    typed = Typed(request.POST)
    if request.method == "POST":
        try:
            if _written(request, hearing, found, typed, page):
                return redirect("office:hearing_unit", pk=pk, position=position)
        except Conflict as conflict:
            page |= {"asked": conflict.sentence, "text": request.POST.get("slips", "")}
        except Refused as refused:
            if "slips" not in request.POST:
                raise
            page |= {"faults": [refused.sentence], "text": request.POST["slips"]}
    lines = queries.lines(hearing)
    line = next(one for one in lines if one.appearance.pk == found.pk)
    page |= {
        "line": line, "one": line.appearance, "lines": lines, "is_open": queries.is_open(hearing),
        "bounds": papers.bounds(hearing), "cannot_key": refusal(lambda: policies.check_can_key(hearing)),
        "beside": beside(hearing, found.unit), "scores": _counted(line), "next": _next(lines, position),
        "mean": papers.padded(line.outcome.mean, hearing.decimals) if line.outcome else "",
    }  # fmt: skip
    return render(request, "office/hearing_unit.html", page, status=409 if "faults" in page or "asked" in page else 200)  # fmt: skip


@require_GET
def screen(request: HttpRequest, pk: int) -> HttpResponse:
    """大屏: who is on the stage, how many slips came; the score only in a session that shows scores at once"""
    hearing = hearing_of(pk)
    lines = queries.lines(hearing)
    at = next((at for at, one in enumerate(lines) if one.appearance.position == hearing.on_stage), None)  # fmt: skip
    shown = {one.appearance.pk: papers.padded(outcome.mean, hearing.decimals) for one in lines if (outcome := queries.on_screen(hearing, one))}  # fmt: skip
    page = {
        "hearing": hearing, "line": None if at is None else lines[at], "shown": shown,
        "before": lines[at - 1] if at else None, "is_over": hearing.state == Hearing.State.CLOSED,
    }  # fmt: skip
    answer = render(request, "office/hearing_screen.html", page)
    answer.headers["Refresh"] = str(SECONDS)
    return answer


def _written(
    request: HttpRequest, hearing: Hearing, found: Appearance, typed: Typed, page: dict[str, Any]
) -> bool:
    """Do what the form asks; False where the page has to say what is wrong."""
    said: dict[str, Any] = {"appearance": found, "by": request.user, "at": clock.now()}
    act = typed["act"]
    if act == "correct":
        slip_services.correct(was=typed["was"], now=typed["now"], **said)
        messages.success(request, f"已把一票 {typed['was']} 改成 {typed['now']}。")
        return True
    edits = int(typed["edits"]) if typed["edits"].isdecimal() else None
    if act == "redo":
        slip_services.redo(why=typed["why"], edits=edits, **said)
        messages.success(request, f"{found.unit.name}的票都撤下了，请重录。")
        return True
    if act == "absent":
        slip_services.excuse(why=typed["absent"], **said)
        messages.success(request, "已记下。")
        return True
    slips = read_slips(request.POST.get("slips", ""), hearing)
    if slips.faults:
        page |= {"faults": named(slips.faults), "text": request.POST.get("slips", "")}
        return False
    slip_services.key(
        scores=slips.scores, spoiled=slips.spoiled, edits=-1 if edits is None else edits,
        is_more=act == "more", **said,
    )  # fmt: skip
    spoiled = f"，其中废票 {slips.spoiled} 张" if slips.spoiled else ""
    messages.success(request, f"{found.unit.name}记下 {slips.count} 票{spoiled}。")
    return True


def _counted(line: queries.Line) -> list[tuple[str, int]]:
    """Each score with how many slips bear it, the highest first."""
    return sorted(Counter(line.scores).items(), key=lambda one: -Decimal(one[0]))


def _next(lines: list[queries.Line], position: int) -> Appearance | None:
    """The next unit that is still to come."""
    rest = [one.appearance for one in lines if one.appearance.position > position]
    return next((one for one in rest if not one.absent_why), None)
