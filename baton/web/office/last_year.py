"""复算去年: last year's own files are looked at, then taken in."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from hashlib import sha256
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
from baton.desk.rules.schemes import is_rulebook
from baton.domain import clock
from baton.domain.files.models import StoredFile
from baton.domain.refusals import Refused
from baton.domain.reproductions import queries
from baton.domain.schemes.services import Handed
from baton.scoring.facts import Subject
from baton.web.components.rounds import schemes_without_round
from baton.web.components.typed import usual_year
from baton.web.components.uploads import opened, ticket

FIRST_YEAR, LAST_YEAR = 1990, 2200
TABLE = "application/octet-stream"
SHARED = "shared:"  # how a form names the answer to a question about a table
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
        "reproduced": queries.reproduced(),
    }  # fmt: skip
    if request.method == "POST":
        try:
            page |= _tickets(request, has_scheme=scheme is not None)
            with _laid_out(page) as (schemes, facts, published):
                page["tables"] = tables = _tables(request, page, schemes, facts)
                _check_asked(tables)
                title = request.POST.get("title", "").strip()
                given = [Table(one.path, one.ticked, one.said, one.prefix) for one in tables]
                if "found" in request.POST and into is None and scheme is None:
                    book = one_book(given, name=title or f"{year}年度综合考核", year=year)
                    return _found(request, book, years.roster_of(facts, year), year, given)
                found = years.read_year(year, given, facts, published, title=title, into=into, scheme=scheme)  # fmt: skip
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


def _check_asked(tables: Sequence[Given]) -> None:
    """Each table must say whom it is for."""
    if not all(one.groups for one in tables if one.is_asked):
        raise Refused("还不知道有哪些分组：请把去年的名册放进数据里一起交，或者先收名册。")
    if any(one.is_asked for one in tables):
        raise Refused("请在下面勾上每张指标体系表考核哪些分组，再看一看。")


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


KINDS = (("scheme", "指标体系"), ("facts", "数据"), ("published", "公布的成绩表"))


def _tickets(request: HttpRequest, *, has_scheme: bool) -> dict[str, list[str]]:
    """Tickets of the three kinds of files: newly sent ones, else those of the last look.

    has_scheme: one of the desk's stands in place of scheme tables.
    """
    found: dict[str, list[str]] = {}
    for kind, word in KINDS:
        if kind == "scheme" and has_scheme:
            found[kind] = []
            continue
        sent = [ticket(file) for file in request.FILES.getlist(kind)]
        found[kind] = sent or request.POST.getlist(f"{kind}_ticket")
        if not found[kind]:
            raise Refused(f"还缺{word}。三样文件都要：指标体系、数据、公布的成绩表。")
    return found


@dataclass(frozen=True)
class Given:
    """A scheme table that was handed in. field: how its form names its groups; groups: each, and whether it is ticked.

    said: what was said of it, by question; prefix: of its questions in a form.
    """

    path: Path
    field: str
    groups: list[tuple[str, bool]]
    said: dict[str, str]
    prefix: str

    @property
    def ticked(self) -> tuple[str, ...]:
        return tuple(name for name, is_ticked in self.groups if is_ticked)

    @property
    def is_asked(self) -> bool:
        """Whether somebody has to say whom it is for: a rule book says that itself."""
        return not is_rulebook(self.path) and not self.ticked


def _tables(
    request: HttpRequest, given: dict[str, Any], paths: Sequence[Path], facts: Sequence[tuple[Path, str]]
) -> list[Given]:  # fmt: skip
    """The scheme tables with the groups that were ticked; before anything was, those that a file's name names."""
    fields = [f"groups-{_short(one)}" for one in given["scheme"]]
    names = [] if all(map(is_rulebook, paths)) else years.groups_of(facts, given["year"])
    is_answered = any(one in request.POST for one in fields)
    found = []
    for path, name, one in zip(paths, fields, given["scheme"], strict=True):
        prefix = f"{_short(one)}/"
        said = _said(request, prefix)
        if is_rulebook(path):
            found.append(Given(path, name, [], said, prefix))
            continue
        asked = request.POST.getlist(name) if is_answered else [one for one in names if one in path.stem]  # fmt: skip
        only = len(names) == 1
        ticks = [(one, one in asked or only) for one in names]
        found.append(Given(path, name, ticks, said, prefix))
    return found


def _said(request: HttpRequest, prefix: str) -> dict[str, str]:
    """What was said of one table, by question."""
    start = SHARED + prefix
    return {key.removeprefix(start): str(value) for key, value in request.POST.items() if key.startswith(start)}  # fmt: skip


def _short(given: str) -> str:
    """The same for the same ticket: an answer never goes to another file."""
    return sha256(given.encode()).hexdigest()[:8]


class _laid_out(ExitStack):
    """The files under their own names for as long as they are read: scheme tables, facts with names, announced tables."""

    def __init__(self, given: dict[str, Any]) -> None:
        super().__init__()
        self.given = given

    def __enter__(self) -> tuple[list[Path], list[tuple[Path, str]], list[Path]]:  # type: ignore[override]
        super().__enter__()
        self.place = Path(self.enter_context(tempfile.TemporaryDirectory()))
        schemes, facts, published = (
            [self._file(kind, at, one) for at, one in enumerate(self.given[kind])]
            for kind, _ in KINDS
        )
        return schemes, [(path, path.name) for path in facts], published

    def _file(self, kind: str, at: int, given: str) -> Path:
        path, name = self.enter_context(opened(given))
        folder = self.place / f"{kind}{at}"
        folder.mkdir()
        named = folder / Path(name).name
        named.symlink_to(path.resolve())
        return named


@contextmanager
def kept_table(path: Path, request: HttpRequest) -> Iterator[StoredFile]:
    """Keep a table for good, together with what is read from it."""
    with path.open("rb") as content:
        chunks = iter(lambda: content.read(1 << 20), b"")
        told = {"by": request.user, "at": clock.now()}
        with kept(chunks, name=path.name, media_type=TABLE, **told) as file:
            yield file
