"""历年 and 大屏: a unit's year ends beside each other; released totals on a large screen."""

from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from baton.desk import computing
from baton.desk.looks.history import drawn, years_of
from baton.domain.assessment import services
from baton.domain.intake import services as intake
from baton.domain.rounds.models import Round
from tests import stories
from tests.domain.test_reproducing import RIGHT
from tests.retold import retold
from tests.stories import AIR, MONEY, open_round, owed, send
from tests.web.test_last_year import taken

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
BEFORE = stories.RULEBOOK.replace("2026", "2025")


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


@pytest.fixture
@retold
def years(desk, draft, clerk, at):
    """The year before, in which 临江县 stood last: its own figures, its own draft."""
    from tests.web.test_last_year import FACTS

    money = stories.MONEY.replace("118000", "60000")
    facts = (FACTS[0], FACTS[1], ("财政.csv", money), FACTS[3])
    published = "单位,名次\n临江县,4\n"
    taken(desk, scheme=BEFORE, facts=facts, published=published, year="2025")
    past = Round.objects.get(scheme__year=2025)
    return computing.number_draft(past, stage="final", why="去年", by=clerk, at=at)


def test_a_unit_without_drafts_says_how_to_get_them(desk, clerk, tmp_path):
    open_round(tmp_path, clerk)
    assert "还没有编过号的年终稿" in text(desk.get("/office/history/A/"))
    assert desk.get("/office/history/Z/").status_code == 404


def test_a_reproduced_year_waits_for_its_number_and_takes_it_where_its_results_are(desk, draft):
    """Nobody is sent to do again what is done; the number goes to that year, whatever round is chosen at the top."""
    taken(desk, scheme=BEFORE, published=RIGHT, year="2025")
    past = Round.objects.get(scheme__year=2025)
    desk.get(f"/office/board/?round={draft.round_id}")
    for address in ("history/", "history/A/"):
        page = text(desk.get(f"/office/{address}"))
        assert "已经记下，还没有编号" in page and "先把去年复算一遍" not in page
    page = text(desk.get(f"/office/lastyear/{past.pk}/"))
    assert "这一年还没有编号" in page
    board = page.split("这一年还没有编号")[1].split('href="')[1].split("#")[0]
    form = text(desk.get(board)).split('id="number"')[1]
    action = form.split('action="')[1].split('"')[0]
    desk.post(action, {"stage": "check", "why": "去年的结果"})
    assert (past.runs.filter(number=1).count(), draft.round.runs.exclude(number=None).count()) == (1, 1)  # fmt: skip
    assert [one.year for one in years_of("A")] == [2025, 2026]
    page = text(desk.get("/office/history/"))
    assert "还没有编号" not in page and "2025 年名次" in page
    assert "还没有编号" not in text(desk.get(f"/office/lastyear/{past.pk}/"))


def test_two_years_beside_each_other(desk, years):
    [past, now] = years_of("A")
    assert (past.year, past.line.rank, past.of, past.places) == (2025, 4, 4, None)
    assert (now.year, now.line.rank, now.of, now.places) == (2026, 3, 4, 1)
    assert now.note == "办法改过，分数不能直接比" and str(now.gained) == "29.00"
    assert [(one.label, one.year) for one in drawn([past, now])] == [
        ("第 4 名", 2025),
        ("第 3 名", 2026),
    ]
    page = text(desk.get("/office/history/A/"))
    assert (
        "2026 年比上年进 1 位" in page
        and "3 / 4" in page
        and "↑ 1 位" in page
        and "<polyline" in page
    )


def test_only_the_newest_draft_of_a_year_counts(desk, draft, clerk, at, tmp_path):
    _, made = send(
        owed(draft.round, clerk)["市财政局"], MONEY.replace("118000", "120000"), tmp_path, clerk
    )
    intake.accept(submission=made, by=clerk, at=at)
    computing.number_draft(draft.round, stage="opinion", why="再核", by=clerk, at=at)
    [only] = years_of("A")
    assert only.run.number == 2


def test_more_years_ask_no_more_questions(desk, years):
    with CaptureQueriesContext(connection) as asked:
        years_of("A")
    assert len(asked) == 3


def test_a_unit_page_leads_there(desk, draft):
    assert "/office/history/A/" in text(desk.get(f"/office/run/{draft.pk}/unit/A/"))


def test_the_wall_shows_released_totals_only(client, draft, clerk, leader, at):
    client.force_login(leader, backend=BACKEND)
    url = f"/released/{draft.pk}/wall/"
    assert client.get(url).status_code == 404
    services.release(run=draft, role="leader", layer="names", decided_by="主任", by=clerk, at=at)
    assert client.get(url).status_code == 404
    services.release(run=draft, role="leader", layer="totals", decided_by="主任", by=clerk, at=at)
    page = text(client.get(url))
    assert page.index("云东区") < page.index("石桥市") < page.index("临江县") and "98.65" in page
    assert "Refresh" not in client.get(url).headers, "one screen does not turn"
    for odd in ("99", "-1", "x", "²"):
        assert client.get(url, {"screen": odd}).status_code == 200


def test_the_wall_says_that_nothing_of_it_is_released(desk, draft, clerk, at):
    url, unseen = f"/released/{draft.pk}/wall/", "没有发布，只供预览"
    assert unseen in text(desk.get(url))
    services.release(run=draft, role="viewer", layer="names", decided_by="主任", by=clerk, at=at)
    assert unseen in text(desk.get(url)), "names alone show neither ranks nor totals"
    services.release(run=draft, role="leader", layer="totals", decided_by="主任", by=clerk, at=at)
    assert unseen not in text(desk.get(url))


def test_a_large_group_turns_its_pages(client, draft, clerk, leader, at, monkeypatch):
    from baton.web.viewer import wall

    monkeypatch.setattr(wall, "ROWS", 3)
    services.release(run=draft, role="leader", layer="totals", decided_by="主任", by=clerk, at=at)
    client.force_login(leader, backend=BACKEND)
    first, second, held = (
        client.get(f"/released/{draft.pk}/wall/", asked) for asked in ({}, {"screen": 1}, {"hold": 1})
    )  # fmt: skip
    assert "1 / 2" in text(first) and "东岭县" not in text(first) and "东岭县" in text(second)
    assert (
        first.headers["Refresh"] == "15;url=?screen=1"
        and second.headers["Refresh"] == "15;url=?screen=0"
    )
    assert "Refresh" not in held.headers and "自动翻" in text(held) and "停在这一屏" in text(first)


def test_the_board_says_where_each_unit_stood_last_year(desk, years, draft):
    page = text(desk.get(f"/office/run/{draft.pk}/"))
    row = page.split("临江县</a>", 1)[1].split("</tr>", 1)[0]
    assert '<td class="ly">第 4</td>' in row
    assert '<td class="ly">' not in text(desk.get(f"/office/run/{years.pk}/"))
