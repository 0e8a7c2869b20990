"""一列分、几个指标: a column of points that names none of the lead unit's indicators is asked about, with all of them to choose from."""

import pytest

from baton.desk.intake import sheets
from baton.desk.intake.sheet_answers import READ
from baton.desk.questions import Answer
from tests import sent
from tests.retold import retold
from tests.stories import AT, owed

pytestmark = pytest.mark.django_db
PARTY = """  D1得分: {名称: 党的建设得分, 单位: 分, 不小于: 0, 不大于: 5}
  D2得分: {名称: 党建品牌得分, 单位: 分, 不小于: 0, 不大于: 5}
总分:
  名称: 总分
  指标:
    D1: {名称: 党的建设, 评分办法: 由市委组织部评分。, 分值: 5, 方法: 直接评分, 数据: D1得分, 无此任务: 不计, 单列: 不计, 缺报: 待定, 牵头: 市委组织部}
    D2: {名称: 党建品牌, 评分办法: 由市委组织部评分。, 分值: 5, 方法: 直接评分, 数据: D2得分, 无此任务: 不计, 单列: 不计, 缺报: 待定, 牵头: 市委组织部}
"""
RULES = sent.RULEBOOK.replace("总分:\n  名称: 总分\n  指标:\n", PARTY).replace("分值: 45", "分值: 35")  # fmt: skip
BODY = "临江县\t4.5\n东岭县\t4.2\n石桥市\t5\n云东区\t4.8\n"


@pytest.fixture
@retold
def round(clerk, tmp_path):
    return sent.open_round(tmp_path, clerk, RULES)


@pytest.fixture
def sheet(round, clerk):
    return owed(round, clerk)["市委组织部"]


def look(sheet, head, *said, title="", body=BODY):
    return sheets.read_paste(sheet, f"{title}单位\t{head}\n{body}", said)


def ways(preview):
    """The only question, and its answers by their words."""
    (ask,) = preview.asks
    assert not preview.others and not preview.can_be_received
    return ask, {label: Answer.read(said.text, READ) for said, label in ask.choices}


BRANDS, WORK, LEFT = "就是党建品牌得分", "就是党的建设得分", "不收这一列"


@pytest.mark.parametrize("title", ["", "2026年度党建考核打分表\n"])
@pytest.mark.parametrize(
    ("head", "listed"),
    [
        ("党建得分", [BRANDS, WORK, LEFT]), ("党建考核得分（分）", [BRANDS, WORK, LEFT]), ("作风建设得分", [WORK, BRANDS, LEFT]),
        ("营商环境评分", [WORK, BRANDS, LEFT]), ("得分", [WORK, BRANDS, LEFT]), ("考核得分", [WORK, BRANDS, LEFT]),
    ],
)  # fmt: skip
def test_one_column_of_points_for_two_indicators_is_asked_about(sheet, head, title, listed):
    ask, found = ways(look(sheet, head, title=title))
    assert ask.what.startswith(f"“{head}”这一列是哪一项的分") and sorted(found) == sorted(listed)
    for label, item in ((WORK, "D1得分"), (BRANDS, "D2得分")):
        preview = look(sheet, head, found[label], title=title)
        assert not preview.asks and not preview.faults
        got = {(line[1], line[4]) for line in preview.cells if line[4] is not None}
        assert got == {(item, "4.5"), (item, "4.2"), (item, "5"), (item, "4.8")}
        assert [one.told for one in preview.answers.answered] == [f"“{head}”{label}"]
    assert not look(sheet, head, found[LEFT], title=title).asks


@pytest.mark.parametrize(("head", "is_kept"), [("党建得分", True), ("得分", False)])
def test_a_heading_of_its_own_is_remembered_and_a_bare_one_is_asked_again(
    sheet, clerk, head, is_kept
):
    _, found = ways(look(sheet, head))
    preview = look(sheet, head, found[BRANDS])
    sheets.take_in(sheet=sheet, preview=preview, origin="paste", by=clerk, at=AT)
    again = look(sheet, head, body=BODY.replace("4.5", "4.6"))
    assert bool(again.asks) != is_kept and bool(again.cells) == is_kept
    if is_kept:
        assert {line[1] for line in again.cells if line[4]} == {"D2得分"}


def test_two_such_columns_are_asked_about_one_by_one(sheet):
    body = BODY.replace("\t", "\t3\t")
    preview = look(sheet, "党务得分\t创新得分", body=body)
    first, second = ({label: said for said, label in ask.choices} for ask in preview.asks)
    preview = look(sheet, "党务得分\t创新得分", first[WORK], second[BRANDS], body=body)
    assert not preview.asks and {line[1] for line in preview.cells if line[4]} == {"D1得分", "D2得分"}  # fmt: skip
    preview = look(sheet, "自评得分\t考核得分", body=body)
    assert [ask.what[:6] for ask in preview.asks] == ["“考核得分”"]


@pytest.mark.parametrize("beside", ["党建品牌", "党建品牌得分"])
def test_beside_an_indicator_that_is_named_points_of_another_name_are_not_taken_for_its_own(sheet, beside):  # fmt: skip
    body = BODY.replace("\t", "\t3\t")
    _, found = ways(look(sheet, f"{beside}\t党建得分", body=body))
    assert sorted(found) == sorted([WORK, BRANDS, "不收这个指标"])
    preview = look(sheet, f"{beside}\t党建得分", found[WORK], body=body)
    assert not preview.asks and not preview.faults
    assert {(line[1], line[4]) for line in preview.cells if line[0] == "A"} == {("D1得分", "4.5"), ("D2得分", "3")}  # fmt: skip
    for other in ("得分", "领导小组评分", "自评得分"):
        assert not look(sheet, f"{beside}\t{other}", body=body).asks


@pytest.mark.parametrize("head", ["党的建设得分", "党建品牌", "党的建设\t党建品牌", "党的建设得分\t备注"])  # fmt: skip
def test_tables_that_name_their_columns_are_asked_nothing(sheet, head):
    body = BODY.replace("\t", "\t4\t") if "\t党" in head else BODY
    preview = look(sheet, head, body=body)
    assert not preview.asks and not preview.faults and preview.cells
