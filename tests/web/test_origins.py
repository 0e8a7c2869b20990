"""数从哪里来: the explanation leads to the version of the sheet, or names the clerk and the reason."""

from html import unescape

import pytest

from baton.desk import computing
from baton.domain.facts import services as figures
from baton.domain.facts.services import Row
from baton.domain.intake import services as intake
from tests.retold import retold
from tests.stories import AIR, MONEY, open_round, owed, send

pytestmark = pytest.mark.django_db


def text(answer):
    return unescape(answer.content.decode())


@pytest.fixture
@retold
def round(clerk, tmp_path, at):
    made = open_round(tmp_path, clerk)
    for lead, content in (("市财政局", MONEY), ("市生态环境局", AIR)):
        _, sent = send(owed(made, clerk)[lead], content, tmp_path, clerk)
        intake.accept(submission=sent, by=clerk, at=at)
    return made


def page(desk, run, code):
    return text(desk.get(f"/office/run/{run.pk}/unit/A/{code}/"))


def test_a_figure_leads_to_its_sheet(desk, round, clerk, at):
    run = computing.refresh(round, at=at, by=clerk)
    sheet = owed(round, clerk)["市财政局"]
    shown = page(desk, run, "F1")
    assert f'href="/office/desk/{sheet.pk}/1/">市财政局打分表第 1 版</a>' in shown
    assert desk.get(f"/office/desk/{sheet.pk}/1/").status_code == 200


def test_a_figure_changed_by_hand_names_the_clerk_and_the_reason_and_the_draft_keeps_its_own(
    desk, round, clerk, at
):
    draft = computing.number_draft(round, stage="check", why="核对", by=clerk, at=at)
    row = Row(subject="A", item="财政收入", period="全年", value="119000", source="考核办改")
    figures.change(
        scheme=round.scheme, row=row, was="118000", reason="市局来函更正", by=clerk, at=at
    )
    run = computing.refresh(round, at=at, by=clerk)
    assert "何科长记：市局来函更正" in page(desk, run, "F1")
    assert "市局来函更正" not in page(desk, draft, "F1") and "打分表第 1 版" in page(
        desk, draft, "F1"
    )
