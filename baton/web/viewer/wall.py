"""大屏: released totals only, large, group after group; the page turns itself unless it is told to stay."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from baton.desk.looks.findings import title_of
from baton.desk.results import result_of
from baton.domain.assessment import queries
from baton.domain.assessment.models import Run
from baton.domain.assessment.queries import Row
from baton.domain.assessment.readers import Layer
from baton.web.components.boards import digits_of
from baton.web.components.charts import Dot, Dots, dots
from baton.web.viewer.earlier import earlier, ranks

ROWS = 12  # of one screen, which has to hold them all; readable from five metres
SECONDS = 15
PEOPLE = "person"


@dataclass(frozen=True)
class WallRow:
    """One unit on the wall: its line, its point on the group's axis, its rank of last year."""

    row: Row
    dot: Dot
    was: int | None


@dataclass(frozen=True)
class Screen:
    """As many ranked units of a group as a wall holds; against: the draft they are compared with."""

    group: str
    rows: list[WallRow]
    chart: Dots
    against: Run | None
    has_last: bool


@require_GET
def wall(request: HttpRequest, pk: int) -> HttpResponse:
    """大屏"""
    run = get_object_or_404(queries.visible_to(request.user), pk=pk, number__isnull=False)
    if not queries.reaches(queries.layer_of(run, request.user), Layer.TOTALS):
        raise Http404
    before = earlier(request, run)
    against = before if before and before.round_id == run.round_id else None
    found = queries.board(run, against, until=queries.released_since(run, request.user))
    ranked = {name: [row for row in rows if row.line.rank is not None] for name, rows in found.items()}  # fmt: skip
    people = _people(run)
    units = {name: own for name, rows in ranked.items() if (own := [row for row in rows if row.line.subject not in people])}  # fmt: skip
    has_people = bool(units) and sum(map(len, units.values())) < sum(map(len, ranked.values()))
    with_people = "people" in request.GET
    places = _places(ranked if with_people or not units else units)
    asked = request.GET.get("screen", "0")
    at = int(asked) % len(places) if asked.isascii() and asked.isdigit() and places else 0
    is_held = "hold" in request.GET or len(places) < 2
    screen = None
    if places:
        group, start = places[at]
        last = ranks(before, group) if before and not against else {}
        screen = _screen(group, ranked[group], start, against, last)
    page = {
        "is_held": is_held, "run": run, "is_unseen": not queries.is_released(run, Layer.TOTALS), "screen": screen, "at": at, "count": len(places),
        "next": (at + 1) % max(1, len(places)), "has_people": has_people, "with_people": with_people,
        "digits": digits_of(result_of(run)), "title": run.headline or title_of(run), "more": "&people=1" if with_people else "",
    }  # fmt: skip
    answer = render(request, "viewer/wall.html", page)
    if not is_held:
        answer.headers["Refresh"] = f"{SECONDS};url=?screen={page['next']}{page['more']}"
    return answer


def _people(run: Run) -> set[str]:
    """Officials; their names and scores are on a wall only when somebody asks for them."""
    return {one.subject for one in result_of(run).plan.facts.roster if one.kind == PEOPLE}


def _places(groups: dict[str, list[Row]]) -> list[tuple[str, int]]:
    """Every screen: its group, and the first of its rows."""
    return [(name, at) for name, rows in groups.items() for at in range(0, len(rows), ROWS)]


def _screen(
    group: str, rows: list[Row], start: int, against: Run | None, last: dict[str, int]
) -> Screen:
    """The rows from one on, on the axis of the whole group."""
    chart = dots([(row.line.total, row.before.total if row.before else None) for row in rows])
    shown = [
        WallRow(row, dot, last.get(row.line.subject))
        for row, dot in zip(rows, chart.rows, strict=True)
    ][start : start + ROWS]
    return Screen(group, shown, chart, against, bool(last))
