"""去年同一期的数: what a sheet's figures were a year ago, found by the names of data items and indicators."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from baton.desk.rules.lineage import before
from baton.documents.names import normalised
from baton.domain.facts import queries as figures
from baton.domain.rounds.models import Round
from baton.domain.schemes import queries
from baton.domain.schemes.models import Scheme

Book = dict[str, Any]
NUMBER = "number"


class LastYear:
    """The year before a round: its scheme, the same period in it, and which of its data items is which of ours."""

    def __init__(self, round: Round, book: Book) -> None:
        self.scheme: Scheme | None = None
        self.period, self.own = "", dict[str, str]()
        year = round.scheme.year
        for scheme in _likeliest_first(round.scheme):
            version = queries.newest(scheme)
            if version is None:
                continue
            old = queries.book_of(version)
            period = _same_period(round.as_of, year, book["calendar"], old["calendar"])
            if period and (own := _counterparts(book, old)):
                self.scheme, self.period, self.own = scheme, period, own
                return

    def figures(self, items: Iterable[str]) -> dict[tuple[str, str], str]:
        """By unit and this year's data item: what was reported for the same period of the year before; one query."""
        wanted = {self.own[item]: item for item in items if item in self.own}
        if self.scheme is None or not wanted:
            return {}
        found = figures.latest_of(self.scheme, list(wanted), [self.period])
        return {(subject, wanted[item]): value for (subject, item), value in found.items()}


def _likeliest_first(scheme: Scheme) -> list[Scheme]:
    """The schemes of the year before, the same one first where there are several."""
    found = list(queries.schemes().filter(year=scheme.year - 1))
    same = before(scheme, scheme.year - 1) if len(found) > 1 else None
    return sorted(found, key=lambda one: same is None or one.pk != same.scheme_id)


def _same_period(as_of: str, year: int, now: list[str], before: list[str]) -> str:
    """2026-06 -> 2025-06, 全年 -> 全年; the whole year's end where each calendar calls it otherwise; else nothing."""
    same = as_of.replace(str(year), str(year - 1), 1)
    if same in before:
        return same
    return before[-1] if before and as_of == now[-1] else ""


def _counterparts(book: Book, old: Book) -> dict[str, str]:
    """This year's data items with last year's: of one name, else the only input of indicators of one name."""
    found = _paired(_named(book), _named(old))
    for item, other in _paired(_inputs(book), _inputs(old)).items():
        found.setdefault(item, other)
    units = [{entry["code"]: (entry["kind"], entry["unit"]) for entry in one["data"]} for one in (book, old)]  # fmt: skip
    return {
        item: other
        for item, other in found.items()
        if units[0][item] == units[1][other] and units[0][item][0] == NUMBER
    }


def _named(book: Book) -> list[tuple[str, str]]:
    return [(entry["name"], entry["code"]) for entry in book["data"]]


def _inputs(book: Book) -> list[tuple[str, str]]:
    """Indicators that take one figure, each with it."""
    return [
        (item["name"], next(iter(item["data"].values()))["item"])
        for item in book["items"]
        if len(item["data"]) == 1
    ]


def _paired(now: list[tuple[str, str]], before: list[tuple[str, str]]) -> dict[str, str]:
    """Codes under one name; a name that is there twice says nothing."""
    mine, theirs = ({normalised(name): code for name, code in lines} for lines in (now, before))
    often = Counter(normalised(name) for name, _ in now) | Counter(normalised(name) for name, _ in before)  # fmt: skip
    return {mine[name]: theirs[name] for name in mine if name in theirs and often[name] == 1}
