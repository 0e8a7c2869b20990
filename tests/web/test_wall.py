"""大屏: what a wall shows of a released draft, and that it compares with nothing its reader may not see himself."""

import re
from html import unescape
from itertools import pairwise

import pytest

from baton.desk import computing
from baton.domain.assessment import services
from tests.graded import open_graded
from tests.retold import retold

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
@retold
def drafts(tmp_path, clerk, at):
    round = open_graded(tmp_path, clerk, at)
    first = computing.number_draft(round, stage="first", why="先看", by=clerk, at=at)
    second = computing.number_draft(round, stage="check", why="核对", by=clerk, at=at)
    services.release(run=second, role="leader", layer="totals", decided_by="主任", by=clerk, at=at)
    return first, second


@pytest.fixture
def wall(client, leader, drafts):
    client.force_login(leader, backend=BACKEND)
    return lambda: unescape(client.get(f"/released/{drafts[1].pk}/wall/").content.decode())


def test_a_wall_tells_how_far_each_is_from_the_one_before(wall):
    page = wall()
    totals = [float(one) for one in re.findall(r'wtt">([\d.]+)<', page)]
    gaps = re.findall(r'class="r wgp">([\d.—]+|并列)</td>', page)
    assert len(totals) == len(gaps) == 4 and gaps[0] == "—"
    assert [round(a - b, 2) for a, b in pairwise(totals)] == [
        float(one) if one != "并列" else 0 for one in gaps[1:]
    ]
    assert page.count('class="now"') == 4


def test_a_wall_compares_with_a_draft_only_where_that_was_released_too(wall, drafts, clerk, at):
    page = wall()
    assert "比第 1 稿" not in page and 'class="was"' not in page
    services.release(run=drafts[0], role="leader", layer="names", decided_by="主任", anyway=True, by=clerk, at=at)  # fmt: skip
    assert "比第 1 稿" not in wall()  # a list of grades gives no total and no rank


def test_a_wall_shows_where_each_stood_in_the_draft_before(wall, drafts, clerk, at):
    services.release(run=drafts[0], role="leader", layer="totals", decided_by="主任", anyway=True, by=clerk, at=at)  # fmt: skip
    page = wall()
    assert "比第 1 稿" in page and page.count("持平") == 4 and page.count('class="was"') == 4
