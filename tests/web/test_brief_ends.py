"""会议一页纸的前三、后三: equals stand together, nobody is among both, and who shares a place is told."""

import pytest

from baton.desk import computing
from baton.desk.papers.briefs import _ends, brief
from baton.documents.papers.contents import BriefGroup
from baton.documents.papers.writing import _told
from baton.domain.assessment.models import RunLine
from tests import graded, stories

pytestmark = pytest.mark.django_db


def ends(*ranks):
    first, last = _ends([RunLine(rank=rank, subject=str(at)) for at, rank in enumerate(ranks)])
    return [line.rank for line in first], [line.rank for line in last]


@pytest.mark.parametrize(
    ("ranks", "first", "last"),
    [
        ((1, 2, 3, 3, 4, 5), [1, 2, 3, 3], [4, 5]),
        ((1, 2, 3, 3, 3, 3), [1, 2, 3, 3, 3, 3], []),
        ((1, 2, 3, 4, 5, 5, 7, 8), [1, 2, 3], [5, 5, 7, 8]),
        ((1, 1, 3, 3, 5), [1, 1, 3, 3], [5]),
        ((1, 2, 3, 4, 5, 6, 7), [1, 2, 3], [5, 6, 7]),
        ((1, 2), [1, 2], []),
        ((), [], []),
    ],
)
def test_equals_stand_together(ranks, first, last):
    assert ends(*ranks) == (first, last)


def test_who_shares_a_place_is_told(tmp_path, clerk, at):
    """临江县 reaches the 99.4 of 石桥市: both are second, and 东岭县 alone is last."""
    round = graded.open_graded(tmp_path, clerk, at, reported=False)
    graded.report(round, "市财政局", stories.MONEY.replace("118000", "119500"), tmp_path, clerk, at)
    graded.report(round, "市生态环境局", stories.AIR, tmp_path, clerk, at)
    [group] = brief(computing.refresh(round, at=at, by=clerk)).groups
    told = group.first.replace("\u00a0", " ")
    assert "2. 临江县 99.40 分（并列）" in told or "2. 石桥市 99.40 分（并列）" in told
    assert told.count("（并列）") == 2 and "1. 云东区 100.00 分，" in told


def test_without_room_all_who_are_first_are_named():
    group = BriefGroup("乡镇", "1.甲镇（并列），1.乙镇（并列），3.丙镇", "", "", "")
    assert _told(group, ["others"]) == ["第一：1.甲镇（并列），1.乙镇（并列）"]
    assert _told(group, []) == ["前三：1.甲镇（并列），1.乙镇（并列），3.丙镇"]
