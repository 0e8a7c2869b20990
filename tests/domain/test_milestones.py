"""里程碑: what the database refuses, who may write, and which figure decides."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from baton.desk.milestones import listing, reading
from baton.domain.audit.models import Entry
from baton.domain.facts import services as figures
from baton.domain.facts.services import Row
from baton.domain.orgs.models import Unit
from baton.domain.progress import milestone_services as services
from baton.domain.progress.milestone_services import Planned
from baton.domain.progress.models import Milestone, MilestoneNote
from baton.domain.refusals import Refused
from tests.retold import retold
from tests.stories import open_round

pytestmark = pytest.mark.django_db
JUNE, TODAY = date(2026, 6, 30), date(2026, 7, 10)


@pytest.fixture
@retold
def round(clerk, tmp_path):
    return open_round(tmp_path, clerk)


@pytest.fixture
def made(round, clerk, at):
    """临江县's half year, by its figures, and a road."""
    half = Planned("一般公共预算收入", JUNE, "过半", "F1", Unit.objects.get(code="A"), measure="share", figure="50")  # fmt: skip
    return services.plan(scheme=round.scheme, milestones=[half, Planned("道路", JUNE, "通车")], by=clerk, at=at)  # fmt: skip


def report(round, by, at, item="财政收入", **values):
    rows = [Row(subject="A", item=item, period=period, value=value) for period, value in values.items()]  # fmt: skip
    figures.record(scheme=round.scheme, rows=rows, by=by, at=at)


def states(round, today=TODAY):
    return {one.milestone.task: one.state for one in listing.mileage(round, today).lines}


def test_neither_a_milestone_nor_what_became_of_it_can_be_changed_in_place(made, clerk, at):
    services.finish(milestones=made[1:], on=JUNE, by=clerk, at=at)
    for table in ("progress_milestone", "progress_milestonenote"):
        for deed in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}"):
            with pytest.raises(DatabaseError, match="只许增加"), transaction.atomic():
                connection.cursor().execute(deed)


@pytest.mark.parametrize(
    "wrong",
    [
        {"task": ""}, {"asked": ""}, {"measure": "share"}, {"figure": "5"}, {"measure": "share", "figure": "5", "indicator": ""},
        {"measure": "guess", "figure": "5"}, {"group": "县市区"},
    ],
)  # fmt: skip
def test_the_database_refuses_half_a_milestone(round, clerk, at, wrong):
    given = {"task": "道路", "asked": "通车", "indicator": "F1", "unit": Unit.objects.get(code="A")}
    with pytest.raises(DatabaseError), transaction.atomic():
        Milestone.objects.create(scheme=round.scheme, due_on=JUNE, added_at=at, added_by=clerk, **given | wrong)  # fmt: skip


@pytest.mark.parametrize(
    "wrong",
    [{"kind": "done"}, {"kind": "postponed", "day": JUNE}, {"kind": "struck"}, {"kind": "reopened", "said": "x", "day": JUNE}, {"kind": "lost", "said": "x"}],
)  # fmt: skip
def test_the_database_refuses_half_a_note(made, clerk, at, wrong):
    with pytest.raises(DatabaseError), transaction.atomic():
        MilestoneNote.objects.create(milestone=made[1], noted_at=at, noted_by=clerk, **wrong)


def test_only_a_clerk_writes_and_every_act_is_in_the_log(made, round, leader, clerk, at):
    said = {"by": leader, "at": at}
    for act in (
        lambda: services.plan(
            scheme=round.scheme, milestones=[Planned("道路", JUNE, "通车")], **said
        ),
        lambda: services.finish(milestones=made, on=JUNE, **said),
        lambda: services.postpone(milestone=made[0], to=date(2026, 9, 1), why="雨季", **said),
        lambda: services.reopen(milestone=made[0], why="没有成", **said),
        lambda: services.strike(milestone=made[0], why="列错", **said),
    ):
        with pytest.raises(Refused):
            act()
    services.finish(milestones=made, on=JUNE, by=clerk, at=at)
    services.reopen(milestone=made[0], why="没有成", by=clerk, at=at)
    told = Entry.objects.filter(action__startswith="milestones.").order_by("seq")
    assert [one.action for one in told] == ["milestones.planned", "milestones.finished", "milestones.reopened"]  # fmt: skip


def test_a_day_decides_in_which_part_it_stands(made, round, clerk, at):
    for days, state in ((0, "soon"), (-7, "soon"), (-8, "later"), (1, "overdue")):
        assert states(round, JUNE + timedelta(days))["道路"] == state
    services.postpone(milestone=made[1], to=date(2026, 9, 1), why="雨季", by=clerk, at=at)
    assert states(round)["道路"] == "later"
    with pytest.raises(Refused, match="2026-09-01"):
        services.postpone(milestone=made[1], to=date(2026, 8, 1), why="又", by=clerk, at=at)
    services.finish(milestones=made[1:], on=date(2026, 7, 9), by=clerk, at=at)
    assert states(round)["道路"] == "done"
    services.strike(milestone=made[1], why="列错", by=clerk, at=at)
    assert states(round)["道路"] == "struck"


@pytest.mark.parametrize(
    ("told", "state", "said"),
    [
        ({}, "overdue", "还没有报数"),
        ({"上半年": "60000"}, "done", "6 月报到 60000万元，是目标的 50%，达到"),
        ({"上半年": "59999.9"}, "overdue", "6 月报到 59999.9万元，是目标的 49.99%，未达到"),
        ({"上半年": "50000", "全年": "61000"}, "done", "12 月报到 61000万元，是目标的 50.83%，晚了才达到"),
        ({"上半年": "61000", "全年": "50000"}, "done", "6 月报到 61000万元，是目标的 50.83%，达到"),
    ],
)  # fmt: skip
def test_the_figure_of_its_own_time_decides_and_a_later_one_may_make_up_for_it(
    made, round, clerk, at, told, state, said
):
    if told:
        report(round, clerk, at, **told)
    (line,) = [one for one in listing.mileage(round, TODAY).lines if one.verdict]
    assert (line.state, line.figures) == (state, said)


def test_an_earlier_figure_is_shown_but_decides_nothing(round, clerk, at):
    whole = Planned("一般公共预算收入", date(2026, 12, 31), "完成目标", "F1", Unit.objects.get(code="A"), measure="share", figure="40")  # fmt: skip
    services.plan(scheme=round.scheme, milestones=[whole], by=clerk, at=at)
    report(round, clerk, at, 上半年="60000")
    (line,) = listing.mileage(round, date(2027, 1, 5)).lines
    assert (line.state, line.figures) == (
        "overdue",
        "6 月报到 60000万元，是目标的 50%，到节点的数还没有来",
    )


def test_one_that_was_put_off_is_missed_only_by_the_figure_of_its_new_day(made, round, clerk, at):
    services.postpone(milestone=made[0], to=date(2026, 12, 31), why="错期入库", by=clerk, at=at)
    report(round, clerk, at, 上半年="50000")
    (line,) = [one for one in listing.mileage(round, TODAY).lines if one.verdict]
    assert (line.state, line.verdict.word) == ("later", "")
    report(round, clerk, at, 全年="59000")
    (line,) = [one for one in listing.mileage(round, date(2027, 1, 5)).lines if one.verdict]
    assert (line.state, line.verdict.word) == ("overdue", "未达到")
    report(round, clerk, at, 全年="60000")
    (line,) = [one for one in listing.mileage(round, date(2027, 1, 5)).lines if one.verdict]
    assert line.state == "done" and line.figures.endswith("，达到")


def test_a_table_of_hundreds_asks_the_database_no_more_often(round, clerk, at):  # fmt: skip
    def asked(count):
        table = "指标\t责任单位\t时间节点\t进度要求\n"
        table += "".join(f"{'一般公共预算收入' if n % 2 else f'工程{n}'}\t{'临江县' if n % 3 else ''}\t{1 + n % 12}月{1 + n % 28}日\t{n + 1}%\n" for n in range(count))  # fmt: skip
        preview = reading.read_paste(round, table)
        assert preview.can_be_taken and not preview.asked
        reading.take_in(round=round, preview=preview, by=clerk, at=at)
        listing.mileage(round, TODAY)
        with CaptureQueriesContext(connection) as seen:
            found = listing.mileage(round, TODAY)
            listing.mileage(round, TODAY, unit="A")
        return len(seen), len(found.lines)

    few, many = asked(4), asked(300)
    assert many[1] > 200 and few[0] == many[0]
