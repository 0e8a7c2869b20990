"""表头下的满分行、栏次行: a row of full points, or of the columns' letters and numbers, right under the headings is no unit's."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from baton.documents.grids import Grid, Raw
from baton.documents.layouts import words
from baton.documents.layouts.context import Context
from baton.documents.layouts.view import View
from baton.documents.names import normalised, without_unit
from baton.documents.numbers import canonical, fold, quoted

_ROWS, _COLUMNS, _BELOW = (
    200,
    8,
    3,
)  # where 单位 may stand over the names, and rows of headings from there on
_FULL = frozenset(
    map(
        normalised,
        ("满分", "满分值", "分值", "权重", "标准分", "基准分", "总分值", "应得分", "分数"),
    )
)
_NUMBERED = frozenset(
    map(normalised, ("甲", "乙", "A", "栏次", "栏号", "列号", "列次", "序号", "(甲)", "—", "-"))
)
_POINTS = re.compile(r"\(?(?:满分|分值|权重)?:?(\d+(?:\.\d+)?)(分|%)?\)?")
_HUNDRED = Decimal(100)  # points given out of a hundred are a question of their own
_STEMS = "甲乙丙丁戊己庚辛"


def without_rows_of_heads(grid: Grid, context: Context) -> Grid:
    """The page with such rows blanked. Full points are compared with what the scheme gives, and told where they differ."""
    view, gone = View(grid), set[int]()
    for row, column in _heads(grid):
        for below in range(row + 1, min(row + 1 + _BELOW, len(grid.rows))):
            if _is_full(view, row, below, column, context):
                _compare(view, row, below, column, context)
                gone.add(below)
            elif _is_numbered(view, row, below, column):
                gone.add(below)
            elif context.subjects.find(view.label(below, column)).id:
                break
    if not gone:
        return grid
    blank: list[Raw] = [""] * grid.width
    rows = [blank if r in gone else row for r, row in enumerate(grid.rows)]
    return replace(grid, rows=rows)


def _heads(grid: Grid) -> list[tuple[int, int]]:
    """The cells that head the names of a table."""
    return [
        (row, column)
        for row in range(min(_ROWS, len(grid.rows)))
        for column in range(min(_COLUMNS, grid.width))
        if (text := grid.text(row, column)) and words.is_one_of(text, words.SUBJECT)
    ]


def _cells(view: View, row: int, column: int) -> dict[int, str]:
    """What stands right of the names, without what is merged down from above."""
    return {c: text for c in range(column + 1, view.width) if not view.is_swallowed(row, c) and (text := view.label(row, c))}  # fmt: skip


def _is_full(view: View, head: int, row: int, column: int, context: Context) -> bool:
    cells = _cells(view, row, column)
    found = [_POINTS.fullmatch(fold(text)) for text in cells.values()]
    if not found or not all(found):
        return False
    label = normalised(without_unit(view.label(row, column))[0])
    before = {normalised(view.label(row, c)) for c in range(column)}
    if label in _FULL or (not label and before & _FULL):
        return True
    if label and view.corner(row, column) != view.corner(head, column):
        return False
    if all(one and one[2] for one in found):
        return True  # 4分、3分
    own = {c: full for c in cells if (full := _full_of(view, head, row, c, context))}
    return bool(own) and all(_points(cells[c]) == full for c, full in own.items())


def _is_numbered(view: View, head: int, row: int, column: int) -> bool:
    """甲 | 1 | 2 | 3, or (1) | (2) | (3), or A | B | C. Figures by themselves only where something says that they are none."""
    written = list(_cells(view, row, column).values())
    texts = [unicodedata.normalize("NFKC", text).strip("()[] ") for text in written]
    label = normalised(view.label(row, column))
    is_under = view.corner(row, column) == view.corner(head, column)
    if not texts or not (not label or is_under or label in _NUMBERED or label.isdecimal()):
        return False
    if all(one.isdecimal() for one in texts):
        is_told = label in _NUMBERED or is_under or texts != written
        return is_told and int(texts[0]) <= column + 2 and _follow(list(map(int, texts)))
    if "".join(texts) in _STEMS:
        return True
    is_lettered = all(len(one) == 1 and one.isalpha() for one in texts)
    return is_lettered and len(texts) > 1 and _follow(list(map(ord, texts)))


def _follow(numbers: Sequence[int]) -> bool:
    return list(numbers) == list(range(numbers[0], numbers[0] + len(numbers)))


def _full_of(view: View, head: int, row: int, column: int, context: Context) -> Decimal | None:
    """The points that the scheme gives for what the column's headings name."""
    for above in range(row - 1, head - 1, -1):
        text = view.label(above, column)
        for name in (text, without_unit(text)[0]):
            identifier = context.items.find(name).id if name else None
            if identifier and (full := context.known.items[identifier].full):
                return Decimal(full)
    return None


def _points(text: str) -> Decimal:
    found = _POINTS.fullmatch(fold(text))
    return Decimal(found[1]) if found else Decimal(-1)


def _compare(view: View, head: int, row: int, column: int, context: Context) -> None:
    off = []
    for c, text in _cells(view, row, column).items():
        full = _full_of(view, head, row, c, context)
        if full is not None and "%" not in text and _points(text) not in (full, _HUNDRED):
            off.append(
                f"{quoted(view.label(head, c))}是 {canonical(_points(text))},方案里是 {canonical(full)}"
            )
    if off:
        label = view.label(row, column)
        what = f"{quoted(label) if normalised(label) in _FULL else '满分'}一行写的{'、'.join(off)}"
        remedy = "请核对牵头单位用的是不是今年的分值;分照表上的读"
        context.problems.warn(view.place(row, column), what, remedy, code="full-differs")
