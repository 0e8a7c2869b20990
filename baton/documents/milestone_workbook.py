"""里程表 as a workbook: under headings by which it can be taken in again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import xlsxwriter

HEADS = ("指标", "责任单位", "牵头单位", "时间节点", "进度要求", "现在", "状态", "说明", "原定节点")
WIDTHS = (30, 22, 20, 13, 34, 40, 11, 40, 13)
DAYS = {3, 8}
TABLE_AT = 3  # title, note, heads


def write_milestones(
    title: str, note: str, lines: Sequence[Sequence[str | date]], path: str | Path
) -> None:
    """Write lines of nine cells each, as HEADS names them; days are days, nothing becomes a formula."""
    book = xlsxwriter.Workbook(
        str(path), {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    )
    book.set_properties({"title": title})
    sheet = book.add_worksheet("里程表")
    ruled = {"font_name": "仿宋_GB2312", "border": 1, "text_wrap": True, "valign": "vcenter"}
    cell, head = book.add_format(ruled), book.add_format(ruled | {"bold": True, "align": "center"})
    day = book.add_format(ruled | {"num_format": "yyyy-mm-dd", "align": "center"})
    sheet.write_string(
        0, 0, title, book.add_format({"font_name": "方正小标宋简体", "font_size": 18})
    )
    sheet.write_string(1, 0, note)
    for at, (text, width) in enumerate(zip(HEADS, WIDTHS, strict=True)):
        sheet.set_column(at, at, width)
        sheet.write_string(TABLE_AT - 1, at, text, head)
    for row, line in enumerate(lines, start=TABLE_AT):
        for at, value in enumerate(line):
            if at in DAYS and isinstance(value, date):
                sheet.write_datetime(row, at, value, day)
            else:
                sheet.write_string(row, at, str(value), cell)
    sheet.autofilter(TABLE_AT - 1, 0, TABLE_AT - 1 + len(lines), len(HEADS) - 1)
    sheet.freeze_panes(TABLE_AT, 1)
    sheet.repeat_rows(TABLE_AT - 1)
    sheet.set_paper(8)  # A3
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C第 &P 页，共 &N 页")
    book.close()
