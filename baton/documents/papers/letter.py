"""反馈函: what one unit or official is told of its result, what cost most and what went well, with a receipt to send back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from baton.documents.papers.accounts import Letter
from baton.documents.papers.head import Head
from baton.documents.papers.measuring import largest
from baton.documents.papers.saving import save
from baton.documents.papers.sheet import CLOSE, HEI, Sheet

LOSS_HEADS = ["失分指标", "失分", "评分办法", "失分原因", "牵头单位"]
LOSS_WIDTHS = [34.0, 19.0, 54.0, 45.0, 22.0]
SIZES = (16.0, 15.0, 14.0, 13.0, 12.0, 11.0, 10.5, 10.0, 9.0)
SMALLER = 4.0  # points between the text and the table
LEAST = 7.5
EMPTY = 3  # blank lines for advice


def write_letters(head: Head, letters: Sequence[Letter], path: str | Path) -> None:
    """反馈函: one page for each."""
    sheet = Sheet("反馈函", head.receipt, own_margins=CLOSE)
    for number, letter in enumerate(letters):
        if number:
            sheet.break_page()
        largest(sheet, SIZES, lambda page, size, one=letter: _letter(page, head, one, size))  # type: ignore[misc]
    if not letters:
        sheet.say("没有考核对象。")
    save(sheet, path)


def _letter(sheet: Sheet, head: Head, letter: Letter, size: float) -> None:
    line = size * 1.6
    sheet.say(head.mark or head.draft, font=HEI, size=10.5, line=15)
    sheet.title(f"{head.round}结果反馈函", 20)
    name = f"{letter.unit}（{letter.unit_of_person}）" if letter.unit_of_person else letter.unit
    sheet.say(f"{name}：", size=size, line=line)
    sheet.say(letter.result, size=size, line=line, indent=True)
    if letter.losses:
        sheet.say("一、失分较多的指标", size=size, font=HEI, line=line, indent=True, next=True)
        sheet.table(
            LOSS_HEADS, letter.losses, LOSS_WIDTHS, size=max(LEAST, size - SMALLER), right=(1,)
        )
    sheet.say(
        "二、做得好的方面" if letter.losses else "一、做得好的方面",
        size=size,
        font=HEI,
        line=line,
        indent=True,
        before=4,
        next=True,
    )
    sheet.say(letter.strengths or "没有得满分的指标。", size=size, line=line, indent=True)
    sheet.say(
        "三、意见建议" if letter.losses else "二、意见建议",
        size=size,
        font=HEI,
        line=line,
        indent=True,
        next=True,
    )
    for text in letter.advice.split("\n") if letter.advice else [""] * EMPTY:
        sheet.say(text, size=size, line=line, indent=True)
    sheet.say(
        "（反馈机关署名）　　　　年　　月　　日", size=size, align="right", line=line, before=6
    )
    who = "本人" if letter.unit_of_person else "单位负责人"
    receipt = f"回执：{name}已收到{head.round}结果反馈函。\n{who}签字：　　　　　　　　　　　年　　月　　日"
    sheet.table((), [[receipt]], [sheet.width], size=max(LEAST, size - SMALLER), tall=16)
    sheet.say(f"{head.until}　{head.receipt}", size=9, align="right", line=12, before=3)
