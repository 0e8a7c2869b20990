"""一个指标: its units beside each other with figure, target, completion and rank; its years; a group's years."""

import re
from datetime import date
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from baton.desk import computing, folders
from baton.domain.intake import services as intake
from baton.domain.rounds import services as rounds
from tests import stories
from tests.retold import retold
from tests.stories import AIR, MONEY, RULEBOOK, office, open_round, owed, send

pytestmark = pytest.mark.django_db


def text(answer):
    return unescape(answer.content.decode())


def reported(round, clerk, at, folder, money=MONEY):
    for lead, content in (("市财政局", money), ("市生态环境局", AIR)):
        _, sent = send(owed(round, clerk)[lead], content, folder, clerk)
        intake.accept(submission=sent, by=clerk, at=at)
    return computing.number_draft(round, stage="final", why="正式", by=clerk, at=at)


@pytest.fixture
@retold
def run(clerk, tmp_path, at):
    return reported(open_round(tmp_path, clerk), clerk, at, tmp_path)


@pytest.fixture
@retold
def last_year(clerk, tmp_path, at, monkeypatch):
    """2025, with 临江县 at 100,000 and another sentence for air."""
    book = RULEBOOK.replace("2026", "2025").replace("低于92%的，", "")
    monkeypatch.setattr(stories, "RULEBOOK", book)
    (tmp_path / "a").mkdir()
    made, facts = office(tmp_path / "a")
    scheme, version = folders.found_scheme(book=made, facts=facts, year=2025, by=clerk, at=at)
    round = rounds.open_round(
        scheme=scheme, version=version, name="2025年终考核", kind="year_end", as_of="全年", on=date(2025, 12, 31), by=clerk, at=at,
    )  # fmt: skip
    monkeypatch.setattr(stories, "RULEBOOK", RULEBOOK)
    return reported(round, clerk, at, tmp_path / "a", MONEY.replace("118000", "100000"))


def test_units_stand_beside_each_other_with_figure_target_and_completion(desk, run):
    page = text(desk.get(f"/office/run/{run.pk}/indicator/F1/"))
    assert "县市区 2 个失分，临江县最多" in page
    assert "118,000万元" in page and "120,000" in page and "98.33%" in page
    rates = re.findall(r'data-l="完成率">([^<]*)%<', page)
    assert "105.00" in rates and {len(one.partition(".")[2]) for one in rates} == {2}
    assert "第 1 名" in page and "第 4 名" in page
    air = text(desk.get(f"/office/run/{run.pk}/indicator/F2/"))
    assert "88.25%" in air and "完成率" not in air  # no target, no completion: no empty columns


def test_scores_of_a_column_have_as_many_decimals_as_totals(desk, run):
    page = text(desk.get(f"/office/run/{run.pk}/indicator/F1/"))
    scores = re.findall(r'data-l="得分">([^<]*)<', page)
    assert len(scores) == 4
    assert {len(score.partition(".")[2]) for score in scores} == {2}
    years = text(desk.get("/office/history/"))
    totals = re.findall(r'data-l="总分">([\d.]+)<', years)
    assert len(totals) == 4
    assert {len(total.partition(".")[2]) for total in totals} == {2}


def test_figures_stand_beside_the_year_before_where_it_is_known(desk, last_year, run):
    page = text(desk.get(f"/office/run/{run.pk}/indicator/F1/"))
    assert "100,000" in page and "+18%" in page and "按两年的数算的" in page


def test_the_years_of_an_indicator_are_found_by_its_name(desk, last_year, run):
    page = text(desk.get(f"/office/run/{run.pk}/indicator/F2/years/"))
    assert "2025 年数" in page and "2026 年数" in page and "2025 年以来 2 年" in page
    assert "2026 年：评分办法改过，分数不能直接比" in page
    alone = text(desk.get(f"/office/run/{last_year.pk}/indicator/F2/years/"))
    assert "2026 年数" not in alone


def test_a_group_over_the_years_says_who_rose_most(desk, last_year, run):
    page = text(desk.get("/office/history/"))
    assert "2025 年名次" in page and "2026 年名次" in page and "临江县进得最多，1 位" in page
    assert "2025 年到2026 年的名次：1 个升了名次，最多的是临江县，升 1 位" in page
    assert "临江县进得最多" in text(desk.get("/office/history/?group=没有"))
    assert "看全组" in text(desk.get("/office/history/A/"))


def test_an_empty_office_says_what_to_do(desk):
    assert "还没有编过号的年终稿" in text(desk.get("/office/history/"))


def test_a_stranger_and_a_wrong_indicator_get_nothing(desk, run, client):
    assert desk.get(f"/office/run/{run.pk}/indicator/F9/").status_code == 404
    assert desk.get(f"/office/run/{run.pk}/indicator/F9/years/").status_code == 404


def test_units_left_without_a_figure_say_their_state(desk, clerk, tmp_path, at):
    round = open_round(tmp_path, clerk)
    _, sent = send(
        owed(round, clerk)["市财政局"], MONEY.replace("东岭,84000", "东岭,未报"), tmp_path, clerk
    )
    intake.accept(submission=sent, by=clerk, at=at)
    run = computing.refresh(round, at=at, by=clerk)
    page = text(desk.get(f"/office/run/{run.pk}/indicator/F1/"))
    assert "1 个没有得分" in page and "未出数" in page
    with CaptureQueriesContext(connection) as asked:
        desk.get(f"/office/run/{run.pk}/indicator/F1/")
    assert len(asked) <= 10
