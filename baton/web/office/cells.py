"""改一格: try another figure, see who moves, keep it; two clerks on one cell are asked whose to keep."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from baton.desk.rules.shared import references_of
from baton.desk.trials import cells, counts
from baton.domain import clock
from baton.domain.assessment.gather import rulebook_of
from baton.domain.assessment.leaving import why_reason
from baton.domain.facts import queries
from baton.domain.facts.models import State
from baton.domain.facts.services import Row
from baton.domain.orgs.models import Unit
from baton.domain.orgs.queries import gone
from baton.domain.refusals import Conflict, Refused
from baton.domain.rounds.policies import NO_FIGURES, check_running
from baton.web.components.rounds import round_of
from baton.web.office import cell_counts


@require_http_methods(["GET", "POST"])
def cell(request: HttpRequest, subject: str, item: str) -> HttpResponse:
    """改一格，看谁动"""
    round = round_of(request)
    if round is not None and (counted := counts.counts_of(round, subject, item)) is not None:
        return cell_counts.page(request, round, counted)
    found = cells.cell_of(round, subject, item) if round else None
    if round is None or found is None:
        raise Http404
    if item in {one.item for one in references_of(rulebook_of(round), round.as_of)}:
        return redirect("office:references")
    unit = get_object_or_404(Unit, code=subject)
    page: dict[str, Any] = {
        "section": "board", "round": round, "cell": found, "unit": unit,
        "gone": gone(round.scheme.year, unit, round.on), "no_task": cells.has_no_task(round, found), "states": State.choices, "typed": request.POST, "why_reason": why_reason(round),
        "history": queries.history(round.scheme, subject, item, round.as_of),
    }  # fmt: skip
    if request.method == "POST":
        try:
            check_running(round, NO_FIGURES)
            row = cells.row_of(
                found, request.POST.get("value", ""), request.POST.get("state", State.REPORTED)
            )
            if "keep" in request.POST:
                cells.keep(
                    round=round, row=row, was=request.POST.get("was") or None,
                    reason=request.POST.get("reason", ""), by=request.user, at=clock.now(),
                )  # fmt: skip
                messages.success(request, "已改，成绩正在重算。")
                return redirect("office:cell", subject=subject, item=item)
            if (request.POST.get("was") or None) != found.said:
                raise Conflict("这一格刚被别人改过。")
            page |= cell_counts.shown(round, cells.who_moves(round, row))
        except Conflict:
            return _whose(request, page, row)
        except Refused as refused:
            page["refused"] = refused.sentence
    return render(request, "office/cell.html", page, status=409 if page.get("refused") else 200)


def _whose(request: HttpRequest, page: dict[str, Any], row: Row) -> HttpResponse:
    """Two clerks on one cell: both figures with both names, and whose to keep."""
    round, cell = page["round"], page["cell"]
    page |= {
        "cell": cells.cell_of(round, cell.subject, cell.item), "theirs": page["history"].all().first(), "row": row,
        "was": cells.word_of(cell, request.POST.get("was", "")),
    }  # fmt: skip
    return render(request, "office/cell_conflict.html", page, status=409)
