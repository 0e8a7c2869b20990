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
from baton.web.components.uploads import opened, table_ticket
from baton.web.components.who import code_of, labels

MOST = 100


@require_http_methods(["GET", "POST"])
def records(request: HttpRequest) -> HttpResponse:
    """平时记录"""
    round = round_of(request)
    if round is None:
        return render(request, "office/no_round.html", {"section": "desk"})
    typed = Typed(request.POST)
    page: dict[str, Any] = {"typed": typed}
    if request.method == "POST":
        try:
            return _entered(request, round, typed)
        except Refused as refused:
            page["refused"] = refused.sentence
    page = _listed(request, round) | page
    return render(request, "office/records.html", page, status=409 if page["refused"] else 200)


def _listed(request: HttpRequest, round: Round) -> dict[str, Any]:
    """The records that were asked for, and what is still to be done about some of them."""
    names, text = orgs.names(round.scheme.year), request.GET.get("q", "").strip()[:100]
    unit, unknown = _asked_for(request.GET.get("unit", ""), names)
    item, items = request.GET.get("item", ""), recording.indicators(round)
    open, today = queries.unsettled(round.scheme), clock.today()
    found = queries.records(round.scheme, unit=unit, indicator=item, text=text)
    shown, total = list(found[:MOST]), found.count()
    if only_open := request.GET.get("show") == "open":
        shown, total = open, len(open)
    return {
        "section": "desk", "round": round, "records": [(one, items.get(one.indicator, one.indicator)) for one in shown],
        "total": total, "most": MOST, "who": labels(names).values(), "items": items.items(),
        "unit_said": request.GET.get("unit", "") if unknown else labels(names).get(unit, ""), "refused": unknown, "item": item, "text": text, "today": today, "open": open, "only_open": only_open,
        "told": recording.told_of(open),
    }  # fmt: skip


def _entered(request: HttpRequest, round: Round, typed: Typed) -> HttpResponse:
    unit = Unit.objects.get(code=code_of(typed["unit"], orgs.names(round.scheme.year)))
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


def _asked_for(written: str, names: dict[str, str]) -> tuple[str, str]:
    """The unit whose records are asked for, or why it isn't known."""
    if not written.strip():
        return "", ""
    try:
        return code_of(written, names), ""
    except Refused as refused:
        return "", refused.sentence


@require_POST
def strike(request: HttpRequest, pk: int) -> HttpResponse:
    """划掉一条"""
    record = get_object_or_404(Record.objects.select_related("scheme"), pk=pk)
    services.strike(record=record, why=Typed(request.POST)["why"], by=request.user, at=clock.now())
    messages.success(request, "划掉了，还看得到。")
    return redirect("office:records")


@require_POST
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """提整改意见"""
    record, typed = _record(pk), Typed(request.POST)
    try:
        due_on = day_of(typed["due_on"], "限期")
        services.ask(
            record=record, asked=typed["asked"], due_on=due_on, by=request.user, at=clock.now()
        )
    except Refused as refused:
        return _again(request, record, refused)
    messages.success(request, f"提给{record.unit.name}的整改意见记下了，到期没有办结工作台会说。")
    return redirect("office:records")


@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """办结"""
    record, typed = _record(pk), Typed(request.POST)
    try:
        on = day_of(typed["done_on"], "哪天办结")
        if not hasattr(record, "rectification"):
            raise Refused("这一条没有提过整改意见。")
        services.settle(
            rectification=record.rectification, how=typed["done_how"], on=on, by=request.user, at=clock.now()
        )  # fmt: skip
    except Refused as refused:
        return _again(request, record, refused)
    messages.success(request, f"{record.unit.name}的一件办结了。")
    return redirect("office:records")


def _record(pk: int) -> Record:
    return get_object_or_404(
        Record.objects.select_related("scheme", "unit", "rectification"), pk=pk
    )


def _again(request: HttpRequest, record: Record, refused: Refused) -> HttpResponse:
    """The list once more, with what was typed still in the line it was typed in."""
    round = round_of(request)
    if round is None:  # voided meanwhile: there is no list to show it on
        raise refused
    page = _listed(request, round) | {
        "refused": refused.sentence,
        "at": record.pk,
        "typed": Typed(request.POST),
    }
    return render(request, "office/records.html", page, status=409)


@require_http_methods(["GET", "POST"])
def records_in(request: HttpRequest) -> HttpResponse:
    """收一张平时记录表: look first, then keep"""
    round = round_of(request)
    if round is None:
        return render(request, "office/no_round.html", {"section": "desk"})
    page: dict[str, Any] = {"section": "desk", "round": round, "text": request.POST.get("text", "")}
    if request.method == "POST":
        try:
            page["ticket"] = table_ticket(request)
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
