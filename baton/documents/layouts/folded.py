"""县在上、每个县下面几列: counties across with 总量 and 增速, or several years, under each, seen as a row for every county."""

from __future__ import annotations

from collections.abc import Sequence

from baton.documents.grids import Cell, Grid
from baton.documents.layouts import words
from baton.documents.layouts.context import Context
from baton.documents.layouts.head_rows import Head
from baton.documents.layouts.measured import is_growth
from baton.documents.layouts.measures import is_measure
from baton.documents.layouts.view import View
from baton.documents.names import normalised, without_unit
from baton.documents.numbers import read_number

_LINES, _COLUMNS, _LONGEST = 3, 400, 30


class FoldedView(View):
    """A row for each county and a column for each indicator with each word that stands under the counties.

    Over the figures stand what the page's left columns say of an indicator and then the words under the counties. What
    stands above the counties keeps its rows.
    """

    def __init__(self, grid: Grid, head: Head, lefts: Sequence[int], measure: int, lines: Sequence[int], groups: Sequence[range]) -> None:  # fmt: skip
        """head: its top is the line of the counties. measure: the column 计量单位, or -1. lines: those of the words."""
        super().__init__(grid)
        self.is_turned = True
        self._head, self._lefts, self._measure, self._lines, self._groups = head, lefts, measure, lines, groups  # fmt: skip
        self._rows = [r for r in range(head.top + len(lines) + 1, len(grid.rows)) if _is_told(grid, r)]  # fmt: skip
        self._many = len(groups[0])
        self.height, self.width = head.start + len(groups), 1 + len(self._rows) * self._many

    def cell(self, row: int, column: int) -> Cell:
        top, names = self._head.top, len(self._lefts)
        if row < top:
            return row, min(column, self.grid.width - 1)
        at, of = divmod(column - 1, self._many)
        if row < top + names:
            return (self._rows[at] if column else top), self._lefts[row - top]
        if row < self._head.start:
            line = self._lines[row - top - names]
            return (line, self._over(line, of)) if column else (line, self._lefts[0])
        group = self._groups[row - self._head.start]
        return (self._rows[at], group[of]) if column else (top, group[0])

    def label(self, row: int, column: int) -> str:
        text = super().label(row, column)
        is_name = column > 0 and row == self._head.top + len(self._lefts) - 1
        if is_name and self._measure >= 0 and text and not without_unit(text)[1]:
            measure = self.grid.text(self.cell(row, column)[0], self._measure)
            return f"{text}（{measure}）" if is_measure(measure) else text
        return text

    def _over(self, line: int, of: int) -> int:
        """The column under the first county that holds a word; one that is blank has that of the column left of it."""
        return _filled(self.grid, line, self._groups[0][of], self._groups[0][0])


def fold(grid: Grid, row: int, context: Context) -> tuple[FoldedView, Head] | None:
    """The view of a page with its counties in this row and words under each of them; None of any other page.

    Where the words are all periods, or all 目标, 完成, 得分, they tell the rows of a sideways view apart as they are, if
    every one of them has its county.
    """
    view = View(grid)
    groups = _groups(view, row)
    first = next((group[0] for text, group in groups if context.subjects.find(text).id), 0)
    groups = [(text, group) for text, group in groups if group[0] >= first]
    lines = _lines(view, row, groups) if first and groups else []
    if not lines:
        return None
    told = [_said(view, lines, group) for text, group in groups if context.subjects.find(text).id]
    if any(one != told[0] for one in told) or not all(all(one) for one in told[0]):
        return None
    is_named = all(view.label(row, c) for _, group in groups for c in group)
    if len(lines) == 1 and is_named and _tells_rows_apart([one[0] for one in told[0]], context):
        return None
    alike = [group for _, group in groups if _said(view, lines, group) == told[0]]
    lefts = [c for c in range(first) if normalised(view.label(row, c)) not in words.ASIDE] or [*range(first)]  # fmt: skip
    measure = next((c for c in range(first) if words.is_one_of(view.label(row, c), words.MEASURE)), -1)  # fmt: skip
    names = [c for c in lefts if c != measure] or lefts
    head = Head(0, row, row + len(names) + len(lines))
    return FoldedView(grid, head, names, measure, lines, alike), head


def _groups(view: View, row: int) -> list[tuple[str, range]]:
    """The names in a row and the columns under each: merged cells, blanks right of it, or the name once more."""
    found: list[tuple[str, range]] = []
    last = max((c for r in range(row, min(row + 2, view.height)) for c in range(min(view.width, _COLUMNS)) if view.label(r, c)), default=-1)  # fmt: skip
    for column in range(last + 1):
        text = view.label(row, column)
        if found and text in ("", found[-1][0]):
            name, columns = found[-1]
            found[-1] = name, range(columns.start, column + 1)
        else:
            found.append((text, range(column, column + 1)))
    return found


def _lines(view: View, row: int, groups: Sequence[tuple[str, range]]) -> list[int]:
    """The lines of words right under the counties, where nothing stands on the left but what heads it."""
    first, found = groups[0][1].start, list[int]()
    columns = [c for _, group in groups for c in group]
    for line in range(row + 1, min(row + 1 + _LINES, view.height)):
        lefts = [view.label(line, c) for c in range(first) if view.corner(line, c)[0] > row]
        texts = [text for c in columns if (text := view.label(line, c))]
        if not texts or any(text and not _is_heading(text) for text in lefts):
            break
        if not all(len(text) <= _LONGEST and _is_word(text) for text in texts):
            break
        found.append(line)
    return found


def _is_heading(text: str) -> bool:
    return words.is_one_of(text, words.ITEM) or words.is_one_of(text, words.MEASURE)


def _is_word(text: str) -> bool:
    return words.year_of(text) is not None or not (read_number(text).text or words.state_of(text))


def _said(view: View, lines: Sequence[int], columns: range) -> list[tuple[str, ...]]:
    """What stands under a county, column by column."""
    return [tuple(view.label(line, _filled(view.grid, line, c, columns[0])) or view.label(line, c) for line in lines) for c in columns]  # fmt: skip


def _filled(grid: Grid, line: int, column: int, first: int) -> int:
    """The column itself, or where it is blank in a text file the next one left of it that is not."""
    left = range(column, first - 1, -1) if grid.is_text else ()
    return next((c for c in left if grid.text(line, c)), column)


def _tells_rows_apart(texts: Sequence[str], context: Context) -> bool:
    if all(context.periods.find(text) for text in texts):
        return True
    kinds = (*words.POINTS, *words.REASON)
    return not any(map(is_growth, texts)) and all(
        normalised(text) in words.ASIDE | words.PLAIN_VALUE or words.is_one_of(text, kinds)
        for text in texts
    )


def _is_told(grid: Grid, row: int) -> bool:
    """Whether a line is an indicator's: neither blank nor a note under the table."""
    first = next((text for c in range(grid.width) if (text := grid.text(row, c))), "")
    return bool(first) and not words.is_note(first)
