"""与去年比: what a scheme says differently from last year's, indicators matched by name."""

import copy
import io
import re
from datetime import date
from html import unescape

import docx
import pytest

from baton.desk.papers.compared import redline_of
from baton.desk.parts import gaps, grades, ledgers, ranks, vetoes
from baton.desk.rules.lineage import before
from baton.desk.rules.redlines import between, redline
from baton.documents.problems import Problems
from baton.documents.rulebook import read_rulebook_text
from baton.documents.scheme_table import SchemeRow, draft_rulebook, without_groups
from baton.domain.orgs import services as orgs
from baton.domain.rounds import services as rounds
from baton.domain.schemes import services as schemes
from baton.domain.schemes.models import Version
from baton.scoring.facts import Subject
from tests import graded, stories
from tests.retold import retold
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


def test_a_mark_of_another_width_is_no_change_of_a_sentence():
    new = stories.RULEBOOK.replace("按完成率计分，超额不加分。", "按完成率计分,超额不加分。")
    assert new != stories.RULEBOOK and redline(book(stories.RULEBOOK), book(new)) == []


@pytest.mark.parametrize(("policy", "where"), [("总分折算", "总分"), ("计满分", "")])
def test_how_a_missing_task_is_made_up_for_is_told_in_the_words_of_an_office(policy, where):
    old = stories.RULEBOOK.replace("无此任务: 本大项折算", "无此任务: 不计")
    new = stories.RULEBOOK.replace("无此任务: 本大项折算", f"无此任务: {policy}")
    told = [
        one
        for one in redline(book(old), book(new))
        if one.label == "没有这项任务的（无此任务、缺项）"
    ]
    assert told and {one.old for one in told} == {"不计"}
    said = f"在“{where}”里按其余指标折算" if where else policy
    assert {one.new for one in told} == {said}


def test_every_word_of_a_change_is_one_of_the_form_that_makes_it():
    """What the rule book calls 取舍·考卷 the form for decimals calls 大项得分, and so on."""
    old = book(stories.RULEBOOK + graded.GRADES)
    new = copy.deepcopy(old)
    new["rounding"] |= {
        "node": {"places": 4, "mode": "down"},
        "item": {"places": 2, "mode": "half_up"},
    }
    group, money = new["groups"][0], new["items"][0]
    group["ranking"] |= {"on": "carried", "style": "dense"}
    group["grades"] |= {"base": "not_vetoed", "fill": False, "edge": "all"}
    new["vetoes"][0]["effects"] |= {"exclude_grades": ["良好"], "cap_total": "60"}
    money["policies"] |= {"missing": {"policy": "group_least", "value": None}, "excused": {"policy": "constant", "value": "3", "at": None}}  # fmt: skip
    money["applies"] = "agreed"
    new["items"][2]["params"] |= {"cap": "5", "counted": "none", "undecided": "ignore"}
    told = {(one.place, one.label): (one.old, one.new) for one in redline(old, new, is_same_scheme=True)}  # fmt: skip
    money, bonus, veto = "指标 一般公共预算收入", "指标 表彰加分", "一票否决 统计造假"
    assert told == {
        ("", "小数位·指标得分"): ("保留 4 位，四舍五入", "保留 2 位，四舍五入"),
        ("", "小数位·大项得分"): ("保留 6 位，四舍五入", "保留 4 位，去尾"),
        (money, "考核谁"): ("全部", "责任书里写了的"),
        (money, "经同意不考的（单列、不可抗力）"): ("不计", "按 3 分计"),
        (money, "没有报的数（缺报）"): ("计 0 分", "按组内最低分计"),
        (bonus, "上年已经计过的，怎么办"): ("补差额", "不再计"), (bonus, "还没有认定的，怎么办"): ("等认定", "先不计"),
        (bonus, "一个单位合计最多几分"): ("3", "5"),
        (veto, "不得评为"): ("优秀", "良好"), (veto, "总分最多几分"): ("（无）", "60"),
        ("分组 县市区", "按哪个总分排"): ("按取舍后的总分", "按没有取舍的总分"),
        ("分组 县市区", "并列以后怎么往下排"): ("1-2-2-4", "1-2-2-3"),
        ("分组 县市区", "名额按多少个单位算"): ("有名次的都算", "去掉被否决的再算"),
        ("分组 县市区", "不得评的让出来的名额"): ("递补", "不递补"),
        ("分组 县市区", "名额边上同分"): ("报考核委定", "全收"),
    }  # fmt: skip
    asked = {
        ask.label
        for part, key in ((ranks.RANKS, "县市区"), (grades.GRADES, "县市区"), (vetoes.VETOES, "V1"), (ledgers.LEDGERS, "加分"), (gaps.GAPS, "F1"))
        for ask in part.asks(old, key)
    }  # fmt: skip
    steps = {f"小数位·{word}" for word in ranks.STAGES.values()}
    assert {label for _, label in told} <= asked | steps | {"考核谁"}
    gone = copy.deepcopy(old)
    gone["items"] = gone["items"][:2]
    gone["nodes"][0]["children"].remove("加分")
    (left,) = [one for one in redline(old, gone, is_same_scheme=True) if one.label == "删去"]
    assert left.old.startswith("加分；省级表彰加1分") and "0 分" not in left.old


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
        year="2025",
        scheme=stories.RULEBOOK.replace("低于92%的", "低于90%的").replace(
            "起扣线: 92%", "起扣线: 90%"
        ),
    )
    page = text(desk.get(URL + f"?round={round.pk}"))
    assert "改了 3 处" in page or "改了 2 处" in page
    assert "<s>90</s>" in page and "<ins>92</ins>" in page
    assert f'href="/r/{round.pk}/office/scheme/compared/"' in text(
        desk.get(f"/r/{round.pk}/office/scheme/")
    )


TOWNS, DEPARTMENTS = "县市区", "市直部门"


def scheme_of(clerk, at, year, title, *groups, line="92%", base=None):
    """A scheme of a year for these groups, each scored by the same indicators."""
    made = book(stories.RULEBOOK.replace("起扣线: 92%", f"起扣线: {line}"))
    made["groups"] = [{**made["groups"][0], "group": one} for one in groups]
    found = schemes.start(
        code=f"{year}{title}", title=title, year=year, predecessor=base, by=clerk, at=at
    )
    return schemes.draft(scheme=found, book=made, by=clerk, at=at)


@pytest.fixture
@retold
def two_kinds(clerk, at):
    """Two schemes in each of two years; this year's for the departments was taken in last."""
    return {
        (year, kind): scheme_of(clerk, at, year, f"{year}年度{kind}考核", kind, line=line)
        for year, kind, line in (
            (2025, TOWNS, "91%"), (2025, DEPARTMENTS, "89%"), (2026, TOWNS, "92%"), (2026, DEPARTMENTS, "90%"),
        )
    }  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "was", "now"), [(TOWNS, "91", "92"), (DEPARTMENTS, "89", "90")])
def test_each_of_two_schemes_is_compared_with_its_own_of_last_year(desk, two_kinds, clerk, at, kind, was, now):  # fmt: skip
    version = two_kinds[2026, kind]
    page = text(desk.get(f"{URL}?scheme={version.scheme_id}"))
    assert f"比2025年度{kind}考核第 1 版改了 1 处" in page
    assert f"<s>{was}</s>" in page and f"<ins>{now}</ins>" in page
    assert (
        "2026年度" not in page.partition('aria-label="与哪一版比"')[2]
    )  # nothing of the same year to choose
    assert f">2025年度{kind}考核第 1 版</a>" in page  # two of that year are told apart by title
    orgs.take_in(year=2026, subjects=stories_roster(kind), by=clerk, at=at)
    round = rounds.open_round(scheme=version.scheme, version=version, name="年终", kind="year_end", as_of="全年", on=date(2026, 12, 31), by=clerk, at=at)  # fmt: skip
    paper = redline_of(round.version, before(round.scheme), date(2027, 1, 14))
    assert paper.about.startswith("2026年第1版（起草）与2025年第1版（起草）比，改 1 处")
    assert [(line.old, line.new) for line in paper.lines] == [(was, now)]


def stories_roster(kind):
    return [Subject(subject="A", name="甲", group=kind)]


@pytest.mark.django_db
def test_without_the_same_scheme_nothing_is_chosen_and_that_is_said(desk, clerk, at):
    old = scheme_of(clerk, at, 2025, "2025年度党建考核", DEPARTMENTS)
    new = scheme_of(clerk, at, 2026, "2026年度综合考核", TOWNS)
    page = text(desk.get(f"{URL}?scheme={new.scheme_id}"))
    assert "以前各年没有同一套方案" in page and "分组、名称都对不上" in page
    assert f'href="?with={old.pk}">2025 年第 1 版</a>' in page and "处</h1>" not in page
    assert "没有同一套方案" in redline_of(new, before(new.scheme), date(2027, 1, 14)).about
    assert desk.get(f"{URL}?scheme={new.scheme_id}&as=docx").headers["Content-Type"].startswith("text/html")  # fmt: skip
    page = text(desk.get(f"{URL}?scheme={new.scheme_id}&with={old.pk}"))
    assert "比2025年度党建考核第 1 版改了" in page
    assert "“2025年度党建考核”2025年第1版" in redline_of(new, old, date(2027, 1, 14)).about


@pytest.mark.django_db
def test_which_scheme_of_an_earlier_year_is_the_same(clerk, at):
    """By the groups, then by the title; one that was made from it before all."""
    towns = scheme_of(clerk, at, 2024, "2024年度乡镇考核", TOWNS)
    both = scheme_of(clerk, at, 2025, "2025年度综合考核（复算）", TOWNS, DEPARTMENTS)
    party = scheme_of(clerk, at, 2025, "2025年度党建考核", TOWNS, DEPARTMENTS)
    again = {
        "same title": scheme_of(clerk, at, 2026, "2026年综合考核", TOWNS, DEPARTMENTS),
        "party": scheme_of(clerk, at, 2026, "2026年度党建考核", TOWNS, DEPARTMENTS),
        "made from it": scheme_of(clerk, at, 2026, "新办法", "国企", base=towns.scheme),
        "new": scheme_of(clerk, at, 2026, "营商环境专项考核", TOWNS),
        "first": scheme_of(clerk, at, 2026, "园区考核", "园区"),
    }
    found = {name: before(one.scheme) for name, one in again.items()}
    assert found == {"same title": both, "party": party, "made from it": towns, "new": None, "first": None}  # fmt: skip
    assert before(towns.scheme) is None


@pytest.mark.django_db
def test_groups_that_have_their_own_scheme_by_now_are_no_change(clerk, at):
    """Last year one scheme for both, this year two: neither says that the other's indicators are gone."""
    book_of_both = book(TWO_TREES)
    last = schemes.start(code="2025", title="2025年度综合考核", year=2025, by=clerk, at=at)
    both = schemes.draft(scheme=last, book=book_of_both, by=clerk, at=at)
    for kind in (TOWNS, DEPARTMENTS):
        one = schemes.start(code=kind, title=f"2026年度{kind}考核", year=2026, by=clerk, at=at)
        gone = {TOWNS, DEPARTMENTS} - {kind}
        schemes.draft(scheme=one, book=without_groups(book_of_both, gone), by=clerk, at=at)
    for kind in (TOWNS, DEPARTMENTS):
        version = Version.objects.get(scheme__code=kind)
        assert before(version.scheme) == both
        assert between(both, version) == []


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
    taken(desk, year="2025", scheme=stories.RULEBOOK.replace("低于92%的", "低于90%的"))
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
