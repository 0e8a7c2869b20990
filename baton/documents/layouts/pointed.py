"""指出来的列: a page of which a person has pointed out where the units stand and which column holds which item."""

from __future__ import annotations

from baton.documents.grids import Grid
from baton.documents.layouts import words
from baton.documents.layouts.context import Context, Unknowns, title_of, unit_below, unit_in
from baton.documents.layouts.known import Pointed
from baton.documents.layouts.measures import is_measure
from baton.documents.layouts.values import CellReader
from baton.documents.layouts.view import View
from baton.documents.names import without_unit

_NO_NAME = ("这一行有数,却没有写单位", "请补上单位名称,或删去这一行")
_MERGED = ("这一格和旁边的格子合并了,分不清是谁的数", "请取消合并,各填各的")


def read_pointed(grid: Grid, said: Pointed, context: Context) -> None:
    """Append the figures of the columns that were pointed out, all of the period that is asked for; faults go to the problems.

    Headings decide nothing but the unit of measure: it is compared with the item's as for any other table.
    """
    view, reader = View(grid, sideways=said.sideways), context.reader(grid)
    unknown = Unknowns("单位", context.subjects, grid)
    items = {at: item for at, item in said.items.items() if at < view.width and item in context.known.items}  # fmt: skip
    measures = {at: _measure(view, at, item, said, context, reader) for at, item in items.items()}
    period = context.period or context.fallback or ""
    for row in range(said.first, view.height if said.names < view.width else 0):
        label = view.label(row, said.names)
        subject = context.subjects.find(label).id if label else None
        filled = any(view.label(row, at) for at in items)
        if subject is None and words.is_note(label):
            break
        if (
            not filled
            or context.is_ignored("单位", label)
            or (subject is None and words.total_of(label))
        ):
            continue
        if subject is None and label:
            unknown.add(label, view.cell(row, said.names))
        elif subject is None:
            context.problems.error(view.place(row, said.names), *_NO_NAME, code="name-blank")
        else:
            _take(view, row, subject, items, measures, period, context, reader)
    unknown.report(context.problems)
    reader.finish()


def _take(
    view: View, row: int, subject: str, items: dict[int, str], measures: dict[int, str], period: str, context: Context,
    reader: CellReader,
) -> None:  # fmt: skip
    for column, item in items.items():
        if view.is_swallowed(row, column):
            context.problems.error(view.place(row, column), *_MERGED, code="merged-value")
            continue
        info, cell = context.known.items[item], view.cell(row, column)
        if (outcome := reader.read(*cell, info)) is not None:
            measure = reader.measure_in(cell, info.unit) or measures[column]
            context.add(subject, item, period, *outcome, view.grid.source(*cell), measure=measure)


def _measure(
    view: View, column: int, item: str, said: Pointed, context: Context, reader: CellReader
) -> str:
    """The unit of measure over a column, else of the whole page, if it is not the item's."""
    over = [view.label(row, column) for row in range(said.first)]
    own = [text if is_measure(text) else without_unit(text)[1] for text in over if text]
    written = next((text for text in reversed(own) if text and is_measure(text)), "")
    where = f"“{next((text for text in reversed(over) if text), '')}”" if written else "表角"
    grid = view.grid
    written = written or unit_in(title_of(grid, said.first)) or unit_below(grid)
    return context.compare_unit(written, item, where, reader) if written else ""
