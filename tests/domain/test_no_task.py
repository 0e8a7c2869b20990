"""责任书写了无此任务的: what was signed holds; a figure that was reported all the same is asked about and never counts."""

from datetime import UTC, datetime

import pytest

from baton.desk import computing
from baton.desk.agreed import reading
from baton.desk.results import result_of
from baton.desk.trials import cells
from baton.domain.intake import services as intake
from baton.domain.targets import services as targets
from baton.domain.targets.services import Line
from tests import stories

pytestmark = pytest.mark.django_db
NOON = datetime(2027, 1, 15, 4, 0, tzinfo=UTC)


@pytest.fixture
def round(tmp_path, clerk):
    return stories.open_round(tmp_path, clerk)


def without_task(round, by):
    lines = [Line("B", "F1", "目标", None)]
    targets.agree(scheme=round.scheme, lines=lines, reason="区划调整", document="", by=by, at=NOON)


def test_a_target_taken_back_after_the_figure_was_adopted_leaves_the_figure_aside(
    round, tmp_path, clerk, at
):
    """The other units go on being scored, and the unit is scored as one without the task."""
    _, taken = stories.send(stories.owed(round, clerk)["市财政局"], stories.MONEY, tmp_path, clerk)
    intake.accept(submission=taken, by=clerk, at=at)
    before = computing.refresh(round, at=at)
    without_task(round, clerk)
    run = computing.refresh(round, at=NOON)
    assert run.pk != before.pk or run.run_id != before.run_id
    result = result_of(run)
    assert result.score("B", "F1") is None and result.score("A", "F1") == "58.998"
    [line] = [
        one for one in result.plan.facts.observations if one[0] == "B" and one[1] == "财政收入"
    ]
    assert line[5] == "not_applicable" and line[6].endswith("表上报的数不计")


def test_before_a_target_is_taken_back_the_figure_that_will_not_count_is_named(
    round, tmp_path, clerk, at
):
    _, taken = stories.send(stories.owed(round, clerk)["市财政局"], stories.MONEY, tmp_path, clerk)
    intake.accept(submission=taken, by=clerk, at=at)
    look = reading.read_paste(
        round,
        "单位\t指标\t目标\n东岭县\t一般公共预算收入\t无此任务\n石桥市\t一般公共预算收入\t100000\n",
    )
    assert [one.what for one in look.remarks] == ["东岭县的“一般公共预算收入”已采用 84000"]
    assert "收下以后这个数不计分" in look.remarks[0].remedy


def test_a_single_cell_says_that_the_unit_has_no_such_task_and_moves_nobody(desk, round, clerk, at):
    without_task(round, clerk)
    place = "/office/cell/B/财政收入/"
    page = desk.get(place).content.decode()
    assert "东岭县的责任书写的是无此任务：改了也不算分" in page
    assert "无此任务：改了也不算分" not in desk.get("/office/cell/A/财政收入/").content.decode()
    row = cells.row_of(cells.cell_of(round, "B", "财政收入"), "90000", "reported")
    assert cells.who_moves(round, row).all == 0
