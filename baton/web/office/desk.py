"""收件台: who owes which sheet, what came, what is odd, what was decided."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from baton.desk import sheets
from baton.desk.empty_sheets import empty_sheet
from baton.domain import clock
from baton.domain.claims import queries as claims
from baton.domain.intake import queries, services
from baton.domain.intake.cells import changed_cells, unpack
from baton.domain.intake.models import Submission
from baton.domain.orgs import queries as orgs
from baton.domain.refusals import Refused
from baton.web.components.downloads import XLSX, written
from baton.web.components.rounds import round_of
from baton.web.office.sheet_view import columns_of, sheet_or_404

SECTIONS = (
    ("received", "see", "y", "已收待核"),
    ("returned", "back", "r", "退回"),
    ("none", "none", "o", "未交"),
    ("accepted", "ok", "g", "已采用"),
)
AGAIN = timedelta(days=3)


@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """收件台"""
    round = round_of(request)
    if round is None:
        return render(request, "office/no_round.html", {"section": "desk"})
    today = clock.today()
    found = queries.desk(round, today)
    counts = claims.counts(round.scheme)
    page = {
        "section": "desk", "round": round, "desk": found, "title": _title(found),
        "sections": [(name, mark, shape, word, found.of(name)) for name, mark, shape, word in SECTIONS],
        "pending": counts["pending"], "claims": sum(counts.values()), "today": today,
        "reminder": queries.reminder_text(found.entries),
    }  # fmt: skip
    return render(request, "office/desk.html", page)


def _title(found: queries.Desk) -> str:
    """The finding: how many came, how many count, who is late."""
    total = len(found.entries)
    if not total:
        return "还没有列出应交的打分表"
    accepted, late = len(found.of("accepted")), found.late
    said = f"{total} 张打分表收到 {len(found.sent)} 张，已采用 {accepted} 张"
    if late:
        days = max(entry.days_late for entry in late)
        said += f"；{len(late)} 家已过期{f'，最久 {days} 天' if len({e.days_late for e in late}) > 1 else f' {days} 天'}"
    return said


@require_POST
def owe(request: HttpRequest) -> HttpResponse:
    """列出全部应交表"""
    round = round_of(request)
    if round is None:
        raise Refused("还没有轮次。请先开一轮。")
    due = date.fromisoformat(request.POST["due_on"])
    made = sheets.owe_all(round=round, due_on=due, by=request.user, at=clock.now())
    messages.success(request, f"已按规则书列出 {len(made)} 张应交的打分表。")
    return redirect("office:desk")


@require_POST
def remind(request: HttpRequest) -> HttpResponse:
    """记下已催"""
    round = round_of(request)
    found = queries.desk(round, clock.today()).entries if round else []
    late = [entry.sheet for entry in found if entry.days_late]
    services.remind(sheets=late, by=request.user, at=clock.now())
    messages.success(request, f"已记下：今天催了 {len(late)} 家。")
    return redirect("office:desk")


@require_GET
def sheet(request: HttpRequest, pk: int, number: int | None = None) -> HttpResponse:
    """一张打分表"""
    found = sheet_or_404(pk)
    versions = list(queries.versions(found))
    shown = next((one for one in versions if number in (None, one.number)), None)
    older = [one for one in versions if shown and one.number < shown.number]
    before = unpack(older[0].cells) if older else []
    names = orgs.names(found.round.scheme.year)
    due = clock.today() + AGAIN
    page: dict[str, Any] = {
        "section": "desk", "round": found.round, "sheet": found, "versions": versions, "shown": shown,
        "is_newest": bool(shown and shown is versions[0]), "due": due,
    }  # fmt: skip
    if shown:
        cells = unpack(shown.cells)
        page |= {
            "grid": columns_of(found, cells, before, shown.oddities, names, shown.beside),
            "changed": len(changed_cells(before, cells)) if older else 0,
            "letter": sheets.return_text(found, shown, due),
        }
    return render(request, "office/sheet.html", page)


@require_POST
def accept(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """采用，或先采用没有疑点的"""
    submission = get_object_or_404(Submission, sheet=pk, number=number)
    left_out: set[tuple[str, str]] = set()
    if "clean" in request.POST:
        left_out = {(odd["subject"], odd["item"]) for odd in submission.oddities if odd["subject"]}
    written = services.accept(
        submission=submission, left_out=left_out, by=request.user, at=clock.now(),
        reason="有疑点的先不采用" if left_out else "",
    )  # fmt: skip
    messages.success(request, f"已采用第 {number} 版，{written} 个数记入数据；成绩正在重算。")
    return redirect("office:desk")


@require_POST
def send_back(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """退回"""
    submission = get_object_or_404(Submission, sheet=pk, number=number)
    due = request.POST.get("due_again_on") or ""
    services.send_back(
        submission=submission, reason=request.POST.get("reason", ""),
        due_again_on=date.fromisoformat(due) if due else None, by=request.user, at=clock.now(),
    )  # fmt: skip
    messages.success(request, f"已退回第 {number} 版。退回理由可以复制给牵头单位。")
    return redirect("office:sheet", pk=pk)


@require_GET
def empty(request: HttpRequest, pk: int) -> HttpResponse:
    """空表: the workbook a lead unit fills in"""
    found = sheet_or_404(pk)
    name = f"{found.title}（{found.round.name}）.xlsx"
    return written(lambda path: empty_sheet(found, path, clock.now()), name, XLSX)
