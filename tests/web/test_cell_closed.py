"""A cell of a round that has ended is only looked at."""

from html import unescape

import pytest

from baton.domain.rounds import services as rounds
from tests.stories import open_round
from tests.votes import voting

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("item", ["财政收入", "作风测评票"])
def test_a_cell_of_an_ended_round_shows_no_form_and_says_where_it_is_opened_again(
    desk, clerk, tmp_path, at, item
):
    if item == "财政收入":
        round = open_round(tmp_path, clerk)
    else:
        round = voting(tmp_path / "office", clerk)["县直机关工委"].round
    assert "就这样改" in unescape(desk.get(f"/office/cell/A/{item}/").content.decode())
    rounds.close(round=round, why="办完", by=clerk, at=at)
    page = unescape(desk.get(f"/office/cell/A/{item}/").content.decode())
    assert "就这样改" not in page and "看谁动" not in page and 'name="value"' not in page
    assert "已经结束，这一格只能看" in page and f"/office/rounds/{round.pk}/" in page
