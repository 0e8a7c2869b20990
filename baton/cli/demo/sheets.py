"""办公室的文件长什么样: workbooks with titles and remarks, and the .csv files of older programs."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path

import xlsxwriter

Cell = str | int | Decimal | None
Rows = Iterable[Sequence[Cell]]


def write_workbook(path: Path, sheets: dict[str, Rows]) -> None:
    """One .xlsx with its sheets; numbers are numbers, text is text, None is an empty cell."""
    with xlsxwriter.Workbook(path, {"in_memory": True}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            sheet.set_column(0, 1, 24)
            for at, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if isinstance(cell, str):
                        sheet.write_string(at, column, cell)
                    elif cell is not None:
                        sheet.write_number(at, column, float(cell))


def write_csv(path: Path, rows: Rows, encoding: str = "gb18030") -> None:
    """One .csv as programs of the last century write it."""
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows(["" if cell is None else cell for cell in row] for row in rows)
