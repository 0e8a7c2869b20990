"""分组的次序和叫法: tabs stand in official order, and people are counted as people."""

import re

import pytest
from django.template.loader import render_to_string

from baton.desk import computing
from baton.desk.trials.cells import Trial
from baton.domain.assessment import queries
from baton.domain.orgs.queries import group_names
from baton.domain.rounds.models import Round
from baton.web.office.item import _parameters
from tests.web.scheme.tables import HEAD, newest_book, open_round, report, taken, text

pytestmark = pytest.mark.django_db
GROUPS = ("县市区", "政府部门", "党群部门")


@pytest.fixture
def run(office, clerk, at):
    taken(office, HEAD + "信息报送,100,按条数评分。,市政府办\n", GROUPS)
    open_round(office)
    office.post("/office/desk/owe/", {"due_on": "2027-01-13"})
    report(office, "市政府办", "单位\t信息报送得分\n临江县\t90\n东岭县\t90\n市教育局\t60\n市水利局\t50\n市委宣传部\t55\n")  # fmt: skip
    return computing.number_draft(Round.objects.get(), stage="final", why="定", by=clerk, at=at)


def test_groups_stand_as_the_roster_lists_them_and_not_by_their_signs(office, run):
    official = group_names(2026)
    assert sorted(official) != official, "else this test says nothing"
    assert queries.groups_of(run) == list(queries.sizes_of(run)) == official
    assert list(queries.board(run)) == official
    code = newest_book()["items"][0]["code"]
    for place in (f"/office/run/{run.pk}/", f"/office/run/{run.pk}/without/?item={code}"):
        tabs = text(office.get(place)).partition('aria-label="分组"')[2].partition("</nav>")[0]
        assert re.findall("|".join(GROUPS), re.sub(r'href="[^"]*"', "", tabs)) == official, place


def test_nobody_lost_most_where_several_lost_the_same(office, run):
    code = newest_book()["items"][0]["code"]
    page = text(office.get(f"/office/run/{run.pk}/indicator/{code}/?group=县市区"))
    assert "县市区 2 个失分，一样多" in page
    page = text(office.get(f"/office/run/{run.pk}/indicator/{code}/?group=政府部门"))
    assert "政府部门 2 个失分，市水利局最多" in page


def test_parts_are_named_where_tasks_are_made_up_for():
    names = {"D7": "履职效能", "总分2": "总分"}
    written = "无此任务: 在总分2折算\n单列: {办法: 缺项折算, 在: D7}\n缺报: 计0分"
    assert _parameters(written, names) == [
        ("无此任务", "在“总分”折算"), ("单列", "办法 缺项折算，在“履职效能”"), ("缺报", "计0分"),
    ]  # fmt: skip


def test_people_whom_others_overtake_do_not_change_their_total():
    trial = Trial([], [], people_totals=2, people_ranks=8, people_grades=0)
    said = render_to_string("office/cell_trial.html", {"trial": trial})
    assert "随所在单位变总分的领导干部 2 人，领导干部里换名次的连被带动的 8 人" in said


def test_a_clerk_reads_no_lines_of_the_rule_book_while_a_reading_is_open(office):
    taken(office, HEAD + "优良天数,100,低于92%的，每低1个百分点扣0.5分。,市生态环境局\n")
    url = f"/office/scheme/{newest_book()['items'][0]['code']}/method/?method=threshold_deduction"
    blanks = {"method": "threshold_deduction", "数据": "优良天数比例", "起扣线": "92%", "扣": "低于起扣线", "每段扣": "0.5分", "每段": "1",
              "保底": "0分", "unit": "%"}  # fmt: skip
    page = text(office.post(url, blanks))
    assert "百分点口径" in page and "写法没有问题" in page
    assert "移出" not in page and "还没有声明。" not in page
