"""同一套: which scheme of an earlier year is the one that a scheme continues, where a year has several.

Townships and departments often have a scheme each. A scheme continues the one that it was made from, else the one for
the same groups (of several, the one of the same title but for the year), else the one of the same title.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from baton.documents.names import normalised
from baton.documents.scheme_table import without_groups
from baton.domain.assessment.models import Run
from baton.domain.schemes import queries
from baton.domain.schemes.models import Scheme, Version

_YEAR = re.compile(r"[(\uff08]?复算[)\uff09]?|\d{4}\s*年?度?")


@dataclass(frozen=True)
class Told:
    """A scheme with its newest version: for which groups it is, and its title without the year."""

    version: Version
    groups: frozenset[str]
    title: str

    @property
    def scheme(self) -> Scheme:
        return self.version.scheme


def before(scheme: Scheme, year: int | None = None) -> Version | None:
    """The newest version of the same scheme in the latest earlier year that had it, or in this one; None where none did."""
    told = [_told(one) for one in queries.newest_versions(scheme.year)]
    own = next((one for one in told if one.scheme.pk == scheme.pk), None)
    if own is None:
        return None
    beside = [one for one in told if one.scheme.year == scheme.year and one is not own]
    years = range(scheme.year) if year is None else {year}
    same = [one for one in told if one.scheme.year in years and _continues(own, one, beside)]
    return max(same, key=lambda one: _nearness(own, one)).version if same else None


def run_of(scheme: Scheme, runs: Sequence[Run]) -> Run | None:
    """The first of some runs of one earlier year; where they are of several schemes, the first of the same one."""
    if len({one.round.scheme_id for one in runs}) > 1 and (
        same := before(scheme, runs[0].round.scheme.year)
    ):
        runs = [one for one in runs if one.round.scheme_id == same.scheme_id] or runs
    return runs[0] if runs else None


def same_title(one: Scheme, other: Scheme) -> bool:
    """Whether two schemes are called the same but for the year."""
    return _bare(one.title) == _bare(other.title)


def book_beside(version: Version, scheme: Scheme) -> dict[str, Any]:
    """The rule book of an earlier year without the groups for which another scheme of this one's year is by now."""
    book, told = (
        queries.book_of(version),
        [_told(one) for one in queries.newest_versions(scheme.year)],
    )
    own = {group for one in told if one.scheme.pk == scheme.pk for group in one.groups}
    others = {group for one in told if one.scheme.year == scheme.year for group in one.groups}
    return without_groups(book, others - own)


def _told(version: Version) -> Told:
    groups = frozenset(one["group"] for one in queries.book_of(version)["groups"])
    return Told(version, groups, _bare(version.scheme.title))


def _bare(title: str) -> str:
    return normalised(_YEAR.sub("", title))


def _continues(own: Told, old: Told, beside: Sequence[Told]) -> bool:
    """Whether it is the same scheme; where one beside it is for the same groups, only the title tells."""
    if own.scheme.predecessor_id == old.scheme.pk:
        return True
    shared, is_called_so = own.groups & old.groups, own.title == old.title
    if not shared:
        return is_called_so and not any(one.groups & old.groups for one in beside)
    return is_called_so or not any(shared <= one.groups for one in beside)


def _nearness(own: Told, old: Told) -> tuple[int, bool, float, bool, int]:
    shared = len(own.groups & old.groups) / len(own.groups | old.groups)
    return (
        old.scheme.year, own.scheme.predecessor_id == old.scheme.pk, shared, own.title == old.title, old.scheme.pk,
    )  # fmt: skip
