"""长表的表头: find the row of headings of a table with one record per row, or the column that was renamed."""

from __future__ import annotations

import difflib
from dataclasses import dataclass

from baton.documents.grids import Grid
from baton.documents.layouts import words
from baton.documents.layouts.context import Context
from baton.documents.layouts.measured import dated_growth, is_growth, is_measured
from baton.documents.names import normalised

_HEADS = {
    "subject": words.SUBJECT,
    "item": words.ITEM,
    "value": words.VALUE,
    "period": words.PERIOD,
    "state": words.STATE,
    "key": words.KEY,
    "date": words.DATE,
    "measure": words.MEASURE,
    "points": words.POINTS,
    "reason": words.REASON,
}
NEEDED = {"subject": "单位", "item": "指标", "value": "数值"}
_LOOKED_AT = 20  # rows in which a heading may stand


@dataclass(frozen=True, slots=True)
class LongHead:
    """Row of the heading, and the column of each part that was found; the period or level of all records, if it is one."""

    row: int
    columns: dict[str, int]
    period: str = ""
    key: str = ""


def find_long_head(grid: Grid, context: Context) -> LongHead | None:
    """The heading of a long table, complete or with one column missing or renamed; None if this is another layout."""
    best: LongHead | None = None
    for row in range(min(_LOOKED_AT, len(grid.rows))):
        columns = parts_of(grid, row)
        if {"subject", "item"} <= columns.keys() and "value" not in columns:
            growths = own_growths(grid, LongHead(row, columns), context)
            columns |= {"value": growths[0]} if len(growths) == 1 else {}
        needed = sum(part in columns for part in NEEDED)
        if needed < 2 or _names_known(grid, row, columns, context):
            continue
        if needed == 3:
            return LongHead(row, columns)
        if best is None and len(columns) >= 2 and _renamed(grid, row, columns):
            best = LongHead(row, columns)
    return best


def parts_of(grid: Grid, row: int) -> dict[str, int]:
    """The columns whose headings name a part of a record: subject, item, value, period, key …"""
    columns: dict[str, int] = {}
    for column in range(min(grid.width, 60)):
        text = grid.text(row, column)
        part = next(
            (p for p, known in _HEADS.items() if p not in columns and words.is_one_of(text, known)),
            None,
        )
        if part == "subject" and text == "单位" and _holds_measures(grid, row, column):
            part = "measure"
        if text and part:
            columns.setdefault(part, column)
    _put_figures_first(grid, row, columns)
    if (
        "item" in columns
        and "value" not in columns
        and (amount := _amount_with_growth(grid, row)) is not None
    ):
        columns["value"] = amount
    return columns


def own_growths(grid: Grid, head: LongHead, context: Context) -> list[int]:
    """The columns headed 增速, or 2026年增速 of the year or the period that the records are of."""
    columns = (c for c in range(min(grid.width, 60)) if c not in head.columns.values())
    return [c for c in columns if is_own_growth(grid.text(head.row, c), head.period, context)]


def is_own_growth(text: str, period: str, context: Context) -> bool:
    """Whether a heading says no more than that its figures are growths, and of no other time than the records."""
    said, is_one = dated_growth(text)
    asked = period or context.fallback
    if not is_one or not said or asked is None:
        return is_one and not context.is_of_a_year_apart(said)
    is_year = words.year_of(said) is not None and words.year_of(said) == context.known.year
    return context.periods.find(said) == asked or (is_year and asked == context.fallback)


def _amount_with_growth(grid: Grid, row: int) -> int | None:
    """The column headed 总量 beside one that is headed 增速."""
    texts = {c: grid.text(row, c) for c in range(min(grid.width, 60))}
    amounts = [c for c, text in texts.items() if is_measured(text) and not is_growth(text)]
    has_growth = any(is_growth(text) for text in texts.values())
    return amounts[0] if has_growth and len(amounts) == 1 else None


def _put_figures_first(grid: Grid, row: int, columns: dict[str, int]) -> None:
    """得分 holds the figures only where no other column does: 得分, 完成值 is 完成值 with its points."""
    if "value" not in columns or not holds_points(grid, row, columns):
        return
    for column in range(min(grid.width, 60)):
        text = grid.text(row, column)
        if column not in columns.values() and words.is_one_of(text, words.VALUE):
            columns["points"], columns["value"] = columns["value"], column
            return


def holds_points(grid: Grid, row: int, columns: dict[str, int]) -> bool:
    """Whether the column of values is headed 得分 or the like."""
    return words.is_one_of(grid.text(row, columns["value"]), words.POINTS)


def _holds_measures(grid: Grid, row: int, column: int) -> bool:
    """Whether a column headed 单位 lists units of measure (万元, %) rather than units of people."""
    below = [grid.text(r, column) for r in range(row + 1, min(row + 30, len(grid.rows)))]
    filled = [text for text in below if text]
    return bool(filled) and all(
        len(text) <= 3 and text[-1] in "%‰元吨人户个件次分家亩天度" for text in filled
    )


def _names_known(grid: Grid, row: int, columns: dict[str, int], context: Context) -> bool:
    """A row that also names known subjects or items heads a table of another layout."""
    others = (c for c in range(min(grid.width, 60)) if c not in columns.values())
    texts = [text for text in (grid.text(row, c) for c in others) if text]
    texts = [text for text in texts if not dated_growth(text)[1]]
    return any(context.subjects.find(text).id or context.items.find(text).id for text in texts)


def _renamed(grid: Grid, row: int, columns: dict[str, int]) -> bool:
    """Without 指标 it may be a table of the one item that its title names; without the others, something is missing."""
    return _similar(grid, row, columns) is not None or ("period" in columns and "item" in columns)


def _similar(grid: Grid, row: int, columns: dict[str, int]) -> tuple[str, int] | None:
    """The missing part and the column whose heading looks like it."""
    (missing,) = [part for part in NEEDED if part not in columns]
    forms = [normalised(word) for word in _HEADS[missing]]
    for column in range(min(grid.width, 60)):
        text = normalised(grid.text(row, column))
        if not text or column in columns.values() or text in words.ASIDE:
            continue
        if difflib.get_close_matches(text, forms, 1, 0.5) or any(
            len(f) > 1 and f in text for f in forms
        ):
            return missing, column
    return None


def is_complete(grid: Grid, head: LongHead, context: Context) -> bool:
    missing = [part for part in NEEDED if part not in head.columns]
    if not missing:
        return True
    similar = _similar(grid, head.row, head.columns)
    expected = NEEDED[missing[0]]
    if similar:
        text = grid.text(head.row, similar[1])
        place = grid.place(head.row, similar[1])
        what = f"没有找到“{expected}”列,这里的“{text}”很像"
        context.problems.error(
            place, what, f"是的话请把表头改成“{expected}”", code="column-renamed"
        )
    else:
        what = f"第{head.row + 1}行的表头里没有“{expected}”列"
        context.problems.error(
            grid.place(head.row, 0), what, f"请加上“{expected}”列", code="column-missing"
        )
    return False
