"""平时记录: everyday facts of the year, entered one by one or from a table, and struck out with a reason."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from baton.desk import recording
from baton.domain import clock
from baton.domain.orgs import queries as orgs
from baton.domain.orgs.models import Unit
from baton.domain.progress import queries, services
from baton.domain.progress.models import Record
from baton.domain.progress.services import Fact
from baton.domain.refusals import Refused
from baton.domain.rounds.models import Round
from baton.web.components.rounds import round_of
from baton.web.components.typed import Typed, day_of
from baton.web.components.uploads import one_file, opened, ticket

MOST = 100


@require_http_methods(["GET", "POST"])
def records(request: HttpRequest) -> HttpResponse:
    """平时记录"""
    round = round_of(request)
    if round is None:
        return render(request, "office/no_round.html", {"section": "desk"})
    typed, names = Typed(request.POST), orgs.names(round.scheme.year)
    page: dict[str, Any] = {"section": "desk", "round": round, "typed": typed}
    if request.method == "POST":
        try:
            return _entered(request, round, typed)
        except Refused as refused:
            page["refused"] = refused.sentence
    unit, text = request.GET.get("unit", ""), request.GET.get("q", "").strip()[:100]
    item, items = request.GET.get("item", ""), recording.indicators(round)
    found = queries.records(round.scheme, unit=unit, indicator=item, text=text)
    page |= {
        "records": [(one, items.get(one.indicator, one.indicator)) for one in found[:MOST]], "total": found.count(),
        "most": MOST, "units": names.items(), "items": items.items(), "unit": unit, "item": item, "text": text, "today": clock.today(),
    }  # fmt: skip
    return render(request, "office/records.html", page, status=409 if "refused" in page else 200)


def _entered(request: HttpRequest, round: Round, typed: Typed) -> HttpResponse:
    unit = Unit.objects.filter(code=typed["unit"]).first()
    if unit is None:
        raise Refused("请选是哪个单位。")
    fact = Fact(
        unit,
        day_of(typed["happened_on"], "日期"),
        typed["told"],
        typed["indicator"],
        typed["source"],
    )
    if fact.indicator and fact.indicator not in recording.indicators(round):
        raise Refused("没有这个指标，请重新选。")
    services.record(scheme=round.scheme, facts=[fact], by=request.user, at=clock.now())
    messages.success(request, f"记下了{unit.name}的一条。")
    return redirect("office:records")


@require_POST
def strike(request: HttpRequest, pk: int) -> HttpResponse:
    """划掉一条"""
    record = get_object_or_404(Record.objects.select_related("scheme"), pk=pk)
    services.strike(record=record, why=Typed(request.POST)["why"], by=request.user, at=clock.now())
    messages.success(request, "划掉了，还看得到。")
    return redirect("office:records")


@require_http_methods(["GET", "POST"])
def records_in(request: HttpRequest) -> HttpResponse:
    """收一张平时记录表: look first, then keep"""
    round = round_of(request)
    if round is None:
        return render(request, "office/no_round.html", {"section": "desk"})
    page: dict[str, Any] = {"section": "desk", "round": round, "text": request.POST.get("text", "")}
    if request.method == "POST":
        try:
            page["ticket"] = request.POST.get("ticket", "")
            if file := one_file(request, "file"):
                page["ticket"] = ticket(file)
            preview = _preview(request, round, page["ticket"])
            if "take" in request.POST and preview.can_be_taken:
                made = services.record(
                    scheme=round.scheme, facts=preview.facts, by=request.user, at=clock.now()
                )
                messages.success(request, f"已记下 {len(made)} 条。")
                return redirect("office:records")
            page["preview"] = preview
        except Refused as refused:
            page["refused"] = refused.sentence
    return render(request, "office/records_in.html", page, status=409 if "refused" in page else 200)


def _preview(request: HttpRequest, round: Round, given: str) -> recording.RecordsPreview:
    today = clock.today()
    if not given:
        return recording.read_paste(round, request.POST.get("text", ""), today=today)
    with opened(given) as (path, _):
        return recording.read_file(round, path, today=today)
