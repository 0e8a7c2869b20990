"""会前看一遍: ties, edges, quotas, vetoes, undecided claims and missing figures, as a meeting will ask about them."""

from datetime import date
from fractions import Fraction
from html import unescape

import pytest

from baton.desk import computing
from baton.desk.drafts.reviewing import review
from baton.desk.looks.grade_ends import ends_of
from baton.desk.results import result_of
from baton.domain.claims import services as claims
from baton.domain.claims.services import Entry
from baton.domain.intake import services as intake
from baton.domain.orgs.models import Unit
from tests import stories
from tests.retold import retold
from tests.stories import MONEY, open_round, owed, send

pytestmark = pytest.mark.django_db
GRADES = """等次:
  - {优秀: 80分以上, 名额: 50%, 名额取整: 四舍五入}
  - {良好: 60分以上}
  - {一般: 其余}
名额规则: {基数: 有名次的, 递补: 是, 边上并列: 报考核委定}
一票否决:
  V1: {事由: 较大生产安全事故, 事件: 安全生产否决, 依据: 云办发〔2026〕3号第12条, 后果: {不得评: [优秀]}}
"""
# Undecided, 石桥市 has no total. With the point it has 100 as 云东区 has, and the others go down.
MOVED = {"石桥市": (None, 1), "临江县": (2, 3), "东岭县": (3, 4)}
TIED = "单位,优良天数比例\n临江县,92\n东岭,88.25\n石桥市,91.2\n云东区,92\n"


def text(answer):
    return unescape(answer.content.decode())


@pytest.fixture
@retold
def round(clerk, tmp_path, at, monkeypatch):
    monkeypatch.setattr(stories, "RULEBOOK", stories.RULEBOOK + GRADES)
    made = open_round(tmp_path, clerk)
    for lead, content in (("市财政局", MONEY), ("市生态环境局", TIED)):
        _, sent = send(owed(made, clerk)[lead], content, tmp_path, clerk)
        intake.accept(submission=sent, by=clerk, at=at)
    return made


def enter(round, subject, clerk, at, state="", **more):
    entry = Entry(
        subject=Unit.objects.get(code=subject),
        title="一件事",
        matter="一件事",
        document="云发〔2026〕1号",
        **more,
    )
    made = claims.enter(scheme=round.scheme, entries=[entry], by=clerk, at=at)
    if state:
        claims.decide(
            claims=made,
            state=state,
            decided_by="小组",
            decided_on=at.date(),
            reason="x",
            by=clerk,
            at=at,
        )
    return made[0]


def looked(round, at, clerk):
    return review(result_of(computing.refresh(round, at=at, by=clerk)))


def test_totals_of_the_story(round, clerk, at):
    """临江县 59+40, 东岭县 60+38.125, 石桥市 59.4+39.6 = 99, 云东区 100: the second place is shared."""
    found = looked(round, at, clerk)
    assert [(one.rank, one.total, one.names) for one in found.ties] == [
        (2, "99", ("临江县", "石桥市"))
    ]
    assert [(one.total, one.names) for one in found.contests] == [("99", ("临江县", "石桥市"))]
    assert found.edges == []
    assert found.vetoes == [] and found.pending == [] and found.unranked == []


def test_an_edge_says_how_far_apart_the_neighbours_are(round, clerk, at, tmp_path):
    _, sent = send(owed(round, clerk)["市财政局"], MONEY.replace("99000", "99050"), tmp_path, clerk)
    intake.accept(submission=sent, by=clerk, at=at)
    [edge] = [one for one in looked(round, at, clerk).edges if one.grade == "优秀"]
    assert (edge.last, edge.first, edge.gap) == ("石桥市", "临江县", Fraction("0.03"))
    assert edge.is_near and (edge.used, edge.quota) == (2, 2)


def test_a_veto_says_whether_it_is_in_force(round, clerk, at):
    enter(round, "D", clerk, at, "accepted", kind="安全生产否决", happened_on=date(2026, 6, 1))
    enter(
        round,
        "A",
        clerk,
        at,
        "accepted",
        kind="安全生产否决",
        happened_on=date(2025, 6, 1),
        until=date(2026, 6, 1),
    )
    found = looked(round, at, clerk)
    assert [(one.name, one.why_not) for one in found.vetoes] == [
        ("云东区", ""),
        ("临江县", "有效期到 2026-06-01，已过"),
    ]
    assert all(one.last != "云东区" for one in found.edges), (
        "kept from the grade, it is no neighbour of the edge"
    )


def test_an_undecided_claim_says_who_would_move(round, clerk, at):
    enter(round, "C", clerk, at, kind="表彰", level="省级")
    [one] = looked(round, at, clerk).pending
    assert one.name == "石桥市" and one.effect is not None
    assert {move.name: move.ranks for move in one.effect.moved} == MOVED


def test_a_claim_that_can_not_be_accepted_is_not_tried(desk, round, clerk, at):
    """A level in no points table: accepting it would only take the unit's total away, and can't be done."""
    enter(round, "C", clerk, at, kind="表彰", level="县级")
    run = computing.refresh(round, at=at, by=clerk)
    [one] = looked(round, at, clerk).pending
    assert (one.effect, one.can_count) == (None, False)
    page = text(desk.get(f"/office/run/{run.pk}/before/"))
    assert "级别不在分值表里，只能不予认定" in page and "点进去看认定会怎样" not in page
    assert all(not end.waits for end in ends_of(run, "县市区"))


def test_a_claim_that_moves_nobody_is_still_said_to_wait(desk, clerk, at, tmp_path, monkeypatch):
    """The title never says that nothing waits above a list of what waits."""
    rules = stories.RULEBOOK.replace("未认定的: 等认定", "未认定的: 先不计")
    monkeypatch.setattr(stories, "RULEBOOK", rules)
    made = open_round(tmp_path, clerk)
    for lead, content in (("市财政局", MONEY.replace("99000", "95000")), ("市生态环境局", TIED)):
        _, sent = send(owed(made, clerk)[lead], content, tmp_path, clerk)
        intake.accept(submission=sent, by=clerk, at=at)
    run = computing.refresh(made, at=at, by=clerk)
    assert "没有待定的，可以上会" in text(desk.get(f"/office/run/{run.pk}/before/"))
    enter(made, "D", clerk, at, kind="表彰", level="省级")
    run = computing.refresh(made, at=at, by=clerk)
    page = text(desk.get(f"/office/run/{run.pk}/before/"))
    assert "没有待定的" not in page and "1 条加减分待定，认定了名次和等次也不变" in page


def test_the_page_has_every_section_and_where_to_act(desk, round, clerk, at):
    claim = enter(round, "B", clerk, at, kind="表彰", level="省级")
    run = computing.refresh(round, at=at, by=clerk)
    page = text(desk.get(f"/office/run/{run.pk}/before/"))
    for part in (
        "并列 1 处",
        "等次边上",
        "临江县、石桥市同为 99.00 分，名额不够，等会议定",
        "一票否决：生效 0 条",
        "还没有定的加减分 1 条",
        "没有总分的 1 个",
        "东岭县",
    ):
        assert part in page
    assert f'href="/office/claims/{claim.pk}/"' in page
    assert f"/office/run/{run.pk}/before/" in text(desk.get("/office/board/"))


def test_a_draft_that_figures_have_outrun_says_so(desk, round, clerk, at, tmp_path):
    run = computing.number_draft(round, stage="committee", why="送审", by=clerk, at=at)
    computing.refresh(round, at=at, by=clerk)
    assert "数据又动过" not in text(desk.get(f"/office/run/{run.pk}/before/"))
    _, sent = send(owed(round, clerk)["市财政局"], MONEY.replace("99000", "98000"), tmp_path, clerk)
    intake.accept(submission=sent, by=clerk, at=at)
    computing.refresh(round, at=at, by=clerk)
    assert "数据又动过" in text(desk.get(f"/office/run/{run.pk}/before/"))


def test_units_without_a_total_are_named(desk, clerk, tmp_path, at):
    made = open_round(tmp_path, clerk)
    _, sent = send(owed(made, clerk)["市财政局"], MONEY, tmp_path, clerk)
    intake.accept(submission=sent, by=clerk, at=at)
    run = computing.refresh(made, at=at, by=clerk)
    page = text(desk.get(f"/office/run/{run.pk}/before/"))
    assert "没有总分的 4 个" in page
