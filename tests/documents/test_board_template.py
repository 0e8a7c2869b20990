"""A3 总表的模板: one column of the template becomes one for each item, whatever else an office does to the table."""

import io
import re
import subprocess

import docx
import pytest
from docx.shared import Mm, Pt

from baton.documents.papers import FORMS, Board, Head, check_template, write_boards
from baton.documents.problems import Problems
from tests.libreoffice import needed

FORM = FORMS["board"]
HEAD = Head("云州市综合考核", "2026年终考核", "第1稿", "0123456789abcdef" * 4, "核对稿")
TAIL = ["总分", "名次", "距前一名", "比上一稿", "等次", "备注"]


def board(group, units, items):
    heads = [f"指标{number}\n{number % 7 + 1}分" for number in range(1, items + 1)]
    rows = [
        [str(at), f"{group}{at}号", *[f"{at}.{number:02}" for number in range(items)], "92.05", str(at), "0.35", "进2", "良好", ""]
        for at in range(1, units + 1)
    ]  # fmt: skip
    return Board(
        group,
        "单位",
        heads,
        rows,
        TAIL,
        notes=["各单位的任务不一样。"],
        parts=[at for at in (0, 2) if at < items],
    )


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    path = tmp_path_factory.mktemp("样板") / "样板.docx"
    FORM.sample(path)
    return path.read_bytes()


def faults(data):
    problems = Problems()
    check_template(data, FORM.known, problems=problems, name="模板.docx")
    return [(one.code, one.what, one.remedy) for one in problems.errors]


def filled(data, path, *boards):
    FORM.write(HEAD, list(boards), data, path)
    return docx.Document(str(path))


def saved(document):
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def cells(table):
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_the_sample_is_a_table_on_a3_with_a_column_for_each_item(sample, tmp_path):
    assert faults(sample) == []
    document = filled(sample, tmp_path / "总表.docx", board("乡镇", 3, 27), board("县直部门", 2, 4))
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (420, 297)
    first, second = map(cells, document.tables)
    assert first[0] == ["序号", "单位", *board("乡镇", 1, 27).heads, *TAIL]
    assert first[3][:4] == ["3", "乡镇3号", "3.00", "3.01"] and first[3][-6:-4] == ["92.05", "3"]
    assert [len(row) for row in first] == [35] * 4 and [len(row) for row in second] == [12] * 3
    for table in document.tables:
        grid = [column.width.mm for column in table.columns]
        assert 390 < sum(grid) < 397 and min(grid) > 6
        assert [cell.width for cell in table.rows[1].cells] == [one.width for one in table.columns]
        assert table.rows[0]._tr.find(".//{*}tblHeader") is not None
    told = "\n".join(one.text for one in document.paragraphs)
    assert "云州市综合考核2026年终考核得分总表（乡镇）" in told and "各单位的任务不一样。" in told
    assert "{{" not in told + str(first) + str(second)


def test_an_office_may_move_columns_and_put_a_line_over_the_heads(tmp_path):
    document = docx.Document()
    table = document.add_table(3, 4)
    for row, texts in enumerate([
        ("名次", "单位", "各项指标得分", "总分"),
        ("名次", "单位", "{{各项名称}}", "总分"),
        ("{{总表.名次}}", "{{总表.单位}}", "{{总表.各项}} 分", "{{总表.总分}}"),
    ]):  # fmt: skip
        for cell, text in zip(table.rows[row].cells, texts, strict=True):
            cell.text = text
    data = saved(document)
    assert faults(data) == []
    (made,) = filled(data, tmp_path / "a.docx", board("乡镇", 2, 3)).tables
    over, heads, first, _ = cells(made)
    assert over == ["名次", "单位", *["各项指标得分"] * 3, "总分"]  # one cell over three columns
    assert made.rows[0].cells[2]._tc is made.rows[0].cells[4]._tc
    assert heads[2:5] == ["指标1\n2分", "指标2\n3分", "指标3\n4分"]
    assert first == ["1", "乡镇1号", "1.00 分", "1.01 分", "1.02 分", "92.05"]


def test_only_what_the_total_is_made_of(sample, tmp_path):
    document = docx.Document(io.BytesIO(sample))
    for row, text in zip(
        document.tables[0].rows, ("{{各大项名称}}", "{{总表.各大项}}"), strict=True
    ):
        row.cells[2].paragraphs[0].runs[0].text = text
    data = saved(document)
    assert faults(data) == []
    (made,) = filled(data, tmp_path / "a.docx", board("乡镇", 1, 5)).tables
    assert cells(made)[0][2:5] == ["指标1\n2分", "指标3\n4分", "总分"]
    assert cells(made)[1][2:5] == ["1.00", "1.02", "92.05"]


def test_letters_of_narrow_columns_are_made_smaller_and_never_larger(sample, tmp_path):
    document = docx.Document(io.BytesIO(sample))
    for cell in document.tables[0].rows[1].cells:
        for run in cell.paragraphs[0].runs:
            run.font.size = Pt(14)
    data = saved(document)
    for items, at_most in ((3, 14), (45, 7)):
        (made,) = filled(data, tmp_path / "a.docx", board("乡镇", 1, items)).tables
        sizes = {cell.paragraphs[0].runs[0].font.size.pt for cell in made.rows[1].cells[2 : 2 + items]}  # fmt: skip
        assert max(sizes) <= at_most and made.rows[1].cells[1].paragraphs[0].runs[0].font.size.pt == 14  # fmt: skip
    assert (items, min(sizes)) == (45, max(sizes)) and min(sizes) >= 6


def test_a_column_without_its_head_is_a_fault(sample):
    document = docx.Document(io.BytesIO(sample))
    document.tables[0].rows[0].cells[2].paragraphs[0].runs[0].text = "得分"
    (fault,) = faults(saved(document))
    assert fault[0] == "no-column-head" and "{{总表.各项}}" in fault[1] and "{{各项名称}}" in fault[2]  # fmt: skip


def test_a_template_of_before_keeps_its_running_text(tmp_path):
    document = docx.Document()
    table = document.add_table(1, 2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "{{总表.单位}}", "{{总表.各项得分}}"
    (made,) = filled(saved(document), tmp_path / "a.docx", board("乡镇", 1, 2)).tables
    assert cells(made) == [["乡镇1号", "指标1 2分 1.00；指标2 3分 1.01"]]


def test_names_of_items_are_never_looked_at_again(sample, tmp_path):
    one = board("乡镇", 1, 2)
    one.heads[0] = "{{回执}} {{总表.备注}}"
    (made,) = filled(sample, tmp_path / "a.docx", one).tables
    assert cells(made)[0][2] == "{{回执}} {{总表.备注}}"


def test_a_long_group_runs_on_under_repeated_heads_on_a3(sample, tmp_path):
    needed()
    document = docx.Document(io.BytesIO(sample))
    document.tables[0].rows[1].height = Mm(9)
    FORM.write(HEAD, [board("县直部门", 60, 27)], saved(document), tmp_path / "总表.pdf")
    told = subprocess.run(["pdfinfo", tmp_path / "总表.pdf"], check=True, capture_output=True, text=True).stdout  # fmt: skip
    assert "(A3)" in told and int(re.search(r"Pages: +(\d+)", told)[1]) >= 2
    text = subprocess.run(["pdftotext", "-layout", tmp_path / "总表.pdf", "-"], check=True, capture_output=True, text=True).stdout  # fmt: skip
    first, second, *_ = "".join(text.split(" ")).split("\f")
    assert "距前一名" in first and "距前一名" in second and "县直部门60号" not in first + second
    assert "60.26" in text and "60.00" in text


def test_names_of_officials_stand_in_one_line_where_remarks_are_empty(tmp_path):
    """Few columns and no remarks: the room is the names', not the remarks'."""
    name = "褚敏敏（桐山县县委副书记、县人民政府县长）"
    rows = [[str(n), name, "90.5", "95.25", str(n), "12.0000", "优秀", ""] for n in range(1, 30)]
    tail = ["总分", "名次", "距前一名", "等次", "备注"]
    write_boards(HEAD, [Board("领导干部", "姓名", ["单位得分\n100分"], rows, tail)], tmp_path / "a.docx")  # fmt: skip
    table = docx.Document(tmp_path / "a.docx").tables[0]
    widths = [cell.width.pt for cell in table.rows[1].cells]
    assert widths[1] > 10.5 * len(name) > 0 and widths[-1] < 330
    assert widths[5] > 10.5 * 7 * 0.5 + 8
