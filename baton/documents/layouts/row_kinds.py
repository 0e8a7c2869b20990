"""项目列写着目标、完成、完成率: of several rows of one unit and indicator the one that holds the figure is read, the others are told."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from baton.documents.grids import Grid, Raw, column_letters
from baton.documents.layouts import words
from baton.documents.layouts.context import Context
from baton.documents.layouts.long_head import parts_of
from baton.documents.layouts.measured import is_growth
from baton.documents.layouts.spans import items_named
from baton.documents.layouts.view import View
from baton.documents.names import normalised, without_unit
from baton.documents.numbers import PERCENT_UNITS, fold, quoted, read_number

_HEADS, _COLUMNS, _ROWS = 20, 12, 5_000
_KINDS = frozenset(map(normalised, ("项目", "年份", "年度", "类型", "类别", "分类", "种类", "内容", "数据类型", "指标类型", "统计口径", "口径", "")))  # fmt: skip
_YEAR = re.compile(r"(20\d\d)年?度?")
_LAST = re.compile(r"上年|去年|上一年|同期|上期|上月")
_ASIDE = re.compile(
    r"目标|任务|计划|率$|比例|进度|占比|比重|排名|位次|名次|预计|预期|差距|分值|权重"
)
_FEW = 3


def without_asides(grid: Grid, context: Context) -> Grid:
    """The page without the rows of 目标, 完成率 and last year, where the unit has another one that holds the figure."""
    for row in range(min(_HEADS, len(grid.rows))):
        columns = parts_of(grid, row)
        if "subject" in columns:
            view = View(grid)
            for column in range(min(_COLUMNS, grid.width)):
                if normalised(grid.text(row, column)) in _KINDS and column != columns["subject"]:
                    if gone := _asides(view, row, column, columns, context):
                        return _only_figures(view, row, column, columns, gone, context)
                    if column not in columns.values():
                        _tell_unread(view, row, column, context)
            return grid
    return grid


def kind_of(text: str, year: int | None) -> str:
    """Whether a row of 年度目标, 2026年完成, 增速 holds the "figure", a "growth" or something "aside"; empty where that isn't plain.

    >>> [kind_of(text, 2026) for text in ("年度目标", "完成率%", "2025年完成", "2026年完成", "实际完成（万元）", "2026年", "增速", "合同外资")]
    ['aside', 'aside', 'aside', 'figure', 'figure', 'figure', 'growth', '']
    """
    bare = re.sub(r"[%\s]", "", fold(without_unit(text)[0]))
    told = _YEAR.match(bare)
    if _LAST.search(bare) or (told and year and int(told[1]) != year):
        return "aside"
    rest = bare[told.end() :] if told else bare
    if is_growth(rest):
        return "growth"
    if normalised(rest) in words.PLAIN_VALUE or (told and not rest):
        return "figure"
    return "aside" if normalised(rest) in words.ASIDE or _ASIDE.search(rest) else ""


def _asides(
    view: View, head: int, column: int, columns: dict[str, int], context: Context
) -> list[int]:
    """The rows to leave out, by what the column says of each; none unless it says it of all of them."""
    kinds, groups = dict[int, str](), defaultdict[tuple[str, ...], list[int]](list)
    keys = [columns[one] for one in ("item", "period") if one in columns and columns[one] != column]
    unit = ""
    for row in range(head + 1, min(view.height, _ROWS)):
        unit = view.label(row, columns["subject"]) or unit
        text = view.label(row, column)
        if not text:
            continue
        kinds[row] = kind_of(text, context.known.year)
        groups[(unit, *(view.label(row, c) for c in keys))].append(row)
    found = set(kinds.values())
    if not {"figure"} < found or "" in found:
        return []
    if "growth" in found and any(context.known.items[one].unit in PERCENT_UNITS for one in items_named(view.grid, context)):  # fmt: skip
        return []
    many = [rows for rows in groups.values() if sum(kinds[row] == "figure" for row in rows) == 1]
    return [row for rows in many for row in rows if kinds[row] != "figure"]


def _only_figures(
    view: View, head: int, column: int, columns: dict[str, int], gone: list[int], context: Context
) -> Grid:
    """What is kept gets the names that stood in merged cells, or in the rows that are left out."""
    grid, dropped = view.grid, set(gone)
    names = [
        columns[one] for one in ("subject", "item") if one in columns and columns[one] != column
    ]
    rows, blank, unit = list(grid.rows), list[Raw]([""] * grid.width), ""
    for row in range(head + 1, min(view.height, _ROWS)):
        unit = view.label(row, columns["subject"]) or unit
        if row in dropped:
            rows[row] = blank
        elif view.label(row, column):
            cells = list(rows[row])
            for name in names:
                cells[name] = unit if name == columns["subject"] else view.label(row, name)
            cells[column] = ""
            rows[row] = cells
    texts = list(dict.fromkeys(view.label(row, column) for row in gone))
    few = "、".join(map(quoted, texts[:_FEW])) + (
        f"等 {len(texts)} 种" if len(texts) > _FEW else ""
    )
    what = f"{column_letters(column)} 列{quoted(grid.text(head, column))}写着{few}的 {len(gone)} 行没有收"
    kept = next(text for row in range(head + 1, view.height) if row not in dropped and (text := view.label(row, column)))  # fmt: skip
    remedy = f"收的是写着{quoted(kept)}的行"
    context.problems.warn(grid.place(head, column), what, remedy, code="column-unread")
    merged = [one for one in grid.merged if one[0] <= head or one[1] not in (*names, column)]
    return replace(grid, rows=rows, merged=merged)


def _tell_unread(view: View, head: int, column: int, context: Context) -> None:
    """A column 类型 that names something like an indicator, 合同外资 for 实际利用外资, is not read, which is said."""
    texts = dict.fromkeys(
        view.label(row, column) for row in range(head + 1, min(view.height, _ROWS))
    )
    names = [context.known.items[item].name for item in items_named(view.grid, context)]
    pairs = {"".join(pair) for name in names for pair in pairwise(name)}
    others = (text for text in texts if text and not kind_of(text, context.known.year))
    alike = [text for text in others if not read_number(text).text and _is_like(text, pairs)]
    if not alike or any(context.items.find(text).id for text in alike):
        return
    few = "、".join(map(quoted, alike[:_FEW]))
    heading = view.grid.text(head, column)
    what = f"{column_letters(column)} 列{quoted(heading)}写着{few},没有按它分开读"
    remedy = "这些行照收;写的不是这一项的,请退回重填"
    context.problems.warn(view.place(head, column), what, remedy, code="column-unread")


def _is_like(text: str, pairs: Iterable[str]) -> bool:
    return any(pair in text for pair in pairs)
