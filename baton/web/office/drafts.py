"""稿: compare two drafts, take a draft away as workbook or archive."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from baton.desk.looks.grade_ends import grade_ends
from baton.desk.looks.origins import with_words
from baton.desk.looks.waiting import waiting_of
from baton.desk.papers.boards import board_of
from baton.desk.preparing import difference_of
from baton.desk.results import result_of
from baton.domain.assessment import queries
from baton.domain.assessment.grades import grades_of
from baton.domain.assessment.models import Run, RunLine
from baton.domain.files.store import place_of
from baton.web.components.boards import is_of_people
from baton.web.components.downloads import XLSX, ZIP, attachment, written
from baton.web.components.moves import causes, finding, places_of
from baton.web.components.moves import moved as told
from baton.web.components.slopes import Ranked, Slopes, slopes
from baton.web.components.takings import taken

LONG = 50  # rows of a table before somebody asks for all


@require_GET
def moved(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """稿间比较: who moved, by how much, why"""
    run, against = _run(request, pk), _run(request, other)
    if run.round_id != against.round_id:
        raise Http404
    groups = queries.groups_of(run)
    group = request.GET.get("group") or (groups[0] if groups else "")
    found = difference_of(run, against, group)
    gone = waiting_of(run, list(run.lines.filter(group=group))).gone_words
    reasons = with_words(run, found.reasons)
    rows = [
        told(move, reasons.get(move.subject, ()), gone.get(move.subject, ""))
        for move in found.moves
    ]
    still = {move.subject for move in found.moves}
    names = dict(run.lines.filter(group=group).values_list("subject", "name"))
    decided = _decided(run, against, group)
    title = finding(group, found.moves, gone)
    total = result_of(run).plan.rulebook["rounding"]["total"]
    own = [row for row in rows if row.is_own]
    along = [row for row in rows if not row.is_own]
    most = len(rows) if "all" in request.GET else LONG
    chart, grade = _slopes(run, against, group)
    page = {
        "left": f"第 {against.number} 稿", "right": f"第 {run.number} 稿" if run.number else "试算",
        "section": "board", "round": run.round, "run": run, "against": against, "rules": found.rules, "decided": decided,
        "title": title if found.moves or not decided else f"{group}：{len(decided)} 个等次另有决定", "rows": rows,
        "own": own, "own_shown": own[:most], "along": along, "along_shown": along[:most],
        "digits": places_of(rows, int(total["places"])), "groups": groups, "group": group, "unit_word": "人" if is_of_people(result_of(run), group) else "个",
        "causes": causes(rows), "has_grades": any(row.grades for row in rows), "slopes": chart, "edge_grade": grade,
        "unmoved": [(names.get(key, key), told) for key, told in reasons.items() if key not in still],
    }  # fmt: skip
    return render(request, "office/moved.html", page)


def _slopes(run: Run, against: Run, group: str) -> tuple[Slopes | None, str]:
    """Everybody who has a rank in both drafts, with the line under the first grade and that grade's name."""
    ranked = RunLine.objects.filter(group=group, rank__isnull=False).order_by("rank", "order")
    asked = "subject", "name", "rank", "order", "grade"
    before = {line[0]: line for line in ranked.filter(run=against).values_list(*asked)}
    ends = grade_ends(result_of(run), group)[:1]
    rows, above = [], 0
    for subject, name, rank, order, grade in ranked.filter(run=run).values_list(*asked):
        if subject in before:
            was = before[subject]
            rows.append(Ranked(name, was[2] or 0, rank or 0, order, grade != was[4]))
        if ends and subject == ends[0].after:
            above = len(rows)
    return slopes(rows, above), ends[0].grade if ends else ""


def _decided(run: Run, against: Run, group: str) -> list[tuple[str, str, str, str]]:
    """Whose grade is another one by an organ's decision: name, the grade before and now, whose decision."""
    lines = list(run.lines.filter(group=group).order_by("order"))
    now, then = grades_of(run, lines=lines), grades_of(against)
    found = []
    for line in lines:
        new, old = now[line.subject], then.get(line.subject)
        if old and new.shown != old.shown and (new.decision or old.decision):
            found.append((line.name, old.shown, new.shown, new.short or "决定已撤下"))
    return found


@require_GET
def workbook(request: HttpRequest, pk: int) -> HttpResponse:
    """A3 总表: live formulas, official order, place for signatures"""
    run = _run(request, pk)
    name = f"{run.round.name}总表{f'第{run.number}稿' if run.number else '试算'}.xlsx"
    made = written(lambda path: board_of(run, path), name, XLSX)
    return taken(made, request=request, run=run, what="workbook", form="xlsx")


@require_GET
def archive(request: HttpRequest, pk: int) -> HttpResponse:
    """归档件: anybody recomputes it offline"""
    run = _run(request, pk)
    name = f"{run.round.name}{f'第{run.number}稿' if run.number else '试算'}归档.zip"
    made = attachment(place_of(run.archive).read_bytes(), name, ZIP)
    return taken(made, request=request, run=run, what="archive", form="zip")


def _run(request: HttpRequest, pk: int) -> Run:
    return get_object_or_404(queries.visible_to(request.user), pk=pk)
