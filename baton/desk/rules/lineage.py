"""同一套: which scheme of an earlier year is the one that a scheme continues, where a year has several.

Townships and departments often have a scheme each. A scheme continues the one that it was made from, else the one for
the same groups (of several, the one of the same title but for the year), else the one of the same title.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from baton.documents.names import normalised
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


def before(scheme: Scheme) -> Version | None:
    """The newest version of the same scheme in the latest earlier year that had it; None where none did."""
    told = [_told(one) for one in queries.newest_versions(scheme.year)]
    own = next((one for one in told if one.scheme.pk == scheme.pk), None)
    if own is None:
        return None
    beside = [one for one in told if one.scheme.year == scheme.year and one is not own]
    same = [one for one in told if one.scheme.year < scheme.year and _continues(own, one, beside)]
    return max(same, key=lambda one: _nearness(own, one)).version if same else None


def same_title(one: Scheme, other: Scheme) -> bool:
    """Whether two schemes are called the same but for the year."""
    return _bare(one.title) == _bare(other.title)


def elsewhere(scheme: Scheme, groups: Iterable[str]) -> set[str]:
    """Those of these groups that another scheme of the same year is for."""
    told = [_told(one) for one in queries.newest_versions(scheme.year)]
    others = [one for one in told if one.scheme.year == scheme.year and one.scheme.pk != scheme.pk]
    return set(groups) & set().union(*(one.groups for one in others))


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
