"""表扬名单 and 考核预告: what is told to all before and after an assessment; who signs is filled in by hand."""

from __future__ import annotations

from pathlib import Path

from baton.documents.papers.bulletin import ordinal
from baton.documents.papers.contents import Notice, Praise, ordered_by
from baton.documents.papers.head import Head
from baton.documents.papers.saving import save
from baton.documents.papers.sheet import HEI, LINE, Sheet

STEP_HEADS, STEP_WIDTHS = ["事项", "日期"], [104.0, 52.0]
SHEET_HEADS, SHEET_WIDTHS = ["牵头单位", "打分表", "报送截止"], [50.0, 58.0, 48.0]


def write_praise(head: Head, praise: Praise, path: str | Path) -> None:
    """表扬名单: the best grade of each group in official order, on whose decision it rests."""
    sheet = Sheet("表扬名单", head.receipt)
    if head.mark:
        sheet.say(head.mark, font=HEI, line=LINE)
    sheet.title(f"{head.round}表扬名单")
    sheet.say("", line=LINE)
    basis = "；".join(praise.basis) or "＿＿＿＿＿＿＿＿（决定机关、会议、文号）"
    opening = f"根据{basis}，对下列单位予以表扬，{ordered_by(praise.ordered)}排列。"
    sheet.say(praise.nobody or opening, line=LINE, indent=True)
    if corrected := head.corrected("名单"):
        sheet.say(corrected, line=LINE, indent=True)
    for number, (group, grade, names) in enumerate(praise.groups, start=1):
        sheet.say(
            f"{ordinal(number)}、{group}“{grade}”（{len(names)} 个）",
            font=HEI,
            line=LINE,
            indent=True,
            next=True,
        )
        sheet.say("、".join(names) + "。", line=LINE, indent=True)
    for sentence in praise.apart:
        sheet.say(sentence, line=LINE, indent=True)
    if not praise.groups and not praise.nobody:
        sheet.say("还没有定等次。", line=LINE, indent=True)
    _signed(sheet)
    sheet.number()
    save(sheet, path)


def write_notice(head: Head, notice: Notice, path: str | Path) -> None:
    """考核预告: who is assessed, by when what has to be done, which lead unit owes which sheet, whom to ask."""
    sheet = Sheet("考核预告", "")
    sheet.title(f"关于开展{head.round}的预告")
    sheet.say("", line=LINE)
    sheet.say("各考核对象、各牵头单位：", line=LINE)
    sheet.say(notice.opening, line=LINE, indent=True)
    parts = 1
    sheet.say(f"{ordinal(parts)}、考核对象", font=HEI, line=LINE, indent=True, next=True)
    for group, names in notice.groups:
        told = f"{'、'.join(names)}。" if names else ""
        sheet.say(f"{group}：{told}", line=LINE, indent=True)
    if notice.steps:
        parts += 1
        sheet.say(f"{ordinal(parts)}、时间安排", font=HEI, line=LINE, indent=True, next=True)
        sheet.table(STEP_HEADS, notice.steps, STEP_WIDTHS, size=12)
    if notice.sheets:
        parts += 1
        sheet.say(
            f"{ordinal(parts)}、牵头单位报送的打分表",
            font=HEI,
            line=LINE,
            indent=True,
            before=6,
            next=True,
        )
        sheet.table(SHEET_HEADS, notice.sheets, SHEET_WIDTHS, size=12)
    sheet.say(
        f"{ordinal(parts + 1)}、联系方式", font=HEI, line=LINE, indent=True, before=6, next=True
    )
    sheet.say("联系人：＿＿＿＿＿＿＿＿　电话：＿＿＿＿＿＿＿＿", line=LINE, indent=True)
    _signed(sheet)
    sheet.number()
    save(sheet, path)


def _signed(sheet: Sheet) -> None:
    sheet.say("", line=LINE, next=True)
    sheet.say("（发文机关署名）", align="right", line=LINE, inset=2, next=True)
    sheet.say("　　　　年　　月　　日", align="right", line=LINE, inset=4)
