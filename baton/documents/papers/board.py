"""A3 总表 to print: the workbook's columns as a table on A3, with places for signatures."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from baton.documents.papers.contents import Board
from baton.documents.papers.head import Head
from baton.documents.papers.measuring import INSET, POINTS, whole_width, widest_piece
from baton.documents.papers.saving import save
from baton.documents.papers.sheet import Sheet
from baton.documents.papers.writing import marked

MARGINS = (15.0, 15.0, 12.0, 12.0)
NUMBER, NAME, RESULT, NOTE = 9.0, 40.0, 13.0, 44.0
LONGEST_NAME, LONGEST_NOTE, MOST_NOTE = (
    90.0,
    170.0,
    80.0,
)  # beyond which names and remarks go on in a second line
MOST_POINTS, MOST_RESULT = 36.0, 20.0  # of a column of figures on a page with room
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
    save(sheet, path)


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
    first = 2 + len(board.heads)
    results = [
        max(RESULT, _least(board, at, size)) for at in range(first, first + len(board.tail) - 1)
    ]
    rest = sheet.width - NUMBER - NAME - sum(results)
    spare = rest - NOTE - sum(least)
    points = [min(max(WIDE, one), one + max(0.0, spare / columns)) for one in least]
    heads = ["序号", board.who, *board.heads, *board.tail]
    widths = [NUMBER, NAME, *points, *results, max(NOTE / 2, rest - sum(points))]
    _spread(board, widths, size)
    scale = sheet.width / sum(widths)
    right = [*range(2, 4 + len(board.heads)), 2 + len(board.heads) + 2]
    sheet.table(heads, board.rows, [one * scale for one in widths], size=size, right=right)


def _spread(board: Board, widths: list[float], size: float) -> None:
    """What the remarks don't need goes to names until they stand in one line, then to the figures."""
    free = widths[-1] - max(NOTE, min(LONGEST_NOTE, _longest(board, -1, size)))
    name = min(LONGEST_NAME, _longest(board, 1, size)) - widths[1]
    given = max(0.0, min(free, name))
    widths[1], widths[-1], free = widths[1] + given, widths[-1] - given, free - given
    figures = range(2, len(widths) - 1)
    wanted = {at: (MOST_POINTS if at < 2 + len(board.heads) else MOST_RESULT) - widths[at] for at in figures}  # fmt: skip
    share = min(1.0, max(0.0, free) / max(1.0, sum(max(0.0, one) for one in wanted.values())))
    for at, one in wanted.items():
        widths[at] += max(0.0, one) * share
        widths[-1] -= max(0.0, one) * share
    widths[-1] = min(
        widths[-1], max(MOST_NOTE, _longest(board, -1, size))
    )  # the rest is all columns'


def _longest(board: Board, at: int, size: float) -> float:
    """The millimetres in which every cell of a column stands in one line."""
    widest = max((whole_width(row[at]) for row in board.rows), default=0.0)
    return (widest * size + INSET) / POINTS


def _least(board: Board, at: int, size: float) -> float:
    """The millimetres in which no figure of a column runs into the next."""
    widest = max((widest_piece(row[at]) for row in board.rows), default=0.0)
    return max(NARROW, (widest * size + INSET) / POINTS)
