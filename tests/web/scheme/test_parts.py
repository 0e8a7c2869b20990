"""方案 part by part in the browser: read aloud, indicators and parts that move, sealed versions, two clerks."""

import re
from datetime import date

import pytest

from baton.domain.schemes import queries as schemes
from baton.domain.schemes import services
from baton.domain.schemes.models import Version
from tests.web.scheme.forms import GRADES, PARTS, book_of, check_written, keep, row, seen, text
from tests.web.test_desk import hidden

pytestmark = pytest.mark.django_db


def test_every_part_is_read_aloud_and_every_form_opens(desk, round):
    page = text(desk.get(PARTS))
    assert "加减分 1 种，还没有一票否决、等次" in page
    assert (
        "种类：表彰。省级加 1 分、市级加 0.5 分。" in page and "一个单位合计最多加 3 分。" in page
    )
    assert "配合单位计 50%，先取最高后减半。" in page and "算进“总分”（县市区）。" in page
    assert "县市区：" not in page and "不评等次。" in page and "同分的同一个名次。" in page
    assert "总分保留 2 位，四舍五入" in page
    for address in re.findall(rf'href="({PARTS}[^"#]+)"', page):
        assert desk.get(address).status_code == 200, address
    for address in (
        "ledgers/F1/",
        "ledgers/没有/",
        "vetoes/V01/",
        "grades/",
        "grades/部门/",
        "other/",
        "rounding/item/",
    ):
        assert desk.get(PARTS + address).status_code == 404, address


ITEM = {
    "name": "粮食产量", "points": "5分", "where": "总分", "role": "ordinary", "sentence": "由市农业农村局评分。", "definition": "全年粮食总产量",
    "lead": "市农业农村局", "scorer": "", "basis": "云农1号", "source": "市统计局", "unit": "万吨", "direction": "越高越好",
}  # fmt: skip


def test_an_indicator_is_added_changed_and_taken_away(desk, round):
    before = book_of(round)
    assert keep(desk, PARTS + "items/", ITEM).status_code == 302
    item = row(round, "items", "粮食产量")
    assert (item["points"], item["method"], item["lead"]) == ("5", "direct", "市农业农村局")
    assert (
        item["definition"] == "全年粮食总产量"
        and item["code"] in book_of(round)["nodes"][0]["children"]
    )
    assert "粮食产量" in text(desk.get("/office/scheme/")) and "满分 105 分" in text(
        desk.get(PARTS)
    )
    assert "各项加起来是 105 分，不是整百" in text(desk.get(PARTS))
    check_written(round)
    address = PARTS + f"items/{item['code']}/"
    keep(desk, address, {**ITEM, "name": "粮食总产量", "points": "6"})
    datum = row(round, "data", f"{item['code']}得分", "code")
    assert (datum["name"], datum["max"]) == ("粮食总产量得分", "6")
    check_written(round)
    assert desk.post(address, {**seen(desk, address), "drop": "1"}).status_code == 302
    after = book_of(round)
    assert (after["items"], after["nodes"]) == (before["items"], before["nodes"])
    page = text(keep(desk, PARTS + "items/", {**ITEM, "name": "一般公共预算收入"}))
    assert "已经有一个指标叫“一般公共预算收入”" in page
    page = text(keep(desk, PARTS + "items/", {**ITEM, "points": "责任书"}))
    assert "新指标先直接评分，请写明几分" in page


def test_an_indicator_moves_to_a_new_part_and_back(desk, round):
    node = {
        "name": "各方面评价",
        "where": "总分",
        "moved": ["F2"],
        "role": "ordinary",
        "cap": "",
        "floor": "",
    }
    assert keep(desk, PARTS + "nodes/", node).status_code == 302
    made = row(round, "nodes", "各方面评价")
    assert made["children"] == ["F2"] and row(round, "nodes", "总分")["children"] == ["F1", "加分", made["code"]]  # fmt: skip
    check_written(round)
    page = text(desk.get(PARTS + f"nodes/{made['code']}/"))
    assert "空气优良天数比例 40，相加，满分 40 分。" in page
    answer = keep(desk, PARTS + f"nodes/{made['code']}/", {"drop": "1"})
    assert answer.status_code == 409 and "请先移到别的大项" in text(answer)
    keep(desk, PARTS + "items/F2/", {**ITEM, "name": "优良天数", "points": "40", "where": "总分"})
    assert row(round, "nodes", "总分")["children"] == ["F1", "加分", made["code"], "F2"]
    answer = keep(desk, PARTS + f"nodes/{made['code']}/", {"drop": "1"})
    assert answer.status_code == 302 and len(book_of(round)["nodes"]) == 1
    check_written(round)


def test_parts_are_weighted_eighty_to_twenty(desk, fresh):
    """80 for what units are responsible for, 20 for what others think of them, with the sum shown."""
    assert "经济发展 60、生态环境 40，相加，满分 100 分。" in text(desk.get(PARTS))
    address, parts = PARTS + "nodes/总分/", ["经济发展", "生态环境"]
    form = {"name": "总分", "kind": "weighted", "role": "ordinary", "full": "56", "weights.child": parts, "weights.weight": ["80%", "20%"]}  # fmt: skip
    page = text(desk.post(address, {**form, "weights.weight": ["80%", ""], "try": "1"}))
    assert "加权平均的每一项都要写权重" in page and 'value="80%"' in page
    page = text(desk.post(address, {**form, "weights.weight": ["80%", "30%"], "try": "1"}))
    assert "权重合计 110%" in page
    page = text(desk.post(address, {**form, "full": "100", "try": "1"}))
    assert "按权重各项满分的平均是 56" in page
    assert keep(desk, address, form).status_code == 302
    root = row(fresh, "nodes", "总分")
    assert root["kind"] == "weighted" and list(root["weights"].values()) == ["0.8", "0.2"]
    assert "按权重平均，权重合计 100%，满分 56 分" in text(desk.get(PARTS))
    check_written(fresh)
    page = text(keep(desk, PARTS + "items/", {**ITEM, "where": "总分"}))
    assert "“总分”是加权平均，请写明占多少" in page


def test_a_sealed_version_is_left_alone_and_a_draft_begins(desk, round, clerk, at):
    services.seal(
        version=round.version, state="trial", organ="市委常委会", meeting="第9次", decided_on=date(2026, 3, 1), by=clerk, at=at
    )  # fmt: skip
    assert "不会动它" in text(desk.get(PARTS))
    keep(desk, PARTS + "grades/县市区/", GRADES)
    assert [one.number for one in Version.objects.order_by("number")] == [1, 2]
    assert schemes.newest(round.scheme).why == "县市区的等次和名额"
    assert "仍用第 1 版" in text(desk.get(PARTS))


def test_two_clerks_on_one_form(desk, round):
    address = PARTS + "grades/县市区/"
    early = seen(desk, address)
    keep(desk, PARTS + "vetoes/", {"name": "统计造假", "cap_total": "80"})
    answer = desk.post(address, {**GRADES, **early, "keep": "1"})
    page = text(answer)
    assert answer.status_code == 409 and "刚被别人改过" in page and 'value="优秀"' in page
    assert desk.post(address, {**GRADES, **{name: hidden(page, name) for name in early}, "keep": "1"}).status_code == 302  # fmt: skip
    assert book_of(round)["vetoes"] and row(round, "groups", "县市区", "group")["grades"]
