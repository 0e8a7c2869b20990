"""等不到总分的: leaders of a unit that was merged are sent to where they are moved, and no list calls them undecided."""

from datetime import date
from html import unescape

import pytest

from baton.desk import computing
from baton.desk.papers.bulletins import bulletin
from baton.desk.papers.gathering import names
from baton.domain.orgs import apart_services, leader_services
from baton.domain.orgs import unit_services as units
from baton.domain.orgs.models import Unit
from tests.leaders import open_with_leaders
from tests.retold import retold

pytestmark = pytest.mark.django_db
SAID = "孔建国、陈玉珍所在的云东区已并入石桥市"


@pytest.fixture
@retold
def round(clerk, tmp_path, at):
    found = open_with_leaders(tmp_path, clerk, at)
    old, into = (Unit.objects.get(name=name) for name in ("云东区", "石桥市"))
    units.merge(
        year=2026, unit=old, into=into, on=date(2026, 7, 1), why="云编〔2026〕7号", by=clerk, at=at
    )
    computing.refresh(found, at=at, by=clerk)
    return found


def page(desk, address):
    return unescape(desk.get(address, follow=True).content.decode())


def board_of(round):
    return f"/office/board/?group=领导干部&round={round.pk}"


def test_leaders_of_a_merged_unit_are_sent_to_where_they_are_moved(desk, round, clerk, at):
    run = computing.refresh(round, at=at, by=clerk)
    way = f"/office/roster/{Unit.objects.get(name='孔建国').pk}/?year=2026"
    for address in (f"/office/run/{run.pk}/missing/", board_of(round)):
        told = page(desk, address)
        assert SAID in told and way in told, address
    told = page(desk, "/office/")
    assert "2 名干部所在的云东区已并入石桥市，要先办换岗或离任才有总分" in told and way in told
    assert SAID not in page(desk, "/office/board/?group=县市区")


def test_before_the_meeting_they_are_not_said_to_wait_for_figures(desk, round, clerk, at):
    run = computing.number_draft(round, stage="check", why="核对", by=clerk, at=at)
    told = page(desk, f"/office/run/{run.pk}/before/")
    assert "<h2>没有总分的 2 名干部</h2>" in told and "等本人的各项出来" not in told
    assert "孔建国、陈玉珍" in told and "所在的云东区已并入石桥市，要先办换岗或离任才有总分" in told


def test_once_moved_nobody_is_told_of_any_more(desk, round, clerk, at):
    for name in ("孔建国", "陈玉珍"):
        leader_services.end(person=Unit.objects.get(name=name), year=2026, on=date(2026, 7, 1), why="另有任用", by=clerk, at=at)  # fmt: skip
    assert SAID not in page(desk, board_of(round)) and "要先办换岗" not in page(desk, "/office/")


def test_no_list_calls_them_undecided(round, clerk, at):
    run = computing.number_draft(round, stage="check", why="核对", by=clerk, at=at)
    listed = {one.name: dict(one.grades) for one in names(run)}
    assert "等次未定" not in str(listed)
    assert [name[:3] for name in listed["领导干部"]["所在单位已撤并"]] == ["孔建国", "陈玉珍"]
    told = " ".join(bulletin(run, "领导干部").overall)
    assert "等次未定" not in told and "2 个所在单位已撤并，没有评等次" in told


def test_a_unit_assessed_apart_is_not_undecided(round, clerk, at):
    unit = Unit.objects.get(name="东岭县")
    apart_services.set_listing(year=2026, unit=unit, listing="separate", why="云发〔2026〕7号", by=clerk, at=at)  # fmt: skip
    run = computing.number_draft(round, stage="check", why="核对", by=clerk, at=at)
    (towns,) = [dict(one.grades) for one in names(run) if one.name == "县市区"]
    assert towns["单列考核"] == ["东岭县"] and "等次未定" not in towns
    told = " ".join(bulletin(run).overall)
    assert "1 个单列考核，不评等次" in told and "等次未定" not in told
