"""The offices in which schemes are made and changed."""

import pytest

from baton.domain.intake import services as intake
from baton.domain.rounds.models import Round
from baton.domain.schemes.models import Scheme
from tests.journeys.test_first_morning import SCHEME, word
from tests.retold import retold
from tests.stories import AIR, MONEY, ROSTER, open_round, owed, send
from tests.web.scheme import quarters, tables
from tests.web.scheme.forms import text
from tests.web.scheme.notes import FIRST, TABLE, UNDER, scheme_in, told
from tests.web.test_desk import hidden, upload


@pytest.fixture
@retold
def fresh(desk, tmp_path):
    """An office that has a roster and a Word table, and a round opened by it."""
    roster = {"year": "2026"}
    page = text(desk.post("/office/setup/roster/", {**roster, "file": upload("名册.csv", ROSTER)}))
    desk.post("/office/setup/roster/", {**roster, "ticket": hidden(page, "ticket"), "take": "1"})
    given = {"year": "2026", "title": "云州市考核", "group": "县市区"}
    table = word(tmp_path / "指标体系.docx", SCHEME).read_bytes()
    page = text(desk.post("/office/setup/scheme/", {**given, "file": upload("体系.docx", table)}))
    desk.post("/office/setup/scheme/", {**given, "ticket": hidden(page, "ticket"), "take": "1"})
    given = {
        "name": "2026年终考核", "scheme": Scheme.objects.get().pk, "kind": "year_end", "as_of": "2026", "on": "2026-12-31",
    }  # fmt: skip
    desk.post("/office/setup/round/", given)
    return Round.objects.get()


@pytest.fixture
@retold
def round(clerk, tmp_path, at):
    """The county's year-end round with both sheets in."""
    made = open_round(tmp_path, clerk)
    for lead, content in (("市财政局", MONEY), ("市生态环境局", AIR)):
        _, submission = send(owed(made, clerk)[lead], content, tmp_path, clerk)
        intake.accept(submission=submission, by=clerk, at=at)
    return made


@pytest.fixture
@retold
def office(desk):
    """An office that has units of three groups."""
    form = {"year": "2026", "file": upload("名册.csv", tables.ROSTER)}
    page = text(desk.post("/office/setup/roster/", form))
    taken = {"year": "2026", "ticket": hidden(page, "ticket"), "take": "1"}
    desk.post("/office/setup/roster/", taken)
    return desk


@pytest.fixture
@retold
def running(office):
    """The counties' table in, the year-end round open, money and air reported."""
    tables.taken(office, tables.COUNTIES)
    tables.open_round(office)
    office.post(tables.DESK + "owe/", {"due_on": "2027-01-13"})
    tables.report(office, "市财政局", "单位\t财政收入得分\n临江县\t55\n东岭县\t50\n")
    tables.report(office, "市生态环境局", "单位\t空气质量得分\n临江县\t38\n东岭县\t36\n")
    return office


@pytest.fixture
@retold
def noted(desk, tmp_path):
    """An office whose table has notes under it, a round opened by it, and what the look at the table said."""
    roster = {"year": "2026"}
    page = text(desk.post("/office/setup/roster/", {**roster, "file": upload("名册.csv", ROSTER)}))
    desk.post("/office/setup/roster/", {**roster, "ticket": hidden(page, "ticket"), "take": "1"})
    page = scheme_in(desk, told(tmp_path, SCHEME, UNDER))
    opened = {
        "name": "2026年终考核", "scheme": Scheme.objects.get().pk, "kind": "year_end", "as_of": "2026", "on": "2026-12-31",
    }  # fmt: skip
    desk.post("/office/setup/round/", opened)
    return Round.objects.get(), page


@pytest.fixture
@retold
def strict(desk, fresh, tmp_path):
    """The fresh office after a changed table came in: one sentence forbids ties, a note says what comes first."""
    page = scheme_in(desk, told(tmp_path, TABLE, FIRST))
    assert "像是说得分不得并列" in page and "像是说同分先看“优良天数比例”，再看“预算执行率”" in page
    return fresh


@pytest.fixture
@retold
def year(office):
    """The scheme is in, the year's end is open and its sheets are listed."""
    tables.taken(office, quarters.TABLE, calendar="quarter")
    tables.open_round(office)
    office.post(tables.DESK + "owe/", {"due_on": "2027-01-13"})
    return office
