"""归档目录: what of a round goes into the archive, in the columns of a 卷内文件目录."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from baton.documents.papers.head import Head
from baton.documents.papers.saving import save
from baton.documents.papers.scheme_papers import FiledPart
from baton.documents.papers.sheet import HEI, Sheet
from baton.documents.papers.writing import marked

FILED_HEADS = ["顺序号", "文号", "责任者", "题名", "日期", "页号", "备注"]
FILED_WIDTHS = [15.0, 36.0, 34.0, 82.0, 24.0, 14.0, 52.0]


def write_catalogue(head: Head, parts: Sequence[FiledPart], path: str | Path) -> None:
    """Write the catalogue; the numbers run through all its parts, pages are left to whoever binds the papers."""
    sheet = Sheet("归档目录", head.receipt, is_lying=True)
    marked(sheet, head)
    sheet.title("卷内文件目录", 20)
    sheet.say(f"{head.scheme} · {head.round}", size=12, align="center", after=6)
    number = 0
    for part in parts:
        if not part.lines:
            continue
        sheet.say(part.name, size=14, font=HEI, line=22, before=6, next=True)
        rows = []
        for one in part.lines:
            number += 1
            rows.append([str(number), one.document, one.author, one.title, one.day, "", one.note])
        sheet.table(FILED_HEADS, rows, FILED_WIDTHS, size=9, is_close=True)
    if not number:
        sheet.say("还没有可归档的文件。")
    sheet.foot(head.receipt)
    save(sheet, path)
