"""怎么读的: for every column of a table, or row of one with the units across, what it was taken for, as the file itself tells it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from baton.documents.grids import Grid, column_letters
from baton.documents.grids.grid import column_number
from baton.documents.layouts.head_rows import is_dated_line
from baton.documents.layouts.known import Beside
from baton.documents.layouts.view import View
from baton.documents.names import NameBook, normalised, with_measure
from baton.documents.numbers import read_number
from baton.documents.observations import KnownNames
from baton.documents.scheme_table import spoken

_SOURCE = re.compile(r"(?:(?P<page>.*)·)?(?P<letters>[A-Z]{1,3})(?P<row>\d{1,7})(?:（.*）)?")
_NUMBERS = frozenset(map(normalised, ("序号", "编号", "No", "代码", "单位代码", "年份", "年度")))
_BESIDE = {"points": "旁边的得分，只作核对", "reason": "原因"}
_FEW, _MOST, _HEADS = 3, 200, 12


@dataclass(frozen=True)
class ReadLine:
    """page, where: 数据, C 列. heading: as it stands there. taken: what it was taken for, empty where it was not. many: so many cells.

    sample: the first of them, as written and as taken where that differs. at: the column, or the row where the units run across
    (sideways). item: the data item, where it is a single one.
    """

    page: str
    where: str
    heading: str
    taken: str
    many: int
    sample: str = ""
    at: int = -1
    item: str = ""
    sideways: bool = False


@dataclass(frozen=True)
class Column:
    """A column, or a row with the units across, that was read. heads: the texts over it. lines: as they were read, with the texts
    beside each in its row. named: with the units across, the texts left of the figures, each with what stands over it.
    """

    where: str
    heads: list[str]
    lines: list[Sequence[Any]]
    beside: list[list[str]]
    named: list[tuple[str, str]] = field(default_factory=list)


def columns_of(
    grids: Sequence[Grid], name: str, cells: Iterable[Sequence[Any]], known: KnownNames
) -> dict[str, list[Column]]:
    """By page, its columns that hold figures which were read."""
    found = defaultdict[str, list[tuple[_Cell, Sequence[Any]]]](list)
    for line in cells:
        if at := _place(line[6], name):
            found[at[0]].append((_Cell(at[1], at[2], line[0], line[1], "", line[4] or ""), line))
    units = NameBook(known.subjects, known.subject_aliases, kind="单位")
    return {
        grid.name: _read_columns(grid, found[grid.name], units)
        for grid in grids
        if grid.name in found
    }


def _read_columns(
    grid: Grid, cells: Sequence[tuple[_Cell, Sequence[Any]]], units: NameBook
) -> list[Column]:
    view = View(grid, sideways=_is_sideways([cell for cell, _ in cells]))
    by_column = defaultdict[int, list[tuple[int, Sequence[Any]]]](list)
    for cell, line in cells:
        row, column = (cell.column, cell.row) if view.sideways else (cell.row, cell.column)
        by_column[column].append((row, line))
    labels = [c for c in range(view.width) if c not in by_column]
    body = _first(view, min(row for found in by_column.values() for row, _ in found), labels, units)
    texts = {
        row: [view.label(row, c) for c in labels]
        for found in by_column.values()
        for row, _ in found
    }
    return [
        Column(
            _where(view, column), _texts(view, column, body), [line for _, line in own], [texts[row] for row, _ in own],
            _named(view, column, body, labels, units) if view.sideways else [],
        )
        for column, own in sorted(by_column.items())
    ]  # fmt: skip


def _named(
    view: View, column: int, body: int, labels: Sequence[int], units: NameBook
) -> list[tuple[str, str]]:
    """The texts of a row left of its figures, with those of the row of units above them, which are their headings."""
    rows = range(body, view.height)
    over = max(labels, key=lambda c: sum(bool(units.find(view.label(r, c)).id) for r in rows), default=-1)  # fmt: skip
    found = [(view.label(r, over) if over >= 0 else "", view.label(r, column)) for r in range(body)]
    return [(head, text) for head, text in found if text]


def _first(view: View, body: int, labels: Sequence[int], units: NameBook) -> int:
    """The first row of a unit: one whose cells were not read is no heading."""
    while body and any(units.find(text).id for c in labels if (text := view.label(body - 1, c))):
        body -= 1
    return body


@dataclass(frozen=True)
class _Cell:
    """Row and column of a cell of a page, both from 0, and what was made of it."""

    row: int
    column: int
    subject: str
    item: str
    words: str
    value: str


def how_read(
    grids: Sequence[Grid], name: str, cells: Iterable[Sequence[Any]], beside: Iterable[Beside], known: KnownNames, as_of: str
) -> list[ReadLine]:  # fmt: skip
    """Page by page. name: of the file. cells: lines of unit, item, period, key, value, state, source."""
    found = defaultdict[str, list[_Cell]](list)
    for line in cells:
        if at := _place(line[6], name):
            page, row, column = at
            words = _words(line, known, as_of)
            who = known.subjects.get(line[0], line[0])
            found[page].append(_Cell(row, column, who, line[1], words, line[4] or ""))
    aside = defaultdict[str, dict[tuple[int, int], str]](dict)
    for one in beside:
        if at := _place(one.source, name):
            aside[at[0]][at[1:]] = _BESIDE[one.kind]
    lines: list[ReadLine] = []
    units = NameBook(known.subjects, known.subject_aliases, kind="单位")
    for grid in grids:
        if own := found.get(grid.name):
            lines += _page(grid, own, aside[grid.name], units)
        elif many := sum(_is_figure(grid, r, c) for r in range(len(grid.rows)) for c in range(grid.width)):  # fmt: skip
            lines.append(ReadLine(grid.name, "整页", "", "", many))
    return lines[:_MOST]


def unread_told(lines: Sequence[ReadLine]) -> str:
    """How many columns hold figures that were not taken; empty where all were."""
    left = [line for line in lines if not line.taken]
    if left and len(left) == len(lines):
        return "一列也没有收"
    return f"{len(left)} 列有数没有收" if left else ""


def _place(source: str, name: str) -> tuple[str, int, int] | None:
    told = _SOURCE.fullmatch(source.removeprefix(name).removeprefix("·"))
    if told is None:
        return None
    return told["page"] or "", int(told["row"]) - 1, column_number(told["letters"])


def _words(line: Sequence[Any], known: KnownNames, as_of: str) -> str:
    """财政收入（万元）, 上半年的财政收入, 民主测评的优秀."""
    info = known.items.get(line[1])
    text = with_measure(info.name, info.unit) if info else line[1]
    period = "" if line[2] == as_of else f"{spoken(line[2])}的"
    return f"{period}{text}{'：' + line[3].replace('|', '的') if line[3] else ''}"


def _page(
    grid: Grid, cells: Sequence[_Cell], aside: Mapping[tuple[int, int], str], units: NameBook
) -> list[ReadLine]:
    sideways = _is_sideways(cells)
    view = View(grid, sideways=sideways)
    across = [(c.column, c.row, c) if sideways else (c.row, c.column, c) for c in cells]
    body = sorted({row for row, _, _ in across})
    by_column = defaultdict[int, list[_Cell]](list)
    for _, column, cell in across:
        by_column[column].append(cell)
    others = {(at[1] if not sideways else at[0]): word for at, word in aside.items()}
    first = _first(view, body[0], [c for c in range(view.width) if c not in by_column], units)
    lines = []
    for column in range(view.width):
        head = _heading(view, column, first)
        if own := by_column.get(column):
            lines.append(_line(grid, view, column, head, own))
            continue
        many = sum(_is_figure(grid, *view.cell(row, column)) for row in body)
        if column in others or (many and normalised(head) not in _NUMBERS):
            many = many or sum(bool(view.label(row, column)) for row in body)
            lines.append(ReadLine(grid.name, _where(view, column), head, others.get(column, ""), many))  # fmt: skip
    return lines


def _is_sideways(cells: Sequence[_Cell]) -> bool:
    """Whether the units run across: each row of one item, and columns that hold several."""
    rows, columns = defaultdict[int, set[str]](set), defaultdict[int, set[str]](set)
    for cell in cells:
        rows[cell.row].add(cell.item)
        columns[cell.column].add(cell.item)
    subjects = defaultdict[int, set[str]](set)
    for cell in cells:
        subjects[cell.column].add(cell.subject)
    one_each = all(len(found) == 1 for found in subjects.values()) and len(columns) > 1
    return one_each and all(len(found) == 1 for found in rows.values())


def _line(grid: Grid, view: View, column: int, head: str, cells: Sequence[_Cell]) -> ReadLine:
    taken = list(dict.fromkeys(cell.words for cell in cells))
    words = "、".join(taken) if len(taken) <= _FEW else f"{len(taken)} 项，一行一项"
    first = next((cell for cell in cells if cell.value), cells[0])
    written = grid.text(first.row, first.column)
    became = f" → {first.value}" if first.value and first.value != written else ""
    items = {cell.item for cell in cells}
    return ReadLine(
        grid.name, _where(view, column), head, words, len(cells), f"{first.subject} {written}{became}", column,
        items.pop() if len(items) == 1 else "", view.sideways,
    )  # fmt: skip


def _where(view: View, column: int) -> str:
    return f"第 {column + 1} 行" if view.sideways else f"{column_letters(column)} 列"


def _heading(view: View, column: int, body: int) -> str:
    return " ".join(_texts(view, column, body))


def _texts(view: View, column: int, body: int) -> list[str]:
    """The texts over a column, without titles: lines of one text, or with a day at the right end."""
    found: list[str] = []
    for row in range(max(0, body - _HEADS), body):
        if not view.sideways and row + 1 < body and is_dated_line(view, row):
            continue
        texts = {view.label(row, c) for c in range(view.width)} - {""}
        text = view.label(row, column)
        if text and (len(texts) > 1 or view.sideways) and text not in found:
            found.append(text)
    return found


def _is_figure(grid: Grid, row: int, column: int) -> bool:
    raw = grid.rows[row][column]
    if isinstance(raw, str):
        return bool(raw) and read_number(raw).text is not None
    return isinstance(raw, int | float) and not isinstance(raw, bool)
