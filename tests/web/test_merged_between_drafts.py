"""两稿之间并入的单位: the comparison says where it went, not that it has lost its total."""

from datetime import date
from html import unescape

import pytest

from baton.desk import computing
from baton.domain.intake import services as intake
from baton.domain.orgs import unit_services as units
from baton.domain.orgs.models import Unit
from tests import stories
from tests.stories import AIR, MONEY, open_round, owed, send
from tests.web.test_before import GRADES

pytestmark = pytest.mark.django_db


def test_a_unit_that_was_merged_since_the_last_draft_is_said_to_be(
    desk, clerk, tmp_path, at, monkeypatch
):
    monkeypatch.setattr(stories, "RULEBOOK", stories.RULEBOOK + GRADES)
    round = open_round(tmp_path, clerk)
    for lead, content in (("市财政局", MONEY), ("市生态环境局", AIR)):
        _, sent = send(owed(round, clerk)[lead], content, tmp_path, clerk)
        intake.accept(submission=sent, by=clerk, at=at)
    first = computing.number_draft(round, stage="check", why="核对", by=clerk, at=at)
    old, into = (Unit.objects.get(name=name) for name in ("云东区", "石桥市"))
    units.merge(
        year=2026, unit=old, into=into, on=date(2026, 7, 1), why="云编〔2026〕7号", by=clerk, at=at
    )
    second = computing.number_draft(round, stage="check", why="并入", by=clerk, at=at)
    page = unescape(desk.get(f"/office/run/{second.pk}/moved/{first.pk}/").content.decode())
    assert "云东区已并入石桥市，不评等次" in page and "→ 已并入石桥市" in page
    assert "没有总分了" not in page
