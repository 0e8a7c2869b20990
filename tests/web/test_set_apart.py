"""单列: said on the unit's own page of the roster and taken back there; a list says it in Chinese, one without the column keeps it."""

import json
import re

import pytest

from baton.desk import computing
from baton.domain.audit.models import Entry
from baton.domain.orgs.models import Standing
from tests.graded import open_graded
from tests.retold import retold
from tests.web.test_roster_in import NO_CODES, Look, text

pytestmark = pytest.mark.django_db


@pytest.fixture
@retold
def round(clerk, tmp_path, at):
    return open_graded(tmp_path, clerk, at)


def page_of(unit):
    return f"/office/roster/{unit.unit_id}/"


def said(desk, unit, listing, why="云发〔2026〕7号"):
    return desk.post(
        page_of(unit),
        {"year": "2026", "act": "listing", "listing": listing, "why": why},
        follow=True,
    )


def test_a_unit_is_set_apart_on_its_page_and_ranked_again(desk, round, clerk, at):
    unit = Standing.objects.get(unit__name="石桥市")
    assert "单列，不参加排名" in text(desk.get(page_of(unit) + "?year=2026"))
    page = re.sub(r"<[^>]+>", "", text(said(desk, unit, "separate")))
    assert "成绩单列，有总分、不参加排名" in page and "县市区，单列" in page
    assert "单列或排名：参加排名 → 单列" in page and "云发〔2026〕7号" in page
    run = computing.refresh(round, at=at, by=clerk)
    line = run.lines.get(subject="C")
    assert (line.status, line.rank, bool(line.total)) == ("separate", None, True)
    said(desk, unit, "ranked")
    assert computing.refresh(round, at=at, by=clerk).lines.get(subject="C").status == "ranked"
    assert Entry.objects.filter(action="unit.listing_changed").count() == 2


def test_it_needs_a_reason_and_something_to_change(desk, round):
    unit = Standing.objects.get(unit__name="石桥市")
    assert "请写明依据或原因" in text(said(desk, unit, "separate", why=""))
    assert "已经是参加排名" in text(said(desk, unit, "ranked"))
    assert "请选单列或参加排名" in text(said(desk, unit, "somehow"))


def test_a_list_says_it_in_chinese_and_shows_the_column(desk, round):
    look = Look(
        desk, "名称,分组,单列\n临江县,县市区,\n东岭县,县市区,是\n石桥市,县市区,\n云东区,县市区,\n"
    )
    assert "排名 参加排名 → 单列" in look.page and "separate" not in look.page
    assert '<th scope="col">单列</th>' in look.page and '<td class="nw">单列</td>' in look.page


def test_a_list_without_the_column_leaves_it_as_it_is(desk, round):
    unit = Standing.objects.get(unit__name="石桥市")
    said(desk, unit, "separate")
    look = Look(desk, NO_CODES)
    assert "0 个有变化" in look.page and look.take().status_code == 302
    unit.refresh_from_db()
    assert unit.listing == "separate"


def test_other_names_are_listed_as_words(desk, round):
    look = Look(
        desk, NO_CODES.replace("机构序", "机构序,别名").replace("县市区,1", "县市区,1,临江、江城")
    )
    assert "别名 空 → 临江、江城" in look.page


WAYS = "名称,分组,排名方式\n临江县,县市区,参加排名\n东岭县,县市区,{}\n石桥市,县市区,\n云东区,县市区,排名\n"


def chosen(desk, content):
    look = Look(desk, content)
    value = json.dumps(["column", "listing", "排名方式"], ensure_ascii=False)
    look.page = text(desk.post("/office/setup/roster/", look.form() | {"pick": value}))
    return look


def test_a_column_chosen_as_this_may_say_who_is_ranked_in_words(desk, round):
    look = chosen(desk, WAYS.format("单列"))
    assert "要先改好" not in look.page and "排名 参加排名 → 单列" in look.page
    assert look.take().status_code == 302
    assert [one.unit.name for one in Standing.objects.filter(listing="separate")] == ["东岭县"]


def test_a_choice_can_be_taken_back_beside_the_faults_it_makes(desk, round):
    look = chosen(desk, WAYS.format("另行研究"))
    assert "有 1 处要先改好" in look.page and "改主意" in look.page
    look.click("column", "listing", "排名方式", name="undo")
    assert "要先改好" not in look.page and look.take().status_code == 302


@pytest.mark.parametrize(
    ("rows", "key"),
    [
        ("临江县,县市区,\n东岭县,县市区,单列考核\n石桥市,县市区,\n云东区,县市区,\n", "备注·单列考核"),
        ("临江县,县市区,\n东岭县,县市区,\n石桥市,县市区,\n云东区,县市区,\n注：东岭县单列考核。,,\n", "注·东岭县单列考核"),
    ],
)  # fmt: skip
def test_a_remark_that_says_so_is_asked_about(desk, round, rows, key):
    look = Look(desk, "名称,分组,备注\n" + rows)
    assert "东岭县记作单列吗？" in look.page and "收下名册</button>" not in look.page
    left = Look(desk, "名称,分组,备注\n" + rows).click("apart", key, "ranked")
    assert "0 个有变化" in left.page
    look.click("apart", key, "separate")
    assert "排名 参加排名 → 单列" in look.page and look.take().status_code == 302
    assert Standing.objects.get(unit__name="东岭县").listing == "separate"
    assert "记作单列吗" not in Look(desk, "名称,分组,备注\n" + rows).page, "it is known by now"
