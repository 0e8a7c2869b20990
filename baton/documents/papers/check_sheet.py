"""核对单: what one unit checks, signs and sends back; one page, in letters that can be read, with a page behind it at need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial
from pathlib import Path

from baton.documents.papers.contents import Check, CheckLine, Head
from baton.documents.papers.measuring import largest, which_fits
from baton.documents.papers.sheet import HEI, Sheet

CHECK_HEADS = ["大项", "考核指标", "分值", "得分", "失分", "用到的数", "失分原因", "牵头单位"]
CHECK_WIDTHS = [9.5, 33.0, 9.0, 14.0, 15.0, 23.5, 49.5, 30.5]
SIZES = (10.5, 10.0, 9.5, 9.0, 8.5)
LEAST = SIZES[-1]  # smaller letters nobody reads
SHORTEST = (
    80,
    60,
    48,
    40,
    34,
    28,
    24,
    20,
    16,
    12,
    9,
)  # letters of a reason, when all of it has no room
SHORT_LEAD = 10
SHORT_FIGURE = 6
MORE = "…"
CUT = "“…”全文见续页。"
NARROW = (11.0, 9.0, 13.0, 13.0)  # margins
NOTE = 10.5
TIGHT = 24.0  # points that stay empty below long and short reasons together
LONG = 26  # letters of a title in large letters
LITTLE = 10.0  # points that stay empty below short reasons
BOX = "□"
SUM = "sum"
REST_HEADS = ["考核指标", "失分", "用到的数", "失分原因", "牵头单位"]
REST_WIDTHS = [36.0, 13.0, 33.0, 72.0, 30.0]


def write_checks(head: Head, checks: Sequence[Check], path: str | Path) -> None:
    """核对单: one page for each unit, in the largest letters in which it stays one page; what is cut there follows behind."""
    sheet = Sheet("核对单", head.receipt, own_margins=NARROW)
    for number, check in enumerate(checks):
        if number:
            sheet.break_page()
        _fitted(sheet, head, check)
    if not checks:
        sheet.say("没有单位。")
    sheet.save(path)


def _fitted(sheet: Sheet, head: Head, check: Check) -> None:
    """One page where it can be read; else short reasons there and the whole ones on a page behind it; else as it flows."""
    start = sheet.place()
    if largest(sheet, SIZES, partial(_laid, head=head, check=check)):
        return
    sheet.back_to(start)
    shorter = [partial(_cut, head=head, check=check, most=most) for most in SHORTEST]
    most = which_fits(sheet, shorter, LITTLE)
    sheet.back_to(start)
    if most is None:
        _check(sheet, head, check, LEAST)
        return
    shown = shortened(check, SHORTEST[most])
    partly = [
        partial(_partly, head=head, check=check, most=SHORTEST[most], whole=whole)
        for whole in range(len(check.lines), -1, -1)
    ]
    whole = which_fits(sheet, partly, TIGHT)
    if whole is None:
        sheet.back_to(start)
        _check(sheet, head, shown, LEAST)
    else:
        shown = _mixed(check, SHORTEST[most], len(check.lines) - whole)
    _rest(sheet, head, check, shown)


def _cut(sheet: Sheet, *, head: Head, check: Check, most: int) -> None:
    _check(sheet, head, shortened(check, most), LEAST)


def _partly(sheet: Sheet, *, head: Head, check: Check, most: int, whole: int) -> None:
    """Cut, but for so many lines that lost most."""
    _check(sheet, head, _mixed(check, most, whole), LEAST)


def _mixed(check: Check, most: int, whole: int) -> Check:
    order = sorted(range(len(check.lines)), key=lambda at: -_lost(check.lines[at]))
    short, kept = shortened(check, most), set(order[:whole])
    lines = [
        replace(cut, reason=one.reason, figure=one.figure) if at in kept else cut
        for at, (one, cut) in enumerate(zip(check.lines, short.lines, strict=True))
    ]
    return replace(short, lines=lines)


def _rest(sheet: Sheet, head: Head, check: Check, shown: Check) -> None:
    """续: the lines of which the first page has not everything, word for word."""
    pairs = zip((*check.lines, *check.aside), (*shown.lines, *shown.aside), strict=True)
    rows = [
        [one.name, one.lost, one.figure, one.reason, one.lead] for one, cut in pairs if one != cut
    ]
    if not rows:
        return
    sheet.break_page()
    number = f"　编号 {check.number}" if check.number else ""
    sheet.say(f"{head.draft}{number}（续）", size=9, lead="内部资料　" if head.mark else "", line=13, after=2)  # fmt: skip
    sheet.title(f"{check.unit}得分核对单（续）", 14)
    sheet.say("前页写不下的全文：", size=NOTE, line=16, after=3, next=True)
    scale = sheet.width / sum(REST_WIDTHS)
    sheet.table(REST_HEADS, rows, [one * scale for one in REST_WIDTHS], size=LEAST, right=[1])
    sheet.say(f"回执：{head.receipt}", size=9, align="right", line=12, before=3)


def _lost(line: CheckLine) -> Fraction:
    try:
        return Fraction(line.lost.replace("−", "-"))
    except ValueError:
        return Fraction(0)


def _laid(sheet: Sheet, size: float, *, head: Head, check: Check) -> None:
    _check(sheet, head, check, size)


def shortened(check: Check, most: int) -> Check:
    """A check sheet whose reasons have so many letters at most; the rest is in the explanation."""
    return replace(
        check, lines=[_short(one, most) for one in check.lines], aside=[_short(one, most) for one in check.aside]
    )  # fmt: skip


def _short(line: CheckLine, most: int) -> CheckLine:
    reason = line.reason if len(line.reason) <= most + len(MORE) else line.reason[:most] + MORE
    least = most if most > SHORTEST[-1] else SHORT_FIGURE
    figure = line.figure if len(line.figure) <= least else line.figure[: least - 1] + MORE
    name = line.name if len(line.name) <= most + 2 else line.name[: most + 1] + "…"
    lead = (
        line.lead if len(line.lead) <= max(most, SHORT_LEAD) else line.lead[: SHORT_LEAD - 1] + "…"
    )
    return replace(line, reason=reason, figure=figure, name=name, lead=lead)


def _check(sheet: Sheet, head: Head, check: Check, size: float) -> None:
    number = f"　编号 {check.number}" if check.number else ""
    stage = f"（{head.stage}）" if head.stage else ""
    mark = "内部资料" if head.mark else ""
    sheet.say(
        f"{head.draft}{stage}{number}", size=9, lead=f"{mark}　" if mark else "", line=13, after=2
    )
    title = f"{head.scheme}得分核对单"
    sheet.title(title, 17 if len(title) <= LONG else 14)
    about = f"{head.round} · {check.group}" + (f"（共 {check.size} 个）" if check.size else "")
    sheet.say(f"{about}　{head.until}", size=NOTE, align="center", line=15, after=3)
    told = f"{check.unit}　总分 {check.total}" + (f"　{check.rank}" if check.rank else "")
    sheet.say(told, size=13, font=HEI, line=19, after=3, next=True)
    if check.is_person:
        sheet.say(
            f"单位：{check.unit_of_person or '　　　　　　'}　　职务：＿＿＿＿＿＿＿＿",
            size=NOTE,
            line=16,
            after=3,
        )
    _table(sheet, check, size)
    cells = ((one.reason, one.figure, one.name, one.lead) for one in (*check.lines, *check.aside))
    is_cut = any(cell.endswith(MORE) for line in cells for cell in line)
    sheet.say(check.sum + (CUT if is_cut else ""), size=9.5, line=14, before=3, after=4)
    _signs(sheet, check)
    asked = (
        "请于＿＿＿月＿＿＿日前签字"
        + ("" if check.is_person else "盖章")
        + "交回考核办，电话＿＿＿＿＿＿＿＿。"
    )
    sheet.say(asked, size=9, line=13, before=3)
    sheet.say(f"回执：{head.receipt}", size=9, align="right", line=12)


def _table(sheet: Sheet, check: Check, size: float) -> None:
    rows = [*check.lines, *check.aside]
    strong = [at for at, one in enumerate(rows) if one.kind == SUM]
    cells = [
        [one.part, one.name, one.full, one.score, one.lost, one.figure, one.reason, one.lead] for one in rows
    ]  # fmt: skip
    strong.append(len(cells))
    cells.append(
        ["总分", "", check.full, check.total.removesuffix(" 分"), check.lost, "", check.pending, ""]
    )
    first = 0 if any(one.part for one in rows) else 1
    if first:
        cells[-1][1] = "总分"
    scale = sheet.width / sum(CHECK_WIDTHS[first:])
    sheet.table(
        CHECK_HEADS[first:], [line[first:] for line in cells], [width * scale for width in CHECK_WIDTHS[first:]], size=size,
        right=[2 - first, 3 - first, 4 - first], down=[] if first else [0], strong=strong,
    )  # fmt: skip


def _signs(sheet: Sheet, check: Check) -> None:
    """The unit's answer at the left, what the office did with it at the right."""
    who, whose = (
        ("本人", "本人签字：　　　　　　　　")
        if check.is_person
        else ("单位", "主要负责人签字：　　　　　（盖章）")
    )
    left = (
        f"{who}核对意见：{BOX}无异议　{BOX}有异议（另附说明和依据）\n\n\n{whose}　　年　　月　　日"
    )
    right = f"考核办收件：{BOX}已收　{BOX}转牵头单位复核　{BOX}维持\n\n\n经办人：　　　　　　　年　　月　　日"
    half = sheet.width / 2
    sheet.table((), [[left, right]], [half * 1.06, half * 0.94], size=9, tall=17)
