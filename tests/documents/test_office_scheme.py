"""A Word or Excel scheme table becomes a first rule book with its sentences and points as they stand."""

import csv

import docx
import pytest
import xlsxwriter

from baton.documents.problems import Problems
from baton.documents.rulebook import read_rulebook_text, write_rulebook
from baton.documents.scheme_table import draft_rulebook, note_lines, read_scheme
from baton.scoring.rulebook import find_faults

ROWS = [
    ["序号", "类别", "考核指标", "分值", "目标值", "评分办法", "数据来源", "牵头单位"],
    [
        "1",
        "经济发展(60分)",
        "地区生产总值",
        "30",
        "6%",
        "每低1个百分点扣0.8分,扣完为止。",
        "统计局",
        "发改委",
    ],
    ["2", "", "领导重视", "30分", "", "按完成率计分。", "商务局", "商务局"],
    ["3", "生态环境(40分)", "优良天数", "25", "92%", "酌情扣分。", "环境局", "环境局"],
    ["4", "", "领导重视", "15", "", "酌情扣分。", "环境局", "环境局"],
    ["合计", "", "", "100", "", "", "", ""],
]
MERGED = ((1, 2), (3, 4))


def word(path, rows):
    document = docx.Document()
    document.add_paragraph("附件1 考核指标体系")
    table = document.add_table(len(rows), len(rows[0]))
    for row, line in enumerate(rows):
        for column, text in enumerate(line):
            table.cell(row, column).text = text
    for first, last in MERGED:
        table.cell(first, 1).merge(table.cell(last, 1))
    document.save(path)
    return path


def excel(path, rows):
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("指标体系")
        for row, line in enumerate(rows):
            sheet.write_row(row, 0, line)
        for first, last in MERGED:
            sheet.merge_range(first, 1, last, 1, rows[first][1])
    return path


def plain(path, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def drafted(path, problems):
    rows = read_scheme(path, problems=problems)
    return draft_rulebook(rows, name="方案", group="县市区", period="2026年", problems=problems)


@pytest.mark.parametrize("make", [word, excel])
def test_the_table_is_taken_as_it_is(tmp_path, make):
    problems = Problems()
    book = drafted(make(tmp_path / ("表.docx" if make is word else "表.xlsx"), ROWS), problems)
    assert not problems.error_count, problems.listing()
    assert find_faults(book) == []
    assert [item["sentence"] for item in book["items"]] == [row[5] for row in ROWS[1:5]]
    assert [item["points"] for item in book["items"]] == ["30", "30", "25", "15"]
    assert {item["method"] for item in book["items"]} == {"direct"}
    nodes = {node["name"]: node["children"] for node in book["nodes"]}
    assert nodes["经济发展"] == ["F01", "F02"]
    assert nodes["生态环境"] == ["F03", "F04"]


def test_it_can_be_written_as_yaml_and_read_again(tmp_path):
    problems = Problems()
    book = drafted(word(tmp_path / "表.docx", ROWS), problems)
    again = read_rulebook_text(write_rulebook(book), "规则书.yaml", problems)
    assert again is not None, problems.listing()
    assert [(item["code"], item["points"], item["sentence"]) for item in again["items"]] == [
        (item["code"], item["points"], item["sentence"]) for item in book["items"]
    ]


def test_two_indicators_of_one_name_are_told_apart_and_mentioned(tmp_path):
    problems = Problems()
    names = [item["name"] for item in drafted(word(tmp_path / "表.docx", ROWS), problems)["items"]]
    assert len(set(names)) == 4
    assert "领导重视(经济发展)" in names
    assert "有 2 个指标叫“领导重视”" in problems.listing()


@pytest.mark.parametrize(("row", "column", "text", "sentence"), [
    (1, 3, "31", "“经济发展(60分)”下面 2 个指标的分值合计 61"),
    (5, 3, "99", "表里写合计 99,上面 4 个指标的分值合计 100"),
    (1, 3, "31", "4 个指标的分值合计 101"),
])  # fmt: skip
def test_points_that_do_not_come_to_what_the_table_says(tmp_path, row, column, text, sentence):
    rows = [list(line) for line in ROWS]
    rows[row][column] = text
    problems = Problems()
    drafted(word(tmp_path / "表.docx", rows), problems)
    assert sentence in problems.listing()
    assert not problems.error_count


def test_points_that_are_no_number_are_a_fault(tmp_path):
    rows = [list(line) for line in ROWS]
    rows[1][3] = "三十"
    problems = Problems()
    read_scheme(word(tmp_path / "表.docx", rows), problems=problems)
    assert "分值“三十”不是数" in problems.listing()


def test_a_file_without_such_a_table(tmp_path):
    document, problems = docx.Document(), Problems()
    document.add_paragraph("没有表")
    document.save(tmp_path / "表.docx")
    assert read_scheme(tmp_path / "表.docx", problems=problems) == []
    assert "没有认出指标体系表" in problems.listing()


def test_what_stands_under_the_table_is_kept_word_for_word(tmp_path):
    said = ["注:1.按季通报;", "2.没有任务的另行研究。"]
    rows = [*ROWS, [said[0]] + [""] * 7, [said[1]] + [""] * 7]
    notes: list[str] = []
    problems = Problems()
    found = read_scheme(excel(tmp_path / "表.xlsx", rows), problems=problems, notes=notes)
    assert (len(found), notes) == (4, said), problems.listing()
    document = docx.Document(str(word(tmp_path / "表.docx", rows)))
    document.add_paragraph("说明:弄虚作假的一票否决。")
    document.save(str(tmp_path / "表.docx"))
    notes.clear()
    assert len(read_scheme(tmp_path / "表.docx", problems=problems, notes=notes)) == 4
    assert notes == [*said, "说明:弄虚作假的一票否决。"]
    text = write_rulebook(drafted(tmp_path / "表.docx", Problems())) + note_lines(notes)
    assert "说明:弄虚作假的一票否决。" in text
    assert read_rulebook_text(text, "规则书.yaml", problems) is not None, problems.listing()


def test_an_indicator_after_a_note_is_not_lost(tmp_path):
    rows = [*ROWS[:3], ["注:上面两项按季通报。"] + [""] * 7, *ROWS[3:]]
    problems, notes = Problems(), list[str]()
    found = read_scheme(plain(tmp_path / "表.csv", rows), problems=problems, notes=notes)
    assert [row.name for row in found] == ["地区生产总值", "领导重视", "优良天数", "领导重视"]
    assert notes == ["注:上面两项按季通报。"]
