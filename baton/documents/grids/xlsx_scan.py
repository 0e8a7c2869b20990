"""What the workbook parser does not tell about a sheet of an .xlsx: formulas, formats, error cells, hidden rows.

The usual writers (Excel, WPS, LibreOffice, this project) put `r` first in every cell, so byte searches find everything
in a few hundredths of a second. Sheets written otherwise are walked element by element: slower, same answer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from baton.documents.grids import kinds, limits
from baton.documents.grids.grid import Cell, column_number
from baton.documents.grids.kinds import Unreadable
from baton.documents.grids.number_formats import NumberFormat

_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_FORMULA = re.compile(rb'<c r="([A-Z]+)(\d+)"[^>]*>(?:<f[ >/])')
_ERROR = re.compile(
    rb'<c r="([A-Z]+)(\d+)"[^>]*? t="e"[^>]*>(?:<f(?:[^>]*/>|.*?</f>))?<v>([^<]*)</v>', re.S
)
_ROW = re.compile(rb'<row r="(\d+)')
_HIDDEN_ROW = re.compile(rb'<row r="(\d+)"[^>]* hidden="(?:1|true)"')
_FILLED = re.compile(rb'<c r="([A-Z]+)(\d+)"(?:[^>/]|/(?!>))*>')
_COLUMN = re.compile(rb"<col ([^>]*)>")
_FAR = re.compile(rb'<c r="(?:[A-Z]{2}|[A-Z](?:[3-9]\d{5}|\d{7}))')


@dataclass(slots=True)
class Scan:
    """Facts about one sheet; cells count from 0. bottom and right bound the cells that hold something."""

    formulas: set[Cell] = field(default_factory=set)
    percents: dict[Cell, int | None] = field(default_factory=dict)
    errors: dict[Cell, str] = field(default_factory=dict)
    rounded: dict[Cell, int] = field(default_factory=dict)
    decimals: dict[Cell, int] = field(default_factory=dict)
    scaled: set[Cell] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    bottom: int = -1
    right: int = -1
    shared: int = 0  # cells that repeat a shared text


def scan_sheet(xml: bytes, formats: Mapping[int, NumberFormat]) -> Scan:
    """Scan a worksheet part. formats: style number -> number format, plain ones left out. Raises Unreadable if too big."""
    scan = _search(xml, formats) if _is_usual(xml) else _walk(xml, formats)
    if scan.bottom >= limits.ROWS:
        raise kinds.too_large(f"有 {scan.bottom + 1} 行,最多 {limits.ROWS} 行")
    if scan.right >= limits.COLUMNS:
        raise kinds.too_large(f"有 {scan.right + 1} 列,最多 {limits.COLUMNS} 列")
    if (scan.bottom + 1) * (scan.right + 1) > limits.CELLS:
        raise kinds.too_large(
            f"表格有 {scan.bottom + 1} 行 {scan.right + 1} 列,格子太多,最多 {limits.CELLS} 个"
        )
    return scan


def _is_usual(xml: bytes) -> bool:
    """Whether every cell and row of the sheet starts as <c r="…" and <row r="…", without prefixes or comments."""
    cells = xml[xml.find(b"<sheetData") : xml.rfind(b"</sheetData>") + 1]
    return (
        bool(cells)
        and cells.count(b"<c") == cells.count(b'<c r="')
        and cells.count(b"<row") == cells.count(b'<row r="')
        and not any(mark in cells for mark in (b":c", b":row", b"<!"))
    )


def _search(xml: bytes, formats: Mapping[int, NumberFormat]) -> Scan:
    scan = Scan(shared=xml.count(b't="s"'))
    scan.bottom = max(map(int, _ROW.findall(xml)), default=0) - 1
    if b' hidden="1"' in xml or b' hidden="true"' in xml:
        scan.hidden_rows = {int(number) - 1 for number in _HIDDEN_ROW.findall(xml)}
    scan.right = 25
    if scan.bottom >= limits.ROWS or _FAR.search(xml):
        _measure(xml, scan)
    elif scan.bottom > 10_000:
        letters = set(re.findall(rb'<c r="([A-Z]+)', xml))
        scan.right = max((column_number(each.decode()) for each in letters), default=0)
    _search_columns(xml, scan)
    if b"<f>" in xml or b"<f " in xml or b"<f/>" in xml:
        scan.formulas = {_cell(m[0], m[1]) for m in _FORMULA.findall(xml)}
    if b't="e"' in xml:
        scan.errors = {
            _cell(m[0], m[1]): m[2].decode(errors="replace") for m in _ERROR.findall(xml)
        }
    _search_formats(xml, formats, scan)
    return scan


def _measure(xml: bytes, scan: Scan) -> None:
    """The rectangle of the cells that hold something; styled blanks far away do not count."""
    scan.bottom = scan.right = -1
    widths: dict[bytes, int] = {}
    for letters, number in _FILLED.findall(xml):
        column = widths.get(letters)
        if column is None:
            column = widths[letters] = column_number(letters.decode())
        scan.bottom, scan.right = max(scan.bottom, int(number) - 1), max(scan.right, column)


def _search_columns(xml: bytes, scan: Scan) -> None:
    for attributes in _COLUMN.findall(xml[: max(xml.find(b"<sheetData"), 0)]):
        found = dict(re.findall(rb'(\w+)="([^"]*)"', attributes))
        if found.get(b"hidden") in (b"1", b"true"):
            first, last = int(found.get(b"min", b"1")), int(found.get(b"max", b"1"))
            scan.hidden_columns.update(range(first - 1, min(last, limits.COLUMNS)))


def _search_formats(xml: bytes, formats: Mapping[int, NumberFormat], scan: Scan) -> None:
    if not formats:
        return
    used = {int(number) for number in set(re.findall(rb' s="(\d+)"', xml))}
    styles: dict[NumberFormat, list[int]] = {}
    for style in sorted(used & formats.keys()):
        styles.setdefault(formats[style], []).append(style)
    for shown, numbers in styles.items():
        mark = rb's="(?:%s)"' % b"|".join(b"%d" % n for n in numbers)
        _search_format(xml, mark, shown, scan)


def _search_format(xml: bytes, mark: bytes, shown: NumberFormat, scan: Scan) -> None:
    cell = rb'<c r="([A-Z]+)(\d+)"'
    if shown.percent:
        found = re.findall(cell + rb"[^>]*? " + mark, xml)
        scan.percents.update(dict.fromkeys((_cell(*m) for m in found), shown.decimals))
    elif shown.scaled:
        scan.scaled.update(_cell(*m) for m in re.findall(cell + rb"[^>]*? " + mark, xml))
    elif shown.decimals is not None:
        fixed = re.findall(cell + b" " + mark, xml)
        scan.decimals.update(dict.fromkeys((_cell(*m) for m in fixed), shown.decimals))
        longer = re.findall(
            cell + b" " + mark + rb"[^>]*><v>-?\d*\.\d{%d,}" % (shown.decimals + 1), xml
        )
        scan.rounded.update((_cell(*m), shown.decimals) for m in longer)


def _cell(letters: bytes, number: bytes) -> Cell:
    return int(number) - 1, column_number(letters.decode())


def _walk(xml: bytes, formats: Mapping[int, NumberFormat]) -> Scan:
    walker = _Walker(formats)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler = walker.start, walker.end
    parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = walker.text, _no_doctype
    parser.buffer_text = True
    try:
        parser.Parse(xml, True)
    except expat.ExpatError:
        raise kinds.truncated() from None
    return walker.scan


def _no_doctype(*_: object) -> None:
    raise Unreadable(
        "文件里有不该有的 XML 定义(DTD),可能是恶意文件",
        "请用 Excel 或 WPS 重新另存后再交",
        "xml-entities",
    )


class _Walker:
    """Fills a Scan from the events of an XML parser."""

    def __init__(self, formats: Mapping[int, NumberFormat]) -> None:
        self.scan = Scan()
        self._formats = formats
        self._row, self._column = -1, -1
        self._kind, self._style, self._value = "", 0, ""
        self._in_value = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(" ")[2]
        if name == "c":
            self._start_cell(attributes)
        elif name == "row":
            self._row = (
                int(attributes["r"]) - 1 if attributes.get("r", "").isdigit() else self._row + 1
            )
            self._column = -1
            if attributes.get("hidden") in ("1", "true"):
                self.scan.hidden_rows.add(self._row)
        elif name == "f":
            self.scan.formulas.add((self._row, self._column))
        elif name in ("v", "is"):
            self._in_value, self._value = True, ""
            self.scan.bottom = max(self.scan.bottom, self._row)
            self.scan.right = max(self.scan.right, self._column)
        elif name == "col" and attributes.get("hidden") in ("1", "true"):
            first, last = int(attributes.get("min", 1)), int(attributes.get("max", 1))
            self.scan.hidden_columns.update(range(first - 1, min(last, limits.COLUMNS)))

    def _start_cell(self, attributes: dict[str, str]) -> None:
        found = _REFERENCE.fullmatch(attributes.get("r", "").upper())
        if found:
            self._row, self._column = int(found[2]) - 1, column_number(found[1])
        else:
            self._column += 1
        self._kind, style = attributes.get("t", "n"), attributes.get("s", "0")
        self._style = int(style) if style.isdigit() else 0
        self._value = ""
        self.scan.shared += self._kind == "s"

    def text(self, data: str) -> None:
        if self._in_value:
            self._value += data

    def end(self, name: str) -> None:
        name = name.rpartition(" ")[2]
        if name in ("v", "is"):
            self._in_value = False
        elif name == "c":
            self._end_cell((self._row, self._column))

    def _end_cell(self, cell: Cell) -> None:
        if self._kind == "e":
            self.scan.errors[cell] = self._value
        shown = self._formats.get(self._style)
        if shown is None:
            return
        if shown.percent:
            self.scan.percents[cell] = shown.decimals
        elif shown.scaled:
            self.scan.scaled.add(cell)
        elif shown.decimals is not None and self._kind == "n":
            self.scan.decimals[cell] = shown.decimals
            fraction = self._value.partition(".")[2]
            if len(fraction) > shown.decimals:
                self.scan.rounded[cell] = shown.decimals
