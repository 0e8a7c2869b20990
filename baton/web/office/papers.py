"""出材料: the papers of a run, each an editable file."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from baton.desk.papers.gathering import groups_of
from baton.desk.papers.kinds import PAPERS, file_name, write
from baton.domain.assessment import queries
from baton.domain.assessment.models import Run
from baton.web.components.downloads import DOCX, PDF, XLSX, written

MEDIA = {"docx": DOCX, "pdf": PDF, "xlsx": XLSX}


@require_GET
def papers(request: HttpRequest, pk: int) -> HttpResponse:
    """出材料"""
    run = _run(request, pk)
    page = {
        "section": "board", "round": run.round, "run": run, "papers": PAPERS,
        "groups": [(name, len(lines)) for name, lines in groups_of(run).items()],
        "group": request.GET.get("group", ""), "newest": queries.drafts(run.round).first(),
    }  # fmt: skip
    return render(request, "office/papers.html", page)


@require_GET
def paper(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """一份材料"""
    run, kind, group = _run(request, pk), PAPERS.get(code), request.GET.get("group", "")
    if kind is None or (group and group not in groups_of(run)):
        raise Http404
    options = {"with_rank": True} if code == "checks" and request.GET.get("rank") else {}
    ending = "pdf" if kind.ending == "docx" and request.GET.get("as") == "pdf" else kind.ending
    name = file_name(run, kind, group, ending)
    return written(lambda path: write(run, code, path, group, **options), name, MEDIA[ending])


def _run(request: HttpRequest, pk: int) -> Run:
    return get_object_or_404(queries.visible_to(request.user), pk=pk)
