"""平时记录: written when it happened, shown beside the score, struck out but never gone."""

import re
from datetime import UTC, date, datetime, timedelta
from html import unescape

import pytest

from baton.desk import computing
from baton.domain import clock
from baton.domain.intake import services as intake
from baton.domain.orgs.models import Standing, Unit
from baton.domain.progress import services
from baton.domain.progress.models import Record
from baton.domain.progress.services import Fact
from baton.domain.refusals import Refused
from baton.domain.rounds import services as rounds
from tests.retold import retold
from tests.stories import AIR, MONEY, open_round, owed, send

pytestmark = pytest.mark.django_db
TABLE = "单位\t日期\t情况\t指标\t来源\n东岭\t2026-03-05\t省厅现场会在东岭开\t空气优良天数比例\t省厅通报\n临江县\t2026-06-01\t信访积案清零\t\t\n"


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


def test_a_table_is_looked_at_then_kept_and_stands_beside_the_score(desk, round, clerk, at):
    looked = text(desk.post("/office/records/in/", {"text": TABLE}))
    assert "读到 2 条，还没有收下" in looked and "东岭县" in looked and not Record.objects.exists()
    assert "已记下 2 条" in text(
        desk.post("/office/records/in/", {"text": TABLE, "take": "1"}, follow=True)
    )
    run = computing.refresh(round, at=at, by=clerk)
    assert "省厅现场会在东岭开" in text(desk.get(f"/office/run/{run.pk}/unit/B/"))
    assert "省厅现场会在东岭开" in text(desk.get(f"/office/run/{run.pk}/unit/B/F2/"))
    assert "省厅现场会" not in text(desk.get(f"/office/run/{run.pk}/unit/B/F1/"))
    assert "省厅现场会" not in text(desk.get(f"/office/run/{run.pk}/unit/A/F2/"))


@pytest.mark.parametrize(
    ("row", "says"),
    [("东领\t2026-03-05\t开会\t\t", "不认得“东领”"), ("东岭\t2026-03-05\t开会\t空气\t", "不认得“空气”"),
     ("东岭\t三月\t开会\t\t", "日期"), ("东岭\t2028-03-05\t开会\t\t", "还没有到"), ("东岭\t2026-03-05\t\t\t", "情况")],
)  # fmt: skip
def test_a_bad_cell_is_named_and_nothing_is_kept(desk, round, row, says):
    page = text(
        desk.post(
            "/office/records/in/", {"text": f"单位\t日期\t情况\t指标\t来源\n{row}\n", "take": "1"}
        )
    )
    assert "要改的格子" in page and says in page and not Record.objects.exists()


def test_one_is_entered_by_hand_and_struck_out_with_a_reason(desk, round):
    given = {
        "unit": "A",
        "happened_on": "2026-05-01",
        "told": "抽查合格",
        "indicator": "F1",
        "source": "督查室",
    }
    wrong = desk.post("/office/records/", given | {"happened_on": "五月"})
    assert wrong.status_code == 409 and "抽查合格" in text(wrong) and "日期没有填好" in text(wrong)
    assert "记下了临江县的一条" in text(desk.post("/office/records/", given, follow=True))
    one = Record.objects.get()
    assert desk.post(f"/office/records/{one.pk}/strike/", {"why": ""}).status_code == 409
    page = text(desk.post(f"/office/records/{one.pk}/strike/", {"why": "记错单位"}, follow=True))
    assert "划掉了：记错单位" in page and "抽查合格" in page
    assert "抽查合格" not in text(desk.get("/office/records/?unit=B"))


def test_a_problem_is_fed_back_with_what_to_do_and_followed_until_it_is_done(
    desk, round, clerk, at
):
    fact = Fact(Unit.objects.get(code="A"), date(2026, 12, 1), "台账不全", "F1", "督查室")
    (one,) = services.record(scheme=round.scheme, facts=[fact], by=clerk, at=at)
    way, tomorrow = f"/office/records/{one.pk}/", (clock.today() + timedelta(1)).isoformat()
    wrong = desk.post(f"{way}ask/", {"asked": "补齐台账", "due_on": "2020-01-01"})
    assert (
        wrong.status_code == 409 and 'value="补齐台账"' in text(wrong) and "已经过了" in text(wrong)
    )
    page = text(desk.post(f"{way}ask/", {"asked": "补齐台账", "due_on": tomorrow}, follow=True))
    assert "整改：补齐台账" in page and "请补齐台账，" in page and "还没办结的 1 件" in page
    assert desk.post(f"{way}ask/", {"asked": "再提", "due_on": tomorrow}).status_code == 409
    assert "件整改过了限期" not in text(desk.get("/office/"))
    later = at + timedelta(9)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "today", lambda: later.date() + timedelta(30))
        assert "1 件整改过了限期" in " ".join(
            re.sub(r"<[^>]+>", "", text(desk.get("/office/"))).split()
        )
        assert "过了" in text(desk.get("/office/records/?show=open"))
    empty = desk.post(f"{way}settle/", {"done_how": "", "done_on": clock.today().isoformat()})
    assert empty.status_code == 409 and "怎么办的" in text(empty)
    done = {"done_how": "台账补齐", "done_on": clock.today().isoformat()}
    page = text(desk.post(f"{way}settle/", done, follow=True))
    assert "办结：台账补齐" in page and "还没办结的" not in page
    assert desk.post(f"{way}settle/", done).status_code == 409
    run = computing.refresh(round, at=at, by=clerk)
    assert "整改：补齐台账，" in text(desk.get(f"/office/run/{run.pk}/unit/A/"))


def test_after_midnight_it_is_the_offices_day_not_greenwichs(round, clerk):
    """At one in the morning in the office it is still the day before in Greenwich."""
    night, day = datetime(2027, 1, 13, 17, 0, tzinfo=UTC), date(2027, 1, 14)
    fact = Fact(Unit.objects.get(code="A"), day, "夜里的事")
    (one,) = services.record(scheme=round.scheme, facts=[fact], by=clerk, at=night)
    asked = services.ask(record=one, asked="补齐台账", due_on=day, by=clerk, at=night)
    services.settle(rectification=asked, how="补齐了", on=day, by=clerk, at=night)
    with pytest.raises(Refused, match="还没有到"):
        services.record(
            scheme=round.scheme,
            facts=[Fact(fact.unit, date(2027, 1, 15), "明天的事")],
            by=clerk,
            at=night,
        )


def test_what_has_not_happened_is_not_recorded(round, clerk, at):
    fact = Fact(Unit.objects.get(code="A"), at.date() + timedelta(1), "明天的事")
    with pytest.raises(Refused, match="还没有到"):
        services.record(scheme=round.scheme, facts=[fact], by=clerk, at=at)


def test_a_units_page_shows_its_other_rounds_and_its_sub_areas(desk, round, clerk, at):
    computing.number_draft(round, stage="final", why="正式", by=clerk, at=at)
    half = rounds.open_round(
        scheme=round.scheme, version=round.version, name="半年评估", kind="mid_year", as_of="上半年", on=date(2026, 6, 30),
        by=clerk, at=at,
    )  # fmt: skip
    run = computing.refresh(half, at=at, by=clerk)
    page = text(desk.get(f"/office/run/{run.pk}/unit/A/"))
    assert "本年别的轮次" in page and "2026年终考核第 1 稿" in page and "98.65" in page
    assert "所辖" not in page


def test_a_zone_stands_under_its_parent(desk, round, clerk, at):
    Standing.objects.filter(unit__code="D").update(parent=Unit.objects.get(code="A"))
    run = computing.number_draft(round, stage="check", why="核对", by=clerk, at=at)
    page = text(desk.get(f"/office/run/{run.pk}/unit/A/"))
    assert "所辖" in page and "云东区" in page
    Standing.objects.filter(unit__code="D").update(parent=None)  # as the log says


def test_a_unit_is_typed_and_whoever_is_nearly_meant_is_named(desk, round):
    given = {"happened_on": "2026-05-01", "told": "抽查合格"}
    page = desk.post("/office/records/", given | {"unit": "东岭镇"})
    assert (
        page.status_code == 409 and "名册里没有“东岭镇”" in text(page) and "东岭县吗" in text(page)
    )
    assert 'value="东岭镇"' in text(page) and "抽查合格" in text(page)
    assert "记下了东岭县的一条" in text(
        desk.post("/office/records/", given | {"unit": "东岭"}, follow=True)
    )
    assert "抽查合格" in text(desk.get("/office/records/?unit=东岭县"))
    assert "抽查合格" not in text(desk.get("/office/records/?unit=临江县"))
    unknown = text(desk.get("/office/records/?unit=火星"))
    assert "名册里没有“火星”" in unknown and 'value="火星"' in unknown


def test_without_a_round_a_refusal_is_still_a_sentence(desk, round, clerk, at, monkeypatch):
    fact = Fact(Unit.objects.get(code="A"), date(2026, 12, 1), "台账不全")
    (one,) = services.record(scheme=round.scheme, facts=[fact], by=clerk, at=at)
    monkeypatch.setattr("baton.web.office.records.round_of", lambda _: None)
    answer = desk.post(f"/office/records/{one.pk}/ask/", {"asked": "", "due_on": "2027-02-01"})
    assert answer.status_code == 409 and "请写明整改意见" in text(answer)
