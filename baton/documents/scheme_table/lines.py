"""一行有什么: the cells of one row of a scheme table, by what their columns hold."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from baton.documents.numbers import read_number
from baton.documents.scheme_table.heads import Head
from baton.documents.scheme_table.rows import TEXTS, bare_points, joined
from baton.documents.scheme_table.sources import Table
from baton.documents.scheme_table.words import is_total, stated_in, stated_of

DITTO = frozenset(("同上", "同左上", "〃", "″", "“", '"', "''", "//"))


@dataclass
class Lines:
    """A table under its head. name, group: columns of the indicator and its category; middle: of the levels between or
    beside; finer: of those that divide an indicator.
    """

    table: Table
    head: Head
    name: int = field(init=False)
    group: int | None = field(init=False)
    middle: list[int] = field(init=False)
    finer: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.name, self.group, self.middle, self.finer = self._levels()

    def _levels(self) -> tuple[int, int | None, list[int], list[int]]:
        """Of the columns that name something: the indicator, its category, what lies between or beside, what is finer."""
        levels, ranks = self.head.levels, self.head.ranks
        counts = {column: self._different(column) for column in levels}
        name = max(levels, key=lambda column: (counts[column], levels.index(column)))
        name = next((one for one in levels if one != name and self._has_points(one)), name)
        finer = [one for one in levels if one > name and ranks[one] >= ranks[name]]
        coarser = [one for one in levels if one != name and one not in finer]
        groups = [one for one in coarser if counts[one] < counts[name] or ranks[one] == 0]
        group = groups[0] if groups else None
        return name, group, [one for one in coarser if one != group], finer

    def _has_points(self, column: int) -> bool:
        """Whether most texts of a level have the very points behind them that their row has: 安全生产（20分） | 20."""
        if "points" not in self.head.columns:
            return False
        rows = range(self.head.bottom + 1, len(self.table.lines))
        texts = {text: row for row in reversed(rows) if (text := self.text(row, column))}
        said = {text: stated_in(text) for text in texts}
        own = [text for text, row in texts.items() if said[text] and said[text] == read_number(bare_points(self.points_text(row))).text]  # fmt: skip
        return len(own) > 1 and 2 * len(own) >= sum(map(bool, said.values()))

    def _different(self, column: int) -> int:
        """How many different texts a level has, in rows that say more than one thing and add nothing up."""
        found = set()
        for row in range(self.head.bottom + 1, len(self.table.lines)):
            text = self.text(row, column)
            if (
                len(set(self.table.lines[row]) - {""}) > 1
                and text
                and not any(is_total(self.text(row, one)) for one in self.head.levels)
            ):
                found.add(text)
        return len(found)

    def text(self, row: int, column: int | None) -> str:
        """What stands in a cell, that of the cell above where it says 同上; nothing outside the table."""
        line = self.table.lines[row]
        text = line[column] if column is not None and column < len(line) else ""
        return self.text(row - 1, column) if row and text.strip() in DITTO else text

    def place(self, row: int) -> str:
        """Where a row stands, as it is told."""
        return f"{self.table.label} 第{row + 1}行"

    def points_text(self, row: int) -> str:
        """The points of a row as they are written."""
        if "points" in self.head.columns:
            return self.text(row, self.head.columns["points"])
        return stated_of(self.text(row, self.name))

    def same_as_above(self, row: int, column: int | None) -> bool:
        """Whether a cell is merged with the one above."""
        return column is not None and self.table.first(row, column)[0] < row

    def owns(self, row: int, column: int | None) -> bool:
        """Whether a cell has a text that begins in this row."""
        return bool(self.text(row, column)) and not self.same_as_above(row, column)

    def own_label(self, row: int) -> int | None:
        """Where a row without a name is named: the finest of its other levels that begins in it."""
        columns = [*self.finer, *reversed(self.middle)]
        columns += [self.group] if self.group is not None else []
        return next((one for one in columns if self.owns(row, one)), None)

    def fine(self, row: int) -> str:
        """The text of a level finer than the name that begins in a row."""
        return next((self.text(row, one).replace("\n", "") for one in self.finer if self.owns(row, one)), "")  # fmt: skip

    def texts(self, row: int) -> dict[str, Any]:
        """What the other columns say, by TEXTS."""
        columns = self.head.columns
        found: dict[str, Any] = {key: self.text(row, columns.get(key)) for key in TEXTS}
        for column in self.head.ways:
            text = self.text(row, column)
            if text and text != found["sentence"]:
                found["sentence"] = joined(found["sentence"], text)
        return found

    def whom(self, row: int) -> str | None:
        """Whom a row is for, None where no column says so."""
        column = self.head.columns.get("whom")
        return None if column is None else self.text(row, column)

    def upper(self, row: int, name: str) -> list[str]:
        """What the levels beside the name say, a line each."""
        return [
            f"{self.head.texts[one]}:{text}"
            for one in sorted([*self.middle, *self.finer])
            if (text := self.text(row, one)) and text != name
        ]
