"""现场考评: the sessions of a round, setting one up, and where one stands."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from baton.desk.live import papers, setting_up
from baton.desk.live.setting_up import Wanted
from baton.domain import clock
from baton.domain.hearings import policies, queries, services
from baton.domain.hearings.combining import rule_words
from baton.domain.hearings.indicators import Choice, check_takes, choice_of, choices
from baton.domain.hearings.models import Hearing
from baton.domain.hearings.setups import Setup
from baton.domain.orgs import queries as orgs
from baton.domain.orgs.models import Unit
from baton.domain.refusals import Refused, refusal
from baton.domain.rounds.models import Round
from baton.web.components.rounds import round_of
from baton.web.components.typed import Typed, day_of

State = Hearing.State
NUMBERS = {"expected": "应收票数", "drop_high": "去掉几个最高分", "drop_low": "去掉几个最低分", "decimals": "平均分保留几位小数"}  # fmt: skip
USUAL = {"lowest": "60", "highest": "100", "spacing": "0.1", "drop_high": "1", "drop_low": "1", "decimals": "2", "sealed": "1", "order": "official"}  # fmt: skip


@require_GET
def hearings(request: HttpRequest) -> HttpResponse:
    """现场考评"""
    round = round_of(request)
    if round is None:
        return render(request, "office/no_round.html", {"section": "desk"})
    names = {one.code: one.name for one in choices(round)}
    found = [(one, names.get(one.indicator, one.indicator)) for one in queries.hearings(round)]
    return render(request, "office/hearings.html", {"section": "desk", "round": round, "found": found})  # fmt: skip


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """新开一场"""
    round = round_of(request)
    if round is None:
        return render(request, "office/no_round.html", {"section": "desk"})
    page = _form(round, Typed(request.POST))
    if request.method == "POST":
        try:
            setup, units = _asked_for(request, round)
            made = services.open_hearing(
                round=round, setup=setup, units=units, by=request.user, at=clock.now()
            )
            messages.success(request, f"已开《{made.name}》，{len(units)} 个单位。先打印评分票和记分表，再请第一个单位上台。")  # fmt: skip
            return redirect("office:hearing", pk=made.pk)
        except Refused as refused:
            page["refused"] = refused.sentence
    else:
        page["kept"] = USUAL | {"held_on": clock.today().isoformat()}
    return render(request, "office/hearing_form.html", page, status=409 if "refused" in page else 200)  # fmt: skip


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """改办法或出场单位"""
    hearing = hearing_of(pk)
    page = _form(hearing.round, Typed(request.POST)) | {"hearing": hearing}
    appearances = list(hearing.appearances.select_related("unit").order_by("position"))
    known = [one.unit for one in appearances]
    if request.method == "POST":
        try:
            drawn = known if hearing.order == Hearing.Order.LOT else []
            setup, units = _asked_for(request, hearing.round, drawn)
            edits = request.POST.get("edits", "")
            services.revise(
                hearing=hearing, setup=setup, units=units, edits=int(edits) if edits.isdecimal() else -1, by=request.user,
                at=clock.now(),
            )  # fmt: skip
            messages.success(request, "已改。")
            return redirect("office:hearing", pk=pk)
        except Refused as refused:
            page["refused"] = refused.sentence
    else:
        policies.check_can_revise(hearing)
        page["kept"] = _kept(hearing, known)
        ours = set(Unit.objects.filter(pk__in=[one.pk for one in known], standings__year=hearing.round.scheme.year).values_list("standings__group__name", flat=True))  # fmt: skip
        page["groups"] = [(name, name in ours) for name, _ in page["groups"]]
    return render(request, "office/hearing_form.html", page, status=409 if "refused" in page else 200)  # fmt: skip


@require_http_methods(["GET", "POST"])
def hearing(request: HttpRequest, pk: int) -> HttpResponse:
    """一场现场考评"""
    found = hearing_of(pk)
    typed = Typed(request.POST)
    page: dict[str, Any] = {"section": "desk", "hearing": found, "round": found.round, "typed": typed}  # fmt: skip
    if request.method == "POST":
        try:
            services.expect(hearing=found, expected=_number(typed, "expected"), by=request.user, at=clock.now())  # fmt: skip
            messages.success(request, "应收票数已改。")
            return redirect("office:hearing", pk=pk)
        except Refused as refused:
            page["refused"] = refused.sentence
            found.refresh_from_db()
    lines = queries.lines(found)
    page |= {
        "lines": lines, "done": sum(not line.short for line in lines), "is_open": queries.is_open(found),
        "rule": rule_words(found), "bounds": papers.bounds(found), "choice": choice_of(found), "papers": papers.PAPERS,
        "cannot_revise": refusal(lambda: policies.check_can_revise(found)),
        "may_cancel": not refusal(lambda: policies.check_can_cancel(found)),
        "outdated": refusal(lambda: check_takes(found)) if found.state in {State.READY, State.RUNNING} else "",
        "also": setting_up.also_asked(found.round, found.item), "next": found.on_stage or 1,
        "spread": _spread(lines, found.decimals),
    }  # fmt: skip
    return render(request, "office/hearing.html", page, status=409 if "refused" in page else 200)


def hearing_of(pk: int) -> Hearing:
    """The session with this number, with its round."""
    return get_object_or_404(Hearing.objects.select_related("round__scheme", "round__version"), pk=pk)  # fmt: skip


def _spread(lines: list[queries.Line], digits: int) -> dict[int, tuple[str, str]]:
    """Mean and score of each unit that may be shown, as they are written."""
    return {
        line.appearance.pk: (papers.padded(line.outcome.mean, digits), papers.padded(line.outcome.score, digits))
        for line in lines
        if line.outcome is not None
    }  # fmt: skip


def _form(round: Round, typed: Typed) -> dict[str, Any]:
    ticked = typed.given.getlist("group")
    return {
        "section": "desk", "round": round, "choices": choices(round), "kept": typed, "orders": Hearing.Order.choices,
        "groups": [(name, name in ticked) for name in orgs.group_names(round.scheme.year)],
    }  # fmt: skip


def _kept(hearing: Hearing, known: list[Unit]) -> dict[str, Any]:
    """A session as its form shows it."""
    names = ("name", "place", "indicator", "lowest", "highest", "spacing", "order")
    found = {name: getattr(hearing, name) for name in names}
    found |= {name: str(getattr(hearing, name)) for name in NUMBERS}
    return found | {
        "held_on": hearing.held_on.isoformat(), "sealed": "1" if hearing.is_sealed else "0",
        "scaled": "1" if hearing.full else "", "units": "\n".join(unit.name for unit in known),
    }  # fmt: skip


def _asked_for(request: HttpRequest, round: Round, known: list[Unit] | None = None) -> tuple[Setup, list[Unit]]:  # fmt: skip
    """What a form asks for: how the session is held, and the units in their order."""
    typed = Typed(request.POST)
    choice: Choice = setting_up.chosen(round, typed["indicator"])
    if typed["order"] not in Hearing.Order.values:
        raise Refused("请选出场次序：机构序、抽签，还是照写的次序。")
    if typed["sealed"] not in {"0", "1"}:
        raise Refused("请选封存还是亮分。")
    setup = Setup(
        name=typed["name"], held_on=day_of(typed["held_on"], "日期"), place=typed["place"], indicator=choice.code,
        item=choice.item, lowest=typed["lowest"], highest=typed["highest"], step=typed["spacing"], order=typed["order"],
        is_sealed=typed["sealed"] == "1", **{name: _number(typed, name) for name in NUMBERS},
    )  # fmt: skip
    setup = setting_up.fitted(setup, choice, is_scaled=bool(typed["scaled"]))
    wanted = Wanted(request.POST.getlist("group"), typed.lines("units"))
    lots = secrets.SystemRandom()
    return setup, setting_up.units_of(round, choice, wanted, setup.order, lots.shuffle, known or ())


def _number(typed: Typed, name: str) -> int:
    text = typed[name]
    if not (text.isascii() and text.isdecimal() and len(text) <= 6):
        raise Refused(f"{NUMBERS[name]}“{text}”没有填好，请写成整数。")
    return int(text)
