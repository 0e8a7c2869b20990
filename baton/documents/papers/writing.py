"""Lays the papers out, each for the people who will hold it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from baton.documents.papers.contents import (
    CLAIM_HEADS,
    Brief,
    BriefGroup,
    Check,
    ClaimLine,
    Head,
    LossGroup,
    NameGroup,
)
from baton.documents.papers.sheet import BODY_SIZE, CLOSE, HEI, OFFICIAL, Sheet

NOTE = 10.5
CHECK_HEADS = ["指标", "满分", "得分", "失分", "数", "牵头单位", "原因"]
CHECK_WIDTHS = [30.0, 13.0, 17.0, 15.0, 24.0, 21.0, 36.0]
LOSS_HEADS = ["单位", "指标", "满分", "得分", "失分", "原因"]
LOSS_WIDTHS = [24.0, 34.0, 13.0, 17.0, 16.0, 52.0]
CLAIM_WIDTHS = [33.0, 54.0, 17.0, 37.0, 19.0, 18.0, 31.0, 27.0, 21.0]
CHECK_CLOSE = [35.0, 12.0, 16.0, 14.0, 28.0, 22.0, 47.0]
FEW, MANY = 10, 18  # rows of a check sheet: as many fit in larger, in smaller letters
POINTS = 72 / 25.4  # in a millimetre
MOST_ROWS = 22  # lines of all groups together on the page for a meeting
MOST_GROUPS = 4  # so many groups have a paragraph for each sentence there


def write_checks(head: Head, checks: Sequence[Check], path: str | Path) -> None:
    """核对单: one page for each unit, to be signed and sent back."""
    most = max((len(one.lines) + len(one.aside) for one in checks), default=0)
    sheet = Sheet("核对单", head.receipt, own_margins=CLOSE if most > FEW else OFFICIAL)
    for number, check in enumerate(checks):
        if number:
            sheet.break_page()
        _check(sheet, head, check)
    if not checks:
        sheet.say("没有单位。")
    sheet.save(path)


def _check(sheet: Sheet, head: Head, check: Check) -> None:
    count = len(check.lines) + len(check.aside)
    size = 10.5 if count <= FEW else 9.0 if count <= MANY else 7.5
    sheet.title(head.scheme, 18)
    sheet.title("得分核对单", 16)
    sheet.say(f"{head.line} · {check.group}", size=NOTE, align="center", after=6)
    told = f"{check.unit}　总分 {check.total}" + (f"　{check.rank}" if check.rank else "")
    sheet.say(told, size=14, font=HEI, line=22, after=4, next=True)
    rows = [
        [one.name, one.full, one.score, one.lost, one.figure, one.lead, one.reason]
        for one in (*check.lines, *check.aside)
    ]
    widths = CHECK_CLOSE if sheet.own_margins == CLOSE else CHECK_WIDTHS
    sheet.table(CHECK_HEADS, rows, widths, size=size, right=(1, 2, 3))
    sheet.say(check.sum, size=NOTE, line=16, before=4, after=6)
    third = sheet.width / 3
    signs = [["单位负责人签字：", "单位盖章：", "日期：　　年　月　日"]]
    sheet.table((), signs, [third, third, third], size=NOTE, tall=18 if count > MANY else 22)
    sheet.say(f"回执：{head.receipt}", size=NOTE, align="right", line=16, before=4)


def write_losses(head: Head, groups: Sequence[LossGroup], path: str | Path) -> None:
    """扣分明细: every loss, unit by unit."""
    sheet = Sheet("扣分明细", head.receipt)
    for number, group in enumerate(groups):
        if number:
            sheet.break_page()
        sheet.title("扣分明细")
        sheet.say(f"{head.line} · {group.name}", size=NOTE, align="center", after=6)
        rows = [
            [one.unit, one.item, one.full, one.score, one.lost, one.reason] for one in group.lines
        ]
        if rows:
            sheet.table(LOSS_HEADS, rows, LOSS_WIDTHS, size=9, right=(2, 3, 4))
        else:
            sheet.say("没有失分。")
    if not groups:
        sheet.say("没有单位。")
    sheet.foot(head.receipt)
    sheet.save(path)


def write_ledger(head: Head, lines: Sequence[ClaimLine], path: str | Path) -> None:
    """加减分认定表: who claimed what and who decided it, to be signed by whoever decided."""
    sheet = Sheet("加减分认定表", head.receipt, is_lying=True)
    sheet.title("加减分认定表")
    sheet.say(
        f"{head.scheme} · {head.line} · 共 {len(lines)} 条",
        size=12,
        align="center",
        line=18,
        after=6,
    )
    if lines:
        sheet.table(CLAIM_HEADS, [line.cells for line in lines], CLAIM_WIDTHS, size=9)
        signs = [["认定小组签字：", "审核：", "日期：　　年　月　日"]]
        sheet.say("", size=9, line=10, next=True)
        sheet.table((), signs, [sheet.width / 3] * 3, size=NOTE, tall=16)
    else:
        sheet.say("没有加减分。")
    sheet.foot(head.receipt)
    sheet.save(path)


def write_brief(head: Head, brief: Brief, path: str | Path) -> None:
    """会议一页纸: in letters that can be read across a table, on one page with room for what is decided."""
    many = len(brief.groups) > MOST_GROUPS
    sheet = Sheet("会议一页纸", head.receipt, own_margins=CLOSE if many else OFFICIAL)
    sheet.title(brief.headline, 20)
    sheet.say(head.line, align="center", line=24, after=4)
    if many:
        for name, text in _fitting(brief, int(sheet.width * POINTS / BODY_SIZE)):
            sheet.say(text, lead=f"{name}　", line=22)
    for group in brief.groups if not many else ():
        sheet.say(group.name, font=HEI, line=25, next=True)
        for text in _told(group):
            sheet.say(text, line=24)
    sheet.say(brief.pending, line=25, before=4, after=6)
    sheet.box("批示：", 34 if many else 38)
    sheet.foot(head.receipt)
    sheet.save(path)


def _told(group: BriefGroup, leave_out: int = 0) -> list[str]:
    """The sentences of a group; the last places go first when room is short, then who is level."""
    found = [
        ("前三：", group.first),
        ("未出总分：", group.waiting),
        ("名额边上同分：", group.edge),
        ("后三：", group.last),
    ]
    kept = found[: len(found) - leave_out]
    order = [0, 3, 2, 1]
    return [found[at][0] + found[at][1] for at in order if found[at] in kept and found[at][1]]


def _fitting(brief: Brief, letters: int) -> list[tuple[str, str]]:
    """Each group in one paragraph, with as much as leaves all of them on one page."""
    for leave_out in range(3):
        told = [
            (group.name, "；".join(_told(group, leave_out)) or "还没有总分")
            for group in brief.groups
        ]
        if sum(_rows(f"{name}　{text}", letters) for name, text in told) <= MOST_ROWS:
            break
    return told


def _rows(text: str, letters: int) -> int:
    """How many lines a text takes when so many Chinese letters go into one.

    >>> _rows("前三：1. 市税务局 97.35 分", 9), _rows("", 9)
    (2, 0)
    """
    return -(-sum(2 if sign > "\u2e7f" else 1 for sign in text) // (2 * letters))


def write_names(head: Head, groups: Sequence[NameGroup], path: str | Path) -> None:
    """公示名单: grades and names, no points."""
    sheet = Sheet("公示名单", head.receipt)
    sheet.title(head.scheme)
    sheet.title("等次公示名单", 18)
    sheet.say(head.round, size=BODY_SIZE, align="center", line=26, after=6)
    for group in groups:
        sheet.say(group.name, font=HEI, line=28, before=6, next=True)
        for grade, units in group.grades:
            sheet.say(f"{grade}（{len(units)}个）：" + "、".join(units), line=28, indent=True)
    sheet.say("公示期：　　年　月　日至　　年　月　日", line=28, before=14, indent=True)
    sheet.say("联系电话：＿＿＿＿＿＿＿＿＿＿", line=28, indent=True)
    sheet.foot(head.receipt)
    sheet.save(path)
