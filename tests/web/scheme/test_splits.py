"""一项分几部分: growth for 60 % and the amount for 40 % out of one row, by a form."""

import pytest

from baton.desk import computing
from baton.desk.results import result_of
from baton.desk.rules.target_words import target_words
from baton.domain.assessment import queries
from tests.web.scheme.forms import PARTS, book_of, check_written, keep, row, text, used

pytestmark = pytest.mark.django_db
NEW = PARTS + "splits/"
FORM = {"item": "F2", "parts.name": ["增速", "总量"], "parts.share": ["60%", "40%"]}


def test_one_row_becomes_growth_and_amount(desk, round, clerk, at):
    assert keep(desk, NEW, FORM).status_code == 302
    check_written(round)
    node = row(round, "nodes", "空气优良天数比例")
    growth, amount = (row(round, "items", f"空气优良天数比例{part}") for part in ("增速", "总量"))
    assert node["children"] == [growth["code"], amount["code"]] and growth["code"] == "F2"
    assert (growth["points"], amount["points"]) == ("24", "16")
    assert (growth["method"], amount["method"]) == ("threshold_deduction", "direct")
    assert amount["lead"] == "市生态环境局" and amount["sentence"] == growth["sentence"]
    assert row(round, "nodes", "总分")["children"] == ["F1", node["code"], "加分"]
    page = text(desk.get(PARTS))
    assert (
        "空气优良天数比例增速 24 分（阈值扣分保底）、空气优良天数比例总量 16 分（直接评分）。"
        in page
    )
    used(desk, round)
    assert round.sheets.get(lead__name="市生态环境局").items == sorted([f"{amount['code']}得分", "优良天数比例"])  # fmt: skip
    computing.refresh(round, at=at, by=clerk)
    run = queries.provisional(round)
    assert result_of(run).score("A", "F2") == "23.65"  # 24 − 0.35: what it had stays with growth
    assert "第 3 名" in text(desk.get(f"/office/run/{run.pk}/indicator/F2/"))


def test_shares_change_and_points_follow(desk, round):
    keep(desk, NEW, FORM)
    node = row(round, "nodes", "空气优良天数比例")["code"]
    names = ["空气优良天数比例增速", "空气优良天数比例总量"]
    form = {"parts.name": names, "parts.share": ["50%", "50%"]}
    assert 'value="60%"' in text(desk.get(f"{NEW}{node}/"))
    assert keep(desk, f"{NEW}{node}/", form).status_code == 302
    check_written(round)
    assert [row(round, "items", name)["points"] for name in names] == ["20", "20"]
    amount = row(round, "items", names[1])["code"]
    assert row(round, "data", f"{amount}得分", "code")["max"] == "20"


def test_parts_that_are_not_sound_are_told(desk, round):
    before = book_of(round)
    page = text(keep(desk, NEW, FORM | {"parts.share": ["60%", "30%"]}))
    assert "各占几成加起来是 90%，应当是 100%" in page
    page = text(keep(desk, NEW, FORM | {"item": ""}))
    assert "“哪个指标”还没有选" in page
    page = text(keep(desk, NEW, {"item": "F2", "parts.name": ["增速"], "parts.share": ["100%"]}))
    assert "请写 2 到 4 部分" in page
    assert book_of(round) == before


@pytest.mark.parametrize(
    ("goal", "growth", "amount"),
    [
        ("增长6%", "增长6%", "—"), ("增长6%，达到120亿元", "增长6%", "达到120亿元"), ("120亿元", "—", "120亿元"), ("6", "6%", "—"),
    ],
)  # fmt: skip
def test_the_goal_of_the_whole_is_said_of_the_part_it_is_about(desk, round, goal, growth, amount):
    keep(desk, NEW, FORM)
    book = book_of(round)
    items = [
        one | {"definition": f"目标值：{goal}\n计量单位：%"} if one["name"].startswith("空气优良天数比例") else one
        for one in book["items"]
    ]  # fmt: skip
    book, data = book | {"items": items}, {entry["code"]: entry for entry in book["data"]}
    said = {one["name"]: target_words(book, one, data) for one in items}
    found = said["空气优良天数比例增速"].replace("起扣线 92%", "—"), said["空气优良天数比例总量"]
    assert found == (growth, amount)
    node = row(round, "nodes", "空气优良天数比例")
    nodes = [one | {"definition": ""} if one["code"] == node["code"] else one for one in book["nodes"]]  # fmt: skip
    whole = next(one for one in items if one["code"] == node["children"][1])
    assert target_words(book | {"nodes": nodes}, whole, data).startswith(goal), (
        "no part of anything"
    )
