"""编稿以前要问的, the books closed on figures nobody reported, and a round closed on its final draft."""

import json
import re
from datetime import date
from html import unescape

import pytest

from baton.desk import computing, folders
from baton.desk.drafts import closing, correcting, numbering
from baton.desk.results import result_of
from baton.domain import clock
from baton.domain.assessment import books, queries, services
from baton.domain.assessment.models import Run
from baton.domain.audit.models import Entry
from baton.domain.schemes import services as schemes
from tests import stories
from tests.graded import open_graded, report
from tests.retold import retold

pytestmark = pytest.mark.django_db
PLACE = "/office/board/number/"
VETO = {
    "subject": "D", "kind": "事故", "matter": "化工厂较大事故", "document": "云安委〔2027〕2号",
    "happened_on": date(2026, 12, 28), "until": None, "decided_by": "市安委会", "decided_on": date(2027, 1, 20), "why": "",
    "headline": "",
}  # fmt: skip


def text(answer):
    return unescape(answer.content.decode())


def seal(round, clerk, at):
    schemes.seal(
        version=round.version, state="trial", organ="市考核委", meeting="第 2 次", decided_on=date(2026, 5, 18), by=clerk, at=at
    )  # fmt: skip


@pytest.fixture
@retold
def round(tmp_path, clerk, at):
    """Everything reported, the rule book sealed."""
    round = open_graded(tmp_path, clerk, at)
    seal(round, clerk, at)
    return round


@pytest.fixture
@retold
def half(tmp_path, clerk, at):
    """One of two sheets never came; the rule book sealed."""
    round = open_graded(tmp_path, clerk, at, reported=False)
    report(round, "市财政局", stories.MONEY, tmp_path, clerk, at)
    seal(round, clerk, at)
    return round


def test_where_nothing_has_to_be_asked_a_draft_is_numbered_at_once(desk, round):
    assert "已冻结为第 1 稿（正式稿）" in text(
        desk.post(PLACE, {"stage": "final", "why": "定稿"}, follow=True)
    )


def test_a_draft_for_review_by_a_rule_book_that_is_not_sealed_needs_a_reason(
    desk, tmp_path, clerk, at
):
    open_graded(tmp_path, clerk, at)
    assert "已冻结" in text(desk.post(PLACE, {"stage": "check", "why": "核对"}, follow=True))
    said = {"stage": "committee", "why": "送考核委"}
    page = text(desk.post(PLACE, said))
    assert "规则书第 1 版还在起草，没有定稿" in page and "送考核委" in page
    assert "请写明理由" in text(desk.post(PLACE, said | {"asked": "1"}))
    assert Run.objects.filter(number__gt=0).count() == 1
    desk.post(PLACE, said | {"asked": "1", "despite": "会后当天定稿"})
    made = Run.objects.get(number=2)
    assert "会后当天定稿" in made.why and "还在起草" in made.why
    told = json.loads(Entry.objects.get(seq=made.audit_seq).data)
    assert told["despite"] == "会后当天定稿"


def test_a_step_back_is_asked(desk, round, clerk, at):
    computing.number_draft(round, stage="committee", why="审议", by=clerk, at=at)
    page = text(desk.post(PLACE, {"stage": "check", "why": "再核对"}))
    assert "这一轮已经到考核委审议稿，再编核对稿是退回前面的步" in page
    round.refresh_from_db()
    assert round.stage == "committee" and not Run.objects.filter(number=2).exists()


def test_the_books_are_closed_on_purpose_and_first_it_is_shown_what_that_does(desk, half):
    page = text(desk.post(PLACE, {"stage": "final", "why": "定稿"}))
    assert "1 个指标还有没报的数" in page and "空气优良天数比例" in page and "计 0 分" in page
    assert "临江县、东岭县、石桥市、云东区还没有总分" in page and "关账会动 4 个单位" in page
    moved = re.findall(r'data-l="总分">— → ([\d.]+)<', page)
    assert len(moved) == 4 and {len(one.partition(".")[2]) for one in moved} == {2}
    assert not Run.objects.filter(number__gt=0).exists()
    asked = {"stage": "final", "why": "定稿", "asked": "1", "despite": "年内必须定稿"}
    assert "请选关账" in text(desk.post(PLACE, asked))
    desk.post(PLACE, asked | {"books": "closed"})
    made = Run.objects.get(number=1)
    assert result_of(made).plan.facts.absent == "missing" and "已关账" in made.why
    assert {line.subject: line.total for line in made.lines.all()}["D"] == "60"
    assert json.loads(Entry.objects.get(seq=made.audit_seq).data)["books_closed"] is True


def test_a_cell_that_says_it_is_not_out_is_closed_like_one_that_says_nothing(
    desk, half, tmp_path, clerk, at
):
    words = stories.AIR.splitlines()
    some = "\n".join([*words[:-1], re.sub(r"[\d.]+$", "未出数", words[-1])])
    assert "未出数" in some
    report(half, "市生态环境局", some, tmp_path, clerk, at)
    page = text(desk.post(PLACE, {"stage": "final", "why": "定稿"}))
    assert "关账会动 1 个单位" in page
    asked = {
        "stage": "final",
        "why": "定稿",
        "asked": "1",
        "despite": "年内必须定稿",
        "books": "closed",
    }
    desk.post(PLACE, asked)
    made = Run.objects.get(number=1)
    assert all(line.total is not None for line in made.lines.all()), [
        str(one.total) for one in made.lines.all()
    ]
    states = {one[5] for one in result_of(made).plan.facts.observations}
    assert "missing" in states and "not_yet" not in states


def test_without_closing_the_books_units_stay_without_a_total(desk, half, clerk):
    asked = {"stage": "final", "why": "定稿", "asked": "1", "despite": "等省里数", "books": "open"}
    desk.post(PLACE, asked)
    made = Run.objects.get(number=1)
    assert result_of(made).plan.facts.absent == "not_yet"
    said = [(one.sentence, one.can_pass) for one in closing.blocks(half, date(2027, 2, 1))]
    assert ("第 1 稿（正式稿）里还有 4 个没有总分。", True) in said


def test_a_round_whose_books_were_closed_can_be_closed(desk, half, clerk, at):
    asked = {"stage": "final", "why": "定稿", "asked": "1", "despite": "定稿", "books": "closed"}
    desk.post(PLACE, asked)
    closing.close(round=half, why="生态环境局撤销", by=clerk, at=at, today=date(2027, 2, 1))
    half.refresh_from_db()
    assert half.is_closed


def test_a_correction_of_the_final_draft_can_be_closed_at_once(round, clerk, at):
    final = computing.number_draft(round, stage="final", why="定稿", by=clerk, at=at)
    correcting.correct(run=final, values=VETO, by=clerk, at=at)
    assert closing.blocks(round, date(2027, 2, 1)) == []
    closing.close(round=round, why="", by=clerk, at=at, today=date(2027, 2, 1))


def test_figures_of_another_round_do_not_make_a_final_draft_old(round, clerk, tmp_path, at):
    computing.number_draft(round, stage="final", why="定稿", by=clerk, at=at)
    line = ["A", "财政收入", "上半年", "", "50000", "reported", "", ""]
    folders.record_figures(scheme=round.scheme, lines=[line], batch="半年", by=clerk, at=at)
    assert closing.blocks(round, date(2027, 2, 1)) == []
    report(round, "市财政局", stories.MONEY.replace("118000", "114000"), tmp_path, clerk, at)
    assert "又改过" in closing.blocks(round, date(2027, 2, 1))[0].sentence


@pytest.fixture
@retold
def tied(tmp_path, clerk, at):
    """临江县 and 石桥市 are equal for the one place of 优秀 that 云东区 leaves."""
    round = open_graded(tmp_path, clerk, at, reported=False)
    report(round, "市财政局", stories.MONEY.replace("118000", "119500"), tmp_path, clerk, at)
    report(round, "市生态环境局", stories.AIR, tmp_path, clerk, at)
    seal(round, clerk, at)
    return round


@pytest.mark.parametrize("stage", ["standing", "notice", "final"])
def test_a_settled_draft_asks_about_equals_at_the_edge_of_a_quota(desk, tied, clerk, at, stage):
    before = computing.number_draft(tied, stage="committee", why="送审", by=clerk, at=at)
    said = "县市区的临江县、石桥市同分、名额不够，等次还没有定"
    asked = text(desk.post(PLACE, {"stage": stage, "why": "定稿"}))
    assert said in asked and f'/office/run/{before.pk}/grade/">去第 1 稿定等次</a>' in asked
    assert not Run.objects.filter(number=2).exists()
    for subject, grade in (("A", "良好"), ("C", "优秀")):
        services.decide_grade(
            run=before, subject=subject, decided=grade, organ="市考核委", meeting="第3次", decided_on=at.date(), document="云考〔2027〕1号",
            reason="同分，议定", by=clerk, at=at,
        )  # fmt: skip
    assert said not in text(desk.post(PLACE, {"stage": stage, "why": "定稿"}, follow=True))
    made = Run.objects.get(number=2)
    board, review = (text(desk.get(f"/office/run/{made.pk}/{page}")) for page in ("", "before/"))
    assert "等会议定" not in board and "机关已定：临江县良好、石桥市优秀" in board
    assert "名额不够，机关已定：临江县良好、石桥市优秀" in review


def test_equals_that_came_up_after_the_newest_draft_are_decided_on_the_next(desk, round, tmp_path, clerk, at):  # fmt: skip
    """In 第 1 稿 nobody is equal: nothing can be decided there; an 审议稿 comes first."""
    before = computing.number_draft(round, stage="committee", why="送审", by=clerk, at=at)
    report(round, "市财政局", stories.MONEY.replace("118000", "119500"), tmp_path, clerk, at)
    asked = text(desk.post(PLACE, {"stage": "standing", "why": "审定"}))
    assert "这是第 1 稿以后才出现的，在那一稿里定不了。请先编一稿考核委审议稿" in asked
    assert f"/office/run/{before.pk}/grade/" not in asked and "请先在第 1 稿" not in asked
    computing.number_draft(round, stage="committee", why="再送审", by=clerk, at=at)
    asked = text(desk.post(PLACE, {"stage": "standing", "why": "审定"}))
    assert "请先在第 2 稿的“机关定等次”里记下" in asked and "以后才出现" not in asked


def test_equals_of_whom_one_is_decided_leave_the_other_to_the_meeting(desk, tied, clerk, at):
    run = computing.number_draft(tied, stage="committee", why="送审", by=clerk, at=at)
    services.decide_grade(
        run=run, subject="C", decided="优秀", organ="市考核委", meeting="第3次", decided_on=at.date(), document="云考〔2027〕1号",
        reason="同分，议定", by=clerk, at=at,
    )  # fmt: skip
    board = text(desk.get(f"/office/run/{run.pk}/"))
    assert "机关已定：石桥市优秀；临江县还等会议定" in board and board.count("并列，等会议定") == 1


def test_a_draft_for_review_may_leave_equals_at_an_edge_to_the_meeting(desk, tied):
    page = text(desk.post(PLACE, {"stage": "committee", "why": "送审"}, follow=True))
    assert "已冻结为第 1 稿" in page


def test_closing_the_books_is_an_act_of_the_round_and_every_page_goes_by_it(desk, half, clerk, at):
    """What the organ decides on, what is shown to the public and the final draft are computed with the same books."""
    page = text(desk.post(PLACE, {"stage": "committee", "why": "审议"}))
    assert "1 个指标还有没报的数" in page and "还没有总分" not in page
    desk.post(PLACE, {"stage": "committee", "why": "审议", "asked": "1", "books": "closed"})
    half.refresh_from_db()
    first = Run.objects.get(number=1)
    assert half.books_closed_at is not None and all(line.total for line in first.lines.all())
    again = computing.refresh(half, at=at)
    assert again.run_id == first.run_id and not closing.is_behind(first)
    sheet = half.sheets.first()
    assert "关了账，没有报的按缺报算" in text(desk.get(f"/office/desk/{sheet.pk}/receive/"))
    assert "关了账，没有报的按缺报算" in text(desk.get(f"/office/desk/{sheet.pk}/"))
    assert "已关账" in text(desk.get("/office/board/")) and "数据又动过" not in text(
        desk.get(f"/office/run/{first.pk}/before/")
    )
    said = text(desk.post(PLACE, {"stage": "final", "why": "定稿"}, follow=True))
    assert "已冻结为第 2 稿（正式稿）" in said
    assert result_of(Run.objects.get(number=2)).plan.facts.absent == "missing"


def test_a_draft_that_closes_the_books_leaves_nothing_to_compute_behind_it(desk, half, monkeypatch):
    """The board that follows is the run just computed; the worker finds nothing to do."""
    said = {"stage": "committee", "why": "审议", "asked": "1", "books": "closed"}
    assert "已冻结为第 1 稿" in text(desk.post(PLACE, said, follow=True))
    monkeypatch.setattr(computing, "compute", lambda *_, **__: pytest.fail("computed twice"))
    assert queries.stale_rounds() == [] and computing.refresh_all(at=clock.now()) == []
    half.refresh_from_db()
    kept = queries.provisional(half)
    assert kept.run_id == Run.objects.get(number=1).run_id
    assert all(line.total for line in kept.lines.all())
    for place in ("/office/", "/office/board/"):
        page = text(desk.get(place))
        assert "重算" not in page and "数据又改过" not in page, place


def test_what_moved_while_the_books_were_closed_is_not_passed_over(desk, half, clerk, at, tmp_path):
    """A sheet that comes between looking and numbering is in neither; the worker computes with it."""
    half.refresh_from_db()
    seen = numbering.look(half, "committee", "closed")
    report(half, "市生态环境局", stories.AIR, tmp_path, clerk, at)
    run = numbering.number(
        half, stage="committee", why="审议", books="closed", seen=seen, by=clerk, at=at
    )
    assert queries.is_stale(half, run) and queries.stale_rounds() == [half]
    assert computing.refresh(half, at=at).run_id != run.run_id and closing.is_behind(run)


def test_closed_books_are_opened_again_only_with_a_reason(desk, half, clerk, at):
    desk.post(PLACE, {"stage": "committee", "why": "审议", "asked": "1", "books": "closed"})
    place = f"/office/rounds/{half.pk}/"
    assert "关了账" in text(desk.get(place))
    assert "请写明为什么撤销关账" in text(desk.post(place, {"act": "open_books", "why": " "}))
    desk.post(place, {"act": "open_books", "why": "省里补发"})
    half.refresh_from_db()
    assert half.books_closed_at is None
    assert any(line.total is None for line in computing.refresh(half, at=at).lines.all())
    assert "撤销关账" in text(desk.get(place)) and "省里补发" in text(desk.get(place))


def test_what_is_asked_before_a_draft_is_asked_of_the_books_that_were_chosen(desk, half):
    """With the books closed everybody has a total: nothing is left to give a reason for."""
    page = text(
        desk.post(
            PLACE, {"stage": "final", "why": "定稿", "asked": "1", "books": "closed"}, follow=True
        )
    )
    assert "已冻结为第 1 稿（正式稿）" in page
    assert "仍编的理由" not in Run.objects.get(number=1).why


def test_a_round_whose_books_were_opened_again_is_not_closed_on_a_draft_that_closed_them(
    desk, half, clerk, at
):
    desk.post(PLACE, {"stage": "final", "why": "定稿", "asked": "1", "books": "closed"})
    assert not closing.is_behind(Run.objects.get(number=1))
    half.refresh_from_db()
    books.open_books(round=half, why="还有补报的", by=clerk, at=at)
    assert closing.is_behind(Run.objects.get(number=1))


def test_a_decision_taken_with_open_books_can_be_taken_back_on_the_page_that_closes_them(
    desk, half, clerk, at
):
    """The organ decided on a unit without a total; with the books closed it has one, and a grade of its own."""
    desk.post(PLACE, {"stage": "committee", "why": "审议", "asked": "1", "books": "open"})
    said = {"organ": "市委常委会", "meeting": "第 12 次", "decided_on": date(2027, 2, 5), "document": "云委〔2027〕5号", "reason": "综合研判"}  # fmt: skip
    services.decide_grade(
        run=Run.objects.get(number=1), subject="D", decided="优秀", **said, by=clerk, at=at
    )
    final = {"stage": "final", "why": "定稿", "asked": "1", "books": "closed"}
    page = text(desk.post(PLACE, final))
    assert (
        "撤下，按算出的" in page and "云东区" in page and not Run.objects.filter(number=2).exists()
    )
    half.refresh_from_db()
    assert half.books_closed_at is None  # nothing is done by halves
    assert 'value="closed" checked' in page
    assert "已冻结为第 2 稿" in text(desk.post(PLACE, final | {"lapsed": "withdraw"}, follow=True))
    half.refresh_from_db()
    assert half.books_closed_at is not None
