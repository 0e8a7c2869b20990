"""成绩: boards by peer group, a unit, an indicator across units, and how any number came about."""

from __future__ import annotations

import itertools
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from baton.desk import claim_counts, computing
from baton.desk.agreed.asked import missing_count
from baton.desk.history import ranks_before
from baton.desk.origins import origins
from baton.desk.results import result_of
from baton.desk.shown import items_of, papers_of
from baton.domain import clock
from baton.domain.assessment import queries
from baton.domain.assessment.grades import grades_of
from baton.domain.assessment.models import Run
from baton.domain.intake import queries as intake
from baton.domain.refusals import Refused
from baton.domain.rounds.models import Stage
from baton.scoring.explain import CannotExplain, explain
from baton.scoring.result import Result
from baton.web.components.charts import dots
from baton.web.components.rounds import round_of

MOST_PLACES = 4


@require_GET
def board(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """一组的成绩"""
    round = round_of(request)
    if round is None:
        return render(request, "office/no_round.html", {"section": "board"})
    run = _run(request, pk) if pk else _newest(round, request)
    if run is None:
        return render(
            request,
            "office/no_board.html",
            {
                "section": "board",
                "round": round,
                "why": (why := _why_not(round)),
                "lacking": missing_count(round)[0] if why else 0,
            },
        )
    drafts = list(queries.drafts(run.round))
    against = next((one for one in drafts if run.number is None or one.number < run.number), None)
    groups = queries.board(run, against)
    if not groups:
        raise Http404
    name = request.GET.get("group") or next(iter(groups))
    rows = groups.get(name) or next(iter(groups.values()))
    result = result_of(run)
    ranked = [row for row in rows if row.line.rank is not None]
    last = ranks_before(run)
    page = {
        "last_year": {subject: rank for (subject, own), rank in last.items() if own == rows[0].line.group},
        "section": "board", "round": run.round, "run": run, "drafts": drafts, "against": against, "group": name,
        "groups": [(key, len(value)) for key, value in groups.items()], "ranked": ranked,
        "waiting": [row for row in rows if row.line.rank is None], "papers": papers_of(result, name),
        "chart": dots([(row.line.total, row.before.total if row.before else None) for row in ranked]),
        "title": _title(rows, ranked), "ties": sum(_ties(ranked)), "quota": result.quotas.get(name, {}),
        "edge": set(result.edges.get(name, [])), "stages": Stage.choices, "digits": _digits(result),
        "is_stale": run.kind == Run.Kind.PROVISIONAL and queries.is_stale(run.round, run),
    }  # fmt: skip
    page["lacking"] = missing_count(run.round)[0] if page["is_stale"] else 0
    return render(request, "office/board.html", page)


def _digits(result: Result) -> int:
    """As many digits as the rule book gives totals, unless it cuts them nowhere near."""
    places = int(result.plan.rulebook["rounding"]["total"]["places"])
    return places if places <= MOST_PLACES else 0


def _newest(round: Any, request: HttpRequest) -> Run | None:
    """The provisional run, computed now when nobody has done it yet."""
    run = queries.provisional(round)
    return run or queries.drafts(round).first()


def _why_not(round: Any) -> str:
    try:
        computing.compute(round)
    except Refused as refused:
        return refused.sentence
    return ""


def _title(rows: list[queries.Row], ranked: list[queries.Row]) -> str:
    """The finding: who leads by how much, and what is still open."""
    if not ranked:
        return f"{len(rows)} 个单位都还没有总分"
    first = ranked[0].line
    said = f"{first.name}第一"
    if len(ranked) > 1 and ranked[1].gap:
        lead = Decimal(ranked[1].gap)
        said += f"，领先 {lead.normalize():f} 分" if lead else f"，与{ranked[1].line.name}并列"
    waiting = len(rows) - len(ranked)
    return said + (f"；{waiting} 个单位未出总分" if waiting else "")


def _ties(ranked: list[queries.Row]) -> list[bool]:
    return [a.line.rank == b.line.rank for a, b in itertools.pairwise(ranked)]


@require_GET
def unit(request: HttpRequest, pk: int, subject: str) -> HttpResponse:
    """一个单位: where its points went"""
    run = _run(request, pk)
    line = get_object_or_404(run.lines, subject=subject)
    result = result_of(run)
    try:
        total = explain(result, subject).data()
    except CannotExplain as error:
        raise Http404 from error
    page = {
        "section": "board", "round": run.round, "run": run, "line": line, "total": total,
        "grade": grades_of(run, lines=[line])[subject],
        "items": items_of(result, subject), "papers": [(name, line.papers.get(code)) for code, name in papers_of(result, line.group)],
        "reasons": [one for one in intake.reasons(run.round, run.computed_at) if one.subject == subject],
        "data": {entry["code"]: entry["name"] for entry in result.plan.rulebook["data"]},
    }  # fmt: skip
    return render(request, "office/unit.html", page)


@require_GET
def explanation(request: HttpRequest, pk: int, subject: str, code: str) -> HttpResponse:
    """怎么算的"""
    run = _run(request, pk)
    line = get_object_or_404(run.lines, subject=subject)
    try:
        made = explain(result_of(run), subject, code)
    except CannotExplain as error:
        raise Http404 from error
    it = made.data()
    known = origins(run, subject, {one["item"] for one in it.get("inputs", [])})
    for one in it.get("inputs", []):
        for row in one["lines"]:
            row["origin"] = known.get((one["item"], row["period"], row["key"]))
    page = {
        "section": "board", "round": run.round, "run": run, "line": line, "it": it, "text": made.text(),
        "code": code, "result": it.get("score") or it.get("value"), "ledger": claim_counts.item_of(run, subject, code),
    }  # fmt: skip
    return render(request, "office/explanation.html", page)


@require_POST
def recompute(request: HttpRequest) -> HttpResponse:
    """现在就算"""
    round = round_of(request)
    if round is None:
        raise Refused("还没有轮次。")
    computing.refresh(round, at=clock.now(), by=request.user)
    messages.success(request, "已按现在的数据重算。")
    return redirect("office:board")


@require_POST
def number(request: HttpRequest) -> HttpResponse:
    """编一稿"""
    round = round_of(request)
    if round is None:
        raise Refused("还没有轮次。")
    run = computing.number_draft(
        round, stage=request.POST.get("stage", round.stage), why=request.POST.get("why", ""),
        headline=request.POST.get("headline", ""), by=request.user, at=clock.now(),
    )  # fmt: skip
    messages.success(request, f"已冻结为第 {run.number} 稿（{run.get_stage_display()}）。")
    return redirect("office:run", pk=run.pk)


def _run(request: HttpRequest, pk: int) -> Run:
    return get_object_or_404(queries.visible_to(request.user), pk=pk)
