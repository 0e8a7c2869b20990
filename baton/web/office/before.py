"""会前看一遍: one page on what the meeting will ask about, each line with where to act; prints on A4."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from baton.desk.drafts.reviewing import Contest, Review
from baton.desk.ledger.undecided import pending_words
from baton.desk.looks.grade_ends import settled
from baton.desk.looks.stranded import stranded_of
from baton.desk.looks.waiting import waiting_of
from baton.desk.parts import contrary
from baton.desk.preparing import review_of
from baton.desk.results import result_of
from baton.domain import clock
from baton.domain.assessment import queries
from baton.domain.assessment.grades import grades_of
from baton.domain.assessment.models import Run
from baton.domain.claims import queries as claims
from baton.domain.intake import queries as intake
from baton.web.components.boards import digits_of

MOST = 40  # lines of a section; the rest are counted


@require_GET
def before(request: HttpRequest, pk: int) -> HttpResponse:
    """会前看一遍"""
    run = get_object_or_404(queries.visible_to(request.user), pk=pk)
    found = review_of(run)
    desk = intake.desk(run.round, clock.today())
    numbers = [one.event.id for one in found.pending]
    known = {one.number: one for one in claims.numbered(run.round.scheme, numbers)}
    stranded = [] if run.round.is_closed else stranded_of(run, waiting_of(run))
    unmade = [] if run.round.is_closed else contrary.waiting(run.round.scheme)
    page: dict[str, Any] = {
        "section": "board", "round": run.round, "run": run, "review": found, "contests": _contests(run, found), "most": MOST,
        "in_force": [one for one in found.vetoes if not one.why_not], "not_in_force": [one for one in found.vetoes if one.why_not],
        "pending_words": pending_words(result_of(run)), "pending": [(one, known.get(one.event.id)) for one in found.pending], "late": desk.late,
        "waiting": desk.of("received"), "returned": desk.of("returned"), "is_behind": _is_behind(run),
        "digits": digits_of(result_of(run)), "questions": _questions(found, desk) + len(unmade), "unmade": unmade, "more_pending": max(len(found.pending) - MOST, 0),
        "stranded": stranded, "waiting_people": found.people - sum(len(one.people) for one in stranded),
        "untried": any(one.effect is None and one.can_count for one in found.pending),
    }  # fmt: skip
    return render(request, "office/before.html", page)


def _contests(run: Run, found: Review) -> list[tuple[Contest, str]]:
    """Equals for whom the places of a grade do not suffice, with what organs have decided about them."""
    if not found.contests:
        return []
    lines = list(run.lines.all())
    grades = grades_of(run, lines=lines)
    names = {one.subject: one.name for one in result_of(run).plan.facts.roster}
    made = [(line, grades[line.subject]) for line in lines]
    decided = {
        (line.group, names[line.subject]): grade.shown for line, grade in made if grade.is_decided
    }
    return [
        (one, settled([(name, decided.get((one.group, name), "")) for name in one.names]))
        for one in found.contests
    ]


def _is_behind(run: Run) -> bool:
    """Whether figures have moved since this draft."""
    newest = queries.provisional(run.round)
    return newest is not None and newest.run_id != run.run_id


def _questions(found: Review, desk: Any) -> int:
    moving = sum(
        bool(one.effect and one.effect.ranks_changed + one.effect.grades_changed)
        for one in found.pending
    )
    return (
        len(found.ties)
        + len(found.near)
        + moving
        + len(found.unranked)
        + len(desk.late)
        + len(desk.of("received"))
    )
