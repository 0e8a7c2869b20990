"""名册与轮次: the roster, the scheme, the round; three steps from files to the first sheet."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from baton.desk.schemes import read_scheme_file, take_scheme
from baton.domain import clock
from baton.domain.orgs import listing
from baton.domain.orgs import queries as orgs
from baton.domain.refusals import Refused
from baton.domain.rounds import queries as rounds
from baton.domain.rounds.models import Round
from baton.domain.schemes import queries as schemes
from baton.domain.schemes.models import Scheme, Version
from baton.web.components.rounds import round_of
from baton.web.components.typed import Typed, year_of
from baton.web.components.uploads import one_file, opened, ticket

MOST_OFFERED = 6  # schemes to open a round by, the newest


@require_GET
def setup(request: HttpRequest) -> HttpResponse:
    """准备: where this year's roster, schemes and rounds stand"""
    return setup_page(request, {})


def setup_page(request: HttpRequest, more: dict[str, Any]) -> HttpResponse:
    """The page with whatever a refused form leaves on it."""
    year = year_of(request)
    sizes, own = listing.sizes(year), list(schemes.schemes())
    versions = [(scheme, schemes.newest(scheme)) for scheme in own[:MOST_OFFERED]]
    page = {
        "section": "roster", "year": year, "sizes": sizes, "units": sum(size[1] for size in sizes),
        "people": sum(size[2] for size in sizes), "schemes": own, "rounds": list(rounds.rounds()),
        "round": round_of(request), "kinds": Round.Kind.choices, "versions": versions,
        "calendar": _calendar(versions), "typed": Typed(QueryDict()),
    }  # fmt: skip
    return render(request, "office/setup.html", page | more)


def _calendar(versions: list[tuple[Scheme, Version | None]]) -> list[str]:
    """The periods of the newest rule book; those of another one are named when a round can't be opened by them."""
    newest = next((version for _, version in versions if version), None)
    return list(schemes.book_of(newest)["calendar"]) if newest else []


@require_http_methods(["GET", "POST"])
def scheme_in(request: HttpRequest) -> HttpResponse:
    """收指标体系表: look first, then take in"""
    year = year_of(request)
    groups = orgs.group_names(year)
    page: dict[str, Any] = {
        "section": "roster",
        "year": year,
        "groups": groups,
        "typed": request.POST,
    }
    if request.method == "POST":
        given = request.POST.get("ticket", "")
        title = request.POST.get("title", "").strip() or f"{year}年度综合考核"
        try:
            if file := one_file(request, "file"):
                given = ticket(file)
            with opened(given) as (path, name):
                preview = read_scheme_file(
                    path, name=title, group=request.POST.get("group", ""), period=str(year)
                )
            if "take" in request.POST and preview.book:
                _take_scheme(request, year, title, preview.book)
                return redirect("office:scheme")
            page |= {"preview": preview, "ticket": given, "file": name}
        except Refused as refused:
            page["refused"] = refused.sentence
    return render(request, "office/scheme_in.html", page)


def _take_scheme(request: HttpRequest, year: int, title: str, book: dict[str, Any]) -> None:
    code = request.POST.get("code", "").strip() or f"{book['code']}-{year}"
    version = take_scheme(
        code=code, title=title, year=year, book=book, by=request.user, at=clock.now()
    )
    messages.success(
        request, f"已收进“{title}”第 {version.number} 版，{len(book['items'])} 个指标。"
    )
