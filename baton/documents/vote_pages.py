"""票数页: a page for each item that is voted on, a column for each level, blocks for the categories of raters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from baton.documents.grids import column_letters

HINT = "只填浅黄的格子，填票数（整数）；一张也没有填 0，整行空着的算未报。没有此任务写“无此任务”，还没有测评写“未测”。"
CHECKS = ("收回票（核对用）", "有效票（核对用）")
MARK_LINES = 6  # different scores for which there is room
LONGEST = 28  # characters of a page's name


def vote_page(pages: Any, column: Any) -> None:
    """One item: its units down, a line for each period, its levels across; whole numbers are asked for.

    pages: the workbook being written (baton.documents.lead_sheet); column: the item.
    """
    page = _made(pages, column)
    top = pages.head_row
    blocks = _blocks(column.keys)
    last = top + 1 + (len(blocks) > 1 or bool(blocks[0][0]))
    for at, text in enumerate(("单位", "期间")):
        _over(page, (top, at), (last, at), text, pages.head)
    _over(page, (top, 2), (top, 1 + len(column.keys)), column.name, pages.head)
    at = 2
    for category, levels in blocks:
        if category:
            _over(page, (top + 1, at), (top + 1, at + len(levels) - 1), category, pages.head)
        for level in levels:
            page.write_string(last, at, level, pages.head)
            at += 1
    checks = () if blocks[0][0] else CHECKS
    for place, text in enumerate(checks, start=at):
        _over(page, (top, place), (last, place), text, pages.head)
    row = last + 1
    for name, period in _lines(pages, column):
        page.write_string(row, 0, name, pages.cell)
        page.write_string(row, 1, period, pages.cell)
        for place in range(2, at + len(checks)):
            page.write_blank(row, place, None, pages.open if place < at else pages.cell)
        row += 1
    for place in range(2, at + len(checks)):
        _whole(page, (last + 1, place), (row - 1, place), column)
    page.write_string(row + 1, 0, pages.signed, pages.small)
    page.set_column(0, 0, 20)
    page.set_column(1, 1, 8)
    page.set_column(2, at - 1, 10)
    page.set_column(at, at + 1, 16)
    page.freeze_panes(last + 1, 1)


def marks_page(pages: Any, column: Any) -> None:
    """Slips on which every rater writes a score: a line for each score that was given."""
    page, row = _made(pages, column), pages.head_row + 1
    for at, text in enumerate(("单位", "指标", "期间", "类别", "数值")):
        page.write_string(pages.head_row, at, text, pages.head)
    for name, period in _lines(pages, column):
        for _ in range(MARK_LINES):
            for at, text in enumerate((name, column.name, period)):
                page.write_string(row, at, text, pages.cell)
            page.write_blank(row, 3, None, pages.open)
            page.write_blank(row, 4, None, pages.open)
            row += 1
    _whole(page, (pages.head_row + 1, 4), (row - 1, 4), column)
    page.set_column(0, 4, 18)
    page.freeze_panes(pages.head_row + 1, 0)


def _made(pages: Any, column: Any) -> Any:
    name = re.sub(r"[\[\]:*?/\\']", "", column.name)[:LONGEST] or "票数"
    taken = {one.get_name() for one in pages.book.worksheets()}
    number = next(n for n in range(1, len(taken) + 2) if f"{name}{n if n > 1 else ''}" not in taken)
    return pages.page(f"{name}{number if number > 1 else ''}", HINT)


def _blocks(keys: Sequence[str]) -> list[tuple[str, list[str]]]:
    found: dict[str, list[str]] = {}
    for key in keys:
        category, bar, level = key.rpartition("|")
        found.setdefault(category if bar else "", []).append(level)
    return list(found.items())


def _lines(pages: Any, column: Any) -> list[tuple[str, str]]:
    periods = column.periods or (pages.sheet.period,)
    return [
        (name, period)
        for subject, name in pages.sheet.units
        if subject in column.subjects
        for period in periods
    ]


def _over(page: Any, first: tuple[int, int], last: tuple[int, int], text: str, form: Any) -> None:
    """A heading over several cells; a single one can't be merged."""
    if first == last:
        page.write_string(*first, text, form)
    else:
        page.merge_range(*first, *last, text, form)


def _whole(page: Any, first: tuple[int, int], last: tuple[int, int], column: Any) -> None:
    """The rule's sentence beside the cell; a count that is no whole number is asked about, words pass."""
    if first[0] > last[0]:
        return
    here = f"{column_letters(first[1])}{first[0] + 1}"
    page.data_validation(
        *first, *last,
        {
            "input_title": column.indicator[:32], "input_message": column.sentence[:255] or column.name,
            "validate": "custom", "value": f"=IF(ISNUMBER({here}),AND({here}>=0,{here}=INT({here})),TRUE)",
            "error_type": "warning", "error_title": "请核对",
            "error_message": f"{column.name}要填票数，是不小于 0 的整数。还没有测评请写“未测”，点“是”照样保留。"[:255],
        },
    )  # fmt: skip
