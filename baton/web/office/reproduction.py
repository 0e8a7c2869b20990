"""复算去年: the announced numbers beside ours, every difference explained by a person."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from baton.desk.reproducing import years
from baton.desk.reproducing.announced import beside, files_of, keep_announced, kept_cells
from baton.desk.reproducing.answers import Answer, answers, lines, settling, summed_up
from baton.desk.reproducing.years import Findings
from baton.documents.reproduction_workbook import write_differences
from baton.domain import clock
from baton.domain.assessment import queries as runs
from baton.domain.assessment.models import Run
from baton.domain.refusals import Refused
from baton.domain.reproductions import queries, services
from baton.domain.reproductions.models import Cause
from baton.domain.rounds.models import Round
from baton.web.components.downloads import XLSX, written
from baton.web.components.uploads import opened, ticket
from baton.web.office.last_year import kept_table

PER_PAGE = 200
Told = tuple[Run, Findings, list[Answer]]


@require_GET
def reproduction(request: HttpRequest, pk: int) -> HttpResponse:
    """一年的差异"""
    return _page(request, get_object_or_404(queries.reproduced(), pk=pk))


def _page(request: HttpRequest, round: Round, **more: Any) -> HttpResponse:
    page: dict[str, Any] = {
        "section": "last_year",
        "round": round,
        "reproduced": queries.reproduced(),
        **more,
    }
    told = _told(round)
    if told is None:
        return render(request, "office/reproduction_waits.html", page)
    run, found, every = told
    summary = summed_up(every, found)
    only_open = request.GET.get("open") == "1"
    column, group = request.GET.get("column", ""), request.GET.get("group", "")
    shown = [
        one for one in every
        if not (only_open and one.settled) and column in ("", one.difference.column)
        and group in ("", one.difference.group)
    ]  # fmt: skip
    leaf = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    chosen = {"open": "1" if only_open else "", "column": column, "group": group}
    asked = {name: value for name, value in chosen.items() if value}
    publication = queries.newest(round)
    page |= {
        "run": run, "comparison": found.comparison, "publication": publication, "reasons": Cause.choices,
        "is_stale": runs.is_stale(round, run), "rows_all": len(every), "rows": leaf.object_list, "page": leaf,
        "open": summary.open, "explained": summary.explained, "likely": summary.likely, "following": summary.following,
        "columns": summary.columns, "column": column, "only_open": only_open, "group": group, "groups": summary.groups,
        "column_label": next((label for code, label, _ in summary.columns if code == column), column),
        "query": urlencode(asked) + "&" if asked else "", "files": files_of(publication) if publication else [],
        "untold": years.untold(run, found.comparison),
        "is_unnumbered": not round.is_closed and not runs.drafts(round).exists(),
    }  # fmt: skip
    return render(request, "office/reproduction.html", page)


def _told(round: Round) -> Told | None:
    """What is known of a round's differences; None until it has been computed."""
    run = runs.provisional(round) or runs.drafts(round).first()
    found = years.findings(run) if run else None
    return (run, found, answers(round, found)) if run and found else None


@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """说明差异"""
    round = get_object_or_404(queries.reproduced(), pk=pk)
    told = _told(round)
    if told is None:
        raise Refused("这一年还没有算出来，请稍等再试。")
    try:
        settled = settling(
            told[2], set(request.POST.getlist("cell")), request.POST.get("cause", ""), request.POST.get("note", ""),
            each="each" in request.POST,
        )  # fmt: skip
        count = services.settle(round=round, settled=settled, by=request.user, at=clock.now())
    except Refused as refused:
        messages.error(request, refused.sentence)
        return _page(request, round, typed=request.POST)
    messages.success(request, f"已说明 {count} 处。")
    return redirect("office:reproduction", round.pk)


@require_POST
def announce(request: HttpRequest, pk: int) -> HttpResponse:
    """再交一张公布表: beside those of a round that is here already, or instead of them"""
    round = get_object_or_404(Round, pk=pk)
    if not request.FILES.get("published"):
        raise Refused("请选公布的成绩表。")
    with (
        opened(ticket(request.FILES["published"])) as (path, name),
        tempfile.TemporaryDirectory() as folder,
    ):
        named = Path(folder) / Path(name).name
        named.symlink_to(path.resolve())
        cells, problems = years.read_again(round, named)
        if problems.error_count:
            page = {
                "section": "last_year",
                "round": round,
                "faults": problems.errors,
                "instead": "instead" in request.POST,
            }
            return render(request, "office/announce_faults.html", page)
        kept = [] if "instead" in request.POST else kept_cells(round)
        with kept_table(named, request) as file:
            keep_announced(
                round=round, cells=beside(kept, cells), file=file, by=request.user, at=clock.now()
            )
    messages.success(request, f"已收下公布的成绩表，{len(cells)} 个数。")
    return redirect("office:reproduction", round.pk)


@require_GET
def differences(request: HttpRequest, pk: int) -> HttpResponse:
    """差异表: every difference with its explanation, as a workbook"""
    round = get_object_or_404(queries.reproduced(), pk=pk)
    told = _told(round)
    if told is None:
        raise Refused("这一年还没有算出来，请稍等再试。")
    run, found, every = told
    note = f"公布的 {found.comparison.count} 个数中 {found.comparison.equal} 个一致；公布表 {_names(round)}；结果 {run.run_id[:12]}"
    return written(
        lambda path: write_differences(f"{round.name}差异表", note, lines(every), path), f"{round.name}差异表.xlsx", XLSX
    )  # fmt: skip


def _names(round: Round) -> str:
    newest = queries.newest(round)
    return "、".join(files_of(newest)) if newest else ""
