"""一列变几列: a column of a template's table that stands for all items becomes one column for each of them."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from baton.documents.papers.measuring import widest_piece
from baton.documents.papers.putting import put
from baton.documents.papers.template import PLACE, W, text_of

INSET = 40  # twentieths of a point left and right of the text in a column that was spread
LEAST, USUAL = 12, 21  # half points: the smallest letters, and those of a run that says nothing
HEAD_LETTERS = 2.0  # so many letters of a name go side by side at the least
TWENTIETHS = 20


@dataclass(frozen=True)
class Spread:
    """What one column of a template becomes. head: the place in its heading. names: the headings. cells: each column's texts."""

    head: str
    names: Sequence[str]
    cells: Sequence[Sequence[str]]


def nth(place: str, number: int) -> str:
    """The place of one of the columns, counted from 1; no template can name it, since none is known by it."""
    return f"{place} {number}"


def spread(element: Any, spreads: Mapping[str, Spread]) -> None:
    """Every column below an element whose cells hold one of these places becomes several; widths are shared out.

    spreads: by the place that stands in the row of the list. Cells above that hold neither place grow wider instead.
    """
    for table in list(element.iter(f"{W}tbl")):
        for place, one in spreads.items():
            column = _column_of(table, place)
            if column is not None:
                _spread_column(table, column, place, one)


def _column_of(table: Any, place: str) -> int | None:
    """The grid column of the cell that holds a place; not of a table inside a cell."""
    for row in table.iterchildren(f"{W}tr"):
        for at, cell in _cells(row):
            if place in PLACE.findall(text_of(cell)) and cell.find(f".//{W}tbl") is None:
                return at
    return None


def _cells(row: Any) -> list[tuple[int, Any]]:
    """The cells of a row with the grid columns in which they begin."""
    before = row.find(f"{W}trPr/{W}gridBefore")
    at = int(before.get(f"{W}val")) if before is not None else 0
    found = []
    for cell in row.iterchildren(f"{W}tc"):
        found.append((at, cell))
        at += _span(cell)
    return found


def _span(cell: Any) -> int:
    span = cell.find(f"{W}tcPr/{W}gridSpan")
    return int(span.get(f"{W}val")) if span is not None else 1


def _spread_column(table: Any, column: int, place: str, one: Spread) -> None:
    count = max(1, len(one.names))
    grid = table.find(f"{W}tblGrid")
    lines = list(grid) if grid is not None else []
    whole = int(lines[column].get(f"{W}w") or 0) if column < len(lines) else 0
    needs = [_need(one, at) for at in range(count)]
    widths = [round(whole * need / sum(needs)) for need in needs]
    if whole:
        for width in widths[1:]:
            line = grid.makeelement(f"{W}gridCol", {f"{W}w": str(width)})
            lines[column].addnext(line)
        lines[column].set(f"{W}w", str(widths[0]))
        for line, width in zip(list(grid)[column:], widths, strict=False):
            line.set(f"{W}w", str(width))
    most = _letters(whole, needs)
    for row in table.iterchildren(f"{W}tr"):
        for at, cell in _cells(row):
            if at <= column < at + _span(cell):
                _spread_cell(cell, {place, one.head}, count, widths if whole else [], most)
                break


def _need(one: Spread, at: int) -> float:
    """How wide a column has to be, in letters, so that no figure runs into the next line."""
    cells = one.cells[at] if at < len(one.cells) else ()
    return max([HEAD_LETTERS, *(widest_piece(text) for text in cells)])


def _letters(whole: int, needs: Sequence[float]) -> int | None:
    """The largest letters, in half points, in which everything has room; None where the width isn't known."""
    if not whole:
        return None
    room = whole / TWENTIETHS - len(needs) * 2 * INSET / TWENTIETHS - len(needs) * 0.5
    return max(LEAST, int(room / sum(needs) * 2))


def _spread_cell(
    cell: Any, places: set[str], count: int, widths: Sequence[int], most: int | None
) -> None:
    """Copies of a cell that holds a place, each with its own; any other cell covers all columns that came."""
    if not places & set(PLACE.findall(text_of(cell))):
        _widen(cell, count)
        return
    for number in range(count, 0, -1):
        own = copy.deepcopy(cell)
        for paragraph in own.iter(f"{W}p"):
            _rename(paragraph, places, number)
        shape = own.find(f"{W}tcPr")
        if shape is None:
            shape = own.makeelement(f"{W}tcPr")
            own.insert(0, shape)
        if widths:
            _set_width(shape, widths[number - 1])
        _set_margins(shape)
        if most is not None:
            _limit(own, most)
        cell.addnext(own)
    cell.getparent().remove(cell)


def _rename(paragraph: Any, places: set[str], number: int) -> None:
    """Number a paragraph's places; everything else stays as it is."""

    told = {place: f"{{{{{place}}}}}" for place in PLACE.findall(text_of(paragraph))}
    if told.keys() & places:
        put(paragraph, told | {place: f"{{{{{nth(place, number)}}}}}" for place in places})


def _widen(cell: Any, count: int) -> None:
    shape = cell.find(f"{W}tcPr")
    if shape is None:
        shape = cell.makeelement(f"{W}tcPr")
        cell.insert(0, shape)
    span = shape.find(f"{W}gridSpan")
    if span is None:
        span = shape.makeelement(f"{W}gridSpan", {f"{W}val": "1"})
        width = shape.find(f"{W}tcW")
        if width is None:
            shape.insert(0, span)
        else:
            width.addnext(span)
    span.set(f"{W}val", str(int(span.get(f"{W}val")) + count - 1))


def _set_width(shape: Any, width: int) -> None:
    found = shape.find(f"{W}tcW")
    if found is None:
        found = shape.makeelement(f"{W}tcW")
        shape.insert(0, found)
    found.set(f"{W}w", str(width))
    found.set(f"{W}type", "dxa")


_AFTER_MARGINS = ("textDirection", "tcFitText", "vAlign", "hideMark")


def _set_margins(shape: Any) -> None:
    """Little room beside the text of narrow columns; where Word expects it among a cell's properties."""
    for old in shape.findall(f"{W}tcMar"):
        shape.remove(old)
    margins = shape.makeelement(f"{W}tcMar")
    for side in ("left", "right"):
        margins.append(margins.makeelement(f"{W}{side}", {f"{W}w": str(INSET), f"{W}type": "dxa"}))
    later = next((one for name in _AFTER_MARGINS for one in shape.findall(f"{W}{name}")), None)
    if later is None:
        shape.append(margins)
    else:
        later.addprevious(margins)


def _limit(cell: Any, most: int) -> None:
    """No letters larger than these."""
    for run in cell.iter(f"{W}r"):
        shape = run.find(f"{W}rPr")
        if shape is None:
            shape = run.makeelement(f"{W}rPr")
            run.insert(0, shape)
        size = shape.find(f"{W}sz")
        if size is None:
            if most >= USUAL:
                continue
            size = shape.makeelement(f"{W}sz", {f"{W}val": str(USUAL)})
            shape.append(size)
        size.set(f"{W}val", str(min(int(size.get(f"{W}val")), most)))
