"""A3 总表的模板: what it may name, and a sample on A3 whose one column of items becomes as many as the group has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from baton.documents.papers.board import MARGINS
from baton.documents.papers.contents import Board
from baton.documents.papers.filling import Places
from baton.documents.papers.form import COMMON, Form
from baton.documents.papers.saving import save
from baton.documents.papers.sheet import HEI, Sheet
from baton.documents.papers.spreading import Spread, nth
from baton.documents.papers.template import Known

LIST = "总表"
ITEMS, PARTS, RUNNING = "各项", "各大项", "各项得分"
NAMES = {ITEMS: "各项名称", PARTS: "各大项名称"}
TAIL = ["总分", "名次", "距前一名", "比上一稿", "等次", "备注"]
RESULTS = ["序号", "单位", ITEMS, PARTS, RUNNING, *TAIL]
WIDTHS = [10.0, 34.0, 236.0, 16.0, 12.0, 17.0, 15.0, 14.0, 42.0]  # of the sample, in millimetres


def boards_as_places(boards: Sequence[Board]) -> list[Places]:
    """One page for each group; its columns of points, and the same as running text in one cell."""
    return [_places(board) for board in boards]


def _places(board: Board) -> Places:
    last = len(board.heads) + 2
    columns = {ITEMS: range(len(board.heads)), PARTS: board.parts}
    rows = []
    for row in board.rows:
        points = row[2:last]
        told = "；".join(
            f"{' '.join(name.split())} {text}" for name, text in zip(board.heads, points, strict=True) if text
        )  # fmt: skip
        own = {
            nth(column, number): points[at]
            for column, places in columns.items()
            for number, at in enumerate(places, start=1)
        }
        tail = dict.fromkeys(TAIL, "") | dict(zip(board.tail, row[last:], strict=True))
        rows.append({"序号": row[0], "单位": row[1], RUNNING: told, **own, **tail})
    values = {
        "分组": board.group, "个数": str(len(rows)), "签字栏": "　　　　".join(board.form.signs),
        "注": "\n".join((*board.notes, *board.form.notes)),
        **{NAMES[column]: _listed(board.heads[at] for at in places) for column, places in columns.items()},
        **{
            nth(NAMES[column], number): board.heads[at]
            for column, places in columns.items()
            for number, at in enumerate(places, start=1)
        },
    }  # fmt: skip
    spreads = {
        f"{LIST}.{column}": Spread(
            NAMES[column],
            [board.heads[at] for at in places],
            [[row[2 + at] for row in board.rows] for at in places],
        )
        for column, places in columns.items()
    }
    return Places(values, {LIST: rows}, spreads)


def _listed(heads: Iterable[str]) -> str:
    return "、".join(" ".join(head.split()) for head in heads)


def sample(path: str | Path) -> None:
    """The table on A3 with its head repeated on every page; one column stands for all items."""
    sheet = Sheet("A3 总表样板", "", is_lying=True, own_margins=MARGINS, is_large=True)
    sheet.say("{{密级}}", size=12, font=HEI, line=20)
    sheet.title("{{方案}}{{轮次}}得分总表（{{分组}}）", 18)
    sheet.say(
        "{{稿}}　{{哪一步}}　共 {{个数}} 个　单位：分", size=10.5, align="center", line=16, after=4
    )
    heads = ["序号", "单位", f"{{{{{NAMES[ITEMS]}}}}}", *TAIL]
    places = [f"{{{{{LIST}.{column}}}}}" for column in ("序号", "单位", ITEMS, *TAIL)]
    sheet.table(heads, [places], WIDTHS, size=9, right=[2, 3, 4, 5])
    sheet.say("{{注}}", size=10.5, line=16, before=2)
    sheet.say("{{签字栏}}", size=12, line=24, before=8)
    sheet.say("回执：{{回执}}", size=9, line=14, before=4, align="right")
    save(sheet, path)


FORM = Form(
    LIST,
    Known(
        COMMON | {
            "分组": "哪一组，一组一页", "个数": "几个", "注": "表下的注", "签字栏": "谁签字",
            NAMES[ITEMS]: f"写在表头里，下一行同一列写 {{{{{LIST}.{ITEMS}}}}}，有几项就变成几列",
            NAMES[PARTS]: f"写在表头里，下一行同一列写 {{{{{LIST}.{PARTS}}}}}，有几个大项就变成几列",
        },
        {LIST: RESULTS},
        {f"{LIST}.{column}": head for column, head in NAMES.items()},
    ),
    boards_as_places, WIDTHS, is_lying=True, own_sample=sample,
)  # fmt: skip
