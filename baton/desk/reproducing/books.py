"""去年的指标体系: one table for each group, or one for several, put together into one rule book."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from baton.desk.rules.previews import Asks
from baton.desk.rules.schemes import fresh_code, is_rulebook, read_scheme_file
from baton.documents.problems import Problem
from baton.documents.scheme_table import CannotMerge, merged
from baton.domain.accounts.models import Person
from baton.domain.orgs import services as units
from baton.domain.refusals import Refused
from baton.domain.schemes import queries as schemes
from baton.domain.schemes import services
from baton.domain.schemes.models import Scheme
from baton.domain.schemes.services import Handed
from baton.scoring.facts import Subject

Book = dict[str, Any]


@dataclass(frozen=True)
class Table:
    """A scheme table with the groups it is for; a rule book names its groups itself.

    said: what was said of it, by question; None where nobody can be asked. prefix: sets its questions apart.
    """

    path: Path
    groups: tuple[str, ...] = ()
    said: Mapping[str, str] | None = None
    prefix: str = ""


@dataclass
class OneBook:
    """What several tables come to. groups: those that the tables add; notes: names that had to be told apart.

    asks: what they leave open.
    """

    book: Book | None
    groups: list[str] = field(default_factory=list)
    faults: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    asks: Asks = field(default_factory=Asks)


def one_book(tables: Sequence[Table], *, name: str, year: int, base: Book | None = None) -> OneBook:
    """Every table beside the others in one rule book, or beside what a recorded year (base) has already."""
    found = OneBook(base)
    told = {group["group"]: "记下的这一年" for group in base["groups"]} if base else {}
    for table in sorted(tables, key=lambda one: not is_rulebook(one.path)):
        calendar = found.book["calendar"] if found.book else [str(year)]
        look = read_scheme_file(
            table.path, name=name, group=next(iter(table.groups), ""), period=calendar[-1], calendar=calendar,
            shared=table.said,
        )  # fmt: skip
        found.faults += look.faults
        found.remarks += look.remarks
        found.asks.add(look, table.prefix)
        if look.book is None:
            continue
        groups = _groups_of(table, look.book)
        for group in groups:
            if group in told:
                raise Refused(
                    f"“{group}”在{told[group]}里已经有指标体系，{_called(table)}不能再用于它。"
                )
            told[group] = _called(table)
        found.groups += groups
        _put_in(found, table, look.book)
    if found.faults or found.asks.count:
        found.book = None
    return found


def _called(table: Table) -> str:
    return f"《{table.path.name}》"


def _groups_of(table: Table, book: Book) -> list[str]:
    if is_rulebook(table.path):
        return [group["group"] for group in book["groups"]]
    if not table.groups:
        raise Refused(f"请勾上{_called(table)}考核哪些分组。")
    return sorted(table.groups)


def _put_in(found: OneBook, table: Table, own: Book) -> None:
    if found.book is None:
        entry = own["groups"][0]
        if not is_rulebook(table.path):
            own["groups"] = [{**entry, "group": group} for group in sorted(table.groups)]
        found.book = own
        return
    if is_rulebook(table.path):
        raise Refused(
            f"{_called(table)}是规则书，不能并进别的指标体系。规则书只能交一本，别的组请交 Word 或 Excel 表。"
        )
    try:
        done = merged(found.book, own, groups=sorted(table.groups), same={}, used=())
    except CannotMerge as reason:
        raise Refused(str(reason)) from reason
    found.book = done.book
    found.notes += [f"别的组已有“{was}”，{_called(table)}里的这一个写成“{made}”。" for was, made in done.apart]  # fmt: skip


def book_of(scheme: Scheme) -> OneBook:
    """The newest rules of a scheme on the desk."""
    version = schemes.newest(scheme)
    if version is None:
        return OneBook(None)
    book = schemes.book_of(version)
    return OneBook(book, [group["group"] for group in book["groups"]])


@transaction.atomic
def found_rules(
    *, found: OneBook, subjects: Sequence[Subject], title: str, year: int, handed: Sequence[Handed] = (), by: Person,
    at: datetime,
) -> Scheme:  # fmt: skip
    """收进那一年: the tables become a scheme with its roster, so that methods can be chosen before the year is computed.

    handed: the tables as they came.
    """
    if found.book is None or found.faults:
        raise Refused("指标体系里还有要先改好的地方，没有收进。")
    name = title or found.book["name"]
    units.take_in(year=year, subjects=subjects, by=by, at=at)
    code = fresh_code(f"{found.book['code']}-{year}")
    scheme = services.start(code=code, title=name, year=year, by=by, at=at)
    services.draft(
        scheme=scheme,
        book=found.book | {"name": name},
        why="收进指标体系",
        handed=handed,
        by=by,
        at=at,
    )
    return scheme
