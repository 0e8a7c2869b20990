"""空的办公室: before there is a roster or a round, every page that can be opened says what to do next."""

import html
import re

import pytest

from baton.web.office.urls import urlpatterns

pytestmark = pytest.mark.django_db
OF_A_ROUND = {
    "targets/empty/",
    "targets/notice/",
    "targets/seal/",
}  # reached from a page that a round has
ONLY_BUTTONS = 405


def main(answer):
    return html.unescape(re.search(r"<main[^>]*>(.*?)</main>", answer.content.decode(), re.S)[1])


PLACES = sorted({str(one.pattern) for one in urlpatterns} - OF_A_ROUND)


@pytest.mark.parametrize("place", [one for one in PLACES if "<" not in one])
def test_an_empty_office_says_what_to_do_next(desk, place):
    answer = desk.get(f"/office/{place}", follow=True)
    if answer.status_code == ONLY_BUTTONS:
        return
    assert answer.status_code == 200
    shown = main(answer)
    own = re.sub(r'<p class="kicker">.*?</p>', "", shown)  # the way back is no way on
    assert "<form" in own or '<a class="btn' in own or '<a href="/office/' in own, place


def test_each_part_says_what_it_will_show(desk):
    for place, said in {
        "desk": "应交的打分表", "board": "这里就有成绩", "claims": "收取加减分", "scheme": "选方法、定目标", "records": "应交的打分表",
    }.items():  # fmt: skip
        shown = main(desk.get(f"/office/{place}/"))
        assert "先收名册、收指标体系表，再开一轮" in shown and said in shown, place
