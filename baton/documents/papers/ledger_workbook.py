"""加减分认定表 as a workbook: everything is text, so that nothing a unit wrote becomes a formula."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import xlsxwriter

from baton.documents.papers.contents import CLAIM_HEADS, ClaimLine, Head

WIDTHS = [14, 36, 10, 24, 12, 12, 12, 16, 14]
TABLE_AT = 3  # title, note, heads


def write_ledger_workbook(head: Head, lines: Sequence[ClaimLine], path: str | Path) -> None:
    """Write the ledger to ``path``."""
    book = xlsxwriter.Workbook(
        str(path), {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    )  # fmt: skip
    book.set_properties({"title": "加减分认定表", "comments": head.receipt})
    sheet = book.add_worksheet("加减分认定表")
    title = book.add_format({"font_name": "方正小标宋简体", "font_size": 18})
    ruled = {"font_name": "仿宋_GB2312", "border": 1, "text_wrap": True, "valign": "vcenter"}
    cell, name = book.add_format(ruled), book.add_format(ruled | {"bold": True, "align": "center"})
    sheet.write_string(0, 0, "加减分认定表", title)
    sheet.write_string(1, 0, f"{head.line} · {head.receipt}")
    for at, (text, width) in enumerate(zip(CLAIM_HEADS, WIDTHS, strict=True)):
        sheet.set_column(at, at, width)
        sheet.write_string(TABLE_AT - 1, at, text, name)
    for number, line in enumerate(lines, start=TABLE_AT):
        for at, text in enumerate(line.cells):
            sheet.write_string(number, at, text, cell)
    sheet.freeze_panes(TABLE_AT, 1)
    sheet.repeat_rows(TABLE_AT - 1)
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    book.close()
