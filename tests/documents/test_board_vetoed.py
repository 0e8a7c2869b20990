"""总表 of a group in which a veto sets indicators to zero: coefficients stay formulas and compare what was there before."""

import openpyxl
import pytest

from baton.documents.board_workbook import write_board
from baton.documents.board_workbook.columns import columns_of
from baton.documents.board_workbook.workbook import HEAD
from baton.scoring import score
from tests.documents.test_board_workbook import assert_same_digits, read, spoil
from tests.fuzz.books import case
from tests.libreoffice import recalculated

HIT = {37: ("g2", ["节7"]), 163: ("甲组", ["y6"]), 150: ("乙组", []), 29: ("g2", ["指7"])}


@pytest.fixture(scope="module")
def boards(tmp_path_factory):
    """By seed the workbook as it is written and as LibreOffice recalculates it with every stored value gone."""
    folder, spoilt = tmp_path_factory.mktemp("vetoed"), []
    for seed in HIT:
        write_board(score(*case(seed)), folder / f"{seed}.xlsx")
        spoilt.append(folder / f"spoilt-{seed}.xlsx")
        spoil(folder / f"{seed}.xlsx", spoilt[-1])
    again = recalculated(spoilt, folder)
    return {seed: (folder / f"{seed}.xlsx", done) for seed, done in zip(HIT, again, strict=True)}


def hidden(sheet):
    return [
        sheet.cell(HEAD, one.min).value for one in sheet.column_dimensions.values() if one.hidden
    ]


@pytest.mark.parametrize("seed", HIT)
def test_the_multiplier_is_a_formula_for_every_unit(boards, seed):
    group, changed = HIT[seed]
    result = score(*case(seed))
    sheet = openpyxl.load_workbook(boards[seed][0])[group]
    plan = next(one for one in result.plan.groups if one.name == group)
    codes = [code for code, _ in columns_of(result, plan)[0]]
    live = 0
    for code in codes:
        node = result.plan.nodes.get(code)
        if node is None or node["kind"] != "multiplier":
            continue
        column = [sheet.cell(HEAD + 1 + at, 3 + codes.index(code)) for at in range(plan.stop - plan.start)]  # fmt: skip
        assert all(one.data_type == "f" or one.value == "—" for one in column)
        live += sum(one.data_type == "f" for one in column)
        assert "（数值）" not in str(sheet.cell(HEAD, 3 + codes.index(code)).value)
    assert live
    assert len(hidden(sheet)) == len(changed)


@pytest.mark.parametrize("seed", HIT)
def test_libreoffice_recalculates_the_same_digits(boards, seed):
    written, again = map(read, boards[seed])
    for name, lines in written.items():
        for number, line in enumerate(lines):
            for at, value in enumerate(line):
                found = again[name][number][at] if at < len(again[name][number]) else None
                assert_same_digits(value, found, f"{name} 第{number + 1}行第{at + 1}列")


@pytest.mark.parametrize("seed", [seed for seed, (_, changed) in HIT.items() if changed])
def test_the_hidden_column_is_live_but_for_who_was_vetoed_and_the_sheet_says_so(boards, seed):
    group, _ = HIT[seed]
    sheet = openpyxl.load_workbook(boards[seed][0])[group]
    place = next(one.min for one in sheet.column_dimensions.values() if one.hidden)
    assert str(sheet.cell(HEAD, place).value).endswith("（否决前）")
    column = [sheet.cell(row, place) for row in range(HEAD + 1, sheet.max_row + 1)]
    assert any(one.data_type == "f" for one in column)
    typed = [one for one in column if isinstance(one.value, int | float)]
    told = "".join(str(cell.value) for line in sheet.iter_rows() for cell in line if cell.value)
    assert typed and f"放在隐藏的 {typed[0].column_letter} 列" in told
    assert f"${typed[0].column_letter}$" in "".join(str(one.value) for line in sheet.iter_rows() for one in line if one.data_type == "f")  # fmt: skip


def test_a_group_without_a_veto_has_no_hidden_column(tmp_path):
    write_board(score(*case(3)), tmp_path / "总表.xlsx")
    for sheet in openpyxl.load_workbook(tmp_path / "总表.xlsx"):
        assert not hidden(sheet)
