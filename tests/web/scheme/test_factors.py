"""乘系数: a part multiplied by a coefficient made from another paper, set, changed and taken away by form."""

from fractions import Fraction

import pytest

from baton.domain.rounds.models import Round
from tests.retold import retold
from tests.web.scheme.forms import PARTS, book_of, check_written, keep, row, text
from tests.web.scheme.tables import (
    AIR,
    GRAIN,
    HEAD,
    MONEY,
    by_name,
    looked,
    newest_book,
    open_round,
    points_by_name,
    report,
    taken,
)

pytestmark = pytest.mark.django_db
NEW, NODES, ITEMS = PARTS + "factors/", PARTS + "nodes/", PARTS + "items/"
FORM = {
    "map": "minmax", "low": "0.95", "high": "1.05", "equal": "1", "order": "round_clip", "missing": "no_total",
}  # fmt: skip


@pytest.fixture
@retold
def party(desk, round):
    """高质量发展 is a part of its own, 党的建设 an indicator beside it with everybody's points."""
    part = {"name": "高质量发展", "where": "总分", "moved": ["F1", "F2"], "role": "ordinary", "cap": "", "floor": ""}  # fmt: skip
    assert keep(desk, NODES, part).status_code == 302
    item = {"name": "党的建设", "points": "100", "where": "总分", "role": "ordinary", "sentence": "由市委组织部评分。", "lead": "市委组织部"}  # fmt: skip
    assert keep(desk, ITEMS, item).status_code == 302
    report(
        desk, "市委组织部", "单位\t党的建设得分\n临江县\t90\n东岭县\t80\n石桥市\t100\n云东区\t95\n"
    )
    return round


def codes(round):
    found = book_of(round)
    return {one["name"]: one["code"] for one in (*found["items"], *found["nodes"])}


def totals():
    from baton.domain.assessment import gather
    from baton.scoring import score

    made = Round.objects.get()
    result = score(gather.rulebook_of(made), gather.facts_of(made))
    return {unit: line.total for unit, line in result.lines.items()}


def multiplied(desk, round, **more):
    own = codes(round)
    form = {**FORM, "base": own["高质量发展"], "paper": own["党的建设"], "name": "高质量发展×党的建设系数"} | more  # fmt: skip
    return keep(desk, NEW, form)


def test_a_part_is_multiplied_and_what_was_added_up_is_not_any_more(desk, party):
    own = codes(party)
    before = points_by_name(desk, party, "ABCD")
    multiplied(desk, party)
    node = row(party, "nodes", "高质量发展×党的建设系数")
    assert node["kind"] == "multiplier" and node["base"] == own["高质量发展"] and node["full"] == "100"  # fmt: skip
    assert node["coefficients"][0]["node"] == own["党的建设"]
    assert row(party, "nodes", "总分")["children"] == ["加分", node["code"]]
    check_written(party)
    # 80 is the lowest of the group and 100 the highest: 0.95, 1, 1.025, 1.05
    plain = {unit: sum(Fraction(points[at]) for name, points in before.items() if name != "党的建设" and points[at]) for at, unit in enumerate("ABCD")}  # fmt: skip
    wanted = {"A": "1", "B": "0.95", "C": "1.05", "D": "1.025"}
    found = totals()
    assert all(
        abs(Fraction(found[unit]) - plain[unit] * Fraction(wanted[unit])) <= Fraction("0.01")
        for unit in "ABCD"
    )
    page = text(desk.get(PARTS))
    assert "高质量发展的得分乘以党的建设系数：组内最低到最高，0.95 至 1.05，全组一样的按 1，没有分的不出总分。用在县市区。" in page  # fmt: skip
    assert desk.get(PARTS + f"nodes/{node['code']}/").status_code == 200


def test_a_coefficient_is_tried_changed_and_taken_away(desk, party):
    own = codes(party)
    multiplied(desk, party)
    node = row(party, "nodes", "高质量发展×党的建设系数")
    address = f"{NEW}{node['code']}/{own['党的建设']}/"
    page = text(desk.get(address))
    assert 'value="0.95"' in page and "怎么换成系数" in page
    changed = {**FORM, "map": "linear", "low": "", "high": "1.2", "a": "0.5", "b": "0.005", "missing": "constant"}  # fmt: skip
    page = text(keep(desk, address, changed))
    assert "请写明按几计，如 1" in page
    assert "id=\"look\"" in text(desk.post(address, {**changed, "constant": "1", "try": "1"}))  # fmt: skip
    assert keep(desk, address, {**changed, "constant": "1"}).status_code == 302
    entry = row(party, "nodes", "高质量发展×党的建设系数")["coefficients"][0]
    assert (entry["map"], entry["a"], entry["b"], entry["equal"], entry["constant"]) == ("linear", "0.5", "0.005", None, "1")  # fmt: skip
    assert keep(desk, address, {**FORM, "map": "table", "low": "", "high": "", "tiers.from": ["90", ""], "tiers.award": ["1.02", "0.98"]}).status_code == 302  # fmt: skip
    check_written(party)
    assert keep(desk, address, {"drop": "1"}).status_code == 302
    assert own["高质量发展"] in row(party, "nodes", "总分")["children"]
    assert all(one["kind"] == "sum" for one in book_of(party)["nodes"])
    check_written(party)


def test_a_second_coefficient_joins_the_first_and_a_total_stays_a_total(desk, party):
    own = codes(party)
    page = text(keep(desk, NEW, {**FORM, "base": "总分", "paper": own["党的建设"], "name": ""}))
    assert "请写明乘出来的叫什么" in page
    form = {**FORM, "base": "总分", "paper": own["党的建设"], "name": "总分×党的建设系数"}
    assert keep(desk, NEW, form).status_code == 302
    root, node = row(party, "nodes", "总分", "code"), row(party, "nodes", "总分×党的建设系数")
    assert root["kind"] == "sum" and root["children"] == [node["code"]]
    check_written(party)
    item = {"name": "群众满意度", "points": "100", "where": "总分", "role": "ordinary", "sentence": "第三方测评。", "lead": "市统计局"}  # fmt: skip
    keep(desk, ITEMS, item)
    second = {**FORM, "map": "mean_ratio", "low": "0.97", "high": "1.03", "equal": "", "base": node["code"], "paper": codes(party)["群众满意度"]}  # fmt: skip
    assert keep(desk, NEW, second).status_code == 302
    node = row(party, "nodes", "总分×党的建设系数")
    assert [one["map"] for one in node["coefficients"]] == ["minmax", "mean_ratio"]
    check_written(party)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"low": ""}, "请填写“系数最低”"),
        ({"order": ""}, "“取舍次序”还没有选"),
        ({"missing": ""}, "“这张考卷还没有分的单位”还没有选"),
        ({"low": "低"}, "请写成数，如 1.05"),
        ({"map": "table"}, "请填各档的系数"),
    ],
)
def test_what_is_left_open_is_asked_for(desk, party, more, said):
    assert said in text(multiplied(desk, party, **more))


def test_a_paper_is_no_coefficient_of_what_it_is_in(desk, party):
    assert "先把它移出来，再作系数" in text(multiplied(desk, party, paper="F1"))
    assert "不能拿它作自己的系数" in text(multiplied(desk, party, paper="总分"))


def test_a_changed_table_goes_into_the_part_that_is_multiplied(office):
    """高质量发展×党的建设系数 stays when the counties' table comes again, and so does the paper of the coefficient."""
    taken(office, HEAD + MONEY + AIR)
    open_round(office)
    item = {"name": "党的建设", "points": "100", "where": "总分", "role": "ordinary", "sentence": "由市委组织部评分。", "lead": "市委组织部", "ties": "yes"}  # fmt: skip
    assert keep(office, ITEMS, item).status_code == 302
    party = by_name()["党的建设"]["code"]
    form = {**FORM, "base": "总分", "paper": party, "name": "高质量发展×党的建设系数"}
    assert keep(office, NEW, form).status_code == 302
    page = looked(office, HEAD + MONEY.replace("60", "70") + GRAIN)
    assert "表里不列的照旧留着：党的建设" in page
    taken(office, HEAD + MONEY.replace("60", "70") + GRAIN)
    book = newest_book()
    nodes = {one["code"]: one for one in book["nodes"]}
    node = next(one for one in book["nodes"] if one["kind"] == "multiplier")
    assert nodes["总分"]["children"] == [node["code"]] and node["coefficients"][0]["node"] == party
    names = {one["code"]: one["name"] for one in book["items"]}
    assert [names[code] for code in nodes[node["base"]]["children"]] == ["财政收入", "粮食产量"]
    assert sorted(names.values()) == ["党的建设", "粮食产量", "财政收入"]
