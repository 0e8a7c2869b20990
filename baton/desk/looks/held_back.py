"""先不采用的格: figures that came with a sheet and that the office itself does not take yet.

Told apart from what nobody sent; and those of which an earlier figure counts meanwhile, from those that count as missing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from baton.desk.looks.missing import aside_of
from baton.domain.intake.models import Submission
from baton.domain.intake.queries import Entry
from baton.scoring.facts import CLOSED, EVERYBODY, UNREPORTED
from baton.scoring.result import Result

Pair = tuple[str, str]  # a subject and an item
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
    """The sheets of the desk of which cells are held back in this result and have no figure, in the order of the desk."""
    return _asides(result, entries, result.plan.facts.held_back)


def newer(result: Result, entries: Sequence[Entry]) -> list[Aside]:
    """The same of cells of which an earlier figure counts in this result, while the newer one is held back."""
    return _asides(result, entries, _counted(result, entries))


def told_by_sheet(
    result: Result, entries: Sequence[Entry], *, is_closed: bool
) -> list[tuple[Entry, str]]:
    """What becomes of the cells of each sheet that are put aside, in words; is_closed: the books of the round."""
    earlier, found = _counted(result, entries), []
    for entry, count in aside_of(entries):
        out = entry.newest.left_out if entry.newest else []
        old = sum((subject, item) in earlier for subject, item in out)
        said = []
        if count > old:
            then = "已关账，采用以前照缺报算" if is_closed else "等牵头单位答复"
            said.append(f"{count - old} 格先不采用，{then}")
        if old:
            said.append(f"{old} 格新报的数先不采用，照早先采用的数算")
        found.append((entry, "；".join(said)))
    return found


def _counted(result: Result, entries: Sequence[Entry]) -> set[Pair]:
    """The cells put aside of which the facts have something that counts all the same."""
    out = {
        (subject, item)
        for entry, _ in aside_of(entries)
        if entry.newest
        for subject, item in entry.newest.left_out
    }
    if not out:
        return set()
    known = {
        (line[0], line[1]) for line in result.plan.facts.observations
        if line[4] is not None or line[5] not in (UNREPORTED, CLOSED)
    }  # fmt: skip
    held = result.plan.facts.held_back
    return {one for one in out if one not in held and {one, (EVERYBODY, one[1])} & known}


def _asides(result: Result, entries: Sequence[Entry], pairs: set[Pair]) -> list[Aside]:
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
