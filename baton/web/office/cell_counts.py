"""改一格票数: the counts of a unit by level, tried and kept together."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from baton.desk.trials import cells, counts
from baton.desk.trials.counts import Counts
from baton.domain import clock
from baton.domain.assessment.leaving import why_reason
from baton.domain.facts import queries
from baton.domain.facts.models import State
from baton.domain.orgs.models import Unit
from baton.domain.orgs.queries import gone
from baton.domain.refusals import Conflict, Refused
from baton.domain.rounds.models import Round
from baton.domain.rounds.policies import NO_FIGURES, check_running
from baton.domain.schemes.queries import book_of
from baton.web.components.moves import finding, moved, places_of

MORE = 3  # further levels for which there is room


def page(request: HttpRequest, round: Round, found: Counts) -> HttpResponse:
    """The counts as they stand, and whom other ones would move."""
    unit = get_object_or_404(Unit, code=found.subject)
    pairs = zip(request.POST.getlist("key"), request.POST.getlist("value"), strict=False)
    sent = {key: value for key, value in pairs if key.strip() or value.strip()}
    page: dict[str, Any] = {
        "section": "board", "round": round, "cell": found, "unit": unit, "gone": gone(round.scheme.year, unit, round.on),
        "states": State.choices, "typed": request.POST, "why_reason": why_reason(round), "more": range(MORE if found.takes_more else 0),
        "history": queries.history(round.scheme, found.subject, found.item, round.as_of),
    }  # fmt: skip
    status = 200
    if request.method == "POST":
        was = dict(zip(request.POST.getlist("key"), request.POST.getlist("was"), strict=False))
        seen = {key: said or None for key, said in was.items()}
        try:
            check_running(round, NO_FIGURES)
            rows = counts.rows_of(found, sent, request.POST.get("state", State.REPORTED))
            if "keep" in request.POST:
                counts.keep(
                    round=round, rows=rows, was=seen, reason=request.POST.get("reason", "").replace("\x00", ""), by=request.user, at=clock.now()
                )  # fmt: skip
                messages.success(request, "已改，成绩正在重算。")
                return redirect("office:cell", subject=found.subject, item=found.item)
            page |= shown(round, cells.who_moves(round, *rows))
        except Conflict as conflict:
            page["refused"], status = conflict.sentence, 409
            page["cell"] = counts.counts_of(round, found.subject, found.item)
        except Refused as refused:
            page["refused"], status = refused.sentence, 409
    page["lines"] = [(one, sent.get(one.key, one.value or "")) for one in page["cell"].lines]
    return render(request, "office/cell_counts.html", page, status=status)


def shown(round: Round, trial: cells.Trial) -> dict[str, Any]:
    """Whom a trial moves, as its page lists them."""
    own, others = ([moved(move) for move in moves] for moves in (trial.own, trial.others))
    rule = book_of(round.version)["rounding"]["total"]["places"]
    return {
        "trial": trial, "own": own, "others": others, "digits": places_of([*own, *others], int(rule)), "finding": finding("", trial.own).lstrip("："),
    }  # fmt: skip
