"""Pages that stay one page: check sheets and the page for a meeting cut what has no room, and say so."""

import shutil
import subprocess
from dataclasses import replace

import docx
import pytest
from docx.shared import Mm

from baton.documents.papers import (
    Board,
    Brief,
    BriefGroup,
    Check,
    CheckLine,
    pdf,
    write_boards,
    write_brief,
    write_checks,
)
from tests.documents.printed import HEAD, ROW, check, office_pages, pdf_pages, said


def test_the_page_for_a_meeting_has_letters_of_16_points_and_more(tmp_path):
    group = BriefGroup("县市区", "1 云东区 100.00 分", "4 临江县 98.65 分", "东岭县、石桥市", "")
    write_brief(HEAD, Brief("云东区第一", [group], "加减分待定 2 条。"), tmp_path / "a.docx")
    document = docx.Document(tmp_path / "a.docx")
    sizes = [run.font.size.pt for paragraph in document.paragraphs for run in paragraph.runs]
    assert min(sizes) >= 16
    text = said(document)
    assert "名额边上同分：东岭县、石桥市" in text and "批示：" in text and "未出总分" not in text


def test_a_page_for_a_meeting_of_seven_groups_is_one_sheet_that_leaves_nothing_out(tmp_path):
    if not pdf.choose(pdf._installed().families()) or shutil.which("pdftotext") is None:
        pytest.skip("this machine has no Chinese font or no pdftotext")
    places = "，".join(f"{n}.\u00a0市某某管理局\u00a096.27\u00a0分" for n in (1, 2, 3))
    group = BriefGroup(
        "政府部门", places, places, "市某某局、市某某局", "市某某局、市某某局、市某某局等 8 个"
    )
    write_brief(
        HEAD,
        Brief(
            "某某局第一，某某局第一；25 个单位未出总分",
            [group] * 6 + [BriefGroup("乙", "", "", "", "云州区")],
            "待定 2 条。",
        ),
        tmp_path / "a.pdf",
    )
    done = subprocess.run(
        ["pdftotext", tmp_path / "a.pdf", "-"], check=True, capture_output=True, text=True
    )
    told = "".join(done.stdout.split())
    assert done.stdout.count("\f") == 2 and "批示" in done.stdout.split("\f")[1]
    assert told.count("后三：") == told.count("名额边上同分：") == 6 and "写不下" not in told


LONG = "市农业农村和水利水务综合行政执法支队直属第一大队办公室"


def row(name, reason, part="", kind=""):
    return CheckLine(name, "10", "9.1234", "0.8766", "123456.78 万元", LONG, reason, part, kind)


@pytest.mark.parametrize("ending", ["pdf", "docx"])
@pytest.mark.parametrize(
    ("count", "letters", "pages"), [(3, 20, 1), (6, 80, 1), (12, 80, 2), (18, 80, 3)]
)
def test_a_check_sheet_is_one_page_that_can_be_read_and_what_was_cut_follows(
    tmp_path, ending, count, letters, pages
):
    reason = ("未按期完成年度任务并报送佐证材料，" * 6)[:letters]
    lines = [row(f"{LONG[:20]}{n}", reason, f"第{n // 10}部分") for n in range(count)]
    aside = [row("省级表彰（省级，同一事项）", reason, "加减分", "bonus")] * 2
    check = Check(
        LONG, "政府部门", "91.23 分", "核对：满分 100 − 总分 91.23 = 8.77。", lines, aside
    )
    write_checks(HEAD, [check, check], tmp_path / f"a.{ending}")
    if ending == "pdf":
        assert len(pdf_pages(tmp_path / "a.pdf")) == 2 * pages
        return
    document = docx.Document(tmp_path / "a.docx")
    sizes = {
        run.font.size.pt for table in document.tables for line in table.rows for cell in line.cells
        for paragraph in cell.paragraphs for run in paragraph.runs
    }  # fmt: skip
    assert min(sizes) >= 8.5
    assert said(document).count(reason) >= 2 * count
    assert ("（续）" in said(document)) == (pages > 1)
    if pages < 3:
        office_pages(tmp_path / "a.docx", 2 * pages, tmp_path)


def many(count, lost):
    """So many indicators of two parts, every third of which lost something."""
    return [
        CheckLine(f"指标{n}完成率", "3", "2.5" if n % 3 < lost else "3", "0.5" if n % 3 < lost else "0", f"{n}.5 万元", "市财政局",
                  "比起扣线 92% 低 0.5 个百分点，扣 0.5 分" if n % 3 < lost else "", "甲部分" if n < count / 2 else "乙部分")
        for n in range(count)
    ]  # fmt: skip


@pytest.mark.parametrize(("count", "lost"), [(30, 1), (30, 2), (38, 1)])
def test_an_ordinary_unit_s_check_sheet_is_one_page(tmp_path, count, lost):
    lines = many(count, lost)
    aside = [CheckLine(f"全国文明单位创建之{n}（国家级）", "—", "+1", "—", "云政发〔2026〕136号", "加减分认定小组", "2027-01-05 认定；不计：同一事项只计最高一次", "加减分", "bonus") for n in range(4)]  # fmt: skip
    made = Check("临江县", "县市区", "91.23 分", "核对。", lines, aside, full="100", lost="8.77")
    write_checks(HEAD, [made], tmp_path / "a.pdf")
    write_checks(HEAD, [made], tmp_path / "a.docx")
    (page,) = pdf_pages(tmp_path / "a.pdf")
    text = said(docx.Document(tmp_path / "a.docx"))
    assert "续" not in text and all(one.name in text and one.figure in text for one in lines)
    assert "签字" in page
    office_pages(tmp_path / "a.docx", 1, tmp_path)


def test_what_lost_nothing_stands_in_one_line_where_there_is_no_room_and_adds_up(tmp_path):
    lines = many(54, 1)
    write_checks(
        HEAD, [Check("甲", "组", "90 分", "核对。", lines, full="162")], tmp_path / "a.docx"
    )
    document = docx.Document(tmp_path / "a.docx")
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    folded = [row for row in rows if row[1].startswith("其余")]
    assert [(row[1], row[2], row[3], row[4]) for row in folded] == [("其余 18 项得满分", "54", "54", "0")] * 2  # fmt: skip
    assert [row[0] for row in folded] == ["甲部分", "乙部分"]
    (told,) = (one.text for one in document.paragraphs if one.text.startswith("得满分的："))
    assert told.count("（3 分）") == 36 and "指标1完成率 1.5 万元（3 分）" in told
    sizes = [run.font.size.pt for one in document.paragraphs for run in one.runs if one.text == told]  # fmt: skip
    assert min(sizes) >= 8.5


def test_where_there_is_room_every_indicator_has_its_own_line(tmp_path):
    write_checks(HEAD, [Check("甲", "组", "90 分", "核对。", many(20, 1))], tmp_path / "a.docx")
    text = said(docx.Document(tmp_path / "a.docx"))
    assert "其余" not in text and "得满分的" not in text


def test_the_day_of_return_is_printed_where_it_is_known(tmp_path):
    for due, printed in (("1月21日", "请于1月21日前签字盖章交回"), ("", "请于＿＿＿月＿＿＿日前签字盖章交回")):  # fmt: skip
        write_checks(HEAD, [replace(check("甲"), due=due)], tmp_path / "a.docx")
        assert printed in said(docx.Document(tmp_path / "a.docx"))


def test_a_check_sheet_keeps_the_reasons_of_what_lost_most_as_long_as_there_is_room(tmp_path):
    reason = "未按期完成年度任务并报送佐证材料，" * 3
    lines = [CheckLine(f"指标{n}", "10", "1", str(n), "1 件", "市财政局", f"{n}：{reason}", "考卷") for n in range(34)]  # fmt: skip
    made = Check("临江县", "县市区", "91.23 分", "核对。", lines, [])
    write_checks(HEAD, [made], tmp_path / "a.docx")
    table, rest = docx.Document(tmp_path / "a.docx").tables[0], docx.Document(tmp_path / "a.docx").tables[2]  # fmt: skip
    told = [line.cells[6].text for line in table.rows[1:35]]
    whole = [number for number, text in enumerate(told) if not text.endswith("…")]
    assert 0 < len(whole) < 34
    assert whole == list(range(34 - len(whole), 34))
    cut = [(line.cells[0].text, line.cells[3].text) for line in rest.rows[1:]]
    assert cut == [(f"指标{n}", f"{n}：{reason}") for n in range(34) if n not in whole]


def test_a_figure_is_not_cut_while_there_are_reasons_to_cut(tmp_path):
    reason = "未按期完成年度任务并报送佐证材料，" * 2
    lines = [CheckLine(f"指标{n}", "10", "9", "0", f"585.44{n:02d} 万元", "市财政局", reason, "考卷") for n in range(36)]  # fmt: skip
    write_checks(HEAD, [Check("甲", "组", "90 分", "核对。", lines)], tmp_path / "a.docx")
    table = docx.Document(tmp_path / "a.docx").tables[0]
    assert [line.cells[5].text for line in table.rows[1:37]] == [one.figure for one in lines]
    assert any(line.cells[6].text.endswith("…") for line in table.rows[1:37])
    office_pages(tmp_path / "a.docx", 2, tmp_path)


def test_what_has_room_in_a_check_sheet_is_not_cut_for_what_has_none(tmp_path):
    short, long = "目标 120000 万元，完成率 98.33%", "未按期完成年度任务并报送佐证材料，" * 20
    lines = [row(f"指标{n}", long if n % 9 == 0 else short, "考卷") for n in range(32)]
    lines = [replace(line, name=line.name[-4:], figure="12 件", lead="市财政局") for line in lines]
    write_checks(HEAD, [Check("甲", "组", "90 分", "核对。", lines)], tmp_path / "a.docx")
    table = docx.Document(tmp_path / "a.docx").tables[0]
    told = [line.cells[6].text for line in table.rows[1:33]]
    assert [number for number, text in enumerate(told) if text != short] == [0, 9, 18, 27]
    assert all(len(told[number]) > len(short) for number in (0, 9, 18, 27))
    office_pages(tmp_path / "a.docx", 2, tmp_path)


def test_no_figure_of_the_printed_table_runs_into_the_next_column(tmp_path):
    points = [*["83.5258"] * 6, *["7.53"] * 24]
    rows = [["1", "临江县", *points, "86.53", "5", "0.12", "平", "良好", ""]]
    tail = ["总分", "名次", "距前一名", "比上一稿", "等次", "备注"]
    heads = ["高质量发展×党的建设系数", *["地区生产总值增速"] * 29]
    write_boards(HEAD, [Board("县市区", "单位", heads, rows, tail)], tmp_path / "a.docx")
    document = docx.Document(tmp_path / "a.docx")
    widths = [column.width.pt for column in document.tables[0].columns]
    assert all(width > 7 * 0.5 * 7 + 8 for width in widths[2:8])
    assert sum(widths) <= Mm(396.5).pt


def test_reasons_that_were_cut_are_said_to_be_cut(tmp_path):
    lines = [replace(ROW, name=f"指标{n}", reason="因" * 120) for n in range(30)]
    write_checks(HEAD, [Check("甲", "组", "90 分", "核对。", lines)], tmp_path / "a.docx")
    text = said(docx.Document(tmp_path / "a.docx"))
    assert "因…" in text and "全文见续页" in text and "因" * 120 in text
    write_checks(HEAD, [check("乙")], tmp_path / "b.docx")
    assert "全文见续页" not in said(docx.Document(tmp_path / "b.docx"))


@pytest.mark.parametrize(("groups", "pages"), [(1, 1), (4, 2), (9, 2), (14, 2)])
def test_a_page_for_a_meeting_with_the_longest_names_is_one_sheet(tmp_path, groups, pages):
    places = "，".join(f"{n}.\u00a0{LONG}\u00a096.27\u00a0分" for n in (1, 2, 3))
    group = BriefGroup(
        LONG[:12], places, places, LONG, f"{LONG}、{LONG}等 8 个", f"{LONG}进 3 位", LONG
    )
    brief = Brief(f"{LONG}第一", [group] * groups, "加减分待定 2 条。", f"一票否决：{LONG}。")
    write_brief(HEAD, brief, tmp_path / "a.pdf")
    found = pdf_pages(tmp_path / "a.pdf")
    assert len(found) == pages and "批示" in found[-1] and "一票否决" in found[-1]
    told = "".join("".join(found).split())
    assert ("后三：" in told) == (groups <= 4) != ("写不下，见A3总表" in told)


def test_all_a_page_for_a_meeting_says_is_in_letters_of_16_points_however_much_it_is(tmp_path):
    places = "，".join(f"{n}.\u00a0{LONG}\u00a096.27\u00a0分" for n in (1, 2, 3))
    group = BriefGroup(LONG[:12], places, places, LONG, "", f"{LONG}进 3 位", LONG)
    for many in (1, 7, 14):
        write_brief(HEAD, Brief("甲第一", [group] * many, "没有待定的。"), tmp_path / "a.docx")
        document = docx.Document(tmp_path / "a.docx")
        cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
        told = [*document.paragraphs, *(one for cell in cells for one in cell.paragraphs)]
        assert min(run.font.size.pt for one in told for run in one.runs if run.text.strip()) >= 16


def test_a_page_for_a_meeting_leaves_out_of_all_groups_alike_and_says_so(tmp_path):
    """Groups of officials and units: the last three of some and not of others would be read as meaning something."""
    places = "，".join(f"{n}.\u00a0{LONG[:14]}\u00a096.27\u00a0分" for n in (1, 2, 3))
    seen = set()
    for count in range(1, 14, 4):
        groups = [BriefGroup(f"第{n}组", places, places, "", "甲、乙等 4 个", "甲进 3 位", "乙比丙高 0.5 分") for n in range(count)]  # fmt: skip
        write_brief(HEAD, Brief("甲第一", groups, "没有待定的。"), tmp_path / "a.docx")
        page = said(docx.Document(tmp_path / "a.docx"))
        assert page.count("后三：") in (0, count) and page.count("前三：") == count
        assert ("后三" in page.partition("各组的")[2]) == (page.count("后三：") == 0)
        seen.add(page.count("后三：") == 0)
    assert seen == {True, False}
