"""出材料: the papers of a run, each an editable file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from baton.desk import papers as gathering
from baton.documents import papers as documents
from baton.domain.assessment import queries
from baton.domain.assessment.models import Run
from baton.web.components.downloads import XLSX, written

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class Paper:
    """One kind of paper: its name, what it is for, how it is gathered and written."""

    name: str
    what: str
    gather: Callable[..., Any]
    write: Callable[..., None]
    ending: str = "docx"


PAPERS = {
    "checks": Paper(
        "核对单", "一个单位一张，列明每个指标的得分、失分、用到的数和原因；签字盖章后退回", gathering.checks, documents.write_checks
    ),
    "losses": Paper(
        "扣分明细", "一组一张表，按机构序，失分多的在前", gathering.losses, documents.write_losses
    ),
    "ledger": Paper(
        "加减分认定表", "按现在的台账，谁申报、谁认定、计不计分", gathering.ledger, documents.write_ledger
    ),
    "ledger-excel": Paper(
        "加减分认定表", "同上，Excel 表", gathering.ledger, documents.write_ledger_workbook, "xlsx"
    ),
    "brief": Paper(
        "会议一页纸", "三号字以上：前三、后三、名额边上同分、未出总分，留出批示栏", gathering.brief, documents.write_brief
    ),
    "names": Paper(
        "公示名单", "按等次、按机构序，没有分数；机关另定了等次的用决定的等次", gathering.names, documents.write_names
    ),
}  # fmt: skip


@require_GET
def papers(request: HttpRequest, pk: int) -> HttpResponse:
    """出材料"""
    run = _run(request, pk)
    page = {
        "section": "board", "round": run.round, "run": run, "papers": PAPERS,
        "groups": [(name, len(lines)) for name, lines in gathering.groups_of(run).items()],
        "group": request.GET.get("group", ""),
    }  # fmt: skip
    return render(request, "office/papers.html", page)


@require_GET
def paper(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """一份材料"""
    run, kind, group = _run(request, pk), PAPERS.get(code), request.GET.get("group", "")
    if kind is None or (group and group not in gathering.groups_of(run)):
        raise Http404
    options = {"with_rank": True} if code == "checks" and request.GET.get("rank") else {}
    content, head = kind.gather(run, group, **options), gathering.head_of(run)

    def write(path: Path) -> None:
        kind.write(head, content, path)

    name = f"{run.round.name}{kind.name}{head.draft}{f'（{group}）' if group else ''}.{kind.ending}"
    return written(write, name, XLSX if kind.ending == "xlsx" else DOCX)


def _run(request: HttpRequest, pk: int) -> Run:
    return get_object_or_404(queries.visible_to(request.user), pk=pk)
