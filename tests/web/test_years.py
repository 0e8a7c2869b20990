"""办哪一年: an office in January works on the year that has ended, and chooses another one by a click."""

import re
from datetime import date

import pytest

from baton.domain import clock
from tests.stories import open_round
from tests.web.test_last_year import taken

pytestmark = pytest.mark.django_db
SETUP = "/office/setup/"


@pytest.fixture
def today(monkeypatch):
    """Makes it a day."""
    return lambda day: monkeypatch.setattr(clock, "today", lambda: day)


def page(desk, place=SETUP, **given):
    return desk.get(place, given).content.decode()


def year(told):
    return int(re.search(r'<p class="kicker">(\d{4}) 年', told)[1])


@pytest.mark.parametrize(("day", "usual"), [(date(2027, 1, 4), 2026), (date(2027, 3, 31), 2026), (date(2027, 4, 1), 2027), (date(2026, 12, 31), 2026)])  # fmt: skip
def test_until_spring_it_is_the_year_that_has_ended(desk, today, day, usual):
    today(day)
    told = page(desk)
    assert year(told) == usual
    assert (
        f'<a href="?year={usual}" aria-current="page">' in told
        and f'<a href="?year={usual + 1}">' in told
    )
    assert f'name="year" value="{usual - 1}"' in page(desk, "/office/lastyear/in/")


def test_a_year_that_was_chosen_stays_for_the_pages_that_come_after(desk, today):
    today(date(2027, 1, 4))
    assert year(page(desk, year="2027")) == 2027
    assert 'href="/y/2027/office/setup/roster/' in page(desk, year="2027")
    assert year(page(desk, "/y/2027/office/setup/")) == 2027
    assert "2027" in page(desk, "/y/2027/office/setup/roster/")
    assert year(page(desk, "/y/2027/office/setup/", year="1")) == 2027  # no year an office has
    assert year(page(desk)) == 2026, "another window stays as it was"


def test_a_round_that_is_chosen_brings_its_year(desk, clerk, tmp_path, at, today):
    today(date(2027, 1, 4))
    round = open_round(tmp_path, clerk, at)
    page(desk, year="2027")
    assert year(page(desk, "/y/2027/office/setup/", round=round.pk)) == 2026


def test_a_year_that_was_only_computed_again_is_not_the_present_one(desk, today):
    taken(desk)  # 2026
    today(date(2028, 1, 4))
    told = page(desk)
    assert year(told) == 2027 and '<a href="?year=2026">' in told
    assert "还没有名册" in told
