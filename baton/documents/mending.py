"""改一格: cells of a page replaced by what a person said they mean, before the page is read again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from baton.documents.grids import Cell, Grid, Raw
from baton.documents.grids.grid import column_number
from baton.documents.numbers import DECIMALS, rounded

_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_NUMBER = re.compile(r"-?\d{1,14}(\.\d{1,6})?", re.ASCII)


def cell_key(place: str, file: str) -> str:
    """数据·C5 from "表.xlsx·数据·C5 (第5行第3列)": a cell within its file."""
    return place.rpartition(" (第")[0].removeprefix(file).removeprefix("·")


def mended(grid: Grid, meant: Mapping[str, str]) -> Grid:
    """The page with these cells (by `cell_key`) holding what they mean; the page itself when none is on it."""
    cells = {cell: text for key, text in meant.items() if (cell := cell_at(grid, key)) is not None}
    if not cells:
        return grid
    rows = [list(row) for row in grid.rows]
    for (row, column), text in cells.items():
        rows[row][column] = _raw(text, grid)
    return replace(
        grid, rows=rows, formulas=grid.formulas - set(cells), scaled=grid.scaled - set(cells),
        percents={cell: shown for cell, shown in grid.percents.items() if cell not in cells},
        errors={cell: shown for cell, shown in grid.errors.items() if cell not in cells},
        rounded={cell: shown for cell, shown in grid.rounded.items() if cell not in cells},
    )  # fmt: skip


def result_shown(grid: Grid, cell: Cell) -> str:
    """What a formula's cell shows, to the decimals of its format; empty where the file keeps no number for it."""
    raw = grid.rows[cell[0]][cell[1]]
    if isinstance(raw, bool) or not isinstance(raw, int | float) or cell in grid.errors:
        return ""
    decimals, is_share = grid.percents.get(cell, grid.rounded.get(cell)), cell in grid.percents
    if decimals is None or decimals > DECIMALS:
        return grid.text(*cell)
    return rounded(float(raw), decimals, percent=is_share) + ("%" if is_share else "")


def with_results(grid: Grid) -> Grid:
    """The page with formulas replaced by what they show; a formula whose result the file does not keep stays one."""
    meant = {cell: text for cell in grid.formulas if (text := result_shown(grid, cell))}
    names = {f"{grid.name}·{grid.address(*cell)}": text for cell, text in meant.items()}
    return mended(grid, names)


def cell_at(grid: Grid, key: str) -> tuple[int, int] | None:
    """Where a cell of this key stands on a page; None where it stands on another, or nowhere."""
    name, _, address = key.rpartition("·")
    found = _ADDRESS.fullmatch(address)
    if name != grid.name or not found:
        return None
    row, column = int(found[2]) - 1, column_number(found[1])
    return (row, column) if row < len(grid.rows) and column < grid.width else None


def _raw(text: str, grid: Grid) -> Raw:
    """A number as a spreadsheet would hold it, so that it isn't mentioned as a number stored as text."""
    return float(text) if not grid.is_text and _NUMBER.fullmatch(text) else text
