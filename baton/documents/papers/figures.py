"""指标完成情况: a table for each indicator of each group, as a paper and as one table of a workbook."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter

from baton.documents.names import with_measure
from baton.documents.papers.accounts import FigureGroup, FigureItem
from baton.documents.papers.head import Head
from baton.documents.papers.measuring import INSET, POINTS, whole_width
from baton.documents.papers.saving import save
from baton.documents.papers.sheet import HEI, Sheet
from baton.documents.papers.writing import marked

TITLE, NONE, PERCENT = "指标完成情况", "—", "%"
SIZE, LEAST_NAME, WIDEST, SLACK = 9, 32.0, 36.0, 4.0
WIDTHS = [47.0, 22.0, 21.0, 18.0, 21.0, 17.0, 10.0]
BOOK_HEADS = ["分组", "指标", "计量单位", "单位", "完成数", "目标", "目标叫法", "完成率", "上年", "增速", "增减（百分点）", "组内位次"]  # fmt: skip
BOOK_WIDTHS = [14, 28, 10, 26, 13, 13, 10, 10, 13, 10, 16, 10]
MOST_WHOLE = 15  # rows of a table that had rather begin a page than be torn
TABLE_AT, LINE = 3, 17  # title, note, heads; points of a line of text
NUMBER = re.compile(r"[+−]?\d+(?:\.\d+)?%?")
ABOUT = "各单位按名册里的次序；位次按这一项得分占满分的多少在本组里排，相同的同位次，没有数的不排；上年和增速按两年报来的数算，单位是 % 的写增减几个百分点。"
MADE = datetime(2000, 1, 1)  # the same figures are the same file


def write_figures(head: Head, groups: Sequence[FigureGroup], path: str | Path) -> None:
    """Write the paper: the name of an indicator stands in the head of its table, so that it is repeated with it."""
    sheet = Sheet(TITLE, head.receipt)
    for place, group in enumerate(groups):
        if place:
            sheet.break_page()
        marked(sheet, head)
        sheet.title(f"{group.name}{TITLE}", 20)
        sheet.say(f"{head.scheme} · {head.line}", size=12, align="center", line=18)
        sheet.say(head.until, size=12, align="center", line=18, after=4)
        sheet.say(f"{group.units} 个考核对象，{len(group.items)} 项指标有数。{ABOUT}", size=10.5, line=16, after=4)  # fmt: skip
        for number, item in enumerate(group.items, start=1):
            if number > 1:
                sheet.say("", size=6, line=8)
            _table(sheet, number, item)
        if group.left_out:
            names = "、".join(group.left_out)
            sheet.say(f"没有数、没有列的指标 {len(group.left_out)} 项：{names}。", size=10.5, line=16, before=6)  # fmt: skip
    if not groups:
        sheet.say("没有单位。", font=HEI)
    sheet.foot(head.receipt)
    save(sheet, path)


def _table(sheet: Sheet, number: int, item: FigureItem) -> None:
    measured = with_measure(item.name, item.measure)
    growth = "增减" if item.measure == PERCENT else "增速"
    heads = [f"{number}. {measured}", "完成数", item.target, "完成率", "上年", growth, "位次"]
    rows = [
        [one.unit, *(text or NONE for text in (one.figure, one.target, one.rate, one.before, one.growth, one.rank))]
        for one in item.lines
    ]  # fmt: skip
    sheet.table(
        heads, rows, _widths(heads, rows), size=SIZE, right=(1, 2, 3, 4, 5, 6), is_whole=len(rows) <= MOST_WHOLE
    )  # fmt: skip


def _widths(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[float]:
    """The millimetres of each column: a head or figure stands in one line while the names have room."""
    wanted = [
        max(width, min(WIDEST, (max(whole_width(row[at]) for row in (heads, *rows)) * SIZE + INSET + SLACK) / POINTS))
        for at, width in enumerate(WIDTHS) if at
    ]  # fmt: skip
    spare = max(0.0, WIDTHS[0] - LEAST_NAME)
    more = sum(wanted) - sum(WIDTHS[1:])
    share = min(1.0, spare / more) if more > 0 else 0.0
    own = [width + (one - width) * share for width, one in zip(WIDTHS[1:], wanted, strict=True)]
    return [sum(WIDTHS) - sum(own), *own]


def write_figures_workbook(head: Head, groups: Sequence[FigureGroup], path: str | Path) -> None:
    """The same as one table that can be filtered, sorted and charted; figures are numbers."""
    book = xlsxwriter.Workbook(
        str(path), {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    )  # fmt: skip
    book.set_properties({"title": TITLE, "comments": head.receipt, "created": MADE})
    ruled = {"font_name": "仿宋_GB2312", "border": 1, "text_wrap": True, "valign": "vcenter"}
    cell, strong = book.add_format(ruled), book.add_format(ruled | {"bold": True, "align": "center"})  # fmt: skip
    share = book.add_format(ruled | {"num_format": "0.00%"})
    sheet = book.add_worksheet(TITLE)
    sheet.write_string(0, 0, TITLE, book.add_format({"font_name": "方正小标宋简体", "font_size": 18}))  # fmt: skip
    sheet.write_string(1, 0, f"{head.mark or head.draft}　{head.round}　{head.until}　{head.receipt}")  # fmt: skip
    for at, (text, width) in enumerate(zip(BOOK_HEADS, BOOK_WIDTHS, strict=True)):
        sheet.set_column(at, at, width)
        sheet.write_string(TABLE_AT - 1, at, text, strong)
    row = TABLE_AT
    for group in groups:
        for item in group.items:
            for line in _lines(group, item):
                for at, text in enumerate(line):
                    _write(sheet, row, at, text, share if text.endswith(PERCENT) else cell)
                row += 1
    names = [f"{group.name}：{'、'.join(group.left_out)}" for group in groups if group.left_out]
    last = len(BOOK_HEADS) - 1
    if names:
        note = f"没有数、没有列的指标。{'；'.join(names)}。"
        wrapped = book.add_format({"font_name": "仿宋_GB2312", "text_wrap": True, "valign": "top"})
        sheet.merge_range(row + 1, 0, row + 1, last, note, wrapped)
        sheet.set_row(row + 1, LINE * (1 + len(note) * 2 // sum(BOOK_WIDTHS)))
    sheet.autofilter(TABLE_AT - 1, 0, max(TABLE_AT - 1, row - 1), last)
    sheet.print_area(0, 0, row + 1, last)
    sheet.freeze_panes(TABLE_AT, 4)
    sheet.repeat_rows(TABLE_AT - 1)
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C第 &P 页，共 &N 页")
    book.close()


def _lines(group: FigureGroup, item: FigureItem) -> list[list[str]]:
    points = item.measure == PERCENT
    return [
        [
            group.name, item.name, item.measure, one.unit, one.figure, one.target, item.target if one.target else "", one.rate,
            one.before, "" if points else one.growth, one.growth if points else "", one.rank,
        ]
        for one in item.lines
    ]  # fmt: skip


def _write(sheet: Any, row: int, at: int, text: str, form: Any) -> None:
    """A figure as a number, everything else as text; the names in the first columns always."""
    if at > 3 and NUMBER.fullmatch(text):
        number = Decimal(text.rstrip(PERCENT).replace("−", "-"))
        sheet.write_number(row, at, number / 100 if text.endswith(PERCENT) else number, form)
    else:
        sheet.write_string(row, at, text, form)
