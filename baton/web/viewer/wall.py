"""大屏: released totals only, large, group after group; the page turns itself unless it is told to stay."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from baton.desk.looks.findings import title_of
from baton.desk.results import result_of
from baton.domain.assessment import queries
from baton.domain.assessment.grades import grades_of
from baton.domain.assessment.models import Run, RunLine
from baton.domain.assessment.readers import Layer
from baton.web.components.boards import digits_of

ROWS = 12  # of one screen, which has to hold them all; readable from five metres
SECONDS = 15
PEOPLE = "person"


@require_GET
def wall(request: HttpRequest, pk: int) -> HttpResponse:
    """大屏"""
    run = get_object_or_404(queries.visible_to(request.user), pk=pk, number__isnull=False)
    if not queries.reaches(queries.layer_of(run, request.user), Layer.TOTALS):
        raise Http404
    grades = grades_of(run, until=queries.released_since(run, request.user))
    lines, people = (
        list(run.lines.filter(rank__isnull=False).order_by("rank", "order")),
        _people(run),
    )
    units = [line for line in lines if line.subject not in people]
    has_people = bool(units) and len(units) < len(lines)
    with_people = "people" in request.GET
    screens = _screens(run, lines if with_people or not units else units)
    asked = request.GET.get("screen", "0")
    at = int(asked) % len(screens) if asked.isascii() and asked.isdigit() and screens else 0
    is_held = "hold" in request.GET or len(screens) < 2
    page = {
        "is_held": is_held, "run": run, "is_unseen": not queries.is_released(run, Layer.TOTALS), "grades": grades, "screen": screens[at] if screens else ("", []), "at": at, "count": len(screens),
        "next": (at + 1) % max(1, len(screens)), "has_people": has_people, "with_people": with_people,
        "digits": digits_of(result_of(run)), "title": run.headline or title_of(run), "more": "&people=1" if with_people else "",
    }  # fmt: skip
    answer = render(request, "viewer/wall.html", page)
    if not is_held:
        answer.headers["Refresh"] = f"{SECONDS};url=?screen={page['next']}{page['more']}"
    return answer


def _people(run: Run) -> set[str]:
    """Officials; their names and scores are on a wall only when somebody asks for them."""
    return {one.subject for one in result_of(run).plan.facts.roster if one.kind == PEOPLE}


def _screens(run: Run, lines: list[RunLine]) -> list[tuple[str, list[RunLine]]]:
    groups: dict[str, list[RunLine]] = {}
    for line in lines:
        groups.setdefault(line.group, []).append(line)
    return [
        (name, own[at : at + ROWS])
        for name in queries.in_order(run, groups)
        for own in [groups[name]]
        for at in range(0, len(own), ROWS)
    ]
