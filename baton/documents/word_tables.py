"""Word 里的表: the tables of a Word file as the pages of a workbook, for the doors that take tables cell by cell."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

import xlsxwriter

from baton.documents.grids import Grid, Raw
from baton.documents.names import NameBook, normalised, without_unit
from baton.documents.problems import Problems
from baton.documents.scheme_table.sources import OLD_WORD, Cell, Source, Table, read_source

WORD = (".docx", *OLD_WORD)
HEAD_ROWS = 20
_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d+)?", re.ASCII)


def as_workbook(path: Path, made: Path, *, heads: Collection[str], units: NameBook, problems: Problems) -> bool:  # fmt: skip
    """Write each table that has one of these headings to a page; whether there is any. Each cell keeps its row and column.

    heads: normalised. A page is called 第1个表, with the one unit behind it that stands over the table, or else anywhere
    in the text.
    """
    before = problems.error_count
    source = read_source(path, problems)
    tables = [(at, one) for at, one in enumerate(source.tables, 1) if _has_head(one, heads)]
    if not tables:
        if problems.error_count == before:
            what = "这个 Word 文件里没有找到写着指标或单位的表"
            problems.error(path.name, what, "请核对是不是传错了文件", code="layout-unknown")
        return False
    book = xlsxwriter.Workbook(str(made), {"strings_to_formulas": False, "strings_to_urls": False})
    for at, table in tables:
        named = _named(source, table, units)
        _write(book.add_worksheet(f"第{at}个表{f'（{named}）' if named else ''}"[:31]), table)
    book.close()
    return True


def read_word_grids(path: Path, problems: Problems) -> list[Grid]:
    """Each table of a Word file as a page 第1个表, its cells as text; an unreadable file adds an error and gives []."""
    return [
        _grid(path.name, f"第{at}个表", table)
        for at, table in enumerate(read_source(path, problems).tables, 1)
    ]


def _grid(file: str, name: str, table: Table) -> Grid:
    width = max(map(len, table.lines), default=0)
    rows: list[list[Raw]] = [[""] * width for _ in table.lines]
    for r, line in enumerate(table.lines):
        for c, text in enumerate(line):
            rows[r][c] = text if table.first(r, c) == (r, c) else ""
    merged = [(*first, *last) for first, last in _last(table).items() if first != last]
    return Grid(file, name, rows, merged=merged, is_text=True)


def _last(table: Table) -> dict[Cell, Cell]:
    """The last cell of each merged one, by its first."""
    last: dict[Cell, Cell] = {}
    for cell, first in table.origin.items():
        row, column = last.get(first, first)
        last[first] = max(row, cell[0]), max(column, cell[1])
    return last


def _has_head(table: Table, heads: Collection[str]) -> bool:
    cells = (text for line in table.lines[:HEAD_ROWS] for text in line)
    return any(normalised(without_unit(text)[0]) in heads for text in cells if text)


def _named(source: Source, table: Table, units: NameBook) -> str:
    """The one unit that the lines over a table name; where they name none, the one that the whole text does."""
    codes = units.within(" ".join((*table.over, table.caption))) or units.within(" ".join(source.paragraphs))  # fmt: skip
    name = units.name(codes[0]) if len(codes) == 1 else ""
    return re.sub(r"[\[\]:*?/\\']", "", name)


def _write(page: xlsxwriter.worksheet.Worksheet, table: Table) -> None:
    for (row, column), (bottom, right) in _last(table).items():
        if (row, column) != (bottom, right):
            page.merge_range(row, column, bottom, right, "")
    for r, line in enumerate(table.lines):
        for c, text in enumerate(line):
            if not text or table.first(r, c) != (r, c):
                continue
            if _NUMBER.fullmatch(text):
                page.write_number(r, c, float(text))
            else:
                page.write_string(r, c, text)
