"""方案里的话: what a scheme's files say beside the indicators: notes under its tables, and the full text on its cover."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypeVar

from baton.desk import answers
from baton.desk.rules.schemes import is_rulebook
from baton.documents.names import NameBook
from baton.documents.scheme_table import Aside, Everybody, prose, rules_beside
from baton.domain.files.models import StoredFile
from baton.domain.files.store import place_of
from baton.domain.orgs import queries as orgs
from baton.domain.schemes import cover, queries
from baton.domain.schemes.models import Citation, Scheme

Found = TypeVar("Found")


class Text(NamedTuple):
    """What a file says. groups: whom it is about; none means everybody."""

    file: str
    text: str
    groups: tuple[str, ...] = ()


READABLE = {".docx", ".xlsx", ".xls", ".et", ".ods", ".csv"}


def texts(scheme: Scheme) -> list[Text]:
    """Paragraphs and notes of a scheme's files, each once; tables and scans say nothing here.

    A note under a table is about the groups that the table is for; what the full text says is about everybody.
    """
    known = _groups(scheme)
    files = [(one.file, groups_in(one.about, known)) for one in queries.sources(scheme)]
    files += [(one.file, ()) for one in cover.citations(scheme) if one.file and one.kind == Citation.Kind.TEXT]  # fmt: skip
    found: dict[str, Text] = {}
    for file, groups in files:
        if _is_table(file):
            for text in _told(file):
                first = found.setdefault(text, Text(file.name, text, groups))
                both = tuple(dict.fromkeys((*first.groups, *groups)))
                found[text] = first._replace(groups=both if first.groups and groups else ())
    return list(found.values())


def _groups(scheme: Scheme) -> list[str]:
    newest = queries.newest(scheme)
    return [one["group"] for one in queries.book_of(newest)["groups"]] if newest else []


def groups_in(about: str, known: Sequence[str]) -> tuple[str, ...]:
    """The groups that a list names, of which one may have the list's own mark in its name.

    >>> groups_in("县（市、区）、党群部门、旧组", ["党群部门", "县（市、区）"])
    ('县（市、区）', '党群部门', '旧组')
    """
    found, rest = [], about
    while rest:
        own = [one for one in known if f"{rest}、".startswith(f"{one}、")]
        name = max(own, key=len) if own else rest.partition("、")[0]
        found.append(name)
        rest = rest[len(name) + 1 :]
    return tuple(found)


class Beside(NamedTuple):
    """A rule that a file's tables say in a row of their own. groups: whom the table is about."""

    file: str
    aside: Aside
    groups: tuple[str, ...]


def asides(scheme: Scheme) -> list[Beside]:
    """Rows of the scheme's tables that are no indicators but rules, each sentence once."""
    found: dict[str, Beside] = {}
    sources = [one for one in queries.sources(scheme) if _is_table(one.file)]
    if not sources:
        return []
    known, roster = _groups(scheme), orgs.group_names(scheme.year)
    for one in sources:
        groups = groups_in(one.about, known)
        for aside in _beside(one.file, groups, roster):
            first = found.setdefault(aside.quote, Beside(one.file.name, aside, groups))
            both = tuple(dict.fromkeys((*first.groups, *groups)))
            found[aside.quote] = first._replace(groups=both)
    return list(found.values())


def _is_table(file: StoredFile) -> bool:
    path = Path(file.name)
    return not is_rulebook(path) and path.suffix.lower() in READABLE


def _beside(file: StoredFile, groups: Sequence[str], roster: Sequence[str]) -> tuple[Aside, ...]:
    if not place_of(file.sha256).is_file():
        return ()
    who = Everybody(NameBook({}, {}, kind="单位"), dict.fromkeys(groups, ()), dict(zip(roster, roster, strict=True)))  # fmt: skip
    asked = (file.sha256, "rules beside", tuple(groups), tuple(roster))
    return answers.kept(asked, partial(_read_with, file, partial(rules_beside, who=who)), shared=True)  # fmt: skip


def _told(file: StoredFile) -> tuple[str, ...]:
    """What a file says, remembered; of an original that is not there nothing is, so that it speaks again once it is."""
    if not place_of(file.sha256).is_file():
        return ()
    return answers.kept((file.sha256, "prose"), partial(_read_with, file, prose), shared=True)


def _read_with(file: StoredFile, reader: Callable[[Path], list[Found]]) -> tuple[Found, ...]:
    ending = Path(file.name).suffix
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"方案{ending}"
        path.symlink_to(place_of(file.sha256))
        return tuple(reader(path))
