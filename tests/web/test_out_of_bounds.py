"""一个坏数: a cell that no score can be made of never stops a round in silence, whichever door it came to."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from baton.desk import computing
from baton.domain.assessment import queries as runs
from baton.domain.claims import services as claims
from baton.domain.claims.entries import Entry
from baton.domain.facts import queries as figures
from baton.domain.facts import services as facts
from baton.domain.facts.services import Row
from baton.domain.intake.models import Submission
from baton.domain.orgs.models import Unit
from tests import sent, stories
from tests.retold import retold
from tests.stories import AIR, MONEY, send

pytestmark = pytest.mark.django_db
SAID = "临江县的“优良天数比例”填了 9130，不应大于 100"
BAD = AIR.replace("91.3", "9130")
COMPLETE = ("市财政局", MONEY), ("市生态环境局", AIR)


def text(answer):
    return answer.content.decode()


@pytest.fixture
@retold
def round(clerk, tmp_path):
    return stories.open_round(tmp_path, clerk)


@pytest.fixture
@retold
def sheets(round, clerk):
    return stories.owed(round, clerk)


@pytest.fixture
@retold
def scored(round, sheets, desk, clerk, tmp_path, at):
    """The round with all figures in and computed."""
    for lead, content in COMPLETE:
        _, made = send(sheets[lead], content, tmp_path, clerk)
        desk.post(f"/office/desk/{made.sheet_id}/{made.number}/accept/")
    computing.refresh(round, at=at)
    return round


def recorded(round, *rows, by, at):
    """Figures that came past the doors, as when the rules were changed under them."""
    facts.record(scheme=round.scheme, rows=list(rows), by=by, at=at)


def bad_air(period="全年"):
    return Row(
        subject="A",
        item="优良天数比例",
        period=period,
        value="9130",
        source="旧表.xlsx·数据·C2 (第2行第3列)",
    )


def test_the_cell_stays_aside_and_the_rest_of_the_sheet_counts(
    desk, sheets, round, clerk, tmp_path, at
):
    _, made = send(sheets["市生态环境局"], BAD, tmp_path, clerk)
    place = f"/office/desk/{made.sheet_id}/"
    page = text(desk.get(place))
    assert f"1 格算不了分，采用时先不采用，等改好再交：{SAID}。请核对数值和单位。" in page
    assert "疑点已核实，采用其余的" in page and "全部采用" not in page
    page = text(desk.post(f"{place}1/accept/", follow=True))
    assert "3 个数记入数据" in page and f"1 格先不采用：{SAID}。请核对数值和单位。" in page
    made.refresh_from_db()
    assert made.state == Submission.State.PARTIAL and made.left_out == [["A", "优良天数比例"]]
    assert {line[0] for line in figures.observations(round.scheme)} == {"B", "C", "D"}
    assert SAID in text(desk.get(place)).split("<textarea")[1]  # the letter with which it goes back
    ((_, run),) = computing.refresh_all(at=at)
    assert run.kind == "provisional"


def test_a_ticked_cell_that_cannot_count_is_not_taken_either(desk, sheets, round, clerk, tmp_path):
    _, made = send(sheets["市生态环境局"], BAD, tmp_path, clerk)
    place = f"/office/desk/{made.sheet_id}/1/part/"
    page = text(
        desk.post(
            place, {"cell": ["A|优良天数比例", "B|优良天数比例"], "reason": "其余再核"}, follow=True
        )
    )
    assert f"勾上的1 格先不采用：{SAID}" in page
    made.refresh_from_db()
    assert made.reason.startswith("其余再核；") and SAID in made.reason
    assert [line[0] for line in figures.observations(round.scheme)] == ["B"]


def test_a_sheet_of_nothing_but_such_cells_is_not_accepted(desk, sheets, round, clerk, tmp_path):
    worst = "单位,优良天数比例\n临江县,9130\n东岭县,8825\n"
    _, made = send(sheets["市生态环境局"], worst, tmp_path, clerk)
    answer = desk.post(f"/office/desk/{made.sheet_id}/1/accept/")
    assert answer.status_code == 409 and "一格也没有采用。请退回，改好再交。" in text(answer)
    made.refresh_from_db()
    assert made.state == Submission.State.RECEIVED and not figures.observations(round.scheme)


def test_points_above_the_full_are_odd_at_sight_even_where_the_data_have_no_bounds(
    clerk, tmp_path, desk
):
    rules = sent.RULEBOOK.replace(
        "教育工作得分, 单位: 分, 不小于: 0, 不大于: 5", "教育工作得分, 单位: 分"
    )
    round = sent.open_round(tmp_path, clerk, rules)
    _, made = send(
        sent.owed(round, clerk)["市教育局"],
        "单位,教育工作得分\n临江县,5.5\n东岭县,4\n",
        tmp_path,
        clerk,
    )
    said = "临江县的“教育工作”直接评了 5.5 分，应在 0 到 5 之间"
    assert [(odd["kind"], odd["sentence"]) for odd in made.oddities if odd["subject"] == "A"] == [
        ("outside", said)
    ]
    page = text(desk.post(f"/office/desk/{made.sheet_id}/1/accept/", follow=True))
    assert f"1 格先不采用：{said}。请核对评分，或把加分写进加减分台账。" in page


def test_what_stops_a_round_is_said_on_every_page_that_waits_for_it(
    desk, scored, sheets, clerk, at
):
    recorded(scored, bad_air(), by=clerk, at=at)
    ((_, refused),) = computing.refresh_all(at=at)
    assert f"有 1 处要先改好才能计分。{SAID}。请核对数值和单位。" in refused.sentence
    cell = "/office/cell/A/%E4%BC%98%E8%89%AF%E5%A4%A9%E6%95%B0%E6%AF%94%E4%BE%8B/"
    for place in ("/office/board/", "/office/", f"/office/desk/{sheets['市生态环境局'].pk}/"):
        page = text(desk.get(place))
        assert SAID in page and "请核对数值和单位" in page and cell in page, place
        assert "正在后台重算" not in page, place
    assert SAID not in text(desk.get(f"/office/desk/{sheets['市财政局'].pk}/"))
    assert "旧表.xlsx·数据·C2（第2行第3列）" in text(desk.get("/office/board/"))
    page = text(desk.post(cell, {"value": "91.3", "state": "reported", "was": "9130", "try": "1"}))
    assert "现在的数算不了分，这样改就能算了" in page
    desk.post(cell, {"value": "91.3", "state": "reported", "was": "9130", "keep": "1"})
    ((_, run),) = computing.refresh_all(at=at)
    assert run.pk == runs.provisional(scored).pk and SAID not in text(desk.get("/office/board/"))


def test_a_stopped_round_is_not_gathered_again_until_something_moves(scored, clerk, at):
    recorded(scored, bad_air(), by=clerk, at=at)
    computing.refresh_all(at=at)
    with CaptureQueriesContext(connection) as seen:
        ((_, refused),) = computing.refresh_all(at=at)
    assert SAID in refused.sentence and len(seen) <= 6
    assert not any("facts_current" in one["sql"] for one in seen)


def test_before_anything_was_computed_the_board_says_it_as_well(desk, round, clerk, at):
    recorded(round, bad_air(), by=clerk, at=at)
    page = text(desk.get("/office/board/"))
    assert "还算不出成绩" in page and SAID in page and "改这一格" in page and "现在就算" not in page
    assert f"算不下去：{SAID}" in text(desk.get("/office/"))


def test_of_many_the_first_ones_are_named_and_the_rest_counted(desk, scored, clerk, at):
    rows = [Row(subject=one, item="优良天数比例", period="全年", value="9130") for one in "ABCD"]
    rows += [Row(subject=one, item="财政收入", period="全年", value="-3") for one in "ABCD"]
    recorded(scored, *rows, by=clerk, at=at)
    page = text(desk.get("/office/board/"))
    assert "有 8 处算不了分" in page and page.count("改这一格") == 8
    page = text(desk.get("/office/"))
    assert page.count("算不下去") == 5 and "另有 3 处也拦着计分" in page


def test_a_figure_of_another_period_leads_to_its_sheet(desk, round, sheets, clerk, at):
    recorded(round, bad_air("上半年"), by=clerk, at=at)
    page = text(desk.get("/office/board/"))
    assert SAID in page and f'href="/office/desk/{sheets["市生态环境局"].pk}/">去看打分表' in page


def test_a_kind_of_claim_that_the_rules_do_not_know_leads_to_the_claim(desk, scored, clerk, at):
    unit = Unit.objects.get(code="A")
    entry = Entry(
        subject=unit,
        kind="嘉奖",
        title="抗洪",
        matter="抗洪",
        level="省级",
        document="云〔2026〕1号",
    )
    (made,) = claims.enter(scheme=scored.scheme, entries=[entry], by=clerk, at=at)
    page = text(desk.get("/office/board/"))
    assert f"加减分 {made.number}：规则书没有事件种类“嘉奖”" in page
    assert f'href="/office/claims/{made.pk}/">看这一条' in page


def test_one_cell_is_not_changed_into_one_that_cannot_count(desk, scored):
    place = "/office/cell/A/优良天数比例/"
    for button in ("try", "keep"):
        answer = desk.post(
            place, {"value": "9130", "state": "reported", "was": "91.3", button: "1"}
        )
        assert answer.status_code == 409 and f"{SAID}。请核对数值和单位。没有写入" in text(answer)
    assert len(figures.history(scored.scheme, "A", "优良天数比例", "全年")) == 1


def test_while_another_figure_stops_the_round_one_cell_says_so(desk, scored, clerk, at):
    recorded(scored, bad_air(), by=clerk, at=at)
    given = {"value": "83000", "state": "reported", "was": "84000"}
    answer = desk.post("/office/cell/B/财政收入/", given | {"try": "1"})
    assert (
        answer.status_code == 409
        and f"这一格可以改，改了以后谁动还算不出：有 1 处要先改好才能计分。{SAID}" in text(answer)
    )
    assert desk.post("/office/cell/B/财政收入/", given | {"keep": "1"}).status_code == 302


def test_a_program_that_fails_is_told_of_too(desk, scored, clerk, at, monkeypatch):
    from baton.desk import worker

    monkeypatch.setattr(computing, "score", lambda *_: 1 // 0)
    recorded(
        scored, Row(subject="A", item="优良天数比例", period="全年", value="90"), by=clerk, at=at
    )
    assert "正在后台重算" in text(desk.get("/office/board/"))
    worker.look({})
    for place in ("/office/board/", "/office/"):
        page = text(desk.get(place))
        assert "程序出错了（ZeroDivisionError" in page and "正在后台重算" not in page
