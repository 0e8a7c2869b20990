"""What was typed into a form, kept for showing again; days and years read with a sentence when they are wrong."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, QueryDict

from baton.domain import clock
from baton.domain.refusals import Refused
from baton.domain.reproductions.queries import reproduced
from baton.web.bound import bind, bound
from baton.web.components.rounds import YEAR, round_of

FIRST, LAST = 1990, 2200


class Typed:
    """Fields of a form as text; one that was not sent is empty. Templates read `typed.name`."""

    def __init__(self, given: QueryDict) -> None:
        self.given = given

    def __getitem__(self, name: str) -> str:
        return self.given.get(name, "").replace("\x00", "").strip()

    def lines(self, name: str) -> list[str]:
        """The lines of a text field that are not empty."""
        return [line.strip() for line in self[name].splitlines() if line.strip()]


def day_of(text: str, what: str) -> date:
    """A day as a date field sends it."""
    try:
        found = date.fromisoformat(text)
    except ValueError as error:
        raise Refused(f"{what}没有填好，请写成 2026-07-01 这样。") from error
    if not FIRST <= found.year <= LAST:
        raise Refused(f"{what}的年份“{found.year}”看着不对，请核对。")
    return found


SPRING = 4  # the month from which an office works on the year that runs; until then on the one that has ended


def usual_year() -> int:
    """The year an office works on today: in January it assesses the one that has ended."""
    today = clock.today()
    return today.year - (today.month < SPRING)


def year_of(request: HttpRequest) -> int:
    """The year a page is about: the one asked for or chosen, else that of the round at hand, else the usual one.

    A year that was only loaded to be computed again is nobody's present one.
    """
    asked = request.POST.get(YEAR) or request.GET.get(YEAR) or ""
    if asked.isdecimal() and FIRST <= int(asked) <= LAST:
        return int(asked)
    round = round_of(request)
    if chosen := bound(request).year:
        return chosen
    if round is None or reproduced().filter(pk=round.pk).exists():
        return max(usual_year(), round.scheme.year if round else FIRST)
    return round.scheme.year


def choose_year(request: HttpRequest) -> int:
    """The same, named in the addresses of the pages that come after."""
    year = year_of(request)
    if YEAR in request.GET and bound(request).year != year:
        bind(request, bound(request)._replace(year=year))
    return year
