"""失分台账: what was lost, by the lead unit that can tell why; as a paper and as a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import xlsxwriter

from baton.documents.papers.accounts import LeadLosses
from baton.documents.papers.head import Head
from baton.documents.papers.saving import save
from baton.documents.papers.sheet import HEI, Sheet
from baton.documents.papers.writing import marked

HEADS = ["序号", "指标", "失分单位", "分组", "失分", "失分原因", "整改措施", "完成时限"]
WIDTHS = [11.0, 42.0, 34.0, 22.0, 16.0, 72.0, 36.0, 24.0]
SHEET_WIDTHS = [20, 8, 30, 24, 14, 10, 60, 30, 14]
MADE = datetime(2000, 1, 1)  # the same losses are the same file


def write_lead_losses(head: Head, leads: Sequence[LeadLosses], path: str | Path) -> None:
    """失分台账: a table for each lead unit, the indicator with most losses first."""
    sheet = Sheet("失分台账", head.receipt, is_lying=True)
    marked(sheet, head)
    sheet.title("失分台账")
    sheet.say(
        f"{head.scheme} · {head.line}　{head.until}", size=12, align="center", line=18, after=6
    )
    for lead in leads:
        told = f"{lead.lead or '没有写牵头单位'}（{len(lead.lines)} 处，合计失 {lead.sum} 分）"
        sheet.say(told, size=14, font=HEI, line=22, before=6, next=True)
        rows = [
            [str(n), one.item, one.unit, one.group, one.lost, one.reason, "", ""] for n, one in enumerate(lead.lines, start=1)
        ]  # fmt: skip
        sheet.table(HEADS, rows, WIDTHS, size=9, right=(4,))
    if not leads:
        sheet.say("没有失分。")
    sheet.foot(head.receipt)
    save(sheet, path)


def write_lead_losses_workbook(head: Head, leads: Sequence[LeadLosses], path: str | Path) -> None:
    """The same as one table that can be filtered and added up."""
    book = xlsxwriter.Workbook(
        str(path), {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    )  # fmt: skip
    book.set_properties({"title": "失分台账", "comments": head.receipt, "created": MADE})
    ruled = {"font_name": "仿宋_GB2312", "border": 1, "text_wrap": True, "valign": "vcenter"}
    cell, strong = (
        book.add_format(ruled),
        book.add_format(ruled | {"bold": True, "align": "center"}),
    )
    sheet = book.add_worksheet("失分台账")
    sheet.write_string(
        0, 0, "失分台账", book.add_format({"font_name": "方正小标宋简体", "font_size": 18})
    )
    sheet.write_string(
        1, 0, f"{head.mark or head.draft}　{head.round}　{head.until}　{head.receipt}"
    )
    for at, (text, width) in enumerate(zip(["牵头单位", *HEADS], SHEET_WIDTHS, strict=True)):
        sheet.set_column(at, at, width)
        sheet.write_string(2, at, text, strong)
    row = 3
    for lead in leads:
        for number, one in enumerate(lead.lines, start=1):
            texts = [lead.lead, "", one.item, one.unit, one.group, "", one.reason, "", ""]
            for at, text in enumerate(texts):
                sheet.write_string(row, at, text, cell)
            sheet.write_number(row, 1, number, cell)
            sheet.write_number(row, 5, float(one.lost), cell)
            row += 1
    sheet.autofilter(2, 0, max(2, row - 1), len(SHEET_WIDTHS) - 1)
    sheet.freeze_panes(3, 1)
    sheet.repeat_rows(2)
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    book.close()
