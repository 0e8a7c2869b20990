"""平时到年终: an indicator with what earlier rounds of the year had for it, and everyday facts about it."""

import re
from datetime import date
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from baton.desk import computing, folders
from baton.domain.intake import services as intake
from baton.domain.orgs.models import Unit
from baton.domain.progress import services as progress
from baton.domain.progress.services import Fact
from baton.domain.rounds import services as rounds
from tests.retold import retold
from tests.stories import AIR, MONEY, open_round, owed, send

pytestmark = pytest.mark.django_db
HALF = (("A", "61000", "90.5"), ("B", "39000", "92.25"), ("C", "52000", "93"), ("D", "41000", "91"))


def text(answer):
    return re.sub(r"<[^>]+>", "", unescape(answer.content.decode()))


@pytest.fixture
@retold
def year_end(clerk, tmp_path, at):
    """A year-end round with all its figures, after a mid-year round in two drafts."""
    round = open_round(tmp_path, clerk)
    half = rounds.open_round(
        scheme=round.scheme, version=round.version, name="半年评估", kind="mid_year", as_of="上半年", on=date(2026, 6, 30),
        by=clerk, at=at,
    )  # fmt: skip
    first = [[unit, item, "上半年", "", value, "reported", "半年报", ""]
             for unit, money, air in HALF for item, value in (("财政收入", money), ("优良天数比例", air))]  # fmt: skip
    wrong = [line if line[0] != "A" else [*line[:4], "1", *line[5:]] for line in first]
    for batch, lines in (("六月", wrong), ("更正", first)):
        folders.record_figures(scheme=round.scheme, lines=lines, batch=batch, by=clerk, at=at)
        computing.number_draft(half, stage="check", why="核对", by=clerk, at=at)
    for lead, content in (("市财政局", MONEY), ("市生态环境局", AIR)):
        _, sent = send(owed(round, clerk)[lead], content, tmp_path, clerk)
        intake.accept(submission=sent, by=clerk, at=at)
    return round


def noted(round, clerk, at, unit, said, indicator="F2"):
    fact = Fact(Unit.objects.get(code=unit), date(2026, 9, 3), said, indicator)
    progress.record(scheme=round.scheme, facts=[fact], by=clerk, at=at)


def test_an_explanation_shows_earlier_rounds_beside_this_one(desk, year_end, clerk, at):
    run = computing.number_draft(year_end, stage="check", why="核对", by=clerk, at=at)
    noted(year_end, clerk, at, "B", "秸秆露天焚烧被通报")
    page = text(desk.get(f"/office/run/{run.pk}/unit/B/F2/"))
    told = page[page.index("平时 → 年终考核") :]
    assert "半年评估第 2 稿，截至 6 月 30 日92.25%40.00" in told
    assert "这一轮第 1 稿，截至 12 月 31 日88.25%38.125" in told
    assert "秸秆露天焚烧被通报" in told
    assert "本组第 4 名 / 4" in page and "指挥棒" in page  # whose page it is stays in its head


def test_the_draft_before_stands_beside_the_result(desk, year_end, clerk, at):
    computing.number_draft(year_end, stage="first", why="先看", by=clerk, at=at)
    run = computing.refresh(year_end, at=at, by=clerk)
    assert "第 1 稿 38.125 分" in text(desk.get(f"/office/run/{run.pk}/unit/B/F2/"))


def test_the_mid_year_round_does_not_look_ahead(desk, year_end, clerk, at):
    computing.number_draft(year_end, stage="check", why="核对", by=clerk, at=at)
    noted(year_end, clerk, at, "B", "下半年的事")
    half = year_end.scheme.rounds.get(name="半年评估")
    run = half.runs.get(number=2)
    page = text(desk.get(f"/office/run/{run.pk}/unit/B/F2/"))
    assert "平时 →" not in page and "下半年的事" not in page


def test_an_indicator_shows_the_year_of_all_its_units(desk, year_end, clerk, at):
    run = computing.number_draft(year_end, stage="check", why="核对", by=clerk, at=at)
    noted(year_end, clerk, at, "B", "秸秆露天焚烧被通报")
    noted(year_end, clerk, at, "B", "收入的事", indicator="F1")
    page = text(desk.get(f"/office/run/{run.pk}/indicator/F2/"))
    assert "平时 → 年终考核" in page and "东岭县92.25%40.0088.25%38.13" in page.replace("\n", "")
    assert "平时记录 1 条" in page and "秸秆露天焚烧被通报" in page and "收入的事" not in page
    listed = text(desk.get("/office/records/?item=F2"))
    assert "秸秆露天焚烧被通报" in listed and "收入的事" not in listed


def test_more_units_and_facts_ask_no_more_of_the_database(desk, year_end, clerk, at):
    run = computing.number_draft(year_end, stage="check", why="核对", by=clerk, at=at)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            desk.get(f"/office/run/{run.pk}/indicator/F2/")
        return len(queries)

    asked()
    noted(year_end, clerk, at, "A", "第一件")
    few = asked()
    for number in range(20):
        noted(year_end, clerk, at, "ABCD"[number % 4], f"又一件 {number}")
    assert asked() == few
