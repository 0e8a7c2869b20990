"""用自己的模板: a clerk takes a sample, changes it, hands it in, and papers look like it from then on."""

import io

import docx
import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from baton.desk.papers.kinds import PAPERS
from baton.documents.papers import FORMS
from baton.domain.audit.models import Entry
from baton.domain.printing.models import PaperSet
from tests.web.test_papers import rows, run, said, text, word
from tests.web.test_printing import _no_old_work, content, press, work

__all__ = ["_no_old_work", "run"]
pytestmark = pytest.mark.django_db
PAGE = "/office/templates/"


def hand_in(desk, code, data, name="我的模板.docx"):
    file = SimpleUploadedFile(name, data)
    return desk.post(PAGE, {"kind": code, "file": file}, follow=True)


def changed(data, text):
    """The sample with one more line, as a clerk would add it."""
    document = docx.Document(io.BytesIO(data))
    document.add_paragraph(text)
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def test_a_sample_is_changed_handed_in_and_used(desk, run):
    assert f'href="{PAGE}"' in text(desk.get(f"/office/run/{run.pk}/papers/"))
    assert "Excel 的材料不套模板" in text(desk.get(PAGE))
    sample = desk.get(PAGE + "checks/sample/")
    assert "%E6%A0%B7%E6%9D%BF.docx" in sample["Content-Disposition"]
    answer = hand_in(desk, "checks", changed(sample.content, "请{{单位}}三日内核对。"))
    assert "以后的核对单都用这个模板" in text(answer) and "我的模板.docx" in text(answer)
    document = word(desk.get(f"/office/run/{run.pk}/papers/checks/"))
    told = said(document)
    assert [
        f"请{unit}三日内核对。" in told for unit in ("临江县", "东岭县", "石桥市", "云东区")
    ] == [True] * 4
    assert rows(document, 0)[1][1:3] == ["一般公共预算收入", "60"]
    page = text(desk.get(f"/office/run/{run.pk}/papers/"))
    assert "单位模板" in page and "papers/checks/?as=pdf" not in page
    assert "另存为 PDF" in text(desk.get(f"/office/run/{run.pk}/papers/checks/?as=pdf"))
    assert desk.get(PAGE + "checks/").content.startswith(b"PK")
    assert Entry.objects.filter(action="template.used", on="template:checks").count() == 1


def test_the_whole_set_uses_it_and_says_that_there_is_no_pdf_of_it(desk, run):
    sample = desk.get(PAGE + "checks/sample/").content
    hand_in(desk, "checks", changed(sample, "请{{单位}}三日内核对。"))
    press(desk, run)
    work()
    made = PaperSet.objects.get()
    packed = content(desk.get(f"/office/printed/{made.pk}/"))
    name = next(name for name in packed.namelist() if name.startswith("1 核对单/县市区/002 东岭县"))
    document = docx.Document(io.BytesIO(packed.read(name)))
    assert document.paragraphs[-1].text == "请东岭县三日内核对。"
    assert not [
        name for name in packed.namelist() if name.startswith("1 ") and name.endswith(".pdf")
    ]
    assert not made.note or "模板" in made.note or "字体" in made.note


def test_an_unknown_name_is_told_and_nothing_is_kept(desk, run):
    sample = desk.get(PAGE + "checks/sample/").content
    answer = hand_in(desk, "checks", changed(sample, "{{单位名}} {{ ''.__class__ }}"))
    page = text(answer)
    assert answer.status_code == 422 and "有 2 处要改" in page and "{{单位名}}" in page
    assert "自带的公文版式" in page and "我的模板.docx" not in page
    assert desk.get(PAGE + "checks/").status_code == 404


def test_one_can_go_back_to_the_own_layout(desk, run):
    hand_in(desk, "names", desk.get(PAGE + "names/sample/").content)
    assert "等次公示名单" in said(word(desk.get(f"/office/run/{run.pk}/papers/names/")))
    assert "改回自带的版式" in text(desk.post(PAGE + "names/drop/", follow=True))
    assert "联系电话" in said(word(desk.get(f"/office/run/{run.pk}/papers/names/")))
    assert "现在用的就是自带的版式" in text(desk.post(PAGE + "names/drop/"))


def test_every_sample_fills_with_the_round(desk, run):
    """Every Word paper there is can have a template of the office's own."""
    kinds = [code for code, one in PAPERS.items() if one.ending == "docx"]
    assert set(kinds) == set(FORMS)
    for code in kinds:
        hand_in(desk, code, desk.get(f"{PAGE}{code}/sample/").content)
        document = word(desk.get(f"/office/run/{run.pk}/papers/{code}/"))
        told = said(document) + str([rows(document, n) for n in range(len(document.tables))])
        assert "{{" not in told and "第1稿" in told, code


def test_what_is_no_kind_of_paper_is_not_found(desk, run):
    for code in ("ledger-excel", "nothing"):
        assert desk.get(f"{PAGE}{code}/sample/").status_code == 404
    assert hand_in(desk, "nothing", b"PK").status_code == 404
    assert "没有选文件" in text(desk.post(PAGE, {"kind": "checks"}))


def test_the_page_asks_the_database_as_often_with_many_templates(
    desk, run, django_assert_max_num_queries
):
    for kinds in ((), ("checks", "names", "brief")):
        for code in kinds:
            hand_in(desk, code, desk.get(f"{PAGE}{code}/sample/").content)
        desk.get(PAGE)
        with django_assert_max_num_queries(4):
            desk.get(PAGE)


WORDS = {"title": "{{方案}}{{轮次}}得分一览表（{{分组}}）", "signs": "制表：何科长\r\n复核：沈主任\r\n分管领导：", "notes": "注：各项得分按方案取舍。"}  # fmt: skip


def test_the_table_is_headed_signed_and_annotated_as_the_office_words_it(desk, run):
    assert "以后的 A3 总表" in text(desk.post(PAGE, WORDS | {"act": "keep"}, follow=True))
    page = text(desk.get(PAGE))
    assert WORDS["title"] in page and "复核：沈主任" in page and "何科长" in page
    title = "云州市2026年度综合考核2026年终考核得分一览表（县市区）"
    document = word(desk.get(f"/office/run/{run.pk}/papers/board/"))
    assert title in said(document) and WORDS["notes"] in said(document)
    assert rows(document, 1) == [["制表：何科长", "复核：沈主任", "分管领导："]]
    answer = desk.get(f"/office/run/{run.pk}/papers/board-excel/")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content))["县市区"]
    told = [str(cell.value) for line in sheet.iter_rows() for cell in line if cell.value]
    assert title in told[0] and WORDS["notes"] in told
    assert {"制表：何科长", "复核：沈主任", "分管领导："} <= set(told) and "负责人：" not in told
    assert Entry.objects.filter(action="wording.kept").count() == 1
    assert "改回自带的标题" in text(desk.post(PAGE, WORDS | {"act": "drop"}, follow=True))
    again = word(desk.get(f"/office/run/{run.pk}/papers/board/"))
    assert "总表 · 县市区" in said(again) and rows(again, 1)[0][0] == "制表："


def test_what_can_not_be_kept_of_the_wording_is_shown_again(desk, run):
    answer = desk.post(PAGE, WORDS | {"title": " ", "act": "keep"})
    assert (
        answer.status_code == 409 and "标题空着" in text(answer) and "复核：沈主任" in text(answer)
    )
    answer = desk.post(PAGE, WORDS | {"title": "{{方案}}得分表（{{单位}}）", "act": "keep"})
    assert answer.status_code == 409 and "标题里的“{{单位}}”填不了。可以写的有{{方案}}、" in text(answer)  # fmt: skip
    answer = desk.post(PAGE, WORDS | {"signs": "签\n" * 9, "act": "keep"})
    assert answer.status_code == 409 and "签字栏最多 8 格，现在 9 格" in text(answer)
