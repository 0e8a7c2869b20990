""".xls and .et: the values from calamine; formulas, formats, error cells and hidden rows from the BIFF records."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from baton.documents.grids import kinds, limits
from baton.documents.grids.calamine import Merged, open_workbook
from baton.documents.grids.compound import CompoundFile
from baton.documents.grids.grid import Cell, Grid, Raw
from baton.documents.grids.number_formats import PLAIN, NumberFormat, built_in, number_format

_ERRORS = {
    0: "#NULL!",
    7: "#DIV/0!",
    15: "#VALUE!",
    23: "#REF!",
    29: "#NAME?",
    36: "#NUM!",
    42: "#N/A",
}
_BOF, _EOF, _FILEPASS = 0x0809, 0x000A, 0x002F


@dataclass(slots=True)
class _Sheet:
    name: str
    is_hidden: bool
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


def read_xls(file: str, data: bytes, compound: CompoundFile) -> list[Grid]:
    """All worksheets of an old workbook. Raises Unreadable."""
    book = compound.stream("workbook" if "workbook" in compound.streams else "book")
    try:
        sheets = _scan(book)
    except (struct.error, IndexError):
        raise kinds.truncated() from None
    if len(sheets) > limits.SHEETS:
        raise kinds.too_large(f"有 {len(sheets)} 个工作表,最多 {limits.SHEETS} 个")
    cells = sum((sheet.bottom + 1) * (sheet.right + 1) for sheet in sheets)
    if cells > limits.CELLS:
        raise kinds.too_large(f"格子太多,全部工作表合计最多 {limits.CELLS} 个")
    workbook = open_workbook(data)
    return [_grid(file, sheet, *workbook.sheet(sheet.name)) for sheet in sheets]


def _grid(file: str, sheet: _Sheet, rows: list[list[Raw]], merged: Merged) -> Grid:
    return Grid(
        file,
        sheet.name,
        rows,
        sheet.formulas,
        sheet.percents,
        sheet.errors,
        sheet.rounded,
        sheet.scaled,
        merged,
        sheet.hidden_rows,
        sheet.hidden_columns,
        is_hidden=sheet.is_hidden,
    )


def _records(book: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Type and content of each record up to the end of the substream that starts at `at`; nested ones are passed over."""
    depth = 0
    while True:
        kind, length = struct.unpack_from("<HH", book, at)
        body = book[at + 4 : at + 4 + length]
        if len(body) < length:
            raise kinds.truncated()
        if kind == _BOF:
            depth += 1
        elif kind == _EOF:
            depth -= 1
            if depth <= 0:
                return
        if depth == 1:
            yield kind, body
        at += 4 + length


def _scan(book: bytes) -> list[_Sheet]:
    own: dict[int, NumberFormat] = {}
    styles: list[int] = []
    found: list[tuple[int, _Sheet]] = []
    wide = True
    for kind, body in _records(book, 0):
        if kind == _BOF:
            wide = struct.unpack_from("<H", body)[0] >= 0x0600
        elif kind == _FILEPASS:
            raise kinds.password_protected()
        elif kind == 0x041E:
            (number,) = struct.unpack_from("<H", body)
            own[number] = number_format(_text(body, 2, 2 if wide else 1, wide))
        elif kind == 0x00E0:
            styles.append(struct.unpack_from("<H", body, 2)[0])
        elif kind == 0x0085 and (len(body) < 6 or body[5] == 0):
            (at,) = struct.unpack_from("<I", body)
            found.append((at, _Sheet(_text(body, 6, 1, wide), body[4] & 3 != 0)))
    formats = [own.get(number) or built_in(number) for number in styles]
    for at, sheet in found:
        _scan_sheet(book, at, sheet, formats)
    return [sheet for _, sheet in found]


def _text(body: bytes, at: int, count_bytes: int, wide: bool) -> str:
    """A text with its count of characters in front; BIFF8 says in a flag whether they take two bytes."""
    count = int.from_bytes(body[at : at + count_bytes], "little")
    at += count_bytes
    if not wide:
        return body[at : at + count].decode("gb18030", "replace")
    if body[at] & 1:
        return body[at + 1 : at + 1 + 2 * count].decode("utf-16-le", "replace")
    return body[at + 1 : at + 1 + count].decode("latin-1")


def _scan_sheet(book: bytes, at: int, sheet: _Sheet, formats: list[NumberFormat]) -> None:
    for kind, body in _records(book, at):
        if kind == 0x0200:
            _check_dimensions(body)
        elif kind == 0x00BD:
            _many(body, sheet, formats)
        elif kind in _CELLS:
            row, column, style = struct.unpack_from("<HHH", body)
            cell = (row, column)
            sheet.bottom, sheet.right = max(sheet.bottom, row), max(sheet.right, column)
            if kind == 0x0006:
                sheet.formulas.add(cell)
            elif kind == 0x0205 and body[7]:
                sheet.errors[cell] = _ERRORS.get(body[6], "#错误")
            number = _CELLS[kind]
            shown = formats[style] if style < len(formats) else PLAIN
            if number is not None and not shown.is_plain:
                _note(sheet, cell, shown, number(body, 6))
        elif kind == 0x0208 and struct.unpack_from("<H", body, 12)[0] & 0x20:
            sheet.hidden_rows.add(struct.unpack_from("<H", body)[0])
        elif kind == 0x007D and struct.unpack_from("<H", body, 8)[0] & 1:
            first, last = struct.unpack_from("<HH", body)
            sheet.hidden_columns.update(range(first, min(last + 1, 256)))


def _check_dimensions(body: bytes) -> None:
    """The parser reserves memory for the rectangle announced here, so it may not exceed what the format allows."""
    form = "<IIHH" if len(body) >= 12 else "<HHHH"
    top, bottom, left, right = struct.unpack_from(form, body)
    if bottom > 65_536 or right > 256 or top > bottom or left > right:
        raise kinds.truncated()


def _many(body: bytes, sheet: _Sheet, formats: list[NumberFormat]) -> None:
    """MULRK: several numbers beside each other."""
    row, first = struct.unpack_from("<HH", body)
    (last,) = struct.unpack_from("<H", body, len(body) - 2)
    if last < first or len(body) != 6 + 6 * (last - first + 1):
        raise kinds.truncated()
    for i in range((len(body) - 6) // 6):
        cell = (row, first + i)
        sheet.bottom, sheet.right = max(sheet.bottom, row), max(sheet.right, first + i)
        (style,) = struct.unpack_from("<H", body, 4 + 6 * i)
        shown = formats[style] if style < len(formats) else PLAIN
        if not shown.is_plain:
            _note(sheet, cell, shown, _compressed(body, 6 + 6 * i))


def _note(sheet: _Sheet, cell: Cell, shown: NumberFormat, value: float) -> None:
    if shown.percent:
        sheet.percents[cell] = shown.decimals
    elif shown.scaled:
        sheet.scaled.add(cell)
    elif shown.decimals is not None:
        sheet.decimals[cell] = shown.decimals
        if len(f"{value:.15g}".partition(".")[2]) > shown.decimals:
            sheet.rounded[cell] = shown.decimals


def _double(body: bytes, at: int) -> float:
    return float(struct.unpack_from("<d", body, at)[0])


def _compressed(body: bytes, at: int) -> float:
    """RK: 30 bits of a double or an integer, perhaps of a hundredth."""
    (raw,) = struct.unpack_from("<i", body, at)
    value = (
        float(raw >> 2)
        if raw & 2
        else float(struct.unpack("<d", b"\0\0\0\0" + struct.pack("<i", raw & ~3))[0])
    )
    return value / 100 if raw & 1 else value


_CELLS: dict[int, Callable[[bytes, int], float] | None] = {
    0x0203: _double,
    0x0006: _double,
    0x027E: _compressed,
    0x0205: None,
    0x00FD: None,
    0x0204: None,
    0x00D6: None,
}
