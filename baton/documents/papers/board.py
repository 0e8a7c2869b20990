"""A3 总表 to print: the workbook's columns as a table on A3, with places for signatures."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from baton.documents.papers.contents import Board, Head
from baton.documents.papers.measuring import INSET, POINTS, widest_piece
from baton.documents.papers.sheet import Sheet
from baton.documents.papers.writing import marked

MARGINS = (15.0, 15.0, 12.0, 12.0)
NUMBER, NAME, RESULT, NOTE = 9.0, 40.0, 13.0, 44.0
NARROW, WIDE = 8.2, 24.0  # of a column of points
SIZES = ((14, 10.5), (20, 9.0), (28, 8.0), (99, 7.0))  # so many columns of points: letters


def write_boards(head: Head, boards: Sequence[Board], path: str | Path) -> None:
    """One table for each group; heads are repeated on every page."""
    sheet = Sheet("A3 总表", head.receipt, is_lying=True, own_margins=MARGINS, is_large=True)
    for number, board in enumerate(boards):
        if number:
            sheet.break_page()
        marked(sheet, head)
        sheet.title(f"{head.scheme}总表 · {board.group}", 18)
        sheet.say(
            f"{head.line}{f'（{head.stage}）' if head.stage else ''}　{head.until}　单位：分",
            size=10.5,
            align="center",
            line=16,
            after=4,
        )
        _table(sheet, board)
        sheet.say("", size=9, line=8, next=True)
        quarter = sheet.width / 4
        signs = [["制表：", "审核：", "负责人：", "日期：　　年　月　日"]]
        sheet.table((), signs, [quarter] * 4, size=10.5, tall=14)
    if not boards:
        sheet.say("没有考核对象。")
    sheet.foot(head.receipt)
    sheet.save(path)


def _table(sheet: Sheet, board: Board) -> None:
    columns = max(1, len(board.heads))
    size = next(size for most, size in SIZES if columns <= most or most == SIZES[-1][0])
    least = [_least(board, at, size) for at in range(2, 2 + len(board.heads))]
    spare = sheet.width - NUMBER - NAME - 3 * RESULT - NOTE - sum(least)
    points = [min(max(WIDE, one), one + max(0.0, spare / columns)) for one in least]
    note = sheet.width - NUMBER - NAME - 3 * RESULT - sum(points)
    heads = ["序号", board.who, *board.heads, "总分", "名次", "等次", "备注"]
    widths = [NUMBER, NAME, *points, *[RESULT] * 3, max(NOTE / 2, note)]
    scale = sheet.width / sum(widths)
    right = [*range(2, 3 + len(board.heads))]
    sheet.table(heads, board.rows, [one * scale for one in widths], size=size, right=right)


def _least(board: Board, at: int, size: float) -> float:
    """The millimetres in which no figure of a column runs into the next."""
    widest = max((widest_piece(row[at]) for row in board.rows), default=0.0)
    return max(NARROW, (widest * size + INSET) / POINTS)
