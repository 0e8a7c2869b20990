"""轮次: the usual calendar, what is next or late, no round twice, closed and reopened by who opened it."""

from datetime import date, timedelta

import pytest

from baton.desk import computing
from baton.desk.drafts import closing
from baton.desk.roster.roster_changes import write
from baton.domain.accounts import services as accounts
from baton.domain.assessment import queries as runs
from baton.domain.assessment import services as assessment
from baton.domain.intake import services as intake
from baton.domain.orgs import unit_services
from baton.domain.orgs.models import Unit
from baton.domain.refusals import Refused
from baton.domain.rounds import queries, services
from baton.domain.rounds.calendar import Planned, agenda, usual, workday, workdays_between
from baton.domain.rounds.models import Round, Stage
from tests.retold import retold
from tests.stories import AIR, MONEY, open_round, owed, send

DAY = date(2027, 1, 11)  # a Monday


def test_the_usual_year_end_falls_on_working_days_in_the_order_of_the_stages():
    steps = usual("year_end", DAY)
    assert [step.name for step in steps] == ["收件截止", "核对稿", "征求意见", "考核委审议", "常委会审定", "公示", "正式"]  # fmt: skip
    days = [step.due_on for step in steps]
    assert days == sorted(days) and all(day.weekday() < 5 for day in days)
    assert days[0] == date(2027, 1, 25)
    assert [step.stage for step in steps[1:]] == [str(stage) for stage in list(Stage)[1:]]


@pytest.mark.parametrize("kind", Round.Kind.values)
@pytest.mark.parametrize("shift", range(7))
def test_every_kind_has_a_calendar_and_a_notice_hangs_out_five_working_days(kind, shift):
    steps = {step.name: step.due_on for step in usual(kind, DAY + timedelta(days=shift))}
    assert "收件截止" in steps and "正式" in steps
    if "公示" in steps:
        assert workdays_between(steps["公示"], steps["正式"]) == 5


def test_saturday_and_sunday_do_not_count():
    assert workday(date(2027, 1, 8), 1) == date(2027, 1, 11)
    assert workdays_between(date(2027, 1, 8), date(2027, 1, 12)) == 1


pytestmark = pytest.mark.django_db


@pytest.fixture
@retold
def round(clerk, tmp_path):
    return open_round(tmp_path, clerk)


@pytest.fixture
@retold
def planned(round, clerk, at):
    services.plan(round=round, steps=usual("year_end", DAY), by=clerk, at=at)
    return round


def statuses(round, today):
    return [one.status for one in agenda(round, list(queries.steps(round)), today)]


def test_what_is_late_next_and_later(planned, clerk, at):
    assert statuses(planned, DAY) == ["next", *["later"] * 6]
    assert statuses(planned, date(2027, 1, 29)) == ["late", "late", "next", *["later"] * 4]
    services.finish_step(step=queries.steps(planned)[0], on=DAY, by=clerk, at=at)
    assert statuses(planned, date(2027, 1, 29))[:3] == ["done", "late", "next"]
    services.reach(round=planned, stage="opinion", by=clerk, at=at)
    assert statuses(planned, date(2027, 1, 29))[:4] == ["done", "done", "done", "next"]
    words = [one.words for one in agenda(planned, list(queries.steps(planned)), date(2027, 2, 11))]
    assert words[:5] == ["已办完", "已办完", "已办完", "就是今天", "还有 7 天"]


def test_what_nobody_marked_is_only_past_not_done(planned, clerk, at):
    services.reach(round=planned, stage="check", by=clerk, at=at)
    words = [one.words for one in agenda(planned, list(queries.steps(planned)), date(2027, 1, 29))]
    assert words[:2] == ["已过", "已办完"]


def test_a_step_of_days_to_come_is_said_to_be_skipped_not_past(planned, clerk, at):
    services.reach(round=planned, stage="check", by=clerk, at=at)
    first = agenda(planned, list(queries.steps(planned)), DAY - timedelta(days=1))[0]
    assert (first.days > 0, first.words) == (True, "跳过了，没有记办完")


def test_days_out_of_order_are_refused_and_nothing_changes(planned, clerk, at):
    before = list(queries.steps(planned).values_list("name", "due_on"))
    wrong = [Planned("审定", DAY, "standing"), Planned("公示", DAY - timedelta(days=1), "notice")]
    with pytest.raises(Refused, match="“公示”（1 月 10 日）排在“审定”（1 月 11 日）前面了"):
        services.plan(round=planned, steps=wrong, by=clerk, at=at)
    with pytest.raises(Refused, match="前面了"):
        services.plan_step(round=planned, name="公示", due_on=DAY, stage="notice", by=clerk, at=at)
    for steps, sentence in (([], "一行也没有"), ([Planned(" ", DAY)], "没有写事项"), ([Planned("公示", DAY)] * 2, "写了两次")):  # fmt: skip
        with pytest.raises(Refused, match=sentence):
            services.plan(round=planned, steps=steps, by=clerk, at=at)
    assert list(queries.steps(planned).values_list("name", "due_on")) == before


def test_a_new_calendar_keeps_what_is_done_and_drops_what_is_left_out(planned, clerk, at):
    services.finish_step(step=queries.steps(planned)[0], on=DAY, by=clerk, at=at)
    services.plan(round=planned, steps=[Planned("收件截止", DAY + timedelta(days=3)), Planned("正式", DAY + timedelta(days=9), "final")], by=clerk, at=at)  # fmt: skip
    steps = list(queries.steps(planned))
    assert [step.name for step in steps] == ["收件截止", "正式"] and steps[0].done_on == DAY


def opened(round, clerk, at, **other):
    said = {"name": "又一轮", "kind": "year_end", "as_of": "全年", "on": date(2026, 12, 31)} | other
    return services.open_round(scheme=round.scheme, version=round.version, by=clerk, at=at, **said)


def test_a_round_is_not_opened_twice(round, clerk, at):
    with pytest.raises(Refused, match="还没有结束，不能再开一轮"):
        opened(round, clerk, at)
    with pytest.raises(Refused, match="已经有一轮叫"):
        opened(round, clerk, at, name="2026年终考核", kind="ad_hoc")
    for wrong, sentence in (({"name": " "}, "名称要填"), ({"kind": "yearly"}, "请选这一轮的种类"), ({"as_of": "2031年"}, "不在规则书的期次里")):  # fmt: skip
        with pytest.raises(Refused, match=sentence):
            opened(round, clerk, at, **wrong)
    opened(round, clerk, at, kind="mid_year", as_of="上半年")
    for kind, as_of in (("ad_hoc", "全年"), ("quarter", "上半年")):
        with pytest.raises(Refused, match=r"的数已经由“.+”用着，再开一轮会互相盖掉"):
            opened(round, clerk, at, name="随时一", kind=kind, as_of=as_of)
    with pytest.raises(Refused, match="会和年终用同一套数"):
        opened(round, clerk, at, name="四季度", kind="quarter")
    assert Round.objects.count() == 2


@pytest.fixture
@retold
def finished(planned, clerk, tmp_path, at):
    """Every sheet in, the final draft numbered."""
    for lead, content in (("市财政局", MONEY), ("市生态环境局", AIR)):
        _, made = send(owed(planned, clerk)[lead], content, tmp_path, clerk)
        intake.accept(submission=made, by=clerk, at=at)
    computing.number_draft(planned, stage="final", why="正式", by=clerk, at=at)
    return planned


def test_what_stands_in_the_way_of_the_end_is_said(round, clerk, tmp_path, at):
    sheets = owed(round, clerk)
    send(sheets["市财政局"], MONEY, tmp_path, clerk)
    found = closing.blocks(round, DAY)
    assert [one.can_pass for one in found] == [False, False, True]
    said = {"round": round, "by": clerk, "at": at, "today": DAY}
    with pytest.raises(Refused, match=r"1 张打分表收了还没核.*还没有编正式稿"):
        closing.close(why="就这样", **said)
    intake.accept(submission=sheets["市财政局"].submissions.get(), by=clerk, at=at)
    computing.number_draft(round, stage="final", why="正式", by=clerk, at=at)
    with pytest.raises(Refused, match="1 张打分表一直没有交。仍要结束的，请写明原因"):
        closing.close(why=" ", **said)
    closing.close(why="生态环境局撤销", **said)
    assert Round.objects.get().is_closed


def test_a_change_after_the_final_draft_keeps_it_open(finished, clerk, tmp_path, at):
    _, made = send(owed(finished, clerk)["市财政局"], MONEY.replace("118000", "114000"), tmp_path, clerk)  # fmt: skip
    intake.accept(submission=made, by=clerk, at=at)
    with pytest.raises(Refused, match=r"第 1 稿（正式稿）以后.*又改过"):
        closing.close(round=finished, why="", by=clerk, at=at, today=DAY)


def test_a_closed_round_can_only_be_read(finished, clerk, tmp_path, at):
    sheets = owed(finished, clerk)
    computing.refresh(finished, at=at)
    closing.close(round=finished, why="", by=clerk, at=at, today=DAY)
    draft = runs.drafts(finished).first()
    attempts = [
        lambda: send(sheets["市财政局"], MONEY.replace("118000", "1"), tmp_path, clerk),
        lambda: owed(finished, clerk),
        lambda: services.plan(round=finished, steps=usual("quarter", DAY), by=clerk, at=at),
        lambda: services.plan_step(round=finished, name="补", due_on=DAY, by=clerk, at=at),
        lambda: services.finish_step(step=queries.steps(finished)[0], on=DAY, by=clerk, at=at),
        lambda: services.use_version(round=finished, version=finished.version, by=clerk, at=at),
        lambda: computing.number_draft(finished, stage="final", why="再来", by=clerk, at=at),
        lambda: assessment.decide_grade(run=draft, subject="A", decided="优秀", organ="市委", meeting="会", decided_on=DAY, document="1号", reason="r", by=clerk, at=at),
        lambda: closing.close(round=finished, why="", by=clerk, at=at, today=DAY),
    ]  # fmt: skip
    for attempt in attempts:
        with pytest.raises(Refused, match="已经结束"):
            attempt()


def test_a_closed_round_stays_as_it_was_whatever_the_roster_becomes(finished, clerk, at):
    computing.refresh(finished, at=at)
    closing.close(round=finished, why="", by=clerk, at=at, today=DAY)
    beside = opened(
        finished, clerk, at, kind="ad_hoc", name="随时", as_of="上半年"
    )  # runs on: the facts move
    before = [(line.name, line.rank) for line in runs.provisional(finished).lines.order_by("subject")]  # fmt: skip
    write(unit_services.rename, unit=Unit.objects.get(code="A"), name="临江市", on=date(2026, 2, 1), why="批复", by=clerk, at=at)  # fmt: skip
    write(unit_services.abolish, year=2026, unit=Unit.objects.get(code="B"), on=date(2026, 3, 1), why="批复", by=clerk, at=at)  # fmt: skip
    assert [one for one, _ in computing.refresh_all(at=at)] == [beside]
    assert runs.provisional(beside).lines.filter(name="临江市").exists()
    run = computing.refresh(finished, at=at)
    assert [(line.name, line.rank) for line in run.lines.order_by("subject")] == before


def test_the_period_of_a_closed_round_stays_its_own(finished, clerk, at):
    """A quarter opened on the year's period would show the year's figures and change them."""
    closing.close(round=finished, why="", by=clerk, at=at, today=DAY)
    with pytest.raises(Refused, match="这一期的数是“2026年终考核”的，它已经结束"):
        opened(finished, clerk, at, kind="ad_hoc")
    services.reopen(round=finished, why="公示后更正", by=clerk, at=at)
    assert Round.objects.count() == 1


def test_who_opened_a_round_reopens_it_with_a_reason(finished, clerk, second_clerk, at):
    with pytest.raises(Refused, match="没有结束"):
        services.reopen(round=finished, why="x", by=clerk, at=at)
    closing.close(round=finished, why="", by=clerk, at=at, today=DAY)
    with pytest.raises(Refused, match="只有开这一轮的何科长可以重新打开"):
        services.reopen(round=finished, why="更正", by=second_clerk, at=at)
    with pytest.raises(Refused, match="请写明为什么"):
        services.reopen(round=finished, why="", by=clerk, at=at)
    services.reopen(round=finished, why="公示后更正", by=clerk, at=at)
    assert not Round.objects.get().is_closed


def test_a_round_whose_opener_is_gone_is_reopened_by_another_clerk(finished, clerk, second_clerk, at):  # fmt: skip
    closing.close(round=finished, why="", by=clerk, at=at, today=DAY)
    accounts.close(person=clerk, by=second_clerk, at=at)
    finished.opened_by.refresh_from_db()
    services.reopen(round=finished, why="更正", by=second_clerk, at=at)
    assert not Round.objects.get().is_closed


def test_a_round_is_not_reopened_beside_one_that_took_its_place(finished, clerk, at):
    closing.close(round=finished, why="", by=clerk, at=at, today=DAY)
    opened(finished, clerk, at)
    with pytest.raises(Refused, match="还没有结束"):
        services.reopen(round=finished, why="更正", by=clerk, at=at)
