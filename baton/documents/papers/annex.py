"""考核方案附件: the indicators of every paper, the sentence as it was decided beside its reading."""

from __future__ import annotations

from pathlib import Path

from baton.documents.papers.bulletin import ordinal
from baton.documents.papers.head import Head
from baton.documents.papers.saving import save
from baton.documents.papers.scheme_papers import Annex, AnnexPaper
from baton.documents.papers.sheet import HEI, Sheet

ANNEX_HEADS = [
    "序号",
    "考核指标",
    "分值",
    "目标值",
    "评分办法（原文）",
    "读法",
    "数据来源",
    "牵头单位",
]
ANNEX_WIDTHS = [11.0, 38.0, 16.0, 26.0, 65.0, 45.0, 31.0, 25.0]


def write_annex(head: Head, annex: Annex, path: str | Path) -> None:
    """Write a table for each paper; numbers run on from its first to its last indicator."""
    sheet = Sheet("考核方案附件", head.receipt, is_lying=True)
    for number, paper in enumerate(annex.papers):
        if number:
            sheet.break_page()
        _paper(sheet, annex, paper)
    if not annex.papers:
        sheet.say("没有指标。")
    sheet.foot(f"{annex.decided} · {head.receipt}")
    save(sheet, path)


def _paper(sheet: Sheet, annex: Annex, paper: AnnexPaper) -> None:
    sheet.title(f"{annex.scheme}指标体系", 20)
    sheet.say(f"适用：{'、'.join(paper.groups)}", size=12, align="center", after=6)
    if paper.works:
        sheet.say(paper.works, size=12, align="center", after=6)
    for kind, document in annex.citations if paper is annex.papers[0] else ():
        sheet.say(document, lead=f"{kind}：", size=10.5, line=16)
    number, main = 0, [part for part in paper.parts if not part.is_beside]
    for place, part in enumerate(paper.parts, start=1):
        sheet.say(
            f"{ordinal(place)}、{part.name}{f'（{part.work}）' if part.work and part.work not in part.name else ''}",
            size=14,
            font=HEI,
            line=22,
            before=6,
            next=True,
        )
        rows = []
        for one in part.lines:
            number += 1
            rows.append(
                [str(number), one.name, one.points, one.target, one.sentence, one.reading, one.source, one.lead]
            )  # fmt: skip
        if part.sum:
            rows.append(["", "小计", part.sum, "", "", "", "", ""])
        if paper.sum and len(main) > 1 and part is main[-1]:
            rows.append(["", "合计", paper.sum, "", "", "", "", ""])
        sheet.table(ANNEX_HEADS, rows, ANNEX_WIDTHS, size=9, right=(2,))
    for place, way in enumerate(paper.ways):
        before = 6 if place == 0 else 0
        sheet.say(way, lead="合成办法：" if place == 0 else "", size=10.5, line=16, before=before)
    for place, (heading, sentences) in enumerate(paper.rules, start=len(paper.parts) + 1):
        sheet.say(f"{ordinal(place)}、{heading}", size=14, font=HEI, line=22, before=6, next=True)
        for sentence in sentences:
            sheet.say(sentence, size=10.5, line=16, indent=True)
