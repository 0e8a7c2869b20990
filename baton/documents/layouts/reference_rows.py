"""全国、全省的行: no assessed unit, but what units may be held against; its figures are kept apart, none is a unit's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from baton.documents.grids import Cell, Grid
from baton.documents.layouts import words
from baton.documents.layouts.context import Context, title_of, unit_in
from baton.documents.layouts.known import ReferenceFigure
from baton.documents.layouts.long_head import LongHead
from baton.documents.layouts.measures import one_of, same_measure
from baton.documents.layouts.values import CellReader
from baton.documents.problems import Problems


def keep_across(
    grid: Grid, written: str, cells: Mapping[Cell, tuple[str, str, str | None]], context: Context
) -> None:
    """The figures of one row of a cross table: cell -> item, unit of measure stated over it, period."""
    region = words.reference_of(written)
    if not region:
        return
    for cell, (item, measure, period) in cells.items():
        _keep(grid, cell, region, written, item, measure, period, context)


def keep_long(grid: Grid, head: LongHead, rows: Sequence[int], context: Context) -> None:
    """The same of a table with one record per row."""
    silent = CellReader(grid, Problems())
    title = title_of(grid, head.row)
    columns, default = head.columns, context.default_period(grid, title, silent)
    for row in rows:
        written = grid.text(row, columns["subject"])
        region = words.reference_of(written)
        item = context.items.find(grid.text(row, columns["item"])).id
        if not region or item is None or context.subjects.find(written).id is not None:
            continue
        period = default
        if "period" in columns and (said := grid.text(row, columns["period"])):
            period = context.periods.find(said)
        stated = grid.text(row, columns["measure"]) if "measure" in columns else unit_in(title)
        unit = context.known.items[item].unit
        stated = one_of(stated, unit)
        measure = "" if not stated or same_measure(stated, unit) else stated
        _keep(grid, (row, columns["value"]), region, written, item, measure, period, context)


def _keep(
    grid: Grid, cell: Cell, region: str, written: str, item: str, measure: str, period: str | None, context: Context
) -> None:  # fmt: skip
    """One figure; without a value where it can't be read for sure, or where it may be in another unit of measure."""
    info = context.known.items[item]
    reader = CellReader(grid, Problems(), allow_formulas=context.allow_formulas)
    outcome = reader.read(*cell, info) if info.kind == "number" else None
    is_sure = outcome is not None and (not measure or cell in reader.with_unit)
    value = outcome[0] if outcome is not None and is_sure else None
    context.columns.references.append(
        ReferenceFigure(region, written, item, period or "", value, grid.source(*cell))
    )
