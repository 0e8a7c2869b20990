"""A3 总表 to print: the workbook's columns as a table on A3, with places for signatures."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from baton.documents.papers.contents import Board
from baton.documents.papers.head import Head
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
        sheet.title(board.form.titled(values(head, board.group)), 18)
        sheet.say(
            f"{head.line}{f'（{head.stage}）' if head.stage else ''}　{head.until}　单位：分",
            size=10.5,
            align="center",
            line=16,
            after=4,
        )
        _table(sheet, board)
        for note in (*board.notes, *board.form.notes):
            sheet.say(note, size=10.5, line=16, before=2, next=True)
        sheet.say("", size=9, line=8, next=True)
        signs = list(board.form.signs)
        if signs:
            sheet.table((), [signs], [sheet.width / len(signs)] * len(signs), size=10.5, tall=14)
    if not boards:
        sheet.say("没有考核对象。")
    sheet.foot(head.receipt)
    sheet.save(path)


def values(head: Head, group: str) -> dict[str, str]:
    """What may stand in the title of a table."""
    return {
        "方案": head.scheme,
        "轮次": head.round,
        "分组": group,
        "稿": head.draft,
        "哪一步": head.stage,
    }


def _table(sheet: Sheet, board: Board) -> None:
    columns = max(1, len(board.heads))
    size = next(size for most, size in SIZES if columns <= most or most == SIZES[-1][0])
    least = [_least(board, at, size) for at in range(2, 2 + len(board.heads))]
    results = len(board.tail) - 1
    rest = sheet.width - NUMBER - NAME - results * RESULT
    spare = rest - NOTE - sum(least)
    points = [min(max(WIDE, one), one + max(0.0, spare / columns)) for one in least]
    heads = ["序号", board.who, *board.heads, *board.tail]
    widths = [NUMBER, NAME, *points, *[RESULT] * results, max(NOTE / 2, rest - sum(points))]
    scale = sheet.width / sum(widths)
    right = [*range(2, 4 + len(board.heads)), 2 + len(board.heads) + 2]
    sheet.table(heads, board.rows, [one * scale for one in widths], size=size, right=right)


def _least(board: Board, at: int, size: float) -> float:
    """The millimetres in which no figure of a column runs into the next."""
    widest = max((widest_piece(row[at]) for row in board.rows), default=0.0)
    return max(NARROW, (widest * size + INSET) / POINTS)
