"""一家的责任书 on the page: whose it is is asked once and kept until it is taken in; a Word 责任书 is read as well."""

import io

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.web.test_targets_asked import IN, answer, bare, look, offered, said, workbook

pytestmark = pytest.mark.django_db
__all__ = ["bare"]
HEAD = ["序号", "指标名称", "计量单位", "目标值", "权重"]
ROW = [1, "一般公共预算收入", "万元", 120000, 10]


def word(*parts):
    """Paragraphs and tables of a Word file."""
    document = docx.Document()
    for part in parts:
        if isinstance(part, str):
            document.add_paragraph(part)
            continue
        table = document.add_table(len(part), len(part[0]))
        for r, row in enumerate(part):
            for c, text in enumerate(row):
                table.cell(r, c).text = str(text)
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def test_whose_a_table_is_is_asked_and_kept_until_it_is_taken_in(desk, bare):
    table = "\n".join("\t".join(map(str, row)) for row in (HEAD, ROW))
    page, preview = look(desk, table)
    (what, labels), *rest = offered(preview)
    assert what == "这张表是哪个单位的？" and not rest and not preview.faults
    assert labels == ["临江县", "东岭县", "石桥市", "云东区", "不收这一页"]
    page, preview = look(desk, table, ("whose", "", "B"))
    assert "整张表是“东岭县”的责任书" in page and [one.name for one in preview.new][:1] == [
        "东岭县"
    ]
    data = {"text": table, "answer": answer("whose", "", "B"), "seen": str(preview.seen), "take": "1"}  # fmt: skip
    desk.post(IN, data)
    assert said(bare) == {"B": "120000"}


def test_a_title_that_names_the_unit_is_told(desk, bare):
    given = workbook([["石桥市2026年度目标责任书"], HEAD, ROW])
    shown = desk.post(IN, {"file": SimpleUploadedFile("表.xlsx", given)})
    preview = shown.context["preview"]
    assert preview.can_be_taken and {one.name for one in preview.new} == {"石桥市"}
    assert "标题里写着“石桥市”，这一页都收作它的目标" in shown.content.decode()


def test_a_word_file_is_read_and_taken_in(desk, bare):
    given = word("东岭县2026年度目标责任书", "为完成全年任务，特签订本责任书。", "附表", [HEAD, ROW], "", [["甲方：", "乙方："]])  # fmt: skip
    shown = desk.post(IN, {"file": SimpleUploadedFile("责任书.docx", given)})
    preview = shown.context["preview"]
    assert preview.can_be_taken and not preview.open, (preview.faults, preview.questions)
    (one,) = [one for one in preview.new if one.line.field == "目标"]
    assert (one.name, one.new) == ("东岭县", "120000") and one.line.source.startswith("责任书.docx·第1个表")  # fmt: skip
    desk.post(IN, {"ticket": shown.context["ticket"], "seen": str(preview.seen), "take": "1"})
    assert said(bare) == {"B": "120000"}


def test_a_word_file_that_names_nobody_is_asked_about(desk, bare):
    shown = desk.post(IN, {"file": SimpleUploadedFile("责任书.docx", word("目标责任书", [HEAD, ROW]))})  # fmt: skip
    assert offered(shown.context["preview"])[0][0] == "“第1个表”这一页是哪个单位的？"
    data = {"ticket": shown.context["ticket"], "answer": answer("whose", "第1个表", "A")}
    assert {one.name for one in desk.post(IN, data).context["preview"].new} == {"临江县"}


@pytest.mark.parametrize(
    ("name", "given", "what"),
    [("责任书.docx", word("没有表"), "没有找到写着指标或单位的表"), ("责任书.doc", b"\xd0\xcf\x11\xe0", "旧的 Word 格式"), ("责任书.docx", b"PK\x03\x04", "")],
)  # fmt: skip
def test_a_word_file_that_can_not_be_read_says_why(desk, bare, name, given, what):
    shown = desk.post(IN, {"file": SimpleUploadedFile(name, given)})
    (fault,) = shown.context["preview"].faults
    assert what in fault.what and fault.remedy and fault.place == name


def test_a_list_in_word_is_read_like_any_other(desk, bare):
    given = word("2026年目标", [["单位", "指标", "目标"], ["临江县", "一般公共预算收入", 9], ["东岭县", "一般公共预算收入", 8]])  # fmt: skip
    preview = desk.post(IN, {"file": SimpleUploadedFile("表.docx", given)}).context["preview"]
    assert [(one.name, one.new) for one in preview.new] == [("临江县", "9"), ("东岭县", "8")]
