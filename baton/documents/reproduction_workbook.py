"""差异表 as a workbook: what was announced, what was computed, and why they differ."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import xlsxwriter

HEADS = ("分组", "单位", "列", "公布的", "复算的", "差", "公布表上的位置", "原因", "说明", "说明人")
WIDTHS = (12, 24, 22, 12, 12, 12, 24, 12, 48, 10)
NUMBERS = {3, 4, 5}
TABLE_AT = 3  # title, note, heads


def write_differences(
    title: str, note: str, lines: Sequence[Sequence[str]], path: str | Path
) -> None:
    """Write lines of ten texts each, as HEADS names them; numbers become numbers, nothing becomes a formula."""
    book = xlsxwriter.Workbook(
        str(path), {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    )
    book.set_properties({"title": title})
    sheet = book.add_worksheet("差异表")
    ruled = {"font_name": "仿宋_GB2312", "border": 1, "text_wrap": True, "valign": "vcenter"}
    cell, head = book.add_format(ruled), book.add_format(ruled | {"bold": True, "align": "center"})
    sheet.write_string(
        0, 0, title, book.add_format({"font_name": "方正小标宋简体", "font_size": 18})
    )
    sheet.write_string(1, 0, note)
    for at, (text, width) in enumerate(zip(HEADS, WIDTHS, strict=True)):
        sheet.set_column(at, at, width)
        sheet.write_string(TABLE_AT - 1, at, text, head)
    for row, line in enumerate(lines, start=TABLE_AT):
        for at, text in enumerate(line):
            _write(sheet, row, at, text, cell)
    sheet.autofilter(TABLE_AT - 1, 0, TABLE_AT - 1 + len(lines), len(HEADS) - 1)
    sheet.freeze_panes(TABLE_AT, 2)
    sheet.repeat_rows(TABLE_AT - 1)
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    book.close()


def _write(
    sheet: xlsxwriter.worksheet.Worksheet, row: int, at: int, text: str, form: object
) -> None:
    if at in NUMBERS:
        try:
            sheet.write_number(row, at, float(text), form)
            return
        except ValueError:
            pass
    sheet.write_string(row, at, text, form)
