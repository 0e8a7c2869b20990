"""几何平均、取最低、取最高: parts put together otherwise than by adding, chosen by their sentence, tried, kept, changed, explained."""

import pytest
from docx import Document

from baton.desk.looks.columns import padded
from baton.domain.assessment import queries
from baton.domain.rounds.models import Round
from tests.retold import retold
from tests.web.scheme.forms import PARTS, book_of, check_written, keep, row, text
from tests.web.scheme.tables import AIR, HEAD, MONEY, looked, open_round, report, taken

pytestmark = pytest.mark.django_db
NODES, ITEMS = PARTS + "nodes/", PARTS + "items/"
FORM = {"name": "两项合成", "where": "总分", "role": "ordinary", "cap": "", "floor": "", "full": "", "least": ""}  # fmt: skip
GRAIN = "粮食产量,60,按产量评分。,市农业农村局\n"


def codes(round):
    found = book_of(round)
    return {one["name"]: one["code"] for one in (*found["items"], *found["nodes"])}


def totals():
    from baton.domain.assessment import gather
    from baton.scoring import score

    made = Round.objects.get()
    result = score(gather.rulebook_of(made), gather.facts_of(made))
    return {unit: line.total for unit, line in result.lines.items()}


@pytest.fixture
@retold
def three(office):
    """Two counties with money 55 and 50, air 38 and 36, grain 45 and 60, added up so far."""
    taken(office, HEAD + MONEY + GRAIN + AIR)
    open_round(office)
    office.post("/office/desk/owe/", {"due_on": "2027-01-13"})
    for lead, name, points in (("市财政局", "财政收入", (55, 50)), ("市农业农村局", "粮食产量", (45, 60)), ("市生态环境局", "空气质量", (38, 36))):  # fmt: skip
        pasted = f"单位\t{name}得分\n临江县\t{points[0]}\n东岭县\t{points[1]}\n"
        report(office, lead, pasted)
    made = Round.objects.get()
    assert totals() == {"A": "138", "B": "146"}
    return made


def form(round, kind, **more):
    own = codes(round)
    return {**FORM, "kind": kind, "moved": [own["财政收入"], own["粮食产量"]], **more}


def test_the_ways_are_chosen_by_their_sentences(office, three):
    page = text(office.get(NODES))
    for said in ("各项得分相乘再开方，一项太低全盘皆低", "各项中得分最低的一个", "各项中得分最高的一个", "每项最低按几分"):  # fmt: skip
        assert said in page
    assert "加权平均的，先相加，各项放好以后再来改" in page and "大项" in page


@pytest.mark.parametrize(
    ("kind", "more", "made", "said"),
    [
        ("min", {}, {"A": "83", "B": "86"}, "取得分最低的一个，满分 60 分"),
        ("max", {}, {"A": "93", "B": "96"}, "取得分最高的一个，满分 60 分"),
        ("geometric", {"least": "0"}, {"A": "87.749372", "B": "90.772256"}, "相乘再开方（几何平均），满分 60 分"),
        ("geometric", {"least": "50"}, {"A": "90.440442", "B": "90.772256"}, "相乘再开方（几何平均），每项最低按 50 分，满分 60 分"),
    ],
)  # fmt: skip
def test_two_indicators_become_one(office, three, kind, more, made, said):
    page = text(office.post(NODES, {**form(three, kind, **more), "try": "1"}))
    was = padded("138", len(made["A"].partition(".")[2]))
    assert "谁的总分" not in page and f"{was} → {made['A']}" in page.split('id="look"')[1]
    assert totals() == {"A": "138", "B": "146"}
    assert keep(office, NODES, form(three, kind, **more)).status_code == 302
    assert totals() == made
    check_written(three)
    page = text(office.get(PARTS))
    assert f"财政收入 60、粮食产量 60，{said}" in page
    assert row(three, "nodes", "总分")["children"] == [
        codes(three)["空气质量"], codes(three)["两项合成"],
    ]  # fmt: skip


def test_it_is_changed_again_and_back(office, three):
    keep(office, NODES, form(three, "min"))
    address = f"{NODES}{codes(three)['两项合成']}/"
    page = text(office.get(address))
    assert 'value="min" checked' in page.replace("  ", " ") and 'value="60"' in page
    later = {**FORM, "kind": "geometric", "least": "1", "full": "60"}
    assert keep(office, address, later).status_code == 302
    node = row(three, "nodes", "两项合成")
    assert (node["kind"], node["least"], node["full"]) == ("geometric", "1", "60")
    assert keep(office, address, {**FORM, "kind": "sum"}).status_code == 302
    node = row(three, "nodes", "两项合成")
    assert node["kind"] == "sum" and not {"full", "least"} & node.keys()
    assert totals() == {"A": "138", "B": "146"}
    check_written(three)


def test_it_is_explained_with_its_figures_on_every_page(office, three):
    keep(office, NODES, form(three, "geometric", least="50"))
    office.post("/office/board/recompute/")
    run = queries.provisional(three)
    code = codes(three)["两项合成"]
    page = text(office.get(f"/office/run/{run.pk}/unit/A/{code}/"))
    assert "每项最低按 50 分：55、50" in page and "开 2 次方 = 52.44044240" in page
    assert office.get(f"/office/run/{run.pk}/unit/A/").status_code == 200
    keep(office, f"{NODES}{code}/", {**FORM, "kind": "min"})
    office.post("/office/board/recompute/")
    run = queries.provisional(three)
    page = text(office.get(f"/office/run/{run.pk}/unit/A/{code}/"))
    assert "最低的是" in page and "粮食产量" in page and "45 分" in page
    left = f"/office/run/{run.pk}/without/?item={codes(three)['粮食产量']}"
    assert "这一项不计，分值也从满分里去掉" in text(office.get(left))
    assert "空气质量" in text(office.get(f"/office/run/{run.pk}/"))


def test_the_papers_say_it_too(office, three, tmp_path):
    """The annex says how the part comes together; a unit's sheet what stood in it, and the loss once."""
    keep(office, NODES, form(three, "min"))
    office.post("/office/board/recompute/")
    run = queries.provisional(three)
    annex = paper(office, run, "annex", tmp_path)
    assert "合成办法：两项合成：财政收入 60、粮食产量 60，取得分最低的一个，满分 60 分。" in [one.text for one in annex.paragraphs]  # fmt: skip
    table = paper(office, run, "checks", tmp_path).tables[0]
    lines = [[cell.text for cell in line.cells] for line in table.rows]
    assert ["两项合成", "粮食产量", "60", "45", "—", "45 分", "直接评分", "市农业农村局"] in lines
    assert ["两项合成", "两项合成", "60", "45", "15", "", "取最低：财政收入 55、粮食产量 45", "市农业农村局"] in lines  # fmt: skip
    assert not any(line[1] == "取舍" for line in lines)
    lost = paper(office, run, "lead-losses", tmp_path)
    said = [[cell.text for cell in line.cells] for one in lost.tables for line in one.rows]
    assert any("两项合成" in line and "15" in line for line in said)
    for code in ("board", "board-excel", "losses", "letters", "figures"):
        assert office.get(f"/office/run/{run.pk}/papers/{code}/?group=县市区").status_code == 200


def paper(office, run, code, tmp_path):
    answer = office.get(f"/office/run/{run.pk}/papers/{code}/?group=县市区")
    path = tmp_path / f"{code}.docx"
    path.write_bytes(b"".join(answer.streaming_content) if answer.streaming else answer.content)
    return Document(str(path))


@pytest.mark.parametrize(
    ("kind", "more", "said"),
    [
        ("min", {"moved": []}, "几何平均、取最低、取最高的里面要有东西"),
        ("geometric", {}, "几何平均的要写明每项最低按几分"),
        ("geometric", {"least": "一"}, "请写成数"),
        ("geometric", {"least": "-1"}, "请写正数"),
        ("max", {"full": "六十"}, "请写成数"),
        ("max", {"where": []}, "还没有勾放在哪里"),
        ("max", {"name": ""}, "请填写“名称”"),
    ],
)
def test_what_is_left_open_or_wrong_is_named(office, three, kind, more, said):
    before = book_of(three)
    page = text(keep(office, NODES, form(three, kind, **more)))
    assert said in page and "没有写入" in page and f'value="{kind}" checked' in page
    assert book_of(three) == before


def test_parts_with_other_full_points_have_theirs_asked_for(office, three):
    own = codes(three)
    given = form(three, "min", moved=[own["财政收入"], own["空气质量"]])
    assert "各项的满分不一样，请写明合起来的满分" in text(keep(office, NODES, given))
    tried = text(office.post(NODES, {**given, "full": "60", "try": "1"}))
    assert "满分写的是 60 分，各项都得满分时是 40 分，请核对" in tried and 'id="look"' in tried
    assert keep(office, NODES, given | {"full": "60"}).status_code == 302
    assert "满分写的是 60 分，各项都得满分时是 40 分，请核对" in text(office.get(PARTS))
    keep(office, f"{NODES}{codes(three)['两项合成']}/", {**FORM, "kind": "min", "full": "40"})
    assert "请核对。" not in text(office.get(PARTS)).split('id="nodes"')[1].split("</section>")[0].replace("不是整百，请核对分值。", "")  # fmt: skip


def test_whole_parts_go_in_and_something_new_joins_them(office, three):
    """The lower of two 大项; an indicator put right into it counts among them; the last is not taken out."""
    own = codes(three)
    for name, moved in (("高质量发展", ["财政收入", "粮食产量"]), ("绿色发展", ["空气质量"])):
        given = {**FORM, "name": name, "kind": "sum", "moved": [own[one] for one in moved]}
        assert keep(office, NODES, given).status_code == 302
    own = codes(three)
    both = [own["高质量发展"], own["绿色发展"]]
    circle = {**FORM, "name": "就低", "kind": "min", "where": own["高质量发展"], "moved": [own["高质量发展"]]}  # fmt: skip
    assert "不能又把“高质量发展”移进来" in text(keep(office, NODES, circle | {"full": "100"}))
    assert keep(office, NODES, {**FORM, "name": "就低", "kind": "min", "moved": both, "full": "40"}).status_code == 302  # fmt: skip
    assert totals() == {"A": "38", "B": "36"}
    check_written(three)
    node = row(three, "nodes", "就低")
    item = {"name": "党的建设", "points": "40", "where": node["code"], "role": "ordinary", "sentence": "由市委组织部评分。", "lead": "市委组织部"}  # fmt: skip
    assert keep(office, ITEMS, item).status_code == 302
    assert codes(three)["党的建设"] in row(three, "nodes", "就低")["children"]
    answer = keep(office, f"{NODES}{node['code']}/", {"drop": "1"})
    assert answer.status_code == 409 and "先改成相加，再把它们移到别的大项" in text(answer)


def test_what_is_made_up_for_by_the_rest_follows(office, three):
    """An indicator that a unit does not have was made up for in the total; in the lower of two it stays out."""
    gaps = {"missing": "zero", "not_applicable": "far", "excused": "same"}
    assert keep(office, PARTS + "gaps/all/", gaps).status_code == 302
    page = text(desk_followed(office, form(three, "min")))
    assert "没有此任务时的折算随着改：粮食产量、财政收入" in page or "没有此任务时的折算随着改：财政收入、粮食产量" in page  # fmt: skip
    policies = {one["name"]: one["policies"]["not_applicable"] for one in book_of(three)["items"]}
    assert policies["财政收入"]["policy"] == "unscored" and policies["空气质量"]["at"] == "总分"
    check_written(three)
    keep(office, f"{NODES}{codes(three)['两项合成']}/", {**FORM, "kind": "sum"})
    report(office, "市财政局", "单位\t财政收入得分\n临江县\t55\n东岭县\t无此任务\n")
    assert totals()["B"] == "96"  # not 36 + nothing


def desk_followed(office, given):
    from tests.web.scheme.forms import seen

    return office.post(NODES, {**given, **seen(office, NODES), "keep": "1"}, follow=True)


def test_bonuses_of_which_the_highest_counts(office, three):
    """A part of bonuses takes the highest of them: it has no full points, and none are asked for."""
    item = {"name": "创新加分", "points": "5", "where": "总分", "role": "bonus", "sentence": "最高加5分。", "lead": "市财政局"}  # fmt: skip
    keep(office, ITEMS, item)
    keep(office, ITEMS, item | {"name": "改革加分", "points": "3"})
    own = codes(three)
    given = {**FORM, "name": "两种加分取高", "kind": "max", "role": "bonus", "moved": [own["创新加分"], own["改革加分"]]}  # fmt: skip
    assert keep(office, NODES, given).status_code == 302
    assert row(three, "nodes", "两种加分取高")["full"] == "0"
    page = text(office.get(PARTS))
    assert "创新加分、改革加分，取得分最高的一个。是加分，不算在满分里。" in page
    check_written(three)
    ordinary = form(three, "min", moved=[own["财政收入"], own["创新加分"]], full="60")
    assert keep(office, NODES, ordinary).status_code == 302
    assert "创新加分是加分、扣分，不宜与计分的放在一起" in text(office.get(PARTS))


def test_a_changed_table_asks_for_the_part_to_be_added_up_first(office, three):
    """A table only adds up: nothing of the lower of two is lost in silence, and the way round it is one click long."""
    keep(office, NODES, form(three, "min"))
    table = HEAD + MONEY.replace("60", "70") + GRAIN + AIR
    page = looked(office, table)
    assert (
        "现在的“两项合成”不是各项相加的" in page
        and "请先到“大项”里把它改成相加，收完表再改回来" in page
    )
    keep(office, f"{NODES}{codes(three)['两项合成']}/", {**FORM, "kind": "sum"})
    taken(office, table)
    assert row(three, "items", "财政收入")["points"] == "70"
