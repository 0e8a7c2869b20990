"""Files as offices send them, built on the spot: the same rows as .xlsx, .xls, .ods or .csv, and hostile bytes."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from baton.documents.observations import (
    ItemInfo,
    KnownNames,
    ObservationColumns,
    read_observations,
)
from baton.documents.problems import Problem, Problems

Rows = Sequence[Sequence[Any]]

SUBJECTS = {"u1": "临江县", "u2": "东岭县", "u3": "云州区", "u4": "西屏县"}
ITEMS = {
    "revenue": ItemInfo("一般公共预算收入", "number", "万元", True),
    "growth": ItemInfo("规上工业增速", "number", "%"),
    "air": ItemInfo("优良天数比例", "number", "%", True),
    "permits": ItemInfo("新设企业", "tally", "户", True),
    "finished": ItemInfo("竣工日期", "date"),
    "party": ItemInfo("党建等次", "grade"),
    "cases": ItemInfo("督查扣分事项", "events"),
}
PERIODS = ("2026-01", "2026-02", "2026-03", "2026年一季度", "2026年")
KNOWN = KnownNames(SUBJECTS, ITEMS, {"东岭": "u2"}, {"财政收入": "revenue"}, PERIODS)


class Percent(float):
    """A number whose cell is shown as per cent."""


class Formula(str):
    """A formula with its stored result 1."""


def build(path: Path, rows: Rows, *, sheet: str = "Sheet1") -> Path:
    """Write rows in the format that the path's extension names."""
    writer = {".xlsx": _xlsx, ".xls": _xls, ".ods": _ods, ".csv": _csv}[path.suffix]
    writer(path, rows, sheet)
    return path


def read(
    path: Path, *, known: KnownNames = KNOWN, period: str | None = "2026-03", **options: Any
) -> tuple[ObservationColumns, Problems]:
    problems = Problems()
    return read_observations(
        path, known=known, period=period, problems=problems, **options
    ), problems


def figures(columns: ObservationColumns) -> dict[tuple[str, str, str], str | None]:
    """(subject, item, period) -> value, or the state in angle brackets."""
    cells = zip(columns.subject, columns.item, columns.period, strict=True)
    shown = (
        v if v is not None else f"<{s}>" for v, s in zip(columns.value, columns.state, strict=True)
    )
    return dict(zip(cells, shown, strict=True))


def only(problems: Problems, code: str) -> Problem:
    """The single problem with a code."""
    found = [problem for problem in problems if problem.code == code]
    assert len(found) == 1, problems.listing()
    return found[0]


def _xlsx(path: Path, rows: Rows, sheet: str) -> None:
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet(sheet)
        percent = book.add_format({"num_format": "0.0%"})
        date = book.add_format({"num_format": "yyyy-mm-dd"})
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                if isinstance(value, Percent):
                    page.write_number(r, c, float(value), percent)
                elif isinstance(value, Formula):
                    page.write_formula(r, c, str(value), None, 1)
                elif isinstance(value, dt.date):
                    page.write_datetime(r, c, dt.datetime(value.year, value.month, value.day), date)
                elif isinstance(value, bool):
                    page.write_boolean(r, c, value)
                elif isinstance(value, int | float):
                    page.write_number(r, c, value)
                elif value not in ("", None):
                    page.write_string(r, c, value)


def _xls(path: Path, rows: Rows, sheet: str) -> None:
    book = xlwt.Workbook(encoding="utf-8")
    page = book.add_sheet(sheet)
    percent, date = xlwt.easyxf(num_format_str="0.0%"), xlwt.easyxf(num_format_str="YYYY-MM-DD")
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if isinstance(value, Percent):
                page.write(r, c, float(value), percent)
            elif isinstance(value, Formula):
                page.write(r, c, xlwt.Formula(str(value).lstrip("=")))
            elif isinstance(value, dt.date):
                page.write(r, c, value, date)
            elif value not in ("", None):
                page.write(r, c, value)
    book.save(str(path))


def _ods(path: Path, rows: Rows, sheet: str) -> None:
    book = OpenDocumentSpreadsheet()
    table = Table(name=sheet)
    for row in rows:
        line = TableRow()
        for value in row:
            line.addElement(_ods_cell(value))
        table.addElement(line)
    book.spreadsheet.addElement(table)
    book.save(str(path))


def _ods_cell(value: Any) -> TableCell:
    if value in ("", None):
        return TableCell()
    if isinstance(value, Percent):
        cell = TableCell(valuetype="percentage", value=repr(float(value)))
        shown = f"{float(value) * 100:.1f}%"
    elif isinstance(value, Formula):
        cell, shown = TableCell(valuetype="float", value="1", formula=f"of:{value}"), "1"
    elif isinstance(value, dt.date):
        cell, shown = TableCell(valuetype="date", datevalue=value.isoformat()), value.isoformat()
    elif isinstance(value, int | float):
        cell, shown = TableCell(valuetype="float", value=repr(value)), repr(value)
    else:
        cell, shown = TableCell(valuetype="string"), value
    cell.addElement(P(text=shown))
    return cell


def _csv(path: Path, rows: Rows, sheet: str, encoding: str = "utf-8") -> None:
    buffer = io.StringIO()
    csv.writer(buffer).writerows([[_csv_text(value) for value in row] for row in rows])
    path.write_bytes(buffer.getvalue().encode(encoding))


def _csv_text(value: Any) -> str:
    if isinstance(value, Percent):
        return f"{float(value) * 100:.10g}%"
    return repr(value) if isinstance(value, float) else str(value)


def rezip(source: Path, target: Path, **changed: bytes) -> Path:
    """A copy of an archive with parts replaced or added; keywords are part names with __ for / and _dot_ for dots."""
    parts = {name.replace("__", "/").replace("_dot_", "."): data for name, data in changed.items()}
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, data in parts.items():
            new.writestr(name, data)
    return target
