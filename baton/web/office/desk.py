"""收件台: who owes which sheet, what came, what is odd, what was decided."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from baton.desk.intake import owing, references, sheets
from baton.desk.intake.leads import OFFICE, without_sheet
from baton.domain import clock
from baton.domain.assessment.gather import rulebook_of
from baton.domain.intake import queries, services
from baton.domain.refusals import Refused
from baton.domain.rounds import queries as rounds
from baton.web.components.rounds import round_of
from baton.web.components.typed import day_of

SECTIONS = (
    ("received", "see", "y", "已收待核"),
    ("returned", "back", "r", "退回"),
    ("none", "none", "o", "未交"),
    ("accepted", "ok", "g", "已采用"),
)
FILTERS = (
    ("none", "未交"),
    ("received", "待核"),
    ("odd", "有疑点"),
    ("returned", "已退回"),
    ("accepted", "已采用"),
)


@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """收件台"""
    round = round_of(request)
    if round is None:
        return render(request, "office/no_round.html", {"section": "desk"})
    today = clock.today()
    found = queries.desk(round, today)
    values = references.values_of(round)
    book = rulebook_of(round) if found.entries else {"data": []}
    names = {entry["code"]: entry["name"] for entry in book["data"]}
    show = request.GET.get("show", "") if request.GET.get("show") in dict(FILTERS) else ""
    page = {
        "section": "desk", "round": round, "desk": found, "leads": sum(one.sheet.lead.name != OFFICE for one in found.entries), "title": _title(found), "today": today,
        "filters": _filters(found), "show": show, "sections": sections_of(found, show),
        "reminder": queries.reminder_text([one for one in found.entries if one.sheet.lead.name != OFFICE], names), "names": names, "next": next(iter(found.of("received")), None),
        "is_outdated": owing.is_outdated(round, [entry.sheet for entry in found.entries]),
        "references": values, "lacking": references.lacking(values),
        "deadline": None if found.entries else rounds.deadline(round),
        "nobodys": without_sheet(book, [entry.sheet for entry in found.entries]) if found.entries else [],
    }  # fmt: skip
    return render(request, "office/desk.html", page)


def _filters(found: queries.Desk) -> list[tuple[str, str, int, str]]:
    """Each filter with how many sheets it shows and a word about them."""
    notes = {
        "none": f"{len(found.late)} 张已过期", "received": "等着采用或退回", "odd": f"疑点 {found.odd} 处",
        "returned": "等改好再交", "accepted": "已记入数据",
    }  # fmt: skip
    return [(name, word, len(_shown(found, name)), notes[name]) for name, word in FILTERS]


def sections_of(
    found: queries.Desk, show: str = ""
) -> list[tuple[str, str, str, str, list[queries.Entry]]]:
    """The parts of the list that a filter leaves; all of them without one."""
    kept = {"odd": "received"}.get(show, show)
    return [
        (name, mark, shape, word, _shown(found, show) if show else found.of(name))
        for name, mark, shape, word in SECTIONS
        if kept in ("", name)
    ]


def _shown(found: queries.Desk, name: str) -> list[queries.Entry]:
    return found.odd_entries if name == "odd" else found.of(name)


def _title(found: queries.Desk) -> str:
    """The finding: how many came, how many count, who is late."""
    if not found.entries:
        return "还没有列出应交的打分表"
    leads = queries.Desk([one for one in found.entries if one.sheet.lead.name != OFFICE])
    accepted, late = len(leads.of("accepted")), found.late
    said = f"{len(leads.entries)} 张打分表收到 {len(leads.sent)} 张，已采用 {accepted} 张"
    if len(leads.entries) < len(found.entries):
        filled = len(found.sent) > len(leads.sent)
        said += "；另 1 张由考核办自己填，" + ("已填好" if filled else "还没有填")
    if late:
        days = max(entry.days_late for entry in late)
        said += f"；{len(late)} 家已过期{f'，最久 {days} 天' if len({e.days_late for e in late}) > 1 else f' {days} 天'}"
    if found.incomplete:
        said += f"；{len(found.incomplete)} 张还缺{'后添的项' if found.are_added else '项'}"
    return said


@require_POST
def owe(request: HttpRequest) -> HttpResponse:
    """列出全部应交表"""
    round = round_of(request)
    if round is None:
        raise Refused("还没有轮次。请先开一轮。")
    due = day_of(request.POST.get("due_on", ""), "截止日期")
    made = sheets.owe_all(round=round, due_on=due, by=request.user, at=clock.now())
    messages.success(request, f"已按规则书列出 {len(made)} 张应交的打分表。")
    return redirect("office:desk")


@require_POST
def owe_again(request: HttpRequest) -> HttpResponse:
    """按现在的规则重列"""
    round = round_of(request)
    if round is None:
        raise Refused("还没有轮次。请先开一轮。")
    moved = owing.follow(round=round, by=request.user, at=clock.now())
    messages.success(request, moved.told() or "应交表与现在的规则一样，没有要改的。")
    return redirect("office:desk")


@require_POST
def remind(request: HttpRequest) -> HttpResponse:
    """记下已催"""
    round = round_of(request)
    found = queries.desk(round, clock.today()).entries if round else []
    late = [entry.sheet for entry in found if entry.days_late or entry.lacking]
    services.remind(sheets=late, by=request.user, at=clock.now())
    messages.success(request, f"已记下：今天催了 {len(late)} 家。")
    return redirect("office:desk")
