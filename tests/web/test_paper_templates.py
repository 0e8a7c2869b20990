"""用自己的模板: a clerk takes a sample, changes it, hands it in, and papers look like it from then on."""

import io
import re
import subprocess

import docx
import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from baton.desk.papers.kinds import PAPERS
from baton.documents.papers import FORMS, laying, libreoffice
from baton.domain.audit.models import Entry
from baton.domain.printing.models import PaperSet
from tests.libreoffice import needed
from tests.web.test_papers import needs_chinese, pages, rows, run, said, text, word
from tests.web.test_printing import _no_old_work, content, press, work

__all__ = ["_no_old_work", "run"]
pytestmark = pytest.mark.django_db
PAGE = "/office/templates/"


@pytest.fixture
def without_libreoffice(monkeypatch):
    """A machine on which nobody installed it."""
    monkeypatch.setattr(libreoffice, "NAMES", ("no-such-office",))
    monkeypatch.setattr(libreoffice, "PLACES", ())


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


def test_many_check_sheets_on_an_own_template_are_made_in_the_background(desk, run, monkeypatch):
    """The page is not held for a minute: it says where they are made with progress, and leads there."""
    monkeypatch.setattr("baton.web.office.papers.MANY", 3)
    place = f"/office/run/{run.pk}/papers/checks/"
    assert desk.get(place).headers["Content-Disposition"]  # on the built-in layout that is quick
    hand_in(desk, "checks", desk.get(PAGE + "checks/sample/").content)
    for form in ("", "?as=pdf", "?units=1"):
        answer = desk.get(place + form)
        assert answer.status_code == 302 and answer.url.endswith("/papers/#all")
    assert "4 张核对单用单位的模板要出一会儿。请按下面的“全部出一遍”" in text(desk.get(f"/office/run/{run.pk}/papers/"))  # fmt: skip


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
    assert desk.get(PAGE + "checks/").content.startswith(b"PK")
    assert Entry.objects.filter(action="template.used", on="template:checks").count() == 1


def set_with_own_check_sheets(desk, run):
    """The note and the files of a whole set of which the check sheets go by the office's own template."""
    sample = desk.get(PAGE + "checks/sample/").content
    hand_in(desk, "checks", changed(sample, "请{{单位}}三日内核对。"))
    press(desk, run)
    work()
    made = PaperSet.objects.get()
    packed = content(desk.get(f"/office/printed/{made.pk}/"))
    name = next(name for name in packed.namelist() if name.startswith("1 核对单/县市区/002 东岭县"))
    document = docx.Document(io.BytesIO(packed.read(name)))
    assert document.paragraphs[-1].text == "请东岭县三日内核对。"
    assert made.total == len(packed.namelist()) - 1
    return made, packed


def checks_to_print(packed):
    return [name for name in packed.namelist() if name.startswith("1 ") and name.endswith(".pdf")]


def test_a_paper_in_the_offices_own_layout_leaves_as_pdf(desk, run, tmp_path):
    needed()
    needs_chinese()
    sample = desk.get(PAGE + "checks/sample/").content
    hand_in(desk, "checks", changed(sample, "请{{单位}}三日内核对。"))
    page = text(desk.get(f"/office/run/{run.pk}/papers/"))
    assert "单位模板" in page and "papers/checks/?as=pdf" in page and "LibreOffice 照 Word" in page
    assert "照样有 PDF" in text(desk.get(PAGE))
    told = pages(desk.get(f"/office/run/{run.pk}/papers/checks/?as=pdf"), tmp_path)
    assert len(told) == 4
    for unit, one in zip(("临江县", "东岭县", "石桥市", "云东区"), told, strict=True):
        assert f"请{unit}三日内核对。" in one and "一般公共预算收入" in one


def test_without_libreoffice_the_page_says_beforehand_that_there_is_no_pdf(desk, run, without_libreoffice):  # fmt: skip
    page = text(desk.get(f"/office/run/{run.pk}/papers/"))
    assert "LibreOffice" not in page, "nobody asked for a template"
    assert "交了模板的材料只有 Word" in text(desk.get(PAGE))
    hand_in(desk, "checks", desk.get(PAGE + "checks/sample/").content)
    page = text(desk.get(f"/office/run/{run.pk}/papers/"))
    assert "papers/checks/?as=pdf" not in page and "papers/checks-rank/?as=pdf" not in page
    assert "papers/losses/?as=pdf" in page and "用单位模板的只能下载 Word" in page
    answer = desk.get(f"/office/run/{run.pk}/papers/checks/?as=pdf")
    assert answer.status_code == 409 and "另存为 PDF" in text(answer)


def test_the_whole_set_has_one_file_to_print_of_own_check_sheets(desk, run, tmp_path, monkeypatch):
    needed()
    needs_chinese()
    real, converted = libreoffice.converting, []
    monkeypatch.setattr(laying, "CONVERTER", laying.CONVERTER._replace(begin=lambda *files: converted.append(1) or real(*files)))  # fmt: skip
    made, packed = set_with_own_check_sheets(desk, run)
    assert len(converted) == 1 and made.note == ""
    (name,) = checks_to_print(packed)
    assert name == "1 核对单/打印用 县市区（2026年终考核第1稿）.pdf"
    (tmp_path / "a.pdf").write_bytes(packed.read(name))
    told = subprocess.run(["pdfinfo", tmp_path / "a.pdf"], check=True, capture_output=True, text=True).stdout  # fmt: skip
    assert re.search(r"Pages: +4\n", told)


def test_a_set_goes_on_without_the_one_file_that_could_not_be_converted(desk, run, monkeypatch):
    needed()
    needs_chinese()
    monkeypatch.setattr(libreoffice, "LIMIT", 0.0)
    _, packed = set_with_own_check_sheets(desk, run)
    assert not checks_to_print(packed) and "2 A3总表（2026年终考核第1稿）.pdf" in packed.namelist()
    page = text(desk.get(f"/office/run/{run.pk}/papers/"))
    assert "“打印用 县市区（2026年终考核第1稿）”没有 PDF：LibreOffice 转了 0 秒还没有转成" in page


def test_the_whole_set_uses_it_and_says_that_there_is_no_pdf_of_it(desk, run, without_libreoffice):
    needs_chinese()
    made, packed = set_with_own_check_sheets(desk, run)
    assert not checks_to_print(packed)
    assert made.note.startswith("这台电脑没有装 LibreOffice，用单位自己模板的材料只出了 Word")


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
        with django_assert_max_num_queries(5):
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
