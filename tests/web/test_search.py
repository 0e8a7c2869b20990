"""到处找: one field finds units, indicators, sheets, claims and records, and says what to do where it finds nothing."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from baton.desk import computing
from baton.domain.claims import services as claims
from baton.domain.orgs import services as orgs
from baton.domain.orgs.models import Unit
from baton.domain.progress import services as progress
from tests.retold import retold
from tests.stories import open_round, owed

pytestmark = pytest.mark.django_db
PLACE = "/office/find/"


@pytest.fixture
@retold
def round(clerk, tmp_path, at):
    made = open_round(tmp_path, clerk, at)
    owed(made, clerk, at)
    return made


@pytest.fixture
@retold
def run(round, at):
    return computing.refresh(round, at=at)


def hits(answer):
    """Addresses found, under what they are listed."""
    page = answer.content.decode()
    found = {}
    for part in page.split("<section")[1:]:
        name = re.search(r"<h2>(.*?)</h2>", part)[1]
        found[name] = re.findall(r'<li><a href="([^"]+)">([^<]+)', part)
    return found


def enter(round, clerk, at, count, title="双拥模范"):
    unit = Unit.objects.get(code="A")
    entries = [
        claims.Entry(unit, "表彰", f"{title}{n}", level="市级", document=f"云发〔2026〕{n}号")
        for n in range(count)
    ]
    return claims.enter(scheme=round.scheme, entries=entries, by=clerk, at=at)


def test_every_kind_is_found_and_leads_to_its_page(desk, clerk, round, run, at):
    enter(round, clerk, at, 1)
    fact = progress.Fact(
        Unit.objects.get(code="A"), date(2026, 5, 6), "财政报表迟报", source="云政督〔2026〕3号"
    )
    progress.record(scheme=round.scheme, facts=[fact], by=clerk, at=at)
    assert hits(desk.get(PLACE, {"q": "临江"}))["单位"] == [
        (f"/office/run/{run.pk}/unit/A/", "临江县")
    ]
    found = hits(desk.get(PLACE, {"q": "财政"}))
    assert found["指标"] == [
        (f"/office/run/{run.pk}/indicator/F1/", "一般公共预算收入")
    ]  # by its lead unit
    ((sheet, lead),) = found["打分表"]
    assert lead == "市财政局" and desk.get(sheet).status_code == 200
    assert [name for _, name in found["平时记录"]] == ["财政报表迟报"]
    ((claim, title),) = hits(desk.get(PLACE, {"q": "云发〔2026〕0号"}))["加减分"]
    assert title == "双拥模范0" and desk.get(claim).status_code == 200
    for places in hits(desk.get(PLACE, {"q": "临江"})).values():
        assert all(desk.get(place).status_code == 200 for place, _ in places)


def test_all_words_have_to_be_there_and_aliases_and_numbers_count(desk, clerk, round, run, at):
    enter(round, clerk, at, 3)
    assert "加减分" in hits(desk.get(PLACE, {"q": "临江 模范1"}))
    assert "没有找到“临江 石桥”" in desk.get(PLACE, {"q": "临江 石桥"}).content.decode()
    orgs.learn_alias(text="老区", unit=Unit.objects.get(code="D"), by=clerk, at=at)
    assert hits(desk.get(PLACE, {"q": "老区"}))["单位"][0][1] == "云东区"
    assert hits(desk.get(PLACE, {"q": "b"}))["单位"][0][1] == "东岭县"


def test_many_are_counted_and_the_page_of_their_kind_is_named(desk, clerk, round, run, at):
    enter(round, clerk, at, 30)
    page = desk.get(PLACE, {"q": "双拥"}).content.decode()
    assert (
        "“双拥”找到 30 处" in page and "另有 22 处没有列出" in page and page.count("双拥模范") == 8
    )


def test_a_page_is_found_by_what_it_is_for(desk, round):
    assert ("/office/targets/", "责任书") in hits(desk.get(PLACE, {"q": "目标"}))["页"]
    for query in ("模板", "账号", "催交"):
        for place, _ in hits(desk.get(PLACE, {"q": query}))["页"]:
            assert desk.get(place).status_code == 200


def test_nothing_asked_nothing_found_and_no_round(desk, clerk):
    assert "找单位、指标、文号" in desk.get(PLACE).content.decode()
    page = desk.get(PLACE, {"q": "临江"}).content.decode()
    assert "没有找到“临江”" in page and "还没有轮次" in page
    assert hits(desk.get(PLACE, {"q": "名册"}))["页"]


@pytest.mark.parametrize(
    "asked", ["\x00", "%", "_", "' OR 1=1 --", "<b>", "甲" * 5000, "  ", "\U0001f600"]
)
def test_strange_words_find_nothing_and_break_nothing(desk, round, run, asked):
    answer = desk.get(PLACE, {"q": asked})
    assert (
        answer.status_code == 200
        and "单位" not in hits(answer)
        and b"<b>" not in answer.content.split(b"<h1>")[1][:40]
    )


def test_before_the_first_result_units_lead_to_the_roster(desk, round):
    ((place, name),) = hits(desk.get(PLACE, {"q": "临江"}))["单位"]
    assert (
        name == "临江县"
        and place.startswith("/office/roster/")
        and desk.get(place).status_code == 200
    )
    assert hits(desk.get(PLACE, {"q": "空气"}))["指标"] == [
        ("/office/scheme/F2/", "空气优良天数比例")
    ]


def test_as_many_questions_for_two_lines_as_for_two_hundred(desk, clerk, round, run, at):
    enter(round, clerk, at, 2)
    desk.get(PLACE, {"q": "临江"})
    with CaptureQueriesContext(connection) as few:
        desk.get(PLACE, {"q": "临江"})
    enter(round, clerk, at, 198, "文明城市")
    with CaptureQueriesContext(connection) as many:
        desk.get(PLACE, {"q": "临江"})
    assert len(many) == len(few) + 1  # how many are not listed is counted


def test_who_reads_only_has_no_such_field(client, leader, round, run):
    client.force_login(leader, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(PLACE, {"q": "临江"}).status_code == 404
    assert PLACE not in client.get("/", follow=True).content.decode()
