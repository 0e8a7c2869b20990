"""名册与轮次: the roster, the scheme, the round; three steps from files to the first sheet."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_GET

from baton.domain.orgs import listing
from baton.domain.rounds import queries as rounds
from baton.domain.rounds.models import Round
from baton.domain.schemes import queries as schemes
from baton.domain.schemes.models import Scheme, Version
from baton.web.components.periods import told
from baton.web.components.rounds import round_of, schemes_without_round
from baton.web.components.typed import Typed, choose_year, usual_year

MOST_YEARS = 6
MOST_OFFERED = 6  # schemes to open a round by, the newest


@require_GET
def setup(request: HttpRequest) -> HttpResponse:
    """准备: where this year's roster, schemes and rounds stand"""
    return setup_page(request, {})


def setup_page(request: HttpRequest, more: dict[str, Any]) -> HttpResponse:
    """The page with whatever a refused form leaves on it."""
    year = choose_year(request)
    sizes, own = listing.sizes(year), list(schemes.schemes())
    versions = [(scheme, schemes.newest(scheme)) for scheme in own[:MOST_OFFERED]]
    page = {
        "section": "roster", "year": year, "years": _years(year, own), "sizes": sizes, "units": sum(size[1] for size in sizes),
        "people": sum(size[2] for size in sizes), "schemes": own, "rounds": list(rounds.rounds()), "voided": list(rounds.voided()),
        "waiting": schemes_without_round(), "round": round_of(request), "kinds": Round.Kind.choices, "versions": versions,
        "choices": _choices(versions), "calendar": _calendar(versions), "lacking": "加期次" in str(more.get("refused", "")), "typed": Typed(QueryDict()),
    }  # fmt: skip
    return render(request, "office/setup.html", page | more)


def _years(year: int, own: list[Scheme]) -> list[int]:
    """The years to choose from: those with a roster or a scheme, the usual one and the one after it."""
    usual = usual_year()
    return sorted({year, usual, usual + 1, *listing.years(), *(one.year for one in own)})[
        -MOST_YEARS:
    ]


def _choices(
    versions: list[tuple[Scheme, Version | None]],
) -> list[tuple[str, Scheme, Version | None]]:
    """What a round can be opened by: each scheme's newest version first, then the older ones that were sealed."""
    older: dict[int, list[Version]] = {}
    for one in schemes.sealed([scheme for scheme, _ in versions]):
        older.setdefault(one.scheme_id, []).append(one)
    found: list[tuple[str, Scheme, Version | None]] = []
    for scheme, newest in versions:
        found.append((str(scheme.pk), scheme, newest))
        found += [
            (f"{scheme.pk}/{one.pk}", scheme, one) for one in older.get(scheme.pk, []) if one != newest
        ]  # fmt: skip
    return found


def _calendar(versions: list[tuple[Scheme, Version | None]]) -> list[tuple[str, str]]:
    """The periods of the newest rule books with the words for them, the last first; each scheme's are checked later."""
    found: dict[str, str] = {}
    for scheme, version in versions:
        for period in reversed(schemes.book_of(version)["calendar"] if version else []):
            found.setdefault(period, told(period, scheme.year))
    return list(found.items())
