"""材料: what stands in the Word files, on which page, and that nothing a unit wrote becomes a formula."""

import re
import shutil
import subprocess
import zipfile

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
    ClaimLine,
    FigureGroup,
    FigureItem,
    FigureLine,
    Filed,
    FiledPart,
    Head,
    Ledger,
    LossGroup,
    LossLine,
    NameGroup,
    pdf,
    write_annex,
    write_brief,
    write_catalogue,
    write_checks,
    write_figures,
    write_ledger,
    write_ledger_workbook,
    write_losses,
    write_names,
)
from baton.documents.papers.saving import save
from baton.documents.papers.sheet import LINE, Sheet
from tests.documents.printed import HEAD, check, office_pages, said

CLAIM = ClaimLine(
    "临江县", "=1+1", "省级", "@文号", "+1", "认定", "按规则计", "-小组", "2027-01-10"
)


def test_each_unit_has_a_page_of_its_own(tmp_path):
    write_checks(HEAD, [check("临江县"), check("东岭县"), check("石桥市")], tmp_path / "a.docx")
    document = docx.Document(tmp_path / "a.docx")
    breaks = [p.text for p in document.paragraphs if p.paragraph_format.page_break_before]
    assert breaks == ["内部资料　第1稿"] * 2
    row = [cell.text for cell in document.tables[0].rows[1].cells]
    assert row == ["财政收入", "60", "58.998", "1.002", "118000 万元", "60 分 × 98.33%", "市财政局"]
    assert "回执：第1稿 · 0123456789abcdef" in said(document) and "（盖章）" in said(document)


def test_a_list_says_by_what_its_groups_are_in_order(tmp_path):
    groups = [
        NameGroup("县直部门", [("优秀", ["县教育局"])], ("机构序",)),
        NameGroup("乡镇", [("优秀", ["高耀镇"])], ("行政区划序",)),
    ]
    write_names(HEAD, groups, tmp_path / "a.docx")
    assert "各组分别按机构序、行政区划序排列" in said(docx.Document(tmp_path / "a.docx"))
    write_names(HEAD, groups[1:], tmp_path / "a.docx")
    assert "各组按行政区划序排列" in said(docx.Document(tmp_path / "a.docx"))


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
    write_ledger_workbook(HEAD, Ledger([CLAIM]), tmp_path / "a.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    cells = next(iter(sheet.iter_rows(min_row=4)))
    assert [cell.value for cell in cells if cell.value] == [text for text in CLAIM.cells if text]
    assert "f" not in {cell.data_type for cell in cells}
    write_ledger(HEAD, Ledger([CLAIM]), tmp_path / "a.docx")
    assert "=1+1" in said(docx.Document(tmp_path / "a.docx"))


@pytest.mark.parametrize(
    ("write", "nothing"),
    [(write_checks, []), (write_losses, []), (write_ledger, Ledger([])), (write_names, [])],
)
def test_nothing_to_say_is_still_a_file(tmp_path, write, nothing):
    write(HEAD, nothing, tmp_path / "a.docx")
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
    save(sheet, tmp_path / "a.docx")
    document = docx.Document(tmp_path / "a.docx")
    assert document.settings.odd_and_even_pages_header_footer
    odd, even = document.sections[0].footer, document.sections[0].even_page_footer
    assert (
        "PAGE" in odd._element.xml and odd.paragraphs[0].alignment != even.paragraphs[0].alignment
    )
    if not pdf.choose(pdf._installed().families()):
        pytest.skip("this machine has no Chinese font")
    save(sheet, tmp_path / "a.pdf")
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is missing")
    done = subprocess.run(
        ["pdftotext", tmp_path / "a.pdf", "-"], check=True, capture_output=True, text=True
    )
    first, second = done.stdout.replace(" ", "").split("\f")[:2]
    assert len(re.findall(r"字{27}\d", first)) == 22
    assert len(re.findall(r"字{27}\d", second)) == 1 and "—2—" in second


def test_names_of_files_are_printed_as_they_are_and_short_tables_are_not_torn(tmp_path):
    lines = [FigureLine(f"第{number}县", "100", "90") for number in range(8)]
    items = [FigureItem(f"指标{at}", "亿元", "目标", lines) for at in range(6)]
    files = [
        FiledPart("打分表", [Filed("", "市财政局", "打分表第 1 版：财政3.xlsx", "2026-12-01", "")])
    ]
    for ending in ("docx", "pdf"):
        if ending == "pdf" and (
            not pdf.choose(pdf._installed().families()) or shutil.which("pdftotext") is None
        ):
            pytest.skip("this machine has no Chinese font or no pdftotext")
        write_figures(HEAD, [FigureGroup("县市区", 8, items, [])], tmp_path / f"完成.{ending}")
        write_catalogue(HEAD, files, tmp_path / f"目录.{ending}")
        if ending == "docx":
            table = docx.Document(tmp_path / "完成.docx").tables[0]
            assert [row._tr.xml.count("<w:keepNext/>") > 0 for row in table.rows] == [True] * 8 + [
                False
            ]
            assert (
                'w:autoSpaceDE w:val="0"'
                in docx.Document(tmp_path / "目录.docx").tables[0]._tbl.xml
            )
    told = {}
    for name in ("完成", "目录"):
        done = subprocess.run(
            ["pdftotext", "-layout", tmp_path / f"{name}.pdf", "-"],
            check=True,
            capture_output=True,
            text=True,
        )
        told[name] = done.stdout
    assert "财政3.xlsx" in told["目录"]
    pages = told["完成"].split("\f")[:-1]
    assert len(pages) > 1 and all(page.count("第0县") == page.count("第7县") for page in pages)


def test_what_a_unit_wrote_is_no_markup_in_a_pdf(tmp_path):
    if not pdf.choose(pdf._installed().families()):
        pytest.skip("this machine has no Chinese font")
    hostile = '#read("/etc/passwd") $x$ *粗* #import "@preview/x:1.0.0" <a> \\u{41} \x07'
    sheet = Sheet("核对单", hostile)
    sheet.say(hostile)
    sheet.table(["名"], [[hostile]], [100])
    sheet.foot(hostile)
    save(sheet, tmp_path / "a.pdf")
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
    save(sheet, tmp_path / "a.docx")
    document = docx.Document(tmp_path / "a.docx")
    assert document.paragraphs[0].text == "甲乙 <w:p> & "
    assert document.core_properties.title == "名<&>" and document.core_properties.comments == "回执"
    lang = document.styles.element.find(f".//{qn('w:lang')}")
    assert lang.get(qn("w:eastAsia")) == "zh-CN"


def test_points_in_the_ledger_are_numbers_that_can_be_added_up(tmp_path):
    line = ClaimLine(
        "甲局", "表彰：某奖", "省级", "号", "1", "认定", "0.5", "小组", "2027-01-10", "配合单位减半"
    )
    total = ClaimLine("甲局", "小计", "", "", "", "1 条", "0.5", "", "", is_sum=True)
    honours = [["单位", "省级", "合计"], ["甲局", "1", "1"]]
    write_ledger_workbook(HEAD, Ledger([line, total], honours), tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    cells = next(iter(book["加减分认定表"].iter_rows(min_row=4, max_row=4)))
    assert (cells[4].value, cells[6].value, cells[7].value) == (1, 0.5, "配合单位减半")
    assert [cell.value for cell in book["表彰汇总"][4]] == ["甲局", 1, 1]
    assert "认定小组签字：" in [cell.value for cell in book["加减分认定表"][7]]


def test_drafts_say_that_they_are_internal_and_public_ones_do_not(tmp_path):
    draft = Head("方案", "2026年终考核", "第2稿", "ab" * 32, "核对稿", day="2026-12-31")
    public = Head("方案", "2026年终考核", "第7稿", "ab" * 32, "公示稿", is_public=True)
    writers = {
        write_checks: [check("甲")], write_losses: [LossGroup("组", [])], write_ledger: Ledger([CLAIM]),
        write_names: [NameGroup("组", [("优秀", ["甲"])])], write_brief: Brief("题", [], "无。"),
    }  # fmt: skip
    for write, content in writers.items():
        write(draft, content, tmp_path / "a.docx")
        text = said(docx.Document(tmp_path / "a.docx"))
        assert "内部资料" in text and "核对稿" in text, write
        write(public, content, tmp_path / "a.docx")
        assert "内部资料" not in said(docx.Document(tmp_path / "a.docx")), write
    write_names(public, writers[write_names], tmp_path / "a.docx")
    document = docx.Document(tmp_path / "a.docx")
    assert "第7稿" not in said(document) + document.sections[0].footer.paragraphs[0].text
    assert "反映" in said(document) and "署名" in said(document)


def test_a_computer_without_the_official_fonts_is_told_what_stands_in_for_them(tmp_path):
    write_checks(HEAD, [check("甲")], tmp_path / "a.docx")
    fonts = zipfile.ZipFile(tmp_path / "a.docx").read("word/fontTable.xml").decode()
    assert '<w:font w:name="仿宋_GB2312"><w:altName w:val="仿宋"/>' in fonts
    assert '<w:altName w:val="华文中宋"/>' in fonts
    office_pages(tmp_path / "a.docx", 1, tmp_path)


def test_heads_of_figures_stand_in_one_line_where_names_leave_room(tmp_path):
    line = FigureLine("市农业农村局", "1234567.89", "1300000", "98.33%", "1200000", "+3.21%", "1")
    item = FigureItem("预算收入", "万元", "责任书目标值", [line] * 3)
    write_figures(HEAD, [FigureGroup("政府部门", 3, [item], [])], tmp_path / "a.docx")
    (table,) = docx.Document(tmp_path / "a.docx").tables
    widths = [column.width.pt for column in table.columns]
    assert widths[2] > 9 * len("责任书目标值") + 11
    assert abs(sum(widths) - Mm(156).pt) < 1
