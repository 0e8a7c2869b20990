"""参照值: one small form for the figures of the nation and the province that indicators are held against."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from baton.desk.intake import references
from baton.desk.intake.references import Value, Written
from baton.domain import clock
from baton.domain.refusals import Conflict, Refused
from baton.web.components.rounds import round_of
from baton.web.components.typed import Typed


@require_http_methods(["GET", "POST"])
def reference_values(request: HttpRequest) -> HttpResponse:
    """收件台 → 参照值"""
    round = round_of(request)
    if round is None:
        return render(request, "office/no_round.html", {"section": "desk"})
    typed = Typed(request.POST)
    page: dict[str, Any] = {"section": "desk", "round": round, "typed": typed}
    written: list[Written] = []
    if request.method == "POST":
        written = _written(request)
        try:
            many = references.take_in(
                round=round, written=written, source=typed["source"], reason=typed["reason"],
                by=request.user, at=clock.now(),
            )  # fmt: skip
            messages.success(request, f"已记下 {many} 个参照值，成绩正在重算。")
            return redirect("office:references")
        except Conflict as conflict:
            page["refused"] = conflict.sentence
        except Refused as refused:
            page["refused"] = refused.sentence
    values = references.values_of(round)
    lacking = references.lacking(values)
    blanks = {} if round.is_closed else {one.key: one.text for one in written}
    page |= {
        "given": [one.text for one in written if round.is_closed and one.text], "rows": [(one, blanks.get(one.key, _figure(one))) for one in values],
        "lacking": lacking, "title": _title(values, lacking), "has_past": any(one.past for one in values),
    }  # fmt: skip
    return render(
        request, "office/references.html", page, status=409 if page.get("refused") else 200
    )


def _written(request: HttpRequest) -> list[Written]:
    columns = (request.POST.getlist(name) for name in ("item", "period", "value", "was"))
    return [
        Written((item, period), text.replace("\x00", ""), was or None)
        for item, period, text, was in zip(*columns, strict=False)
    ]


def _figure(one: Value) -> str:
    return (one.newest.value or "") if one.newest else ""


def _title(values: list[Value], lacking: list[Value]) -> str:
    """What is still missing."""
    if not values:
        return "没有指标要与参照值比"
    if lacking:
        return f"{len(values)} 个参照值，还有 {len(lacking)} 个没有填"
    return f"{len(values)} 个参照值都有了"
