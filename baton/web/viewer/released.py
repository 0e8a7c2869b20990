"""已发布: what was released to this reader's role, up to the layer that was decided; nothing else is reachable."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from baton.desk.looks.columns import progress_of
from baton.desk.looks.findings import title_of
from baton.desk.looks.in_province import in_province
from baton.desk.looks.made_of import factor_of, made_of
from baton.desk.looks.outward import accounted, explained
from baton.desk.looks.shown import account_of, points_to_note
from baton.desk.looks.waiting import waiting_of
from baton.desk.results import result_of
from baton.domain.accounts.models import Role
from baton.domain.assessment import queries
from baton.domain.assessment.grades import grades_of
from baton.domain.assessment.models import Run
from baton.domain.assessment.queries import Row
from baton.domain.assessment.readers import Layer
from baton.domain.rounds.models import Round
from baton.punctuation import full_width
from baton.scoring.explain import CannotExplain
from baton.scoring.scope import told as scope_told
from baton.web.components.boards import as_released, digits_of, look
from baton.web.components.strips import strip_of
from baton.web.templatetags.words import speaking
from baton.web.viewer.earlier import earlier, ranks
from baton.web.viewer.listing import by_grade

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
    before = earlier(request, found)
    against = before if before and before.round_id == found.round_id else None
    groups = queries.board(found, against, until=queries.released_since(found, request.user))
    if not shows_totals:
        groups = by_grade(found, groups)
    everybody = [row for rows in groups.values() for row in rows]
    asked = request.GET.get("group", "")
    group = asked if asked in groups else next(iter(groups), "")
    rows = groups.get(group, [])
    last = ranks(before, group) if before and not against else {}
    later = queries.visible_to(request.user).filter(corrects=found).order_by("-number").first()
    shown = None
    if shows_totals and rows:
        shown = as_released(look(found, group, rows, last, request.GET.get("page", ""), request.GET.get("find", "")), shows_papers=shows_papers, shows_matters=_shows_matters(request, layer))  # fmt: skip
    page = {
        "section": "released", "run": found, "shows_totals": shows_totals, "group": group, "rows": rows,
        "unit_route": "viewer:unit" if queries.reaches(layer, Layer.ITEMS) else "", "look": shown,
        "against": against, "has_last": bool(last), "groups": [(name, sum(row.line.status != "inactive" for row in own)) for name, own in groups.items()],
        "waiting": waiting_of(found, [row.line for row in rows]),
        "title": (found.headline or title_of(found, [row.line for row in everybody])) if shows_totals else f"{found.round.name}等次名单",
        "corrected_by": later, "shows_reason": _shows_reason(request, layer),
        "shows_later_reason": later is not None and all(_shows_reason(request, one) for one in (layer, queries.layer_of(later, request.user))),
        "others": queries.visible_to(request.user).exclude(pk=pk).order_by("-round__on", "-number")[:6],
        "points": _points(found, everybody, before) if shows_totals else [],
        "province": _province(request, found), "scoped": scope_told(result_of(found).plan.rulebook, group) if shows_totals else "",
        "books": full_width(result_of(found).plan.facts.books_told) if shows_totals else "",
    }  # fmt: skip
    if is_clerk(request):
        page |= {
            "as_seen": Layer(layer).label,
            "layer": layer,
            "layers": Layer.choices,
            "others": [],
        }
    return render(request, "viewer/run.html", page)


@require_GET
def unit(request: HttpRequest, pk: int, subject: str) -> HttpResponse:
    """一个单位的各项得分"""
    found, layer = _released(request, pk)
    if not queries.reaches(layer, Layer.ITEMS):
        raise Http404
    line = get_object_or_404(found.lines, subject=subject)
    result = result_of(found)
    page = {
        "section": "released", "run": found, "line": line, "account": accounted(account_of(result, subject, digits_of(result)), result, subject),
        "digits": digits_of(result), "made": made_of(found, line), "factor": factor_of(found, subject), "into": waiting_of(found, [line]).merged.get(subject, ""),
        "grade": grades_of(found, until=queries.released_since(found, request.user), lines=[line])[subject],
        "shows_explanations": queries.reaches(layer, Layer.EXPLANATIONS),
        "has_years": found.round.kind == Round.Kind.YEAR_END and not is_clerk(request),
    }  # fmt: skip
    return render(request, "viewer/unit.html", page)


@require_GET
def explanation(request: HttpRequest, pk: int, subject: str, code: str) -> HttpResponse:
    """怎么算的"""
    found, layer = _released(request, pk)
    if not queries.reaches(layer, Layer.EXPLANATIONS):
        raise Http404
    line, result = get_object_or_404(found.lines, subject=subject), result_of(found)
    try:
        made = explained(result, subject, code)
    except CannotExplain as error:
        raise Http404 from error
    it = made.data()
    page = {
        "section": "released", "run": found, "line": line, "it": it, "result": None if progress_of(result, subject, code) == 0 else it.get("score") or it.get("value"),
        "lines": speaking(made.text()).splitlines(), "strip": strip_of(result, subject, code),
    }  # fmt: skip
    return render(request, "viewer/explanation.html", page)


def _released(request: HttpRequest, pk: int) -> tuple[Run, str]:
    """The draft and how deep this reader may look; a clerk looks at it as a reader of some layer would."""
    found = get_object_or_404(queries.visible_to(request.user), pk=pk)
    layer = queries.layer_of(found, request.user)
    if not layer or found.number is None:
        raise Http404
    if is_clerk(request) and request.GET.get("layer") in queries.LAYERS:
        return found, request.GET["layer"]
    return found, layer


def is_clerk(request: HttpRequest) -> bool:
    """Whether whoever looks may see everything, and only tries how others see it."""
    return bool(request.user.is_authenticated and request.user.is_clerk)


def _province(request: HttpRequest, run: Run) -> str:
    """全省位次 as it was when the draft was released to leaders: what they read changes by a release only."""
    if request.user.role == Role.VIEWER:  # type: ignore[union-attr]
        return ""
    return in_province(run.round.scheme.year, queries.released_to(run, Role.LEADER))


def _shows_matters(request: HttpRequest, layer: str) -> bool:
    """Leaders read what a veto was about; other readers where the whole way of scoring was released."""
    return request.user.role == Role.LEADER or queries.reaches(layer, Layer.EXPLANATIONS)  # type: ignore[union-attr]


def _shows_reason(request: HttpRequest, layer: str) -> bool:
    """Why a draft was corrected often is a veto and what it was about: told as far as those are, never beside a bare list of grades."""
    return queries.reaches(layer, Layer.TOTALS) and _shows_matters(request, layer)


def _points(run: Run, rows: list[Row], before: Run | None) -> list[str]:
    """What to look at first, among units."""
    result = result_of(run)
    people = {one.group for one in result.plan.facts.roster if one.kind == PEOPLE}
    own = [row for row in rows if row.line.group not in people]
    units, grades = [row.line for row in own], {row.line.subject: row.grade for row in own}
    if before is None:
        return points_to_note(units, [], grades, result=result)
    if before.round_id == run.round_id:
        earlier = [row.before for row in own if row.before]
        return points_to_note(units, earlier, grades, f"比第 {before.number} 稿", result)
    last = before.lines.exclude(group__in=people).defer("papers", "vetoes")
    return points_to_note(units, list(last), grades, f"比 {before.round.scheme.year} 年", result)
