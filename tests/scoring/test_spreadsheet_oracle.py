"""The third oracle: LibreOffice recalculates visible formulas to the digits worked by hand."""

from decimal import Decimal, InvalidOperation

import openpyxl
import pytest
import xlsxwriter

from tests.libreoffice import recalculated
from tests.scoring.cases import workbook
from tests.scoring.cases.formulas.layout import STALE
from tests.scoring.cases.reading import cases


@pytest.fixture(scope="module")
def oracle(tmp_path_factory):
    """Every check and the pages of the workbook after LibreOffice recalculated it."""
    folder = tmp_path_factory.mktemp("oracle")
    checks = workbook.write(folder / "cases.xlsx")
    (path,) = recalculated([folder / "cases.xlsx"], folder)
    book = openpyxl.load_workbook(path, data_only=True)
    return checks, {page.title: page for page in book}


def test_every_digit_agrees(oracle):
    checks, pages = oracle
    wrong = [
        f"{check.case} {check.sheet}!{check.cell}: 应得 {check.text},算得 {found}"
        for check in checks
        if not same(found := pages[check.sheet][check.cell].value, check.text)
    ]
    assert wrong == []


def test_every_case_is_checked(oracle):
    checks, _ = oracle
    left_out = {case.name for case in cases()} - {check.case for check in checks}
    assert left_out == {case.name for case in cases() if not case.in_spreadsheet}
    reasons = [case.row["spreadsheet"] for case in cases() if not case.in_spreadsheet]
    assert [reason for reason in reasons if not reason.startswith("no: ")] == []


def test_every_checked_cell_is_a_formula(tmp_path):
    checks = workbook.write(tmp_path / "cases.xlsx")
    pages = {page.title: page for page in openpyxl.load_workbook(tmp_path / "cases.xlsx")}
    typed = [check for check in checks if pages[check.sheet][check.cell].data_type != "f"]
    assert typed == []


def test_nothing_is_left_as_it_was_stored(oracle):
    _, pages = oracle
    values = (cell.value for page in pages.values() for row in page.iter_rows() for cell in row)
    assert STALE not in set(values)


def test_a_wrong_stored_value_does_not_survive(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "planted.xlsx") as book:
        book.add_worksheet("页").write_formula("A1", "=1+1", None, 3)
    stored = openpyxl.load_workbook(tmp_path / "planted.xlsx", data_only=True)["页"]["A1"].value
    (path,) = recalculated([tmp_path / "planted.xlsx"], tmp_path)
    assert (stored, openpyxl.load_workbook(path, data_only=True)["页"]["A1"].value) == (3, 2)


@pytest.mark.parametrize(
    ("found", "text", "agree"),
    [
        (5.84, "5.84", True),
        (91.95999999999999, "91.96", True),
        (5.839999, "5.84", False),
        (5.85, "5.84", False),
        ("-", "-", True),
        ("pending", "missing", False),
        (None, "0", False),
        (None, "", True),
        ("#VALUE!", "0", False),
    ],
)
def test_digits_are_compared_as_digits(found, text, agree):
    assert same(found, text) is agree


def same(found: object, text: str) -> bool:
    """Whether a cell shows exactly these digits; a binary fraction carries at least fifteen."""
    if isinstance(found, int | float) and not isinstance(found, bool):
        try:
            wanted = Decimal(text)
        except InvalidOperation:
            return False
        return Decimal(f"{found:.15g}") == wanted or Decimal(f"{found:.14g}") == wanted
    return ("" if found is None else found) == text
