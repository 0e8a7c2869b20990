"""这条不算会怎样: who would move without an indicator, a claim, a kind of claim or a veto. Nothing is written."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from baton.desk.answers import kept
from baton.desk.drafts.half_year import is_lacking
from baton.desk.results import result_of
from baton.desk.trials import leaving
from baton.desk.trials.leaving import CLAIM, ITEM, KIND, VETO, Left, Outcome, Shift
from baton.domain.assessment import queries
from baton.domain.assessment.models import Run
from baton.domain.claims import queries as claims
from baton.web.components.boards import digits_of, is_of_people

NAMES = {ITEM: "指标", CLAIM: "加减分", KIND: "加减分种类", VETO: "一票否决"}


LONG = 12  # rows of which a telephone lists only the first of each part


@require_GET
def without(request: HttpRequest, pk: int) -> HttpResponse:
    """这条不算会怎样"""
    run = get_object_or_404(queries.visible_to(request.user), pk=pk)
    what = next((name for name in NAMES if request.GET.get(name)), "")
    key = request.GET.get(what, "")
    left = _asked(run, what, key)
    if left is None:
        raise Http404
    how = request.GET.get("how", "0")
    at = int(how) if how.isascii() and how.isdigit() and len(how) < 3 else 0
    outcome = left.outcomes[min(at, len(left.outcomes) - 1)]
    groups = queries.groups_of(run)
    group = request.GET.get("group") or _first(groups, outcome)
    rows = [one for one in outcome.moved if one.group == group]
    is_people = is_of_people(result_of(run), group)
    claim = claims.by_number(run.round.scheme, key) if what == CLAIM else None
    page = {
        "section": "board", "round": run.round, "run": run, "left": left, "outcome": outcome, "what": what, "key": key,
        "at": at, "word": NAMES[what], "groups": [(name, outcome.groups[name]) for name in groups], "group": group,
        "digits": digits_of(result_of(run)), "title": _title(left, rows, group, is_lacking(result_of(run)), "人" if is_people else "个单位"), "is_people": is_people, "parts": _parts(rows), "is_long": len(rows) > LONG, "claim": claim,
        "edges": [one for one in outcome.edges if one.group == group],
        "undecided": [one for one in outcome.undecided if one[0] == group],
        "waiting": sum(one.totals == (None, None) for one in outcome.shifts if one.group == group),
        "lacks_half": is_lacking(result_of(run)),
    }  # fmt: skip
    return render(request, "office/without.html", page)


def _asked(run: Run, what: str, key: str) -> Left | None:
    question = (run.archive, "without", what, key)
    return kept(question, lambda: leaving.without(result_of(run), what, key), shared=True)


def _first(groups: list[str], outcome: Outcome) -> str:
    return next((name for name in groups if outcome.groups[name]), groups[0] if groups else "")


def _title(left: Left, rows: list[Shift], group: str, lacks_half: bool, word: str) -> str:
    """The finding: how many change rank and grade. word: what they are counted in."""
    said = f"不算“{left.name}”，{group}"
    if not rows and lacks_half:
        return f"不算“{left.name}”会怎样，要先取半年成绩才看得出"
    if not rows:
        return f"{said}谁也不动"
    ranks, grades = sum(one.has_new_rank for one in rows), sum(one.has_new_grade for one in rows)
    if not ranks and not grades:
        return f"{said} {len(rows)} {word}总分变，名次和等次都不变"
    most = max(abs(one.places) for one in rows)
    said += f" {ranks} {word}换名次" if ranks else " 名次都不变"
    said += f"，最多 {most} 位" if most > 1 else ""
    return said + (f"；{grades} {word[0]}换等次" if grades else "")


def _parts(rows: list[Shift]) -> list[tuple[str, list[Shift]]]:
    """Who rises, falls, comes in or drops out, and who only has another total."""
    order = sorted(rows, key=lambda one: (-abs(one.places), one.ranks[1] or one.ranks[0] or 0))
    parts = (
        ("名次上升", [one for one in order if one.places > 0]),
        ("名次下降", [one for one in order if one.places < 0]),
        ("有了名次或没有了名次", [one for one in order if one.has_new_rank and not one.places]),
        ("名次不变，等次变了", [one for one in order if not one.has_new_rank and one.has_new_grade]),
        ("只变总分", [one for one in order if not one.has_new_rank and not one.has_new_grade]),
    )  # fmt: skip
    return [(name, found) for name, found in parts if found]
