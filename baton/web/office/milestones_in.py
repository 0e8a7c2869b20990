"""加里程碑: the office's timetable looked at before it is taken in, or one milestone typed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from baton.desk import recording
from baton.desk.milestones import reading
from baton.desk.milestones.gauges import gauges_of
from baton.desk.milestones.meant import KINDS
from baton.desk.milestones.reading import MilestonesPreview
from baton.desk.milestones.requirements import required
from baton.desk.questions import read_all
from baton.domain import clock
from baton.domain.orgs import queries as orgs
from baton.domain.orgs.models import Unit
from baton.domain.progress import milestone_services as services
from baton.domain.progress.milestone_services import Planned
from baton.domain.refusals import Refused
from baton.domain.rounds.models import Round
from baton.domain.schemes.queries import book_of
from baton.web.components.rounds import round_of
from baton.web.components.typed import Typed, day_of
from baton.web.components.uploads import opened, table_ticket
from baton.web.components.who import code_of, labels

SHOWN = 60  # so many lines, faults or remarks of a long table are listed on the page


@require_http_methods(["GET", "POST"])
def milestones_in(request: HttpRequest) -> HttpResponse:
    """收一张里程碑表，或加一个"""
    round = round_of(request)
    if round is None:
        return render(request, "office/no_round.html", {"section": "desk"})
    typed = Typed(request.POST)
    names = orgs.names(round.scheme.year)
    page: dict[str, Any] = {
        "section": "desk", "round": round, "typed": typed, "text": request.POST.get("text", ""), "shown": SHOWN, "refused": "",
        "who": labels(names).values(), "items": recording.indicators(round).items(), "groups": orgs.group_names(round.scheme.year),
    }  # fmt: skip
    if request.method == "POST":
        try:
            if typed["act"] == "one":
                return _one(request, round, typed, names)
            page["ticket"] = table_ticket(request)
            preview = _preview(request, round, page["ticket"])
            if "take" in request.POST and preview.can_be_taken:
                made = reading.take_in(round=round, preview=preview, by=request.user, at=clock.now())  # fmt: skip
                messages.success(request, f"收下了 {len(made)} 个里程碑。")
                return redirect("office:milestones")
            page["preview"] = preview
        except Refused as refused:
            page["refused"] = refused.sentence
    return render(request, "office/milestones_in.html", page, status=409 if page["refused"] else 200)  # fmt: skip


def _preview(request: HttpRequest, round: Round, given: str) -> MilestonesPreview:
    said = [] if request.FILES.get("file") else request.POST.getlist("meaning")
    meanings = read_all(said, KINDS)
    if not given:
        return reading.read_paste(round, request.POST.get("text", ""), meanings=meanings)
    with opened(given) as (path, name):
        return reading.read_file(round, path, name=name, meanings=meanings)


def _one(
    request: HttpRequest, round: Round, typed: Typed, names: dict[str, str]
) -> HttpResponse:  # fmt: skip
    """One milestone; a requirement that may be read in two ways goes by what is chosen, else the clerk says when it is done."""
    book = book_of(round.version)
    items = {item["code"]: item for item in book["items"]}
    code = typed["indicator"]
    if code and code not in items:
        raise Refused("没有这个指标，请重新选。")
    unit = Unit.objects.get(code=code_of(typed["unit"], names)) if typed["unit"] else None
    due_on = day_of(typed["due_on"], "时间节点")
    found = required(typed["asked"], gauges_of(book).get(code), due_on)
    measure, figure = (found.measure, found.figure) if found.other is None else ("", "")
    group = typed["group"] if unit is None and typed["group"] in orgs.group_names(round.scheme.year) else ""  # fmt: skip
    planned = Planned(
        items[code]["name"] if code else typed["task"], due_on, typed["asked"], code, unit, group,
        typed["lead"] or (items[code]["lead"] if code else ""), measure, figure,
    )  # fmt: skip
    services.plan(scheme=round.scheme, milestones=[planned], by=request.user, at=clock.now())
    how = "按报来的数核对" if measure else "办成了由考核办标"
    messages.success(request, f"记下了“{planned.task}”的一个里程碑，{how}。")
    return redirect("office:milestones")
