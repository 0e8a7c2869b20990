"""与去年比: what a scheme says differently from last year's, indicators matched by name."""

import io
import re
from html import unescape

import docx
import pytest

from baton.desk.rules.redlines import redline
from baton.documents.problems import Problems
from baton.documents.rulebook import read_rulebook_text
from baton.documents.scheme_table import SchemeRow, draft_rulebook
from tests import stories
from tests.stories import open_round
from tests.web.test_last_year import taken

URL = "/office/scheme/compared/"


def text(answer):
    return unescape(answer.content.decode())


def book(written):
    problems = Problems()
    found = read_rulebook_text(written, "规则书.yaml", problems)
    problems.raise_errors()
    return found


def test_a_book_is_like_itself():
    assert redline(book(stories.RULEBOOK), book(stories.RULEBOOK)) == []


def test_indicators_with_new_codes_are_matched_by_name():
    """Codes were given anew; only the changed sentence and its number are told."""
    old = stories.RULEBOOK.replace("    F1:", "    K7:").replace("    F2:", "    K8:")
    new = stories.RULEBOOK.replace("低于92%的", "低于90%的").replace("起扣线: 92%", "起扣线: 90%")
    told = {(one.place, one.label) for one in redline(book(old), book(new))}
    place = "指标 空气优良天数比例"
    assert told == {(place, "评分办法"), (place, "起扣线")}


@pytest.mark.django_db
def test_the_page_without_anything_to_compare_says_how_to_get_it(desk, clerk, tmp_path):
    open_round(tmp_path, clerk)
    page = text(desk.get(URL))
    assert "没有更早的方案可比" in page and "/office/lastyear/" in page


@pytest.mark.django_db
def test_this_years_scheme_beside_the_one_reproduced(desk, clerk, tmp_path):
    round = open_round(tmp_path, clerk)
    taken(
        desk,
        scheme=stories.RULEBOOK.replace("低于92%的", "低于90%的").replace(
            "起扣线: 92%", "起扣线: 90%"
        ),
    )
    page = text(desk.get(URL + f"?round={round.pk}"))
    assert "改了 3 处" in page or "改了 2 处" in page
    assert "<s>90</s>" in page and "<ins>92</ins>" in page
    assert 'href="/office/scheme/compared/"' in text(desk.get("/office/scheme/"))


GRAIN = """    F0:
      名称: 粮食产量
      评分办法: 由牵头单位评分。
      分值: 10
      方法: 直接评分
      数据: 粮食得分
      牵头: 市农业农村局
"""


def test_what_is_gone_is_told_where_it_stood_and_says_its_whole_line():
    """The grain stood first; this year's scheme gives its points to the money."""
    data = '  优良天数比例: {单位: "%", 不小于: 0, 不大于: 100}\n'
    old = stories.RULEBOOK.replace(data, data + "  粮食得分: {不小于: 0}\n")
    old = old.replace("    F1:\n", GRAIN + "    F1:\n").replace("分值: 60", "分值: 50")
    found = [
        one for one in redline(book(old), book(stories.RULEBOOK)) if one.place.startswith("指标")
    ]
    assert [(one.place, one.label) for one in found] == [
        ("指标 粮食产量", "删去"),
        ("指标 一般公共预算收入", "分值"),
    ]
    assert (found[0].old, found[0].new) == ("10 分；由牵头单位评分；牵头：市农业农村局", "")


@pytest.mark.django_db
def test_the_comparison_leaves_as_a_dated_paper_that_is_told_apart_without_colour(
    desk, clerk, tmp_path
):
    round = open_round(tmp_path, clerk)
    taken(desk, scheme=stories.RULEBOOK.replace("低于92%的", "低于90%的"))
    page = text(desk.get(URL + f"?round={round.pk}"))
    other = re.search(r"\?as=docx&with=(\d+)", page)
    document = docx.Document(io.BytesIO(desk.get(f"{URL}?as=docx&with={other[1]}").content))
    assert document.paragraphs[0].text == "云州市2026年度综合考核修改对照表"
    assert re.search(r"改 \d+ 处\n\d{4}年\d+月\d+日", document.paragraphs[1].text)
    runs = [
        run for line in document.tables[0].rows if line.cells[1].text == "评分办法"
        for run in line.cells[2].paragraphs[0].runs
    ]  # fmt: skip
    assert [(run.text, bool(run.font.strike), bool(run.font.underline)) for run in runs][1:3] == [
        ("90%", True, False), ("92%", False, True),
    ]  # fmt: skip
    assert runs[0].font.color.rgb is None and str(runs[1].font.color.rgb) == "B00000"


def yearly(year, calendar=""):
    """A scheme table's rule book as it was drafted before or is drafted now: with the year by name, or up to date."""
    rows = [SchemeRow("", "粮食产量", "10", "", "由牵头单位评分。", "", "市农业农村局", "表")]
    problems = Problems()
    found = draft_rulebook(rows, name=f"{year}年度综合考核", group="县市区", period=year, problems=problems, calendar=[calendar] if calendar else [])  # fmt: skip
    problems.raise_errors()
    return found


@pytest.mark.parametrize(
    ("old", "new"),
    [(("2025",), ("2026",)), (("2025",), ("2026", "2026")), (("2025", "全年"), ("2026",))],
)
def test_the_whole_of_a_year_is_no_change_from_the_whole_of_another(old, new):
    told = [one for one in redline(yearly(*old), yearly(*new)) if one.place]
    assert told == []


TWO_TREES = (
    stories.RULEBOOK.split("考核对象:")[0]
    + """通则: {无此任务: 本大项折算, 单列: 不计, 缺报: 计0分}
取舍: {方式: 四舍五入, 比率: 4位, 指标: 4位, 总分: 2位}
数据: {甲得分: {不小于: 0}, 乙得分: {不小于: 0}}
指标:
  G1: {名称: 招商引资, 评分办法: 由牵头单位评分。, 分值: 60, 方法: 直接评分, 数据: 甲得分, 牵头: 市商务局}
  G2: {名称: 机关党建, 评分办法: 由牵头单位评分。, 分值: 40, 方法: 直接评分, 数据: 乙得分, 牵头: 市委组织部}
考卷:
  部门总分: {名称: 综合得分, 组成: [G2]}
  县区总分: {名称: 综合得分, 组成: [G1]}
分组:
  市直部门: {总分: 部门总分, 名次: {按: 取舍后总分, 并列: 1-2-2-4}}
  县市区: {总分: 县区总分, 名次: {按: 取舍后总分, 并列: 1-2-2-4}}
"""
)


def test_parts_of_one_name_are_matched_by_what_is_in_them():
    """Departments and counties both have a 综合得分; with their codes exchanged nothing has changed."""
    old = book(TWO_TREES)
    assert redline(old, old) == []
    swapped = TWO_TREES.replace("部门总分", "丙").replace("县区总分", "部门总分")
    assert redline(old, book(swapped.replace("丙", "县区总分"))) == []
