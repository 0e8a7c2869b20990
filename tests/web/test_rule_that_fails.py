"""算不下来的规则: a method at which the program fails stops no page; whose rule it is is said, and it can be changed."""

import shutil
from html import unescape
from pathlib import Path

import pytest
from django.conf import settings

from baton.desk import computing, worker
from baton.domain.intake import services as intake
from baton.domain.refusals import Refused
from baton.domain.schemes import queries as schemes
from baton.scoring import RuleFailed, score
from baton.scoring.methods import METHODS
from tests.retold import retold
from tests.stories import MONEY, open_round, owed, send
from tests.web.test_method import kept_form
from tests.web.test_rank_places import RANKED

pytestmark = pytest.mark.django_db
F1 = "/office/scheme/F1/method/"


def text(answer):
    return unescape(answer.content.decode())


def broken(cells):
    raise ValueError("不是可用的数")


@pytest.fixture
@retold
def round(clerk, tmp_path, at):
    made = open_round(tmp_path, clerk)
    _, sent = send(owed(made, clerk)["市财政局"], MONEY, tmp_path, clerk)
    intake.accept(submission=sent, by=clerk, at=at)
    return made


@pytest.fixture
def failing(round, monkeypatch):
    """The method of F1 fails at every figure; gives the name of the indicator."""
    item = schemes.book_of(round.version)["items"][0]
    name = item["method"]
    monkeypatch.setitem(METHODS, name, (METHODS[name][0], broken))
    yield item["name"]
    shutil.rmtree(
        Path(settings.BATON_HOME) / "answers", ignore_errors=True
    )  # nor may other tests read it


def test_the_board_says_whose_rule_fails_and_leads_to_its_form(desk, round, failing):
    worker.look({})
    for place in ("/office/board/", "/office/"):
        page = text(desk.get(place))
        assert failing in page and "没有算下来" in page and "正在后台重算" not in page
        assert f'href="{F1}"' in page


def test_computing_by_hand_refuses_with_the_reason(desk, round, failing):
    answer = desk.post("/office/board/recompute/")
    assert answer.status_code == 409
    assert f"“{failing}”的规则程序没有算下来（ValueError：不是可用的数）" in text(answer)
    assert failing in text(desk.get("/office/board/"))  # without a worker too


def test_what_fails_is_not_tried_again_until_something_moves(round, failing, at, monkeypatch):
    worker.look({})
    monkeypatch.setattr(computing, "compute", lambda _: pytest.fail("computed again"))
    ((_, outcome),) = computing.refresh_all(at=at)
    assert isinstance(outcome, Refused) and failing in outcome.sentence


def test_another_way_of_the_failing_indicator_is_tried_and_kept(desk, round, failing, at):
    assert failing in text(desk.get("/office/scheme/F1/"))
    page = text(desk.post(F1, RANKED | {"名次分": "[60分, 50分]"}))
    assert "现在的规则算不下来；这样写就能算" in page
    assert desk.post(F1, kept_form(page)).status_code == 302
    assert schemes.book_of(schemes.newest(round.scheme))["items"][0]["method"] == "rank_points"


def test_a_way_that_fails_itself_is_a_fault_of_the_form(desk, round, monkeypatch):
    monkeypatch.setitem(METHODS, "rank_points", ("M15", broken))
    page = text(desk.post(F1, RANKED | {"名次分": "[60分, 50分]"}))
    assert "按这样写，程序没有算下来（ValueError：不是可用的数）" in page


def test_all_that_fail_are_named_at_once(round, monkeypatch):
    from baton.domain.assessment import gather

    for name in METHODS:
        monkeypatch.setitem(METHODS, name, (METHODS[name][0], broken))
    with pytest.raises(RuleFailed) as failed:
        score(gather.rulebook_of(round), gather.facts_of(round))
    book = gather.rulebook_of(round)
    assert len(failed.value.names) > 1 and set(failed.value.names) <= {
        one["code"] for one in book["items"]
    }
