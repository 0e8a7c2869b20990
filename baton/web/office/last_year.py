"""复算去年: last year's own files are looked at, then taken in."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from baton.desk.care.safekeeping import kept
from baton.desk.reproducing import years
from baton.domain import clock
from baton.domain.files.models import StoredFile
from baton.domain.orgs import queries as orgs
from baton.domain.refusals import Refused
from baton.domain.reproductions import queries
from baton.web.components.uploads import opened, ticket

FIRST_YEAR, LAST_YEAR = 1990, 2200
TABLE = "application/octet-stream"


@require_GET
def last_year(request: HttpRequest) -> HttpResponse:
    """复算去年: the newest year that was reproduced, else the way there"""
    round = queries.reproduced().first()
    return redirect("office:reproduction", round.pk) if round else redirect("office:last_year_in")


@require_http_methods(["GET", "POST"])
def last_year_in(request: HttpRequest) -> HttpResponse:
    """交去年的文件: look first, then take in"""
    asked = request.POST.get("year", "")
    year = (
        int(asked)
        if asked.isdigit() and FIRST_YEAR <= int(asked) <= LAST_YEAR
        else clock.today().year - 1
    )
    page: dict[str, Any] = {
        "section": "last_year", "year": year, "typed": request.POST, "groups": orgs.group_names(year) or orgs.group_names(year + 1),
        "reproduced": queries.reproduced(),
    }  # fmt: skip
    if request.method == "POST":
        try:
            given = _tickets(request)
            page |= given
            with _laid_out(given) as (scheme, facts, published):
                found = years.read_year(
                    year, scheme, facts, published, title=request.POST.get("title", "").strip(),
                    group=request.POST.get("group", ""),
                )  # fmt: skip
                if "take" in request.POST and found.can_be_taken:
                    with kept_table(published, request) as file:
                        round = years.take_year(
                            found=found, title=request.POST.get("title", "").strip(), file=file, by=request.user,
                            at=clock.now(),
                        )  # fmt: skip
                    messages.success(request, f"已记下 {year} 年。下面是公布的和算出来不同的地方。")
                    return redirect("office:reproduction", round.pk)
            page["found"] = found
        except Refused as refused:
            page["refused"] = refused.sentence
    return render(request, "office/last_year_in.html", page)


def _tickets(request: HttpRequest) -> dict[str, Any]:
    """Tickets of the three kinds of files: newly sent ones, else those of the last look."""
    found: dict[str, Any] = {}
    for kind, word in (("scheme", "指标体系"), ("published", "公布的成绩表")):
        file = request.FILES.get(kind)
        found[kind] = ticket(file) if file else request.POST.get(f"{kind}_ticket", "")
        if not found[kind]:
            raise Refused(f"还缺{word}。三样文件都要：指标体系、数据、公布的成绩表。")
    sent = request.FILES.getlist("facts")
    found["facts"] = [ticket(file) for file in sent] or request.POST.getlist("facts_ticket")
    if not found["facts"]:
        raise Refused("还缺数据。三样文件都要：指标体系、数据、公布的成绩表。")
    return found


class _laid_out(ExitStack):
    """The files under their own names for as long as they are read: scheme, facts with names, announced table."""

    def __init__(self, given: dict[str, Any]) -> None:
        super().__init__()
        self.given = given

    def __enter__(self) -> tuple[Path, list[tuple[Path, str]], Path]:  # type: ignore[override]
        super().__enter__()
        self.place = Path(self.enter_context(tempfile.TemporaryDirectory()))
        scheme, published = self._file("scheme", 0), self._file("published", 0)
        facts = [self._file("facts", at) for at in range(len(self.given["facts"]))]
        return scheme, [(path, path.name) for path in facts], published

    def _file(self, kind: str, at: int) -> Path:
        given = self.given[kind]
        path, name = self.enter_context(opened(given[at] if isinstance(given, list) else given))
        folder = self.place / f"{kind}{at}"
        folder.mkdir()
        named = folder / Path(name).name
        named.symlink_to(path.resolve())
        return named


@contextmanager
def kept_table(path: Path, request: HttpRequest) -> Iterator[StoredFile]:
    """Keep an announced table for good, together with what is read from it."""
    with path.open("rb") as content:
        chunks = iter(lambda: content.read(1 << 20), b"")
        told = {"by": request.user, "at": clock.now()}
        with kept(chunks, name=path.name, media_type=TABLE, **told) as file:
            yield file
