"""目标表的问答: what was said of a table of targets before it is read, and afterwards what it leaves open."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace

from baton.documents.grids import Grid, Raw
from baton.documents.headings import LEAVE, renamed
from baton.documents.mending import cell_at, mended, with_results
from baton.documents.names import NameBook, normalised, without_unit
from baton.documents.scheme_table.shown import ReadAs
from baton.documents.target_heads import told_apart
from baton.documents.target_layouts import Arranged, arranged
from baton.documents.target_owners import Owner, owned
from baton.documents.target_words import ASIDE, ITEM_HEADS, UNIT_HEADS

_HEADS = frozenset(map(normalised, (*UNIT_HEADS, *ITEM_HEADS)))
ROW = "row"  # the answer that the row of a cell is not taken
_UNITS, _ITEMS = (frozenset(map(normalised, words)) for words in (UNIT_HEADS, ITEM_HEADS))


@dataclass
class Meant:
    """What was said, and what is left to say.

    heads: heading as written -> the usual word that it stands for, or LEAVE. cells: by `cell_key`, the text that is meant,
    "" or ROW. left: names of units and indicators whose lines are not taken. whose: name of a
    page -> code of the only unit it is about, or LEAVE. results: formulas stand for what they show.

    fields, items: headings nobody reads, by what they may be -> place. listing: of items those under which names of
    indicators stand. rows: names in front of a row that are no indicators -> place. missing: a column without which nothing
    can be read ("单位", "指标") -> its place and the headings that may be it. whole: where a table doesn't say which
    indicator it is about. year: the assessed one. arranged: by the label of a page, how its heading was understood.
    shown: what every column was read as. ownerless: by the name of a page that is about one unit, its label and who that may be.
    """

    heads: Mapping[str, str] = field(default_factory=dict)
    cells: Mapping[str, str] = field(default_factory=dict)
    left: Collection[str] = ()
    whose: Mapping[str, str] = field(default_factory=dict)
    results: bool = False
    fields: dict[str, str] = field(default_factory=dict)
    items: dict[str, str] = field(default_factory=dict)
    listing: set[str] = field(default_factory=set)
    rows: dict[str, str] = field(default_factory=dict)
    missing: dict[str, tuple[str, list[str]]] = field(default_factory=dict)
    whole: str = ""
    units: NameBook | None = None
    year: int = 0
    shown: list[ReadAs] = field(default_factory=list)
    arranged: dict[str, Arranged] = field(default_factory=dict)
    ownerless: dict[str, tuple[str, Owner]] = field(default_factory=dict)

    def applied(self, grid: Grid) -> Grid:
        """The page with what was said of it, and what can't be mistaken, in place of what it says."""
        names = {text: _worded(text, word) for text, word in self.heads.items()}
        found = self.arranged[grid.label] = arranged(renamed(grid, names), self.units, self.year)
        grid = found.grid if found.across else told_apart(found.grid, self.units, _UNITS, _ITEMS)
        if not found.across:
            grid, found.owner = owned(grid, found.grid, self.units, self.whose)
        if self.results:
            grid = with_results(grid)
        grid = mended(grid, {key: text for key, text in self.cells.items() if text != ROW})
        keys = [key for key, text in self.cells.items() if text == ROW]
        gone = {cell[0] for key in keys if (cell := cell_at(grid, key))}
        if not gone and not self.left:
            return grid
        return _without(grid, lambda r: r in gone or self._is_left(grid, r))

    def _is_left(self, grid: Grid, row: int) -> bool:
        """Whether a row is about somebody who is left out; a heading that names him beside others is no such row."""
        texts = {grid.text(row, column) for column in range(grid.width)}
        if not texts & set(self.left):
            return False
        return not any(normalised(without_unit(text)[0]) in _HEADS for text in texts)


def _worded(text: str, word: str) -> str:
    """What a heading is to say: the word that was chosen, with the unit of measure behind it where it heads figures."""
    if word == LEAVE:
        return ASIDE
    unit = "" if word in UNIT_HEADS or word in ITEM_HEADS else without_unit(text)[1]
    return f"{word}({unit})" if unit else word


def _without(grid: Grid, is_gone: Callable[[int], bool]) -> Grid:
    blank: list[Raw] = [""] * grid.width
    rows = [blank if is_gone(r) else row for r, row in enumerate(grid.rows)]
    return replace(grid, rows=rows)
