"""小数位: figures that stand under each other have as many digits behind the point, as the rule rounds them."""

import re
from html import unescape

import pytest

from baton.desk import computing
from baton.desk.looks.columns import padded, places_in
from baton.domain.intake import services as intake
from tests.retold import retold
from tests.stories import AIR, MONEY, open_round, owed, send

pytestmark = pytest.mark.django_db


@pytest.fixture
@retold
def round(clerk, tmp_path, at):
    made = open_round(tmp_path, clerk)
    for lead, content in (("市财政局", MONEY), ("市生态环境局", AIR)):
        _, submission = send(owed(made, clerk)[lead], content, tmp_path, clerk)
        intake.accept(submission=submission, by=clerk, at=at)
    computing.refresh(made, at=at)
    return made


def text(answer):
    return unescape(answer.content.decode())


def digits(figures):
    return {len(re.sub(r"（.*|[^\d.]", "", one).partition(".")[2]) for one in figures}


def test_the_results_of_readings_have_the_places_of_the_indicator(desk, round):
    page = text(desk.get("/office/scheme/F2/"))
    cells = re.findall(r'<td class="r nw">([−+]?[\d.]+[^<]*)</td>', page)
    assert len(cells) >= 6 and digits(cells) == {4}
    assert digits(re.findall(r'<span class="big"><b>([\d.]+)</b>', page)) == {4}


def test_who_moves_by_how_much_has_the_places_of_totals_and_its_sign(desk, round):
    given = {"value": "120000", "state": "reported", "was": "118000", "try": "1"}
    page = text(desk.post("/office/cell/A/财政收入/", given))
    for head in ("自己的数", "同组", "总分变动"):
        assert digits(re.findall(rf'data-l="{head}">([^<]*)<', page)) == {2}
    assert 'data-l="总分变动">+1.00<' in page


def test_two_drafts_beside_each_other_too(desk, round, clerk, at, tmp_path):
    first = computing.number_draft(round, stage="first", why="先看", by=clerk, at=at)
    _, sent = send(owed(round, clerk)["市财政局"], MONEY.replace("118000", "119000"), tmp_path, clerk)  # fmt: skip
    intake.accept(submission=sent, by=clerk, at=at)
    second = computing.number_draft(round, stage="check", why="更正", by=clerk, at=at)
    page = text(desk.get(f"/office/run/{second.pk}/moved/{first.pk}/"))
    assert digits(re.findall(r'data-l="(?:数据|总分变动)">([^<]*)<', page)) == {2}
    assert 'data-l="总分变动">+0.50<' in page


def test_a_rule_that_cuts_nowhere_near_leaves_its_longest_figure_whole():
    assert places_in(["4.6", "4.7333333333", None], 10) == 10
    assert places_in(["4.6", "5"], 10) == 1 and padded("5", 1) == "5.0"
