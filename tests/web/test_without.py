"""这条不算会怎样: the small county without an indicator, a claim or a veto, worked by hand; nothing is written.

The totals are 云东区 100, 石桥市 99.4, 临江县 98.65, 东岭县 98.13 of 100: 一般公共预算收入 60, 空气优良天数比例 40.
"""

from datetime import date

import pytest

from baton.desk import answers, computing
from baton.desk.parts.looking import look
from baton.desk.results import result_of
from baton.desk.roster.roster_changes import write
from baton.desk.trials import leaving
from baton.domain.assessment.gather import rulebook_of
from baton.domain.audit.models import Entry as Logged
from baton.domain.claims import services as claims
from baton.domain.intake import services as intake
from baton.domain.orgs import unit_services as units
from baton.domain.orgs.models import Unit
from baton.domain.refusals import Refused
from tests.retold import retold
from tests.stories import AIR, MONEY, open_round, owed, send

pytestmark = pytest.mark.django_db


@pytest.fixture
@retold
def run(clerk, tmp_path, at):
    answers.forget()
    round = open_round(tmp_path, clerk)
    for lead, content in (("市财政局", MONEY), ("市生态环境局", AIR)):
        _, made = send(owed(round, clerk)[lead], content, tmp_path, clerk)
        intake.accept(submission=made, by=clerk, at=at)
    entry = claims.Entry(
        Unit.objects.get(code="A"), "表彰", "省级文明县", level="省级", document="省文明〔2026〕3号"
    )
    made = claims.enter(scheme=round.scheme, entries=[entry], by=clerk, at=at)
    claims.decide(
        claims=made, state="accepted", decided_by="认定小组", decided_on=at.date(), by=clerk, at=at
    )
    return computing.refresh(round, at=at)


def shifts(left, at=0):
    return {one.subject: (one.totals, one.ranks) for one in left.outcomes[at].moved}


def text(answer):
    return answer.content.decode()


def test_an_indicators_points_leave_the_total_or_are_made_up_by_the_others(run):
    found = leaving.without(result_of(run), "item", "F1")
    assert ["满分里去掉" in one.words for one in found.outcomes] == [True, False]
    assert "分值由“总分”的其余各项按比例补足" in found.outcomes[1].words
    # without 一般公共预算收入: 40 points for the air, and 临江县 has its bonus point
    assert shifts(found) == {
        "A": (("99.65", "40.65"), (2, 1)), "B": (("98.13", "38.13"), (4, 4)),
        "C": (("99.4", "40"), (3, 2)), "D": (("100", "40"), (1, 2)),
    }  # fmt: skip
    # made up: 39.65 and 38.125 of 40 count as 99.125 and 95.3125 of 100, the bonus is not scaled
    assert shifts(found, 1)["A"] == (("99.65", "100.13"), (2, 1))
    assert shifts(found, 1)["B"] == (("98.13", "95.31"), (4, 4))


def test_bonuses_a_single_claim_and_a_whole_kind_are_left_out(run):
    result = result_of(run)
    [claim] = result.plan.facts.events
    expected = {"A": (("99.65", "98.65"), (2, 3)), "C": (("99.4", "99.4"), (3, 2))}
    for what, key in (("item", "加分"), ("claim", claim.id), ("kind", "表彰")):
        assert shifts(leaving.without(result, what, key)) == expected
    assert leaving.without(result, "claim", "没有") is None
    assert leaving.without(result, "item", "没有") is None


def test_the_base_of_a_multiplier_cannot_be_left_out(run):
    plan = result_of(run).plan
    [group] = plan.groups
    plan.nodes["X"] = {"code": "X", "kind": "multiplier", "base": "F1", "coefficients": []}
    group.nodes.append("X")
    try:
        with pytest.raises(Refused, match=r"^别的系数.*试不出来"):
            leaving.without(result_of(run), "item", "F1")
    finally:
        group.nodes.remove("X")
        del plan.nodes["X"]


def test_a_coefficient_left_out_is_not_multiplied(run):
    node = {"kind": "multiplier", "coefficients": [{"node": "XP1"}, {"node": "XP2"}]}
    assert leaving._without_coefficient(node, "XP1")["coefficients"] == [{"node": "XP2"}]
    assert leaving._without_coefficient(node, "Z01") is node


def test_the_page_says_who_moves_and_writes_nothing(desk, run, django_assert_max_num_queries):
    changes = Logged.objects.exclude(action="result.looked")
    logged = changes.count()
    page = text(desk.get(f"/office/run/{run.pk}/without/?item=加分"))
    assert "试算，没有保存" in page and "不算“表彰加分”，县市区 2 个单位换名次" in page
    assert "2 → 3" in page and "↓ 1 位" in page and "−1" in page
    other = text(desk.get(f"/office/run/{run.pk}/without/?item=F1&how=1"))
    assert "按比例补足" in other and "分数线没有跟着改" not in other
    [claim] = result_of(run).plan.facts.events
    single = text(desk.get(f"/office/run/{run.pk}/without/?claim={claim.id}"))
    assert "“表彰”都不算" in single
    assert changes.count() == logged
    with django_assert_max_num_queries(9):
        desk.get(f"/office/run/{run.pk}/without/?item=F1")


def test_who_was_merged_away_waits_for_no_total(desk, run, clerk, at):
    old, into = (Unit.objects.get(code=code) for code in "DC")
    write(units.merge, year=2026, unit=old, into=into, on=date(2026, 7, 1), why="云编〔2026〕7号", by=clerk, at=at)  # fmt: skip
    without = computing.refresh(run.round, at=at, by=clerk)
    found = leaving.without(result_of(without), "item", "F1")
    assert [one.subject for one in found.outcomes[0].shifts] == ["A", "B", "C"]
    assert "还没有总分" not in text(desk.get(f"/office/run/{without.pk}/without/?item=F1"))
    assert look(without.round, rulebook_of(without.round)).no_total == 0
    assert "云东区已并入石桥市，这一轮不排" in text(desk.get("/office/cell/D/财政收入/"))
    assert "这一轮不排" not in text(desk.get("/office/cell/C/财政收入/"))


def test_pages_lead_to_it(desk, run):
    address = f"/office/run/{run.pk}/without/"
    assert f"{address}?item=F1" in text(desk.get(f"/office/run/{run.pk}/indicator/F1/"))
    assert f"{address}?item=F1" in text(desk.get(f"/office/run/{run.pk}/unit/A/F1/"))


@pytest.mark.parametrize("asked", ["", "item=没有", "veto=V1", "kind=没有", "how=9", "item="])
def test_what_is_not_there_is_not_found(desk, run, asked):
    assert desk.get(f"/office/run/{run.pk}/without/?{asked}").status_code == 404


def test_readers_do_not_get_it(client, run, leader):
    client.force_login(leader, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(f"/office/run/{run.pk}/without/?item=F1").status_code == 404


def test_an_answer_is_found_once_and_the_oldest_is_forgotten(monkeypatch):
    answers.forget()
    monkeypatch.setattr(answers, "MOST", 2)
    asked = []
    for question in ("a", "a", "b", "c", "a"):
        answers.kept(question, lambda question=question: asked.append(question))
    assert asked == ["a", "b", "c", "a"]
