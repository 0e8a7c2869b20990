"""材料: what stands in the Word files, on which page, and that nothing a unit wrote becomes a formula."""

import re
import shutil
import subprocess
import zipfile
from dataclasses import replace

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
    Board,
    Brief,
    BriefGroup,
    Check,
    CheckLine,
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
    write_boards,
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


def test_the_page_for_a_meeting_has_letters_of_16_points_and_more(tmp_path):
    group = BriefGroup("县市区", "1 云东区 100.00 分", "4 临江县 98.65 分", "东岭县、石桥市", "")
    write_brief(HEAD, Brief("云东区第一", [group], "加减分待定 2 条。"), tmp_path / "a.docx")
    document = docx.Document(tmp_path / "a.docx")
    sizes = [run.font.size.pt for paragraph in document.paragraphs for run in paragraph.runs]
    assert min(sizes) >= 16
    text = said(document)
    assert "名额边上同分：东岭县、石桥市" in text and "批示：" in text and "未出总分" not in text


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


LONG = "市农业农村和水利水务综合行政执法支队直属第一大队办公室"


def pdf_pages(place):
    if not pdf.choose(pdf._installed().families()) or shutil.which("pdftotext") is None:
        pytest.skip("this machine has no Chinese font or no pdftotext")
    command = ["pdftotext", "-layout", place, "-"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return done.stdout.split("\f")[:-1]


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


def office_pages(place, count, folder):
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is missing")
    command = [office, "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}",
               "--convert-to", "pdf", "--outdir", str(folder), str(place)]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    made = place.with_suffix(".pdf")
    if not made.exists():
        pytest.skip("this LibreOffice has no Writer")
    assert f"/Count {count}".encode() in made.read_bytes()


def test_reasons_that_were_cut_are_said_to_be_cut(tmp_path):
    lines = [replace(ROW, name=f"指标{n}", reason="因" * 120) for n in range(30)]
    write_checks(HEAD, [Check("甲", "组", "90 分", "核对。", lines)], tmp_path / "a.docx")
    text = said(docx.Document(tmp_path / "a.docx"))
    assert "因…" in text and "全文见续页" in text and "因" * 120 in text
    write_checks(HEAD, [check("乙")], tmp_path / "b.docx")
    assert "全文见续页" not in said(docx.Document(tmp_path / "b.docx"))


@pytest.mark.parametrize("groups", [1, 4, 9])
def test_a_page_for_a_meeting_with_the_longest_names_is_one_page(tmp_path, groups):
    places = "，".join(f"{n}.\u00a0{LONG}\u00a096.27\u00a0分" for n in (1, 2, 3))
    group = BriefGroup(
        LONG[:12], places, places, LONG, f"{LONG}、{LONG}等 8 个", f"{LONG}进 3 位", LONG
    )
    brief = Brief(f"{LONG}第一", [group] * groups, "加减分待定 2 条。", f"一票否决：{LONG}。")
    write_brief(HEAD, brief, tmp_path / "a.pdf")
    (page,) = pdf_pages(tmp_path / "a.pdf")
    assert "批示" in page and "一票否决" in page
    assert ("后三：" in page) == (groups == 1) != ("写不下，见总表" in "".join(page.split()))


def test_a_page_for_a_meeting_leaves_out_of_all_groups_alike_and_says_so(tmp_path):
    """Eight groups of officials and units: the last three of some and not of others would be read as meaning something."""
    places = "，".join(f"{n}.\u00a0{LONG[:14]}\u00a096.27\u00a0分" for n in (1, 2, 3))
    for count in range(1, 9):
        groups = [BriefGroup(f"第{n}组", places, places, "", "甲、乙等 4 个", "甲进 3 位", "乙比丙高 0.5 分") for n in range(count)]  # fmt: skip
        write_brief(HEAD, Brief("甲第一", groups, "没有待定的。"), tmp_path / "a.docx")
        page = said(docx.Document(tmp_path / "a.docx"))
        assert page.count("后三：") in (0, count) and page.count("前三：") == count
        assert ("后三" in page.partition("各组的")[2]) == (page.count("后三：") == 0)


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
