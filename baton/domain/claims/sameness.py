"""同一事项: lines that tell of the same matter, and lines that are in the ledger already."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from typing import Protocol, TypeVar

from baton.domain.claims.entries import Entry
from baton.domain.claims.models import Claim
from baton.domain.schemes.models import Scheme

GONE = (Claim.State.REJECTED, Claim.State.WITHDRAWN)
MANY = 3  # pairs of characters that two titles share before they are called alike


class Told(Protocol):
    """What sameness looks at."""

    subject_id: int
    state: str
    kind: str
    title: str
    matter: str
    level: str
    document: str
    is_single: bool


Line = TypeVar("Line", bound=Told)


def alike(lines: Iterable[Line]) -> list[list[Line]]:
    """Lines of one unit that probably tell of one matter and are not put together yet, in the order given.

    The same document, or titles that share most of their words. Lines that count no longer are left out, and
    those that somebody looked at and found to be matters of their own.
    """
    by_unit: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        if line.state not in GONE:
            by_unit[line.subject_id].append(line)
    found: list[list[Line]] = []
    for rest in by_unit.values():
        pairs = {id(line): _pairs(line.title) for line in rest} if len(rest) > 1 else {}
        while rest:
            first, *others = rest
            same = [
                line for line in others
                if line.matter != first.matter and not (first.is_single and line.is_single) and (
                    _one_paper(first, line) or _share(pairs[id(first)], pairs[id(line)])
                )
            ]  # fmt: skip
            if same:
                found.append([first, *same])
            kept = {id(line) for line in same}
            rest = [line for line in others if id(line) not in kept]
    return found


def undecided_matters(lines: Iterable[Line]) -> list[list[Line]]:
    """Matters of several lines of which none is accepted and more than one is undecided."""
    by_matter: dict[tuple[int, str], list[Line]] = defaultdict(list)
    for line in lines:
        if line.state not in GONE:
            by_matter[line.subject_id, line.matter].append(line)
    return [
        same for same in by_matter.values()
        if sum(line.state == Claim.State.PENDING for line in same) > 1
        and all(line.state != Claim.State.ACCEPTED for line in same)
    ]  # fmt: skip


class SameBook:
    """The lines of a ledger by which a line that is there already, or is told twice, is recognised."""

    def __init__(self, scheme: Scheme) -> None:
        self._numbers: dict[str, str] = {}
        self._lines: dict[int, list[tuple[str, str, str, str, str]]] = defaultdict(list)
        self._matters: dict[tuple[int, str], str] = {}
        self._pairs: dict[str, frozenset[str]] = {}
        found = Claim.objects.filter(scheme=scheme)
        for claim in found.only(
            "number", "subject_id", "kind", "title", "level", "document", "state"
        ):
            self._numbers[claim.number] = claim.number
            if claim.state != Claim.State.WITHDRAWN:
                self._note(claim.subject_id, claim, claim.number)
                self._matters.setdefault((claim.subject_id, claim.matter), claim.number)

    def taken(self, number: str) -> str:
        """The line that has this number, by its number or place; empty when there is none."""
        return self._numbers.get(number, "")

    def same_as(self, entry: Entry) -> str:
        """The line that says the same, by its number or place; empty when there is none."""
        title, document = _plain(entry.title), _plain(entry.document)
        for kind, other, level, paper, name in self._lines[entry.subject.pk]:
            if kind != entry.kind or (document and paper and document != paper):
                continue
            if title == other and (level == entry.level or document):
                return name
            if (
                document
                and document == paper
                and level == entry.level
                and _share(self._of(title), self._of(other))
            ):
                return name
        return ""

    def one_matter(self, entry: Entry) -> str:
        """The line with which this one makes one matter by its name alone, by its number or place."""
        return "" if entry.matter else self._matters.get((entry.subject.pk, entry.title), "")

    def note(self, entry: Entry, place: str) -> None:
        """From now on this line is known too."""
        if entry.number:
            self._numbers.setdefault(entry.number, place)
        self._note(entry.subject.pk, entry, place)
        self._matters.setdefault((entry.subject.pk, entry.matter or entry.title), place)

    def _note(self, subject: int, line: Claim | Entry, name: str) -> None:
        own = (line.kind, _plain(line.title), line.level, _plain(line.document), name)
        self._lines[subject].append(own)

    def _of(self, title: str) -> frozenset[str]:
        if title not in self._pairs:
            self._pairs[title] = _pairs(title)
        return self._pairs[title]


def _plain(text: str) -> str:
    """Half-width and without blanks, as far as sameness goes."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def _one_paper(a: Told, b: Told) -> bool:
    return bool(a.document) and a.document == b.document


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[i : i + 2] for i in range(len(text) - 1))


def _share(a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether two titles have most of their words in common.

    >>> _share(_pairs("全国文明城市"), _pairs("全国文明城市提名"))
    True
    >>> _share(_pairs("档案工作先进"), _pairs("信访工作先进"))
    False
    """
    shared = len(a & b)
    return shared >= MANY and 10 * shared >= 7 * min(len(a), len(b))
