"""一张打分表: its versions, what is odd about the one shown, and the decision; then on to the next that waits."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from baton.desk.intake import accepting, sheets
from baton.desk.intake.accepting import unfit_cells
from baton.desk.intake.empty_sheets import empty_sheet
from baton.desk.intake.own_asked import choices_of
from baton.desk.intake.sheet_answers import read_all
from baton.desk.obstacles import obstacles_of
from baton.domain import clock
from baton.domain.assessment import queries as runs
from baton.domain.intake import in_use, own_figures, queries, services
from baton.domain.intake.cells import changed_cells, unpack
from baton.domain.intake.models import Sheet, Submission
from baton.domain.intake.oddities import by_kind
from baton.domain.orgs import queries as orgs
from baton.domain.refusals import Refused
from baton.web.components.downloads import XLSX, written
from baton.web.components.kept import typed
from baton.web.components.obstacles import MOST_SHOWN, Told, told
from baton.web.components.typed import day_of
from baton.web.office.desk import sections_of
from baton.web.office.sheet_view import columns_of, sheet_or_404

OPEN = {Submission.State.RECEIVED, Submission.State.PARTIAL}
AGAIN = timedelta(days=3)


@require_GET
def sheet(request: HttpRequest, pk: int, number: int | None = None) -> HttpResponse:
    """一张打分表"""
    return _page(request, sheet_or_404(pk), number)


def _page(
    request: HttpRequest, found: Sheet, number: int | None, refused: str = ""
) -> HttpResponse:
    """The sheet's page; with a refusal it shows again what was typed."""
    versions = list(queries.versions(found))
    shown = next((one for one in versions if number in (None, one.number)), None)
    older = [one for one in versions if shown and one.number < shown.number]
    before = unpack(older[0].cells) if older else []
    due = clock.today() + AGAIN
    following, waiting = queries.next_waiting(found)
    page: dict[str, Any] = {
        "section": "desk", "round": found.round, "sheet": found, "versions": versions, "shown": shown, "kinds": by_kind(shown.oddities) if shown else "",
        "is_newest": bool(shown and shown is versions[0]), "next": following, "waiting": waiting,
        "beside": sections_of(queries.desk(found.round, clock.today())), "scans": list(shown.scans.all()) if shown else [],
        "due": request.POST.get("due_again_on", due.isoformat()), "refused": refused,
    }  # fmt: skip
    page["open"] = bool(page["is_newest"] and shown and shown.state in OPEN)
    page["held"] = unfit_cells(shown) if shown and page["open"] else []
    own = own_figures.of_version(shown) if shown and page["open"] else []
    page["own"] = [(one, choices_of(one)) for one in own]
    page["in_use"] = _since(shown) if shown and page["open"] else []
    page["bulletins"] = "" if shown else queries.entry_of(found, clock.today()).told_by_bulletins
    page["merged"] = accepting.merged_since(shown) if shown and page["open"] else ""
    page["stopped"] = _stopped(found)
    page["typed"] = typed(request) if refused and not page["open"] else []
    if shown:
        cells, names = unpack(shown.cells), orgs.names(found.round.scheme.year)
        page |= {
            "grid": columns_of(found, cells, before, shown.oddities, names, shown.beside),
            "changed": len(changed_cells(before, cells)) if older else 0,
            "letter": request.POST.get("reason", sheets.return_text(found, shown, due)),
        }
    return render(request, "office/sheet.html", page, status=409 if refused else 200)


def _since(shown: Submission) -> list[in_use.InUse]:
    """Figures in force that adopting the version would replace and that it was not told of when it came."""
    known = {
        (one["subject"], one["item"], one["was"])
        for one in shown.oddities
        if one["kind"] == in_use.KIND
    }
    return [
        one for one in in_use.of_version(shown) if (one.subject, one.item, one.now) not in known
    ]


def _stopped(found: Sheet) -> list[Told]:
    """Cells of this sheet that keep the round from being computed."""
    round = found.round
    if round.is_closed or not runs.is_stale(round, runs.provisional(round)):
        return []
    stops = [one for one in obstacles_of(round).others if one.item in found.items]
    return told(round, stops[:MOST_SHOWN])


@require_POST
def accept(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """采用，或先采用没有疑点的"""
    found = sheet_or_404(pk)
    submission = get_object_or_404(found.submissions, number=number)
    left_out: set[tuple[str, str]] = set()
    if "clean" in request.POST:
        left_out = {(odd["subject"], odd["item"]) for odd in submission.oddities if odd["subject"]}
        left_out |= in_use.pairs(in_use.of_version(submission))
    try:
        done = accepting.accept(
            submission=submission, left_out=left_out, by=request.user, at=clock.now(),
            reason="有疑点的先不采用" if left_out else "",
        )  # fmt: skip
    except Refused as refused:
        return _page(request, found, number, refused.sentence)
    messages.success(
        request,
        f"已采用{found.lead.name}第 {number} 版，{done.recorded} 个数记入数据；成绩正在重算。",
    )
    if done.told:
        messages.warning(request, done.told)
    return _onward(request, found, redirect("office:desk"))


@require_POST
def own_figure(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """考核办改过的，用哪个"""
    found = sheet_or_404(pk)
    submission = get_object_or_404(found.submissions, number=number)
    marks = {one.written: one.value for one in read_all(request.POST.getlist("said"))}
    try:
        told = services.settle_own(
            submission=submission, marks=marks, by=request.user, at=clock.now()
        )
    except Refused as refused:
        return _page(request, found, number, refused.sentence)
    for sentence in told:
        messages.success(request, f"{sentence}。采用时照办。")
    return redirect("office:sheet", pk=pk)


@require_POST
def send_back(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """退回"""
    found = sheet_or_404(pk)
    submission = get_object_or_404(found.submissions, number=number)
    due = request.POST.get("due_again_on", "")
    try:
        services.send_back(
            submission=submission, reason=request.POST.get("reason", ""), by=request.user, at=clock.now(),
            due_again_on=day_of(due, "再交日期") if due else None, was=request.POST.get("was", ""),
        )  # fmt: skip
    except Refused as refused:
        return _page(request, found, number, refused.sentence)
    messages.success(
        request, f"已退回{found.lead.name}第 {number} 版。退回理由可以复制给牵头单位。"
    )
    return _onward(request, found, redirect("office:sheet", pk=pk))


def _onward(request: HttpRequest, found: Sheet, otherwise: HttpResponse) -> HttpResponse:
    """To the next sheet that waits, when that was asked for and there is one."""
    following, _ = queries.next_waiting(found) if "next" in request.POST else (None, 0)
    return redirect("office:sheet", pk=following.pk) if following else otherwise


@require_GET
def empty(request: HttpRequest, pk: int) -> HttpResponse:
    """空表: the workbook a lead unit fills in"""
    found = sheet_or_404(pk)
    name = f"{found.title}（{found.round.name}）.xlsx"
    return written(lambda path: empty_sheet(found, path, clock.now()), name, XLSX)
