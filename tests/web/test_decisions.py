"""机关定等次, as pages show it: everywhere the grade that counts, and beside it the computed one."""

from datetime import date, timedelta
from html import unescape
from io import BytesIO

import pytest
from openpyxl import load_workbook

from baton.desk import computing
from baton.desk.looks.shown import points_to_note
from baton.desk.papers import bulletins
from baton.desk.papers.briefs import brief
from baton.domain import clock
from baton.domain.assessment import services
from baton.domain.assessment.grades import Grade, grades_of
from baton.domain.assessment.models import Run
from baton.domain.refusals import Refused
from tests.graded import AIR_LATER, open_graded, report
from tests.retold import retold

pytestmark = pytest.mark.django_db
SAID = {
    "organ": "市委常委会", "meeting": "第 12 次会议", "decided_on": date(2027, 2, 5), "document": "云委〔2027〕5号",
    "reason": "综合研判",
}  # fmt: skip


def text(answer):
    return unescape(answer.content.decode())


@pytest.fixture
@retold
def round(tmp_path, clerk, at):
    return open_graded(tmp_path, clerk, at)


@pytest.fixture
@retold
def draft(round, clerk, at):
    """A committee's draft on which 东岭县 (computed: 一般) was decided to be 良好."""
    run = computing.number_draft(round, stage="committee", why="审议", by=clerk, at=at)
    services.decide_grade(run=run, subject="B", decided="良好", **SAID, by=clerk, at=at)
    return run


def test_both_grades_are_seen_on_every_page(desk, client, draft, clerk, leader, at):
    for address in (f"/office/run/{draft.pk}/", f"/office/run/{draft.pk}/unit/B/"):
        page = text(desk.get(address))
        assert "算出的是一般；市委常委会 2027 年 2 月 5 日云委〔2027〕5号定，作于第 1 稿" in page
    assert "良好（市委常委会定；算出的是一般）" in text(desk.get("/office/history/B/"))
    services.release(run=draft, role="leader", layer="items", decided_by="主任", by=clerk, at=at)
    client.force_login(leader, backend="django.contrib.auth.backends.ModelBackend")
    assert '良好<span class="nb">市委常委会定；算出的是一般' in text(
        client.get(f"/released/{draft.pk}/")
    )
    assert "良好<small>市委常委会定；算出的是一般" in text(
        client.get(f"/released/{draft.pk}/wall/")
    )
    assert "良好：市委常委会定；算出的是一般" in text(client.get(f"/released/{draft.pk}/B/"))


def test_a_decided_grade_is_told_and_is_no_edge(draft):
    """临江县 (third) is the last computed 良好; 东岭县 was lifted to it by the organ and ends nothing."""
    [group] = brief(draft).groups
    assert group.gap == "“优秀”末位石桥市比临江县高 0.75 分；东岭县算出的是一般，机关定为良好"
    lines = list(draft.lines.filter(rank__isnull=False))
    assert all("东岭县" not in said for said in points_to_note(lines, [], grades_of(draft)))
    assert any("末位临江县只比东岭县高" in said for said in points_to_note(lines, []))


def test_the_big_sheet_has_the_decided_grade_with_a_note(desk, draft):
    book = load_workbook(BytesIO(desk.get(f"/office/run/{draft.pk}/workbook/").content))
    [row] = [row for row in book.worksheets[0].iter_rows(values_only=True) if "东岭县" in row]
    assert "良好" in row and "一般" not in row
    assert "算出的是一般" in row[-1]


def form(**other):
    said = {
        "subject": "B", "decided": "良好", "organ": "市委常委会", "meeting": "第 12 次会议", "decided_on": "2027-02-05",
        "document": "云委〔2027〕5号", "reason": "综合研判", "despite": "",
    }  # fmt: skip
    return said | other


@pytest.fixture
@retold
def plain(round, clerk, at):
    """A committee's draft on which nothing was decided; its grades' page."""
    run = computing.number_draft(round, stage="committee", why="审议", by=clerk, at=at)
    return run, f"/office/run/{run.pk}/grade/"


def test_a_grade_is_chosen_from_the_groups_and_recorded_once(desk, plain):
    run, place = plain
    desk.post(place, form(decided="忧秀"))
    assert not run.grade_decisions.exists()
    assert "算出的就是“一般”，不用另定" in text(desk.post(place, form(decided="一般")))
    assert "已记下" in text(desk.post(place, form(), follow=True))
    assert "已经记下了，没有再记一次" in text(desk.post(place, form()))
    assert run.grade_decisions.count() == 1


def test_more_than_the_quota_needs_a_reason_of_its_own(desk, plain):
    run, place = plain
    page = text(desk.post(place, form(decided="优秀")))
    assert "“优秀”名额 2 个，连这一个是 3 个" in page and "综合研判" in page
    assert not run.grade_decisions.exists()
    desk.post(place, form(decided="优秀", despite="市委专题会同意增加 1 个"))
    made = run.grade_decisions.get()
    assert "名额 2 个" in made.reason and "市委专题会同意增加 1 个" in made.reason


def test_a_decision_is_taken_back_with_a_reason_and_stays_known(desk, draft, clerk, at):
    place = f"/office/run/{draft.pk}/grade/"
    undo = {"restore": "1", "subject": "B", "reason": ""}
    assert "请写明为什么撤下" in text(desk.post(place, undo))
    desk.post(place, undo | {"reason": "选错了单位"})
    page = text(desk.get(f"/office/run/{draft.pk}/"))
    assert "市委常委会" not in page
    assert [one.decided for one in draft.grade_decisions.order_by("id")] == ["良好", ""]
    assert "本来就按算出的" in text(desk.post(place, undo | {"reason": "再撤"}))


def test_grades_are_decided_on_the_newest_draft_only(desk, draft, clerk, round, at):
    newer = computing.number_draft(round, stage="standing", why="审定", by=clerk, at=at)
    place = f"/office/run/{draft.pk}/grade/"
    assert "现在是" in text(desk.get(place)) and f"/office/run/{newer.pk}/grade/" in text(
        desk.get(place)
    )
    assert "等次定在最新的一稿上" in text(desk.post(place, form(subject="A", decided="一般")))


def test_decided_after_the_release_it_is_said_and_released_again(desk, plain, clerk, leader):
    run, _ = plain
    now = clock.now()
    said = {"role": "leader", "layer": "totals", "decided_by": "主任", "document": ""}
    services.release(run=run, by=clerk, at=now - timedelta(hours=2), **said)
    services.decide_grade(
        run=run, subject="B", decided="良好", **SAID, by=clerk, at=now - timedelta(hours=1)
    )
    place = f"/office/run/{run.pk}/release/"
    assert "1 个等次决定还看不到，请重新发布" in text(desk.get(place))
    assert "已发布" in text(desk.post(place, said, follow=True))
    assert "还看不到" not in text(desk.get(place))
    assert "已经这样发布了" in text(desk.post(place, said))


def test_what_lost_its_grounds_keeps_a_notice_draft_from_being_numbered(
    desk, draft, round, clerk, tmp_path, at
):
    report(round, "市生态环境局", AIR_LATER, tmp_path, clerk, at)
    asked = {"stage": "notice", "why": "公示", "asked": "1", "despite": "会后补定稿"}
    place = "/office/board/number/"
    page = text(desk.post(place, asked | {"asked": ""}))
    assert "1 个等次决定的依据变了" in page and "当时算出一般" in page and "本稿算出优秀" in page
    assert "请勾上“撤下，按算出的”" in text(desk.post(place, asked)) and Run.objects.filter(number=2).count() == 0  # fmt: skip
    with pytest.raises(Refused, match="1 个等次决定的依据变了，不能编公示稿"):
        computing.number_draft(round, stage="notice", why="公示", by=clerk, at=at)
    desk.post(place, asked | {"lapsed": "withdraw"})
    new = Run.objects.get(number=2)
    assert grades_of(new)["B"].shown == "优秀" and not grades_of(new)["B"].decision
    assert grades_of(draft)["B"].shown == "良好"
    assert "编第 2 稿时撤下" in new.grade_decisions.get().reason


def test_put_to_the_organ_anew_on_a_committees_draft_it_stands(draft, round, clerk, tmp_path, at):
    report(round, "市生态环境局", AIR_LATER, tmp_path, clerk, at)
    again = computing.number_draft(round, stage="committee", why="重新提请", by=clerk, at=at)
    assert grades_of(again)["B"].has_lapsed
    services.decide_grade(run=again, subject="B", decided="良好", **SAID, by=clerk, at=at)
    notice = computing.number_draft(round, stage="notice", why="公示", by=clerk, at=at)
    assert (grades_of(notice)["B"].shown, grades_of(notice)["B"].computed) == ("良好", "优秀")


def test_what_was_decided_about_equals_was_not_computed_as_no_grade(draft):
    """Two with the same total at the quota's edge: nothing is computed, which is not the grade 无等次."""
    made = draft.grade_decisions.get()
    assert "算出的是未定；市委常委会" in Grade("B", "", made, is_level=True).note
    assert "算出的是无等次；市委常委会" in Grade("B", "", made).note
    line = draft.lines.get(subject="B")
    line.grade, line.reason = "", "edge"
    assert grades_of(draft, lines=[line])["B"].computed_words == "未定"
    assert "：算出的等次未定，市委常委会" in bulletins._decision(made, line)
