"""一起收几张: several files chosen or dropped at once, each recognised, the ticked ones taken in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from baton.desk.intake import sheets
from baton.desk.intake.recognising import Recognised, mark_twins, recognise
from baton.desk.intake.sheet_answers import read_all
from baton.desk.intake.sheet_names import AtHand
from baton.desk.questions import Answer
from baton.domain import clock
from baton.domain.refusals import Refused
from baton.domain.rounds.models import Round
from baton.web.components.rounds import round_of
from baton.web.components.uploads import opened, ticket

MOST_FILES = 40


@require_http_methods(["GET", "POST"])
def several(request: HttpRequest) -> HttpResponse:
    """一起收几张"""
    round = round_of(request)
    if round is None:
        return render(request, "office/no_round.html", {"section": "desk"})
    page: dict[str, Any] = {"section": "desk", "round": round, "most": MOST_FILES}
    if request.method == "POST":
        try:
            if "take" in request.POST:
                return _take(request, round)
            again = "ticket" in request.POST and not request.FILES
            found = page["found"] = _look_again(request, round) if again else _look(request, round)
            page |= {"ticked": _ticked(request, found), "older": request.POST.getlist("older")}
            page["known"] = sum(one.sheet is not None for one in found)
        except Refused as refused:
            page["refused"] = refused.sentence
    return render(request, "office/several.html", page)


def _look(request: HttpRequest, round: Round) -> list[Recognised]:
    """Every file by itself: what one of them is does not stop the others."""
    files = request.FILES.getlist("files")
    if not files:
        raise Refused("没有选文件。请选一个或几个表格，也可以一起拖到选择框里。")
    if len(files) > MOST_FILES:
        raise Refused(f"一次选了 {len(files)} 个文件，最多 {MOST_FILES} 个。请分几次收。")
    found, hand = [], AtHand(round)
    for file in files:
        try:
            given = ticket(file)
            with opened(given) as (path, name):
                found.append(recognise(hand, path, name, given))
        except Refused as refused:
            found.append(Recognised(file.name or "文件", "", why_not=refused.sentence))
    mark_twins(found)
    return found


def _look_again(request: HttpRequest, round: Round) -> list[Recognised]:
    """The same files once a question about one of them was answered; those that could not be opened stay told of."""
    found, hand = [], AtHand(round)
    for given in request.POST.getlist("ticket")[:MOST_FILES]:
        try:
            with opened(given) as (path, name):
                told = _told(request, given)
                one = recognise(hand, path, name, given, _said(request, given), told)
                if given == request.POST.get("mend") and one.preview and one.preview.mends:
                    one = recognise(hand, path, name, given, [*one.said, *one.preview.mends], told)
            found.append(one)
        except Refused as refused:
            found.append(Recognised("文件", "", why_not=refused.sentence))
    for name, why in zip(request.POST.getlist("lost"), request.POST.getlist("lost_why"), strict=False):  # fmt: skip
        found.append(Recognised(name, "", why_not=why))
    mark_twins(found)
    return found


def _said(request: HttpRequest, given: str) -> list[Answer]:
    """What was answered about the file of this ticket, without what is taken back."""
    back = set(request.POST.getlist("unsay"))
    said = [text.partition(" ") for text in request.POST.getlist("said") if text not in back]
    return read_all([text for ticket, _, text in said if ticket == given])


def _told(request: HttpRequest, given: str) -> str:
    """The number of the sheet that the file of this ticket was said to be; empty when that is taken back."""
    told = [text.partition(" ") for text in request.POST.getlist("whose")]
    found = [number for ticket, _, number in told if ticket == given and number]
    return "" if request.POST.get("unwhose") == given else next(iter(found), "")


def _ticked(request: HttpRequest, found: list[Recognised]) -> set[str]:
    """Files that are ticked: as they were left, those that could not be taken in before as they begin."""
    able, chosen = set(request.POST.getlist("able")), set(request.POST.getlist("chosen"))
    return {
        one.ticket
        for one in found
        if (one.ticket in chosen if one.ticket in able else one.is_chosen)
    }


def _take(request: HttpRequest, round: Round) -> HttpResponse:
    """Take in the ticked ones, each in its own transaction; one that is refused says why and stops nobody else."""
    chosen = request.POST.getlist("chosen")
    if not chosen:
        raise Refused("没有勾选要收的表，没有收。请重新选文件。")
    taken, refused, hand = 0, [], AtHand(round)
    for given in chosen:
        name = ""
        try:
            with opened(given) as (path, name):
                _take_one(request, hand, path, name, given)
            taken += 1
        except Refused as no:
            refused.append(f"{name}：{no.sentence}" if name else no.sentence)
    if taken:
        messages.success(request, f"已收下 {taken} 张，都等着核。")
    for sentence in refused:
        messages.error(request, sentence)
    return redirect("office:desk")


def _take_one(request: HttpRequest, hand: AtHand, path: Path, name: str, given: str) -> None:
    found = recognise(hand, path, name, given, _said(request, given), _told(request, given))
    if found.sheet is None or found.preview is None:
        raise Refused(found.why_not)
    if found.preview.asks:
        raise Refused(f"有问题要先问清，没有收下。{found.preview.asks[0].what}。")
    if not found.preview.can_be_received:
        raise Refused("表里还有错误，没有收下。")
    knowingly = given in request.POST.getlist("older")
    sheets.keep_file(
        sheet=found.sheet, preview=found.preview, path=path, name=name, knowingly=knowingly, by=request.user,
        at=clock.now(),
    )  # fmt: skip
