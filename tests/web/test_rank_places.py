"""按名次给分: points place by place as people write them, less for every further place, and a score above its points."""

from html import unescape

import pytest

from baton.desk import computing
from baton.desk.choosing import likely, told
from baton.desk.drafts.reviewing import review
from baton.desk.results import result_of
from baton.desk.trials.over_full import over_full
from baton.domain.assessment import queries
from baton.domain.intake import services as intake
from baton.domain.schemes import queries as schemes
from tests.retold import retold
from tests.stories import MONEY, open_round, owed, send
from tests.web.test_method import kept_form

pytestmark = pytest.mark.django_db
F1 = "/office/scheme/F1/method/"
RANKED = {
    "method": "rank_points", "数据": "财政收入", "取向": "越高越好", "数起": "", "并列": "按并列名次", "每降1位": "", "最低": "",
    "表后各名": "再逐位递减", "表后每降1位": "减0.2分",
}  # fmt: skip


def text(answer):
    return unescape(answer.content.decode())


@pytest.fixture
@retold
def round(clerk, tmp_path, at):
    made = open_round(tmp_path, clerk)
    _, sent = send(owed(made, clerk)["市财政局"], MONEY, tmp_path, clerk)
    intake.accept(submission=sent, by=clerk, at=at)
    return made


@pytest.mark.parametrize(("sentence", "blanks"), [
    ("排名第1得6分,每后退一位减0.2分。", {"名次分": "[6分]", "表后各名": "再逐位递减", "表后每降1位": "减0.2分"}),
    ("第一名得10分，第二名得9.8分，以后每降1位减0.2分。", {"名次分": "[10分, 9.8分]", "表后各名": "再逐位递减", "表后每降1位": "减0.2分"}),
    ("按名次计分，第一名得满分，依次递减0.5分。", {"名次分": "分值", "表后各名": "再逐位递减", "表后每降1位": "减0.5分"}),
])  # fmt: skip
def test_less_points_for_every_place_are_read_from_the_sentence(sentence, blanks):
    assert likely(sentence)[0] == "rank_points"
    assert told("rank_points", sentence) == blanks


@pytest.mark.parametrize(
    ("written", "table"),
    [
        ("[10分, 8分, 6分]", ["10", "8", "6"]),  # the example that stands beside it
        ("10分、9.8分、9.6分", ["10", "9.8", "9.6"]),
        ("10分，9.8分", ["10", "9.8"]),
        ("{前1名: 10分}", ["10"]),
        ("前2名：10分，前3名：8分", ["10", "10", "8"]),
        ("第1名10分、第2名9分", ["10", "9"]),
        ("10分", ["10"]),
    ],
)
def test_points_by_place_are_taken_however_they_are_written(desk, round, written, table):
    page = text(desk.post(F1, RANKED | {"名次分": written}))
    assert "没有写入" not in page
    assert desk.post(F1, kept_form(page)).status_code == 302
    params = schemes.book_of(schemes.newest(round.scheme))["items"][0]["params"]
    assert (params["table"], params["step"]) == (table, "-0.2")


def test_the_forms_own_example_is_that_of_its_method(desk, round):
    assert "照这样写：[10分, 8分, 6分]" in text(desk.get(F1 + "?method=rank_points"))
    assert "照这样写：{前3名: 10分" in text(desk.get(F1 + "?method=movement"))


@pytest.mark.parametrize("step", ["0.2分", "加0.2分"])
def test_more_points_further_down_are_asked_about(desk, round, step):
    page = text(desk.post(F1, RANKED | {"名次分": "[10分]", "表后每降1位": step}))
    assert "越靠后得分越高" in page and "减0.2" in page and "没有写入" in page


@pytest.mark.parametrize("bad", ["{前3名: 10分, 前2名: 8分}", "{前900名: 10分}", "甲、乙"])
def test_what_is_no_list_of_points_is_named(desk, round, bad):
    page = text(desk.post(F1, RANKED | {"名次分": bad}))
    assert "处要先改好，没有写入" in page and "名次分" in page


def test_a_score_above_its_points_is_pointed_out_in_the_trial_and_before_the_meeting(
    desk, round, clerk, at
):
    page = text(desk.post(F1, RANKED | {"名次分": "[70分, 65分]"}))
    assert "得分超过分值 60 分" in page and "70 分" in page
    assert desk.post(F1, kept_form(page)).status_code == 302
    desk.post("/office/scheme/use/", {"number": schemes.newest(round.scheme).number})
    round.refresh_from_db()
    run = computing.refresh(round, at=at, by=clerk)
    (found,) = over_full(result_of(run))
    assert (found.code, str(found.score), str(found.full)) == ("F1", "70", "60")
    assert review(result_of(run)).over == [found]
    page = text(desk.get(f"/office/run/{queries.provisional(round).pk}/before/"))
    assert "得分超过分值的指标 1 个" in page and found.most in page


def test_within_the_points_nothing_is_said(desk, round):
    page = text(desk.post(F1, RANKED | {"名次分": "[60分, 58分]"}))
    assert "没有写入" not in page and "超过分值" not in page


def test_without_a_lowest_the_shares_go_on_falling(desk, round, clerk, at):
    """「没写即不设」: tried, kept and computed with figures at hand."""
    falling = RANKED | {"名次分": "", "表后各名": "", "表后每降1位": "", "每降1位": "60%"}
    page = text(desk.post(F1, falling))
    assert "没有写入" not in page
    assert desk.post(F1, kept_form(page)).status_code == 302
    book = schemes.book_of(schemes.newest(round.scheme))
    assert book["items"][0]["params"]["least"] is None
    round.refresh_from_db()
    result = result_of(computing.refresh(round, at=at, by=clerk))
    points = sorted({result.score(one, "F1") for one in result.lines} - {None}, key=float)
    assert points == ["-48", "-12", "24", "60"]
