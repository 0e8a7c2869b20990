"""单位自己的模板: named places are filled once, unknown ones are named with a remedy, and nothing in a template runs."""

import io
import re
import zipfile

import docx
import pytest
from docx.shared import Pt

from baton.documents.papers import Check, CheckLine, Head, check_template, places
from baton.documents.papers.filling import Places, fill
from baton.documents.papers.template import Known, parts_of
from baton.documents.problems import Problems

HEAD = Head("云州市综合考核", "2026年终考核", "第1稿", "0123456789abcdef" * 4, "核对稿")
KNOWN = Known(
    {"单位": "名称", "总分": "总分", "话": "几段"}, {"指标": ["名称", "得分"], "失分": ["单位"]}
)
LINES = [CheckLine("财政收入", "60", "58.998", "1.002", "118000 万元", "市财政局", "因为"),
         CheckLine("优良天数", "40", "40", "0", "98%", "市生态环境局", "")]  # fmt: skip


def made(*paragraphs, rows=()):
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if rows:
        table = document.add_table(0, len(rows[0]))
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def with_part(data, name, change):
    parts = parts_of(data)
    parts[name] = change(parts.get(name, b""))
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        for one, part in parts.items():
            file.writestr(one, part)
    return content.getvalue()


def faults(data, known=KNOWN):
    problems = Problems()
    check_template(data, known, problems=problems, name="模板.docx")
    return [(one.code, one.what, one.remedy) for one in problems.errors]


def read(data):
    return docx.Document(io.BytesIO(data))


def test_places_are_filled_and_rows_repeat_for_each_line():
    template = made(
        "单位：{{单位}}，总分 {{ 总分 }} 分。",
        rows=[("指标", "得分"), ("{{指标.名称}}", "{{指标.得分}} 分"), ("合计", "{{总分}}")],
    )
    assert faults(template) == []
    page = Places(
        {"单位": "临江县", "总分": "99.65"},
        {"指标": [{"名称": "甲", "得分": "1"}, {"名称": "乙", "得分": "2"}]},
    )
    document = read(fill(template, [page]))
    assert document.paragraphs[0].text == "单位：临江县，总分 99.65 分。"
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert rows == [["指标", "得分"], ["甲", "1 分"], ["乙", "2 分"], ["合计", "99.65"]]


def test_a_place_cut_into_runs_is_still_a_place_and_keeps_its_shape():
    document = docx.Document()
    paragraph = document.add_paragraph()
    for text, size in (("前{", 10), ("{单", 22), ("位}", 22), ("}后", 10)):
        paragraph.add_run(text).font.size = Pt(size)
    content = io.BytesIO()
    document.save(content)
    assert faults(content.getvalue()) == []
    filled = read(fill(content.getvalue(), [Places({"单位": "临江县"})])).paragraphs[0]
    assert filled.text == "前临江县后"


def test_several_pages_begin_anew_and_several_lines_become_paragraphs():
    template = made("{{单位}}", "{{话}}", "完")
    pages = [Places({"单位": name, "话": "一\n二"}) for name in ("甲", "乙")]
    document = read(fill(template, pages))
    assert [p.text for p in document.paragraphs] == ["甲", "一", "二", "完", "乙", "一", "二", "完"]
    assert [p.text for p in document.paragraphs if p.paragraph_format.page_break_before] == ["乙"]
    assert len(document.sections) == 1


def test_a_list_without_lines_leaves_an_empty_row():
    template = made("{{单位}}", rows=[("名",), ("{{指标.名称}}",)])
    rows = read(fill(template, [Places({"单位": "甲"})])).tables[0].rows
    assert [row.cells[0].text for row in rows] == ["名", ""]


def test_a_line_that_only_names_our_place_in_the_province_goes_where_none_is_known():
    template = made("{{标题}}", "全省位次：{{全省位次}}", "批示：")
    told = [one.text for one in read(fill(template, [Places({"标题": "甲", "全省位次": ""})])).paragraphs]  # fmt: skip
    assert told == ["甲", "批示："]
    known = fill(template, [Places({"标题": "甲", "全省位次": "第7位。"})])
    assert [one.text for one in read(known).paragraphs] == ["甲", "全省位次：第7位。", "批示："]


def test_what_is_filled_in_is_text_and_is_not_looked_at_again():
    template = made("{{单位}}")
    hostile = "{{总分}} {{ ''.__class__ }} {% for x in y %} <w:p/> & \x00\x07"
    document = read(fill(template, [Places({"单位": hostile, "总分": "99"})]))
    assert document.paragraphs[0].text == "{{总分}} {{ ''.__class__ }} {% for x in y %} <w:p/> & "


@pytest.mark.parametrize(
    "code",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ 7*7 }}",
        "{{ cycler.__init__.__globals__.os.popen('touch /tmp/baton-owned') }}",
        "{{ config }}",
        "{{单位|attr('format')}}",
        "{{__import__('os').system('touch /tmp/baton-owned')}}",
    ],
)
def test_code_in_a_template_is_an_unknown_name_and_never_runs(code):
    template = made("{{单位}}", code)
    found = faults(template)
    assert [one[0] for one in found] == ["unknown-place"] and "不认识" in found[0][1]
    told = read(fill(template, [Places({"单位": "甲"})])).paragraphs[1].text
    assert told == ""  # even unchecked it is a name without a value
    assert not re.search(r"49|class|posix", told)


def test_an_unknown_name_is_told_with_what_to_write():
    every = "、".join(f"{{{{{one}}}}}" for one in KNOWN.names)
    assert faults(made("{{单位}} {{完成率}}")) == [
        ("unknown-place", "不认识“{{完成率}}”", f"可以写：{every}")
    ]
    assert faults(made("{{单位}} {{单位名}}"))[0][2] == "是不是 {{单位}}？"
    (fault,) = faults(made("{{单位}}", rows=[("{{项目.名称}}",)]))
    assert fault[2] == "是不是 {{指标.名称}}？"


@pytest.mark.parametrize(
    ("paragraphs", "rows", "code"),
    [
        (["没有名称"], (), "no-place"),
        (["{{单位}}{{指标.名称}}"], (), "list-outside-row"),
        (["{{单位}}"], [("{{指标.名称}}", "{{失分.单位}}")], "two-lists"),
        (["{{单位}} {{总分"], (), "braces"),
        (["{{单位}} {% if x %}"], (), "program"),
    ],
)
def test_what_can_not_be_filled_is_a_fault_with_a_remedy(paragraphs, rows, code):
    found = faults(made(*paragraphs, rows=rows))
    assert [one[0] for one in found] == [code] and found[0][2]


RELS = "word/_rels/document.xml.rels"
OUTSIDE = '<Relationship Id="x9" Type="http://x/{}" Target="http://intruder.invalid/a" TargetMode="External"/></Relationships>'


@pytest.mark.parametrize(
    ("name", "change", "code"),
    [
        ("word/vbaProject.bin", lambda was: b"x", "active-content"),
        ("word/embeddings/oleObject1.bin", lambda was: b"x", "active-content"),
        ("[Content_Types].xml", lambda was: was.replace(b"document.main", b"document.macroEnabled.main"), "active-content"),
        (RELS, lambda was: was.replace(b"</Relationships>", OUTSIDE.format("attachedTemplate").encode()), "outside-link"),
        (RELS, lambda was: was.replace(b"</Relationships>", OUTSIDE.format("image").encode()), "outside-link"),
        ("word/document.xml", lambda was: was.replace(b"<w:body>", b'<w:body><w:p><w:r><w:instrText>DDEAUTO c:\\cmd</w:instrText></w:r></w:p>'), "active-field"),
        ("word/document.xml", lambda was: was.replace(b"<w:body>", b'<w:body><w:p><w:fldSimple w:instr="INCLUDETEXT \'x\'"/></w:p>'), "active-field"),
        ("word/document.xml", lambda was: was.replace(b"<w:body>", b"<w:body><w:p><w:fldSimple w:instr='DDEAUTO cmd'/></w:p>"), "active-field"),
        ("word/document.xml", lambda was: was.replace(b"<w:body>", b"<w:body><w:p><w:r><w:instrText>PAGE</w:instrText><w:instrText>DD</w:instrText><w:instrText>EAUTO</w:instrText></w:r></w:p>"), "active-field"),
        ("word/document.xml", lambda was: was.replace(b"<w:body>", b'<w:body><z:p xmlns:z="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><z:r><z:instrText>LINK x</z:instrText></z:r></z:p>'), "active-field"),
        ("word/document.xml", lambda was: was.replace(b"<w:body>", b'<w:body><w:altChunk/>'), "active-content"),
        (RELS, lambda was: was.replace(b"</Relationships>", OUTSIDE.format("frame").replace('"External"', "'&#x45;xternal'").encode()), "outside-link"),
        ("word/document.xml", lambda was: b'<!DOCTYPE x [<!ENTITY a "b">]>' + was, "xml-entities"),
        ("word/document.xml", lambda was: was[: len(was) // 2], "truncated"),
        ("../outside.xml", lambda was: b"<x/>", "odd-archive"),
    ],
)  # fmt: skip
def test_what_a_template_could_do_by_itself_is_refused(name, change, code):
    assert [one[0] for one in faults(with_part(made("{{单位}}"), name, change))] == [code]


def test_a_link_a_reader_may_click_is_allowed():
    data = with_part(
        made("{{单位}}"),
        RELS,
        lambda was: was.replace(b"</Relationships>", OUTSIDE.format("hyperlink").encode()),
    )
    assert faults(data) == []


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.7", b"PK\x03\x04junk", b"\xd0\xcf\x11\xe0" * 99, b"x" * 5_000_001]
)
def test_what_is_no_word_file_is_a_sentence(data):
    (found,) = faults(data)
    assert found[1] and found[2]


def test_a_bomb_does_not_go_off():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr("word/document.xml", b"<a>" + b" " * 200_000_000)
    assert [one[0] for one in faults(content.getvalue())] == ["too-large"]


@pytest.mark.parametrize("code", places.FORMS)
def test_every_sample_is_a_template_that_is_taken(tmp_path, code):
    form = places.FORMS[code]
    form.sample(tmp_path / "样板.docx")
    data = (tmp_path / "样板.docx").read_bytes()
    assert faults(data, form.known) == []
    told = "".join(parts_of(data)["word/document.xml"].decode())
    instead = {
        "各大项名称",
        "总表.各大项",
        "总表.各项得分",
    }  # of what the sample of the table names
    assert all(f"{{{{{name}}}}}" in told for name in form.known.names if name not in instead)


def test_a_check_sheet_is_filled_from_its_sample(tmp_path):
    form = places.FORMS["checks"]
    form.sample(tmp_path / "样板.docx")
    checks = [
        Check(unit, "县市区", "98.65 分", "失分合计 1.35 分。", LINES)
        for unit in ("临江县", "东岭县")
    ]
    form.write(HEAD, checks, (tmp_path / "样板.docx").read_bytes(), tmp_path / "a.docx")
    document = docx.Document(tmp_path / "a.docx")
    told = "\n".join(p.text for p in document.paragraphs)
    assert (
        "{{" not in told
        and "单位：东岭县" in told
        and "名次" not in told
        and told.count("内部资料　第1稿（核对稿）") == 2
    )
    assert [row.cells[1].text for row in document.tables[1].rows] == [
        "名称",
        "财政收入",
        "优良天数",
    ]
    form.write(HEAD, [], (tmp_path / "样板.docx").read_bytes(), tmp_path / "b.docx")
    assert docx.Document(tmp_path / "b.docx").paragraphs
