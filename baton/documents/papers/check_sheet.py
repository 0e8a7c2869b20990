"""核对单: what one unit checks, signs and sends back; one page, in letters that can be read, with a page behind it at need."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from baton.documents.papers.accounts import Check
from baton.documents.papers.check_rows import (
    HEADS,
    LOST,
    PART,
    SCORE,
    Row,
    Table,
    folded,
    rows_of,
    shortest,
)
from baton.documents.papers.head import Head
from baton.documents.papers.measuring import height_of, room_of, with_air
from baton.documents.papers.saving import save
from baton.documents.papers.sheet import HEI, Sheet

SIZES = (10.5, 10.0, 9.5, 9.0, 8.5)
LEAST = SIZES[-1]  # smaller letters nobody reads
CUT = "“…”全文见续页。"
NARROW = (11.0, 9.0, 13.0, 13.0)  # margins
NOTE = 10.5
LONG = 26  # letters of a title in large letters
BOX = "□"
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
    save(sheet, path)


def _fitted(sheet: Sheet, head: Head, check: Check) -> None:
    """One page where it can be read; else what lost nothing together in one line; else the longest cells shorter there
    and whole on a page behind it; else as it flows."""
    rows = rows_of(check)
    table, _ = _laid(sheet, head, check, rows, "")
    if table is not None:
        _check(sheet, head, check, table)
        return
    fewer, told = folded(rows)
    table, _ = _laid(sheet, head, check, fewer, told) if told else (None, 0.0)
    if table is not None:
        _check(sheet, head, check, table, full=told)
        return
    _, room = _laid(sheet, head, check, rows, "")
    table = shortest(rows, LEAST, sheet.width)
    shown = table.cut(room)
    _check(sheet, head, check, table, shown, is_cut=shown is not None)
    if shown is not None:
        _rest(sheet, head, check, [row for row, cells in zip(rows, shown, strict=True) if cells != row.cells])  # fmt: skip


def _laid(
    sheet: Sheet, head: Head, check: Check, rows: Sequence[Row], full: str
) -> tuple[Table | None, float]:
    """The rows in the largest letters in which they stay on the page, None where they do in none; the room for them."""
    start = sheet.place()
    _check(sheet, head, check, None, is_cut=True, full=with_air(full))
    room = room_of(sheet) - height_of(sheet, sheet.blocks[start[0] :])
    sheet.back_to(start)

    def fitting(size: float) -> Table | None:
        table = shortest(rows, size, sheet.width)
        return table if (table.loose_height if full else table.height) <= room else None

    least = fitting(LEAST)
    larger = (fitting(size) for size in SIZES[:-1]) if least else iter(())
    return next((one for one in larger if one), least), room


def _rest(sheet: Sheet, head: Head, check: Check, rows: Sequence[Row]) -> None:
    """续: the lines of which the first page has not everything, word for word."""
    sheet.break_page()
    number = f"　编号 {check.number}" if check.number else ""
    sheet.say(f"{head.draft}{number}（续）", size=9, lead="内部资料　" if head.mark else "", line=13, after=2)  # fmt: skip
    sheet.title(f"{check.unit}得分核对单（续）", 14)
    sheet.say("前页写不下的全文：", size=NOTE, line=16, after=3, next=True)
    scale = sheet.width / sum(REST_WIDTHS)
    whole = [row.whole for row in rows]
    sheet.table(REST_HEADS, whole, [one * scale for one in REST_WIDTHS], size=LEAST, right=[1])
    sheet.say(f"回执：{head.receipt}", size=9, align="right", line=12, before=3)


def _check(
    sheet: Sheet, head: Head, check: Check, table: Table | None, shown: Sequence[Sequence[str]] | None = None, *,
    is_cut: bool = False, full: str = "",
) -> None:  # fmt: skip
    """The page; without a table all that stands around it. full: what stands below it of the lines folded into one."""
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
    if check.vetoes:
        sheet.say(check.vetoes, size=NOTE, font=HEI, line=16, after=3)
    if check.is_person:
        sheet.say(
            f"单位：{check.unit_of_person or '　　　　　　'}　　职务：{check.title or '＿＿＿＿＿＿＿＿'}",
            size=NOTE,
            line=16,
            after=3,
        )
    if table is not None:
        _table(sheet, table, shown or [row.cells for row in table.rows])
    if full:
        sheet.say(full, size=LEAST, line=LEAST * 1.25, before=2)
    sheet.say(check.sum + (CUT if is_cut else ""), size=9.5, line=14, before=3, after=4)
    _signs(sheet, check)
    day, seal = check.due or "＿＿＿月＿＿＿日", "" if check.is_person else "盖章"
    asked = f"请于{day}前签字{seal}交回考核办，电话＿＿＿＿＿＿＿＿。"
    sheet.say(asked, size=9, line=13, before=3)
    sheet.say(f"回执：{head.receipt}", size=9, align="right", line=12)


def _table(sheet: Sheet, table: Table, cells: Sequence[Sequence[str]]) -> None:
    first = PART if any(row.cells[PART] for row in table.rows) else PART + 1
    strong = [at for at, row in enumerate(table.rows) if row.is_strong]
    sheet.table(
        HEADS[first:], [line[first:] for line in cells], table.widths[first:], size=table.size,
        right=[at - first for at in range(SCORE - 1, LOST + 1)], down=[] if first else [PART], strong=strong,
    )  # fmt: skip


def _signs(sheet: Sheet, check: Check) -> None:
    """The unit's answer at the left, what the office did with it at the right."""
    who, whose = (
        ("本人", "本人签字：　　　　　　　　")
        if check.is_person
        else ("单位", "主要负责人签字：　　　　　（盖章）")
    )
    left = f"{who}核对意见：{BOX}无异议　{BOX}有异议（另附说明和依据）\n\n{whose}　　年　　月　　日"
    right = f"考核办收件：{BOX}已收　{BOX}转牵头单位复核　{BOX}维持\n\n经办人：　　　　　　　年　　月　　日"
    half = sheet.width / 2
    sheet.table((), [[left, right]], [half * 1.06, half * 0.94], size=9, tall=14)
