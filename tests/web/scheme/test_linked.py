"""取别处的得分: officials take part of their unit's score, a zone's parent the mean of what is below it, set by form."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from baton.domain.rounds.models import Round
from tests.web.scheme.forms import PARTS, book_of, check_written, keep, row, text
from tests.web.scheme.tables import DESK, open_round, report, taken

pytestmark = pytest.mark.django_db
NEW = PARTS + "linked/"
ROSTER = (
    "编号,名称,种类,分组,上级,机构序,所在单位\nA,临江县,单位,县市区,,1,\nB,东岭县,单位,县市区,,2,\n"
    "P,李县长,个人,领导干部,,1,临江县\nQ,王县长,个人,领导干部,,2,东岭县\n"
    "Z,江东新区,单位,功能区,临江县,1,\nY,江西新区,单位,功能区,临江县,2,\n"
)
HEAD = "考核指标,分值,评分办法,牵头单位\n"
FORM = {
    "name": "所在单位得分（60%）", "whose": "links", "take": "total", "share": "60%", "full": "60",
}  # fmt: skip


@pytest.fixture
def year(desk):
    """Counties, their leaders and two zones; every score is in but that of the leaders' units."""
    roster = SimpleUploadedFile("名册.csv", ROSTER.encode())
    page = text(desk.post("/office/setup/roster/", {"year": "2026", "file": roster}))
    ticket = page.split('name="ticket" value="')[1].split('"')[0]
    desk.post("/office/setup/roster/", {"year": "2026", "ticket": ticket, "take": "1"})
    taken(desk, HEAD + "财政收入,100,按完成情况评分。,市财政局\n")
    taken(desk, HEAD + "述职,40,按述职评分。,市委组织部\n", groups=("领导干部",))
    taken(desk, HEAD + "招商,100,按招商评分。,市商务局\n", groups=("功能区",))
    open_round(desk)
    desk.post(DESK + "owe/", {"due_on": "2027-01-13"})
    report(desk, "市财政局", "单位\t财政收入得分\n临江县\t90\n东岭县\t80\n")
    report(desk, "市委组织部", "单位\t述职得分\n李县长\t38\n王县长\t36\n")
    report(desk, "市商务局", "单位\t招商得分\n江东新区\t70\n江西新区\t60\n")
    return Round.objects.get()


def totals():
    from baton.domain.assessment import gather
    from baton.scoring import score

    made = Round.objects.get()
    result = score(gather.rulebook_of(made), gather.facts_of(made))
    return {unit: line.total for unit, line in result.lines.items()}


def root(round, group):
    return next(one["root"] for one in book_of(round)["groups"] if one["group"] == group)


def test_officials_take_sixty_per_cent_of_their_units_score(desk, year):
    form = {**FORM, "where": root(year, "领导干部")}
    page = text(desk.post(NEW, {**form, "try": "1"}))
    assert "李县长" in page.split('id="look"')[1] and "38 → 92" in page
    assert keep(desk, NEW, form).status_code == 302
    check_written(year)
    assert (totals()["P"], totals()["Q"]) == ("92", "84")
    page = text(desk.get(PARTS))
    assert "取名册所列的所在单位总分的 60%，满分 60 分。用在领导干部。" in page
    node = row(year, "nodes", "所在单位得分（60%）")
    address = f"{NEW}{node['code']}/"
    assert 'value="60%"' in text(desk.get(address))
    assert keep(desk, address, {**form, "share": "50%", "full": "50"}).status_code == 302
    assert totals()["P"] == "83"
    assert keep(desk, address, {"drop": "1"}).status_code == 302
    assert totals()["P"] == "38" and all(one["kind"] == "sum" for one in book_of(year)["nodes"])


def test_a_parent_gets_part_of_the_mean_of_its_zones(desk, year):
    form = {**FORM, "name": "功能区平均", "where": root(year, "县市区"), "whose": "below", "share": "20%", "full": "20"}  # fmt: skip
    page = text(keep(desk, NEW, form))
    assert "所辖单位在哪个分组”还没有选" in page and "所辖单位有没出分的”还没有选" in page
    assert keep(desk, NEW, form | {"group": "功能区", "absent": "skip"}).status_code == 302
    check_written(year)
    assert totals()["A"] == "103"  # 90 + 20% of the mean of 70 and 60
    page = text(desk.get(PARTS))
    assert "取所辖“功能区”总分的平均，没有分的略去，计 20%，满分 20 分。用在县市区。" in page


def test_what_is_left_open_is_asked_for(desk, year):
    page = text(keep(desk, NEW, {"name": "", "whose": "", "share": "一半", "full": ""}))
    for said in ("请填写“名称”", "请至少勾一处", "“取谁的得分”还没有选", "请写成比例，如 20%", "请写明这一项的满分"):  # fmt: skip
        assert said in page
