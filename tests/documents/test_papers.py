"""材料: what stands in the Word files, on which page, and that nothing a unit wrote becomes a formula."""

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn

from baton.documents.papers import (
    Brief,
    BriefGroup,
    Check,
    CheckLine,
    ClaimLine,
    Head,
    LossGroup,
    LossLine,
    NameGroup,
    write_brief,
    write_checks,
    write_ledger,
    write_ledger_workbook,
    write_losses,
    write_names,
)

HEAD = Head("云州市综合考核", "2026年终考核", "第1稿", "0123456789abcdef" * 4)
LINE = CheckLine("财政收入", "60", "58.998", "1.002", "118000 万元", "市财政局", "60 分 × 98.33%")
CLAIM = ClaimLine(
    "临江县", "=1+1", "省级", "@文号", "+1", "认定", "按规则计", "-小组", "2027-01-10"
)


def check(unit):
    return Check(
        unit, "县市区", "98.65 分", "失分合计 1.35 分 = 满分 100 分 − 得分 98.65 分。", [LINE]
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
