"""没有填的: every form says in a sentence which blank is empty, too long or can't be read, and keeps the rest."""

from html import unescape

import pytest

from baton.domain.schemes.models import Version
from tests.retold import retold
from tests.stories import open_round
from tests.web.test_desk import hidden

pytestmark = pytest.mark.django_db
SEAL = {"state": "trial", "organ": "市考核委", "meeting": "第 1 次", "decided_on": "2027-01-14", "document": ""}  # fmt: skip
DJANGO = ("这个字段", "必填项", "确保该", "输入一个有效的", "不在可用的选项中")


def text(answer):
    return unescape(answer.content.decode())


@pytest.fixture
@retold
def round(clerk, tmp_path):
    return open_round(tmp_path, clerk)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"organ": ""}, "请填写“审议机关”。"),
        ({"state": ""}, "请选“定为”。"),
        ({"state": "draft"}, "“定为”里没有“draft”，请从给出的里面选一种。"),
        ({"decided_on": ""}, "请填写“日期”。"),
        ({"decided_on": "一月"}, "“日期”请写成 2026-12-31 这样的日期。"),
        ({"organ": "委" * 61}, "“审议机关”太长了，最多 60 个字。"),
    ],
)
def test_a_blank_is_named_in_a_kind_sentence(desk, round, change, said):
    digest = hidden(text(desk.get("/office/scheme/seal/")), "digest")
    page = text(desk.post("/office/scheme/seal/", {**SEAL, **change, "digest": digest}))
    assert page.count(said) == 2 and 'value="第 1 次"' in page  # above and beside the blank
    assert f"：{said}" not in page and not any(word in page for word in DJANGO)
    assert Version.objects.get().state == "draft"


@pytest.mark.parametrize(
    ("address", "sent", "said"),
    [
        ("/password/", {"old": "", "new": "", "again": ""}, "请填写“新密码”。"),
        ("/office/people/", {"name": "", "role": "leader"}, "请填写“姓名”。"),
        ("/office/claims/enter/", {"kind": "表彰", "count": "0"}, "“件数”最少是 1。"),
        ("/office/claims/enter/", {"kind": "表彰", "count": "一"}, "“件数”请写整数。"),
    ],
)
def test_the_other_forms_speak_the_same_way(desk, round, address, sent, said):
    page = text(desk.post(address, sent))
    assert said in page and not any(word in page for word in DJANGO)


def test_indicators_are_counted_the_same_before_and_after_the_seal(desk, round):
    """The ledger of bonuses is named beside the indicators and never counted as one."""
    counted = "<h1>2 个指标，加减分 1 种</h1>"
    before = text(desk.get("/office/scheme/"))
    assert counted in before and "3 个指标" not in before
    digest = hidden(text(desk.get("/office/scheme/seal/")), "digest")
    assert desk.post("/office/scheme/seal/", {**SEAL, "digest": digest}).status_code == 302
    after = text(desk.get("/office/scheme/"))
    assert counted in after and "3 个指标" not in after
    assert "<h1>2 个指标" in text(desk.get("/office/scheme/cover/"))
