"""两稿之间并入的单位: the comparison says where it went, not that it has lost its total."""

from datetime import date
from html import unescape

import pytest

from baton.desk import computing
from baton.domain.assessment import decisions, queries
from baton.domain.intake import services as intake
from baton.domain.orgs import unit_services as units
from baton.domain.orgs.models import Unit
from baton.domain.refusals import Refused
from baton.web.viewer.listing import by_grade
from tests import stories
from tests.stories import AIR, MONEY, open_round, owed, send
from tests.web.test_before import GRADES

pytestmark = pytest.mark.django_db


@pytest.fixture
def round(clerk, tmp_path, at, monkeypatch):
    """Both sheets came and count."""
    monkeypatch.setattr(stories, "RULEBOOK", stories.RULEBOOK + GRADES)
    round = open_round(tmp_path, clerk)
    for lead, content in (("市财政局", MONEY), ("市生态环境局", AIR)):
        _, sent = send(owed(round, clerk)[lead], content, tmp_path, clerk)
        intake.accept(submission=sent, by=clerk, at=at)
    return round


def test_a_unit_that_was_merged_since_the_last_draft_is_said_to_be(desk, round, clerk, at):
    first = computing.number_draft(round, stage="check", why="核对", by=clerk, at=at)
    old, into = (Unit.objects.get(name=name) for name in ("云东区", "石桥市"))
    units.merge(
        year=2026, unit=old, into=into, on=date(2026, 7, 1), why="云编〔2026〕7号", by=clerk, at=at
    )
    second = computing.number_draft(round, stage="check", why="并入", by=clerk, at=at)
    page = unescape(desk.get(f"/office/run/{second.pk}/moved/{first.pk}/").content.decode())
    assert "云东区已并入石桥市，不评等次" in page and "→ 已并入石桥市" in page
    assert "没有总分了" not in page


def test_a_merged_unit_gets_no_grade_and_stands_on_no_list_of_grades(desk, round, clerk, at):
    old, into = (Unit.objects.get(name=name) for name in ("云东区", "石桥市"))
    units.merge(
        year=2026, unit=old, into=into, on=date(2026, 7, 1), why="云编〔2026〕7号", by=clerk, at=at
    )
    run = computing.number_draft(round, stage="check", why="核对", by=clerk, at=at)
    said = {
        "subject": "D", "decided": "优秀", "organ": "市委常委会", "meeting": "第 1 次", "decided_on": "2027-02-05", "document": "云委〔2027〕1号",
        "reason": "照顾", "despite": "照顾",
    }  # fmt: skip
    page = unescape(desk.post(f"/office/run/{run.pk}/grade/", said).content.decode())
    assert "已记下" not in page and '<option value="云东区">' not in page
    with pytest.raises(Refused, match="不在册"):
        decisions.decide_grade(
            run=run, by=clerk, at=at, **{name: text for name, text in said.items() if name not in ("despite", "decided_on")},
            decided_on=date(2027, 2, 5),
        )  # fmt: skip
    groups = by_grade(run, queries.board(run, None))
    assert [row.line.subject for row in groups["县市区"] if row.line.subject == "D"] == []
