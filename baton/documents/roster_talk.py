"""名册的问答: what is known before a roster is read, what was said of it, what is left to ask, and how its columns were read."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

SEVERAL, WHO, ONE_GROUP = "several", "who", "one-group"  # kinds of questions
SPLIT, WHOLE = "split", "whole"
PEOPLE, UNITS = "people", "units"
NO_GROUP = "-"  # the answer that people of a sheet are not assessed by themselves


@dataclass(frozen=True, slots=True)
class ReadColumn:
    """How one column was read. at: its letters, with the sheet's name where there are several; key: "" where nobody reads it."""

    at: str
    head: str
    key: str
    is_of_people: bool = False


@dataclass
class RosterTalk:
    """Filled while a roster is read by `read_roster`.

    units: names of units there are, with their aliases. said: answers by kind and key.
    several: cells that may name several units, with these. who: sheets that may list units or people, with names of
    these. one_group: sheets without any group, with names that it may have; of_people: those of them that list people.
    columns: every column, in their order.
    """

    units: Collection[str] = ()
    said: Mapping[tuple[str, str], str] = field(default_factory=dict)
    several: dict[str, list[str]] = field(default_factory=dict)
    who: dict[str, list[str]] = field(default_factory=dict)
    one_group: dict[str, list[str]] = field(default_factory=dict)
    of_people: set[str] = field(default_factory=set)
    columns: list[ReadColumn] = field(default_factory=list)
