"""方案封面: what the scheme rests on, who agreed, how many indicators, in the browser's eyes."""

from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from baton.desk import computing
from baton.desk.papers.catalogues import catalogue
from baton.desk.rules.scheme_counts import counts
from baton.domain.schemes import services
from baton.domain.schemes.models import Approval, Citation
from baton.domain.schemes.queries import book_of
from tests.retold import retold
from tests.stories import open_round

pytestmark = pytest.mark.django_db
ADDRESS = "/office/scheme/cover/"
BASIS = {
    "act": "cite",
    "kind": "basis",
    "title": "党政领导干部考核工作条例",
    "document": "中发〔2019〕号",
}


def text(answer):
    return unescape(answer.content.decode())


@pytest.fixture
@retold
def round(clerk, tmp_path):
    return open_round(tmp_path, clerk)


def test_a_basis_is_written_once_with_its_file_and_taken_off_with_a_reason(desk, round):
    file = SimpleUploadedFile("条例.pdf", b"%PDF-1.4 text")
    assert "党政领导干部考核工作条例" in text(
        desk.post(ADDRESS, BASIS | {"file": file}, follow=True)
    )
    cited = Citation.objects.get()
    assert desk.get(f"{ADDRESS}{cited.pk}/").content == b"%PDF-1.4 text"
    again = desk.post(ADDRESS, BASIS)
    assert (
        again.status_code == 409
        and "已经写上了" in text(again)
        and BASIS["document"] in text(again)
    )
    remove = {"act": "remove", "citation": cited.pk, "why": ""}
    assert "为什么去掉" in text(desk.post(ADDRESS, remove))
    assert "操作记录里还有" in text(desk.post(ADDRESS, remove | {"why": "重复"}, follow=True))
    assert "还没有写" in text(desk.get(ADDRESS)) and Citation.objects.count() == 1


def test_several_organs_agree_to_a_sealed_version(desk, round, clerk, at):
    said = {
        "act": "approve",
        "organ": "市政府常务会议",
        "meeting": "第 5 次",
        "decided_on": "2026-04-02",
        "document": "纪要〔2026〕5号",
    }
    assert "还在起草" in text(desk.post(ADDRESS, said))
    services.seal(
        version=round.version, state="trial", organ="市考核委", meeting="第 1 次", decided_on=at.date(), by=clerk, at=at
    )  # fmt: skip
    page = text(desk.post(ADDRESS, said, follow=True))
    assert "市政府常务会议" in page and "市考核委" in page and Approval.objects.count() == 2
    assert "已经记过了" in text(desk.post(ADDRESS, said))
    wrong = text(desk.post(ADDRESS, said | {"decided_on": "四月"}))
    assert "日期没有填好" in wrong and "纪要〔2026〕5号" in wrong


def test_the_number_of_indicators_is_held_against_its_limit(desk, round):
    assert "2 个指标" in text(desk.get(ADDRESS))
    assert "不是个数" in text(desk.post(ADDRESS, {"act": "limit", "most": "两个"}))
    assert "超过上限 1 个" in text(desk.post(ADDRESS, {"act": "limit", "most": "1"}, follow=True))
    page = text(desk.get(ADDRESS))
    assert "没有依据" in page and "一般公共预算收入" in page and "市财政局 1 个" in page
    assert "2 家" in page and "没有牵头单位</dt><dd>0 个" in page


def test_ledgers_of_bonuses_are_counted_nowhere_as_indicators(round):
    """表彰加分 has no lead unit and no basis; the sum of what is lacking is never more than there are."""
    found = counts(book_of(round.version))
    assert found.all == 2 and found.without_basis == ["一般公共预算收入", "空气优良天数比例"]
    assert found.without_lead == [] and sum(number for _, number in found.by_lead) == 2


def test_an_office_without_a_round_and_a_strange_act(desk, round):
    assert desk.post(ADDRESS, {"act": "other"}).status_code == 404
    assert desk.get(f"{ADDRESS}99/").status_code == 404


def test_what_has_no_original_is_told_the_same_on_the_page_and_in_the_archive_catalogue(desk, round, clerk, at):  # fmt: skip

    desk.post(ADDRESS, BASIS)
    held = BASIS | {
        "title": "考核办法",
        "file": SimpleUploadedFile("办法.pdf", b"%PDF-1.4 text"),
    }
    desk.post(ADDRESS, held)
    page = text(desk.get(ADDRESS))
    assert page.count("未附原件") == 1 and "连原件重写" in page
    notes = [one.note for one in catalogue(computing.refresh(round, at=at, by=clerk))[0].lines]
    assert notes[0].startswith("未附原件") and "封面和依据" in notes[0]
    assert notes[1].startswith("办法.pdf") and "另附" not in "".join(notes)
