"""级别看得出来的: a column of levels under any head, and points that only one level has, tell the level; the rest is asked by its points."""

import pytest

from baton.desk.ledger import claiming
from tests import stories
from tests.domain.test_claim_shapes import both, workbook
from tests.domain.test_claiming import told
from tests.retold import retold
from tests.stories import open_round

pytestmark = pytest.mark.django_db


@pytest.fixture
@retold
def round(clerk, tmp_path):
    return open_round(tmp_path, clerk)


@pytest.fixture
def deducting(clerk, tmp_path, monkeypatch):
    return both(clerk, tmp_path, monkeypatch)


def levels(preview):
    return [(line.entry.subject.name, line.entry.level, line.entry.points) for line in preview.lines]  # fmt: skip


def read(round, text, **more):
    return claiming.read_claims_paste(round, text.replace("|", "\t"), **more)


@pytest.mark.parametrize("head", ["表彰层级", "级别情况", "奖项层次", "类别", "获奖等第"])
def test_a_column_of_the_rule_books_levels_is_the_level_whatever_it_is_called(round, head):
    text = f"单位|加分事项|{head}|文号|日期\n东岭县|文明县|省级|甲〔2026〕1号|2026-05-12\n临江县|平安县|市|甲〔2026〕2号|2026-05-13\n"
    preview = read(round, text)
    assert told(preview) == [] and not preview.asked and not preview.unread
    assert levels(preview) == [("东岭县", "省级", ""), ("临江县", "市级", "")]


def test_a_column_of_other_words_is_no_level_and_a_level_of_its_own_stands(round):
    text = "单位|加分事项|级别|授予机关级别|文号|日期\n东岭县|文明县|市级|省级|甲〔2026〕1号|2026-05-12\n"
    preview = read(round, text)
    assert levels(preview) == [("东岭县", "市级", "")]
    assert [head for head, _ in preview.unread] == ["授予机关级别"]
    text = "单位|事项|性质|文号|日期|类别\n东岭县|文明县|集体|甲〔2026〕1号|2026-05-12|表彰\n"
    preview = read(round, text)
    assert [head for head, _ in preview.unread] == ["性质"] and "没有写级别" in told(preview)[0]


def test_points_that_only_one_level_has_tell_it_in_one_remark(deducting):
    text = "单位|扣分原因|扣分值|扣分依据|日期\n东岭县|会风|0.5|督1号|2026-05-12\n临江县|月报迟报|0.2|督2号|2026-05-13\n石桥市|周报迟报|-0.20|督3号|2026-05-14\n"
    preview = read(deducting, text)
    assert told(preview) == [] and not preview.asked
    assert levels(preview) == [("东岭县", "通报批评", "0.5"), ("临江县", "逾期", "0.2"), ("石桥市", "逾期", "0.2")]  # fmt: skip
    (remark,) = [one for one in preview.remarks if one.code == "level-by-points"]
    assert (
        remark.what
        == "没有写级别的，照分数认的：督查扣分 0.5 分是“通报批评”（1 条），0.2 分是“逾期”（2 条）"
    )
    assert "级别" in remark.remedy


def test_a_level_that_is_written_stands_and_nothing_is_told_of_points(deducting):
    text = "单位|扣分原因|情形|扣分值|扣分依据|日期\n东岭县|会风|逾期|0.5|督1号|2026-05-12\n"
    preview = read(deducting, text)
    assert levels(preview) == [("东岭县", "逾期", "0.5")]
    assert not [one for one in preview.remarks if one.code == "level-by-points"]


def test_points_of_no_level_are_asked_about_one_by_one(deducting):
    text = "单位|扣分原因|扣分值|扣分依据|日期\n东岭县|会风|0.4|督1号|2026-05-12\n临江县|月报|0.3|督2号|2026-05-13\n石桥市|周报|0.4|督3号|2026-05-14\n云东区|来文|0.2|督4号|2026-05-14\n石桥市|督办||督5号|2026-05-14\n"
    preview = read(deducting, text)
    whats = [
        "督查扣分没有写级别、写着 0.4 分的（2 处）",
        "督查扣分没有写级别、写着 0.3 分的（1 处）",
        "督查扣分没有写级别的（1 处）",
    ]
    assert [one.what for one in preview.asked] == whats
    said = [one.choices[[word for _, word in one.choices].index(word)][0] for one, word in zip(preview.asked, ("通报批评", "逾期", "逾期"), strict=True)]  # fmt: skip
    preview = read(deducting, text, meanings=said)
    assert told(preview) == [] and not preview.asked
    assert [level for _, level, _ in levels(preview)] == [
        "通报批评",
        "逾期",
        "通报批评",
        "逾期",
        "逾期",
    ]
    assert [sentence for _, sentence in preview.answered] == [
        "督查扣分没有写级别、写着 0.4 分的就是“通报批评”", "督查扣分没有写级别、写着 0.3 分的就是“逾期”", "督查扣分没有写级别的就是“逾期”",
    ]  # fmt: skip


def test_points_of_two_levels_are_asked_about(clerk, tmp_path, monkeypatch):
    same = stories.RULEBOOK.replace("市级: 0.5分}", "市级: 0.5分, 厅级: 0.5分}")
    monkeypatch.setattr(stories, "RULEBOOK", same)
    round = open_round(tmp_path, clerk)
    text = "单位|加分事项|申报分|文号|日期\n东岭县|文明县|0.5|甲1号|2026-05-12\n临江县|平安县|1|甲2号|2026-05-13\n"
    (ask,) = read(round, text).asked
    assert ask.what == "表彰没有写级别、写着 0.5 分的（1 处）"
    assert {word for _, word in ask.choices} == {"省级", "市级", "厅级"}


@pytest.mark.parametrize(
    "head", ["表彰文件名称及文号", "佐证材料名称及文号", "文件依据及文号", "证明材料名称、文号"]
)
def test_the_names_of_papers_with_their_numbers_are_the_document(round, head):
    text = f"单位|加分事项|级别|{head}|日期\n东岭县|文明县|省级|关于表彰的决定（甲〔2026〕1号）|2026-05-12\n"
    preview = read(round, text)
    assert told(preview) == [] and not preview.unread
    assert preview.lines[0].entry.document == "关于表彰的决定（甲〔2026〕1号）"


@pytest.mark.parametrize("cell", ["√", "1分", 1])
def test_remarks_name_no_cell_that_the_table_has_not(round, tmp_path, cell):
    rows = [["单位", "加分事项", "省级(1分)", "市级(0.5分)", "文号", "日期"], ["东岭县", "文明县", cell, None, "甲1号", "2026-05-12"], ["临江县", "平安县", None, "√", "甲2号", "2026-05-13"]]  # fmt: skip
    preview = claiming.read_claims_file(round, workbook(tmp_path, rows))
    assert levels(preview) == [("东岭县", "省级", "1"), ("临江县", "市级", "0.5")]
    assert not [one for one in preview.remarks if "文本格式" in one.what]


@pytest.mark.parametrize("merged", [(), ("A1:D1",)])
def test_the_title_is_told_without_a_piece_of_the_head(round, tmp_path, merged):
    rows = [["2026年度加分情况"], ["单位", "省级", "市级"], ["东岭县", "文明县", "卫生县"]]
    preview = claiming.read_claims_file(round, workbook(tmp_path, rows, *merged))
    assert [one.said_by for one in preview.told] == ["2026年度加分情况"]
