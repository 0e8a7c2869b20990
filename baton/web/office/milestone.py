"""一个里程碑: how it stands, what became of it, and what is noted next."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from baton.desk.milestones.listing import DONE, STRUCK, line_of
from baton.domain import clock
from baton.domain.progress import milestone_services as services
from baton.domain.progress.models import Milestone
from baton.domain.refusals import Refused
from baton.domain.rounds import queries as rounds
from baton.web.components.rounds import round_of
from baton.web.components.typed import Typed, day_of

MOST_UNITS = 200
Said = dict[str, Any]


@require_http_methods(["GET", "POST"])
def milestone(request: HttpRequest, pk: int) -> HttpResponse:
    """一个里程碑"""
    found = get_object_or_404(Milestone.objects.select_related("unit", "scheme", "added_by"), pk=pk)
    typed, page = Typed(request.POST), {"refused": ""}
    if request.method == "POST":
        try:
            act = ACTS.get(typed["act"])
            if act is None:
                raise Refused("没有这样的办法，请重新点一下。")
            told = act(found, typed, {"by": request.user, "at": clock.now()})
            messages.success(request, told)
            return redirect("office:milestone", pk=pk)
        except Refused as refused:
            page["refused"] = refused.sentence
    round = round_of(request)
    if round is None or round.scheme_id != found.scheme_id:
        round = rounds.rounds().filter(scheme=found.scheme).first()
    if round is None:
        return render(request, "office/no_round.html", {"section": "desk"})
    line = line_of(round, found, clock.today())
    page |= {
        "section": "desk", "round": round, "line": line, "one": found, "today": clock.today(), "typed": typed, "act": typed["act"],
        "units": line.verdict.units[:MOST_UNITS] if line.verdict else (), "may_act": line.state not in (DONE, STRUCK),
    }  # fmt: skip
    return render(request, "office/milestone.html", page, status=409 if page["refused"] else 200)


def _finish(found: Milestone, typed: Typed, said: Said) -> str:
    services.finish(milestones=[found], on=day_of(typed["done_on"], "哪天办成"), said=typed["how"], **said)  # fmt: skip
    return "记作办成了。"


def _postpone(found: Milestone, typed: Typed, said: Said) -> str:
    services.postpone(milestone=found, to=day_of(typed["to"], "延到哪天"), why=typed["why"], **said)
    return "延期了，原定的节点还看得到。"


def _reopen(found: Milestone, typed: Typed, said: Said) -> str:
    services.reopen(milestone=found, why=typed["why"], **said)
    return "重新办，原来标的还看得到。"


def _strike(found: Milestone, typed: Typed, said: Said) -> str:
    services.strike(milestone=found, why=typed["why"], **said)
    return "作废了，还看得到。"


ACTS: dict[str, Callable[[Milestone, Typed, Said], str]] = {
    "finish": _finish, "postpone": _postpone, "reopen": _reopen, "strike": _strike
}  # fmt: skip
