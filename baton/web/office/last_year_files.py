"""复算去年: the files that were handed in, each under its own name and as what it is, and whom each scheme table is for."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.http import HttpRequest

from baton.desk.reproducing import years
from baton.desk.reproducing.handed import KINDS, SLOTS, Sent, facts_said, looked_at, unsure
from baton.desk.rules.schemes import is_rulebook
from baton.documents.office.sources import TABLES
from baton.documents.problems import Problems
from baton.domain.refusals import Refused
from baton.web.components.uploads import opened, ticket

SHARED = "shared:"  # how a form names the answer to a question about a table
MEASURE = "measure:"  # how a form names what was said of figures in another unit of measure
WHAT = "what-"  # how a form names what somebody said that a file is


def tickets(request: HttpRequest, *, has_scheme: bool) -> dict[str, list[str]]:
    """Tickets of the three kinds of files: newly sent ones, else those of the last look.

    has_scheme: one of the desk's stands in place of scheme tables.
    """
    found: dict[str, list[str]] = {}
    for kind, _ in SLOTS:
        if kind == "scheme" and has_scheme:
            found[kind] = []
            continue
        sent = [ticket(file) for file in request.FILES.getlist(kind)]
        found[kind] = sent or request.POST.getlist(f"{kind}_ticket")
    return found


def measured(request: HttpRequest) -> list[tuple[str, str]]:
    """What was said of figures in another unit of measure, by key; a button pressed now counts after what was kept."""
    return [
        (key.removeprefix(MEASURE), request.POST.getlist(key)[-1])
        for key in request.POST
        if key.startswith(MEASURE)
    ]


class laid_out(ExitStack):
    """The files under their own names for as long as they are read, each with what it is."""

    def __init__(self, request: HttpRequest, given: dict[str, Any]) -> None:
        super().__init__()
        self.request, self.given = request, given

    def __enter__(self) -> Files:  # type: ignore[override]
        super().__enter__()
        self.place = Path(self.enter_context(tempfile.TemporaryDirectory()))
        return Files(
            [
                self._file(slot, at, one)
                for slot, _ in SLOTS
                for at, one in enumerate(self.given[slot])
            ]
        )

    def _file(self, slot: str, at: int, given: str) -> Sent:
        path, name = self.enter_context(opened(given))
        folder = self.place / f"{slot}{at}"
        folder.mkdir()
        named = folder / Path(name).name
        named.symlink_to(path.resolve())
        said = self.request.POST.getlist(WHAT + _short(given))
        return looked_at(slot, given, named, said[-1] if said else "")


@dataclass(frozen=True)
class Files:
    """Everything that was handed in."""

    all: list[Sent]

    def of(self, slot: str) -> list[Sent]:
        return [one for one in self.all if one.goes_to == slot]

    @property
    def facts(self) -> list[tuple[Path, str]]:
        return [(one.path, one.name) for one in self.of("facts")]

    @property
    def published(self) -> list[Path]:
        return [one.path for one in self.of("published")]

    @property
    def said(self) -> dict[Path, str]:
        return dict(facts_said(self.all))

    def check(self, *, has_scheme: bool) -> None:
        """Each of the three kinds must be there, and no file may be called something else than it holds."""
        for slot, word in SLOTS:
            if not self.of(slot) and not (slot == "scheme" and has_scheme):
                raise Refused(f"还缺{word}。三样文件都要：指标体系、数据、公布的成绩表。")
        untold = [one.name for one in self.of("facts") if one.path.suffix.lower() not in TABLES]
        if untold:
            raise Refused(
                f"{'、'.join(untold)}不是表格文件，里面的数读不到。请把表格存成 .xlsx、.xls、.ods 或 .csv 再交。"
            )
        doubtful = [one.name for one in self.all if one.is_contradicted]
        if doubtful:
            raise Refused(
                f"{'、'.join(doubtful)}的名字和里面的内容说的不一样。请在下面点一下它是什么。"
            )
        open_ones = [one.name for one in self.all if one.is_doubtful]
        if open_ones:
            raise Refused(
                f"还看不准{'、'.join(open_ones)}里是什么：是数据，还是目标、加减分。请在下面点一下。"
            )

    def check_groups(self, tables: Sequence[Given], year: int) -> None:
        """Each scheme table must say whom it is for, which the roster must be there for."""
        if all(one.groups for one in tables if one.is_asked):
            if any(one.is_asked for one in tables):
                raise Refused("请在下面勾上每张指标体系表考核哪些分组，再看一看。")
            return
        problems = Problems()
        years.roster_of(self.facts, year, self.said, problems)
        if problems.errors:
            first = problems.errors[0]
            raise Refused(f"名册还读不了：{first.place}，{first.what}。{first.remedy}。")
        seen = [
            f"{one.name}（{one.told.seen}）" for one in unsure(self.all, is_roster_lacking=True)
        ]
        if not seen:
            raise Refused("还不知道有哪些分组：请把去年的名册放进数据里一起交，或者先收名册。")
        raise Refused(
            f"还不知道有哪些分组：交来的数据里没有认出名册。看到的是：{'；'.join(seen)}。"
            "哪一份是名册，请在下面点一下；都不是，请把去年的名册一起交，或者先收名册。"
        )

    def questions(self, *, is_stuck: bool, is_roster_lacking: bool = False) -> dict[str, Any]:
        """Files of which somebody may say what they are: doubtful ones, and where the reading is stuck, unsure ones.

        Beside them stands what was told by content, or said, so that it can be said otherwise.
        """
        unsure_ones = unsure(self.all, is_roster_lacking=is_roster_lacking) if is_stuck else []
        what, said = [], []
        for one in self.all:
            is_open = one in unsure_ones or one.is_contradicted or one.is_doubtful
            field = WHAT + _short(one.ticket)
            if one.said:
                said.append((field, one.said))
            if is_open or one.said or one.is_told_by_content:
                answers = [(kind, word) for kind, word in KINDS if is_open or kind != one.kind]
                what.append({"sent": one, "field": field, "is_open": is_open, "answers": answers})
        return {"what": what, "what_said": said, "is_open": any(one["is_open"] for one in what)}


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


def scheme_tables(
    request: HttpRequest, files: Files, year: int, *, has_scheme: bool
) -> list[Given]:
    """The scheme tables with the groups that were ticked; before anything was, those that a file's name names."""
    sent = [] if has_scheme else files.of("scheme")
    fields = [f"groups-{_short(one.ticket)}" for one in sent]
    is_plain = all(is_rulebook(one.path) for one in sent)
    names = [] if is_plain else years.groups_of(files.facts, year, files.said)
    is_answered = any(one in request.POST for one in fields)
    found = []
    for one, name in zip(sent, fields, strict=True):
        prefix = f"{_short(one.ticket)}/"
        said = _said(request, prefix)
        if is_rulebook(one.path):
            found.append(Given(one.path, name, [], said, prefix))
            continue
        asked = request.POST.getlist(name) if is_answered else [group for group in names if group in one.path.stem]  # fmt: skip
        only = len(names) == 1
        ticks = [(group, group in asked or only) for group in names]
        found.append(Given(one.path, name, ticks, said, prefix))
    return found


def _said(request: HttpRequest, prefix: str) -> dict[str, str]:
    """What was said of one table, by question."""
    start = SHARED + prefix
    return {key.removeprefix(start): str(value) for key, value in request.POST.items() if key.startswith(start)}  # fmt: skip


def _short(given: str) -> str:
    """The same for the same ticket: an answer never goes to another file."""
    return sha256(given.encode()).hexdigest()[:8]
