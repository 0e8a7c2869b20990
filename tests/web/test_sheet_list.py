"""一张表的旁边: the other sheets of the round, what each waits for, and which one is looked at."""

import re

import pytest
from django.template.loader import render_to_string

from baton.web.office.sheet_view import Grid, Line, Shown
from tests.retold import retold
from tests.stories import MONEY, open_round, owed, send

pytestmark = pytest.mark.django_db


@pytest.fixture
@retold
def round(clerk, tmp_path):
    return open_round(tmp_path, clerk)


def beside(desk, sheet):
    """Each link of the list beside a sheet: where it leads, what it says, whether it is the page's own."""
    page = desk.get(f"/office/desk/{sheet.pk}/").content.decode()
    listed = re.search(r'<nav class="card leads".*?</nav>', page, re.S)[0]
    links = re.findall(
        r"<li><a href=\"([^\"]+)\"( aria-current=\"page\")?>(.*?)</a></li>", listed, re.S
    )
    return [(way, re.sub(r"<[^>]+>", " ", words), bool(own)) for way, own, words in links]


def test_every_sheet_of_the_round_is_one_click_away(desk, round, clerk, tmp_path):
    sheets = owed(round, clerk)
    money, air = sheets["市财政局"], sheets["市生态环境局"]
    send(money, MONEY, tmp_path, clerk)
    listed = beside(desk, air)
    assert {way for way, _, _ in listed} == {f"/office/desk/{one.pk}/" for one in sheets.values()}
    assert [way for way, _, own in listed if own] == [f"/office/desk/{air.pk}/"]
    assert listed[0][0] == f"/office/desk/{money.pk}/"  # what waits for a decision comes first


def test_it_says_how_many_oddities_wait(desk, round, clerk, tmp_path):
    money = owed(round, clerk)["市财政局"]
    _, submission = send(money, MONEY.replace("东岭,84000\n", ""), tmp_path, clerk)
    assert submission.oddities
    words = {way: words for way, words, _ in beside(desk, money)}
    assert f"{len(submission.oddities)} 处" in words[f"/office/desk/{money.pk}/"]


def test_a_units_own_tasks_stand_as_a_list_where_most_of_a_wide_sheet_is_nobodys():
    heads = [f"第{n}项任务" for n in range(40)]
    lines = [
        Line(f"U{n}", f"第{n}局", [Shown("92.5" if place == n else "—") for place in range(40)])
        for n in range(40)
    ]
    page = render_to_string("office/sheet_grid.html", {"grid": Grid(heads, [], lines, [])})
    assert page.count("第7项任务") == 1 and page.count("92.5") == 40 and "—" not in page
    assert Grid(heads[:8], lines, [], []).is_sparse is False
    full = [Line("U", "一局", [Shown("92.5") for _ in heads])]
    assert Grid(heads, full, [], []).is_sparse is False
