"""没有一个评上“优秀”的: no line is drawn for it on the board, and 表扬名单 says so; with somebody both are as ever."""

from html import unescape
from unittest.mock import patch

import docx
import pytest

from baton.desk import computing
from baton.desk.papers.announcements import praise
from baton.desk.papers.gathering import head_of
from baton.documents.papers import write_praise
from baton.domain.orgs.models import PeerGroup
from tests import graded

pytestmark = pytest.mark.django_db
HIGH = graded.GRADES.replace("优秀: 99分以上", "优秀: 100.5分以上")


def numbered(folder, clerk, at, grades, **more):
    with patch.object(graded, "GRADES", grades):
        round = graded.open_graded(folder, clerk, at, **more)
    return computing.number_draft(round, stage="check", why="送核对", by=clerk, at=at)


@pytest.fixture
def nobody(tmp_path, clerk, at):
    """云东区 has 100, 优秀 begins at 100.5; 良好 ends with 临江县, 98.65."""
    return numbered(tmp_path, clerk, at, HIGH)


@pytest.fixture
def somebody(tmp_path, clerk, at):
    return numbered(tmp_path, clerk, at, graded.GRADES)


def shown(desk, run):
    return unescape(desk.get(f"/office/run/{run.pk}/").content.decode())


def printed(run, folder):
    write_praise(head_of(run), praise(run), folder / "表扬名单.docx")
    return "\n".join(one.text for one in docx.Document(folder / "表扬名单.docx").paragraphs)


def test_there_is_no_line_of_a_grade_that_nobody_has(desk, nobody):
    page = shown(desk, nobody)
    assert "优秀线" not in page and "按总分没有评上“优秀”的，没有线" in page
    assert "竖线是良好线" in page


def test_the_line_of_a_grade_that_somebody_has(desk, somebody):
    page = shown(desk, somebody)
    assert "优秀线 99.4" in page and "没有线" not in page


def test_praise_says_that_nobody_is_best(nobody, tmp_path):
    told = printed(nobody, tmp_path)
    assert "没有评为“优秀”的，不出表扬名单。" in told
    assert "还没有定等次" not in told and "对下列单位" not in told and "没有定等次" not in told


def test_praise_before_any_grade_is_set_says_that(tmp_path, clerk, at):
    run = numbered(tmp_path, clerk, at, graded.GRADES, reported=False)
    PeerGroup.objects.update(listed_by="regions")
    told = printed(run, tmp_path)
    assert "各组按行政区划序排列" in told
    assert "还没有定等次。" in told and "不出表扬名单" not in told


def test_praise_lists_who_is_best(somebody, tmp_path):
    told = printed(somebody, tmp_path)
    assert "“优秀”（2 个）" in told and "不出表扬名单" not in told
