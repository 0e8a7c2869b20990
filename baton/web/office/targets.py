"""责任书: what is promised by whom, what is still missing, the seal, and what was changed after it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from baton.desk.agreed import record
from baton.desk.agreed.asked import agreed_of
from baton.desk.agreed.tasks import Agreed, Indicator, Task
from baton.desk.agreed.workbooks import empty_workbook
from baton.desk.rules import target_words
from baton.domain import clock
from baton.domain.assessment import gather
from baton.domain.refusals import Refused
from baton.domain.rounds.models import Round
from baton.domain.targets import queries, services
from baton.web.components.downloads import DOCX, XLSX, written
from baton.web.components.rounds import scheme_round_of

SHOWS = ("", "units", "missing", "loose", "leaderless", "changes")
NAMED = 6
BESIDE = "加分、扣分"


@dataclass(frozen=True)
class UnitRow:
    """A unit in the list: how many indicators the agreement names, what they are worth together, what is missing."""

    subject: str
    name: str
    group: str
    tasks: int
    points: Decimal | None
    missing: int
    none: int


@require_GET
def targets(request: HttpRequest) -> HttpResponse:
    """责任书"""
    round = scheme_round_of(request)
    if round is None:
        return render(request, "office/no_round.html", {"section": "scheme"})
    agreed = agreed_of(round)
    page = _head(round, agreed)
    if code := request.GET.get("item", ""):
        return _indicator(request, page, agreed, code)
    show, q = request.GET.get("show", ""), request.GET.get("q", "").replace("\x00", "").strip()[:100]  # fmt: skip
    show = show if show in SHOWS else ""
    units = _units(agreed)
    page |= {
        "show": show, "q": q, "units": [one for one in units if q in one.name], "all_units": len(units),
        "indicators": [one for one in agreed.indicators if q in one.name or q in one.lead],
        "missing": [(one, _names(one)) for one in agreed.indicators if one.missing],
        "loose": agreed.loose, "leaderless": agreed.leaderless,
    }  # fmt: skip
    if show == "changes":
        page["record"] = record.record_of(round, page["seal"])
    return render(request, "office/targets.html", page)


def _head(round: Round, agreed: Agreed) -> dict[str, Any]:
    """What stands above every view of the agreement."""
    seal = queries.seal_of(round.scheme)
    return {
        "section": "scheme", "round": round, "agreed": agreed, "seal": seal, "lacking": len(agreed.missing),
        "units_missing": agreed.units_missing, "changes": len(queries.amendments(round.scheme, seal)),
    }  # fmt: skip


def _names(indicator: Indicator) -> str:
    lacking = [task for task in indicator.tasks if task.missing]
    more = f"等 {len(lacking)} 个" if len(lacking) > NAMED else ""
    return "、".join(task.name for task in lacking[:NAMED]) + more


def _units(agreed: Agreed) -> list[UnitRow]:
    """Units the agreement concerns, in official order."""
    tasks: dict[str, list[Task]] = {}
    for indicator in agreed.indicators:
        for task in indicator.tasks:
            tasks.setdefault(task.subject, []).append(task)
    return [
        UnitRow(
            code, own[0].name, own[0].group, len(own), _sum(task.points for task in own),
            sum(bool(task.missing) for task in own), sum(task.has_none for task in own),
        )
        for code in agreed.units if (own := tasks.get(code))
    ]  # fmt: skip


def _sum(points: Iterable[str | None]) -> Decimal | None:
    given = list(points)
    return None if None in given else sum((Decimal(one) for one in given if one), Decimal(0))


def _indicator(
    request: HttpRequest, page: dict[str, Any], agreed: Agreed, code: str
) -> HttpResponse:
    """One indicator across its units."""
    indicator = agreed.of(code)
    if indicator is None or not indicator.fields:
        raise Http404
    only = "missing" in request.GET
    given = {task.subject for task in indicator.tasks}
    page |= {
        "item": indicator, "only": only,
        "rows": [
            (task, [(name, task.said(name)) for name in indicator.fields])
            for task in indicator.tasks if task.missing or not only
        ],
        "others": [(one, name) for one, name in agreed.units.items() if one in indicator.open_to and one not in given],
    }  # fmt: skip
    return render(request, "office/targets_item.html", page)


@require_GET
def empty(request: HttpRequest) -> HttpResponse:
    """责任书空表"""
    round = _round(request)
    return written(
        lambda path: empty_workbook(round, path), f"{round.scheme.title}责任书.xlsx", XLSX
    )


@require_http_methods(["GET", "POST"])
def seal(request: HttpRequest) -> HttpResponse:
    """封存责任书"""
    round = _round(request)
    page = _head(round, agreed_of(round)) | {"seen": queries.head(round.scheme)}
    if request.method == "POST":
        seen = request.POST.get("seen", "")
        try:
            services.seal(
                scheme=round.scheme, seen=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 18 else 0,
                by=request.user, at=clock.now(),
            )  # fmt: skip
        except Refused as refused:
            return render(
                request, "office/targets_seal.html", page | {"refused": refused.sentence}, status=409
            )  # fmt: skip
        messages.success(request, "责任书已封存。以后改目标，要写理由和批准文号。")
        return redirect("office:targets")
    return render(request, "office/targets_seal.html", page)


@require_GET
def unit(request: HttpRequest, subject: str) -> HttpResponse:
    """一个单位的责任书"""
    round = _round(request)
    agreed = agreed_of(round)
    own = agreed.of_unit(subject)
    if not own:
        raise Http404
    page = _head(round, agreed) | {
        "subject": subject, "name": own[0][1].name, "group": own[0][1].group, "own": own, "today": clock.today(),
        "parts": _parts(own), **_words(round, [one.code for one, _ in own]),
        "unit_missing": sum(bool(task.missing) for _, task in own),
    }  # fmt: skip
    return render(request, "office/targets_unit.html", page)


def _words(round: Round, codes: Collection[str]) -> dict[str, dict[str, Any]]:
    """Of indicators: the units of what is agreed, by field, and what is the target where nothing has to be agreed."""
    book = gather.rulebook_of(round)
    data = {entry["code"]: entry for entry in book["data"]}
    items = [item for item in book["items"] if item["code"] in codes]
    return {
        "units": {item["code"]: target_words.units_of(item, data) for item in items},
        "fixed": {item["code"]: target_words.target_words(book, item, data) for item in items},
    }


@dataclass(frozen=True)
class Part:
    """What stands under one heading of a unit's sheet, and what it is worth together."""

    name: str
    lines: list[tuple[int, Indicator, Task]]
    points: Decimal | None


def _parts(own: list[tuple[Indicator, Task]]) -> list[Part]:
    """A unit's indicators under their headings, numbered through; those beside the full points come last."""
    headings = dict.fromkeys(
        one.part for one, _ in sorted(own, key=lambda pair: not pair[0].is_ordinary)
    )
    found, number = [], 0
    for name in headings:
        pairs = [pair for pair in own if pair[0].part == name]
        lines = [(at, *pair) for at, pair in enumerate(pairs, start=number + 1)]
        number += len(pairs)
        worth = [task.points for one, task in pairs if one.is_ordinary and not task.has_none]
        is_beside = bool(name) and not any(one.is_ordinary for one, _ in pairs)
        found.append(Part(BESIDE if is_beside else name, lines, _sum(worth) if worth else None))
    return found


@require_GET
def notice(request: HttpRequest) -> HttpResponse:
    """目标调整公告: every change after sealing, as Word"""
    round = _round(request)
    found = record.record_of(round, queries.seal_of(round.scheme))
    return written(
        lambda path: record.write_notice(round, found, path), f"{round.scheme.title}目标调整公告.docx", DOCX
    )  # fmt: skip


def _round(request: HttpRequest) -> Round:
    round = scheme_round_of(request)
    if round is None:
        raise Http404
    return round
