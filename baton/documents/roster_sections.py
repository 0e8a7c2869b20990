"""名册里的分组行: groups that stand in rows of their own or above lists side by side, put beside each unit."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from baton.documents.grids import Grid
from baton.documents.layouts import words
from baton.documents.layouts.view import View
from baton.documents.problems import Problems

GROUP, NAME, ORDER = "group", "name", "order"
SECTION = re.compile(
    r"^\s*(?:[(（][一二三四五六七八九十]{1,3}[)）]\s*[、.．]?|[一二三四五六七八九十]{1,3}\s*[、.．])\s*"
)
COUNTED = re.compile(r"[(（]?\s*共?\s*\d{1,4}\s*[个家名人]\s*(?:单位)?\s*[)）]?\s*[:：]?\s*$")
_KIND = re.compile(
    r"(?:[类组]|部门|单位|机关|系统|板块|县区|区县|县市区|县[(（]市、?区[)）]|乡镇|镇街|街道|园区|功能区|企业|高校|团体)$"
)


@dataclass
class Block:
    """One list within a sheet: the row of its head and what its columns hold."""

    grid: Grid
    head: int
    columns: dict[str, int]


def rows_of(block: Block) -> Iterator[tuple[int, list[str]]]:
    """Rows under the head that hold something, with their different texts."""
    view = View(block.grid)
    for row in range(block.head + 1, len(block.grid.rows)):
        texts = [view.label(row, column) for column in range(block.grid.width)]
        texts = list(dict.fromkeys(text for text in texts if text))
        if texts:
            yield row, texts


def clear(block: Block, row: int) -> None:
    block.grid.rows[row] = [""] * block.grid.width
    block.grid.merged = [one for one in block.grid.merged if not one[0] <= row <= one[2]]


def lone_names(block: Block) -> set[int]:
    """Rows with nothing but a name, the first of all among them, in a list without a column of groups: each heads the units below.

    Where the units are numbered, a name without a number; else only words that are no unit's.
    """
    if GROUP in block.columns or NAME not in block.columns:
        return set()
    view, name, order = View(block.grid), block.columns[NAME], block.columns.get(ORDER)
    named: dict[int, bool] = {}  # whether the row says nothing but a name
    is_numbered = False
    for row, texts in rows_of(block):
        is_aside = words.is_note(texts[0]) or words.total_of(texts[0]) or words.is_signed(texts)
        if is_aside or not view.label(row, name):
            continue
        named[row] = len(texts) == 1 and not _section(block, row, texts)
        is_numbered |= order is not None and bool(view.label(row, order))
    found = [
        row for row, is_lone in named.items()
        if is_lone and (is_numbered or _KIND.search(bare(view.label(row, name))))
    ]  # fmt: skip
    order_of_rows = list(named)
    heads_some = found and found[0] == order_of_rows[0] and found[-1] != order_of_rows[-1]
    is_apart = all(below not in found for row, below in pairwise(order_of_rows) if row in found)
    return set(found) if heads_some and is_apart else set()


def group_by_rows(block: Block, lone: Collection[int], problems: Problems) -> None:
    """Rows that head the units below: 一、县市区（2个）. Their words are the group where no column says it.

    lone: rows that head units although nothing about them looks like it but that they stand alone.
    """
    found = [
        (row, name)
        for row, texts in rows_of(block)
        if (name := _section(block, row, texts) or (bare(texts[0]) if row in lone else ""))
    ]
    if not found:
        return
    grid, column = block.grid, block.columns.get(GROUP)
    if column is None:
        column = grid.width
        for cells in grid.rows:
            cells.append("")
        grid.rows[block.head][column] = "分组"
    starts = [row for row, _ in found]
    heading: dict[str, None] = {}  # those that a unit has its group from
    for row, name in found:
        clear(block, row)
        stop = next((start for start in starts if start > row), len(grid.rows))
        for below in range(row + 1, stop):
            is_unit = grid.text(below, block.columns[NAME])
            if is_unit and not View(grid).label(below, column):
                grid.rows[below][column] = name
                heading[name] = None
    if heading:
        names = "、".join(f"“{name}”" for name in heading)
        what = f"{names}写在单独的行里,读作下面各单位的分组"
        problems.warn(grid.label, what, "", code="roster-sections")


def bands_over(grid: Grid, head: int, blocks: Sequence[Block]) -> list[str]:
    """一、乡镇(18个) | 二、县直部门(40个) right above the heads of lists side by side: the group of each list, or nothing."""
    nothing = [""] * len(blocks)
    if not head or any(GROUP in block.columns for block in blocks):
        return nothing
    view = View(grid)
    texts = [view.label(head - 1, block.columns[NAME]) for block in blocks]
    if len(set(filter(None, texts))) < 2 or not all(texts):
        return nothing  # a title stands over all of them
    return [bare(text) for text in texts]


def group_by_band(block: Block, band: str) -> None:
    """The words above a list are the group of its units where nothing else says it."""
    if not band:
        return
    grid, heads = block.grid, block.grid.rows[block.head]
    column = next((at for at, text in enumerate(heads) if text == "分组"), None)
    if column is None:
        column = grid.width
        for cells in grid.rows:
            cells.append("")
        grid.rows[block.head][column] = "分组"
    for row in range(block.head + 1, len(grid.rows)):
        if grid.text(row, block.columns[NAME]) and not View(grid).label(row, column):
            grid.rows[row][column] = band


def bare(text: str) -> str:
    """乡镇 of 一、乡镇(18个)."""
    return COUNTED.sub("", SECTION.sub("", text)).strip(" :：")


def is_kind(text: str) -> bool:
    """Whether words are a group's by the look of them.

    >>> is_kind("市直部门"), is_kind("市教育局")
    (True, False)
    """
    return bool(_KIND.search(text))


def _section(block: Block, row: int, texts: list[str]) -> str:
    """The group that a row names; nothing if it is a unit's."""
    if len(texts) != 1:
        return ""
    filled = [column for column in range(block.grid.width) if View(block.grid).label(row, column)]
    is_wide = len(filled) > 1
    name = bare(texts[0])
    is_headed = bool(SECTION.match(texts[0]) or COUNTED.search(texts[0]))
    no_name = not View(block.grid).label(row, block.columns[NAME])
    return name if is_wide or is_headed or (no_name and GROUP not in block.columns) else ""
