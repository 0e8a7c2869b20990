"""Which round a page is about: the one chosen at the top, else the newest that runs; a scheme before its first round."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest

from baton.domain.refusals import Refused
from baton.domain.rounds import queries
from baton.domain.rounds.models import Round
from baton.domain.schemes import queries as schemes
from baton.domain.schemes.models import Scheme
from baton.web.bound import Bound, bind, bound

CHOSEN, SCHEME, YEAR = "round", "scheme", "year"  # what an address may ask for
LOOKS = {"GET", "HEAD"}
FOR_ROUND, FOR_SCHEME = "for_round", "for_scheme"  # what a form carries


def round_of(request: HttpRequest) -> Round | None:
    """The round of this request: the form's, the one asked for, that of the address, else the newest that runs.

    A form is for the round it was drawn for. Where there are two to mix up, every address of the answer names its round.
    A voided round is only looked at: its pages say so, and what would be written to it is Refused.
    """
    if drawn_for := request.POST.get(FOR_ROUND, ""):
        found = _standing(drawn_for)
        if found is None:
            raise Refused(
                "这张表单是给另一轮填的，那一轮已经作废，没有写入。请从工作台选一轮，再填一次。"
            )
        return _named(request, found)
    if found := _standing(request.GET.get(CHOSEN, "")) or _voided(request, request.GET.get(CHOSEN, "")):  # fmt: skip
        return _named(request, found, keeps_year=False)
    if (kept := bound(request).round) is not None:
        if found := _standing(str(kept)) or _voided(request, str(kept)):
            return found
        bind(request, Bound())
        raise Refused("这一页是给另一轮的，那一轮已经作废，没有写入。请从上面的导航进去。")
    newest = queries.rounds()[:2]
    found, *others = newest or [None]
    if found is not None and others:
        bind(request, bound(request)._replace(round=found.pk))
    return found


def _standing(told: str) -> Round | None:
    is_number = told.isdecimal() and told.isascii() and len(told) < 10
    return queries.rounds().filter(pk=int(told)).first() if is_number else None


def _voided(request: HttpRequest, told: str) -> Round | None:
    """A voided round, for somebody who only looks; base.html says what it is."""
    is_number = told.isdecimal() and told.isascii() and len(told) < 10
    if request.method not in LOOKS or not is_number:
        return None
    found = queries.voided().select_related("scheme", "version").filter(pk=int(told)).first()
    request.voided = found  # type: ignore[attr-defined]
    return found


def _named(request: HttpRequest, found: Round, *, keeps_year: bool = True) -> Round:
    """The round that was chosen, named in every address from here on; a year chosen beside another one is dropped."""
    said = bound(request)
    year = said.year if keeps_year and said.round in {None, found.pk} else None
    if said != Bound(found.pk, None, year):
        is_only = found.voided_at is None and not queries.rounds().exclude(pk=found.pk).exists()
        bind(request, Bound(None if is_only else found.pk, None, year))
    return found


def go_on_with(request: HttpRequest, round: Round) -> None:
    """The answer's addresses are about this round, which was just made or is what comes next."""
    _named(request, round)


def scheme_round_of(request: HttpRequest) -> Round | None:
    """The round whose scheme a page is about; while a scheme has none, what its first one would be, not written down.

    A scheme without a round is asked for by ?scheme= and named in the address; it comes by itself where there is no
    round at all.
    """
    asked = request.POST.get(FOR_SCHEME) or request.GET.get(SCHEME, "")
    if asked.isdecimal() and asked.isascii() and len(asked) < 10:
        bind(request, bound(request)._replace(scheme=int(asked)))
    chosen, kept = round_of(request), bound(request).scheme
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
