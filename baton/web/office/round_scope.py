"""这一轮考核哪些指标: asked before a round is opened, changed on the round later."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from baton.desk.rules import scoping
from baton.desk.rules.scope_freed import freed
from baton.domain import clock
from baton.domain.assessment import scopes
from baton.domain.refusals import Refused
from baton.domain.rounds import queries as rounds
from baton.domain.rounds.models import Round
from baton.domain.schemes import queries as schemes
from baton.domain.schemes.models import Version
from baton.scoring.scope_choice import AS_IS, SCALED, Scope
from baton.web.components.typed import Typed

ALL = "all"
OPENING = (
    "year",
    "name",
    "scheme",
    "kind",
    "as_of",
    "on",
    "anyway",
)  # what the form before this one was sent with
NO_GRADES, GRADES = "no", "yes"
SENT = {"act", "item", "whole", "none", "as"}


def is_asked(typed: Typed) -> bool:
    """Whether it is still to be asked what a round assesses: the year's end always assesses everything."""
    return typed["kind"] != Round.Kind.YEAR_END and typed["scope"] != ALL


def choice_for(request: HttpRequest, version: Version) -> tuple[Scope | None, dict[str, Any]]:
    """The choice that was confirmed after it was looked at, or None with the page to show instead."""
    page = _page(request, version, None)
    return (page["confirmed"], page)


def asked(request: HttpRequest, version: Version, page: dict[str, Any]) -> HttpResponse:
    """开一轮，先问考核哪些指标"""
    typed = Typed(request.POST)
    page |= {
        "opening": [(name, typed[name]) for name in OPENING if typed[name]], "name": typed["name"],
        "earlier": rounds.chosen_before(version.scheme), "section": "roster", "version": version,
    }  # fmt: skip
    return render(request, "office/round_scope.html", page)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """改这一轮考核哪些指标"""
    round = get_object_or_404(Round.objects.select_related("scheme", "version"), pk=pk)
    if round.kind == Round.Kind.YEAR_END:
        messages.info(request, "年终考核总是考全部指标。")
        return redirect("office:round", pk=round.pk)
    typed = Typed(request.POST)
    page = _page(request, round.version, round)
    if request.method == "POST":
        try:
            if typed["scope"] == ALL:
                return _changed(request, round, None, typed)
            if page["confirmed"] is not None:
                return _changed(request, round, page["confirmed"], typed)
        except Refused as refused:
            page["refused"] = refused.sentence
            round.refresh_from_db()
    page |= {
        "round": round, "name": round.name, "section": "roster", "version": round.version, "draft": scopes.newest_draft(round),
        "earlier": rounds.chosen_before(round.scheme, round), "typed": typed, "can_take_all": round.scope is not None,
    }  # fmt: skip
    return render(request, "office/round_scope.html", page)


def _changed(request: HttpRequest, round: Round, scope: Scope | None, typed: Typed) -> HttpResponse:
    told = scoping.assess(
        round=round, scope=scope, why=typed["why"], by=request.user, at=clock.now()
    )
    what = (
        f"“{round.name}”考全部指标"
        if scope is None
        else f"“{round.name}”只考勾上的 {len(scope.items)} 个指标"
    )
    messages.success(request, f"{what}，成绩随即重算。{told}")
    return redirect("office:round", pk=round.pk)


def _page(request: HttpRequest, version: Version, round: Round | None) -> dict[str, Any]:
    """The form as it was sent, with the sums of what is ticked once something is."""
    book = schemes.book_of(version)
    scope, is_graded = _chosen(request, book, round)
    page: dict[str, Any] = {
        "trees": scoping.trees(book, scope.items), "factors": scoping.factors(book), "without": scope.without, "left_out": scope.left_out,
        "groups": [one["group"] for one in book["groups"]] if len(book["groups"]) > 1 else [],
        "asks_grades": any(one["grades"] for one in book["groups"]), "graded": is_graded, "confirmed": None,
        "scaled": scope.total == SCALED,
    }  # fmt: skip
    act = request.POST.get("act", "")
    if act not in ("look", "keep"):
        return page
    found = scoping.problems(book, scope)
    if found:
        return page | {"refused": "".join(found[:3])}
    key = scoping.key_of(scope)
    page |= {
        "sums": scoping.sums(book, scope),
        "notes": [*scoping.notes(book, scope), *freed(version, book, scope)],
        "seen": key,
    }
    if act == "keep" and page["asks_grades"] and not is_graded:
        return page | {"refused": "请选这一轮评不评等次。"}
    if act == "keep" and request.POST.get("seen", "") != key:
        return page | {"refused": "勾选与刚才看的不同，满分是下面这样。看好了再按一次。"}
    return page | {"confirmed": scope if act == "keep" else None}


def _chosen(request: HttpRequest, book: dict[str, Any], round: Round | None) -> tuple[Scope, str]:
    """What is ticked on the form, or in the round as it stands, or in an earlier round that is copied."""
    pressed = SENT & request.POST.keys()  # the form before this one brings none of these
    if request.method != "POST" or (not pressed and round is None):
        return _standing(book, rounds.scope_of(round) if round else None, is_new=round is None)
    earlier = _copied(request)
    if earlier is not None:
        return _standing(book, rounds.scope_of(earlier), is_new=False)
    ticked = scoping.leaves_of(book, request.POST.getlist("item"))
    ticked |= scoping.leaves_of(book, request.POST.getlist("whole"))
    ticked -= scoping.leaves_of(book, request.POST.getlist("none"))
    groups = {one["group"] for one in book["groups"]}
    graded = request.POST.get("graded", "")
    scope = Scope(
        frozenset(ticked), frozenset(request.POST.getlist("without")) & {code for code, _ in scoping.factors(book)},
        frozenset(request.POST.getlist("left_out")) & groups, graded == GRADES,
        SCALED if request.POST.get("total") == SCALED else AS_IS,
    )  # fmt: skip
    return scope, graded if graded in (NO_GRADES, GRADES) else ""


def _standing(book: dict[str, Any], scope: Scope | None, *, is_new: bool) -> tuple[Scope, str]:
    """A choice that was kept, as this book takes it: what it no longer knows is not ticked."""
    if scope is None:
        every = [] if is_new else scoping.leaves_of(book, [one["root"] for one in book["groups"]])
        return Scope(frozenset(every)), ""
    kept = replace(scope, items=frozenset(scoping.leaves_of(book, scope.items)))
    return kept, GRADES if scope.graded else NO_GRADES


def _copied(request: HttpRequest) -> Round | None:
    """同上一次: the round whose choice is taken over."""
    given = request.POST.get("as", "")
    if not (given.isascii() and given.isdigit() and len(given) < 10):
        return None
    return Round.objects.filter(pk=int(given), scope__isnull=False).first()
