"""A claim of a kind that the unit's group does not have: said when it comes in, and afterwards never waited for."""

import html
import re

import pytest

from baton.desk import computing
from baton.desk.ledger import claiming
from baton.domain.claims import services
from baton.domain.claims.models import Claim
from tests import stories
from tests.retold import retold

pytestmark = pytest.mark.django_db
TABLE = "单位\t事项\t级别\t文号\t日期\n经开区\t省级先进\t省级\t省文〔2026〕3号\t2026-05-12\n东岭县\t文明县\t省级\t省文〔2026〕4号\t2026-05-12\n"


def with_a_zone():
    """The small county's rule book, and 功能区 scored by the revenue alone."""
    head, _, rest = stories.RULEBOOK.partition("总分:\n")
    tree, _, _ = rest.partition("名次: ")
    ranked = "名次: {按: 取舍后总分, 并列: 1-2-2-4}"
    moved = "".join(f"  {line}\n" for line in tree.splitlines())
    return (
        f"{head.replace('考核对象: 县市区', '').replace('无此任务: 本大项折算', '无此任务: 不计')}考卷:\n  总分:\n{moved}  园区总分: {{名称: 园区总分, 组成: [F1]}}\n"
        f"分组:\n  县市区: {{总分: 总分, {ranked}}}\n  功能区: {{总分: 园区总分, {ranked}}}\n"
    )


@pytest.fixture
@retold
def round(clerk, tmp_path, monkeypatch):
    monkeypatch.setattr(stories, "ROSTER", stories.ROSTER + "E,经开区,功能区,5,\n")
    monkeypatch.setattr(stories, "RULEBOOK", with_a_zone())
    monkeypatch.setattr(stories, "AGREEMENT", stories.AGREEMENT + "经开区,一般公共预算收入,90000\n")
    return stories.open_round(tmp_path, clerk)


def told(answer):
    return re.sub(r"<[^>]+>", " ", html.unescape(answer.content.decode()))


def test_a_table_is_taken_in_with_a_word_about_it(round):
    preview = claiming.read_claims_paste(round, TABLE, kind="表彰")
    assert preview.can_be_taken and len(preview.lines) == 2
    (said,) = [one.what for one in preview.remarks]
    assert said == "“功能区”的方案里没有“表彰”这一种，经开区的这一条收下也不计分"


def test_one_that_is_written_down_is_told_so(desk, round):
    line = {"subject": "经开区", "kind": "表彰", "title": "省级先进", "level": "省级"}
    page = told(desk.post("/office/claims/enter/", line, follow=True))
    assert "已登记 A0001，待定。“功能区”的方案里没有“表彰”这一种，认定了也不计分" in page


def test_decided_it_counts_nothing_and_is_not_waited_for(desk, round, clerk, at):
    preview = claiming.read_claims_paste(round, TABLE, kind="表彰")
    made = claiming.take_in_claims(round=round, preview=preview, by=clerk, at=at)
    services.decide(claims=made, state="accepted", decided_by="认定小组", decided_on=at.date(), by=clerk, at=at)  # fmt: skip
    computing.refresh(round, at=at, by=clerk)
    page = told(desk.get("/office/claims/"))
    assert "重算中" not in page and "不计" in page and "“功能区”没有这一种加减分" in page
    one = Claim.objects.get(subject__code="E")
    assert "这一条不影响成绩" in told(desk.get(f"/office/claims/{one.pk}/"))


def test_what_is_only_asked_is_not_called_a_fault_alone(desk, round):
    page = told(desk.post("/office/claims/in/", {"text": TABLE.replace("东岭县", "东岭、石桥"), "kind": "表彰"}))  # fmt: skip
    assert "有 1 处要先问清，还没有收下" in page
