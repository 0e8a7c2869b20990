"""再添几个组: the facts of more groups put to those of a recorded year, of which nothing is changed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from itertools import count

from baton.scoring.facts import Event, Facts


def added(before: Facts, read: Facts, groups: Collection[str]) -> tuple[Facts, Facts]:
    """What the files say of these groups, and the whole year with it.

    Files that tell of other groups as well, a lead unit's one table for all, say nothing new of those.
    """
    known = {one.subject for one in before.roster if one.group not in groups}
    roster = [one for one in read.roster if one.group in groups and one.subject not in known]
    own = {one.subject for one in roster}
    fresh = replace(
        read,
        roster=roster,
        agreement={key: told for key, told in read.agreement.items() if key[0] in own},
        shared={code: told for code, told in read.shared.items() if code not in before.shared},
        observations=[line for line in read.observations if line[0] in own],
        events=_numbered([one for one in read.events if one.subject in own], before.events),
    )
    whole = replace(
        before,
        roster=[*(one for one in before.roster if one.subject not in own), *roster],
        agreement=before.agreement | fresh.agreement,
        shared=before.shared | fresh.shared,
        observations=[*before.observations, *fresh.observations],
        events=[*before.events, *fresh.events],
    )
    return fresh, whole


def _numbered(fresh: list[Event], before: list[Event]) -> list[Event]:
    """Events under numbers that none of the year has yet."""
    taken = {one.id for one in before}
    found = []
    for one in fresh:
        tries = (f"{one.id}-{number}" for number in count(2))
        number = one.id if one.id not in taken else next(new for new in tries if new not in taken)
        taken.add(number)
        found.append(replace(one, id=number))
    return found
