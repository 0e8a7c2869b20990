"""已发布的成绩: each layer shows what it says and not a figure more; a leader reads first what has to be done."""

from html import unescape
from types import SimpleNamespace
from unittest.mock import patch

import pytest

from baton.desk import computing
from baton.desk.looks import shown
from baton.desk.looks.shown import points_to_note
from baton.domain.assessment import services
from baton.domain.assessment.models import RunLine
from baton.domain.intake import services as intake
from tests.retold import retold
from tests.stories import AIR, MONEY, open_round, owed, send

pytestmark = pytest.mark.django_db
LAYERS = ("names", "totals", "papers", "items", "explanations")
TOTAL, POINTS, STEP = "98.65", "39.65", "起扣线"


def text(answer):
    return unescape(answer.content.decode())


@pytest.fixture
@retold
def draft(clerk, tmp_path, at):
    round = open_round(tmp_path, clerk)
    for lead, content in (("市财政局", MONEY), ("市生态环境局", AIR)):
        _, made = send(owed(round, clerk)[lead], content, tmp_path, clerk)
        intake.accept(submission=made, by=clerk, at=at)
    return computing.number_draft(round, stage="check", why="核对", by=clerk, at=at)


@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_shows_what_it_says_and_no_more(client, draft, clerk, leader, at, layer):
    services.release(run=draft, role="leader", layer=layer, decided_by="主任", by=clerk, at=at)
    client.force_login(leader, backend="django.contrib.auth.backends.ModelBackend")
    depth = LAYERS.index(layer)
    page = text(client.get(f"/released/{draft.pk}/"))
    assert "临江县" in page and (TOTAL in page) == (depth >= 1) and (POINTS in page) == (depth >= 2)
    unit = client.get(f"/released/{draft.pk}/A/")
    assert unit.status_code == (200 if depth >= 3 else 404)
    why = client.get(f"/released/{draft.pk}/A/F2/")
    assert why.status_code == (200 if depth >= 4 else 404)
    if depth >= 3:
        assert POINTS in text(unit) and (f"/released/{draft.pk}/A/F2/" in text(unit)) == (
            depth >= 4
        )
    if depth >= 4:
        assert STEP in text(why) and "从大到小第 3" in text(why)


def test_another_drafts_pages_stay_shut(client, draft, clerk, leader, at):
    services.release(
        run=draft, role="leader", layer="explanations", decided_by="主任", by=clerk, at=at
    )
    other = computing.number_draft(draft.round, stage="opinion", why="征求意见", by=clerk, at=at)
    client.force_login(leader, backend="django.contrib.auth.backends.ModelBackend")
    for path in ("", "A/", "A/F2/"):
        assert client.get(f"/released/{other.pk}/{path}").status_code == 404
    assert client.get(f"/released/{draft.pk}/Z/").status_code == 404
    assert client.get(f"/released/{draft.pk}/A/F9/").status_code == 404
    services.withdraw(release=draft.releases.get(), by=clerk, at=at)
    assert client.get(f"/released/{draft.pk}/A/F2/").status_code == 404


def test_a_grade_decided_after_the_release_is_not_shown_with_it(client, draft, clerk, leader, at):
    from datetime import timedelta

    services.release(run=draft, role="leader", layer="totals", decided_by="主任", by=clerk, at=at)
    services.decide_grade(
        run=draft, subject="A", decided="优秀", organ="市委常委会", meeting="第9次", decided_on=at.date(), document="云委〔2027〕1号",
        reason="综合研判", by=clerk, at=at + timedelta(hours=1),
    )  # fmt: skip
    client.force_login(leader, backend="django.contrib.auth.backends.ModelBackend")
    assert "市委常委会" not in text(client.get(f"/released/{draft.pk}/"))


def line(name, rank, total, grade="", group="县市区", status="ranked"):
    return RunLine(
        subject=name,
        name=name,
        group=group,
        order=rank or 9,
        status=status,
        rank=rank,
        total=total,
        grade=grade,
    )


def test_three_sentences_for_a_leader():
    before = [line("甲", 1, "99"), line("乙", 2, "98"), line("丙", 3, "97")]
    now = [
        line("乙", 1, "99", "优秀"),
        line("丙", 2, "98.5", "良好"),
        line("甲", 3, "98.4", "良好"),
        line("丁", None, None, status="unranked"),
    ]
    assert points_to_note(now, before) == [
        "退得最多：甲退 2 位到第 3 名", "县市区“优秀”末位乙只比丙高 0.5 分", "还没有总分：丁",
    ]  # fmt: skip
    assert points_to_note(before, before) == []


def test_a_vetoed_unit_among_the_best_is_no_edge():
    """Rank 1 may not be 优秀: the edges are where totals decide, the narrowest of them 乙's to 丁."""
    now = [
        line("甲", 1, "90.96", "良好"), line("乙", 2, "90.68", "优秀"), line("丁", 3, "90.18", "良好"),
        line("戊", 4, "89", "良好"), line("己", 5, "87", "一般"),
    ]  # fmt: skip
    levels = [{"grade": grade} for grade in ("优秀", "良好", "一般")]
    plan = SimpleNamespace(
        groups=[SimpleNamespace(name="县市区", entry={"grades": {"levels": levels}})]
    )
    vetoed = SimpleNamespace(forced=[], excluded={"优秀"})
    lines = {one.subject: SimpleNamespace(subject=one.subject, group="县市区") for one in now}
    result = SimpleNamespace(effects={now[0].subject: vetoed}, plan=plan, lines=lines)
    with patch.object(shown, "short_of", lambda *_: None):
        assert points_to_note(now, [], result=result) == ["县市区“优秀”末位乙只比丁高 0.5 分"]
        vetoed_next = SimpleNamespace(effects={now[2].subject: vetoed}, plan=plan, lines=lines)
        assert points_to_note(now[1:], [], result=vetoed_next) == [
            "县市区“优秀”末位乙只比戊高 1.68 分"
        ]


def test_a_tie_at_the_edge_comes_before_a_narrow_gap():
    now = [
        line("甲", 1, "99", "优秀"),
        line("乙", 2, "98"),
        line("丙", 2, "98"),
        line("丁", 4, "97", "良好"),
    ]
    assert points_to_note(now, []) == ["县市区名额边上同分，等会议定：乙、丙"]


def test_the_queries_of_a_released_board_do_not_grow(
    client, draft, clerk, leader, at, django_assert_max_num_queries
):
    services.release(
        run=draft, role="leader", layer="explanations", decided_by="主任", by=clerk, at=at
    )
    client.force_login(leader, backend="django.contrib.auth.backends.ModelBackend")
    client.get(f"/released/{draft.pk}/")
    with django_assert_max_num_queries(18):
        client.get(f"/released/{draft.pk}/")
