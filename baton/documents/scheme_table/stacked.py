"""上下几个表: tables that stand below each other on one page, each with a head of its own, taken apart."""

from __future__ import annotations

import re
from collections.abc import Sequence

from baton.documents.names import normalised
from baton.documents.scheme_table.asides import kind_of
from baton.documents.scheme_table.rows import NOTE
from baton.documents.scheme_table.sources import ANNEX, Table
from baton.documents.scheme_table.words import bare_head, is_total, is_way, names_a_column

LEAST, LONGEST = 3, 12  # cells of a head; signs of a cell
_MORE = re.compile(
    r"(?:评定)?(?:等次|档次|等级)|条件|比例|名额|事项|情形|(?:加分|扣分|减分)?(?:事项|项目|标准)|结果运用|结果应用|后果|处理|上限|封顶|最高分值?|最高加分|最高扣分|认定依据"
)
_SENTENCE = re.compile("[,\\uff0c;\\uff1b。]|\\\\d")


def apart(table: Table) -> list[Table]:
    """The tables of a page from top to bottom; the page itself where it has but one head. Rows keep their numbers."""
    heads: list[int] = []
    for row, line in enumerate(table.lines):
        cells = _cells(line)
        if _is_head(cells) and (
            not heads or _begins(table, row, [_cells(table.lines[one]) for one in heads])
        ):
            heads.append(row)
    if len(heads) < 2:
        return [table]
    starts = [0, *(_start(table, head) for head in heads[1:])]
    ends = [*starts[1:], len(table.lines)]
    return [_part(table, start, end, head) for start, end, head in zip(starts, ends, heads, strict=True)]  # fmt: skip


def _cells(line: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(text for text in line if text))


def _is_head(cells: Sequence[str]) -> bool:
    """Whether a row has nothing but names of columns."""
    known = sum(map(_names_a_column, cells))
    return (
        len(cells) >= LEAST
        and all(len(text) <= LONGEST and not _SENTENCE.search(text) for text in cells)
        and known >= 2
        and 2 * known > len(cells)
    )


def _names_a_column(text: str) -> bool:
    bare = bare_head(text)
    return names_a_column(text) or is_way(bare) or bool(_MORE.fullmatch(bare) or kind_of([bare]))


def _begins(table: Table, row: int, before: Sequence[Sequence[str]]) -> bool:
    """Whether a head begins another table: nothing but a title or a total above it, and no head printed once more, unless
    the title says that what follows is of another kind, 减分项, or is an annex after the total of the one before.
    """
    cells = {normalised(text) for text in _cells(table.lines[row])}
    above = _cells(table.lines[row - 1])
    if any(cells == {normalised(text) for text in one} for one in before):
        return len(above) == 1 and (bool(kind_of(above)) or _is_annex(table, row - 1, above[0]))
    return len(above) < 2 or any(is_total(text) for text in above)


def _is_annex(table: Table, row: int, title: str) -> bool:
    before = (cells for line in reversed(table.lines[:row]) if (cells := _cells(line)))
    return bool(ANNEX.match(title)) and any(is_total(text) for text in next(before, []))


def _start(table: Table, head: int) -> int:
    """The row of the title over a head; a note belongs to the table above."""
    start = head
    while len(above := _cells(table.lines[start - 1])) == 1 and not (
        is_total(above[0]) or NOTE.match(above[0])
    ):
        start -= 1
    return start


def _part(table: Table, start: int, end: int, head: int) -> Table:
    lines = [line if start <= row < end else [] for row, line in enumerate(table.lines)]
    titles = [text for line in table.lines[start:head] for text in _cells(line)] if start else []
    return Table(table.label, lines, table.origin, titles[-1] if titles else table.caption)
