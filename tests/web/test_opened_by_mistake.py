"""开错了的一轮: its name, kind, period and day are set right, or it is voided and frees its period; the day follows the period."""

from datetime import date
from html import unescape

import pytest

from baton.desk import computing
from baton.desk.care.row_faults import row_faults
from baton.domain.assessment import mistaken, plans, release_services
from baton.domain.assessment import queries as runs
from baton.domain.audit import queries as log
from baton.domain.audit.models import Entry
from baton.domain.refusals import Refused
from baton.domain.rounds import queries, services
from baton.domain.rounds.models import Round
from tests.retold import retold
from tests.stories import MONEY, open_round, owed, send

pytestmark = pytest.mark.django_db


def text(answer):
    return unescape(answer.content.decode())


@pytest.fixture
@retold
def round(clerk, tmp_path):
    return open_round(tmp_path, clerk)


@pytest.fixture
@retold
def wrong(round, clerk, at):
    """Half a year, opened as an ad-hoc round by a wrong click."""
    return services.open_round(
        scheme=round.scheme, version=round.version, name="开错了", kind="ad_hoc", as_of="上半年", on=date(2026, 6, 30), by=clerk, at=at
    )  # fmt: skip


def act(desk, round, act, **given):
    return text(desk.post(f"/office/rounds/{round.pk}/", {"act": act} | given, follow=True))


def test_a_voided_round_stays_on_record_and_frees_its_period_and_name(desk, round, wrong, clerk, at):  # fmt: skip
    opened = {"name": "开错了", "scheme": round.scheme_id, "kind": "mid_year", "as_of": "上半年", "scope": "all"}  # fmt: skip
    assert "由“开错了”用着" in text(
        desk.post("/office/setup/round/", opened | {"name": "半年评估"})
    )
    assert "请写明为什么作废" in act(desk, wrong, "void", why=" ")
    computing.refresh(wrong, at=at)
    assert "留有记录" in act(desk, wrong, "void", why="种类点错了")
    wrong.refresh_from_db()
    assert (wrong.voided_by, wrong.voided_why, wrong.is_closed) == (clerk, "种类点错了", True)
    assert wrong not in queries.rounds() and runs.provisional(wrong) is None
    assert desk.post("/office/setup/round/", opened).url.endswith("/office/desk/")
    made = Round.objects.get(name="开错了", voided_at=None)
    assert made.on == date(2026, 6, 30), "the last day of the period, as none was written"
    page = text(desk.get("/office/setup/"))
    assert "作废的 1 轮" in page and "：种类点错了" in page
    page = text(desk.get(f"/office/rounds/{wrong.pk}/"))
    assert (
        "“开错了”已经作废，只能看" in page and "重新打开" not in page and "作废：种类" not in page
    )
    assert Entry.objects.filter(action="round.voided", on=f"round:{wrong.pk}").count() == 1
    assert list(row_faults()) == [] and log.fault() == ""


def test_a_voided_round_takes_nothing_more_and_is_not_opened_again(desk, wrong, clerk, at):
    release_services.plan_releases(round=wrong, cells={("final", "units"): ("letters",)}, decided_by="委", by=clerk, at=at)  # fmt: skip
    mistaken.void(round=wrong, why="开错了", by=clerk, at=at)
    with pytest.raises(Refused, match="已经作废，不能重新打开"):
        services.reopen(round=wrong, why="再看看", by=clerk, at=at)
    with pytest.raises(Refused, match="已经作废，没有再作废一次"):
        mistaken.void(round=wrong, why="再来", by=clerk, at=at)
    assert "已经作废，不能再改" in act(
        desk, wrong, "correct", name="另一个", kind="ad_hoc", as_of="上半年"
    )
    said = "“开错了”已经作废（"
    for page in (
        "",
        "desk/",
        "scheme/",
        "board/",
        "claims/",
        "records/",
        "targets/",
        "setup/",
        "province/",
    ):
        looked = desk.get(f"/r/{wrong.pk}/office/{page}")
        assert looked.status_code == 200 and said in text(looked) and "只能看" in text(looked), page
    assert said in text(desk.get(f"/office/desk/?round={wrong.pk}"))
    before = Entry.objects.count()
    refused = desk.post(
        f"/r/{wrong.pk}/office/desk/owe/", {"due_on": "2026-07-20", "for_round": wrong.pk}
    )
    assert refused.status_code == 409 and "那一轮已经作废，没有写入" in text(refused)
    refused = desk.post(f"/r/{wrong.pk}/office/desk/owe/", {"due_on": "2026-07-20"})
    assert "那一轮已经作废，没有写入" in text(refused) and Entry.objects.count() == before
    other = Round.objects.exclude(pk=wrong.pk).get()
    assert other.name in text(desk.get("/office/")), "nobody works in it"
    assert plans.plan_before(other).made is None, "nor is its plan copied"


def test_a_scheme_whose_only_round_was_voided_waits_for_its_first_again(desk, round, clerk, at):
    assert "还没有轮次" not in text(desk.get("/office/setup/"))
    mistaken.void(round=round, why="开错了", by=clerk, at=at)
    page = text(desk.get("/office/setup/"))
    assert f"{round.scheme.title}还没有轮次" in page and "作废的 1 轮" in page
    assert desk.get("/office/scheme/").status_code == 200 == desk.get("/office/").status_code


@pytest.mark.parametrize("what", ["draft", "sheet"])
def test_what_has_a_draft_or_a_sheet_is_not_voided(desk, round, clerk, tmp_path, at, what):
    if what == "draft":
        computing.number_draft(round, stage="first", why="先看", by=clerk, at=at)
    else:
        send(owed(round, clerk)["市财政局"], MONEY, tmp_path, clerk)
    said = {"draft": "已经编过第 1 稿", "sheet": "已经收了市财政局的打分表"}[what]
    assert said in act(desk, round, "void", why="开错了")
    page = text(desk.get(f"/office/rounds/{round.pk}/"))
    assert "作废这一轮" not in page and ("改这一轮" in page) == (what == "sheet")
    round.refresh_from_db()
    assert round.voided_at is None and not round.is_closed


def test_name_kind_and_dates_are_set_right_and_what_was_is_told(desk, wrong, at):
    computing.refresh(wrong, at=at)
    given = {"name": "2026半年评估", "kind": "mid_year", "as_of": "上半年", "on": "2026-06-20"}
    assert "这一轮改好了" in act(desk, wrong, "correct", **given)
    wrong.refresh_from_db()
    assert (wrong.name, wrong.kind, wrong.on) == ("2026半年评估", "mid_year", date(2026, 6, 20))
    assert runs.is_stale(wrong, runs.provisional(wrong)), "the roster is that of another day"
    page = text(desk.get(f"/office/rounds/{wrong.pk}/"))
    assert "改这一轮：开错了（随时考核，截至 上半年，2026-06-30） → 2026半年评估（半年评估" in page
    assert "和现在的一样" in act(desk, wrong, "correct", **given)
    assert list(row_faults()) == []


def test_a_correction_is_held_to_what_a_round_may_be_opened_as(desk, round, wrong):
    given = {"name": "开错了", "kind": "ad_hoc", "as_of": "上半年", "on": ""}
    assert f"已经有一轮叫“{round.name}”" in act(
        desk, wrong, "correct", **given | {"name": round.name}
    )
    taken = act(desk, wrong, "correct", **given | {"as_of": round.as_of})
    assert f"已经由“{round.name}”用着" in taken and 'value="开错了"' in taken
    assert "请选这一轮的种类" in act(desk, wrong, "correct", **given | {"kind": "weekly"})
    assert "名称要填" in act(desk, wrong, "correct", **given | {"name": " "})


def test_after_a_sheet_came_the_name_can_change_and_the_period_can_not(desk, round, clerk, tmp_path):  # fmt: skip
    send(owed(round, clerk)["市财政局"], MONEY, tmp_path, clerk)
    given = {"name": "年终综合考核", "kind": round.kind, "as_of": "上半年", "on": ""}
    assert "截至期不能再改" in act(desk, round, "correct", **given)
    given |= {"as_of": round.as_of, "on": round.on.isoformat()}
    assert "这一轮改好了" in act(desk, round, "correct", **given)
    round.refresh_from_db()
    assert round.name == "年终综合考核"


def test_a_day_outside_the_period_is_asked_about(desk, round):
    given = {"name": "半年", "scheme": round.scheme_id, "kind": "mid_year", "as_of": "上半年", "on": "2026-12-31", "scope": "all"}  # fmt: skip
    page = text(desk.post("/office/setup/round/", given))
    assert "截至日期 2026-12-31 不在“上半年”（2026-01-01 至 2026-06-30）里" in page
    assert (
        'name="anyway"' in page
        and 'value="2026-12-31"' in page
        and "上半年（到 2026-06-30）" in page
    )
    assert Round.objects.count() == 1
    assert desk.post("/office/setup/round/", given | {"anyway": "1"}).url.endswith("/office/desk/")
    made = Round.objects.get(name="半年")
    assert made.on == date(2026, 12, 31)
    corrected = given | {"on": "2027-01-10", "name": "半年评估"}
    page = act(desk, made, "correct", **corrected)
    assert "不在“上半年”" in page and 'name="anyway"' in page
    act(desk, made, "correct", **corrected | {"on": ""})
    made.refresh_from_db()
    assert made.on == date(2026, 6, 30) and 'name="anyway"' not in text(desk.get("/office/setup/"))
