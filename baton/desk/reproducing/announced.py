"""公布的成绩表: one for all groups or one for each, read for a year and kept side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from baton.documents.names import NameBook, normalised
from baton.documents.namesakes import for_whom, meant
from baton.documents.problems import Problems
from baton.documents.published import Announced, Published, read_published
from baton.domain.accounts.models import Person
from baton.domain.files.models import StoredFile
from baton.domain.reproductions import queries, services
from baton.domain.reproductions.models import Publication
from baton.domain.rounds.models import Round
from baton.scoring.facts import Subject

Book = dict[str, Any]
NAMED_BY = "·"  # parts a file's name from the sheet and the cell


def read_announced(
    path: Path, *, book: Book, roster: Sequence[Subject], problems: Problems, year: int
) -> Published:
    """What a table announces; under a name that two groups share, each unit's number is that of its own group."""
    names = {one.subject: one.name for one in roster}
    aliases = {text: one.subject for one in roster for text in one.aliases}
    columns = column_names(book)
    read = read_published(
        path, units=NameBook(names, aliases, kind="单位"), columns=_one_of_each(columns), problems=problems, year=year
    )  # fmt: skip
    asked = for_whom(book, {one.subject: one.group for one in roster})
    moved = meant(
        {(cell.subject, cell.column) for cell in read.cells},
        {code: units for code, units in asked.items() if code in columns}, columns,
    )  # fmt: skip
    read.cells = [_under(cell, moved.get((cell.subject, cell.column))) for cell in read.cells]
    return read


def column_names(book: Book) -> dict[str, str]:
    """What a head of an announced table may name: indicators and nodes."""
    return {entry["code"]: entry["name"] for entry in (*book["nodes"], *book["items"])}


def _one_of_each(columns: Mapping[str, str]) -> dict[str, str]:
    """The columns with each name once: which of its bearers is meant, the unit tells."""
    first: dict[str, str] = {}
    for code, name in columns.items():
        first.setdefault(normalised(name), code)
    return {code: columns[code] for code in first.values()}


def _under(cell: Announced, column: str | None) -> Announced:
    if column is None:
        return cell
    return Announced(cell.subject, column, cell.text, cell.place, cell.digits)


def beside(before: Sequence[Announced], fresh: Sequence[Announced]) -> list[Announced]:
    """Another table's cells put to those that are there; where both tell of a cell, the later table counts."""
    return list({(one.subject, one.column): one for one in (*before, *fresh)}.values())


def kept_cells(round: Round) -> list[Announced]:
    """What has been announced for a round so far."""
    publication = queries.newest(round)
    return [Announced(*cell) for cell in publication.cells] if publication else []


def keep_announced(
    *, round: Round, cells: Sequence[Announced], file: StoredFile, by: Person, at: datetime
) -> Publication:  # fmt: skip
    """收公布表."""
    told = [[cell.subject, cell.column, cell.text, cell.place, cell.digits] for cell in cells]
    return services.take_in(round=round, cells=told, file=file, by=by, at=at)


def files_of(publication: Publication) -> list[str]:
    """The tables from which the announced numbers were read, by name."""
    places = (str(cell[3]).partition(NAMED_BY)[0] for cell in publication.cells)
    return sorted({place for place in places if place}) or [publication.file.name]
