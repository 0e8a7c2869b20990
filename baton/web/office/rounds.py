"""轮次: open one, its calendar with what is next and late, what was opened by mistake, and its end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from baton.desk.drafts import closing, half_year
from baton.desk.rules import scoping
from baton.domain import clock
from baton.domain.accounts.models import Role
from baton.domain.assessment import books, mistaken, plans
from baton.domain.assessment import queries as runs
from baton.domain.assessment.models import Run
from baton.domain.claims import windows
from baton.domain.refusals import Refused, refusal
from baton.domain.rounds import queries as rounds
from baton.domain.rounds import services
from baton.domain.rounds.calendar import (
    NOTICE_DAYS,
    Planned,
    agenda,
    usual,
    workdays_between,
)
from baton.domain.rounds.models import Round, Stage
from baton.domain.rounds.policies import check_opening
from baton.domain.schemes import queries as schemes
from baton.domain.schemes.models import Scheme, Version
from baton.web.components.history import told
from baton.web.components.periods import Outside, day_given, periods_of
from baton.web.components.rounds import go_on_with
from baton.web.components.typed import Typed, day_of
from baton.web.office import round_scope
from baton.web.office.setup import setup_page

EMPTY_LINES = 2
READERS = [(Role.LEADER.value, Role.LEADER.label), (Role.VIEWER.value, Role.VIEWER.label)]
Line = tuple[str, str, str, str]  # name, day, stage, note; as typed


@require_POST
def open_round(request: HttpRequest) -> HttpResponse:
    """开一轮"""
    typed = Typed(request.POST)
    try:
        scheme, version = _scheme_of(typed["scheme"])
        if scheme is None or version is None:
            raise Refused("这个方案还没有规则书，请先收指标体系表。")
        on, scope = day_given(typed, version, scheme.year), None
        if round_scope.is_asked(typed):
            check_opening(scheme, version, typed["name"], typed["kind"], typed["as_of"])
            scope, question = round_scope.choice_for(request, version)
            if scope is None:
                return round_scope.asked(request, version, question)
        made = services.open_round(
            scheme=scheme, version=version, name=typed["name"], kind=typed["kind"], as_of=typed["as_of"],
            on=on, scope=scope, by=request.user, at=clock.now(),
        )  # fmt: skip
    except Refused as refused:
        page = {
            "typed": typed,
            "refused": refused.sentence,
            "is_outside": isinstance(refused, Outside),
        }
        return setup_page(request, page)
    go_on_with(request, made)
    messages.success(request, f"已开“{made.name}”。下一步：列出应交的打分表，排好日程。")
    return redirect("office:desk")


def _scheme_of(chosen: str) -> tuple[Scheme | None, Version | None]:
    """A scheme by its number, with its newest version; or with the one named behind a slash."""
    own, _, other = chosen.partition("/")
    scheme = Scheme.objects.filter(pk=int(own) if own.isdecimal() else 0).first()
    if scheme is None or not other:
        return scheme, schemes.newest(scheme) if scheme else None
    return scheme, schemes.sealed([scheme]).filter(pk=int(other) if other.isdecimal() else 0).first()  # fmt: skip


@require_http_methods(["GET", "POST"])
def round(request: HttpRequest, pk: int) -> HttpResponse:
    """名册与轮次 → 轮次"""
    found = get_object_or_404(Round.objects.select_related("scheme", "opened_by"), pk=pk)
    typed = Typed(request.POST)
    page: dict[str, Any] = {
        "typed": typed,
        "act": typed["act"],
        "open_claim_days": typed["act"] == "claim_days",
    }
    if request.method == "POST":
        act = ACTS.get(typed["act"])
        if act is None:
            raise Http404
        try:
            lines = act(request, found, typed)
            if lines is None:
                return redirect("office:round", pk=pk)
            page["lines"], page["is_proposed"] = _open_lines(lines), True
        except Refused as refused:
            page["refused"], page["is_outside"] = refused.sentence, isinstance(refused, Outside)
            if typed["act"] == "plan":
                page["lines"] = _open_lines(_typed_lines(request))
            found.refresh_from_db()
    return render(request, "office/round.html", _shown(found) | page)


def _shown(found: Round) -> dict[str, Any]:
    today = clock.today()
    steps = list(rounds.steps(found))
    due = agenda(found, steps, today)
    days, plan = windows.days_of(found), plans.plan_of(found)
    planned = plans.matrix(found, plan, today) if plan.made else []
    return {
        "plan": plan, "planned": planned, "overdue": plans.overdue(planned),         "section": "roster", "round": found, "today": today, "due": due, "version": found.version,
        "late": [one for one in due if one.status == "late"], "next": next((one for one in due if one.status == "next"), None),
        "lines": _open_lines([(s.name, s.due_on.isoformat(), s.stage, s.note) for s in steps]), "stages": Stage.choices,
        **_mistaken(found), **_assessed(found),
        "blocks": [] if found.is_closed else closing.blocks(found, today, compute=False), "drafts": list(runs.drafts(found)),
        "claim_days": days, "claim_days_told": windows.told(days), "claims_outside": windows.outside(found),
        "half": half_year.standing(found), "matrix": runs.release_matrix(found), "readers": READERS, "history": told(f"round:{found.pk}"), "short_notice": _short_notice(due),
    }  # fmt: skip


def _assessed(found: Round) -> dict[str, Any]:
    """What the round assesses, for each group: how many indicators, full points; empty where it is everything."""
    scope, book = rounds.scope_of(found), schemes.book_of(found.version)
    if scope is None:
        return {}
    return {
        "assessed": scoping.sums(book, scope),
        "scope": scope,
        "scope_lacks": scoping.problems(book, scope),
    }


def _mistaken(found: Round) -> dict[str, Any]:
    """What the round was opened as, and why that can't be changed any more."""
    if found.is_closed or refusal(lambda: mistaken.check_unprinted(found)):
        return {}
    return {
        "kinds": Round.Kind.choices, "periods": periods_of(found.version, found.scheme.year),
        "fixed": refusal(lambda: mistaken.check_untouched(found)), "can_correct": True,
    }  # fmt: skip


def _short_notice(due: list[Any]) -> int | None:
    """How many working days lie between notice and final result, when they are too few."""
    days = {one.step.stage: one.step.due_on for one in due}
    if Stage.NOTICE not in days or Stage.FINAL not in days:
        return None
    between = workdays_between(days[Stage.NOTICE], days[Stage.FINAL])
    return between if between < NOTICE_DAYS else None


def _open_lines(lines: list[Line]) -> list[Line]:
    """The lines of the form, with some empty ones to write on."""
    return [*lines, *[("", "", "", "")] * EMPTY_LINES]


def _typed_lines(request: HttpRequest) -> list[Line]:
    columns = (request.POST.getlist(name) for name in ("name", "due_on", "stage", "note"))
    lines = [
        tuple(text.replace("\x00", "").strip() for text in line)
        for line in zip(*columns, strict=False)
    ]
    return [(line[0], line[1], line[2], line[3]) for line in lines if line[0] or line[1] or line[3]]


def _propose(request: HttpRequest, found: Round, typed: Typed) -> list[Line]:
    start = day_of(typed["start"], "从哪天开始")
    return [(one.name, one.due_on.isoformat(), one.stage, "") for one in usual(found.kind, start)]


def _plan(request: HttpRequest, found: Round, typed: Typed) -> None:
    steps = [
        Planned(name[:80], day_of(day, f"“{name or day}”的日期"), stage if stage in Stage.values else "", note[:200])
        for name, day, stage, note in _typed_lines(request)
    ]  # fmt: skip
    services.plan(round=found, steps=steps, by=request.user, at=clock.now())
    messages.success(request, "日程排好了，工作台会说下一步和过了期的。")


def _done(request: HttpRequest, found: Round, typed: Typed) -> None:
    step = get_object_or_404(found.steps.select_related("round"), pk=int(typed["step"]) if typed["step"].isdecimal() else 0)  # fmt: skip
    services.finish_step(step=step, on=clock.today(), by=request.user, at=clock.now())
    messages.success(request, f"“{step.name}”办完了。")


def _close(request: HttpRequest, found: Round, typed: Typed) -> None:
    closing.close(
        round=found, why=typed["why"], by=request.user, at=clock.now(), today=clock.today()
    )
    messages.success(request, f"“{found.name}”结束了，从现在起只能看。")


def _open_books(request: HttpRequest, found: Round, typed: Typed) -> None:
    books.open_books(round=found, why=typed["why"], by=request.user, at=clock.now())
    messages.success(request, "已撤销关账：没有报的又算还没有报，成绩重算；编过的稿不变。")


def _reopen(request: HttpRequest, found: Round, typed: Typed) -> None:
    services.reopen(round=found, why=typed["why"], by=request.user, at=clock.now())
    messages.success(request, f"“{found.name}”重新打开了。")


def _claim_days(request: HttpRequest, found: Round, typed: Typed) -> None:
    since, until = (
        day_of(typed[name], word) if typed[name] else None for name, word in (("since", "从哪天"), ("until", "到哪天"))
    )  # fmt: skip
    windows.count_days(round=found, since=since, until=until, by=request.user, at=clock.now())
    messages.success(request, "加减分按这些天计，成绩正在重算。")


def _correct(request: HttpRequest, found: Round, typed: Typed) -> None:
    mistaken.correct(
        round=found, name=typed["name"], kind=typed["kind"], as_of=typed["as_of"],
        on=day_given(typed, found.version, found.scheme.year), by=request.user, at=clock.now(),
    )  # fmt: skip
    messages.success(request, "这一轮改好了。")


def _void(request: HttpRequest, found: Round, typed: Typed) -> None:
    mistaken.void(round=found, why=typed["why"], by=request.user, at=clock.now())
    messages.success(request, f"“{found.name}”作废了，留有记录；它的期次可以另开一轮。")


def _half_year(request: HttpRequest, found: Round, typed: Typed) -> None:
    pk = int(typed["draft"]) if typed["draft"].isdecimal() else 0
    draft = get_object_or_404(Run.objects.select_related("round"), pk=pk)
    lacking = half_year.take(round=found, draft=draft, by=request.user, at=clock.now())
    said = f"；{len(lacking)} 个没有半年成绩：{'、'.join(lacking[:5])}{'等' if len(lacking) > 5 else ''}" if lacking else ""  # fmt: skip
    messages.success(request, f"已取{draft.round.name}第 {draft.number} 稿的成绩{said}。成绩正在重算。")  # fmt: skip


ACTS: dict[str, Callable[[HttpRequest, Round, Typed], list[Line] | None]] = {
    "propose": _propose, "plan": _plan, "done": _done, "close": _close, "reopen": _reopen, "open_books": _open_books,
    "claim_days": _claim_days, "half_year": _half_year, "correct": _correct, "void": _void,
}  # fmt: skip
