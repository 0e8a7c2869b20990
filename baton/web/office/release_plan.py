"""发布安排: the form in which it is decided for a round who sees which layer at which stage."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from baton.domain import clock
from baton.domain.assessment import plans, release_services
from baton.domain.assessment.plans import Place, Plan
from baton.domain.assessment.readers import ACCOUNTS, OFFERED, Reader
from baton.domain.refusals import Refused
from baton.domain.rounds.models import Round, Stage
from baton.web.components.typed import Typed

FEW = 2  # stages that a telephone lists of a form in which nothing is arranged yet


@dataclass(frozen=True)
class Choice:
    """One cell of the form: a layer is selected, papers are ticked."""

    name: str
    label: str
    reader: str
    options: list[tuple[str, str]]
    chosen: tuple[str, ...]
    word: str
    is_ticked: bool


@require_http_methods(["GET", "POST"])
def release_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """轮次 → 发布安排"""
    found = get_object_or_404(Round.objects.select_related("scheme"), pk=pk)
    plan, before = plans.plan_of(found), plans.plan_before(found)
    typed = Typed(request.POST)
    cells, page = plan.cells, {"decided_by": "", "document": ""}
    if plan.made:
        page = {"decided_by": plan.made.decided_by, "document": plan.made.document}
    if request.method == "POST" and typed["act"] == "copy":
        cells, page["decided_by"] = before.cells, before.made.decided_by if before.made else ""
    elif request.method == "POST":
        cells = _typed(request.POST)
        page = {"decided_by": typed["decided_by"], "document": typed["document"]}
        seen = int(typed["seen"]) if typed["seen"].isdecimal() else None
        try:
            release_services.plan_releases(
                round=found, cells=cells, **page, seen=seen, by=request.user, at=clock.now()
            )
            messages.success(
                request, "发布安排记下了。编到哪一步，按它发布；要比它多发，得写明为什么。"
            )
            return redirect("office:round", pk=pk)
        except Refused as refused:
            page["refused"] = refused.sentence
            plan = plans.plan_of(found)
    shown = page | {
        "section": "roster", "round": found, "plan": plan, "before": before, "readers": Reader.choices, "accounts": ACCOUNTS, "rows": _rows(plan.cells if found.is_closed else cells),
        "is_arranged": bool(_arranged(Plan(plan.cells if found.is_closed else cells))), "is_copied": typed["act"] == "copy",
    }  # fmt: skip
    return render(request, "office/release_plan.html", shown)


def _typed(given: QueryDict) -> dict[Place, tuple[str, ...]]:
    places = [(stage, one) for stage in Stage.values for one in Reader.values]
    return {place: plans.in_order(place[1], given.getlist(".".join(place))) for place in places}


def _arranged(plan: Plan) -> list[str]:
    """The stages at which anybody is to see anything."""
    return [stage for stage in Stage.values if any(plan.at(stage, one) for one in Reader)]


def _rows(cells: dict[Place, str]) -> list[tuple[str, list[Choice], bool]]:
    """The form stage by stage, with what is chosen, and whether a telephone folds it: all but the stages arranged for."""
    plan = Plan(cells)
    shown = _arranged(plan) or Stage.values[:FEW]
    return [
        (str(stage.label), [
            Choice(
                f"{stage.value}.{one.value}", f"{stage.label}，{one.label}", str(one.label), plans.offered(one), plan.at(stage, one),
                plans.word_of(one, *(what for what in plan.at(stage, one) if what in OFFERED[one])), one.value not in ACCOUNTS,
            )
            for one in Reader
        ], stage.value not in shown)
        for stage in Stage
    ]  # fmt: skip
