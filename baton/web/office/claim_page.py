"""一条加减分: what it says and rests on, who decided it and why, and what it does to the score."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from baton.desk.care.safekeeping import kept
from baton.desk.ledger.claim_counts import Effect, effect_of
from baton.domain import clock
from baton.domain.claims import history, services
from baton.domain.claims.kinds import can_count, kinds_of
from baton.domain.claims.models import Claim, ClaimFile
from baton.domain.files import store
from baton.domain.refusals import Refused
from baton.domain.rounds.models import Round
from baton.domain.schemes.queries import book_of
from baton.web.components.downloads import attachment
from baton.web.components.obstacles import held
from baton.web.components.rounds import round_of
from baton.web.components.uploads import kind_of, one_file
from baton.web.office.claim_forms import ClaimForm, initial_of, typed
from baton.web.office.claims import STATES

PAPER = "application/octet-stream"


@require_GET
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    """一条"""
    found, round = _claim(request, pk)
    kinds = kinds_of(book_of(round.version))
    kind = kinds.get(found.kind)
    effect = effect_of(round, found)
    why = held(round) if effect.is_ahead else None
    if why:
        effect = Effect("成绩还没有重算到这一条现在的样子。", effect.run)
    is_strange = not can_count(kinds, found.kind, found.level)
    page = {
        "section": "claims", "round": round, "claim": found, "kind": kind, "effect": effect, "held": why, "run": effect.run,
        "past": history.of(found), "next": history.next_pending(found), "files": list(found.files.select_related("file__stored_by")),
        "same": list(history.same_matter(found)), "today": clock.today(), "file_kinds": ClaimFile.Kind.choices,
        "decidable": _decidable(found, is_strange), "is_strange": is_strange,
    }  # fmt: skip
    return render(request, "office/claim.html", page)


def _decidable(claim: Claim, is_strange: bool) -> list[tuple[str, str]]:
    """What can be decided instead of what stands; taking a decision back comes last.

    is_strange: its level is not in the points table, so it can't be accepted.
    """
    not_these = (claim.state, Claim.State.ACCEPTED if is_strange else "")
    others = [(value, word) for value, word in STATES if value in services.DECIDABLE and value not in not_these]  # fmt: skip
    return sorted(others, key=lambda one: one[0] == Claim.State.PENDING)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """更正"""
    found, round = _claim(request, pk)
    form = ClaimForm(request.POST or None, round=round, initial=initial_of(found))
    page: dict[str, Any] = {
        "section": "claims", "round": round, "form": form, "claim": found, "reason": typed(request, "reason"),
        "edits": request.POST.get("edits", found.edits),
    }  # fmt: skip
    if request.method == "POST" and form.is_valid():
        edits = request.POST.get("edits", "")
        try:
            services.edit(
                claim=found, entry=form.entry(), edits=int(edits) if edits.isdecimal() else -1,
                reason=typed(request, "reason"), by=request.user, at=clock.now(),
            )  # fmt: skip
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, f"{found.number} 已更正，原来的写法留在下面。{form.remark()}")
            return redirect("office:claim", pk=pk)
    return render(request, "office/claim_form.html", page)


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """撤回"""
    found, _ = _claim(request, pk)
    edits, on = request.POST.get("edits", ""), _day(request)
    services.withdraw(
        claim=found, asked_by=typed(request, "asked_by"), reason=typed(request, "reason"), on=on,
        edits=int(edits) if edits.isdecimal() else None, by=request.user, at=clock.now(),
    )  # fmt: skip
    messages.success(request, f"{found.number} 已撤回，留在台账里，不计分。")
    return redirect("office:claim", pk=pk)


@require_POST
def acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    """记签收"""
    found, _ = _claim(request, pk)
    services.acknowledge(
        claim=found, receipt_by=typed(request, "receipt_by"), receipt_on=_day(request), by=request.user,
        at=clock.now(),
    )  # fmt: skip
    messages.success(request, f"{found.number} 已记签收。")
    return redirect("office:claim", pk=pk)


def _day(request: HttpRequest) -> date:
    """The day that was given, else today."""
    day = typed(request, "on")
    try:
        return date.fromisoformat(day) if day else clock.today()
    except ValueError as error:
        raise Refused(f"“{day}”不是日期，请写成 2027-01-15 的样子。") from error


@require_POST
def attach(request: HttpRequest, pk: int) -> HttpResponse:
    """附文件"""
    found, _ = _claim(request, pk)
    given = one_file(request, "file")
    if given is None:
        raise Refused("没有选文件。")
    kind = kind_of(given, "依据和回执只收 PDF、JPG、PNG、Word、Excel。手机拍的请先存成图片。")
    told = {"by": request.user, "at": clock.now()}
    with kept(given.chunks(), name=given.name or "文件", media_type=kind, **told) as file:
        services.attach(claim=found, file=file, kind=request.POST.get("kind", ""), **told)
    messages.success(request, f"“{file.name}”已附上。")
    return redirect("office:claim", pk=pk)


@require_GET
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """看一个文件"""
    found = get_object_or_404(ClaimFile.objects.select_related("file"), pk=pk)
    return attachment(store.read(found.file), found.file.name, found.file.media_type)


def _claim(request: HttpRequest, pk: int) -> tuple[Claim, Round]:
    """The claim and a round of its scheme: the one chosen at the top, else its scheme's newest."""
    found = get_object_or_404(
        Claim.objects.select_related("subject", "scheme", "entered_by", "file"), pk=pk
    )
    round = round_of(request)
    if round is None or round.scheme_id != found.scheme_id:
        round = (
            found.scheme.rounds.filter(voided_at=None)
            .select_related("scheme", "version")
            .latest("pk")
        )
    return found, round
