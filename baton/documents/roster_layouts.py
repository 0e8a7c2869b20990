"""名册的摆法: side-by-side blocks, groups in rows of their own, totals and notes; made into one list under one head.

A sheet is copied, never moved: every cell keeps its address for messages.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from baton.documents.dates import read_date
from baton.documents.grids import Grid
from baton.documents.headings import ColumnSpec, held_by, matching
from baton.documents.layouts import words
from baton.documents.names import normalised
from baton.documents.numbers import fold
from baton.documents.problems import Problems
from baton.documents.roster_apart import ApartWord, apart_words
from baton.documents.roster_columns import GroupColumns, by_columns
from baton.documents.roster_leaders import LeaderCell, take_leaders
from baton.documents.roster_sections import (
    GROUP,
    NAME,
    ORDER,
    Block,
    bands_over,
    clear,
    group_by_band,
    group_by_rows,
    lone_names,
    rows_of,
)

HEAD_ROWS = 20
PARENT = "parent"
DATES = {"from": "生效", "until": "失效"}
MONTH = re.compile(r"(\d{4})\s*[-年./]\s*(\d{1,2})\s*月?")
CHINESE = {word: number for number, word in enumerate("零一二三四五六七八九")}
SUPERIORS = ("主管部门", "上级主管部门", "归口管理单位", "归口单位")
GROUP_HEADS = ("考核分组", "分组", "组别", "类别", "考核类别", "单位类别")


def group_heads(grids: Sequence[Grid], columns: Sequence[ColumnSpec]) -> list[str]:
    """The heads of a roster that may all be its groups, the likeliest first; usually one."""
    found: list[str] = []
    for grid in grids:
        head = head_row(grid, columns)
        if head is not None:
            found += [text for text in _texts(grid, head) if _is_group(text)]
    order = [normalised(word) for word in GROUP_HEADS]
    return sorted(dict.fromkeys(found), key=lambda text: order.index(normalised(text)))


def heads_of(grid: Grid, columns: Sequence[ColumnSpec], *, group: str = "") -> dict[str, str]:
    """What a sheet's columns hold, by key, under the heads they have in the file."""
    head = head_row(grid, columns)
    texts = [] if head is None else _texts(grid, head)
    found = {spec.key: texts[column] for column, spec in held_by(texts, columns).items()}
    likely = group_heads([grid], columns)
    return found | ({GROUP: group or likely[0]} if likely else {})


def laid_out(
    grid: Grid, columns: Sequence[ColumnSpec], problems: Problems, *, group: str = "",
    leaders: list[LeaderCell] | None = None, apart: list[ApartWord] | None = None,
    by_groups: GroupColumns | None = None,
) -> list[Grid]:  # fmt: skip
    """The sheet as lists that `read_table` understands; what is left aside is a warning. group: which head groups.

    leaders: takes what columns of leaders say; without it they stay columns that nobody reads.
    apart: takes what remarks and notes say of units that are assessed apart.
    by_groups: what is known of heads that may be groups, in a list that has a column for each group.
    """
    head = head_row(grid, columns)
    if head is None:
        lists = by_columns(grid, columns, by_groups, problems)
        return [one.grid for one in lists] or [grid]
    grid = _copied(grid)
    _settle_group(grid, head, group, problems)
    blocks = list(_blocks(grid, head, columns))
    if len(blocks) > 1:
        what = f"一行并排着 {len(blocks)} 栏单位,已从左到右接着读"
        problems.warn(grid.label, what, "读到的个数不对的,请排成一栏", code="roster-blocks")
    bands = bands_over(grid, head, blocks)
    if any(bands):
        names = "、".join(f"“{name}”" for name in dict.fromkeys(filter(None, bands)))
        what = f"{names}写在表头上面,读作下面各单位的分组"
        problems.warn(grid.label, what, "", code="roster-sections")
    for block, band in zip(blocks, bands, strict=True):
        lone = lone_names(block)  # before what stands beside names is taken out
        if apart is not None:
            apart += apart_words(block)
        if leaders is not None and NAME in block.columns:
            leaders += take_leaders(block.grid, block.head, block.columns)
        _aside(block, problems)
        group_by_rows(block, lone, problems)
        group_by_band(block, band)
        _cells(block, problems)
    return [block.grid for block in blocks]


def head_row(grid: Grid, columns: Sequence[ColumnSpec]) -> int | None:
    """The row that names most columns, among them the units."""
    best: tuple[int, int] | None = None
    for row in range(min(HEAD_ROWS, len(grid.rows))):
        found = {spec.key for text in _texts(grid, row) if (spec := matching(text, columns))}
        if NAME in found and (best is None or len(found) > best[0]):
            best = len(found), row
    return best[1] if best else None


def _texts(grid: Grid, row: int) -> list[str]:
    return [grid.text(row, column) for column in range(min(grid.width, 100))]


def _is_group(text: str) -> bool:
    return normalised(text) in map(normalised, GROUP_HEADS)


def _copied(grid: Grid) -> Grid:
    return replace(grid, rows=[list(row) for row in grid.rows], merged=list(grid.merged))


def _settle_group(grid: Grid, head: int, group: str, problems: Problems) -> None:
    """Of several heads that may be the group one is 分组; the others are no longer read as such."""
    own = [column for column, text in enumerate(_texts(grid, head)) if _is_group(text)]
    order = [normalised(word) for word in (group, *GROUP_HEADS)]
    texts = {column: normalised(grid.text(head, column)) for column in own}
    best = min((order.index(text) for text in texts.values()), default=0)
    chosen = {text for text in texts.values() if order.index(text) == best}
    for column, text in texts.items():
        said = grid.text(head, column)
        grid.rows[head][column] = "分组" if text in chosen else ""
        if text not in chosen:
            name = next(grid_text for grid_text in GROUP_HEADS if normalised(grid_text) in chosen)
            problems.warn(
                grid.label, f"“{said}”列没有读,分组按“{name}”列", "", code="column-unread"
            )


def _blocks(grid: Grid, head: int, columns: Sequence[ColumnSpec]) -> Iterator[Block]:
    """The lists that stand side by side: the head names the units more than once."""
    texts = _texts(grid, head)
    specs = [matching(text, columns) for text in texts]
    names = [column for column, spec in enumerate(specs) if spec and spec.key == NAME]
    same = [column for column in names if normalised(texts[column]) == normalised(texts[names[0]])]
    first = next(column for column, text in enumerate(texts) if text)
    step = same[1] - same[0] if len(same) > 1 else grid.width
    starts = [first + step * at for at in range(len(same))] if len(same) > 1 else [0]
    for at, start in enumerate(starts):
        stop = starts[at + 1] if at + 1 < len(starts) else grid.width
        start = 0 if at == 0 else start
        own = grid if len(starts) == 1 else _only(grid, head, start, stop)
        found: dict[str, int] = {}
        for column in range(start, min(stop, len(specs))):
            spec = specs[column]
            if spec and (
                spec.key not in found or normalised(texts[column]) == normalised(spec.name)
            ):
                found[spec.key] = column
        yield Block(own, head, found)


def _only(grid: Grid, head: int, start: int, stop: int) -> Grid:
    """The sheet with nothing but some of its columns below the head's row."""
    rows = [
        [value if start <= column < stop else "" for column, value in enumerate(row)]
        for row in grid.rows
    ]
    merged = [one for one in grid.merged if start <= one[1] and one[3] < stop and one[0] >= head]
    return replace(grid, rows=rows, merged=merged)


def _aside(block: Block, problems: Problems) -> None:
    """Totals, and notes with whatever stands under them that is no unit."""
    notes, totals, is_under = [], [], False
    for row, texts in list(rows_of(block)):
        if words.is_note(texts[0]):
            is_under = True
        if words.total_of(texts[0]):
            totals.append(row)
        elif words.is_signed(texts) or (is_under and len(texts) < 3 - (GROUP not in block.columns)):
            notes += [] if words.is_note(texts[0]) else [row]
        else:
            is_under = False
            continue
        clear(block, row)
    for rows, what, code in (
        (totals, "是合计或平均", "total-row"),
        (notes, "是注和说明", "row-aside"),
    ):
        if rows:
            problems.warn(
                block.grid.label, f"第{_numbers(rows)}行{what},没有读", "如果是单位或人员,请改正名称", code=code
            )  # fmt: skip


def _numbers(rows: list[int]) -> str:
    return "、".join(str(row + 1) for row in rows[:5]) + ("等" if len(rows) > 5 else "")


def _cells(block: Block, problems: Problems) -> None:
    """三 as an order, 2026年6月 as a date: what can only mean one thing."""
    for row in range(block.head + 1, len(block.grid.rows)):
        cells = block.grid.rows[row]
        for key, column in block.columns.items():
            text = block.grid.text(row, column)
            if key == ORDER and (number := _chinese(text)):
                cells[column] = str(number)
            elif key in DATES and text and read_date(text) is None and (day := _day(key, text)):
                cells[column] = day
                what = f"{DATES[key]}“{text}”读作 {day}"
                problems.warn(
                    block.grid.place(row, column), what, "不是这天的,请写全年月日", code="month"
                )


def _chinese(text: str) -> int:
    """三十一 is 31; 0 for anything else."""
    match = re.fullmatch(r"([一二三四五六七八九])?(十)?([一二三四五六七八九])?", text)
    if not text or match is None or (match[1] and match[3] and not match[2]):
        return 0
    tens = (CHINESE[match[1]] if match[1] else 1) if match[2] else 0
    ones = match[3] or (match[1] if not match[2] else "")
    return tens * 10 + (CHINESE[ones] if ones else 0)


def _day(key: str, text: str) -> str:
    """The first day of a month from which something counts, the last until which it does."""
    match = MONTH.fullmatch(fold(text))
    if match is None or not 1 <= int(match[2]) <= 12:
        return ""
    year, month = int(match[1]), int(match[2])
    day = 1 if key == "from" else monthrange(year, month)[1]
    return f"{year:04d}-{month:02d}-{day:02d}"


def without_gaps(name: str) -> str:
    """东　岭　县 is 东岭县; a name with letters keeps its blanks."""
    return name if re.search(r"[A-Za-z]", name) else re.sub(r"\s+", "", name)


def drop_strangers(
    rows: Sequence[dict[str, object]],
    heads: Mapping[str, str],
    problems: Problems,
    *,
    is_said: bool = False,
) -> None:
    """主管部门 names 市政府 and others that are on no roster: then it is no superior to keep.

    is_said: whether a person said which column the superiors are.
    """
    if not is_said and normalised(heads.get(PARENT, "")) not in map(normalised, SUPERIORS):
        return
    known = {row["id"] for row in rows} | {row["name"] for row in rows}
    known |= {alias for row in rows for alias in row["aliases"]}  # type: ignore[attr-defined]
    strange = dict.fromkeys(
        str(row["parent"]) for row in rows if row["parent"] and row["parent"] not in known
    )
    for row in rows:
        if row["parent"] in strange:
            row["parent"] = ""
    if strange:
        names = "、".join(f"“{name}”" for name in list(strange)[:5])
        problems.warn(
            heads[PARENT],
            f"{names}不在名册里,没有记作上级",
            "要记的,请先把它加进名册",
            code="parent-unknown",
        )
