"""发布安排: decided beforehand for each stage and reader; more needs a reason, one click does what was planned."""

from datetime import date, timedelta
from html import unescape

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from baton.desk import computing
from baton.desk.care.row_faults import row_faults
from baton.desk.drafts import closing
from baton.desk.papers.kinds import PAPERS
from baton.domain import clock
from baton.domain.accounts import services as accounts
from baton.domain.assessment import plans, release_services
from baton.domain.assessment.models import Dispatch, Release
from baton.domain.assessment.readers import OFFERED, PAPER_READERS, Outgoing, paper_of
from baton.domain.audit import queries as chain
from baton.domain.audit import services as log
from baton.domain.audit.models import Entry
from baton.domain.refusals import Refused
from baton.domain.rounds import services as rounds
from baton.domain.rounds.models import Stage
from tests.conftest import PASSWORD
from tests.graded import open_graded
from tests.retold import retold

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
PLANNED = {"notice.leader": "totals", "notice.viewer": "names", "notice.public": "names", "final.leader": "items", "check.units": "checks"}  # fmt: skip
SAID = {"decided_by": "市考核委", "document": "云考委〔2027〕1号"}


def text(answer):
    return unescape(answer.content.decode())


@pytest.fixture
@retold
def round(tmp_path, clerk, at):
    return open_graded(tmp_path, clerk, at)


@pytest.fixture
@retold
def plan(desk, round):
    """As a clerk decides it, on the page."""
    answer = desk.post(f"/office/rounds/{round.pk}/releases/", PLANNED | SAID)
    assert answer.url == f"/office/rounds/{round.pk}/"
    return plans.plan_of(round)


@pytest.fixture
def readers(client, leader, clerk, at):
    """周副市长 and 刘处长, who has an account to look up; each a browser of his own."""
    made = accounts.add(username="liu", name="刘处长", role="viewer", password=PASSWORD, by=clerk, at=at)  # fmt: skip
    accounts.change_password(person=made, password=PASSWORD + "4", by=made, at=at)
    found = {}
    for person in (leader, made):
        found[person.role] = type(client)()
        found[person.role].force_login(person, backend=BACKEND)
    return found


def number(round, stage, clerk, at):
    return computing.number_draft(round, stage=stage, why=stage, by=clerk, at=at)


def release(desk, run, **given):
    form = {"role": "leader", "layer": "totals", "decided_by": "主任"} | given
    return text(desk.post(f"/office/run/{run.pk}/release/", form, follow=True))


def test_nothing_is_planned_until_somebody_decides(desk, round, clerk, at):
    page = text(desk.get(f"/office/rounds/{round.pk}/"))
    assert "谁在哪一步看到哪一层，还没有定" in page
    form = text(desk.get(f"/office/rounds/{round.pk}/releases/"))
    assert (
        form.count('<option value="" selected>') == 2 * len(Stage)
        and " checked" not in form
        and "照“" not in form
    )
    run = number(round, "check", clerk, at)
    assert "已发布给 1 类人" in release(desk, run), (
        "then releases are decided one by one, as before"
    )


def test_a_plan_says_who_decided_it_and_stays_on_record_when_it_is_changed(desk, round, plan):
    page = text(desk.get(f"/office/rounds/{round.pk}/"))
    assert (
        "市考核委定的，云考委〔2027〕1号" in page
        and "定发布安排：市考核委云考委〔2027〕1号" in page
    )
    assert plan.at("notice", "leader") == ("totals",) and plan.at("first", "viewer") == ()
    place = f"/office/rounds/{round.pk}/releases/"
    assert "和现在的安排一样" in text(desk.post(place, PLANNED | SAID))
    again = text(desk.post(place, PLANNED | {"decided_by": "", "notice.viewer": "items"}))
    assert "请写明这些是谁定的" in again and '<option value="items" selected>' in again
    assert "认不得的一格" in text(desk.post(place, {"notice.public": "items"} | SAID))
    desk.post(place, {"final.leader": "totals", "decided_by": "市委常委会"})
    assert plans.plan_of(round).cells == {("final", "leader"): ("totals",)}
    assert round.release_plans.count() == 2 and plan.made.cells.count() == 5


def test_two_clerks_who_plan_at_once_are_asked_whose_it_is(client, desk, round, plan, second_clerk):
    place = f"/office/rounds/{round.pk}/releases/"
    stale = {"seen": str(plan.made.pk)}
    assert f'name="seen" value="{plan.made.pk}"' in text(desk.get(place))
    other = type(client)()
    other.force_login(second_clerk, backend=BACKEND)
    mine = {"final.leader": "totals", "decided_by": "市委常委会"} | stale
    assert other.post(place, mine).status_code == 302
    page = text(desk.post(place, PLANNED | SAID | {"notice.viewer": "items"} | stale))
    assert f"{second_clerk.name}刚记下另一份安排（市委常委会定的）" in page
    assert '<option value="items" selected>' in page and 'value="云考委〔2027〕1号"' in page
    newest = plans.plan_of(round)
    assert newest.cells == {("final", "leader"): ("totals",)}
    assert f'name="seen" value="{newest.made.pk}"' in page, "pressed again, it is knowingly"


def test_the_form_proposes_what_was_planned_and_one_click_releases_it(desk, round, plan, readers, clerk, at):  # fmt: skip
    run = number(round, "notice", clerk, at)
    page = text(desk.get(f"/office/run/{run.pk}/release/"))
    assert '<option value="totals" selected>' in page and 'value="云考委〔2027〕1号"' in page
    page = text(desk.get(f"/office/run/{run.pk}/release/?role=viewer"))
    assert '<option value="names" selected>' in page and '<option value="viewer" selected>' in page
    for one in readers.values():
        assert one.get(f"/released/{run.pk}/").status_code == 404, "planned is not released"
    planned = f"/office/run/{run.pk}/release/planned/"
    page = text(desk.post(planned, follow=True))
    assert "按事先定的发布了：领导看到总分与名次，查阅看到等次名单" in page
    assert "99.4" in text(readers["leader"].get(f"/released/{run.pk}/"))
    names = text(readers["viewer"].get(f"/released/{run.pk}/"))
    assert "石桥市" in names and "99.4" not in names
    assert "已经发布了，没有再发布一次" in text(desk.post(planned, follow=True))
    assert Release.objects.count() == 2


@pytest.mark.parametrize(("role", "layer"), [("leader", "papers"), ("viewer", "totals")])
def test_more_than_planned_needs_a_reason_that_stays_on_record(desk, round, plan, readers, clerk, at, role, layer):  # fmt: skip
    run = number(round, "notice", clerk, at)
    page = release(desk, run, role=role, layer=layer)
    assert "要这样发，请写明为什么" in page and not Release.objects.exists()
    assert readers[role].get(f"/released/{run.pk}/").status_code == 404
    release(desk, run, role=role, layer=layer, why="  市长要看各大项 ")
    made = Release.objects.get()
    assert (made.layer, made.why) == (layer, "市长要看各大项")
    assert '"why":"市长要看各大项"' in Entry.objects.get(action="draft.released").data
    assert "多发了：" in text(desk.get(f"/office/rounds/{round.pk}/"))
    assert "比事先定的多：市长要看各大项" in text(desk.get(f"/office/run/{run.pk}/release/"))


def test_less_than_planned_needs_none_and_a_reason_that_is_not_needed_is_not_kept(desk, round, plan, clerk, at):  # fmt: skip
    run = number(round, "notice", clerk, at)
    release(desk, run, layer="names", why="先看名单")
    assert Release.objects.get().why == ""
    assert "只第 1 稿发布到等次名单" in text(desk.get(f"/office/rounds/{round.pk}/"))
    made = release_services.release_as_planned(run=run, by=clerk, at=at)
    assert [(one.role, one.layer) for one in made] == [("leader", "totals"), ("viewer", "names")]
    release(desk, run, layer="items", why="市长要看")
    with pytest.raises(Refused, match="没有再发布"):
        release_services.release_as_planned(run=run, by=clerk, at=at)


@pytest.mark.parametrize("stage", Stage.values)
def test_a_stage_at_which_nothing_is_planned_stays_shut(desk, round, readers, clerk, at, stage):
    desk.post(f"/office/rounds/{round.pk}/releases/", SAID)
    run = number(round, stage, clerk, at)
    paths = [f"/released/{run.pk}/{rest}" for rest in ("", "wall/", "A/", "A/F2/")]
    for role, one in readers.items():
        for layer in ("names", "totals", "papers", "items", "explanations"):
            assert "请写明为什么" in release(desk, run, role=role, layer=layer)
        desk.post(f"/office/run/{run.pk}/release/planned/")
        assert [one.get(path).status_code for path in paths] == [404] * 4
        assert {one.post(path).status_code for path in paths} == {405}
        assert "还没有发布成绩" in text(one.get("/released/"))
        for path in (f"/office/run/{run.pk}/", f"/office/run/{run.pk}/release/", f"/office/run/{run.pk}/papers/names/", f"/office/run/{run.pk}/archive/", f"/office/rounds/{round.pk}/releases/"):  # fmt: skip
            assert one.get(path).status_code == 404
        assert one.post(f"/office/run/{run.pk}/release/planned/").status_code == 404
        assert one.post(f"/office/run/{run.pk}/release/", {"role": role, "layer": "names", "decided_by": "我"}).status_code == 404  # fmt: skip
    assert not Release.objects.exists()


def test_the_page_tells_planned_from_done_and_what_is_overdue(desk, round, plan, clerk, at):
    place = f"/office/rounds/{round.pk}/"
    rounds.plan_step(round=round, name="公示", due_on=clock.today() - timedelta(days=3), stage="notice", by=clerk, at=at)  # fmt: skip
    assert "该发布的有 3 处还没有办" in text(desk.get(place))
    assert "还没有编稿，过了 3 天" in text(desk.get(place))
    first = number(round, "check", clerk, at)
    assert "第 1 稿还没有发出" in text(desk.get(place)) and first.pk
    run = number(round, "notice", clerk, at)
    page = text(desk.get(place))
    assert "第 2 稿还没有发布，过了 3 天" in page and "第 1 稿还没有发出，已经到公示稿了" in page
    assert "该发布的有 4 处还没有办" in page
    release_services.release_as_planned(run=run, by=clerk, at=at)
    bench = text(desk.get(f"/office/?round={round.pk}"))
    assert "处到了时候，还没有发布或发出" in bench and "核对稿给被考核单位、公示稿给公众" in bench
    page = text(desk.get(place))
    assert "该发布的有 2 处还没有办" in page and "第 2 稿发布到总分与名次" in page
    release_services.withdraw(release=run.releases.get(role="leader"), by=clerk, at=at)
    assert "发布过，" in text(desk.get(place)) and "收回" in text(desk.get(place))


def test_a_paper_that_went_out_is_noted_and_the_note_can_be_struck(desk, round, plan, clerk, at):
    run = number(round, "notice", clerk, at)
    page = text(desk.get(f"/office/run/{run.pk}/release/"))
    assert '<option value="public.names" selected>' in page
    assert f'value="{clock.today().isoformat()}"' in page
    place = f"/office/run/{run.pk}/release/sent/"
    given = {"to": "public.names", "sent_on": "2020-01-14", "sent_document": "云考办〔2027〕2号"}
    assert "公示名单已发给公众，记下了" in text(desk.post(place, given, follow=True))
    assert "公示名单 1 月 14 日发出" in text(desk.get(f"/office/rounds/{round.pk}/"))
    assert "已经记过" in text(desk.post(place, given, follow=True))
    assert "请写明为什么" in text(desk.post(place, given | {"to": "public.praise"}, follow=True))
    assert "2020-01-14" in text(desk.post(place, given | {"to": "units.checks", "sent_why": ""}))
    desk.post(place, given | {"to": "units.checks", "sent_why": "单位来问"})
    assert "事先没有定：单位来问" in text(desk.get(f"/office/run/{run.pk}/release/"))
    desk.post(f"/office/sent/{Dispatch.objects.get(paper='names').pk}/strike/")
    assert "第 1 稿还没有发出" in text(desk.get(f"/office/rounds/{round.pk}/"))
    assert "没有“public.checks”" in text(desk.post(place, given | {"to": "public.checks"}))
    assert "“哪天发的”请写成 2026-12-31 这样的日期" in text(desk.post(place, given | {"sent_on": "昨天"}))  # fmt: skip
    assert Dispatch.objects.filter(struck_at=None).count() == 1
    later = (clock.today() + timedelta(days=1)).isoformat()
    page = text(desk.post(place, given | {"sent_on": later, "sent_document": "云考办〔2027〕3号"}))
    assert f"{later} 还没有到。等发出以后再记" in page and "云考办〔2027〕3号" in page
    assert Dispatch.objects.filter(struck_at=None).count() == 1


def test_what_a_colleague_just_took_back_is_not_taken_back_again(round, clerk, second_clerk, at):
    """Two clerks press at once: the log tells it once, so that it can be followed offline."""
    run = number(round, "notice", clerk, at)
    release = {"run": run, "role": "leader", "decided_by": "主任", "by": clerk, "at": at}
    made = release_services.release(layer="totals", **release)
    seen, replaced = Release.objects.get(pk=made.pk), Release.objects.get(pk=made.pk)
    newer = release_services.release(layer="items", **release)
    sent = release_services.note_sent(
        run=run, reader="units", paper="checks", sent_on=date(2027, 1, 14), by=clerk, at=at
    )
    again = Dispatch.objects.get(pk=sent.pk)
    release_services.strike_sent(dispatch=sent, by=clerk, at=at)
    later = {"by": second_clerk, "at": at + timedelta(minutes=1)}
    with pytest.raises(Refused, match="已由后一次发布代替"):
        release_services.withdraw(release=replaced, **later)
    with pytest.raises(Refused, match="刚被划掉"):
        release_services.strike_sent(dispatch=again, **later)
    release_services.withdraw(release=newer, by=clerk, at=at)
    with pytest.raises(Refused, match="刚被收回"):
        release_services.withdraw(release=seen, **later)
    assert Dispatch.objects.get().struck_by == clerk
    assert Entry.objects.filter(action="draft.withdrawn").count() == 1


def test_a_draft_that_was_corrected_is_not_released_by_the_click(desk, round, plan, clerk, at):
    run = number(round, "notice", clerk, at)
    computing.number_draft(round, stage="final", why="更正第 1 稿", corrects=run, by=clerk, at=at)
    page = text(desk.post(f"/office/run/{run.pk}/release/planned/", follow=True))
    assert "已由第 2 稿更正" in page and not Release.objects.exists()
    assert "已由第 2 稿更正" in text(desk.get(f"/office/rounds/{round.pk}/"))


def test_the_plan_of_the_round_before_is_copied_but_not_saved(desk, round, plan, clerk, at):
    other = rounds.open_round(
        scheme=round.scheme, version=round.version, name="半年评估", kind="mid_year", as_of="上半年", on=date(2026, 6, 30), by=clerk, at=at
    )  # fmt: skip
    place = f"/office/rounds/{other.pk}/releases/"
    assert f"照“{round.name}”的填" in text(desk.get(place))
    page = text(desk.post(place, {"act": "copy"}))
    assert "还没有保存" in page and page.count(" selected>") == 2 * len(Stage)
    assert page.count(" checked>") == 2
    assert '<option value="items" selected>' in page and "云考委〔2027〕1号" not in page
    assert plans.plan_of(other).made is None


def test_a_closed_round_keeps_its_plan(desk, round, plan, clerk, at):
    number(round, "final", clerk, at)
    closing.close(round=round, why="", by=clerk, at=at, today=at.date())
    page = text(desk.post(f"/office/rounds/{round.pk}/releases/", SAID))
    assert "已经结束，发布安排不能再改" in page and plans.plan_of(round).cells == plan.cells
    page = text(desk.get(f"/office/rounds/{round.pk}/releases/"))
    assert (
        "<select" not in page
        and "disabled" not in page
        and "总分与名次" in page.split("</thead>")[1]
    )


def test_every_paper_that_can_be_made_can_be_planned_and_no_other():
    made = {code for code, paper in PAPERS.items() if paper.ending == "docx"}
    assert made == {paper_of(one.value) for one in Outgoing}
    assert {what for reader in PAPER_READERS for what in OFFERED[reader]} == set(Outgoing.values)
    assert all(one.label.startswith(PAPERS[paper_of(one.value)].name) for one in Outgoing)


def test_queries_do_not_grow_with_drafts_and_cells(desk, round, plan, clerk, at):
    place = f"/office/rounds/{round.pk}/"
    release_services.release_as_planned(run=number(round, "final", clerk, at), by=clerk, at=at)
    desk.get(place)
    with CaptureQueriesContext(connection) as few:
        desk.get(place)
    for stage in ("check", "opinion", "committee", "notice"):
        run = number(round, stage, clerk, at)
        if stage == "notice":
            release_services.release_as_planned(run=run, by=clerk, at=at)
    with CaptureQueriesContext(connection) as many:
        desk.get(place)
    assert len(many) <= len(few)


def test_who_decided_stands_in_its_row_and_not_in_the_log(desk, round, clerk, at):
    """A name could never be taken out of a chain again; the row's seal bears witness to it."""
    desk.post(
        f"/office/rounds/{round.pk}/releases/", PLANNED | SAID | {"decided_by": "市委常委陈志远"}
    )
    run = number(round, "notice", clerk, at)
    release(desk, run, decided_by="秘书长方明")
    assert not Entry.objects.filter(data__contains="陈志远").exists()
    assert not Entry.objects.filter(data__contains="方明").exists()
    assert list(row_faults()) == []
    page = text(desk.get(f"/office/rounds/{round.pk}/"))
    assert "定发布安排：市委常委陈志远云考委〔2027〕1号" in page
    with transaction.atomic():
        Release.objects.filter(run=run).update(decided_by="别人")
        assert any("发布（assessment_release）" in fault for fault in row_faults())
        transaction.set_rollback(True)


def test_a_log_that_named_who_decided_is_whole_and_read_as_before(desk, round, plan, clerk, at):
    """As entries were written at first."""
    log.record("round.releases_planned", by=clerk, on=f"round:{round.pk}", at=at, rows=[plan.made], **SAID)  # fmt: skip
    log.record("draft.released", by=clerk, on="run:1", at=at, **SAID)
    assert chain.fault() == "" and list(row_faults()) == []
    page = text(desk.get(f"/office/rounds/{round.pk}/"))
    assert page.count("定发布安排：市考核委云考委〔2027〕1号") == 2
