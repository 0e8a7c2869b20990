"""台账: the ledger as a page shows it: chosen by unit, kind, state and words, counted, and cut into pages.

All lines are read once, without their long texts' relations; only those of the page shown are loaded in full.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from baton.domain.claims.models import Claim
from baton.domain.claims.queries import standings
from baton.domain.claims.sameness import GONE, alike, undecided_matters
from baton.domain.orgs.models import Standing
from baton.domain.orgs.queries import official_order
from baton.domain.schemes.models import Scheme

SIZES = (50, 200, 1000)
FIELDS = (
    "pk", "subject_id", "subject__name", "number", "state", "kind", "title", "matter", "level", "document", "source",
    "told_by", "receipt_by", "note", "edits", "happened_on", "is_single",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """What choosing and sameness look at."""

    pk: int
    subject_id: int
    unit: str
    number: str
    state: str
    kind: str
    title: str
    matter: str
    level: str
    document: str
    source: str
    told_by: str
    receipt_by: str
    note: str
    edits: int
    happened_on: date | None
    is_single: bool

    def has(self, words: Sequence[str]) -> bool:
        """Whether every word stands somewhere in the line."""
        text = _plain("\n".join((
            self.unit, self.number, self.title, self.matter, self.document, self.source, self.told_by, self.note,
        )))  # fmt: skip
        return all(word in text for word in words)

    def is_unsigned(self, deductions: Collection[str]) -> bool:
        """A deduction that still stands and that the unit has not acknowledged."""
        return self.kind in deductions and not self.receipt_by and self.state not in GONE


@dataclass(frozen=True)
class Chosen:
    """What a reader asked to see. Empty means all; same: only lines that probably share a matter with another;
    unsigned: only deductions that no unit has acknowledged."""

    group: str = ""
    unit: str = ""
    kind: str = ""
    level: str = ""
    state: str = ""
    text: str = ""
    same: bool = False
    unsigned: bool = False
    page: int = 1
    size: int = SIZES[0]


@dataclass
class Shown:
    """One page of the ledger and what stands around it. `counts` are of all states within the other choices;
    `near_matters` are those of `matters` that have a line among what was asked for."""

    claims: list[Claim]
    total: int
    counts: Mapping[str, int]
    pages: int
    page: int
    size: int
    all: int
    pending: int
    matters: list[list[Line]] = field(default_factory=list)
    near_matters: list[list[Line]] = field(default_factory=list)
    units: list[tuple[str, str]] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    levels: list[str] = field(default_factory=list)
    shared: Counter[tuple[int, str]] = field(default_factory=Counter)

    @property
    def first(self) -> int:
        return 0 if not self.claims else (self.page - 1) * self.size + 1

    @property
    def last(self) -> int:
        return self.first + len(self.claims) - 1 if self.claims else 0


def shown(scheme: Scheme, chosen: Chosen, deductions: Collection[str] = ()) -> Shown:
    """The page asked for; the same number of queries whatever the ledger's length. `deductions` are kinds."""
    lines = [
        Line(*row)
        for row in Claim.objects.filter(scheme=scheme).order_by("number").values_list(*FIELDS)
    ]
    order = official_order(scheme.year)
    lines.sort(key=lambda one: order.get(one.subject_id, len(order)))
    matters = same_matters(lines)
    same = {one.pk for group in matters for one in group}
    places = standings(scheme.year) if chosen.group else {}
    words = _plain(chosen.text).split()
    near = [
        one for one in lines
        if (not chosen.unit or str(one.subject_id) == chosen.unit)
        and (not chosen.group or _group(places.get(one.subject_id)) == chosen.group)
        and chosen.kind in ("", one.kind) and chosen.level in ("", one.level)
        and (not chosen.same or one.pk in same)
        and (not chosen.unsigned or one.is_unsigned(deductions)) and (not words or one.has(words))
    ]  # fmt: skip
    counts = dict.fromkeys(Claim.State.values, 0) | Counter(one.state for one in near)
    found = [one for one in near if chosen.state in ("", one.state)]
    first_of: dict[tuple[int, str], int] = {}
    for place, one in enumerate(found):
        first_of.setdefault((one.subject_id, one.matter), place)
    found.sort(
        key=lambda one: (
            order.get(one.subject_id, len(order)),
            first_of[one.subject_id, one.matter],
        )
    )
    wanted = {one.pk for one in found}
    pages = max(1, -(-len(found) // chosen.size))
    page = min(max(1, chosen.page), pages)
    cut = found[(page - 1) * chosen.size : page * chosen.size]
    return Shown(
        _loaded(cut), len(found), counts, pages, page, chosen.size, len(lines),
        sum(one.state == Claim.State.PENDING for one in lines), matters,
        [group for group in matters if any(one.pk in wanted for one in group)],
        list(dict.fromkeys((str(one.subject_id), one.unit) for one in lines)),
        sorted({one.kind for one in lines}), sorted({one.level for one in lines if one.level}),
        Counter((one.subject_id, one.matter) for one in lines),
    )  # fmt: skip


def same_matters(lines: Sequence[Line]) -> list[list[Line]]:
    """Groups of lines to be looked at together: undecided lines of one matter, and lines that look alike."""
    groups = undecided_matters(lines)
    taken = {one.pk for group in groups for one in group}
    return groups + alike(one for one in lines if one.pk not in taken)


def _loaded(cut: Sequence[Line]) -> list[Claim]:
    found = Claim.objects.filter(pk__in=[one.pk for one in cut]).select_related("subject")
    by_key = {claim.pk: claim for claim in found.prefetch_related("decisions")}
    return [by_key[one.pk] for one in cut if one.pk in by_key]


def _group(standing: Standing | None) -> str:
    return standing.group.name if standing and standing.group else ""


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
