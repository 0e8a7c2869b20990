"""当月和累计: two columns of one month, of which one holds what counts; and months that stand under the year they are of."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from baton.documents.dates import ends_since_january, parse_period
from baton.documents.grids import Cell, Grid, Raw
from baton.documents.layouts.context import Context
from baton.documents.layouts.long_head import parts_of
from baton.documents.layouts.view import View
from baton.documents.names import without_unit
from baton.documents.numbers import fold
from baton.documents.problems import Offer

SINCE, MONTH = "since", "month"
CODE = "span-unsaid"
_ROWS, _COLUMNS, _LOOKED_AT = 20, 400, 3_000
_YEAR = re.compile(r"(\d{4})年度?")
_LAST = re.compile(r"上年|去年|上月|同期")
_ASIDE = re.compile(r"扣分|失分|原因|排名|位次|名次|目标|任务|计划|完成率|进度")
_SUM = re.compile(
    r"(?:本年度?|全年|本月止|截[至止]本月|截[至止]|自?年初(?:以来|至今)?)?累计|年初(?:至今|以来)"
)
_ONE = re.compile(r"当月|本月|单月")
_MONTH = re.compile(r"(\d{4}年)?([2-9]|1[0-2])月")
_PLAIN = re.compile(r"(?:实际)?(?:完成)?(?:实绩|[数值额量])?")
_VALUE, _PASSED = "完成数", "序号"  # the headings of a column that is read and of one that is not


@dataclass(frozen=True)
class _Column:
    """A heading that says of which stretch its figures are. stem: the rest of it, a month as such. said: in so many words."""

    at: int
    kind: str
    stem: str
    is_said: bool


def with_plain_heads(grid: Grid, context: Context) -> Grid:
    """The page with months in place of the year over them, and of 当月 and 累计 only the one that counts.

    Which one does is plain where all that the page names is compared with a year's target; else it is asked, once a file.
    """
    grid = _without_years(grid, context)
    pairs = list(_pairs(grid, context))
    if not pairs:
        return grid
    use = context.known.span or SINCE
    view, rows = View(grid), [list(row) for row in grid.rows]
    for row, month, since in pairs:
        kept, passed = (since, month) if use == SINCE else (month, since)
        head = _kept(view, row, kept)
        above = row - 1
        if row and _is_across(grid, above):
            rows[above][kept.at] = view.label(above, kept.at) or _left(view, above, kept.at) or head
            rows[above][passed.at] = _PASSED
            rows[row][kept.at] = rows[row][passed.at] = ""
            continue
        if use == SINCE and (over := _month_over(view, row, since.at, context)):
            rows[over[0]][over[1]] = _since_january(view.label(*over))
        for column, text in ((kept, head), (passed, _PASSED)):
            corner = view.corner(row, column.at)
            rows[corner[0]][corner[1]] = text
    _tell(grid, pairs[0], context)
    merged = [one for one in grid.merged if not any(_is_in(one, row - 1, each.at) and _is_across(grid, row - 1) for row, *two in pairs for each in two)]  # fmt: skip
    return replace(grid, rows=rows, merged=merged)


def tells_apart(grid: Grid, context: Context) -> bool:
    """Whether 当月 and 累计 stand under the months, so that what is left of these is plain."""
    grid = _without_years(grid, context)
    view = View(grid)
    over = (text for row, _, since in _pairs(grid, context) for text in _above(view, row, since.at))
    return any(_is_part(text) for text in over if text)


def _tell(grid: Grid, pair: tuple[int, _Column, _Column], context: Context) -> None:
    if context.known.span:
        return
    row, month, since = pair
    place = grid.place(row, since.at)
    named = items_named(grid, context)
    if named and named <= set(context.known.cumulative):
        what = "同一个月有当月和累计两列,收的是累计"
        remedy = "考核的是年初以来的数;要收当月的,请只留当月一列"
        context.problems.warn(place, what, remedy, code="span-used")
    elif all(one.code != CODE for one in context.problems):
        what = f"这张表有当月和累计两列({grid.address(row, month.at)}、{grid.address(row, since.at)}),用哪列"
        remedy = "考核年初以来的数,用累计;只看当月的,用当月。或只留一列再交"
        context.problems.error(place, what, remedy, code=CODE, offer=Offer("span", "*"))


def items_named(grid: Grid, context: Context) -> set[str]:
    """Every data item that a cell of the page names, or its title; else what the reporter owes."""
    texts = {
        grid.text(r, c)
        for r, row in enumerate(grid.rows[:_LOOKED_AT])
        for c, raw in enumerate(row[:_COLUMNS])
        if isinstance(raw, str) and 1 < len(raw) <= 60
    }
    found = {code for text in texts if (code := _item(text, context))}
    if not found:
        title = "".join(grid.text(r, c) for r in range(min(4, len(grid.rows))) for c in range(min(grid.width, 30)))  # fmt: skip
        found = {code for code, info in context.known.items.items() if info.name in title}
    return found or set(context.known.own)


def _item(text: str, context: Context) -> str:
    said = _said(0, text)
    stem = said.stem if said and said.is_said else ""
    return context.items.find(text).id or (context.items.find(stem).id if stem else "") or ""


def _kept(view: View, row: int, column: _Column) -> str:
    """The heading of the column that counts, without the word for its stretch."""
    text = view.label(row, column.at)
    unit = without_unit(text)[1]
    measure = f"({unit})" if unit and not (_SUM.search(unit) or _ONE.search(unit)) else ""
    if not column.is_said:
        return text
    stem = column.stem or _VALUE
    return (_since_january(stem) if column.kind == SINCE else stem) + measure


def _since_january(stem: str) -> str:
    """1-6月 for 6月: the calendar may have 上半年, and no 6月."""
    month = _MONTH.fullmatch(stem)
    return f"{month[1] or ''}1-{month[2]}月" if month else stem


def _month_over(view: View, row: int, column: int, context: Context) -> Cell | None:
    """Where the month with which the round's period ends, and that the calendar hasn't, stands over 当月 and 累计."""
    if not row:
        return None
    left = range(column, -1, -1) if view.grid.is_text else (column,)
    at = next((c for c in left if view.label(row - 1, c)), column)
    text = view.label(row - 1, at)
    return view.corner(row - 1, at) if _MONTH.fullmatch(text) and _ends_the_round(text, context) else None  # fmt: skip


def _ends_the_round(text: str, context: Context) -> bool:
    """Whether a month that the calendar hasn't is the last one of the period that is asked for."""
    return bool(context.fallback) and context.periods.near(text) == context.fallback


def _pairs(grid: Grid, context: Context) -> Iterator[tuple[int, _Column, _Column]]:
    """The row and two columns of the same figures, of one month and since January."""
    view = View(grid)
    for row in range(min(_ROWS, len(grid.rows))):
        groups: dict[tuple[str, ...], list[_Column]] = defaultdict(list)
        for c in range(min(grid.width, _COLUMNS)):
            text = view.label(row, c)
            if text and not view.is_title(row, c) and (found := _said(c, text)):
                above = _above(view, row, c)
                if _ASIDE.search(found.stem) and not any(
                    context.items.find(part + found.stem).id for part in ("", *above[-1:])
                ):
                    continue
                groups[above].append(found)
        for group in groups.values():
            is_alone = (
                sum(one.kind == MONTH for one in group) == 1
            )  # 12月 beside 累计, no other months
            yield from _paired(row, [one for one in group if one.is_said or context.periods.find(text := view.label(row, one.at)) or (is_alone and _ends_the_round(text, context))])  # fmt: skip


def _paired(row: int, group: list[_Column]) -> Iterator[tuple[int, _Column, _Column]]:
    """Those alike; a month by itself only where the calendar has it, so that two columns would fill one cell."""
    months = [one for one in group if one.kind == MONTH]
    for since in (one for one in group if one.kind == SINCE):
        alike = [one for one in months if one.stem == since.stem]
        if not alike and len(months) == 1 and (not since.stem or not months[0].stem):
            alike = months if since.is_said or months[0].is_said else []
        if len(alike) == 1 and alike[0].at != since.at:
            month = alike[0]
            months.remove(month)
            stem = month.stem or since.stem  # 3月 beside 累计: both are of March
            yield row, replace(month, stem=stem), replace(since, stem=since.stem or stem)


def _said(column: int, text: str) -> _Column | None:
    """What a heading says of the stretch of its figures; None where it says nothing, or is of another year."""
    bare, unit = without_unit(text)
    inside = unit if _SUM.search(unit) or _ONE.search(unit) else ""
    whole = re.sub(r"\s", "", fold(bare)) + inside
    if _LAST.search(whole) or len(whole) > 40:
        return None
    if found := _SUM.search(whole) or _ONE.search(whole):
        kind = SINCE if _SUM.search(whole) else MONTH
        return _Column(column, kind, _stem(whole[: found.start()] + whole[found.end() :]), True)
    parsed = parse_period(whole)
    if parsed is None or parsed[1] != "month" or parsed[2] == 1:
        return None
    return _Column(column, SINCE if ends_since_january(whole) else MONTH, _stem(whole), False)


def _stem(text: str) -> str:
    text = text.strip("()-·、")
    parsed = parse_period(text) if text else None
    if parsed and parsed[1] == "month":
        return f"{parsed[0]}年{parsed[2]}月" if parsed[0] else f"{parsed[2]}月"
    return "" if _PLAIN.fullmatch(text) else text


def _above(view: View, row: int, column: int) -> tuple[str, ...]:
    """What stands over a heading in the two rows above it; in text files a blank continues what is left of it."""
    return tuple(view.label(r, column) or _left(view, r, column) for r in range(max(0, row - 2), row))  # fmt: skip


def _left(view: View, row: int, column: int) -> str:
    if not view.grid.is_text:
        return ""
    return next((text for c in range(column - 1, -1, -1) if (text := view.label(row, c))), "")


def _without_years(grid: Grid, context: Context) -> Grid:
    """2026年 over 1月, 2月 …: the months, with their year where it is another than the one that is assessed."""
    view = View(grid)
    rows, gone = [list(row) for row in grid.rows], set[Cell]()
    for row in range(min(_ROWS, len(rows) - 1)):
        for column in range(min(grid.width, _COLUMNS)):
            found = _YEAR.fullmatch(fold(grid.text(row, column)))
            if found:
                over = _under(view, row, column)
                if any(_is_part(view.label(row + 1, c)) for c in over):
                    _put_down(rows, view, row, over, int(found[1]), context)
                    gone.add((row, column))
    if not gone:
        return grid
    merged = [one for one in grid.merged if (one[0], one[1]) not in gone]
    return replace(grid, rows=rows, merged=merged)


def _put_down(
    rows: list[list[Raw]], view: View, row: int, over: list[int], year: int, context: Context
) -> None:  # fmt: skip
    is_across = _is_across(view.grid, row)
    for c in over:
        below = view.label(row + 1, c) or (_left(view, row + 1, c) if c > over[0] else "")
        if year != context.known.year:
            below = f"{year}年{below}" if _is_part(below) else f"上年{below}" if below else ""
        corner = view.corner(row + 1, c)
        rows[row][c] = below
        if corner == (row + 1, c):
            rows[row + 1][c] = "" if is_across else below


def _under(view: View, row: int, column: int) -> list[int]:
    """The columns over which a year stands: its merged range, else up to the next text."""
    found = [column]
    for c in range(column + 1, min(view.width, _COLUMNS)):
        is_same = view.corner(row, c) == (row, column)
        is_on = view.grid.is_text or view.label(row + 1, c)
        if not is_same and (view.label(row, c) or not is_on):
            break
        found.append(c)
    return found


def _is_part(text: str) -> bool:
    """Whether a text names a part of a year, without saying of which."""
    parsed = parse_period(text) if text else None
    return parsed is not None and parsed[0] is None and parsed[1] != "year"


def _is_across(grid: Grid, row: int) -> bool:
    """Whether a row heads units and indicators on the left, so that it is the only row of headings that is read."""
    return {"subject", "item"} <= parts_of(grid, row).keys()


def _is_in(area: tuple[int, int, int, int], row: int, column: int) -> bool:
    top, left, bottom, right = area
    return top <= row <= bottom and left <= column <= right
