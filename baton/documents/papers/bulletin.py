"""通报: told to all, as official papers are laid out (GB/T 9704)."""

from __future__ import annotations

from pathlib import Path

from baton.documents.papers.contents import Bulletin, BulletinGroup, before_names
from baton.documents.papers.head import Head
from baton.documents.papers.saving import save
from baton.documents.papers.sheet import HEI, KAI, LINE, Sheet

RANK_HEADS = ["名次", "单位", "总分", "等次", "备注"]
NO_MOVES = "没有上一轮的名次可比。"
RANK_WIDTHS = [16.0, 56.0, 24.0, 22.0, 38.0]
MOST_NAMED = 40  # a longer list is an annex, not a sentence
ORDINALS = "零一二三四五六七八九"


def write_bulletin(head: Head, bulletin: Bulletin, path: str | Path) -> None:
    """通报: overall, group by group, gains and losses, vetoes and decided grades; to be signed and dated by hand."""
    sheet = Sheet("通报", head.receipt)
    if head.mark:
        sheet.say(head.mark, font=HEI, line=LINE)
    sheet.title(bulletin.title)
    sheet.say("", line=LINE)
    sheet.say("各考核对象：", line=LINE)
    _text(sheet, bulletin.opening)
    if corrected := head.corrected("通报"):
        _text(sheet, corrected)
    _part(sheet, 1, "总体情况")
    for sentence in bulletin.overall:
        _text(sheet, sentence)
    _part(sheet, 2, "各组结果")
    for number, group in enumerate(bulletin.groups, start=1):
        _group(sheet, number, group)
    number = 3
    told = [
        f"{one.name}：{one.losses}{one.gains}" for one in bulletin.groups if one.losses or one.gains
    ]
    if told:
        number = _said(sheet, number, "指标得失", told)
    if bulletin.with_moves:
        moves = [group.moves for group in bulletin.groups if group.moves] or [NO_MOVES]
        number = _said(sheet, number, "进步和落后", moves)
    last = [
        *(bulletin.vetoes or ["没有生效的一票否决。"]),
        *(bulletin.decisions or ["没有机关另行决定的等次。"]),
    ]
    _said(sheet, number, "一票否决和机关决定的等次", last)
    sheet.say("", line=LINE, next=True)
    sheet.say("（发文机关署名）", align="right", line=LINE, inset=2, next=True)
    sheet.say("　　　　年　　月　　日", align="right", line=LINE, inset=4, next=True)
    if head.mark:
        sheet.say(f"回执：{head.receipt}", size=9, before=10, line=14)
    sheet.number()
    save(sheet, path)


def _group(sheet: Sheet, number: int, group: BulletinGroup) -> None:
    sheet.say(f"（{ordinal(number)}）{group.name}", font=KAI, line=LINE, indent=True, next=True)
    _text(sheet, group.summary)
    if group.ranks:
        sheet.table(RANK_HEADS, group.ranks, RANK_WIDTHS, size=12, right=(2,))
        return
    for grade, units in group.grades:
        named = "、".join(units[:MOST_NAMED])
        more = f"等，其余 {len(units) - MOST_NAMED} 个见公示名单" if len(units) > MOST_NAMED else ""
        _text(sheet, f"{before_names(grade, units)}{named}{more}。")


def _said(sheet: Sheet, number: int, name: str, sentences: list[str]) -> int:
    """A part with its sentences; the number of the next one."""
    _part(sheet, number, name)
    for sentence in sentences:
        _text(sheet, sentence)
    return number + 1


def _part(sheet: Sheet, number: int, name: str) -> None:
    sheet.say(f"{ordinal(number)}、{name}", font=HEI, line=LINE, indent=True, next=True)


def _text(sheet: Sheet, text: str) -> None:
    sheet.say(text, line=LINE, indent=True)


def ordinal(number: int) -> str:
    """The number of a part as official papers write it.

    >>> ordinal(3), ordinal(10), ordinal(12), ordinal(20), ordinal(31)
    ('三', '十', '十二', '二十', '三十一')
    """
    tens, ones = divmod(number, 10)
    return (
        (ORDINALS[tens] if tens > 1 else "")
        + ("十" if tens else "")
        + (ORDINALS[ones] if ones or not tens else "")
    )
