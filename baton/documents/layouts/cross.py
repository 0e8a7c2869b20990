"""交叉表: a row per subject with items across, or counties across with items down, totals left out but re-added."""

from __future__ import annotations

import datetime as dt
import difflib
from dataclasses import replace
from decimal import Decimal
from typing import Literal

from baton.documents.grids import Cell, Grid
from baton.documents.layouts import beside, levels, words
from baton.documents.layouts.context import Context, Unknowns, title_of
from baton.documents.layouts.cross_columns import ColumnTeller, columns_of
from baton.documents.layouts.head_rows import Head
from baton.documents.layouts.heads import Meaning, find_view
from baton.documents.layouts.known import SCORE, Beside, ItemInfo, State
from baton.documents.layouts.reference_rows import keep_across
from baton.documents.layouts.totals import Totals
from baton.documents.layouts.values import CellReader
from baton.documents.layouts.view import View
from baton.documents.names import normalised
from baton.documents.numbers import canonical

UNSAVED = "请在电子表格里打开、保存一次再交,或把公式粘贴为数值"


def read_cross(grid: Grid, context: Context) -> bool:
    """Append what a cross table reports; False if no table was recognised. Faults go to the context's problems."""
    found = find_view(grid, context)
    if found is None:
        return False
    view, head = found
    columns = columns_of(view, head, context)
    beside.tie(columns, context)
    if not any(
        meaning.role in ("value", "lone", "lacking", "either", "passed")
        or (meaning.role == "unknown" and meaning.item)
        for meaning in columns.values()
    ):
        return False
    _CrossTable(view, head, columns, context).read()
    return True


def ask_for_items(grid: Grid, context: Context) -> bool:
    """In a table of units whose heads name nothing known, every column of numbers is a fault of its own; False without any."""
    found = find_view(grid, context)
    if found is None:
        return False
    view, head = found
    columns = columns_of(view, head, context)
    return ColumnTeller(view, head, columns, context, context.reader(grid)).ask_for_items()


class _CrossTable:
    def __init__(
        self, view: View, head: Head, columns: dict[int, Meaning], context: Context
    ) -> None:
        self.view, self.head, self.columns, self.context = view, head, columns, context
        self.reader: CellReader = context.reader(view.grid)
        self.unknown = Unknowns("单位", context.subjects, view.grid)
        self.totals = Totals(view, columns, context)
        self.slips = levels.Slips(view, columns, context)
        above = head.label if view.sideways else head.top
        title = title_of(view.grid, above)
        beside = " ".join(view.label(r, head.label) for r in range(head.top, head.start))
        self.default = context.default_period(view.grid, title, self.reader)
        self.teller = ColumnTeller(
            view, head, columns, context, self.reader, f"{title} {view.grid.name} {beside}", self.default
        )  # fmt: skip
        body = range(head.start, view.height) if head.parts >= 0 else ()
        self.parts = {
            _part_kind(view.label(r, head.parts)) for r in body if view.label(r, head.parts)
        }
        self.refused: set[str] = set()

    def read(self) -> None:
        self.teller.tell()
        for row in range(self.head.start, self.view.height):
            if not self._row(row):
                break
        self.unknown.report(self.context.problems)
        self.totals.check()
        self.reader.finish()

    def _row(self, row: int) -> bool:
        """Read one row of the body; False at the notes under the table."""
        label = self.view.label(row, self.head.label) or self._total_before(row)
        part = self.view.label(row, self.head.parts) if self.head.parts >= 0 else ""
        kind = _part_kind(part)
        if kind == "aside":
            self.reader.mention("aside", f"{self.view.address(row, self.head.parts)}“{part}”")
            return True
        filled = [
            c
            for c, m in self.columns.items()
            if m.role in ("value", "total", "points")
            and self.view.label(row, c)
            and not self._is_one_cell(row, c)
        ]
        if self.context.is_ignored("单位", label):
            return True
        total = words.total_of(label)
        subject = self.context.subjects.find(label).id if label else None
        if subject is None and not total and self._is_note(row, label):
            return False
        if subject is not None:
            self._subject_row(row, subject, kind)
        elif total:
            self.totals.total_row(row, total)
            keep_across(self.view.grid, label, self._figures(row, kind), self.context)
        elif filled and label:
            self.unknown.add(label, self.view.cell(row, self.head.label))
            self._subject_row(row, None, kind)
        elif filled and not self._is_heading_again(row):
            what, remedy = "这一行有数,却没有写单位", "请补上单位名称,或删去这一行"
            if self.view.is_formula(row, self.head.label):
                what, remedy = "单位名称是公式,文件里没有存着它的结果", UNSAVED
            place = self.view.place(row, self.head.label)
            self.context.problems.error(place, what, remedy, code="name-blank")
        elif label and not self.view.sideways:
            self.reader.mention("section", f"{self.view.address(row, self.head.label)}“{label}”")
        return True

    def _is_one_cell(self, row: int, column: int) -> bool:
        """Whether a cell is merged with that of the name: 一、市直部门 over the whole table."""
        view, label = self.view, self.head.label
        return not view.sideways and view.corner(row, column) == view.corner(row, label)

    def _figures(self, row: int, kind: str) -> dict[Cell, tuple[str, str, str | None]]:
        """The cells of a row that hold figures, each with its item, the unit stated over it and its period."""
        period = self.default
        if self.head.periods >= 0 and (said := self.view.label(row, self.head.periods)):
            period = self.context.periods.find(said)
        return {
            self.view.cell(row, column): (meaning.item, meaning.measure, meaning.period or period)
            for column, meaning in self.columns.items()
            if kind == "figure" and meaning.role == "value" and self.view.label(row, column)
            and not self.view.is_swallowed(row, column) and self._is_figure(row, meaning, kind)
        }  # fmt: skip

    def _total_before(self, row: int) -> str:
        """合计 that was written into the column of numbers left of the names."""
        before = (self.view.label(row, column) for column in range(self.head.label))
        return next((text for text in before if text and words.total_of(text)), "")

    def _is_note(self, row: int, label: str) -> bool:
        if self.view.sideways:
            return False
        first = label or next(
            (t for t in (self.view.label(row, c) for c in range(self.view.width)) if t), ""
        )
        return words.is_note(first)

    def _is_heading_again(self, row: int) -> bool:
        """Printed tables repeat the heading on each page."""
        return any(
            self.view.label(row, c) == m.text for c, m in self.columns.items() if m.role == "value"
        )

    def _subject_row(self, row: int, subject: str | None, kind: str) -> None:
        period = self._row_period(row)
        for column, meaning in self.columns.items():
            if meaning.role == "value" and self._is_figure(row, meaning, kind):
                self._cell(row, column, meaning, subject, meaning.period or period)
            elif meaning.role == "value":
                self._beside(row, column, meaning, subject, kind)
            elif meaning.role == "total":
                self.totals.total_cell(row, column, self.view)
            elif meaning.role in ("points", "reason"):
                self._beside(row, column, meaning, subject, meaning.role)
        self.totals.end_row(row)
        self.slips.end_row(row)

    def _is_figure(self, row: int, meaning: Meaning, kind: str) -> bool:
        """Whether a row of 完成, 得分 or 扣分原因 holds the item's figure: the score of a score, else what is not points."""
        known = self.context.known
        is_score = known.items[meaning.item].name.endswith(SCORE)
        if kind == "figure":
            return not (is_score and "points" in self.parts)
        if kind != "points" or (not is_score and "figure" in self.parts):
            return False
        if known.holds_points(meaning.item):
            return True
        if meaning.item not in self.refused:
            self.refused.add(meaning.item)
            place = self.view.place(row, self.head.parts)
            self.context.refuse_points(place, self.view.label(row, self.head.parts), meaning.item)
        return False

    def _row_period(self, row: int) -> str | None:
        if self.head.periods < 0:
            return self.default
        raw = self.view.raw(row, self.head.periods)
        label = self.view.label(row, self.head.periods)
        periods = self.context.periods
        found = periods.find_month(raw) if isinstance(raw, dt.date) else periods.find(label)
        if found is None and label and self.context.is_lacking(label):
            place = self.view.place(row, self.head.periods)
            self.context.ask_for_period(place, label)
        elif found is None and label:
            near = difflib.get_close_matches(label, periods.known, 1, 0.3)
            remedy = f"请写成方案里的期间,如“{(near or periods.known or ['2026-01'])[0]}”"
            self.context.problems.error(
                self.view.place(row, self.head.periods),
                f"没有期间“{label}”",
                remedy,
                code="period-unknown",
            )
        return found if label else self.default

    def _cell(
        self, row: int, column: int, meaning: Meaning, subject: str | None, period: str | None
    ) -> None:
        view, info = self.view, self.context.known.items[meaning.item]
        if view.is_swallowed(row, column):
            what = "这一格和旁边的格子合并了,分不清是谁的数"
            self.context.problems.error(
                view.place(row, column), what, "请取消合并,各填各的", code="merged-value"
            )
            return
        if meaning.full:
            info = replace(info, non_negative=False)  # what was taken off may stand as -1.5
        outcome: tuple[str | None, State] | None = (
            self._added(row, meaning, info)
            if meaning.adds
            else self.reader.read(*view.cell(row, column), info)
        )
        if outcome is None:
            self.totals.spoil(column)
            return
        self.totals.value(row, column, outcome[0])
        self.slips.value(column, outcome[0])
        if meaning.full:
            outcome = _remaining(outcome, view.label(row, column), meaning.full)
        if subject is not None and period is not None:
            cell = view.cell(row, column)
            measure = self.reader.measure_in(cell, info.unit) or meaning.measure
            source = view.grid.source(*cell)
            if meaning.adds and outcome[0] is not None:
                source += (
                    f"（{view.address(row, meaning.adds[0])} 至 {view.address(row, column)} 相加）"
                )
            self.context.add(
                subject, meaning.item, period, *outcome, source, key=meaning.key, measure=measure
            )

    def _added(self, row: int, meaning: Meaning, info: ItemInfo) -> tuple[str | None, State] | None:
        """The sum of several cells, all of which have to hold a number."""
        read = [self.reader.read(*self.view.cell(row, column), info) for column in meaning.adds]
        told = [one for one in read if one is not None]
        if len(told) < len(read):
            return None
        numbers = [Decimal(text) for text, _ in told if text is not None]
        if len(numbers) == len(told):
            return canonical(sum(numbers, Decimal(0))), "reported"
        states = {state for _, state in told}
        return None, states.pop() if len(states) == 1 else "not_yet"

    def _beside(
        self, row: int, column: int, meaning: Meaning, subject: str | None, kind: str
    ) -> None:
        """Points or a reason: kept beside the figure, never read as one."""
        raw = self.view.raw(row, column)
        if kind == "points":
            text = beside.number_in(raw)
            if meaning.role == "points":
                self.totals.points(row, column, text)
            self._keep("points", row, column, meaning, subject, text)
        elif kind == "reason":
            self._keep("reason", row, column, meaning, subject, beside.reason_in(raw))

    def _keep(
        self, kind: Literal["points", "reason"], row: int, column: int, meaning: Meaning, subject: str | None,
        text: str | None,
    ) -> None:  # fmt: skip
        if text and subject is not None:
            source = self.view.grid.source(*self.view.cell(row, column))
            self.context.columns.beside.append(Beside(kind, subject, meaning.item, text, source))


def _remaining(
    outcome: tuple[str | None, State], written: str, full: str
) -> tuple[str | None, State]:
    """The full points without what was taken off; where nothing is written, nothing was."""
    if outcome[0] is None:
        return outcome if written else (full, "reported")
    return str(Decimal(full) - abs(Decimal(outcome[0]))), "reported"


def _part_kind(part: str) -> str:
    """What a row says it holds: "figure", "points", "reason" or "aside" (目标, 位次)."""
    if words.is_one_of(part, words.REASON):
        return "reason"
    if words.is_one_of(part, words.POINTS):
        return "points"
    return "figure" if not part or normalised(part) in words.PLAIN_VALUE else "aside"
