"""复算去年: last year's own files are looked at, then taken in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_GET, require_http_methods

from baton.desk.care.safekeeping import kept
from baton.desk.reproducing import taking, years
from baton.desk.reproducing.books import OneBook, Table, found_rules, one_book
from baton.desk.reproducing.years import Year
from baton.domain import clock
from baton.domain.files.models import StoredFile
from baton.domain.refusals import Refused
from baton.domain.reproductions import queries
from baton.domain.schemes.services import Handed
from baton.scoring.facts import Subject
from baton.web.components.rounds import schemes_without_round
from baton.web.components.typed import usual_year
from baton.web.office.last_year_files import laid_out, measured, scheme_tables, tickets

FIRST_YEAR, LAST_YEAR = 1990, 2200
TABLE = "application/octet-stream"
RULEBOOK = "规则书"  # whom a rule book is for, it says itself


@require_GET
def last_year(request: HttpRequest) -> HttpResponse:
    """复算去年: the newest year that was reproduced, else the way there"""
    round = queries.reproduced().first()
    return redirect("office:reproduction", round.pk) if round else redirect("office:last_year_in")


@require_http_methods(["GET", "POST"])
def last_year_in(request: HttpRequest) -> HttpResponse:
    """交去年的文件: look first, then take in"""
    known = [one for one in queries.reproduced() if not one.is_closed]
    waiting = schemes_without_round()
    into = next((one for one in known if str(one.pk) == request.POST.get("into")), None)
    chosen = request.POST.get("use") or request.GET.get("use", "")
    scheme = None if into else next((one for one in waiting if str(one.pk) == chosen), None)
    year = (
        into.scheme.year if into else scheme.year if scheme else _year(request.POST.get("year", ""))
    )
    page: dict[str, Any] = {
        "section": "last_year", "year": year, "typed": request.POST, "known": known, "into": into, "waiting": waiting, "use": scheme,
        "reproduced": queries.reproduced(), "measured": measured(request),
    }  # fmt: skip
    if request.method == "POST":
        try:
            has_scheme = scheme is not None
            page |= tickets(request, has_scheme=has_scheme)
            with laid_out(request, page) as files:
                page |= files.questions(is_stuck=False)
                files.check(has_scheme=has_scheme)
                page["tables"] = tables = scheme_tables(request, files, year, has_scheme=has_scheme)
                is_stuck = any(one.is_asked and not one.groups for one in tables)
                page |= files.questions(is_stuck=is_stuck, is_roster_lacking=True)
                files.check_groups(tables, year)
                facts, published = files.facts, files.published
                title = request.POST.get("title", "").strip()
                given = [Table(one.path, one.ticked, one.said, one.prefix) for one in tables]
                if "found" in request.POST and into is None and scheme is None:
                    book = one_book(given, name=title or f"{year}年度综合考核", year=year)
                    return _found(
                        request, book, years.roster_of(facts, year, files.said), year, given
                    )
                found = years.read_year(year, given, facts, published, title=title, into=into, scheme=scheme, said=files.said, measured=dict(page["measured"]))  # fmt: skip
                lacks_roster = any(one.code == "no-roster" for one in found.faults)
                page |= files.questions(is_stuck=bool(found.faults), is_roster_lacking=lacks_roster)
                if "take" in request.POST and found.can_be_taken:
                    return _take(request, found, title, published, given)
            page["found"] = found
        except Refused as refused:
            page["refused"] = refused.sentence
    return render(request, "office/last_year_in.html", page)


def _found(
    request: HttpRequest,
    book: OneBook,
    subjects: Sequence[Subject],
    year: int,
    tables: Sequence[Table],
) -> HttpResponse:
    """The scheme tables are taken in for that year, so that methods can be chosen; then the way back here."""
    title = request.POST.get("title", "").strip()
    with ExitStack() as open_files:
        handed = _originals(request, tables, open_files)
        scheme = found_rules(
            found=book, subjects=subjects, title=title, year=year, handed=handed, by=request.user, at=clock.now()
        )  # fmt: skip
    back = f"{reverse('office:last_year_in')}?use={scheme.pk}"
    said = '已收进“{}”。交的是实际值的指标，在这里选计分方法；选好了，<a href="{}">回到复算去年</a>，数据和公布的成绩表再交一次。'
    messages.success(request, format_html(said, scheme.title, back))
    return redirect(f"{reverse('office:scheme')}?scheme={scheme.pk}")


def _year(asked: str) -> int:
    if asked.isdigit() and FIRST_YEAR <= int(asked) <= LAST_YEAR:
        return int(asked)
    return usual_year() - 1


def _take(
    request: HttpRequest,
    found: Year,
    title: str,
    published: Sequence[Path],
    tables: Sequence[Table],
) -> HttpResponse:
    with ExitStack() as open_files:
        files = [open_files.enter_context(kept_table(path, request)) for path in published]
        round = taking.take_year(
            found=found, title=title, files=files, handed=_originals(request, tables, open_files), by=request.user,
            at=clock.now(),
        )  # fmt: skip
    about = f"的{'、'.join(found.groups)}" if found.into else ""
    messages.success(request, f"已记下 {found.year} 年{about}。下面是公布的和算出来不同的地方。")
    return redirect("office:reproduction", round.pk)


def _originals(
    request: HttpRequest, tables: Sequence[Table], open_files: ExitStack
) -> list[Handed]:
    """The scheme tables as they came, each with the groups it is for, kept for good with the version."""
    return [
        Handed(
            open_files.enter_context(kept_table(one.path, request)),
            "、".join(one.groups) or RULEBOOK,
        )
        for one in tables
    ]


@contextmanager
def kept_table(path: Path, request: HttpRequest) -> Iterator[StoredFile]:
    """Keep a table for good, together with what is read from it."""
    with path.open("rb") as content:
        chunks = iter(lambda: content.read(1 << 20), b"")
        told = {"by": request.user, "at": clock.now()}
        with kept(chunks, name=path.name, media_type=TABLE, **told) as file:
            yield file
