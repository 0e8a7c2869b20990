"""选一部分采用: the clerk ticks the cells that count already and writes why the others don't."""

from __future__ import annotations

from collections.abc import Set
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from baton.desk.intake import accepting
from baton.desk.intake.own_asked import choices_of
from baton.desk.intake.sheet_answers import read_all
from baton.domain import clock
from baton.domain.intake import own_figures, services
from baton.domain.intake.cells import unpack
from baton.domain.intake.models import Submission
from baton.domain.orgs import queries as orgs
from baton.domain.refusals import Refused
from baton.web.office.sheet_view import columns_of, key_of, sheet_or_404

OPEN = {Submission.State.RECEIVED, Submission.State.PARTIAL}


@require_http_methods(["GET", "POST"])
def accept_part(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """选一部分采用"""
    found = sheet_or_404(pk)
    submission = get_object_or_404(found.submissions, number=number)
    cells = unpack(submission.cells)
    every = {key_of(line[0], line[1]): (line[0], line[1]) for line in cells}
    taken = _taken(submission, every.keys())
    chosen = every.keys() - _doubtful(submission)
    page: dict[str, Any] = {"section": "desk", "round": found.round, "sheet": found, "shown": submission}  # fmt: skip
    if request.method == "POST":
        chosen = taken | every.keys() & set(request.POST.getlist("cell"))
        try:
            if "said" in request.POST:
                chosen |= every.keys() & _settled(request, submission)
            elif "look" not in request.POST:
                return _accept(request, submission, {every[key] for key in every.keys() - chosen}, bool(chosen))  # fmt: skip
        except Refused as refused:
            page["refused"] = refused.sentence
    own = own_figures.of_version(submission) if submission.state in OPEN else []
    page["own"] = [(one, choices_of(one)) for one in own]
    names = orgs.names(found.round.scheme.year)
    page |= {
        "grid": columns_of(found, cells, [], submission.oddities, names, submission.beside), "chosen": chosen, "taken": taken,
        "reason": request.POST.get("reason", submission.reason or _reason(submission)),
        "count": len(every), "left": len(every) - len(chosen),
    }  # fmt: skip
    status = 409 if "refused" in page else 200
    return render(request, "office/sheet_part.html", page, status=status)


def _settled(request: HttpRequest, submission: Submission) -> set[str]:
    """考核办改过的，用哪个: kept at once; the cells about which nothing is odd any more are ticked, whichever figure holds."""
    marks = {one.written: one.value for one in read_all(request.POST.getlist("said"))}
    before = {one.mark: one.pair for one in own_figures.of_version(submission)}
    told = services.settle_own(submission=submission, marks=marks, by=request.user, at=clock.now())
    for sentence in told:
        messages.success(request, f"{sentence}。采用时照办。")
    submission.refresh_from_db()
    odd = {(one["subject"], one["item"]) for one in submission.oddities}
    return {key_of(*before[mark]) for mark in marks if before[mark] not in odd}


def _taken(submission: Submission, every: Set[str]) -> set[str]:
    """Cells of a version that was accepted in part already: they count, and can't be left out any more."""
    if submission.state != Submission.State.PARTIAL:
        return set()
    return set(every) - _doubtful(submission)


def _doubtful(submission: Submission) -> set[str]:
    """Cells that are not ticked beforehand: those left out so far, else those with an oddity of their own."""
    if submission.left_out:
        return {key_of(subject, item) for subject, item in submission.left_out}
    return {key_of(odd["subject"], odd["item"]) for odd in submission.oddities if odd["subject"]}


def _reason(submission: Submission) -> str:
    """What the oddities say of the cells that are not ticked beforehand; the clerk may change it."""
    return "；".join(odd["sentence"] for odd in submission.oddities if odd["subject"])


def _accept(
    request: HttpRequest, submission: Submission, left_out: set[tuple[str, str]], has_any: bool
) -> HttpResponse:
    if not has_any:
        raise Refused("一格也没有勾，没有采用。全部不采用的，请退回。")
    done = accepting.accept(
        submission=submission, left_out=left_out, reason=request.POST.get("reason", "").strip() if left_out else "",
        by=request.user, at=clock.now(),
    )  # fmt: skip
    rest = f"{len(left_out)} 格先不采用，退回的话已写好。" if left_out else ""
    messages.success(request, f"已采用，{done.recorded} 个数记入数据。{rest}成绩正在重算。")
    if done.told:
        messages.warning(request, f"勾上的{done.told}")
    return redirect("office:sheet", pk=submission.sheet_id)
