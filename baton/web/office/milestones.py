"""里程表: what is to be reached by when, who is late, and whom to remind."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from baton.desk import recording
from baton.desk.milestones import listing, reminding
from baton.desk.milestones.listing import DONE, LATER, NEAR, OVERDUE, STATES, STRUCK, Line, Mileage
from baton.documents.milestone_workbook import write_milestones
from baton.domain import clock
from baton.domain.orgs import queries as orgs
from baton.domain.progress import milestone_services as services
from baton.domain.progress.models import Milestone
from baton.domain.refusals import Refused
from baton.domain.rounds.models import Round
from baton.web.components.downloads import XLSX, written
from baton.web.components.rounds import round_of
from baton.web.components.typed import Typed, day_of
from baton.web.components.who import code_of, labels
from baton.web.templatetags.words import full_day

MOST = 50  # of each state, unless one is asked for
MARKS = {OVERDUE: ("back", "r"), NEAR: ("see", "y"), LATER: ("none", "o"), DONE: ("ok", "g"), STRUCK: ("none", "o")}  # fmt: skip
ALWAYS = (OVERDUE, NEAR, LATER, DONE)


@require_GET
def milestones(request: HttpRequest) -> HttpResponse:
    """里程表"""
    round = round_of(request)
    if round is None:
        return render(request, "office/no_round.html", {"section": "desk"})
    page, _ = listed(request, round)
    return render(request, "office/milestones.html", page, status=409 if page["refused"] else 200)


@require_POST
def finish(request: HttpRequest) -> HttpResponse:
    """勾上的办成了"""
    round, typed = round_of(request), Typed(request.POST)
    if round is None:
        return render(request, "office/no_round.html", {"section": "desk"})
    ticked = {int(one) for one in request.POST.getlist("pk") if one.isdecimal() and len(one) < 19}
    found = list(Milestone.objects.filter(pk__in=ticked, scheme=round.scheme).order_by("pk"))
    try:
        on = day_of(typed["done_on"], "哪天办成")
        services.finish(milestones=found, on=on, said=typed["how"], by=request.user, at=clock.now())  # fmt: skip
    except Refused as refused:
        page, _ = listed(request, round)
        page |= {"refused": refused.sentence, "ticked": ticked, "typed": typed}
        return render(request, "office/milestones.html", page, status=409)
    messages.success(request, f"{len(found)} 个里程碑记作办成了。")
    asked = request.GET.urlencode()
    return redirect(reverse("office:milestones") + (f"?{asked}" if asked else ""))


@require_http_methods(["GET"])
def workbook(request: HttpRequest) -> HttpResponse:
    """里程表.xlsx: those that are asked for, as they are listed"""
    round = round_of(request)
    if round is None:
        return render(request, "office/no_round.html", {"section": "desk"})
    page, found = listed(request, round)
    if page["refused"]:
        raise Refused(page["refused"])
    asked = request.GET.get("show", "")
    states = [asked] if asked in STATES else [*STATES]
    lines = [_cells(one) for state in states for one in found.of(state)]
    title = f"{round.scheme.title}里程表"
    note = f"截至 {full_day(page['today'])}，{len(lines)} 个里程碑"
    return written(partial(write_milestones, title, note, lines), f"{title}.xlsx", XLSX)


def listed(request: HttpRequest, round: Round) -> tuple[dict[str, Any], Mileage]:
    """The milestones that were asked for, and what the page shows around them."""
    names, today = orgs.names(round.scheme.year), clock.today()
    said, lead = request.GET.get("unit", "").strip(), request.GET.get("lead", "")
    item, text = request.GET.get("item", ""), request.GET.get("q", "").strip()[:100]
    unit, refused = "", ""
    if said:
        try:
            unit = code_of(said, names)
        except Refused as unknown:
            refused = unknown.sentence
    found = listing.mileage(round, today, unit=unit, lead=lead, indicator=item, text=text)
    show = request.GET.get("show", "")
    shown = [show] if show in STATES else ALWAYS
    asked = request.GET.copy()
    asked.pop("show", None)
    page = {
        "section": "desk", "round": round, "today": today, "total": len(found.lines), "title": _title(found), "refused": refused,
        "who": labels(names).values(), "unit_said": labels(names).get(unit, said), "lead": lead, "leads": found.leads, "item": item,
        "items": recording.indicators(round).items(), "text": text, "show": show if show in STATES else "", "asked": asked.urlencode(), "whole": request.GET.urlencode(),
        "is_sifted": bool(said or lead or item or text), "counts": [(state, STATES[state], len(found.of(state))) for state in ALWAYS],
        "struck": len(found.of(STRUCK)), "sections": [_section(found, state, is_whole=state == show) for state in shown],
        "told": reminding.by_unit(found.open), "told_leads": reminding.by_lead(found.open), "typed": Typed(request.POST),
    }  # fmt: skip
    return page, found


def _section(found: Mileage, state: str, *, is_whole: bool) -> dict[str, Any]:
    lines = found.of(state)
    mark, shape = MARKS[state]
    return {
        "state": state, "word": STATES[state], "mark": mark, "shape": shape, "count": len(lines),
        "lines": lines if is_whole else lines[:MOST], "is_cut": not is_whole and len(lines) > MOST,
        "may_tick": state not in (DONE, STRUCK),
    }  # fmt: skip


def _title(found: Mileage) -> str:
    """The finding: how many are late, how many are due soon."""
    if not found.lines:
        return "还没有里程碑"
    late, soon, done = (len(found.of(state)) for state in (OVERDUE, NEAR, DONE))
    if not late and not soon:
        return f"{len(found.lines) - len(found.of(STRUCK))} 个里程碑，没有到期未办的"
    said = f"{late} 个里程碑到期没有办" if late else "没有到期未办的里程碑"
    return said + (f"，{soon} 个七天内到期" if soon else "") + (f"，办成 {done} 个" if done else "")


def _cells(one: Line) -> list[str | date]:
    milestone, notes = one.milestone, [note for note in one.standing.notes if note.said]
    said = "；".join(f"{note.get_kind_display()}：{note.said}" for note in notes)
    now = one.figures
    if one.done and one.done.day:
        now = f"{full_day(one.done.day)}办成" + (f"；{now}" if now else "")
    return [
        milestone.task, one.whom, milestone.lead, one.due_on, milestone.asked, now, one.word, said,
        milestone.due_on if one.standing.postponed else "",
    ]  # fmt: skip
