"""Lays the papers out, each for the people who will hold it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from pathlib import Path

from baton.documents.papers.accounts import CLAIM_HEADS, Ledger, LossGroup
from baton.documents.papers.contents import Brief, BriefGroup, NameGroup, before_names, ordered_by
from baton.documents.papers.head import Head
from baton.documents.papers.measuring import POINTS, height_of, room_of
from baton.documents.papers.saving import save
from baton.documents.papers.sheet import BODY_SIZE, CLOSE, HEI, LINE, Sheet

NOTE = 10.5
LOSS_HEADS = ["单位", "指标", "满分", "得分", "失分", "原因"]
LOSS_WIDTHS = [24.0, 34.0, 13.0, 17.0, 16.0, 52.0]
CLAIM_WIDTHS = [28.0, 52.0, 17.0, 35.0, 14.0, 16.0, 13.0, 33.0, 26.0, 23.0]
HONOURS = 60.0  # width of the names there
MOST_LEVEL = 28.0
SPARED = ("moved", "last", "gap", "edge", "waiting", "others")  # what goes first when room is short
WORDS = {
    "last": "后三",
    "moved": "与上一稿的进退",
    "edge": "名额边上同分的",
    "gap": "名额边上的差距",
    "waiting": "未出总分的",
    "others": "第二、第三名",
}
PITCHES = (
    24.0,
    22.0,
    20.0,
)  # of the lines of the page for a meeting; closer ones where room is short
LEAST_BOX, MOST_BOX = 34.0, 90.0  # millimetres for what is decided
TURNING = 60.0  # points that may stay empty at the foot of the first of two pages
MOST_GROUPS = 4  # so many groups have a paragraph for each sentence there


def marked(sheet: Sheet, head: Head) -> None:
    """内部资料 and the draft in the upper left corner, where the paper is not for the public."""
    if head.mark:
        sheet.say(head.mark, font=HEI, size=NOTE, line=15)


def write_losses(head: Head, groups: Sequence[LossGroup], path: str | Path) -> None:
    """扣分明细: every loss, unit by unit."""
    sheet = Sheet("扣分明细", head.receipt)
    for number, group in enumerate(groups):
        if number:
            sheet.break_page()
        marked(sheet, head)
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
    save(sheet, path)


def write_ledger(head: Head, ledger: Ledger, path: str | Path) -> None:
    """加减分认定表: who claimed what and who decided it, with sums, to be signed by whoever decided."""
    sheet = Sheet("加减分认定表", head.receipt, is_lying=True)
    count = sum(not line.is_sum for line in ledger.lines)
    marked(sheet, head)
    sheet.title("加减分认定表")
    sheet.say(
        f"{head.scheme} · {head.line} · 共 {count} 条", size=12, align="center", line=18, after=6
    )
    if ledger.lines:
        sums = [at for at, line in enumerate(ledger.lines) if line.is_sum]
        sheet.table(
            CLAIM_HEADS,
            [line.cells for line in ledger.lines],
            CLAIM_WIDTHS,
            size=9,
            right=(4, 6),
            strong=sums,
        )
        _honours(sheet, ledger.honours)
        signs = [["认定小组签字：", "审核：", "日期：　　年　月　日"]]
        sheet.say("", size=9, line=10, next=True)
        sheet.table((), signs, [sheet.width / 3] * 3, size=NOTE, tall=16)
    else:
        sheet.say("没有加减分。")
    sheet.foot(head.receipt)
    save(sheet, path)


def _honours(sheet: Sheet, rows: list[list[str]]) -> None:
    """表彰汇总: unit × level."""
    if not rows:
        return
    sheet.say("表彰汇总（认定的件数）", size=12, font=HEI, line=20, before=8, next=True)
    columns = len(rows[0]) - 1
    width = min(MOST_LEVEL, (sheet.width - HONOURS) / columns)
    sheet.table(
        rows[0], rows[1:], [HONOURS, *[width] * columns], size=9, right=range(1, columns + 1)
    )


def write_brief(head: Head, brief: Brief, path: str | Path) -> None:
    """会议一页纸: in letters that can be read across a table, with room for what is decided.

    What leaders ask is not left out for want of room: many groups go on both sides of the sheet. Only where not even
    that is enough, the same sentences are left out of all groups, and the paper says so.
    """
    sheet = Sheet("会议一页纸", head.receipt, own_margins=CLOSE)
    many = len(brief.groups) > MOST_GROUPS
    sides = [(1, many), (2, False), (2, True)]
    ways: list[tuple[int, Sequence[str], bool, float]] = [
        (pages, (), is_close, line) for (pages, is_close), line in product(sides, PITCHES)
    ]
    ways += [(2, SPARED[:count], True, line) for count, line in product(range(1, len(SPARED) + 1), PITCHES)]  # fmt: skip
    for pages, spared, is_close, line in ways:
        sheet.blocks.clear()
        _brief(sheet, head, brief, spared, line, is_close=is_close)
        left = pages * room_of(sheet) - height_of(sheet, sheet.blocks) - (pages - 1) * TURNING
        if left >= LEAST_BOX * POINTS:
            break
    sheet.box("批示：", max(LEAST_BOX, min(MOST_BOX, left / POINTS - 1)))
    sheet.foot(head.receipt)
    save(sheet, path)


def _brief(
    sheet: Sheet, head: Head, brief: Brief, spared: Sequence[str], line: float, *, is_close: bool
) -> None:
    """The page without these sentences, which are left out of all groups alike, and that it is; is_close: a paragraph a group."""
    if head.mark:
        sheet.say(head.mark, font=HEI, line=20)
    sheet.title(brief.headline, 20)
    sheet.say(f"{head.round}　{head.until or head.draft}", align="center", line=24, after=4)
    if brief.province:
        sheet.say(brief.province, line=24, after=4)
    for group in brief.groups:
        told = _told(group, spared)
        if is_close:
            sheet.say("；".join(told) or "还没有总分", lead=f"{group.name}　", line=line - 2)
            continue
        sheet.say(group.name, font=HEI, line=line + 1, next=True)
        for text in told or ["还没有总分"]:
            sheet.say(text, line=line)
    missing = [WORDS[name] for name in spared if any(_has(one, name) for one in brief.groups)]
    if missing:
        sheet.say(f"各组的{'、'.join(missing)}写不下，见 A3 总表。", line=24)
    sheet.say(brief.pending + brief.vetoes, line=24, before=4, after=6)


def _has(group: BriefGroup, name: str) -> bool:
    return group.first != _leaders(group.first) if name == "others" else bool(getattr(group, name))


def _leaders(first: str) -> str:
    """Of the first few those with the first one's rank, which equals share."""
    told = first.split("，")
    rank = told[0].partition(".")[0]
    return "，".join(one for one in told if one.partition(".")[0] == rank)


def _told(group: BriefGroup, spared: Sequence[str]) -> list[str]:
    """The sentences of a group without those for which there is no room."""
    leads = _leaders(group.first)
    first = leads if "others" in spared else group.first
    found = {
        "first": ("前三：" if first != leads else "第一：", first), "last": ("后三：", group.last),
        "moved": ("比上一稿：", group.moved), "edge": ("名额边上同分：", group.edge), "gap": ("名额边上：", group.gap),
        "waiting": ("未出总分：", group.waiting),
    }  # fmt: skip
    return [word + text for name, (word, text) in found.items() if text and name not in spared]


def write_names(head: Head, groups: Sequence[NameGroup], path: str | Path) -> None:
    """公示名单: grades and names, no points; who publishes it and where to object is filled in by hand."""
    sheet = Sheet("公示名单", head.receipt)
    if head.mark:
        sheet.say(head.mark, font=HEI, line=LINE)
    sheet.title(head.scheme)
    has_grades = any(grade for group in groups for grade, _ in group.grades)
    sheet.title("等次公示名单" if has_grades else "考核对象公示名单", 18)
    sheet.say(head.round, size=BODY_SIZE, align="center", line=26, after=6)
    what = "等次" if has_grades else "的考核对象"
    sheet.say(
        f"现将{head.round}{what}公示如下，{ordered_by(word for group in groups for word in group.ordered)}排列。",
        line=28,
        indent=True,
    )
    if corrected := head.corrected("名单"):
        sheet.say(corrected, line=28, indent=True)
    for group in groups:
        sizes = [f"（{len(units)}个）" for grade, units in group.grades if not grade]
        sheet.say(group.name + "".join(sizes), font=HEI, line=28, before=6, next=True)
        for grade, units in group.grades:
            sheet.say(before_names(grade, units) + "、".join(units), line=28, indent=True)
    sheet.say(
        "公示期：　　年　月　日至　　年　月　日。", line=28, before=14, indent=True, next=True
    )
    sheet.say(
        "对公示内容有异议的，请在公示期内向＿＿＿＿＿＿＿＿＿＿反映，联系电话＿＿＿＿＿＿＿＿，地址＿＿＿＿＿＿＿＿＿＿＿＿。",
        line=28, indent=True, next=True,
    )  # fmt: skip
    sheet.say("（公示机关署名）", align="right", line=28, before=20, inset=2, next=True)
    sheet.say("　　　　年　　月　　日", align="right", line=28, inset=4)
    if head.mark:
        sheet.foot(head.receipt)
    save(sheet, path)
