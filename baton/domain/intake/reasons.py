"""扣分原因: what lead units wrote beside figures, for the figures that are in force.

A later version that leaves a column out, or was sent back, takes nothing away from what an earlier one said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from baton.domain.audit import queries as log
from baton.domain.audit.models import Entry
from baton.domain.intake.cells import Cells, told, unpack
from baton.domain.intake.models import Submission
from baton.domain.rounds.models import Round

Pair = tuple[str, str]  # unit, data item
Said = frozenset[
    tuple[str, str, str | None]
]  # period, category and figure (or state) of each cell of a pair


class Reason(NamedTuple):
    """What a lead unit wrote beside a unit's figure, and in which version of its sheet."""

    subject: str
    lead: str
    item: str
    text: str
    number: int


class Taken(NamedTuple):
    """A version that counted, without the pairs that were left out."""

    version: Submission
    left_out: frozenset[Pair]

    @property
    def reasons(self) -> dict[Pair, Reason]:
        """Its own, by unit and data item."""
        lead = self.version.sheet.lead.name
        return {
            (line[1], line[2]): Reason(line[1], lead, line[2], line[3], self.version.number)
            for line in self.version.beside
            if line[0] == "reason" and (line[1], line[2]) not in self.left_out
        }


def reasons(round: Round, until: datetime) -> list[Reason]:
    """Reasons of the figures in force at a moment, by lead unit; four queries at most."""
    by_sheet: dict[int, list[Taken]] = defaultdict(list)
    for one in _taken(round, until):
        by_sheet[one.version.sheet_id].append(one)
    asked = [one.version.pk for taken in by_sheet.values() if _may_lose(taken) for one in taken]
    cells = (
        dict(Submission.objects.filter(pk__in=asked).values_list("pk", "cells")) if asked else {}
    )
    return [found for taken in by_sheet.values() for found in _in_force(taken, cells)]


def _taken(round: Round, until: datetime) -> list[Taken]:
    """Every version accepted until then, whatever became of it later, by sheet, the oldest first."""
    sheets = {f"sheet:{pk}": pk for pk in round.sheets.values_list("pk", flat=True)}
    entries = Entry.objects.filter(action="sheet.accepted", on__in=sheets, at__lte=until)
    left_out: dict[tuple[int, int], frozenset[Pair]] = {}
    for entry in entries.order_by("seq"):
        said = log.told(entry)
        pairs = frozenset(
            (subject, item) for subject, item in said["left_out"] + said.get("kept", [])
        )
        left_out[sheets[entry.on], said["number"]] = pairs
    versions = (
        Submission.objects.filter(sheet__in={pk for pk, _ in left_out})
        .defer("cells", "oddities")
        .select_related("sheet__lead")
        .order_by("sheet_id", "number")
    )
    known = ((one, left_out.get((one.sheet_id, one.number))) for one in versions)
    return [Taken(one, pairs) for one, pairs in known if pairs is not None]


def _may_lose(taken: Sequence[Taken]) -> bool:
    """Whether an older version gave a reason that the newest doesn't give."""
    newest = taken[-1].reasons
    return any(pair not in newest for one in taken[:-1] for pair in one.reasons)


def _in_force(taken: Sequence[Taken], cells: Mapping[int, str]) -> list[Reason]:
    """What holds after all versions of one sheet: a figure that changed, or whose column has reasons, speaks for itself."""
    if any(one.version.pk not in cells for one in taken):
        return list(taken[-1].reasons.values())
    figures: dict[Pair, Said] = {}
    found: dict[Pair, Reason] = {}
    for one in taken:
        own = one.reasons
        explained = {item for _, item in own}
        for pair, said in _figures(unpack(cells[one.version.pk])).items():
            if pair in one.left_out:
                continue
            if said != figures.get(pair) or pair[1] in explained:
                found.pop(pair, None)
            figures[pair] = said
        found |= own
    return list(found.values())


def _figures(cells: Cells) -> dict[Pair, Said]:
    grouped: dict[Pair, set[tuple[str, str, str | None]]] = defaultdict(set)
    for line in cells:
        grouped[line[0], line[1]].add((line[2], line[3], told(line)))
    return {pair: frozenset(said) for pair, said in grouped.items()}
