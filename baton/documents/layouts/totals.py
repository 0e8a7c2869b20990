"""合计、小计、平均: left out of the figures, but added up again, and named with both figures when they do not agree."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from baton.documents.layouts.context import Context
from baton.documents.layouts.heads import Meaning
from baton.documents.layouts.view import View
from baton.documents.numbers import PERCENT_UNITS, canonical, read_float, read_number

_WORD = {"sum": "合计", "part": "小计", "mean": "平均"}


class Totals:
    """Follows a body row by row. Sums are checked against all rows and against the rows since the last total."""

    def __init__(self, view: View, columns: dict[int, Meaning], context: Context) -> None:
        self._view, self._columns, self._context = view, columns, context
        self._values: dict[int, list[tuple[int, Decimal]]] = {}
        self._row: list[tuple[int, Decimal]] = []
        self._points: list[tuple[int, Decimal]] = []
        self._spoiled: set[int] = set()
        self._rows: list[tuple[int, str]] = []
        self._cells: list[tuple[int, int]] = []

    def value(self, row: int, column: int, text: str | None) -> None:
        """A figure of an ordinary row; None if the cell holds a state."""
        if text is not None and self._is_number(column):
            number = Decimal(text)
            self._values.setdefault(column, []).append((row, number))
            self._row.append((column, number))

    def points(self, row: int, column: int, text: str | None) -> None:
        """Points beside a figure of an ordinary row."""
        if text is not None:
            self._values.setdefault(column, []).append((row, Decimal(text)))
            self._points.append((column, Decimal(text)))

    def spoil(self, column: int) -> None:
        """A faulty cell: its column cannot be added up."""
        self._spoiled.add(column)
        self._row_spoiled = True

    _row_spoiled = False

    def total_row(self, row: int, kind: str) -> None:
        self._rows.append((row, kind))

    def total_cell(self, row: int, column: int, view: View) -> None:
        self._cells.append((row, column))

    def end_row(self, row: int) -> None:
        """Check the totals that stand in an ordinary row, then forget the row."""
        since = -1
        for at, column in self._cells:
            kind = self._columns[column].total
            parts = self._added(column)
            every = [number for _, number in parts]
            if (
                not self._row_spoiled
                and len({self._unit(c) for c, _ in parts}) == 1
                and kind in _WORD
            ):
                near = [number for c, number in parts if since < c < column]
                self._compare(at, column, kind, every, near)
            since = column
        self._row, self._points, self._cells, self._row_spoiled = [], [], [], False

    def _added(self, column: int) -> list[tuple[int, Decimal]]:
        """What a total in an ordinary row adds up: points where it says 分 or nothing else fits together."""
        mixed = len({self._unit(c) for c, _ in self._row}) != 1
        return (
            self._points
            if self._points and (mixed or "分" in self._columns[column].text)
            else self._row
        )

    def check(self) -> None:
        """Check the rows of totals against the figures above (or, for a total on top, below) them."""
        ends = [*(row for row, _ in self._rows[1:]), self._view.height]
        last = -1
        for (row, kind), end in zip(self._rows, ends, strict=False):
            if kind in _WORD:
                for column, values in self._values.items():
                    if column not in self._spoiled and not (
                        kind != "mean" and self._unit(column) in PERCENT_UNITS
                    ):
                        near = [number for at, number in values if last < at < row]
                        after = [number for at, number in values if row < at < end] if kind == "part" else []  # fmt: skip
                        groups = (after, near) if self._leads(values) else (near, after)
                        self._compare(row, column, kind, [number for _, number in values], *groups)
            last = row

    def _leads(self, values: list[tuple[int, Decimal]]) -> bool:
        """Whether 小计 stands above what it adds up: nothing lies between the first one and the total before it."""
        last = -1
        for row, kind in self._rows:
            if kind == "part":
                return not any(last < at < row for at, _ in values)
            last = row
        return False

    def _compare(
        self, row: int, column: int, kind: str, every: list[Decimal], *near: list[Decimal]
    ) -> None:
        written = number_at(self._view, row, column)
        if written is None or not every:
            return
        candidates = [self._computed(kind, group, written) for group in (*near, every) if group]
        if not candidates or written in candidates:
            return
        computed = candidates[0] if kind == "part" else candidates[-1]
        what = f"{_WORD[kind]}写的是 {canonical(written)},各格算出来是 {canonical(computed)}"
        remedy = f"请核对是{_WORD[kind]}错了,还是哪一格错了;{_WORD[kind]}不读入"
        self._context.problems.warn(
            self._view.place(row, column), what, remedy, code="total-differs"
        )

    def _computed(self, kind: str, group: list[Decimal], written: Decimal) -> Decimal:
        if kind != "mean":
            return sum(group, Decimal(0))
        places = max(-int(written.as_tuple().exponent), 0)
        return (sum(group, Decimal(0)) / len(group)).quantize(
            Decimal(1).scaleb(-places), ROUND_HALF_UP
        )

    def _is_number(self, column: int) -> bool:
        return self._context.known.items[self._columns[column].item].kind in ("number", "tally")

    def _unit(self, column: int) -> str:
        meaning = self._columns[column]
        if meaning.role == "points":
            return "分"
        return self._context.known.items[meaning.item].unit if meaning.item else ""


def number_at(view: View, row: int, column: int) -> Decimal | None:
    """A number as written, at most 6 decimals of a computed one; None if the cell holds none."""
    cell, raw = view.cell(row, column), view.raw(row, column)
    if isinstance(raw, bool) or cell in view.grid.errors:
        return None
    if isinstance(raw, int | float):
        reading = read_float(float(raw), percent=cell in view.grid.percents)
    elif isinstance(raw, str) and raw.strip():
        reading = read_number(raw)
    else:
        return None
    text = reading.text or (reading.proposed if reading.code == "number-too-fine" else "")
    return Decimal(text) if text else None
