"""已发布: what was released to this reader's role, up to the layer that was decided; nothing else is reachable."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from baton.desk.results import result_of
from baton.desk.shown import items_of, papers_of, points_to_note
from baton.domain.assessment import queries
from baton.domain.assessment.grades import Grade, grades_of
from baton.domain.assessment.models import Layer, Run
from baton.scoring.explain import CannotExplain, explain

PEOPLE = "person"


@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """最近发布的一稿"""
    newest = queries.visible_to(request.user).order_by("-round__on", "-computed_at").first()
    if newest is None:
        return render(request, "viewer/nothing.html", {"section": "released"})
    return redirect("viewer:run", pk=newest.pk)


@require_GET
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """一稿，看到哪一层由发布时定"""
    found, layer = _released(request, pk)
    shows_totals, shows_papers = (
        queries.reaches(layer, one) for one in (Layer.TOTALS, Layer.PAPERS)
    )
    groups = queries.board(found, until=queries.released_since(found, request.user))
    grades = {row.line.subject: row.grade for rows in groups.values() for row in rows}
    page = {
        "section": "released", "run": found, "shows_totals": shows_totals, "shows_papers": shows_papers,
        "shows_items": queries.reaches(layer, Layer.ITEMS),
        "groups": [(name, rows, _papers(found, name) if shows_papers else []) for name, rows in groups.items()],
        "corrected_by": queries.visible_to(request.user).filter(corrects=found).order_by("-number").first(),
        "others": queries.visible_to(request.user).exclude(pk=pk).order_by("-round__on", "-number")[:6],
        "points": _points(request, found, grades) if shows_totals else [],
    }  # fmt: skip
    return render(request, "viewer/run.html", page)


@require_GET
def unit(request: HttpRequest, pk: int, subject: str) -> HttpResponse:
    """一个单位的各项得分"""
    found, layer = _released(request, pk)
    if not queries.reaches(layer, Layer.ITEMS):
        raise Http404
    line = get_object_or_404(found.lines, subject=subject)
    page = {
        "section": "released", "run": found, "line": line, "items": items_of(result_of(found), subject),
        "grade": grades_of(found, until=queries.released_since(found, request.user), lines=[line])[subject],
        "shows_explanations": queries.reaches(layer, Layer.EXPLANATIONS),
    }  # fmt: skip
    return render(request, "viewer/unit.html", page)


@require_GET
def explanation(request: HttpRequest, pk: int, subject: str, code: str) -> HttpResponse:
    """怎么算的"""
    found, layer = _released(request, pk)
    if not queries.reaches(layer, Layer.EXPLANATIONS):
        raise Http404
    line = get_object_or_404(found.lines, subject=subject)
    try:
        made = explain(result_of(found), subject, code)
    except CannotExplain as error:
        raise Http404 from error
    page = {"section": "released", "run": found, "line": line, "lines": made.text().splitlines()}
    return render(request, "viewer/explanation.html", page)


def _released(request: HttpRequest, pk: int) -> tuple[Run, str]:
    found = get_object_or_404(queries.visible_to(request.user), pk=pk)
    layer = queries.layer_of(found, request.user)
    if not layer:
        raise Http404
    return found, layer


def _papers(run: Run, group: str) -> list[tuple[str, str]]:
    return papers_of(result_of(run), group)


def _points(request: HttpRequest, run: Run, grades: dict[str, Grade]) -> list[str]:
    """Against the draft before, or last year's, as far as this reader may see them down to totals."""
    units = [line for line in run.lines.all() if line.group not in _people(run)]
    before = queries.before(run, request.user)
    layer = queries.layer_of(before, request.user) if before else ""
    seen = list(before.lines.all()) if before and queries.reaches(layer, Layer.TOTALS) else []
    return points_to_note(units, seen, grades)


def _people(run: Run) -> set[str]:
    return {one.group for one in result_of(run).plan.facts.roster if one.kind == PEOPLE}
