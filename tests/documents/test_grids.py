"""What a grid knows about its cells, and that the quick and the thorough look at a sheet agree."""

import datetime as dt
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
import xlwt
from openpyxl import Workbook

from baton.documents.grids import Grid, column_letters, read_grids
from baton.documents.grids.number_formats import NumberFormat, number_format
from baton.documents.grids.xlsx_scan import scan_sheet
from baton.documents.problems import Problems
from tests.documents.office_files import Formula, Percent, build

ROWS = [
    ["代码", "数", "率", "公式", "日期", "是否"],
    ["007", 12.5, Percent(0.864), Formula("=1+1"), dt.date(2026, 3, 1), True],
    ["", "", Percent(1.25), "", "", ""],
]


def grid(path: Path) -> Grid:
    problems = Problems()
    (found,) = read_grids(path, problems=problems)
    assert not problems.errors
    return found


@pytest.mark.parametrize("extension", [".xlsx", ".xls", ".ods"])
def test_formats_and_formulas_are_known_in_every_workbook_format(
    tmp_path: Path, extension: str
) -> None:
    found = grid(build(tmp_path / f"表{extension}", ROWS))
    assert found.formulas == {(1, 3)}
    assert found.percents == {(1, 2): 1, (2, 2): 1}
    assert found.rows[1][0] == "007"
    assert found.rows[1][4] == dt.date(2026, 3, 1)
    assert found.text(1, 4) == "2026-03-01"
    assert found.place(6, 2) == f"表{extension}·Sheet1·C7 (第7行第3列)"


def test_columns_are_lettered_as_in_a_spreadsheet() -> None:
    assert [column_letters(c) for c in (0, 25, 26, 701, 702, 16383)] == [
        "A",
        "Z",
        "AA",
        "ZZ",
        "AAA",
        "XFD",
    ]


def test_whole_numbers_and_codes_read_as_written(tmp_path: Path) -> None:
    found = grid(
        build(tmp_path / "表.xlsx", [[3.0, 2.5, 110101199001011237.0, "110101199001011237"]])
    )
    assert [found.text(0, c) for c in range(4)] == [
        "3",
        "2.5",
        "110101199001011000",
        "110101199001011237",
    ]


def test_error_cells_of_old_workbooks_are_known(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    page = book.add_sheet("一")
    page.write(0, 0, "数")
    page.row(1).set_cell_error(0, "#DIV/0!")
    book.save(str(tmp_path / "表.xls"))
    assert grid(tmp_path / "表.xls").errors == {(1, 0): "#DIV/0!"}


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("General", NumberFormat()),
        ("0.0%", NumberFormat(percent=True, decimals=1)),
        ("0.00%;[Red]-0.00%", NumberFormat(percent=True, decimals=2)),
        ("#,##0.00", NumberFormat(decimals=2)),
        ('0.00"亿元"', NumberFormat(decimals=2)),
        ('0!.0,"万"', NumberFormat(scaled=True, decimals=0)),
        ("#,##0,", NumberFormat(scaled=True, decimals=0)),
        ('yyyy"年"m"月"', NumberFormat()),
        ('0"%"', NumberFormat(decimals=0)),
        ("@", NumberFormat()),
    ],
)
def test_number_formats_are_understood(code: str, shown: NumberFormat) -> None:
    assert number_format(code) == shown


def test_the_quick_and_the_thorough_look_at_a_sheet_agree(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet()
        formats = [book.add_format({"num_format": code}) for code in ("0.0%", "0.00", '0!.0,"万"')]
        for r in range(60):
            for c in range(30):
                page.write_number(r, c, r * c / 7, formats[(r + c) % 3])
        page.write_formula(3, 3, "=1/0", formats[0], "#DIV/0!")
        page.set_row(5, None, None, {"hidden": True})
        page.set_column(4, 6, None, None, {"hidden": True})
    with zipfile.ZipFile(path) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    shown = {1: number_format("0.0%"), 2: number_format("0.00"), 3: number_format('0!.0,"万"')}
    quick = scan_sheet(sheet, shown)
    thorough = scan_sheet(sheet.replace(b"<sheetData>", b"<sheetData><!-- -->"), shown)
    assert quick.bottom == thorough.bottom and quick.hidden_rows == thorough.hidden_rows == {5}
    assert quick.hidden_columns == thorough.hidden_columns == {4, 5, 6}
    for name in ("formulas", "percents", "errors", "rounded", "scaled", "shared"):
        assert getattr(quick, name) == getattr(thorough, name), name


def test_workbooks_of_another_writer_are_understood(tmp_path: Path) -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    page.append(["单位", "率"])
    page.append(["临江县", 0.864])
    page["B2"].number_format = "0.0%"
    page["C2"] = "=B2*2"
    book.save(tmp_path / "表.xlsx")
    found = grid(tmp_path / "表.xlsx")
    assert found.percents == {(1, 1): 1}
    assert found.formulas == {(1, 2)}
