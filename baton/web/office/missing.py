"""缺什么: why units have no total yet, indicator by indicator, and where each figure is held up."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from baton.desk.looks.held_back import told_by_sheet
from baton.desk.looks.missing import missing_of
from baton.desk.looks.stranded import stranded_of
from baton.desk.looks.waiting import waiting_of
from baton.desk.results import result_of
from baton.domain import clock
from baton.domain.assessment import queries
from baton.domain.intake import queries as intake

MOST = 60  # lines; an early round lacks nearly everything


@require_GET
def missing(request: HttpRequest, pk: int) -> HttpResponse:
    """缺什么"""
    run = get_object_or_404(queries.visible_to(request.user), pk=pk)
    desk = intake.desk(run.round, clock.today())
    found = missing_of(run, desk)
    waiting = waiting_of(run)
    page = {
        "section": "board", "round": run.round, "run": run, "waiting": waiting, "stranded": stranded_of(run, waiting), "missing": found[:MOST],
        "more": max(len(found) - MOST, 0), "late": desk.late, "returned": desk.of("returned"),
        "aside": told_by_sheet(result_of(run), desk.entries, is_closed=run.round.books_closed_at is not None),
    }  # fmt: skip
    return render(request, "office/missing.html", page)
