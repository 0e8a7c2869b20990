"""Grid: one sheet as it arrived, raw values plus what the spreadsheet knows about its cells."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal

Raw = str | float | int | bool | dt.date | dt.datetime | dt.time | dt.timedelta
"""A cell's value; a blank cell is the empty text."""

Cell = tuple[int, int]
"""Row and column, both from 0."""


@dataclass(slots=True)
class Grid:
    """One sheet. `rows` are equally long lists of raw values; all cell numbers start at 0, addresses are as in Excel.

    formulas: cells that hold a formula. percents: cells shown as per cent -> decimals shown (None: not fixed).
    errors: cells showing an error -> "#DIV/0!". rounded: cells whose format shows fewer decimals than are stored -> decimals.
    decimals: cells whose format fixes how many decimals are shown -> as many.
    scaled: cells whose format shows another size than is stored (万 formats). merged: top, left, bottom, right, inclusive.
    is_text: everything was read from plain text (.csv), so numbers arrive as text by nature.
    """

    file: str
    name: str
    rows: list[list[Raw]]
    formulas: set[Cell] = field(default_factory=set)
    percents: dict[Cell, int | None] = field(default_factory=dict)
    errors: dict[Cell, str] = field(default_factory=dict)
    rounded: dict[Cell, int] = field(default_factory=dict)
    scaled: set[Cell] = field(default_factory=set)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    is_hidden: bool = False
    is_text: bool = False
    decimals: dict[Cell, int] = field(default_factory=dict)

    @property
    def width(self) -> int:
        return len(self.rows[0]) if self.rows else 0

    def address(self, row: int, column: int) -> str:
        """ "C7" for row 6, column 2."""
        return f"{column_letters(column)}{row + 1}"

    @property
    def label(self) -> str:
        """ "财政.xlsx·Sheet1", or just the file for a format without sheets."""
        return f"{self.file}·{self.name}" if self.name else self.file

    def source(self, row: int, column: int) -> str:
        """ "财政.xlsx·Sheet1·C7": the short form stored beside a value."""
        return f"{self.label}·{self.address(row, column)}"

    def place(self, row: int, column: int) -> str:
        """ "财政.xlsx·Sheet1·C7 (第7行第3列)": the long form for a message."""
        return f"{self.source(row, column)} (第{row + 1}行第{column + 1}列)"

    def text(self, row: int, column: int) -> str:
        """A cell as text on one line, edges trimmed; whole numbers without ".0"; an error cell gives its error."""
        if self.errors and (row, column) in self.errors:
            return self.errors[row, column]
        return plain_text(self.rows[row][column])

    def is_blank_row(self, row: int) -> bool:
        return not any(value != "" and plain_text(value) for value in self.rows[row])


def plain_text(value: Raw) -> str:
    """A raw value as a person would write it: 3 for 3.0, ISO for dates, 是/否 for truth values."""
    if isinstance(value, str):
        return " ".join(value.split()) if value else ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return _number_text(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
    return value.isoformat() if isinstance(value, dt.date | dt.time) else str(value)


def _number_text(value: int | float) -> str:
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e300:
        return str(int(Decimal(f"{value:.15g}")))
    return f"{value:.15g}" if isinstance(value, float) else str(value)


_LETTERS: dict[int, str] = {}


def column_letters(column: int) -> str:
    """ "A" for 0, "AA" for 26."""
    letters = _LETTERS.get(column)
    if letters is None:
        letters, number = "", column + 1
        while number:
            number, rest = divmod(number - 1, 26)
            letters = chr(65 + rest) + letters
        _LETTERS[column] = letters
    return letters


def column_number(letters: str) -> int:
    """0 for "A", 26 for "AA"."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
