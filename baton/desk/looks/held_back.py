"""先不采用的格: figures that came with a sheet and that the office itself does not take yet, told apart from what nobody sent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from baton.desk.looks.missing import aside_of
from baton.domain.intake.models import Submission
from baton.domain.intake.queries import Entry
from baton.scoring.result import Result

MOST = 4  # units that are named of one item


@dataclass(frozen=True)
class Aside:
    """A sheet that was taken in part: its version, how many cells still wait, and which.

    cells: of each indicator the units.
    """

    version: Submission
    lead: str
    count: int
    cells: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def told(self) -> str:
        """The cells as a sentence has them."""
        return "；".join(f"{name}：{_some(units)}" for name, units in self.cells)


def held_units(result: Result, code: str, pairs: set[tuple[str, str]]) -> set[str]:
    """The subjects whose figure of an indicator is held back."""
    data = {one["item"] for one in result.plan.items[code]["data"].values()}
    return {subject for subject, item in pairs if item in data}


def asides(result: Result, entries: Sequence[Entry]) -> list[Aside]:
    """The sheets of the desk of which cells are held back in this result, in the order of the desk."""
    pairs = result.plan.facts.held_back
    if not pairs:
        return []
    names = {one["code"]: one["name"] for one in result.plan.rulebook["data"]}
    units = {one.subject: one for one in result.plan.facts.roster}
    found = []
    for entry, _ in aside_of(entries):
        if entry.newest is None:
            continue
        here: dict[str, list[str]] = defaultdict(list)
        own = {(subject, item) for subject, item in entry.newest.left_out} & pairs
        for subject, item in sorted(own, key=lambda one: (one[1], units[one[0]].order if one[0] in units else 0)):  # fmt: skip
            here[names.get(item, item)].append(units[subject].name if subject in units else subject)
        if here:
            cells = tuple((name, tuple(some)) for name, some in here.items())
            found.append(Aside(entry.newest, entry.sheet.lead.name, len(own), cells))
    return found


def _some(names: Sequence[str]) -> str:
    return "、".join(names[:MOST]) + (f"等 {len(names)} 个" if len(names) > MOST else "")
