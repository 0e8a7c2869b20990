"""材料: what stands in the Word files, on which page, and that nothing a unit wrote becomes a formula."""

import re
import shutil
import subprocess

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm

from baton.documents.papers import (
    Annex,
    AnnexLine,
    AnnexPaper,
    AnnexPart,
    Brief,
    BriefGroup,
    Check,
    CheckLine,
    ClaimLine,
    Head,
    LossGroup,
    LossLine,
    NameGroup,
    pdf,
    write_annex,
    write_brief,
    write_checks,
    write_ledger,
    write_ledger_workbook,
    write_losses,
    write_names,
)
from baton.documents.papers.sheet import LINE, Sheet

HEAD = Head("云州市综合考核", "2026年终考核", "第1稿", "0123456789abcdef" * 4)
ROW = CheckLine("财政收入", "60", "58.998", "1.002", "118000 万元", "市财政局", "60 分 × 98.33%")
CLAIM = ClaimLine(
    "临江县", "=1+1", "省级", "@文号", "+1", "认定", "按规则计", "-小组", "2027-01-10"
)


def check(unit):
    return Check(
        unit, "县市区", "98.65 分", "失分合计 1.35 分 = 满分 100 分 − 得分 98.65 分。", [ROW]
    )


def said(document):
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


def test_each_unit_has_a_page_of_its_own(tmp_path):
    write_checks(HEAD, [check("临江县"), check("东岭县"), check("石桥市")], tmp_path / "a.docx")
    document = docx.Document(tmp_path / "a.docx")
    breaks = [p.text for p in document.paragraphs if p.paragraph_format.page_break_before]
    assert breaks == ["云州市综合考核"] * 2
    row = [cell.text for cell in document.tables[0].rows[1].cells]
    assert row == ["财政收入", "60", "58.998", "1.002", "118000 万元", "市财政局", "60 分 × 98.33%"]
    assert "回执：第1稿 · 0123456789abcdef" in said(document) and "单位盖章" in said(document)


def test_a_paper_is_laid_out_as_official_papers_are(tmp_path):
    write_names(HEAD, [NameGroup("县市区", [("优秀", ["东岭县"])])], tmp_path / "a.docx")
    document = docx.Document(tmp_path / "a.docx")
    section = document.sections[0]
    found = [
        round(length.mm)
        for length in (
            section.page_width, section.page_height, section.top_margin, section.bottom_margin,
            section.left_margin, section.right_margin,
        )
    ]  # fmt: skip
    assert found == [210, 297, 37, 35, 28, 26]
    fonts = {
        run.element.rPr.rFonts.get(qn("w:eastAsia")): run.font.size.pt
        for paragraph in document.paragraphs
        for run in paragraph.runs
    }
    assert fonts["仿宋_GB2312"] == 16 and "方正小标宋简体" in fonts
    assert "优秀（1个）：东岭县" in said(document) and "联系电话" in said(document)


def test_losses_name_unit_indicator_and_reason(tmp_path):
    groups = [
        LossGroup("县市区", [LossLine("临江县", "财政收入", "60", "58.998", "1.002", "因为")]),
        LossGroup("部门", []),
    ]
    write_losses(HEAD, groups, tmp_path / "a.docx")
    document = docx.Document(tmp_path / "a.docx")
    assert [cell.text for cell in document.tables[0].rows[1].cells][-2:] == ["1.002", "因为"]
    assert document.tables[0].rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert "没有失分" in said(document)


def test_what_a_unit_wrote_stays_text_in_excel_and_in_word(tmp_path):
    write_ledger_workbook(HEAD, [CLAIM], tmp_path / "a.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    cells = next(iter(sheet.iter_rows(min_row=4)))
    assert [cell.value for cell in cells] == CLAIM.cells
    assert {cell.data_type for cell in cells} == {"s"}
    write_ledger(HEAD, [CLAIM], tmp_path / "a.docx")
    assert "=1+1" in said(docx.Document(tmp_path / "a.docx"))


def test_the_page_for_a_meeting_has_letters_of_16_points_and_more(tmp_path):
    group = BriefGroup("县市区", "1 云东区 100.00 分", "4 临江县 98.65 分", "东岭县、石桥市", "")
    write_brief(HEAD, Brief("云东区第一", [group], "加减分待定 2 条。"), tmp_path / "a.docx")
    document = docx.Document(tmp_path / "a.docx")
    sizes = [run.font.size.pt for paragraph in document.paragraphs for run in paragraph.runs]
    assert min(sizes) >= 16
    text = said(document)
    assert "名额边上同分：东岭县、石桥市" in text and "批示：" in text and "未出总分" not in text


@pytest.mark.parametrize("write", [write_checks, write_losses, write_ledger, write_names])
def test_nothing_to_say_is_still_a_file(tmp_path, write):
    write(HEAD, [], tmp_path / "a.docx")
    assert docx.Document(tmp_path / "a.docx").paragraphs


def test_a_wide_table_lies_on_its_side_within_its_margins(tmp_path):
    line = AnnexLine("财政收入", "60", "按责任书", "原句", "完成率", "市财政局", "市财政局")
    paper = AnnexPaper("甲卷", ["县市区"], [AnnexPart("发展", [line, line], "120")])
    write_annex(HEAD, Annex("方案", "规则书第 1 版", [paper]), tmp_path / "a.docx")
    document = docx.Document(tmp_path / "a.docx")
    section = document.sections[0]
    assert section.page_width > section.page_height
    text_width = section.page_width - section.left_margin - section.right_margin
    widths = [cell.width for cell in document.tables[0].rows[0].cells]
    assert sum(widths) <= text_width + Mm(1)
    assert [row.cells[0].text for row in document.tables[0].rows] == ["序号", "1", "2", ""]


def test_an_official_paper_has_22_lines_of_28_letters_and_numbers_on_both_sides(tmp_path):
    sheet = Sheet("通报", "回执")
    for number in range(23):
        sheet.say("字" * 27 + str(number % 10), line=LINE)
    sheet.number()
    sheet.save(tmp_path / "a.docx")
    document = docx.Document(tmp_path / "a.docx")
    assert document.settings.odd_and_even_pages_header_footer
    odd, even = document.sections[0].footer, document.sections[0].even_page_footer
    assert (
        "PAGE" in odd._element.xml and odd.paragraphs[0].alignment != even.paragraphs[0].alignment
    )
    if not pdf.choose(pdf._installed().families()):
        pytest.skip("this machine has no Chinese font")
    sheet.save(tmp_path / "a.pdf")
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is missing")
    done = subprocess.run(
        ["pdftotext", tmp_path / "a.pdf", "-"], check=True, capture_output=True, text=True
    )
    first, second = done.stdout.replace(" ", "").split("\f")[:2]
    assert len(re.findall(r"字{27}\d", first)) == 22
    assert len(re.findall(r"字{27}\d", second)) == 1 and "—2—" in second


def test_what_a_unit_wrote_is_no_markup_in_a_pdf(tmp_path):
    if not pdf.choose(pdf._installed().families()):
        pytest.skip("this machine has no Chinese font")
    hostile = '#read("/etc/passwd") $x$ *粗* #import "@preview/x:1.0.0" <a> \\u{41} \x07'
    sheet = Sheet("核对单", hostile)
    sheet.say(hostile)
    sheet.table(["名"], [[hostile]], [100])
    sheet.foot(hostile)
    sheet.save(tmp_path / "a.pdf")
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is missing")
    done = subprocess.run(
        ["pdftotext", tmp_path / "a.pdf", "-"], check=True, capture_output=True, text=True
    )
    assert (
        done.stdout.replace(" ", "").count('#read("/etc/passwd")$x$*粗*') == 3
        and "root:" not in done.stdout
    )


def test_a_word_file_keeps_what_xml_can_not_hold_out_and_says_it_is_chinese(tmp_path):
    sheet = Sheet("名<&>", "回\x00执")
    sheet.say("甲\x00乙 <w:p> & \ud800")
    sheet.save(tmp_path / "a.docx")
    document = docx.Document(tmp_path / "a.docx")
    assert document.paragraphs[0].text == "甲乙 <w:p> & "
    assert document.core_properties.title == "名<&>" and document.core_properties.comments == "回执"
    lang = document.styles.element.find(f".//{qn('w:lang')}")
    assert lang.get(qn("w:eastAsia")) == "zh-CN"


def test_a_page_for_a_meeting_of_seven_groups_is_still_one_page(tmp_path):
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
    assert done.stdout.count("\f") == 1 and "批示" in done.stdout
