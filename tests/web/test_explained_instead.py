"""没有按方法得分的: the page of a number says which rule stood in for the method, and which veto took the points."""

import re
from datetime import date
from html import unescape

import pytest

from baton.desk import computing
from baton.desk.results import result_of
from baton.domain.assessment import services as assessment
from baton.domain.claims import services as claims
from baton.domain.intake import services as intake
from baton.domain.orgs.models import Unit
from tests import stories
from tests.retold import retold
from tests.stories import AIR, MONEY, open_round, owed, send

pytestmark = pytest.mark.django_db
VETOES = """一票否决:
  V1: {事由: 较大生产安全事故, 事件: 安全生产否决, 依据: 云办发〔2026〕3号第12条, 后果: {指标计零: [F1]}}
"""


@pytest.fixture
@retold
def round(clerk, tmp_path, at, monkeypatch):
    monkeypatch.setattr(stories, "RULEBOOK", stories.RULEBOOK + VETOES)
    found = open_round(tmp_path, clerk)
    for lead, content in (
        ("市财政局", MONEY),
        ("市生态环境局", AIR.replace("石桥市,93.4", "石桥市,无此任务")),
    ):
        _, made = send(owed(found, clerk)[lead], content, tmp_path, clerk)
        intake.accept(submission=made, by=clerk, at=at)
    return found


def vetoed(round, clerk, at, state, unit="D"):
    entry = claims.Entry(
        Unit.objects.get(code=unit),
        "安全生产否决",
        "化工厂较大事故",
        document="云安委〔2027〕2号",
        happened_on=date(2026, 12, 28),
    )
    made = claims.enter(scheme=round.scheme, entries=[entry], by=clerk, at=at)
    claims.decide(
        claims=made,
        state=state,
        decided_by="市安委会",
        decided_on=at.date(),
        reason="不够立案",
        by=clerk,
        at=at,
    )


def steps(answer):
    return unescape(answer.content.decode()).split("<h2>一步一步</h2>")[1].split("</li>")[0]


def test_a_veto_that_takes_the_points_is_the_last_step(desk, client, round, clerk, leader, at):
    vetoed(round, clerk, at, "accepted")
    run = computing.number_draft(round, stage="check", why="核对", by=clerk, at=at)
    told = steps(desk.get(f"/office/run/{run.pk}/unit/D/F1/"))
    assert (
        "较大生产安全事故（云安委〔2027〕2号，2026-12-28），依据云办发〔2026〕3号第12条，本项计 0 分"
        in told
    )
    assert told.rindex("60") < told.index("一票否决")  # after what the method gave
    assessment.release(
        run=run, role="leader", layer="explanations", decided_by="主任", by=clerk, at=at
    )
    client.force_login(leader, backend="django.contrib.auth.backends.ModelBackend")
    assert "本项计 0 分" in steps(client.get(f"/released/{run.pk}/D/F1/"))


def test_a_units_losses_keep_what_the_figure_missed_apart_from_what_the_veto_took(desk, round, clerk, at):  # fmt: skip
    vetoed(round, clerk, at, "accepted", unit="A")
    run = computing.refresh(round, at=at)
    page = unescape(desk.get(f"/office/run/{run.pk}/unit/A/").content.decode())
    page = page.split("失分从哪里来")[1]
    rows = re.findall(r'F1/">.*?<span class="cut">(.*?)</span>.*?data-l="失分">(.*?)</td>', page)
    assert rows == [
        ("一票否决", "59.00"),
        ("完成率：118000 万元 ÷ 目标 120000 万元 = 98.33%", "1.00"),
    ]


def test_a_veto_that_was_turned_down_says_why_it_does_not_count(desk, round, clerk, at):
    vetoed(round, clerk, at, "rejected")
    run = computing.refresh(round, at=at)
    told = steps(desk.get(f"/office/run/{run.pk}/unit/D/F1/"))
    assert (
        "一票否决“较大生产安全事故”（云安委〔2027〕2号）没有算进来：" in told
        and "计 0 分" not in told
    )


def test_who_has_no_such_task_reads_by_which_rule_it_is_left_out(desk, round, at):
    run = computing.refresh(round, at=at)
    told = steps(desk.get(f"/office/run/{run.pk}/unit/C/F2/"))
    assert (
        "没有按方法得分，因为：" in told
        and "按规则书：无此任务，不计分，在“总分”按其余各项折算" in told
    )


def test_a_sum_lists_what_it_is_made_of_and_each_leads_on(desk, client, round, clerk, leader, at):
    run = computing.number_draft(round, stage="check", why="核对", by=clerk, at=at)
    root = next(iter(result_of(run).plan.nodes))
    page = unescape(desk.get(f"/office/run/{run.pk}/unit/A/{root}/").content.decode())
    made = page.split("<h2>组成</h2>")[1].split("</li>")[0]
    assert (
        "一般公共预算收入" in made
        and "空气优良天数比例" in made
        and page.index("组成") < page.index("一步一步")
    )
    places = re.findall(r'href="([^"]+)"', made)
    assert len(places) == 3 and all(desk.get(place).status_code == 200 for place in places)
    left_out = unescape(desk.get(f"/office/run/{run.pk}/unit/C/{root}/").content.decode())
    assert "无此任务，折算" in left_out.split("<h2>组成</h2>")[1]
    assessment.release(
        run=run, role="leader", layer="explanations", decided_by="主任", by=clerk, at=at
    )
    client.force_login(leader, backend="django.contrib.auth.backends.ModelBackend")
    page = unescape(client.get(f"/released/{run.pk}/A/{root}/").content.decode())
    places = re.findall(r'href="([^"]+)"', page.split("<h2>组成</h2>")[1].split("</li>")[0])
    assert len(places) == 3 and all(client.get(place).status_code == 200 for place in places)
