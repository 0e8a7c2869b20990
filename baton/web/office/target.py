"""改一项目标: a unit's indicator in the agreement, tried before it is kept; two clerks are asked whose to keep."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from baton.desk.agreed import changing, trial
from baton.desk.agreed.asked import agreed_of
from baton.desk.agreed.changing import HAS, NONE, OUT, Chosen
from baton.desk.agreed.reading import check_open
from baton.desk.agreed.since import placed
from baton.desk.agreed.tasks import POINTS, Field
from baton.desk.intake.arrivals import worded
from baton.documents.numbers import read_number
from baton.domain import clock
from baton.domain.refusals import Conflict, Refused
from baton.domain.rounds.models import Round
from baton.domain.targets import queries, services
from baton.domain.targets.services import Line
from baton.web.components.moves import moved
from baton.web.components.rounds import scheme_round_of

STATES = ((HAS, "有这项任务"), (NONE, "无此任务"))
LEAVES = (OUT, "不考核这个单位，从责任书里去掉")
HERE = "这一格"
MOST_DIGITS = 18


@require_http_methods(["GET", "POST"])
def target(request: HttpRequest, subject: str, item: str) -> HttpResponse:
    """改一项目标，看谁动"""
    round = scheme_round_of(request)
    found = changing.chosen(agreed_of(round), subject, item) if round else None
    if round is None or found is None:
        raise Http404
    page = _page(request, round, found)
    if request.method != "POST":
        return render(request, "office/target.html", page)
    try:
        check_open(round)
        lines = changing.lines_of(found, _typed(request, found), page["state"])
        if not lines:
            raise Refused("与现在的一样，没有写入。")
        if _seen(request) != page["was"]:
            raise Conflict("这项目标刚被别人改过。")
        page["lines"] = [_told(found, line) for line in lines]
        lines = placed(round, lines)
        if faults := trial.faults(round, lines, {line.cell: line.field for line in lines}):
            return render(request, "office/target.html", page | {"faults": worded(faults)}, status=409)  # fmt: skip
        if "keep" in request.POST:
            return _keep(request, round, lines)
        return render(request, "office/target.html", page | _trial(round, lines))
    except Conflict as conflict:
        page |= {"conflict": conflict.sentence, "theirs": page["history"].first()}
    except Refused as refused:
        page["refused"] = refused.sentence
    return render(request, "office/target.html", page, status=409)


def _page(request: HttpRequest, round: Round, found: Chosen) -> dict[str, Any]:
    typed = request.POST if request.method == "POST" else {}
    fields = [
        (at, one, typed.get(f"value{at}", _shown(found, one)))
        for at, one in enumerate(found.fields)
    ]
    return {
        "section": "scheme", "round": round, "task": found, "fields": fields,
        "states": (*STATES, LEAVES) if found.may_leave else STATES,
        "state": typed.get("state", NONE if found.has_none else HAS), "reason": typed.get("reason", ""),
        "document": typed.get("document", ""), "seal": queries.seal_of(round.scheme),
        "was": queries.newest(round.scheme, found.subject, found.indicator.code),
        "history": queries.history(round.scheme, found.subject, found.indicator.code),
    }  # fmt: skip


def _shown(found: Chosen, one: Field) -> str:
    """What stands in a field; where nothing does yet for anybody, the one number the scheme table says."""
    if one.value is not None:
        return "" if one.is_common else one.value
    fresh = found.is_everybody and not one.is_said and one.name != POINTS and not one.is_day
    return (read_number(found.indicator.stated).text or "") if fresh else ""


def _typed(request: HttpRequest, found: Chosen) -> dict[str, str]:
    return {
        one.name: request.POST.get(f"value{at}", "").replace("\x00", "")
        for at, one in enumerate(found.fields)
    }


def _seen(request: HttpRequest) -> int:
    text = request.POST.get("was", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < MOST_DIGITS else 0


def _told(found: Chosen, line: Line) -> tuple[str, str, str]:
    """A field, what it says now, what it is to say."""
    now = next((one for one in found.fields if one.name == line.field), None)
    old = changing.said(now.value if now and now.is_said else "", field=line.field)
    return (
        line.field,
        old,
        changing.said(line.value, field=line.field, is_withdrawn=line.is_withdrawn),
    )


def _trial(round: Round, lines: list[Line]) -> dict[str, Any]:
    tried = trial.tried(round, lines)
    return {
        "trial": tried, "effect": tried.effects[0] if tried.effects else None, "unsound": worded(tried.unsound)[:3],
        "moves": [moved(move) for move in tried.moves],
    }  # fmt: skip


def _keep(request: HttpRequest, round: Round, lines: list[Line]) -> HttpResponse:
    services.agree(
        scheme=round.scheme, lines=lines, reason=request.POST.get("reason", "").replace("\x00", ""),
        document=request.POST.get("document", "").replace("\x00", ""), was=_seen(request), by=request.user, at=clock.now(),
    )  # fmt: skip
    messages.success(request, "目标已改，成绩正在重算。")
    return redirect("office:target", subject=lines[0].subject, item=lines[0].indicator)
