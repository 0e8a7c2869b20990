"""成绩有多少单位都一样快: a result's pages ask the database as often for a few units as for two hundred."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from baton.desk import computing
from baton.domain.assessment import services
from baton.domain.intake import services as intake
from tests import stories
from tests.stories import AIR, MONEY, open_round, owed, send

pytestmark = pytest.mark.django_db
MANY = 200
MOST = 24  # queries of one page; the workbench also asks for late milestones
OFFICE = ("", "unit/A/", "indicator/F2/", "before/", "missing/", "moved/{other}/", "release/")
READER = ("", "A/", "wall/")


def drafts(clerk, folder, at, monkeypatch, units):
    """Two drafts of a round with four counties and so many more; between them one figure was corrected."""
    extra = range(units)
    roster = stories.ROSTER + "".join(f"N{n},新{n}县,县市区,{n + 10},\n" for n in extra)
    agreed = stories.AGREEMENT + "".join(f"新{n}县,一般公共预算收入,{9000 + n}\n" for n in extra)
    monkeypatch.setattr(stories, "ROSTER", roster)
    monkeypatch.setattr(stories, "AGREEMENT", agreed)
    round = open_round(folder, clerk)
    sheets = owed(round, clerk)
    money = MONEY + "".join(f"新{n}县,{8000 + n * 7}\n" for n in extra)
    air = AIR + "".join(f"新{n}县,{80 + n / 20:.2f}\n" for n in extra)
    made = []
    for given in (
        {"市财政局": money, "市生态环境局": air},
        {"市财政局": money.replace("118000", "117000")},
    ):
        for lead, content in given.items():
            _, sent = send(sheets[lead], content, folder, clerk)
            intake.accept(submission=sent, by=clerk, at=at)
        made.append(computing.number_draft(round, stage="check", why="核对", by=clerk, at=at))
    return made


def asked(client, address):
    """How many queries a page makes once what is remembered is warm."""
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


@pytest.fixture(scope="module")
def counted():
    """Queries of the other size, for the test that comes second."""
    return {}


@pytest.mark.parametrize("units", [0, MANY])
def test_pages_of_a_result(client, clerk, leader, tmp_path, at, monkeypatch, units, counted):
    first, second = drafts(clerk, tmp_path, at, monkeypatch, units)
    services.release(run=second, role="leader", layer="items", decided_by="主任", by=clerk, at=at)
    client.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")
    pages = [f"/office/run/{second.pk}/{page.format(other=first.pk)}" for page in OFFICE]
    found = [asked(client, page) for page in [*pages, "/office/"]]
    client.force_login(leader, backend="django.contrib.auth.backends.ModelBackend")
    found += [asked(client, f"/released/{second.pk}/{page}") for page in READER]
    assert max(found) <= MOST, found
    assert counted.setdefault("pages", found) == found


def test_a_long_board_comes_in_pages(client, clerk, tmp_path, at, monkeypatch):
    _, run = drafts(clerk, tmp_path, at, monkeypatch, MANY)
    client.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")
    first = client.get(f"/office/run/{run.pk}/").content.decode()
    second = client.get(f"/office/run/{run.pk}/?page=2").content.decode()
    assert first.count('class="rk"') == second.count('class="rk"') == 50
    assert "第 1 / 5 页，有名次的共 204" in first and "下一页" in first and "上一页" in second
    whole = client.get(f"/office/run/{run.pk}/?page=all").content.decode()
    assert whole.count('class="rk"') == 204 and "一页一页看" in whole
    named = client.get(f"/office/run/{run.pk}/?find=新199").content.decode()
    assert named.count('class="rk"') == 1 and "“新199”找到 1 个，名次是全组的" in named
    assert (
        "没有找到“没有”" in client.get(f"/office/run/{run.pk}/?find=没有&page=9").content.decode()
    )
    assert client.get(f"/office/run/{run.pk}/?page=x&group=").status_code == 200
