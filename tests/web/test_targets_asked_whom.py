"""责任书里不认得的单位: who is offered for it: those that are assessed, then other units, a person only for a person's name."""

import pytest

from baton.domain.orgs import services
from baton.domain.orgs.models import PeerGroup
from baton.scoring.facts import Subject
from tests.leaders import open_with_leaders
from tests.retold import retold
from tests.web.test_targets_asked import HEAD, look, offered

pytestmark = pytest.mark.django_db
LEADERS = {"就是王伟", "就是李强", "就是张敏", "就是孔建国", "就是陈玉珍"}


@pytest.fixture
@retold
def round(clerk, tmp_path, at):
    """Leaders are assessed beside the counties."""
    return open_with_leaders(tmp_path, clerk, at)


@pytest.mark.parametrize("written", ["开发区", "高新区", "经开区管委会"])
def test_no_person_is_offered_for_the_name_of_a_unit(desk, round, written):
    _, preview = look(desk, f"{HEAD}{written}\t120000\n")
    ((what, labels),) = offered(preview)
    assert written in what and not LEADERS & set(labels)
    assert {"就是临江县", "就是云东区", "不收这几行"} <= set(labels)


def test_people_are_offered_for_what_may_be_a_person_s_name(desk, round):
    _, preview = look(desk, f"{HEAD}王玮\t120000\n")
    ((_, labels),) = offered(preview)
    assert set(labels) >= LEADERS


def test_units_that_are_assessed_come_first(desk, round, clerk, at):
    """Before an office that the roster lists first and no rule book assesses."""
    office = Subject(subject="G", name="市财政局", group="政府部门", order=1)
    services.take_in(year=2026, subjects=[office], by=clerk, at=at)
    group = PeerGroup.objects.get(name="政府部门")
    services.place_group(group=group, after=None, listed_by=group.listed_by, by=clerk, at=at)
    _, preview = look(desk, f"{HEAD}天上\t120000\n")
    ((_, labels),) = offered(preview)
    assert labels[1:] == ["就是临江县", "就是东岭县", "就是石桥市", "就是云东区", "就是市财政局"]
