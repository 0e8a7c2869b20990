"""等次决定: made on a draft, carried as long as its grounds are the same, shown with both grades."""

from datetime import date

import pytest

from baton.desk import computing
from baton.domain.assessment import services
from baton.domain.assessment.grades import grades_of
from baton.domain.claims import services as claims
from baton.domain.claims.services import Entry
from baton.domain.orgs.models import Unit
from tests import stories
from tests.graded import AIR_LATER, open_graded, report
from tests.retold import retold

SAID = {
    "organ": "市委常委会", "meeting": "第 12 次会议", "decided_on": date(2027, 2, 5), "document": "云委〔2027〕5号",
    "reason": "综合研判",
}  # fmt: skip


@pytest.fixture
@retold
def round(tmp_path, clerk, at):
    return open_graded(tmp_path, clerk, at)


def number(round, clerk, at, stage="check", **more):
    return computing.number_draft(round, stage=stage, why="送核对", by=clerk, at=at, **more)


def test_a_decision_stands_on_its_draft_and_on_later_ones_never_on_an_earlier(round, clerk, at):  # fmt: skip
    first = number(round, clerk, at)
    second = number(round, clerk, at, "committee")
    assert grades_of(second)["B"].computed == "一般"
    services.decide_grade(run=second, subject="B", decided="良好", **SAID, by=clerk, at=at)
    third = number(round, clerk, at, "standing")
    assert grades_of(first)["B"].shown == "一般"
    assert [grades_of(run)["B"].shown for run in (second, third)] == ["良好", "良好"]
    told = grades_of(third)["B"].note
    assert "算出的是一般" in told and "作于第 2 稿" in told and "市委常委会" in told


def test_a_decision_lapses_when_what_was_computed_is_another(round, tmp_path, clerk, at):
    draft = number(round, clerk, at, "committee")
    services.decide_grade(run=draft, subject="B", decided="良好", **SAID, by=clerk, at=at)
    report(round, "市生态环境局", AIR_LATER, tmp_path, clerk, at)
    grade = grades_of(computing.refresh(round, at=at))["B"]
    assert (grade.computed, grade.shown, grade.has_lapsed) == ("优秀", "优秀", True)
    assert grade.note == ("市委常委会定“良好”作于第 1 稿（当时算出一般），本稿算出优秀，请重新提请")
    assert grades_of(draft)["B"].shown == "良好"


def test_once_lapsed_it_stays_lapsed_though_the_grade_of_old_comes_back(round, tmp_path, clerk, at):
    draft = number(round, clerk, at, "committee")
    services.decide_grade(run=draft, subject="B", decided="良好", **SAID, by=clerk, at=at)
    report(round, "市生态环境局", AIR_LATER, tmp_path, clerk, at)
    second = number(round, clerk, at, "committee")
    report(round, "市生态环境局", stories.AIR.replace("88.25", "88.2"), tmp_path, clerk, at)
    third = number(round, clerk, at, "committee")
    for grade in (grades_of(third)["B"], grades_of(computing.refresh(round, at=at))["B"]):
        assert (grade.computed, grade.shown, grade.has_lapsed) == ("一般", "一般", True)
        assert "第 2 稿起依据变了，本稿算出一般，请重新提请" in grade.note
    assert grades_of(draft)["B"].shown == "良好"
    assert "第 2 稿起" not in grades_of(second)["B"].note
    services.decide_grade(run=third, subject="B", decided="良好", **SAID, by=clerk, at=at)
    assert grades_of(third)["B"].is_decided


def test_a_veto_makes_it_lapse_even_where_the_computed_grade_is_the_same(round, clerk, at):
    draft = number(round, clerk, at, "committee")
    services.decide_grade(run=draft, subject="B", decided="良好", **SAID, by=clerk, at=at)
    entry = Entry(subject=Unit.objects.get(code="B"), kind="造假", title="统计造假", document="统〔2027〕1号")  # fmt: skip
    made = claims.enter(scheme=round.scheme, entries=[entry], by=clerk, at=at)
    claims.decide(
        claims=made, state="accepted", decided_by="认定小组", decided_on=date(2027, 2, 6), by=clerk, at=at
    )  # fmt: skip
    grade = grades_of(computing.refresh(round, at=at))["B"]
    assert (grade.computed, grade.shown, grade.has_lapsed) == ("一般", "一般", True)


def test_the_same_queries_for_many_decisions_as_for_one(round, clerk, at, django_assert_num_queries):  # fmt: skip
    draft = number(round, clerk, at, "committee")
    services.decide_grade(run=draft, subject="B", decided="良好", **SAID, by=clerk, at=at)
    with django_assert_num_queries(3):
        grades_of(draft)
    services.decide_grade(run=draft, subject="D", decided="良好", **SAID, by=clerk, at=at)
    with django_assert_num_queries(3):
        grades_of(draft)
