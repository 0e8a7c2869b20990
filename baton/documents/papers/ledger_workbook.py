"""加减分认定表 as a workbook: points are numbers, everything else is text, so that nothing a unit wrote becomes a formula."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from baton.documents.papers.accounts import CLAIM_HEADS, Ledger
from baton.documents.papers.head import Head

WIDTHS = [18, 38, 9, 24, 8, 9, 8, 26, 18, 12]
TABLE_AT = 3  # title, note, heads
NUMBER = re.compile(r"[−-]?\d+(\.\d+)?")
NUMERIC = {"申报分", "计分"}
LETTER, LINE = 2.0, 16  # a Chinese letter in units of width; points of a line of text
MADE = datetime(2000, 1, 1)  # the same ledger is the same file


def write_ledger_workbook(head: Head, ledger: Ledger, path: str | Path) -> None:
    """Write the ledger to ``path``: the lines with sums, and a sheet of honours by unit and level."""
    book = xlsxwriter.Workbook(
        str(path), {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    )  # fmt: skip
    book.set_properties({"title": "加减分认定表", "comments": head.receipt, "created": MADE})
    ruled = {"font_name": "仿宋_GB2312", "border": 1, "text_wrap": True, "valign": "vcenter"}
    forms = {
        "title": book.add_format({"font_name": "方正小标宋简体", "font_size": 18}), "cell": book.add_format(ruled),
        "head": book.add_format(ruled | {"bold": True, "align": "center"}),
        "sum": book.add_format(ruled | {"bold": True}),
    }  # fmt: skip
    rows = [(line.cells, line.is_sum) for line in ledger.lines]
    last = _sheet(book, forms, "加减分认定表", head, CLAIM_HEADS, WIDTHS, rows)
    sheet = book.get_worksheet_by_name("加减分认定表")
    for at, text in ((1, "认定小组签字："), (3, "审核："), (7, "日期：　　年　月　日")):
        sheet.write_string(last + 2, at, text)
    if ledger.honours:
        heads, *counts = ledger.honours
        _sheet(book, forms, "表彰汇总", head, heads, [24, *[10] * (len(heads) - 1)], [(one, False) for one in counts], everything=True)  # fmt: skip
    book.close()


def _sheet(
    book: Any, forms: dict[str, Any], name: str, head: Head, heads: Sequence[str], widths: Sequence[float],
    rows: Sequence[tuple[Sequence[str], bool]], *, everything: bool = False,
) -> int:  # fmt: skip
    """One table with its title; the place of its last row. everything: all columns but the first are numbers."""
    sheet = book.add_worksheet(name)
    sheet.write_string(0, 0, name, forms["title"])
    sheet.write_string(1, 0, "　".join(one for one in (head.mark or head.draft, head.round, head.until, f"回执：{head.receipt}") if one))  # fmt: skip
    for at, (text, width) in enumerate(zip(heads, widths, strict=True)):
        sheet.set_column(at, at, width)
        sheet.write_string(TABLE_AT - 1, at, text, forms["head"])
    for number, (cells, is_sum) in enumerate(rows, start=TABLE_AT):
        form = forms["sum" if is_sum else "cell"]
        for at, text in enumerate(cells):
            counts = heads[at] in NUMERIC or (everything and at > 0)
            if counts and NUMBER.fullmatch(text):
                sheet.write_number(number, at, float(text.replace("−", "-")), form)
            else:
                sheet.write_string(number, at, text, form)
        most = max(
            -(-len(text) * LETTER // width) for text, width in zip(cells, widths, strict=True)
        )
        sheet.set_row(number, LINE * max(1, most) + 2)
    sheet.freeze_panes(TABLE_AT, 1)
    sheet.repeat_rows(TABLE_AT - 1)
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C第 &P 页，共 &N 页")
    return TABLE_AT + len(rows) - 1
