"""Which round a page is about: the one chosen at the top, else the newest that runs; a scheme before its first round."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest

from baton.domain.refusals import Refused
from baton.domain.rounds import queries
from baton.domain.rounds.models import Round
from baton.domain.schemes import queries as schemes
from baton.domain.schemes.models import Scheme

CHOSEN, SCHEME, YEAR = "round", "scheme", "year"  # what a session keeps
FOR_ROUND, FOR_SCHEME = "for_round", "for_scheme"  # what a form carries


def round_of(request: HttpRequest) -> Round | None:
    """The round of this request; a choice in the address is remembered for the session.

    A form is for the round it was drawn for, even when another was looked at since in a second window; Refused when that
    one doesn't stand any more.
    """
    if drawn_for := request.POST.get(FOR_ROUND, ""):
        return _remembered(request, _drawn_for(drawn_for))
    asked = request.GET.get(CHOSEN, "")
    if asked.isdigit():
        found = queries.rounds().filter(pk=int(asked)).first()
        if found is not None:
            return _remembered(request, found)
    kept = request.session.get(CHOSEN)
    found = queries.rounds().filter(pk=kept).first() if kept else None
    return found or queries.current()


def _drawn_for(told: str) -> Round:
    found = queries.rounds().filter(pk=int(told)).first() if told.isdecimal() and len(told) < 10 else None  # fmt: skip
    if found is None:
        raise Refused(
            "这张表单是给另一轮填的，那一轮已经作废，没有写入。请从工作台选一轮，再填一次。"
        )
    return found


def _remembered(request: HttpRequest, found: Round) -> Round:
    if request.session.get(CHOSEN) != found.pk:
        request.session[CHOSEN] = found.pk
        request.session.pop(YEAR, None)
    request.session.pop(SCHEME, None)
    return found


def scheme_round_of(request: HttpRequest) -> Round | None:
    """The round whose scheme a page is about; while a scheme has none, what its first one would be, not written down.

    A scheme without a round is asked for by ?scheme= and remembered; it comes by itself where there is no round at all.
    """
    asked = request.POST.get(FOR_SCHEME) or request.GET.get(SCHEME, "")
    if asked.isdecimal() and len(asked) < 10:
        request.session[SCHEME] = int(asked)
    chosen = round_of(request)
    kept = request.session.get(SCHEME)
    if chosen is not None and kept is None:
        return chosen
    waiting = schemes_without_round()
    found = next((one for one in waiting if one.pk == kept), None)
    if found is None and FOR_SCHEME in request.POST:  # its first round was opened since
        return queries.rounds().filter(scheme=kept).first()
    if found is None and chosen is None:
        found = next(iter(waiting), None)
    return chosen if found is None else _first_round(found)


def schemes_without_round() -> list[Scheme]:
    """Schemes that were taken in and have no round that stands, the newest year first."""
    held = queries.rounds().order_by().values("scheme")
    return list(schemes.schemes().exclude(pk__in=held).exclude(versions=None))


def _first_round(scheme: Scheme) -> Round | None:
    version = schemes.newest(scheme)
    if version is None:
        return None
    end = schemes.book_of(version)["calendar"][-1]
    return Round(
        scheme=scheme, version=version, name="", kind=Round.Kind.YEAR_END, as_of=end, on=date(scheme.year, 12, 31)
    )  # fmt: skip
