"""成绩: boards by peer group, a unit, an indicator across units, and how any number came about."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from baton.desk import computing
from baton.desk.agreed.asked import missing_count
from baton.desk.drafts import half_year
from baton.desk.ledger import claim_counts
from baton.desk.looks import along, beside
from baton.desk.looks.columns import progress_of
from baton.desk.looks.findings import title_of_group
from baton.desk.looks.grade_ends import GradeEnd, ranked_of
from baton.desk.looks.history import ranks_before
from baton.desk.looks.indicators import lines_of, place_of
from baton.desk.looks.made_of import factor_of, made_of
from baton.desk.looks.origins import origins
from baton.desk.looks.shown import Account, account_of
from baton.desk.looks.stranded import stranded_of
from baton.desk.looks.ties import ties_told
from baton.desk.looks.untouched import is_untouched
from baton.desk.looks.waiting import waiting_of
from baton.desk.milestones import listing as mileages
from baton.desk.obstacles import obstacles_of
from baton.desk.papers.lead_words import with_words
from baton.desk.results import result_of
from baton.domain import clock
from baton.domain.assessment import queries
from baton.domain.assessment.grades import grades_of
from baton.domain.assessment.models import Run, RunLine
from baton.domain.claims import queries as claims
from baton.domain.intake.reasons import Reason, reasons
from baton.domain.progress import queries as progress
from baton.domain.refusals import Refused
from baton.domain.rounds.models import Round, Stage
from baton.domain.schemes.queries import indicators_of
from baton.punctuation import full_width
from baton.scoring.explain import CannotExplain, explain
from baton.scoring.result import Result
from baton.scoring.scope import told as scope_told
from baton.web.components.boards import digits_of, look
from baton.web.components.obstacles import stopped
from baton.web.components.rounds import round_of
from baton.web.components.strips import strip_of
from baton.web.looking import shows
from baton.web.templatetags.words import speaking


@require_GET
def board(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """一组的成绩"""
    round = round_of(request)
    if round is None:
        return render(request, "office/no_round.html", {"section": "board"})
    run = _run(request, pk) if pk else _newest(round, request)
    if run is None:
        return _no_board(request, round)
    shows(request, run)
    drafts = list(queries.drafts(run.round))
    against = next((one for one in drafts if run.number is None or one.number < run.number), None)
    groups = queries.sizes_of(run)
    if not groups:
        raise Http404
    asked = request.GET.get("group") or next(iter(groups))
    name = asked if asked in groups else next(iter(groups))
    if asked != name:
        messages.warning(request, f"这一轮没有“{asked}”这一组，先看{name}。")
    rows = queries.board(run, against, group=name)[name]
    last = {subject: rank for (subject, own), rank in ranks_before(run).items() if own == name}
    waiting = waiting_of(run, [row.line for row in rows])
    shown = look(run, name, rows, last, request.GET.get("page", ""), request.GET.get("find", ""))
    page = {
        "section": "board", "round": run.round, "run": run, "drafts": drafts, "against": against, "group": name,
        "groups": list(groups.items()), "look": shown,
        "has_last": bool(last), "waiting": waiting, "title": title_of_group([row.line for row in rows], waiting),
        "stranded": [] if run.round.is_closed else stranded_of(run, waiting), "stages": Stage.choices, "scoped": scope_told(result_of(run).plan.rulebook, name), "books": full_width(result_of(run).plan.facts.books_told), "claims": _claims(run, shown.ends),
        "is_stale": run.kind == Run.Kind.PROVISIONAL and queries.is_stale(run.round, run),
    }  # fmt: skip
    if page["is_stale"]:
        page |= {"lacking": missing_count(run.round)[0], "stopped": stopped(run.round)}
        page["untouched"] = is_untouched(run, name)
    return render(request, "office/board.html", page)


def _no_board(request: HttpRequest, round: Round) -> HttpResponse:
    found = obstacles_of(round)
    page = {
        "section": "board", "round": round, "why": found.told if found.count else "", "stopped": stopped(round),
        "lacking": missing_count(round)[0] if found.count else 0,
    }  # fmt: skip
    return render(request, "office/no_board.html", page)


def _claims(run: Run, ends: list[GradeEnd]) -> dict[str, Any]:
    """The undecided claims that the lines of a board name, by number."""
    numbers = [number for end in ends for wait in end.waits for number in wait.numbers]
    return {one.number: one for one in claims.numbered(run.round.scheme, numbers)}


def _newest(round: Any, request: HttpRequest) -> Run | None:
    """The provisional run; of a closed round the draft it was closed on."""
    if round.is_closed:
        return queries.concluding(round)
    run = queries.provisional(round)
    return run or queries.drafts(round).first()


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
        "everyday": progress.standing(run.round.scheme, subject, until=run.round.on),
        "milestones": mileages.beside(run.round, clock.today(), unit=subject), "milestones_asked": urlencode({"unit": subject}),
        "other_rounds": beside.other_rounds(run, subject), "areas": beside.areas(run, result, subject),
        "section": "board", "round": run.round, "run": run, "line": line, "total": total, "half": half_year.told(result, subject),
        "grade": grades_of(run, lines=[line])[subject],
        "account": _with_words(result, subject, told := [one for one in reasons(run.round, run.computed_at) if one.subject == subject]), "digits": digits_of(result), "made": made_of(run, line), "factor": factor_of(run, subject),
        "into": waiting_of(run, [line]).merged.get(subject, ""), "tie": _tie(result, line),
        "reasons": told,
        "data": indicators_of(run.round.scheme) if told else {},
    }  # fmt: skip
    return render(request, "office/unit.html", page)


def _with_words(result: Result, subject: str, told: list[Reason]) -> Account:
    """Where the points went, each indicator with what its lead unit wrote beside the figure."""
    account, items = account_of(result, subject, digits_of(result)), result.plan.items
    words = {(one.subject, one.item): one.text for one in told}
    losses = [
        replace(one, why=with_words(one.why, subject, items[one.code], words)) if one.code in items else one
        for one in account.losses
    ]  # fmt: skip
    return replace(account, losses=losses)


def _tie(result: Result, line: RunLine) -> str:
    """What put a unit behind the one before it although their totals are the same."""
    if line.rank is None:
        return ""
    return ties_told(result, [one.subject for one in ranked_of(result, line.group)]).get(line.subject, "")  # fmt: skip


@require_GET
def explanation(request: HttpRequest, pk: int, subject: str, code: str) -> HttpResponse:
    """怎么算的"""
    run = _run(request, pk)
    line = get_object_or_404(run.lines, subject=subject)
    found = result_of(run)
    try:
        made = explain(found, subject, code)
    except CannotExplain as error:
        raise Http404 from error
    it = made.data()
    known = origins(run, subject, {one["item"] for one in it.get("inputs", [])})
    for one in it.get("inputs", []):
        for row in one["lines"]:
            row["origin"] = known.get((one["item"], row["period"], row["key"]))
    page = _beside(run, found, subject, code) if it["kind"] == "item" else {}
    share = progress_of(found, subject, code)
    page |= {
        "section": "board", "round": run.round, "run": run, "line": line, "it": it, "text": speaking(made.text()),
        "progress": share,
        "code": code, "result": None if share == 0 else it.get("score") or it.get("value"), "ledger": claim_counts.item_of(run, subject, code),
    }  # fmt: skip
    return render(request, "office/explanation.html", page)


def _beside(run: Run, result: Result, subject: str, code: str) -> dict[str, Any]:
    """What stands beside an indicator's points: its place in the group, the draft before, earlier rounds, everyday facts."""
    return {
        "everyday": progress.standing(run.round.scheme, subject, indicator=code, until=run.round.on),
        "milestones": mileages.beside(run.round, clock.today(), unit=subject, indicator=code), "is_item": True,
        "milestones_asked": urlencode({"unit": subject, "item": code}),
        "earlier": [(one, one.rows[subject]) for one in along.earlier(run, code, {subject})],
        "before": along.score_before(run, subject, code), "own_place": place_of(result, code, subject),
        "figure": lines_of(result, code, {subject}).get(subject), "item_digits": digits_of(result), "strip": strip_of(result, subject, code),
    }  # fmt: skip


@require_POST
def recompute(request: HttpRequest) -> HttpResponse:
    """现在就算"""
    round = round_of(request)
    if round is None:
        raise Refused("还没有轮次。")
    computing.refresh(round, at=clock.now(), by=request.user)
    messages.success(request, "已按现在的数据重算。")
    return redirect("office:board")


def _run(request: HttpRequest, pk: int) -> Run:
    return get_object_or_404(queries.visible_to(request.user), pk=pk)
