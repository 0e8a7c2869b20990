"""公布的成绩表 as offices print it: groups below the head, years in front of words, blocks side by side, units across, Word."""

import pytest
from docx import Document
from openpyxl import Workbook

from baton.documents.names import NameBook
from baton.documents.problems import Problems
from baton.documents.published import RANK, TOTAL, read_published

UNITS = {"A": "青石镇", "B": "白沙镇", "C": "龙门镇", "D": "县财政局"}
COLUMNS = {"F1": "财政收入", "F2": "信访件次"}
PLAIN = {("A", TOTAL): "90", ("A", RANK): "1", ("B", TOTAL): "80", ("B", RANK): "2"}


def workbook(path, rows, *merged):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for cells in merged:
        book.active.merge_cells(cells)
    book.save(path)
    return path


def word(path, rows):
    document = Document()
    document.add_paragraph("关于2025年度考核结果的通报")
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            table.cell(r, c).text = str(text)
    document.add_paragraph("特此通报。")
    document.save(path)
    return path


def read(path):
    problems = Problems()
    units = NameBook(UNITS, {}, kind="单位")
    found = read_published(path, units=units, columns=COLUMNS, problems=problems, year=2025)
    assert [str(one) for one in problems.errors] == []
    return found, {(one.subject, one.column): one.text for one in found.cells}


@pytest.mark.parametrize("merged", [(), ("A3:C3",)])
@pytest.mark.parametrize("head", [["名次", "单位", "总分"], ["单位", "名次", "总分"]])
@pytest.mark.parametrize("section", ["一、乡镇", "乡镇", "第一组"])
def test_the_name_of_a_group_right_below_the_head_is_no_head(tmp_path, head, section, merged):
    lines = [[1, "青石镇", 90], [2, "白沙镇", 80]]
    if head[0] == "单位":
        lines = [[name, rank, total] for rank, name, total in lines]
    rows = [["2025年度考核结果"], head, [section], *lines]
    found, cells = read(workbook(tmp_path / "a.xlsx", rows, *merged))
    assert cells == PLAIN and found.passed_over == []


def test_the_tables_own_year_before_a_word_is_passed_over_and_another_year_left_out(tmp_path):
    head = ["2025年名次", "单位", "2025年得分", "2024年得分", "2024年名次", "升降"]
    rows = [head, [1, "青石镇", 90, 70, 2, "↑1"], [2, "白沙镇", 80, 85, 1, "↓1"]]
    found, cells = read(workbook(tmp_path / "a.xlsx", rows))
    assert cells == PLAIN and found.passed_over == []


def test_years_over_the_words_are_told_apart(tmp_path):
    rows = [
        ["单位", "2025年", None, "2024年", None], [None, "得分", "名次", "得分", "名次"],
        ["青石镇", 90, 1, 70, 2], ["白沙镇", 80, 2, 85, 1],
    ]  # fmt: skip
    found, cells = read(workbook(tmp_path / "a.xlsx", rows, "A1:A2", "B1:C1", "D1:E1"))
    assert cells == PLAIN and found.passed_over == []


def test_both_blocks_that_stand_side_by_side_are_compared(tmp_path):
    rows = [["名次", "单位", "得分"] * 2, [1, "青石镇", 90, 3, "龙门镇", 70], [2, "白沙镇", 80]]
    _, cells = read(workbook(tmp_path / "a.xlsx", rows))
    assert cells == PLAIN | {("C", TOTAL): "70", ("C", RANK): "3"}


def test_units_across_are_read_and_every_cell_keeps_its_address(tmp_path):
    rows = [
        ["2025年度考核得分表"], ["指标", "分值", "青石镇", "白沙镇"], ["财政收入", 60, 58, 50], ["信访件次", 40, 32, 30],
        ["合计", 100, 90, 80], ["名次", None, 1, 2], ["注：四舍五入"],
    ]  # fmt: skip
    found, cells = read(workbook(tmp_path / "a.xlsx", rows))
    scores = {("A", "F1"): "58", ("A", "F2"): "32", ("B", "F1"): "50", ("B", "F2"): "30"}
    assert cells == PLAIN | scores and found.passed_over == []
    places = {(one.subject, one.column): one.place for one in found.cells}
    assert places["A", TOTAL] == "a.xlsx·Sheet·C5" and places["B", RANK] == "a.xlsx·Sheet·D6"


def test_a_notice_in_word_is_read(tmp_path):
    rows = [["名次", "单位", "总分"], [1, "青石镇", "90.00"], [2, "白沙镇", 80]]
    found, cells = read(word(tmp_path / "通报.docx", rows))
    assert cells == PLAIN
    total = next(one for one in found.cells if one.column == TOTAL)
    assert total.digits == 2 and total.place == "通报.docx·第1个表·C2"


def test_a_usual_table_of_one_line_of_heads_stays_as_it_is(tmp_path):
    rows = [["单位", "财政收入", "总分", "名次"], ["青石镇", 58, 90, 1], ["白沙镇", 50, 80, 2]]
    found, cells = read(workbook(tmp_path / "a.xlsx", rows))
    assert cells == PLAIN | {("A", "F1"): "58", ("B", "F1"): "50"} and found.passed_over == []
