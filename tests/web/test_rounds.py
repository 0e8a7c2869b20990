"""轮次 in the browser's eyes: opened, its days laid out, what is late said on the workbench, closed and reopened."""

import html
import re
from datetime import date, timedelta

import pytest

from baton.domain import clock
from baton.domain.rounds import services
from baton.domain.rounds.calendar import Planned, usual
from baton.domain.rounds.models import Round
from tests.retold import retold
from tests.stories import AIR, MONEY, open_round, owed, send

pytestmark = pytest.mark.django_db


@pytest.fixture
@retold
def round(clerk, tmp_path):
    return open_round(tmp_path, clerk)


@pytest.fixture
@retold
def place(round):
    return f"/office/rounds/{round.pk}/"


def text(answer):
    return html.unescape(answer.content.decode())


def heading(page):
    return re.search(r"<h1>(.*?)</h1>", page, re.S)[1]


def test_days_are_proposed_from_a_start_and_kept_when_saved(desk, round, place):
    assert "还没有排日程" in heading(text(desk.get(place)))
    page = text(desk.post(place, {"act": "propose", "start": "2027-01-11"}))
    assert "还没有保存" in page and 'value="2027-01-25"' in page and not round.steps.exists()
    steps = usual("year_end", date(2027, 1, 11))
    form = {
        "act": "plan", "name": [one.name for one in steps] + ["全市通报会", ""], "due_on": [one.due_on.isoformat() for one in steps] + ["2027-03-08", ""],
        "stage": [one.stage for one in steps] + ["", ""], "note": [""] * 7 + ["请市委办定会场", ""],
    }  # fmt: skip
    assert desk.post(place, form).status_code == 302
    page = text(desk.get(place))
    assert round.steps.count() == 8 and "请市委办定会场" in page and "常委会审定" in page


def test_days_out_of_order_are_refused_with_what_was_typed(desk, round, place):
    form = {"act": "plan", "name": ["审定", "公示"], "due_on": ["2027-02-05", "2027-02-01"], "stage": ["standing", "notice"], "note": ["", "贴在门口"]}  # fmt: skip
    page = text(desk.post(place, form))
    assert "“公示”（2 月 1 日）排在“审定”（2 月 5 日）前面了" in page
    assert 'value="贴在门口"' in page and 'value="2027-02-01"' in page and not round.steps.exists()
    page = text(desk.post(place, form | {"due_on": ["2027-02-05", "明天"]}))
    assert "“公示”的日期没有填好" in page and 'value="贴在门口"' in page
    assert "从哪天开始没有填好" in text(desk.post(place, {"act": "propose", "start": ""}))


def test_a_notice_that_hangs_out_too_briefly_is_pointed_out(desk, round, place, clerk, at):
    day = clock.today()
    services.plan(round=round, steps=[Planned("公示", day, "notice"), Planned("正式", day + timedelta(days=3), "final")], by=clerk, at=at)  # fmt: skip
    assert "公示一般不少于 5 个工作日" in text(desk.get(place))


def test_the_workbench_says_what_is_late_and_what_comes_next(desk, round, place, clerk, at):
    today = clock.today()
    steps = [Planned("收件截止", today - timedelta(days=2)), Planned("核对稿", today + timedelta(days=4), "check")]  # fmt: skip
    services.plan(round=round, steps=steps, by=clerk, at=at)
    assert "“收件截止”过了 2 天，还没有办完" in heading(text(desk.get(place)))
    page = text(desk.get("/office/"))
    assert '“收件截止”<span class="odd">过了 2 天' in page  # among what is to be done first
    assert "收件截止" in page and "过了 2 天" in page and "下一步：核对稿" in page and "还有 4 天" in page  # fmt: skip
    desk.post(place, {"act": "done", "step": round.steps.first().pk})
    page = text(desk.get("/office/"))
    assert "过了" not in page.split("日程", 1)[1] and "已办完" in page
    assert "下一步：核对稿" in heading(text(desk.get(place)))


def test_the_page_says_kind_version_and_whose_round_it_is(desk, round, place):
    page = text(desk.get(place))
    for words in ("年终考核", "第 1 版", "起草", "2026 年 12 月 31 日", "何科长", "还没有编稿"):
        assert words in page


def test_a_round_opened_twice_is_refused_with_what_was_typed(desk, round):
    form = {"year": "2026", "name": "年终又一轮", "scheme": round.scheme_id, "kind": "year_end", "as_of": "全年", "on": "2026-12-30", "scope": "all"}  # fmt: skip
    page = text(desk.post("/office/setup/round/", form))
    assert "还没有结束，不能再开一轮" in page
    assert 'value="年终又一轮"' in page and 'value="2026-12-30"' in page
    for wrong, sentence in (
        ({"on": "年底"}, "截至日期没有填好"), ({"scheme": "x"}, "请先收指标体系表"), ({"as_of": "2031"}, "不在规则书的期次里"),
        ({"name": ""}, "名称要填"), ({"kind": "yearly"}, "请选这一轮的种类"),
    ):  # fmt: skip
        assert sentence in text(desk.post("/office/setup/round/", form | {"kind": "ad_hoc"} | wrong))  # fmt: skip
    assert Round.objects.count() == 1
    desk.post("/office/setup/round/", form | {"kind": "mid_year", "as_of": "上半年", "on": ""})
    assert Round.objects.filter(kind="mid_year").exists()


def test_a_round_is_closed_when_nothing_stands_in_its_way(desk, round, place, clerk, tmp_path):
    for lead, content in (("市财政局", MONEY), ("市生态环境局", AIR)):
        send(owed(round, clerk)[lead], content, tmp_path, clerk)
    page = text(desk.get(place))
    assert "结束以前还有 2 件事" in page and "2 张打分表收了还没核" in page
    page = text(desk.post(place, {"act": "close", "why": "年关了"}))
    assert "还不能结束" in page and 'value="年关了"' in page
    for sheet in round.sheets.all():
        desk.post(f"/office/desk/{sheet.pk}/1/accept/")
    desk.post(
        "/office/board/number/",
        {"stage": "final", "why": "正式", "asked": "1", "despite": "当天定稿"},
    )
    assert "可以结束了" in text(desk.get(place))
    assert desk.post(place, {"act": "close", "why": ""}).status_code == 302
    page = text(desk.get(place))
    assert "已经结束，只能看" in heading(page) and "保存日程" not in page
    form = {"act": "plan", "name": ["公示"], "due_on": ["2027-02-01"], "stage": [""], "note": [""]}
    assert "已经结束，不能再改" in text(desk.post(place, form))
    cell = desk.post("/office/cell/A/财政收入/", {"value": "1", "keep": "1", "was": "118000"})
    assert cell.status_code == 409 and "已经结束，不能再改数" in text(cell)
    page = text(desk.post(place, {"act": "reopen", "why": ""}))
    assert "请写明为什么重新打开" in page
    desk.post(place, {"act": "reopen", "why": "公示后更正"})
    page = text(desk.get(place))
    assert "初算稿 → 正式稿" in page  # stages in words
    assert "公示后更正" in page and "重新打开" in page and not Round.objects.get().is_closed


def test_another_clerk_does_not_reopen_it(desk, round, place, second_clerk, clerk, at):
    from django.test import Client

    services.close(round=round, by=clerk, at=at)
    other = Client()
    other.force_login(second_clerk, backend="django.contrib.auth.backends.ModelBackend")
    page = text(other.post(place, {"act": "reopen", "why": "我想改"}))
    assert "只有开这一轮的何科长可以重新打开" in page and 'value="我想改"' in page


def test_what_nobody_knows_is_not_found(desk, round, place):
    assert desk.get("/office/rounds/99999/").status_code == 404
    assert desk.post(place, {"act": "explode"}).status_code == 404
    assert desk.post(place, {"act": "done", "step": "x"}).status_code == 404


def test_a_long_calendar_takes_no_more_queries(desk, round, place, clerk, at):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def asked():
        with CaptureQueriesContext(connection) as caught:
            desk.get(place)
        return len(caught)

    few = asked()
    day = date(2027, 1, 1)
    services.plan(round=round, steps=[Planned(f"事项{n}", day + timedelta(days=n)) for n in range(60)], by=clerk, at=at)  # fmt: skip
    assert asked() == few < 30


def test_the_deadline_of_the_calendar_is_proposed_for_the_sheets(desk, round, clerk, at):
    assert 'name="due_on" value=""' in text(desk.get("/office/desk/"))
    services.plan(round=round, steps=usual("year_end", date(2027, 1, 11)), by=clerk, at=at)
    assert 'name="due_on" value="2027-01-25"' in text(desk.get("/office/desk/"))


def test_drafts_of_two_rounds_are_not_compared(desk, round, clerk, at):
    """Other indicators, other periods: there is nothing to say who moved."""
    from baton.desk import computing
    from baton.domain.rounds import services

    first = computing.number_draft(round, stage="check", why="核对", by=clerk, at=at)
    other = services.open_round(
        scheme=round.scheme, version=round.version, name="半年", kind="mid_year", as_of="上半年", on=date(2026, 7, 1), by=clerk, at=at
    )  # fmt: skip
    second = computing.number_draft(other, stage="check", why="核对", by=clerk, at=at)
    assert desk.get(f"/r/{round.pk}/office/run/{first.pk}/moved/{second.pk}/").status_code == 404
