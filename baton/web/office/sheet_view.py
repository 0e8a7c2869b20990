"""A sheet as a table: units down, data items across, the version before beside what changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.shortcuts import get_object_or_404

from baton.documents.names import with_measure
from baton.documents.scheme_table import spoken
from baton.domain.facts.models import State
from baton.domain.intake.cells import told
from baton.domain.intake.models import Sheet
from baton.domain.schemes.queries import book_of, data_entries

WIDE = 8  # columns that a desk shows beside each other
NOTHING = {"—", State.NOT_APPLICABLE.label}


@dataclass
class Shown:
    """One cell: what it says, what it said before when that differs, how it is marked, the lead unit's own points.

    key: unit and data item; empty where the version has no such cell.
    """

    text: str
    was: str = ""
    mark: str = ""
    points: str = ""
    key: str = ""

    @property
    def is_nothing(self) -> bool:
        """Nobody asks this unit for it, and nobody has said anything."""
        return not (self.was or self.mark or self.points) and self.text in NOTHING


@dataclass
class Line:
    """One unit's row with the oddities that are told under it."""

    subject: str
    name: str
    cells: list[Shown]
    odd: list[Mapping[str, Any]] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)

    @property
    def moved(self) -> bool:
        return any(cell.was or cell.mark for cell in self.cells)


@dataclass
class Grid:
    """The whole sheet: heads, rows that need a look first, the rest, and oddities of whole columns."""

    heads: list[str]
    first: list[Line]
    rest: list[Line]
    whole: list[Mapping[str, Any]]

    @cached_property
    def is_sparse(self) -> bool:
        """Many columns of which each unit has few: a unit's own tasks read better as a list than as a row of dashes."""
        cells = [cell for line in (*self.first, *self.rest) for cell in line.cells]
        return len(self.heads) > WIDE and 2 * sum(cell.is_nothing for cell in cells) > len(cells)


def columns_of(
    sheet: Sheet, cells: Sequence[Sequence[Any]], before: Sequence[Sequence[Any]],
    oddities: Sequence[Mapping[str, Any]], names: Mapping[str, str], beside: Sequence[Sequence[str]] = (),
) -> Grid:  # fmt: skip
    """A submission as a grid; tallies show the sum of their votes' lines as text.

    beside: lines of kind, subject, item, text: the lead unit's own points and its reasons.
    """
    data = {entry["code"]: entry for entry in book_of(sheet.round.version)["data"]}
    if {*sheet.items, *(one[2] for one in beside)} - data.keys():
        data = data_entries(sheet.round.scheme) | data
    columns = _columns(sheet, (*cells, *before))
    keys = {key: at for at, key in enumerate(dict.fromkeys(line[3] for line in (*cells, *before)))}
    now, old = _by_cell(cells, keys), _by_cell(before, keys)
    marks = {(odd["subject"], odd["item"]): odd["kind"] for odd in oddities if odd["subject"]}
    points = {(one[1], one[2]): one[3] for one in beside if one[0] == "points"}
    reasons: dict[str, list[str]] = {}
    items = list(dict.fromkeys(item for item, _ in columns))
    for kind, subject, item, text, *_ in beside:
        if kind == "reason":
            named = f"{data.get(item, {'name': item})['name']}：" if len(items) > 1 else ""
            reasons.setdefault(subject, []).append(f"{named}{text}")
    lines: list[Line] = []
    order = {subject: place for place, subject in enumerate(names)}
    subjects = {line[0] for line in cells} | {subject for subject, _ in marks}
    for subject in sorted(subjects, key=lambda code: order.get(code, len(order))):
        shown = []
        told = set[str]()  # what is said of a unit's figure stands in the first column that has it
        for at, (item, period) in enumerate(columns):
            here = now.get((subject, item, period))
            rest = any((subject, item, other) in now for one, other in columns[at + 1 :] if one == item)  # fmt: skip
            is_first = item not in told and (here is not None or not rest)
            mark, own_points = (marks.get((subject, item), ""), points.get((subject, item), "")) if is_first else ("", "")  # fmt: skip
            cell = _shown(here, old.get((subject, item, period)), bool(before), mark, own_points)
            if is_first:
                told.add(item)
                cell.key = key_of(subject, item) if here is not None else ""
            shown.append(cell)
        own = [odd for odd in oddities if odd["subject"] == subject]
        lines.append(
            Line(subject, names.get(subject, subject), shown, own, reasons.get(subject, []))
        )
    as_of = sheet.round.as_of
    heads = [
        f"{'' if period == as_of else spoken(period)}{_head(data.get(item, {'name': item, 'unit': ''}))}"
        for item, period in columns
    ]
    return Grid(
        heads, [line for line in lines if line.odd or line.moved],
        [line for line in lines if not (line.odd or line.moved)],
        [odd for odd in oddities if not odd["subject"]],
    )  # fmt: skip


def _columns(sheet: Sheet, cells: Sequence[Sequence[Any]]) -> list[tuple[str, str]]:
    """Item and period of each column: the round's period first."""
    found = {(line[1], line[2]) for line in cells}
    ordered = sorted(found, key=lambda one: (one[1] != sheet.round.as_of, one[1]))
    return [one for item in sheet.items for one in ordered if one[0] == item]


def key_of(subject: str, item: str) -> str:
    """A cell as a form names it."""
    return f"{subject}|{item}"


def sheet_or_404(pk: int) -> Sheet:
    """A sheet with everything its pages say about it."""
    return get_object_or_404(
        Sheet.objects.select_related("round__scheme", "round__version", "lead"), pk=pk
    )


def _by_cell(
    cells: Sequence[Sequence[Any]], keys: Mapping[str, int]
) -> dict[tuple[str, str, str], str]:
    """What each cell says, the counts of its levels in the order of keys, in which both versions are shown."""
    found: dict[tuple[str, str, str], str] = {}
    for line in sorted(cells, key=lambda line: keys[line[3]]):
        text = told(line) or ""
        text = State(text).label if line[4] is None else text
        key = (line[0], line[1], line[2])
        text = f"{line[3]} {text}" if line[3] else text
        found[key] = f"{found[key]}，{text}" if key in found else text
    return found


def _shown(now: str | None, was: str | None, has_before: bool, kind: str, points: str) -> Shown:
    text = now or ("空" if was or kind else "—")
    changed = has_before and was is not None and was != now
    mark = ("x" if kind in {"gone", "outside", "out_of_line"} else "w") if kind else ""
    return Shown(text, was or "" if changed else "", mark, points)


def _head(entry: Mapping[str, Any]) -> str:
    return with_measure(entry["name"], entry["unit"])
