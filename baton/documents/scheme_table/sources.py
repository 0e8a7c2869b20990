"""表格原样: the tables of a Word or Excel file as lines of text, with merged cells known as one."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import dropwhile
from pathlib import Path
from typing import Any

from baton.documents.grids import Grid, Unreadable, plain_text, read_grids
from baton.documents.grids import archives as archive_checks
from baton.documents.problems import Problems
from baton.documents.scheme_table.rows import NOTE

DOCX_LIMIT = 60_000_000
UNPACKED_LIMIT = 100_000_000
MOST_ROWS, MOST_CELLS = 3_000, 40_000
OLD_WORD = {".doc", ".wps"}
MOST_TITLE, LONGEST_TITLE = 4, 60  # lines, signs of a line
ANNEX = re.compile(r"附[件表]")
Cell = tuple[int, int]


@dataclass
class Table:
    """One table. lines: as wide as each row is, a merged text in each of its cells; origin: of a merged cell, its first.

    caption: the line that stands over the table; over: that and the lines of the title before it; below: what
    stands under it, up to the title of the next one.
    """

    label: str
    lines: list[list[str]]
    origin: dict[Cell, Cell] = field(default_factory=dict)
    caption: str = ""
    over: list[str] = field(default_factory=list)
    below: list[str] = field(default_factory=list)

    def first(self, row: int, column: int) -> Cell:
        """The cell itself, or the first of those it is merged with."""
        return self.origin.get((row, column), (row, column))


@dataclass
class Source:
    """A file's tables, what stands before them, the notes under them with all that stands under the last one, and all that
    stands outside tables.
    """

    tables: list[Table] = field(default_factory=list)
    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    paragraphs: list[str] = field(default_factory=list)


def read_source(path: Path, problems: Problems) -> Source:
    """The tables of a .docx, .xlsx, .xls, .ods or .csv file; an unreadable one is named in `problems`."""
    ending = path.suffix.lower()
    if ending in OLD_WORD:
        what = f"这是旧的 Word 格式({ending})"
        problems.error(path.name, what, "请用 WPS 或 Word 打开,另存为 .docx 再选", code="old-word")
        return Source()
    if ending == ".docx":
        return _word(path, problems)
    return Source([_sheet(grid) for grid in read_grids(path, problems=problems)])


def _word(path: Path, problems: Problems) -> Source:
    import docx  # a tenth of a second, needed only for Word

    try:
        data = path.read_bytes()
        _check_size(data)
        return _parts(docx.Document(io.BytesIO(data)), path.name)
    except OSError:
        problems.error(path.name, "打不开这个文件", "请核对文件名和权限", code="unreadable")
    except Unreadable as refusal:
        problems.error(path.name, refusal.what, refusal.remedy, code=refusal.code)
    except Exception:  # python-docx raises what its parts raise; to an office it is one fault
        problems.error(
            path.name, "Word 文件打不开或已损坏", "请用 WPS 或 Word 另存为 .docx 再试", code="docx"
        )
    return Source()


def _parts(document: Any, name: str) -> Source:
    found, caption, between = Source(), "", list[str]()
    for part in document.iter_inner_content():
        if hasattr(part, "rows"):
            over = _title(found.after)
            told = found.after[: -len(over)] if over and ANNEX.match(over[0]) else found.after[:-1]
            if found.tables:
                found.tables[-1].below = told
                noted, caption = _notes(found.after, caption)
                between += noted
            else:
                found.before = told
            found.tables.append(_word_table(part, f"{name}·第{len(found.tables) + 1}个表", caption))
            found.tables[-1].over = over
            found.after, caption = [], ""
        elif part.text.strip():
            caption = part.text.strip()
            found.after.append(caption)
            found.paragraphs.append(caption)
    if found.tables:
        found.tables[-1].below = found.after
    found.after = between + found.after
    return found


def _title(lines: list[str]) -> list[str]:
    """The last short lines over a table, from 附件2 on where it is an annex."""
    found: list[str] = []
    for line in reversed(lines):
        if len(found) == MOST_TITLE or len(line) > LONGEST_TITLE or line[-1] in "。；;" or NOTE.match(line):  # fmt: skip
            break
        found.insert(0, line)
        if ANNEX.match(line):
            break
    return found


def _notes(lines: list[str], caption: str) -> tuple[list[str], str]:
    """The notes under a table with another one below, and the line over that one, which is no note."""
    noted = list(dropwhile(lambda line: not NOTE.match(line), lines))
    if noted and NOTE.match(caption):
        return noted, ""
    return noted[:-1], caption


def _word_table(table: Any, label: str, caption: str) -> Table:
    lines: list[list[str]] = []
    origin: dict[Cell, Cell] = {}
    seen: dict[Any, Cell] = {}
    for row, cells in enumerate(table.rows):
        line = []
        for column, cell in enumerate(cells.cells):
            first = seen.setdefault(cell._tc, (row, column))
            if first != (row, column):
                origin[row, column] = origin[first] = first
            line.append(_once(cell.text.strip()))
        lines.append(line)
    return Table(label, lines, origin, caption)


def _once(text: str) -> str:
    """经济建设 for 经济建设 over 经济建设: merging in WPS keeps what stood in each of the cells."""
    lines = text.split("\n")
    return lines[0] if len(set(lines)) == 1 else text


def _check_size(data: bytes) -> None:
    """Refuse a file that would unpack or parse into more than a scheme can be, and any entity trick."""
    remedy = "请只保留指标体系表"
    if len(data) > DOCX_LIMIT:
        raise Unreadable("文件太大", remedy, "too-large")
    with archive_checks.open_archive(data) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > UNPACKED_LIMIT:
            raise Unreadable("文件解压后太大", remedy, "too-large")
        text = b""
        for name, content in archive_checks.parts(archive):
            text = content if name == "word/document.xml" else text
    rows, cells = text.count(b"<w:tr>") + text.count(b"<w:tr "), text.count(b"<w:tc>")
    if rows > MOST_ROWS or cells > MOST_CELLS:
        raise Unreadable(f"表格有 {rows} 行、{cells} 格,最多 {MOST_ROWS} 行", remedy, "too-large")


def _sheet(grid: Grid) -> Table:
    table = Table(grid.label, [list(_texts(grid, row)) for row in range(len(grid.rows))])
    for top, left, bottom, right in grid.merged:
        if top >= len(table.lines):  # merged below everything that is filled
            continue
        first = table.lines[top]
        text = first[left] if left < len(first) else ""
        for row in range(top, min(bottom + 1, len(table.lines))):
            line = table.lines[row]
            for column in range(left, min(right + 1, len(line))):
                line[column] = text
                table.origin[row, column] = (top, left)
    return table


def _texts(grid: Grid, row: int) -> Iterator[str]:
    """A row's cells as they are shown: 8% for 0.08 under a per cent format."""
    for column, value in enumerate(grid.rows[row]):
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if is_number and (row, column) in grid.percents:
            shown, places = Decimal(f"{value:.15g}").scaleb(2), grid.percents[row, column]
            yield f"{shown:.{places}f}%" if places is not None else f"{shown.normalize():f}%"
        else:
            yield plain_text(value).strip()
