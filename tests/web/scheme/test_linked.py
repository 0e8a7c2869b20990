"""取别处的得分: officials take part of their unit's score, a zone's parent the mean of what is below it, set by form."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from baton.domain.rounds.models import Round
from tests.retold import retold
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
@retold
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


def test_what_stands_in_a_weighted_part_can_be_changed_without_a_place_to_tick(desk, year):
    """It has a share of its own there, so that part is no place to tick, and none is missing."""
    home = root(year, "领导干部")
    assert keep(desk, NEW, {**FORM, "where": home}).status_code == 302
    weighed = row(year, "nodes", "所在单位得分（60%）")["code"]
    node = next(one for one in book_of(year)["nodes"] if one["code"] == home)
    form = {"name": node["name"], "role": "ordinary", "kind": "weighted", "full": "52", "weights.child": node["children"], "weights.weight": ["40%", "60%"]}  # fmt: skip
    assert keep(desk, f"{PARTS}nodes/{home}/", form).status_code == 302
    answer = keep(desk, f"{NEW}{weighed}/", {**FORM, "share": "50%"})
    assert answer.status_code == 302
    assert row(year, "nodes", "所在单位得分（60%）")["factor"] == "0.5"
    node = next(one for one in book_of(year)["nodes"] if one["code"] == home)
    assert node["weights"][weighed] == "0.6" and weighed in node["children"]


def test_what_is_left_open_is_asked_for(desk, year):
    page = text(keep(desk, NEW, {"name": "", "whose": "", "share": "一半", "full": ""}))
    for said in ("请填写“名称”", "请至少勾一处", "“取谁的得分”还没有选", "请写成比例，如 20%", "请写明这一项的满分"):  # fmt: skip
        assert said in page


WEIGHED = {
    "name": "功能区平均", "whose": "below", "take": "total", "share": "20%", "full": "20", "group": "功能区", "weight": "常住人口",
    "absent": "skip",
}  # fmt: skip
TARGETS = "/office/targets/"


def told(desk, address):
    return text(desk.get(address))


def weigh(desk, unit, code, number):
    page = told(desk, f"{TARGETS}cell/{unit}/{code}/")
    was = page.split('name="was" value="')[1].split('"')[0]
    return desk.post(f"{TARGETS}cell/{unit}/{code}/", {"state": "has", "value0": number, "was": was, "keep": "1"})  # fmt: skip


def test_the_units_below_count_by_a_number_of_the_agreement(desk, year):
    """The mean of 江东新区's 70 and 江西新区's 60, three quarters of it the first: said, tried, filled in, kept, changed."""
    form = {**WEIGHED, "where": root(year, "县市区")}
    page = text(desk.post(NEW, {**form, "try": "1"}))
    assert "责任书里还没有一个单位的“常住人口”，“功能区平均”就算不出平均" in page
    assert keep(desk, NEW, form).status_code == 302
    check_written(year)
    page = told(desk, PARTS)
    assert "取所辖“功能区”总分的平均，按责任书的“常住人口”加权，没有分的略去，计 20%" in page
    node = row(year, "nodes", "功能区平均")
    assert node["weight"] == "常住人口" and totals()["A"] is None
    page = told(desk, TARGETS)
    assert "缺所辖单位的权数：没有填的不进平均" in page and "缺一项，这一轮都不能重算" not in page
    page = told(desk, f"{TARGETS}?item={node['code']}")
    assert "2 个单位还没有权数" in page and "江东新区" in page and "各单位同一个数" not in page
    assert "满分" not in page.split("<table")[1].split("</table>")[0]
    assert weigh(desk, "Z", node["code"], "30").status_code == 302
    assert totals()["A"] == "104"  # only 江东新区 has a weight: 90 + 20% of 70
    page = text(desk.post(f"{NEW}{node['code']}/", {**form, "name": "功能区得分", "try": "1"}))
    assert "江西新区在责任书里没有“常住人口”，不进“功能区得分”的平均" in page
    assert weigh(desk, "Y", node["code"], "10").status_code == 302
    assert totals()["A"] == "103.5"  # 90 + 20% of (3 × 70 + 60) / 4
    assert "目标都齐了" in told(desk, TARGETS) and "30" in told(desk, f"{TARGETS}unit/Z/")
    address = f"{NEW}{node['code']}/"
    assert 'value="常住人口"' in told(desk, address)
    assert keep(desk, address, {**form, "weight": ""}).status_code == 302
    assert totals()["A"] == "103" and row(year, "nodes", "功能区平均")["weight"] == "equal"


def test_the_weights_are_explained_and_come_from_a_table_too(desk, year):
    keep(desk, NEW, {**WEIGHED, "where": root(year, "县市区")})
    pasted = {"text": "单位\t指标\t常住人口\n江东新区\t功能区平均\t30\n江西新区\t功能区平均\t10\n"}
    page = text(desk.post(TARGETS + "in/", pasted))
    assert "新填" in page and "不从责任书取" not in page
    seen = page.split('name="seen" value="')[1].split('"')[0]
    desk.post(TARGETS + "in/", {**pasted, "seen": seen, "take": "1"})
    assert totals()["A"] == "103.5"
    desk.post("/office/board/recompute/")
    from baton.domain.assessment import queries

    run = queries.provisional(year)
    code = row(year, "nodes", "功能区平均")["code"]
    page = told(desk, f"/office/run/{run.pk}/unit/A/{code}/")
    assert "70 × 30" in page and "60 × 10" in page and "67.5" in page
    assert desk.get(TARGETS + "empty/").status_code == 200
    wrong = {"text": "单位\t指标\t常住人口\n江东新区\t功能区平均\t-3\n"}
    assert "权数不得为负" in text(desk.post(TARGETS + "in/", wrong))
    wrong = {"text": "单位\t指标\t常住人口\n江东新区\t功能区平均\t三十万\n"}
    assert 'name="take"' not in text(desk.post(TARGETS + "in/", wrong))


@pytest.mark.parametrize(
    ("weight", "said"),
    [
        ("30", "这里写那个数叫什么，如 常住人口"),
        ("分值", "“分值”在责任书里另有用处"),
        ("有此任务", "“有此任务”在责任书里另有用处"),
        ("人" * 41, "太长了，最多 40 个字"),
    ],
)
def test_a_number_or_a_word_with_another_use_is_no_name_of_a_weight(desk, year, weight, said):
    page = text(keep(desk, NEW, {**WEIGHED, "where": root(year, "县市区"), "weight": weight}))
    assert said in page and "没有写入" in page
