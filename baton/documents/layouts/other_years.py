"""别的年度的行: rows that say themselves that they are of another year, by a column of years or a title over them, are set aside and told."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from baton.documents.grids import Grid, Raw, column_letters
from baton.documents.layouts import words
from baton.documents.layouts.context import Context
from baton.documents.layouts.view import View
from baton.documents.names import normalised
from baton.documents.numbers import quoted
from baton.documents.period_titles import is_of_last_year, years_told

_HEADS = ("年份", "年度", "年", "所属年度", "考核年度", "数据年份", "统计年度")
_LOOKED_AT, _HEAD_ROWS, _WIDTH, _BELOW, _LONGEST = 3_000, 20, 60, 6, 80
_YEAR = re.compile(r"(20\d\d)年?度?")
_OWN, _BEFORE = ("今年", "本年", "本年度", "当年"), ("去年", "上年", "上年度", "上一年")
_PASSED = "序号"  # the heading of a column that is not read
_REMEDY = "这一轮收的是{}年的;要收的,请单独存成一个文件"


@dataclass(frozen=True)
class _Title:
    """A line of one text over units; year: 0 where it tells none."""

    row: int
    text: str
    year: int


def without_other_years(grid: Grid, context: Context) -> Grid:
    """The page without rows of another year than the one assessed, each group of them told; the page itself where there are none.

    A page of nothing but another year's rows stays as it is: with a column of years that is a fault, with a title it is
    told by who knows the file.
    """
    year = context.known.year
    if year is None:
        return grid
    return _by_titles(_by_column(grid, year, context), year, context)


def titled_years(grid: Grid) -> set[int]:
    """The years that lines of one text name, wherever on the page they stand."""
    lines = (_alone(grid, row) for row in range(min(len(grid.rows), _LOOKED_AT)))
    return {year for text in lines if text for year in years_told(text)}


def _by_column(grid: Grid, year: int, context: Context) -> Grid:
    found = _column(grid, year)
    if found is None:
        return grid
    head, column, years = found
    text = grid.text(head, column)
    rows = [list(row) for row in grid.rows]
    rows[head][column] = _PASSED
    others = [row for row, told in years.items() if told != year]
    own = len(others) < len(years)
    told = "、".join(str(one) for one in sorted({years[row] for row in others}))
    where = f"{column_letters(column)} 列{quoted(text)}"
    if others and not own:
        what, remedy = f"{where}写的都是{told}年", f"这一轮收的是{year}年的,请核对是不是拿错了表;是{year}年的数,请改正这一列"  # fmt: skip
        context.problems.error(grid.place(others[0], column), what, remedy, code="other-year")
    elif others:
        what = f"{where}是{told}年的 {len(others)} 行没有收"
        context.problems.warn(grid.place(others[0], column), what, _REMEDY.format(year), code="column-unread")  # fmt: skip
        return _blanked(replace(grid, rows=rows), set(others))
    return replace(grid, rows=rows)


def _column(grid: Grid, year: int) -> tuple[int, int, dict[int, int]] | None:
    """Where a heading of years stands, and the year of each row below it; None unless every cell there tells one."""
    view = View(grid)
    for row in range(min(_HEAD_ROWS, len(grid.rows))):
        for column in range(min(grid.width, _WIDTH)):
            if normalised(grid.text(row, column)) in _HEADS:
                years = _years(grid, view, row, column, year)
                if years:
                    return row, column, years
    return None


def _years(grid: Grid, view: View, head: int, column: int, year: int) -> dict[int, int]:
    found, last = dict[int, int](), 0
    for row in range(head + 1, len(grid.rows)):
        text = view.label(row, column)
        if text:
            if (told := _year(text, year)) is None:
                if _alone(grid, row) or words.is_note(text):
                    continue  # a note under the table
                return {}
            last = told
        filled = sum(bool(grid.text(row, c)) for c in range(min(grid.width, _WIDTH)))
        if last and filled > 1:
            found[row] = last
    return found


def _year(text: str, year: int) -> int | None:
    word = normalised(text)
    if word in _OWN or word in _BEFORE:
        return year if word in _OWN else year - 1
    told = _YEAR.fullmatch(word)
    return int(told[1]) if told else None


def _by_titles(grid: Grid, year: int, context: Context) -> Grid:
    titles = _titles(grid, year, context)
    if not any(one.year not in (0, year) for one in titles):
        return grid
    ends = [*(one.row for one in titles[1:]), len(grid.rows)]
    current, dropped = 0, list[tuple[_Title, range]]()
    kept = _has_units(grid, range(titles[0].row), context)
    for title, end in zip(titles, ends, strict=True):
        current = title.year or current
        if current in (0, year):
            kept = True
        else:
            dropped.append((title, range(title.row, end)))
    if not kept:
        return grid
    for title, rows in dropped:
        many = sum(_has_units(grid, range(row, row + 1), context) for row in rows)
        what = f"{quoted(title.text)}下面的 {many} 行没有收"
        context.problems.warn(grid.place(title.row, 0), what, _REMEDY.format(year), code="column-unread")  # fmt: skip
    return _blanked(grid, {row for _, rows in dropped for row in rows})


def _titles(grid: Grid, year: int, context: Context) -> list[_Title]:
    """Lines of one text above units of their own: 2025年财政收入情况, 附：去年同期."""
    found = list[_Title]()
    for row in range(min(len(grid.rows), _LOOKED_AT)):
        text = _alone(grid, row)
        below = range(row + 1, min(row + _BELOW, len(grid.rows)))
        if not text or len(text) > _LONGEST or words.is_meta(text) or words.is_note(text):
            continue
        if context.subjects.find(text).id or not _has_units(grid, below, context):
            continue
        years = years_told(text)
        told = year if year in years else max(years, default=0)
        found.append(_Title(row, text, told or (year - 1 if is_of_last_year(text) else 0)))
    return found


def _has_units(grid: Grid, rows: range, context: Context) -> bool:
    columns = range(min(grid.width, _WIDTH))
    return any(context.subjects.find(text).id for r in rows for c in columns if (text := grid.text(r, c)))  # fmt: skip


def _alone(grid: Grid, row: int) -> str:
    """The only text of a row; empty where there are several, or none."""
    texts = {text for c in range(min(grid.width, _WIDTH)) if (text := grid.text(row, c))}
    return texts.pop() if len(texts) == 1 else ""


def _blanked(grid: Grid, rows: set[int]) -> Grid:
    blank: list[Raw] = [""] * grid.width
    merged = [one for one in grid.merged if not rows & set(range(one[0], one[2] + 1))]
    return replace(grid, rows=[blank if r in rows else row for r, row in enumerate(grid.rows)], merged=merged)  # fmt: skip
