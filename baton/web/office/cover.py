"""指标体系 → 封面: what the scheme rests on, its text, the organs that agreed, and how many indicators it has."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from baton.desk.care.safekeeping import kept
from baton.desk.rules.lineage import before, book_beside
from baton.desk.rules.scheme_counts import counts, indicators
from baton.domain import clock
from baton.domain.files import store
from baton.domain.refusals import Refused
from baton.domain.rounds.models import Round
from baton.domain.schemes import cover as services
from baton.domain.schemes.models import Citation, Scheme
from baton.domain.schemes.queries import book_of
from baton.web.components.downloads import attachment
from baton.web.components.rounds import scheme_round_of
from baton.web.components.typed import Typed, day_of
from baton.web.components.uploads import kind_of, one_file


@require_http_methods(["GET", "POST"])
def cover(request: HttpRequest) -> HttpResponse:
    """封面"""
    round = scheme_round_of(request)
    if round is None:
        return render(request, "office/no_round.html", {"section": "scheme"})
    typed = Typed(request.POST)
    page: dict[str, Any] = {
        "section": "scheme",
        "round": round,
        "typed": typed,
        "act": typed["act"],
    }
    if request.method == "POST":
        act = ACTS.get(typed["act"])
        if act is None:
            raise Http404
        try:
            act(request, round, typed)
            return redirect("office:cover")
        except Refused as refused:
            page["refused"] = refused.sentence
    scheme = Scheme.objects.get(pk=round.scheme_id)
    found = counts(book_of(round.version))
    last = _year_before(scheme)
    page |= {
        "scheme": scheme, "version": round.version, "approvals": services.approvals(round.version),
        "citations": list(services.citations(scheme)), "kinds": Citation.Kind.choices, "counts": found, "before": last,
        "more": found.all - last if last is not None else None,
        "over": found.all - scheme.most_indicators if scheme.most_indicators and found.all > scheme.most_indicators else 0,
    }  # fmt: skip
    return render(request, "office/cover.html", page, status=409 if "refused" in page else 200)


def _year_before(scheme: Scheme) -> int | None:
    """How many indicators the same scheme of the year before has in its newest version."""
    version = before(scheme, scheme.year - 1)
    return len(indicators(book_beside(version, scheme))) if version else None


def _cite(request: HttpRequest, round: Round, typed: Typed) -> None:
    issued_on = day_of(typed["issued_on"], "日期") if typed["issued_on"] else None
    said: dict[str, Any] = {
        "scheme": round.scheme, "kind": typed["kind"], "title": typed["title"], "document": typed["document"],
        "issued_on": issued_on, "by": request.user, "at": clock.now(),
    }  # fmt: skip
    given = one_file(request, "file")
    if given is None:
        services.cite(**said)
    else:
        kind = kind_of(given, "原件只收 PDF、JPG、PNG、Word、Excel。请存成其中一种再传。")
        name = given.name or "文件"
        with kept(given.chunks(), name=name, media_type=kind, by=said["by"], at=said["at"]) as file:
            services.cite(**said, file=file)
    messages.success(request, "写上了。")


def _remove(request: HttpRequest, round: Round, typed: Typed) -> None:
    found = get_object_or_404(
        services.citations(round.scheme), pk=int(typed["citation"]) if typed["citation"].isdecimal() else 0
    )  # fmt: skip
    services.remove(citation=found, why=typed["why"], by=request.user, at=clock.now())
    messages.success(request, f"去掉了“{found.title}”，操作记录里还有。")


def _approve(request: HttpRequest, round: Round, typed: Typed) -> None:
    services.approve(
        version=round.version, organ=typed["organ"], meeting=typed["meeting"],
        decided_on=day_of(typed["decided_on"], "日期"), document=typed["document"], by=request.user, at=clock.now(),
    )  # fmt: skip
    messages.success(request, "记下了这次审议。")


def _limit(request: HttpRequest, round: Round, typed: Typed) -> None:
    text = typed["most"]
    if text and not (text.isdecimal() and len(text) < 6):
        raise Refused(f"“{text}”不是个数，请写整数，不限就空着。")
    services.limit_indicators(
        scheme=round.scheme, most=int(text) if text else None, by=request.user, at=clock.now()
    )
    messages.success(request, "记下了。")


ACTS: dict[str, Callable[[HttpRequest, Round, Typed], None]] = {
    "cite": _cite, "remove": _remove, "approve": _approve, "limit": _limit,
}  # fmt: skip


@require_GET
def cited(request: HttpRequest, pk: int) -> HttpResponse:
    """下载封面上的一份文件"""
    found = get_object_or_404(Citation.objects.select_related("file"), pk=pk, file__isnull=False)
    assert found.file is not None
    return attachment(store.read(found.file), found.file.name, found.file.media_type)
