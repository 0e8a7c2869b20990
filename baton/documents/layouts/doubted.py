"""当期还是累计: quarters and months beside each other may each be counted by itself, so that none is taken for 前三季度 unasked."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from baton.documents.dates import parse_period, single_month, single_quarter
from baton.documents.grids import Grid
from baton.documents.layouts.context import Context
from baton.documents.layouts.measured import period_part
from baton.documents.layouts.spans import items_named

_ROWS, _COLUMNS, _LONGEST = 20, 100, 60
_BODY, _KEYS = 3_000, 8  # a column that says of every row which quarter it is of


def doubt_parts(grid: Grid, context: Context, *, are_months_plain: bool) -> None:
    """Note the quarters that stand in one row or column with others: whether 二季度 is meant for 上半年 is asked.

    So are the months of a round that itself ends with a month, where figures are compared with what was agreed for the year;
    are_months_plain: unless 当月 and 累计 stood over them.
    """
    lines = list(_lines(grid))
    _doubt(lines, single_quarter, 2, context)
    period = parse_period(context.fallback or "")
    if are_months_plain or not period or period[1] != "month":
        return
    if items_named(grid, context) & set(context.known.cumulative):
        _doubt(lines, single_month, 1, context)


def _lines(grid: Grid) -> Iterable[set[str]]:
    rows, width = len(grid.rows), min(grid.width, _COLUMNS)
    for row in range(min(_ROWS, rows)):
        yield _short(grid.text(row, column) for column in range(width))
    for column in range(min(_KEYS, width)):
        yield _short(grid.text(row, column) for row in range(min(_BODY, rows)))


def _short(texts: Iterable[str]) -> set[str]:
    return {text for text in texts if 0 < len(text) <= _LONGEST}


def _doubt(
    lines: Iterable[set[str]], number_of: Callable[[str], int | None], first: int, context: Context
) -> None:
    """first: from which number on; 一季度 is what it is, but of twelve months January goes with the others."""
    for line in lines:
        found: dict[str, int] = {}
        for text in line:
            period = context.parted(text)[1] or period_part(text)
            if (number := number_of(period)) is not None:
                found[period] = number
        if len(set(found.values())) > 1:
            context.periods.doubted |= {text for text, number in found.items() if number >= first}
