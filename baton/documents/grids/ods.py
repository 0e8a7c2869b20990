""".ods: read straight from content.xml, which keeps the exact digits, the per cents and the formulas side by side."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from typing import TypeVar
from xml.parsers import expat

from baton.documents.grids import archives, kinds, limits
from baton.documents.grids.grid import Cell, Grid, Raw
from baton.documents.grids.kinds import Unreadable

_Note = TypeVar("_Note")
_HIDDEN = ("collapse", "filter")


def read_ods(file: str, archive: zipfile.ZipFile) -> list[Grid]:
    """All sheets of a checked archive, hidden ones too. Raises Unreadable."""
    contents = dict(archives.parts(archive))
    if b"encryption-data" in contents.get("META-INF/manifest.xml", b""):
        raise kinds.password_protected()
    content = contents.get("content.xml")
    if content is None:
        raise kinds.truncated()
    reader = _Reader(file)
    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = reader.text, _no_doctype
    parser.buffer_text = True
    try:
        parser.Parse(content, True)
    except expat.ExpatError:
        raise kinds.truncated() from None
    return reader.grids


def _no_doctype(*_: object) -> None:
    raise Unreadable(
        "文件里有不该有的 XML 定义(DTD),可能是恶意文件",
        "请用 WPS 或 LibreOffice 重新另存后再交",
        "xml-entities",
    )


class _Reader:
    """Builds grids from the events of an XML parser. Names carry their usual prefixes, as every writer uses them."""

    def __init__(self, file: str) -> None:
        self.grids: list[Grid] = []
        self._file = file
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._depth = 0  # tables inside cells are passed over
        self._left = limits.CELLS
        self._skipping = 0  # inside an annotation
        self._paragraphs: list[str] | None = None
        self._row: list[Raw] = []
        self._row_attributes: dict[str, str] = {}
        self._cell_attributes: dict[str, str] = {}
        self._blank = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "table:table":
            self._depth += 1
        if name in ("office:annotation", "draw:frame") or self._skipping:
            self._skipping += 1
        elif name == "style:style":
            self._style = attributes.get("style:name", "")
        elif name == "style:table-properties" and attributes.get("table:display") == "false":
            self._hidden_styles.add(self._style)
        elif self._depth == 1:
            self._start_in_table(name, attributes)

    def _start_in_table(self, name: str, attributes: dict[str, str]) -> None:
        if name == "table:table":
            self._start_table(attributes)
        elif name == "table:table-column":
            self._columns(attributes)
        elif name == "table:table-row":
            self._row = []
            self._row_attributes = attributes
            self._blank = 0
        elif name in ("table:table-cell", "table:covered-table-cell"):
            self._cell_attributes = attributes
            self._paragraphs = []
        elif name == "text:p" and self._paragraphs is not None:
            self._paragraphs.append("")
        elif name == "text:s" and self._paragraphs:
            self._paragraphs[-1] += " "

    def text(self, data: str) -> None:
        if self._paragraphs and not self._skipping:
            self._paragraphs[-1] += data

    def end(self, name: str) -> None:
        if self._skipping:
            self._skipping -= 1
        elif self._depth == 1:
            if name in ("table:table-cell", "table:covered-table-cell"):
                self._end_cell(covered=name == "table:covered-table-cell")
            elif name == "table:table-row":
                self._end_row()
            elif name == "table:table":
                self._end_table()
        if name == "table:table":
            self._depth -= 1

    def _start_table(self, attributes: dict[str, str]) -> None:
        if len(self.grids) >= limits.SHEETS:
            raise kinds.too_large(f"工作表太多,最多 {limits.SHEETS} 个")
        hidden = attributes.get("table:style-name", "") in self._hidden_styles
        self._grid = Grid(self._file, attributes.get("table:name", ""), [], is_hidden=hidden)
        self._column = 0
        self._blank_rows = 0

    def _columns(self, attributes: dict[str, str]) -> None:
        count = _count(attributes, "table:number-columns-repeated")
        if attributes.get("table:visibility") in _HIDDEN:
            last = min(self._column + count, limits.COLUMNS)
            self._grid.hidden_columns.update(range(self._column, last))
        self._column += count

    def _end_cell(self, *, covered: bool) -> None:
        attributes, paragraphs = self._cell_attributes, self._paragraphs or []
        self._paragraphs = None
        count = _count(attributes, "table:number-columns-repeated")
        value = "" if covered else self._value(attributes, paragraphs)
        formula = "table:formula" in attributes
        if value == "" and not formula:
            self._blank += count
            self._note_merge(attributes)
            return
        self._row.extend([""] * self._blank)
        self._blank = 0
        if len(self._row) + count > limits.COLUMNS:
            raise kinds.too_large(f"有 {len(self._row) + count} 列,最多 {limits.COLUMNS} 列")
        self._note_merge(attributes)
        row = len(self._grid.rows) + self._blank_rows
        for column in range(len(self._row), len(self._row) + count):
            self._note((row, column), attributes, paragraphs, formula)
        self._row.extend([value] * count)

    def _note_merge(self, attributes: dict[str, str]) -> None:
        down, across = (
            _count(attributes, "table:number-rows-spanned"),
            _count(attributes, "table:number-columns-spanned"),
        )
        if down > 1 or across > 1:
            top, left = len(self._grid.rows) + self._blank_rows, len(self._row)
            left += self._blank - 1 if self._blank else 0
            self._grid.merged.append((top, left, top + down - 1, left + across - 1))

    def _note(
        self,
        cell: tuple[int, int],
        attributes: dict[str, str],
        paragraphs: list[str],
        formula: bool,
    ) -> None:
        if formula:
            self._grid.formulas.add(cell)
        shown = paragraphs[0] if paragraphs else ""
        if attributes.get("calcext:value-type") == "error" or re.match(
            r"#(DIV/0!|N/A|REF!|VALUE!|NAME\?|NUM!)|Err:\d", shown
        ):
            self._grid.errors[cell] = shown
        if attributes.get("office:value-type") == "percentage":
            self._grid.percents[cell] = (
                len(shown.rstrip("% ").partition(".")[2]) if "%" in shown else None
            )
        elif attributes.get("office:value-type") == "float":
            self._note_rounding(cell, attributes.get("office:value", ""), shown)

    def _note_rounding(self, cell: tuple[int, int], written: str, shown: str) -> None:
        found = re.match(r"-?[\d,]*(?:\.(\d+))?(?![\d.eE])", shown)
        exact = _number(written)
        if not found or not isinstance(exact, float) or not re.search(r"\d", found[0]):
            return
        decimals = len(found[1] or "")
        if abs(float(found[0].replace(",", "")) - exact) > 0.51 * 10**-decimals:
            self._grid.scaled.add(cell)
            return
        stored = len(f"{exact:.15g}".partition(".")[2])
        if stored > decimals:
            self._grid.rounded[cell] = decimals
        if stored != decimals:  # else it may be shown just as it is
            self._grid.decimals[cell] = decimals

    def _value(self, attributes: dict[str, str], paragraphs: list[str]) -> Raw:
        kind = attributes.get("office:value-type")
        if kind in ("float", "percentage", "currency"):
            return _number(attributes.get("office:value", ""))
        if kind == "date":
            return _date(attributes.get("office:date-value", ""))
        if kind == "boolean":
            return attributes.get("office:boolean-value") == "true"
        if kind == "time":
            return attributes.get("office:time-value", "")
        return attributes.get("office:string-value") or "\n".join(paragraphs)

    def _end_row(self) -> None:
        count = _count(self._row_attributes, "table:number-rows-repeated")
        at = len(self._grid.rows) + self._blank_rows
        if self._row_attributes.get("table:visibility") in _HIDDEN:
            self._grid.hidden_rows.update(range(at, min(at + count, limits.ROWS)))
        if not self._row:
            self._blank_rows += count
            return
        total = at + count
        if total > limits.ROWS:
            raise kinds.too_large(f"有 {total} 行,最多 {limits.ROWS} 行")
        self._left -= self._blank_rows + count * len(self._row)
        if self._left < 0:
            raise kinds.too_large(f"格子太多,最多 {limits.CELLS} 个")
        self._grid.rows.extend([] for _ in range(self._blank_rows))
        self._blank_rows = 0
        self._grid.rows.extend(list(self._row) for _ in range(count))
        if count > 1:
            self._repeat_notes(at, count)

    def _repeat_notes(self, row: int, count: int) -> None:
        """A repeated row repeats what is known about its cells."""
        grid = self._grid
        _repeat(grid.percents, row, count)
        _repeat(grid.errors, row, count)
        _repeat(grid.rounded, row, count)
        _repeat(grid.decimals, row, count)
        again = [(row + i, c) for r, c in grid.formulas if r == row for i in range(1, count)]
        grid.formulas.update(again)

    def _end_table(self) -> None:
        rows = self._grid.rows
        width = max(map(len, rows), default=0)
        if width * len(rows) > limits.CELLS:
            raise kinds.too_large(f"格子太多,最多 {limits.CELLS} 个")
        for row in rows:
            row.extend([""] * (width - len(row)))
        self.grids.append(self._grid)


def _repeat(notes: dict[Cell, _Note], row: int, count: int) -> None:
    for (r, c), note in list(notes.items()):
        if r == row:
            notes.update(((row + i, c), note) for i in range(1, count))


def _count(attributes: dict[str, str], name: str) -> int:
    written = attributes.get(name, "1")
    return max(int(written), 1) if written.isdigit() and len(written) < 9 else 1


def _number(written: str) -> Raw:
    try:
        return float(written)
    except ValueError:
        return written


def _date(written: str) -> Raw:
    try:
        moment = dt.datetime.fromisoformat(written)
    except ValueError:
        return written
    return moment.date() if moment.time() == dt.time() else moment
