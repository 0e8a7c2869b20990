"""总表: the formulas that anybody can re-add give the engine's digits."""

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from baton.documents.board_workbook import write_board
from baton.documents.board_workbook.workbook import HEAD
from baton.scoring import score
from tests.fuzz.books import case
from tests.libreoffice import recalculated

SEEDS = range(60)


def spoil(path: Path, target: Path) -> int:
    """A copy whose stored results are all wrong, so that only a real recalculation can be right."""
    book = openpyxl.load_workbook(path)
    book.save(target)  # openpyxl keeps formulas and drops every stored value
    return sum(
        cell.data_type == "f" for sheet in book for line in sheet.iter_rows() for cell in line
    )


def read(path: Path) -> dict[str, list[list[object]]]:
    book = openpyxl.load_workbook(path, data_only=True)
    return {
        sheet.title: [list(line) for line in sheet.iter_rows(values_only=True)] for sheet in book
    }


def assert_same_digits(expected: object, found: object, where: str) -> None:
    if isinstance(expected, int | float):
        assert isinstance(found, int | float), where
        digits = Decimal(repr(float(expected))).quantize(Decimal("1e-6"))
        assert Decimal(repr(float(found))).quantize(Decimal("1e-6")) == digits, where
    else:
        assert (found or "") == (expected or ""), where


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    folder = tmp_path_factory.mktemp("boards")
    formulas, spoilt = 0, []
    for seed in SEEDS:
        rulebook, facts = case(seed)
        write_board(score(rulebook, facts), folder / f"{seed}.xlsx", draft=2)
        spoilt.append(folder / f"spoilt-{seed}.xlsx")
        formulas += spoil(folder / f"{seed}.xlsx", spoilt[-1])
    assert formulas > 200
    return folder, recalculated(spoilt, folder)


@pytest.mark.parametrize("seed", SEEDS)
def test_libreoffice_recalculates_the_same_digits(tables, seed):
    folder, done = tables
    written, again = read(folder / f"{seed}.xlsx"), read(done[seed - SEEDS.start])
    assert list(written) == list(again)
    for name, lines in written.items():
        for number, line in enumerate(lines):
            for at, value in enumerate(line):
                found = again[name][number][at] if at < len(again[name][number]) else None
                assert_same_digits(value, found, f"{name} 第{number + 1}行第{at + 1}列")


def test_units_stand_in_official_order_with_draft_signatures_and_receipt(tmp_path):
    rulebook, facts = case(3)
    result = score(rulebook, facts)
    write_board(result, tmp_path / "总表.xlsx", draft=2)
    book = openpyxl.load_workbook(tmp_path / "总表.xlsx")
    group = next(g for g in result.plan.groups if g.stop > g.start)
    sheet = book[group.name]
    rows = result.plan.rows[group.start : group.stop]
    ordered = [s.name or s.subject for s in sorted(rows, key=lambda s: (s.order, s.subject))]
    shown = [sheet.cell(HEAD + 1 + i, 2).value for i in range(len(rows))]
    assert shown == ordered
    texts = [str(cell.value) for line in sheet.iter_rows() for cell in line if cell.value]
    assert any("第 2 稿" in text for text in texts)
    assert {"制表:", "审核:", "负责人:"} <= set(texts)
    assert any(result.run in text for text in texts)
    assert sheet.page_setup.paperSize == 8
    assert sheet.page_setup.orientation == "landscape"


@pytest.mark.parametrize("final", [False, True])
def test_all_but_the_final_board_are_for_internal_use(tmp_path, final):
    write_board(score(*case(3)), tmp_path / "总表.xlsx", final=final)
    sheet = openpyxl.load_workbook(tmp_path / "总表.xlsx").worksheets[0]
    assert ("内部资料" in sheet["A2"].value) != final
