""".xlsx: the values from calamine, everything calamine hides from the XML of the same checked copy."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from baton.documents.grids import archives, kinds, limits
from baton.documents.grids.calamine import Workbook, open_workbook
from baton.documents.grids.grid import Grid
from baton.documents.grids.number_formats import NumberFormat, built_in, number_format
from baton.documents.grids.xlsx_scan import Scan, scan_sheet


@dataclass(slots=True)
class _Budget:
    """What all sheets of a workbook may hold together."""

    cells: int = limits.CELLS
    text: int = limits.TEXT_BYTES

    def spend(self, cells: int, text: int) -> None:
        self.cells -= cells
        self.text -= text
        if self.cells < 0:
            raise kinds.too_large(f"格子太多,全部工作表合计最多 {limits.CELLS} 个")
        if self.text < 0:
            raise kinds.too_large("文字太多")


def read_xlsx(file: str, archive: zipfile.ZipFile) -> list[Grid]:
    """All worksheets of a checked archive, hidden ones too. Raises Unreadable."""
    contents = dict(archives.parts(archive))
    sheets = _sheet_parts(contents)
    if len(sheets) > limits.SHEETS:
        raise kinds.too_large(f"有 {len(sheets)} 个工作表,最多 {limits.SHEETS} 个")
    formats = _formats(contents.get("xl/styles.xml"))
    lengths = _text_lengths(contents.get(_find(contents, "sharedstrings.xml"), b""))
    budget, scans = _Budget(), {}
    for name, part, _ in sheets:
        scans[name] = scan = scan_sheet(contents[part], formats)
        budget.spend((scan.bottom + 1) * (scan.right + 1), _repeated(contents[part], scan, lengths))
    workbook = open_workbook(_repacked(contents))
    return [_grid(file, name, hidden, workbook, scans[name]) for name, _, hidden in sheets]


def _grid(file: str, name: str, hidden: bool, workbook: Workbook, scan: Scan) -> Grid:
    rows, merged = workbook.sheet(name)
    return Grid(
        file, name, rows, scan.formulas, scan.percents, scan.errors, scan.rounded, scan.scaled,
        merged, scan.hidden_rows, scan.hidden_columns, is_hidden=hidden,
        decimals=scan.decimals,
    )  # fmt: skip


def _repacked(contents: dict[str, bytes]) -> bytes:
    """The checked parts in a new archive; each part is let go as soon as it is written."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as clean:
        for name in list(contents):
            clean.writestr(zipfile.ZipInfo(name), contents.pop(name))
    return buffer.getvalue()


def _sheet_parts(contents: dict[str, bytes]) -> list[tuple[str, str, bool]]:
    """Name, part and hidden mark of each worksheet in the order of the tabs."""
    relations = {}
    for relation in _xml(contents.get("xl/_rels/workbook.xml.rels")):
        if relation.get("Type", "").endswith("/worksheet"):
            target = relation.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)
            relations[relation.get("Id")] = posixpath.normpath(path)
    sheets = []
    for sheet in _xml(contents.get("xl/workbook.xml")).iter():
        if _local(sheet) != "sheet":
            continue
        identifier = next((value for key, value in sheet.items() if key.endswith("}id")), None)
        part = relations.get(identifier)
        if part in contents and part is not None:
            sheets.append((sheet.get("name", ""), part, sheet.get("state", "visible") != "visible"))
    if not sheets:
        raise kinds.truncated()
    return sheets


def _formats(styles: bytes | None) -> dict[int, NumberFormat]:
    """Style number -> what its number format does, plain ones left out."""
    if styles is None:
        return {}
    root = _xml(styles)
    own = {
        int(e.get("numFmtId", "0")): number_format(e.get("formatCode", ""))
        for e in root.iter()
        if _local(e) == "numFmt" and e.get("numFmtId", "").isdigit()
    }
    cells = next((e for e in root if _local(e) == "cellXfs"), None)
    found = {}
    for style, form in enumerate(cells if cells is not None else ()):
        identifier = form.get("numFmtId", "0")
        number = int(identifier) if identifier.isdigit() else 0
        shown = own.get(number) or built_in(number)
        if not shown.is_plain:
            found[style] = shown
    return found


def _text_lengths(shared: bytes) -> list[int]:
    """Bytes of each shared text, so that repetitions can be weighed before they are written out."""
    return [len(chunk) for chunk in re.split(rb"<(?:\w+:)?si[ >/]", shared)[1:]]


def _repeated(sheet: bytes, scan: Scan, lengths: list[int]) -> int:
    at_most = scan.shared * max(lengths, default=0)
    if at_most <= limits.TEXT_BYTES // 4:
        return at_most
    indexes = re.findall(rb"<(?:\w+:)?v>\s*(\d{1,9})\s*</", sheet)
    return sum(lengths[i] for i in map(int, indexes) if i < len(lengths))


def _find(contents: dict[str, bytes], ending: str) -> str:
    return next((name for name in contents if name.lower().endswith(ending)), "")


def _xml(content: bytes | None) -> Element:
    if content is None:
        raise kinds.truncated()
    try:
        root: Element = fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError):
        raise kinds.truncated() from None
    return root


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]
