"""总表: the formulas that anybody can re-add give the engine's digits."""

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from baton.documents.board_workbook import write_board
from baton.documents.board_workbook.columns import columns_of, texts_of
from baton.documents.board_workbook.detail import DETAIL
from baton.documents.board_workbook.workbook import HEAD
from baton.documents.scheme_table import spoken
from baton.scoring import score
from baton.scoring.nodes.values import OPEN_NODE
from tests.fuzz.books import case
from tests.fuzz.scoped import brought
from tests.libreoffice import recalculated

SEEDS = range(60)
BROUGHT = [seed for seed in range(60, 90) if brought(seed)][
    :8
]  # rounds of some indicators, brought to 100


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
    for seed in (*SEEDS, *BROUGHT):
        rulebook, facts = brought(seed) if seed in BROUGHT else case(seed)
        write_board(score(rulebook, facts), folder / f"{seed}.xlsx", draft=2)
        spoilt.append(folder / f"spoilt-{seed}.xlsx")
        formulas += spoil(folder / f"{seed}.xlsx", spoilt[-1])
    assert formulas > 200
    return folder, recalculated(spoilt, folder)


@pytest.mark.parametrize("seed", (*SEEDS, *BROUGHT))
def test_libreoffice_recalculates_the_same_digits(tables, seed):
    folder, done = tables
    written, again = read(folder / f"{seed}.xlsx"), read(done[[*SEEDS, *BROUGHT].index(seed)])
    assert list(written) == list(again)
    for name, lines in written.items():
        for number, line in enumerate(lines):
            for at, value in enumerate(line):
                found = again[name][number][at] if at < len(again[name][number]) else None
                assert_same_digits(value, found, f"{name} 第{number + 1}行第{at + 1}列")


@pytest.mark.parametrize("seed", [16, 20, 33, 42])
def test_a_part_without_one_figure_is_a_dash_and_what_is_made_of_it_still_adds_up(tables, seed):
    """A bonus may count beside it: whatever the part comes to goes on into the sums, which are live."""
    folder, done = tables
    result, again = score(*case(seed)), openpyxl.load_workbook(done[seed], data_only=True)
    live, dashes = openpyxl.load_workbook(folder / f"{seed}.xlsx"), 0
    for group in result.plan.groups:
        columns, _ = columns_of(result, group)
        units = sorted(range(group.start, group.stop), key=lambda at: (result.plan.rows[at].order, result.plan.rows[at].subject))  # fmt: skip
        for place, at in enumerate(units):
            for column, (code, _) in enumerate(columns):
                values = result.nodes[group.name].get(code)
                if values is None or not values.has[at - group.start]:
                    continue
                cell = again[group.name].cell(HEAD + 1 + place, 3 + column)
                row = at - group.start
                is_bare = not values.have.ratio(row)[0] and values.whole.ratio(row)[0]
                if is_bare and int(values.status[row]) == OPEN_NODE:
                    dashes += 1
                    assert (cell.value, texts_of(result, group, code).get(row)) == ("—", None)
                    written = live[group.name].cell(HEAD + 1 + place, 3 + column).coordinate
                    assert not any(written in str(one.value) for one in live[group.name][HEAD + 1 + place] if one.data_type == "f")  # fmt: skip
                else:
                    assert cell.value != "—"
    assert dashes


def test_every_column_has_one_number_of_decimals_and_the_gap_is_a_formula(tmp_path):
    result = score(*case(3))
    write_board(result, tmp_path / "总表.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "总表.xlsx").worksheets[0]
    heads = [str(cell.value or "") for cell in sheet[3]]
    gap = next(at for at, head in enumerate(heads) if head.startswith("距前一名"))
    assert heads[gap - 2] == "总分"
    lines = list(sheet.iter_rows(min_row=HEAD + 1, max_row=HEAD + sum(1 for _ in result.lines)))
    for column in list(zip(*lines, strict=True))[2:gap]:
        shapes = {cell.number_format for cell in column if isinstance(cell.value, int | float)}
        assert len(shapes) <= 1, shapes
    live = [line[gap].value for line in lines if isinstance(line[gap].value, str) and "LARGE" in line[gap].value]  # fmt: skip
    assert live or heads[gap].endswith("（数值）")


def test_ranks_are_formulas_wherever_no_two_totals_are_equal(tmp_path):
    """A rule for equal totals concerns nobody then; where two are equal, what parted them is no formula."""
    seen = set()
    for seed in SEEDS:
        result = score(*case(seed))
        write_board(result, tmp_path / "总表.xlsx")
        book = openpyxl.load_workbook(tmp_path / "总表.xlsx")
        for group in result.plan.groups:
            lines = [
                result.lines[one.subject] for one in result.plan.rows[group.start : group.stop]
            ]
            totals = [line.total for line in lines if line.total is not None]
            is_aside = any(line.total is not None and line.rank is None for line in lines)
            if (
                group.stop == group.start
                or is_aside
                or len(totals) < 2
                or any(len(one) > 14 for one in totals)
            ):
                continue
            told = "".join(
                str(cell.value)
                for line in book[group.name].iter_rows()
                for cell in line
                if cell.value
            )
            keys = bool(group.entry["ranking"]["keys"])
            is_apart = len(set(totals)) == len(totals)
            seen.add((keys, is_apart))
            if is_apart:
                assert (
                    "=RANK(" in told
                    and "名次（数值）" not in told
                    and ("先后看方案里的" in told) == keys
                ), seed
            elif keys:
                assert "=RANK(" not in told and "名次（数值）" in told, seed
                assert "名次、距前一名是数值：有总分相同的" in told, seed
    assert {(True, True), (True, False)} <= seen


def test_the_head_says_periods_as_people_do(tmp_path):
    rulebook, facts = case(3)
    write_board(score(rulebook, facts), tmp_path / "总表.xlsx")
    note = openpyxl.load_workbook(tmp_path / "总表.xlsx").worksheets[0].cell(2, 1).value
    assert f"截至：{spoken(facts['as_of'])}" in note and facts["as_of"] != spoken(facts["as_of"])


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
    assert {"制表：", "审核：", "负责人："} <= set(texts)
    assert any(result.run in text for text in texts)
    assert sheet.page_setup.paperSize == 8
    assert sheet.page_setup.orientation == "landscape"


@pytest.mark.parametrize("final", [False, True])
def test_all_but_the_final_board_are_for_internal_use(tmp_path, final):
    write_board(score(*case(3)), tmp_path / "总表.xlsx", final=final)
    sheet = openpyxl.load_workbook(tmp_path / "总表.xlsx").worksheets[0]
    assert ("内部资料" in sheet["A2"].value) != final


ODD = ('市"两新"供销社', "=1+1", ">0", "*", "~?")


def renamed(facts, names):
    """The facts with odd codes and names for everybody, wherever they are named; rows stay ordered by code."""
    codes = [line[0] for line in facts["roster"]["rows"]]
    new = {code: f"{names[n % len(names)]}{n}" for n, code in enumerate(codes)}

    def told(value):
        if isinstance(value, dict):
            return {
                key: sorted(map(told, one)) if key == "rows" else told(one)
                for key, one in value.items()
            }
        if isinstance(value, list):
            return [told(one) for one in value]
        return new.get(value, value) if isinstance(value, str) else value

    return {key: told(value) for key, value in facts.items()}


@pytest.mark.parametrize("seed", [21, 37, 43, 44])
def test_sums_of_own_indicators_hold_whatever_a_unit_is_called(tmp_path, seed):
    rulebook, facts = case(seed)
    result = score(rulebook, renamed(facts, ODD))
    write_board(result, tmp_path / "总表.xlsx")
    assert DETAIL in openpyxl.load_workbook(tmp_path / "总表.xlsx").sheetnames
    spoil(tmp_path / "总表.xlsx", tmp_path / "坏.xlsx")
    again = read(recalculated([tmp_path / "坏.xlsx"], tmp_path)[0])
    for name, lines in read(tmp_path / "总表.xlsx").items():
        for number, line in enumerate(lines):
            for at, value in enumerate(line):
                found = again[name][number][at] if at < len(again[name][number]) else None
                assert_same_digits(value, found, f"{name} 第{number + 1}行第{at + 1}列")


def test_every_sheet_prints_as_wide_as_its_paper_with_its_heads(tmp_path):
    write_board(score(*case(21)), tmp_path / "总表.xlsx", draft=2, stage="核对稿")
    book = openpyxl.load_workbook(tmp_path / "总表.xlsx")
    for sheet in book:
        assert sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.print_title_rows
        assert sheet.page_setup.orientation == "landscape"
    assert "第 2 稿 核对稿" in book.worksheets[0]["A1"].value
    detail = book[DETAIL]
    assert [cell.value for cell in detail[2]][:3] == ["分组", "单位", "大项"]


def test_groups_and_units_stand_in_the_order_that_is_given(tmp_path):
    result = score(*case(33))
    order = {
        group.name: [one.subject for one in reversed(result.plan.rows[group.start : group.stop])]
        for group in reversed(result.plan.groups)
    }
    write_board(result, tmp_path / "总表.xlsx", order=order)
    book = openpyxl.load_workbook(tmp_path / "总表.xlsx")
    filled = [name for name, own in order.items() if own]
    assert [name for name in book.sheetnames if name != DETAIL] == filled
    known = {one.subject: one.name or one.subject for one in result.plan.rows}
    first = book[filled[0]]
    shown = [first.cell(HEAD + 1 + at, 2).value for at in range(len(order[filled[0]]))]
    assert [str(one).split("（")[0] for one in shown] == [known[one] for one in order[filled[0]]]


def test_the_workbook_names_everybody_as_the_printed_lists_do(tmp_path):
    """An official's post stands in the Excel table as in the Word one."""
    result = score(*case(0))
    subject = next(iter(result.plan.rows)).subject
    write_board(result, tmp_path / "a.xlsx", names={subject: "褚敏（桐山县县委书记）"})
    cells = [line[1] for rows in read(tmp_path / "a.xlsx").values() for line in rows if len(line) > 1]  # fmt: skip
    assert "褚敏（桐山县县委书记）" in cells
