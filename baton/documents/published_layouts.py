"""公布表的摆法: blocks side by side, units across and the tables of a Word file, made into what is read row by row."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from baton.documents.grids import Cell, Grid, read_grids
from baton.documents.layouts import words
from baton.documents.layouts.blocks import blocks_of
from baton.documents.names import NameBook, normalised
from baton.documents.numbers import read_number
from baton.documents.problems import Problems
from baton.documents.word_tables import WORD, read_word_grids

T = TypeVar("T")
MOST_ROWS, LOOKED_AT = 8, 60
_BESIDE = ("分值", "满分", "权重", *words.MEASURE, *words.LEADS)
_YEAR = re.compile(
    r"(?:(?P<year>20\d\d)年?度?|(?P<now>本年度?|今年|当年)|(?P<past>上年度?|去年))[-·的]?(?P<rest>\D*)"
)


def announced_grids(path: Path, units: NameBook, problems: Problems) -> list[Grid]:
    """Every table that somebody would look at, block by block, each with its units below each other."""
    is_word = path.suffix.lower() in WORD
    grids = read_word_grids(path, problems) if is_word else read_grids(path, problems=problems)
    found = []
    for grid in grids:
        if grid.rows and not grid.is_hidden:
            found += blocks_of(_upright(grid, units), units)
    return found


@dataclass(slots=True)
class _Turned(Grid):
    """A page turned by its diagonal, whose cells keep the addresses that they have in the file.

    of_row: the column of the file that each row was. from_row: the row of the file that the first column was.
    """

    of_row: list[int] = field(default_factory=list)
    from_row: int = 0

    def address(self, row: int, column: int) -> str:
        return Grid.address(self, column + self.from_row, self.of_row[row])


def _upright(grid: Grid, units: NameBook) -> Grid:
    """The page itself where units stand below each other; turned where they stand across it."""
    named = [
        [c for c in range(grid.width) if _is_unit(grid, r, c, units)]
        for r in range(min(MOST_ROWS, len(grid.rows)))
    ]
    row = max(range(len(named)), key=lambda r: len(named[r]))
    across = named[row]
    down = max(
        sum(_is_unit(grid, r, c, units) for r in range(len(grid.rows)))
        for c in range(min(MOST_ROWS, grid.width))
    )
    if len(across) < 2 or len(across) <= down:
        return grid
    heads = _heads_at(grid, row, across[0])
    return grid if heads is None else _turned(grid, row, [heads, *range(across[0], grid.width)])


def _is_unit(grid: Grid, row: int, column: int, units: NameBook) -> bool:
    text = grid.text(row, column)
    return bool(text) and not words.total_of(text) and units.find(text).id is not None


def _heads_at(grid: Grid, row: int, before: int) -> int | None:
    """The last column before the units that holds names of what was scored."""
    below = range(row + 1, min(row + 1 + LOOKED_AT, len(grid.rows)))
    for column in range(before - 1, -1, -1):
        texts = [text for r in below if (text := grid.text(r, column))]
        is_words = 2 * sum(read_number(text).text is None for text in texts) > len(texts)
        if is_words and not words.is_one_of(grid.text(row, column), _BESIDE):
            return column
    return None


def _turned(grid: Grid, top: int, columns: list[int]) -> Grid:
    at = {column: row for row, column in enumerate(columns)}
    rows = [[grid.rows[r][c] for r in range(top, len(grid.rows))] for c in columns]

    def cells(given: Mapping[Cell, T]) -> dict[Cell, T]:
        return {(at[c], r - top): value for (r, c), value in given.items() if c in at and r >= top}

    def places(given: Collection[Cell]) -> set[Cell]:
        return set(cells(dict.fromkeys(given, True)))

    return _Turned(
        grid.file, grid.name, rows, formulas=places(grid.formulas), percents=cells(grid.percents), errors=cells(grid.errors),
        rounded=cells(grid.rounded), scaled=places(grid.scaled), decimals=cells(grid.decimals), is_text=grid.is_text,
        of_row=columns, from_row=top,
    )  # fmt: skip


def of_year(text: str, year: int) -> str | None:
    """A heading without the year in front of it that is the table's own; None for one of another year.

    >>> [of_year(text, 2025) for text in ("2025年名次", "2025年度", "2024年得分", "上年名次", "得分")]
    ['名次', '', None, None, '得分']
    """
    found = _YEAR.fullmatch(normalised(text))
    if found is None or not year:
        return text
    is_own = bool(found["now"]) or found["year"] == str(year)
    return found["rest"] if is_own else None
