"""收一张加减分表 in the browser's eyes: looked at, asked about, taken in."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from baton.domain.claims.models import Claim
from tests.retold import retold
from tests.stories import open_round
from tests.web.test_claims import HEAD, TWO, taken, text

pytestmark = pytest.mark.django_db


@pytest.fixture
@retold
def round(clerk, tmp_path):
    return open_round(tmp_path, clerk)


def test_a_pasted_table_is_looked_at_then_taken_then_known(desk, round):
    page = text(desk.post("/office/claims/in/", {"text": HEAD + TWO}))
    assert (
        "读到 2 条，还没有收下" in page
        and "表彰（加分）2 条" in page
        and not Claim.objects.exists()
    )
    assert taken(desk).url == "/office/claims/"
    page = text(desk.get("/office/claims/"))
    assert "已收下 2 条，都待定" in page and "2 条里 2 条待定" in page
    page = text(desk.post("/office/claims/in/", {"text": HEAD + TWO}))
    assert "2 条像是已有的" in page and "A0001" in page
    refused = taken(desk)
    assert refused.status_code == 409 and "都已经在台账里" in text(refused)
    desk.post("/office/claims/in/", {"text": HEAD + TWO, "take": "1", "keep": "1"})
    assert Claim.objects.count() == 3


def test_a_file_is_asked_about_and_its_answer_is_kept(desk, round):
    rows = "东岭\t甲\t部级\t文〔2026〕1号\t表彰\n"
    file = SimpleUploadedFile("申报.tsv", (HEAD + rows).encode())
    page = text(desk.post("/office/claims/in/", {"file": file}))
    assert "要改的格子" not in page and "级别“部级”（1 处）" in page and "申报.tsv·C2" in page
    ticket = re.search('name="ticket" value="([^"]+)"', page)[1]
    answer = re.search(r'<button class="btn" name="meaning" value="(\["level"[^\n]*?)">省级', page)[
        1
    ]
    page = text(desk.post("/office/claims/in/", {"ticket": ticket, "meaning": ["", answer]}))
    assert "读到 1 条，还没有收下" in page and answer in page
    desk.post("/office/claims/in/", {"ticket": ticket, "meaning": answer, "take": "1"})
    assert Claim.objects.get().level == "省级" and Claim.objects.get().file.name == "申报.tsv"


def test_what_was_answered_is_told_and_taken_back_with_one_click(desk, round):
    rows = "东岭新区\t甲\t省级\t文〔2026〕1号\t表彰\n东岭\t乙\t省级\t文〔2026〕2号\t没有的种类\n"
    page = text(desk.post("/office/claims/in/", {"text": HEAD + rows}))
    assert "先问清这 2 处" in page and "要改的格子" not in page
    assert "单位“东岭新区”（1 处）" in page and "种类“没有的种类”（1 处）" in page
    answer = re.search(r'<option value="(\["unit"[^\n]*?)">就是东岭县', page)[1]
    page = text(desk.post("/office/claims/in/", {"text": HEAD + rows, "meaning": ["", answer]}))
    assert "先问清这 1 处" in page and "“东岭新区”就是东岭县" in page and "已经答的" in page
    said = {"text": HEAD + rows, "meaning": ["", answer], "unsay": answer}
    page = text(desk.post("/office/claims/in/", said))
    assert "先问清这 2 处" in page and "已经答的" not in page


def test_only_what_no_answer_mends_stands_in_the_table_of_faults(desk, round):
    rows = "东岭新区\t甲\t省级\t文〔2026〕1号\t表彰\n东岭\t\t省级\t文〔2026〕2号\t表彰\n"
    page = text(desk.post("/office/claims/in/", {"text": HEAD + rows}))
    assert "有 1 处要先问清，1 处要先改好，还没有收下" in page
    table = page[page.index("要改的格子") :].partition("</table>")[0]
    assert "请填写事项" in table and "东岭新区" not in table


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04broken", b"%PDF-1.4", "单位\t事项\n".encode()]
)
def test_whatever_is_uploaded_gets_a_sentence(desk, round, content):
    answer = desk.post("/office/claims/in/", {"file": SimpleUploadedFile("表.xlsx", content)})
    assert "要先改好" in text(answer) or "没有收下" in text(answer) or "是空的" in text(answer)
    assert not Claim.objects.exists()


def test_typed_text_is_not_lost_when_a_table_has_faults(desk, round):
    page = text(desk.post("/office/claims/in/", {"text": HEAD + "东山\t甲\t省级\t\t表彰\n"}))
    assert page.count("东山\t甲") == 2 and not Claim.objects.exists()


def test_a_kind_told_by_the_file_is_said_and_changed_or_left_out_with_one_click(desk, round):
    rows = "申报单位\t事项\t级别\t文号\n东岭\t省级文明县\t省级\t省文明〔2026〕3号\n"
    file = SimpleUploadedFile("2026年加分申报表.tsv", rows.encode())
    page = text(desk.post("/office/claims/in/", {"file": file}))
    said = "1 条没有写种类，“2026年加分申报表.tsv”说的是加分，都当作“表彰”"
    assert said in page and "读到 1 条，还没有收下" in page and "处要问清" not in page
    ticket = re.search('name="ticket" value="([^"]+)"', page)[1]
    leave = re.search(r'<button class="btn" name="meaning" value="(\[.*?\])">不收这几行', page)[1]
    page = text(desk.post("/office/claims/in/", {"ticket": ticket, "meaning": leave}))
    assert "没有写种类的 1 条不收" in page and "收下，都先待定" not in page
    back = re.search(r'<button class="btn" name="meaning" value="(\[.*?\])">改成“表彰”', page)[1]
    page = text(desk.post("/office/claims/in/", {"ticket": ticket, "meaning": [leave, back]}))
    assert said in page
    desk.post("/office/claims/in/", {"ticket": ticket, "meaning": [leave, back], "take": "1"})
    assert Claim.objects.get().kind == "表彰"


def test_a_line_written_down_by_hand_under_another_document_is_a_matter_of_its_own(desk, round):
    line = {"subject": "东岭", "kind": "表彰", "title": "逾期未报", "level": "省级", "role": "lead"}
    for document in ("督〔2026〕1号", "督〔2026〕2号", ""):
        assert desk.post("/office/claims/enter/", line | {"document": document, "again": "1"}).status_code == 302  # fmt: skip
    matters = Claim.objects.order_by("number").values_list("matter", flat=True)
    assert list(matters) == ["逾期未报", "逾期未报（督〔2026〕2号）", "逾期未报"]
