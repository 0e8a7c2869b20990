"""意见建议: written for each unit and official, proposed from the facts, printed in the letters, never lost."""

import re

import pytest

from baton.desk import computing
from baton.desk.papers import advising
from baton.desk.papers.letters import letters
from baton.domain.audit.models import Entry
from baton.domain.printing.models import Advice
from tests.web.test_papers import run, said, text, word
from tests.web.test_printing import _no_old_work

__all__ = ["_no_old_work", "run"]
pytestmark = pytest.mark.django_db
OURS = "空气质量要补短板。\r\n每月报一次进展。"


def page_of(run, subject):
    return f"/office/run/{run.pk}/advice/{subject}/?group=县市区"


def seen(page):
    return re.search(r'name="seen" value="(\d+)"', page)[1]


def write(desk, run, subject, told, number="0", act="stay"):
    return desk.post(page_of(run, subject), {"text": told, "seen": number, "act": act}, follow=True)


def test_what_is_written_is_counted_kept_and_printed(desk, run):
    papers = f"/office/run/{run.pk}/papers/?group=县市区"
    assert "意见建议写了 0 / 4，接着写" in text(desk.get(papers))
    assert f"/office/run/{run.pk}/advice/A/" in text(desk.get(f"/office/run/{run.pk}/unit/A/"))
    answer = write(desk, run, "A", OURS)
    assert "临江县的意见建议记下了" in text(answer) and "写了 1 / 4" in text(answer)
    assert "意见建议写了 1 / 4" in text(desk.get(papers))
    told = said(word(desk.get(f"/office/run/{run.pk}/papers/letters/?group=县市区")))
    assert "空气质量要补短板。\n每月报一次进展。" in told
    entry = Entry.objects.get(action="advice.written")
    assert entry.data["subject"] == "A" if isinstance(entry.data, dict) else '"A"' in entry.data


def test_the_facts_propose_what_cost_most_and_who_leads_it(desk, run):
    page = text(desk.get(page_of(run, "A")))
    assert "还没有写。下面是按失分和上年得分拟的" in page
    assert "存在的问题：“一般公共预算收入”失 1.00 分（完成率" in page
    assert "“空气优良天数比例”失 0.35 分（比起扣线 92% 低 0.7 个百分点，扣 0.35 分）" in page
    assert "建议：与市财政局、市生态环境局一起逐项查明原因" in page
    assert not Advice.objects.exists()


def test_what_got_less_of_its_points_than_the_year_before_is_named(run):
    found = advising._fallen(_result({"x": ("9", "10"), "y": ("5", "10")}), _result({"x": ("8", "10"), "y": ("7.5", "10")}), "A")  # fmt: skip
    assert found == ["“y”得分率由 75% 降到 50%"]


class _result:
    """As much of a result as the comparison of two years asks for."""

    def __init__(self, scores):
        self.scores_of = scores
        self.plan = self.scores = self.points = self
        self.items = {name: {"name": name, "role": "ordinary"} for name in scores}
        self.row_of = {"A": 0}

    def cell(self, subject, code):
        return code

    def score(self, subject, code):
        return self.scores_of[code][0]

    def ratio(self, cell):
        return int(self.scores_of[cell][1]), 0


def test_the_next_without_a_text_comes_up_by_itself(desk, run):
    first = desk.get(f"/office/run/{run.pk}/advice/?group=县市区")
    assert first["Location"].startswith(f"/office/run/{run.pk}/advice/A/")
    answer = write(desk, run, "A", OURS, act="next")
    assert "给东岭县的意见建议" in text(answer)


def test_two_clerks_at_one_text_are_told_and_nothing_typed_is_lost(desk, run, second_clerk, client):
    number = seen(text(desk.get(page_of(run, "A"))))
    write(desk, run, "A", OURS, number)
    answer = write(desk, run, "A", "另一段话", number)
    page = text(answer)
    assert answer.status_code == 409 and "何科长刚写过" in page and "另一段话</textarea>" in page
    assert Advice.objects.count() == 1
    again = write(desk, run, "A", "另一段话", seen(page))
    assert "记下了" in text(again)
    assert list(Advice.objects.order_by("pk").values_list("text", flat=True)) == [
        OURS.replace("\r\n", "\n"), "另一段话",
    ]  # fmt: skip


def test_a_text_that_is_too_long_is_refused_and_shown_again(desk, run):
    answer = write(desk, run, "A", "长" * 601)
    assert answer.status_code == 409 and "最多 600 个字，现在 601 个" in text(answer)
    assert "长" * 601 in text(answer) and not Advice.objects.exists()


def test_the_next_draft_begins_from_what_was_written_on_the_one_before(desk, clerk, run, at):
    write(desk, run, "A", OURS)
    newer = computing.number_draft(run.round, stage="opinion", why="征求意见", by=clerk, at=at)
    page = text(desk.get(page_of(newer, "A")))
    assert "下面是第 1 稿上写的" in page and "每月报一次进展。" in page
    assert letters(newer)[0].advice == ""


def test_a_trial_and_a_stranger_get_no_advice(desk, run, at):
    trial = computing.refresh(run.round, at=at)
    answer = desk.post(f"/office/run/{trial.pk}/advice/A/", {"text": "x", "seen": "0"})
    assert answer.status_code == 409 and "请先在成绩页编一稿" in text(answer)
    assert desk.get(f"/office/run/{run.pk}/advice/nobody/").status_code == 404
    assert desk.get(f"/office/run/{run.pk}/advice/?group=没有").status_code == 404


def test_the_page_asks_the_database_as_often_with_many_texts(
    desk, run, django_assert_max_num_queries
):
    for subjects in ((), ("A", "B", "C", "D")):
        for subject in subjects:
            write(desk, run, subject, OURS)
        desk.get(page_of(run, "A"))
        with django_assert_max_num_queries(14):
            desk.get(page_of(run, "A"))
