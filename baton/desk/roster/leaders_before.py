"""照上次: what a column of leaders meant the last time is seen from who serves where on the roster of before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from baton.desk.roster.roster_questions import PERSON, Known

GROUP_IS = "group:"


def as_before(named: Sequence[tuple[str, str]], known: Known) -> str:
    """The answer to how a column is meant: half of those it names, or more, are leaders of the very units already; else empty.

    named: unit's code and name.
    """
    serving = _serving(known)
    found = [serving[one] for one in dict.fromkeys(named) if one in serving]
    if not found or 2 * len(found) < len(set(named)):
        return ""
    return GROUP_IS + Counter(found).most_common(1)[0][0]


def known_there(names: Sequence[str], unit: str, known: Known) -> list[str]:
    """All that a doubtful cell may name, where every one of them serves in the unit already."""
    serving = _serving(known)
    return list(names) if names and all((unit, name) in serving for name in names) else []


def _serving(known: Known) -> dict[tuple[str, str], str]:
    """By unit's code and name, the group of those who serve there."""
    return {
        (unit, one.name): one.group
        for one in known.subjects.values()
        if one.kind == PERSON and not one.end
        for unit, _ in one.links
    }
