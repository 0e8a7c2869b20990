"""出材料: the papers of a run, each an editable file."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from baton.desk.papers import printing
from baton.desk.papers.advising import addressees
from baton.desk.papers.checking import PERSON
from baton.desk.papers.gathering import groups_of, levels_of, open_in, subjects_of
from baton.desk.papers.kinds import PAPERS, file_name, forms, write
from baton.desk.results import result_of
from baton.documents.papers import can_convert
from baton.domain import clock
from baton.domain.assessment import queries
from baton.domain.assessment.models import Run, RunLine
from baton.domain.assessment.plans import PAPER_WORDS, plan_of
from baton.domain.assessment.readers import WAYS, paper_of
from baton.domain.assessment.taking_services import take
from baton.domain.files import store
from baton.domain.printing import clearing, services
from baton.domain.printing.models import PaperSet
from baton.domain.printing.queries import kept, newest, templates
from baton.domain.refusals import Refused
from baton.web.components.downloads import DOCX, PDF, XLSX, ZIP, written
from baton.web.components.takings import on_record, taken
from baton.web.components.typed import Typed

PATIENCE = timedelta(seconds=30)  # after so long without a word the worker is probably not running
MANY = 150  # check sheets on an own template take longer than anybody waits for a page
MEDIA = {"docx": DOCX, "pdf": PDF, "xlsx": XLSX}


@require_GET
def papers(request: HttpRequest, pk: int) -> HttpResponse:
    """出材料"""
    run = _run(request, pk)
    groups = groups_of(run)
    newest_draft = queries.drafts(run.round).first()
    page = {
        "section": "board", "round": run.round, "run": run, "papers": forms(),
        "groups": [(name, len(lines)) for name, lines in groups.items()],
        "group": request.GET.get("group", ""), "newest": newest_draft,
        "is_behind": run == newest_draft and queries.is_stale(run.round, run),
        "own": templates(), "can_convert": can_convert(), "open_ones": open_in(run), "ungraded": [name for name in groups if not levels_of(result_of(run), name)],
        "people": _people(run, groups), "fuller": _fuller(run),
        "advised": _advised(run, request.GET.get("group", "")),
    }  # fmt: skip
    return render(request, "office/papers.html", page | _printing(run))


@require_GET
def paper(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """一份材料"""
    run, kind, group = _run(request, pk), PAPERS.get(paper_of(code)), request.GET.get("group", "")
    if kind is None or (group and group not in groups_of(run)):
        raise Http404
    if (
        run.number
        and code in WAYS["checks"]
        and "checks" in templates()
        and (many := _sheets(run, group)) > MANY
    ):
        messages.info(request, f"{many} 张核对单用单位的模板要出一会儿。请按下面的“全部出一遍”：后台出，看得到进度，可以先办别的；里面每个单位一份 Word，每组一份打印用的 PDF。")  # fmt: skip
        return redirect(reverse("office:papers", args=[pk]) + "#all")
    options = {"units_only": True} if code == "checks" and request.GET.get("units") else {}
    ending = "pdf" if kind.ending == "docx" and request.GET.get("as") == "pdf" else kind.ending
    name = file_name(run, code, group, ending)
    made = written(lambda path: write(run, code, path, group, **options), name, MEDIA[ending])
    return taken(made, request=request, run=run, what=code, form=ending, group=group)


@require_POST
def print_all(request: HttpRequest, pk: int) -> HttpResponse:
    """全部出一遍"""
    try:
        services.ask(run=_run(request, pk), by=request.user, at=clock.now())
    except Refused as refused:
        messages.error(request, refused.sentence)
    return redirect(reverse("office:papers", args=[pk]) + "#all")


@require_GET
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """出到哪里了: the part of the page that changes while the worker works"""
    run = _run(request, pk)
    return render(request, "office/papers_all.html", {"run": run} | _printing(run))


@require_POST
def clear(request: HttpRequest, pk: int) -> HttpResponse:
    """删掉以前出的几套"""
    run = _run(request, pk)
    ticked = {int(one) for one in request.POST.getlist("set") if one.isascii() and one.isdigit() and len(one) < 10}  # fmt: skip
    chosen = list(PaperSet.objects.filter(run=run, pk__in=ticked).select_related("run"))
    freed = printing.clear(paper_sets=chosen, why=Typed(request.POST)["why"], by=request.user, at=clock.now())  # fmt: skip
    messages.success(
        request,
        f"删掉了 {len(chosen)} 套，腾出 {filesizeformat(freed)}。谁删的、为什么都留有记录。",
    )
    return redirect(reverse("office:papers", args=[pk]) + "#all")


@require_GET
def printed(request: HttpRequest, pk: int) -> HttpResponse:
    """出好的一整套"""
    found = get_object_or_404(
        PaperSet.objects.filter(run__in=queries.visible_to(request.user)).select_related(
            "file", "run"
        ),
        pk=pk,
        file__isnull=False,
    )
    place = store.place_of(found.file.sha256)
    if not place.is_file():
        raise Refused("这一套材料的文件在磁盘上找不到了，请从备份恢复；也可以在出材料页再出一遍。")
    file = found.file
    on_record(request, partial(take, run=found.run, what="set", form="zip"), file.sha256, file.size)
    return FileResponse(
        place.open("rb"), as_attachment=True, filename=found.file.name, content_type=ZIP
    )


def _sheets(run: Run, group: str) -> int:
    """How many check sheets one file would have."""
    lines = run.lines.exclude(status="inactive")
    return (lines.filter(group=group) if group else lines).count()


def _fuller(run: Run) -> dict[str, list[tuple[str, str, str]]]:
    """The ways in which a paper tells more than the least: each with its word, and for whom the plan has it at this stage."""
    plan = plan_of(run.round)
    return {
        paper: [
            (way, PAPER_WORDS[way].partition("（")[2].rstrip("）"), "、".join(plan.receivers(run.stage, way)))
            for way in ways if way != paper
        ]
        for paper, ways in WAYS.items()
    }  # fmt: skip


def _people(run: Run, groups: dict[str, list[RunLine]]) -> list[str]:
    """The groups of officials."""
    known = subjects_of(result_of(run))
    return [
        name for name, lines in groups.items()
        if all(line.subject in known and known[line.subject].kind == PERSON for line in lines)
    ]  # fmt: skip


def _advised(run: Run, group: str) -> tuple[int, int]:
    """How many of those who get a letter have advice in it, and how many there are."""
    found = addressees(run, group)
    return sum(one.is_written for one in found), len(found)


def _printing(run: Run) -> dict[str, Any]:
    """The newest set of a draft, and whether the worker seems to be away."""
    found = newest(run)
    quiet = clock.now() - (found.moved_at or found.asked_at) if found else timedelta()
    sets = kept(run)
    earlier = [one for one in sets if found is None or one.pk != found.pk]
    return {
        "paper_set": found,
        "earlier": earlier,
        "cleared": clearing.cleared(run),
        "clearable": clearing.clearable(run),
        "is_stuck": bool(found and found.is_open and quiet > PATIENCE),
    }


def _run(request: HttpRequest, pk: int) -> Run:
    return get_object_or_404(queries.visible_to(request.user), pk=pk)
