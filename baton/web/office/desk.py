"""收件台: who owes which sheet, what came, what is odd, what was decided."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from baton.desk import sheets
from baton.domain import clock
from baton.domain.claims import queries as claims
from baton.domain.intake import queries, services
from baton.domain.intake.cells import changed_cells, unpack
from baton.domain.intake.models import Sheet, Submission
from baton.domain.orgs import queries as orgs
from baton.domain.refusals import Refused
from baton.web.components.downloads import XLSX, written
from baton.web.components.rounds import round_of
from baton.web.components.uploads import opened, ticket
from baton.web.office.sheet_view import columns_of

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
    found = _sheet(pk)
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
            "grid": columns_of(found, cells, before, shown.oddities, names),
            "changed": len(changed_cells(before, cells)) if older else 0,
            "letter": sheets.return_text(found, shown, due),
        }
    return render(request, "office/sheet.html", page)


class TableForm(forms.Form):
    """A file, or what was copied out of one."""

    file = forms.FileField(label="电子表", required=False)
    text = forms.CharField(
        label="或者粘贴", required=False, strip=False, widget=forms.Textarea(attrs={"rows": 6})
    )


@require_http_methods(["GET", "POST"])
def receive(request: HttpRequest, pk: int) -> HttpResponse:
    """收一张表: look first, then take in."""
    found = _sheet(pk)
    page: dict[str, Any] = {
        "section": "desk",
        "round": found.round,
        "sheet": found,
        "form": TableForm(),
    }
    if request.method == "POST":
        form = page["form"] = TableForm(request.POST, request.FILES)
        given = request.POST.get("ticket", "")
        try:
            if request.FILES.get("file"):
                given = ticket(request.FILES["file"])
            if "take" in request.POST:
                return _take(request, found, given)
            page |= {
                "preview": _preview(found, given, request.POST.get("text", "")),
                "ticket": given,
            }
            page["grid"] = columns_of(
                found, page["preview"].cells, _before(found), [odd.data() for odd in page["preview"].oddities],
                orgs.names(found.round.scheme.year),
            )  # fmt: skip
        except Refused as refused:
            form.is_valid()
            form.add_error(None, refused.sentence)
    return render(request, "office/receive.html", page)


def _preview(found: Sheet, given: str, text: str) -> sheets.Preview:
    if not given:
        return sheets.read_paste(found, text)
    with opened(given) as (path, name):
        return sheets.read_file(found, path, name=name)


def _take(request: HttpRequest, found: Sheet, given: str) -> HttpResponse:
    if given:
        with opened(given) as (path, name):
            _, made = sheets.take_in_file(
                sheet=found, path=path, name=name, by=request.user, at=clock.now()
            )
        if made is None:
            raise Refused("表里还有错误，没有收下。")
    else:
        preview = sheets.read_paste(found, request.POST.get("text", ""))
        made = sheets.take_in(
            sheet=found, preview=preview, origin="paste", by=request.user, at=clock.now()
        )
    messages.success(
        request, f"已收下{found.lead.name}第 {made.number} 版，{len(made.oddities)} 处疑点。"
    )
    return redirect("office:sheet", pk=found.pk)


def _before(found: Sheet) -> list[list[Any]]:
    last = found.submissions.order_by("-number").first()
    return unpack(last.cells) if last else []


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
    found = _sheet(pk)
    name = f"{found.title}（{found.round.name}）.xlsx"
    return written(lambda path: sheets.empty_sheet(found, path), name, XLSX)


def _sheet(pk: int) -> Sheet:
    return get_object_or_404(
        Sheet.objects.select_related("round__scheme", "round__version", "lead"), pk=pk
    )
