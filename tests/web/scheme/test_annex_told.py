"""指标体系附件: it says what the table it came from says — for whom, in which unit, from where — and nothing it doesn't."""

import pytest

from baton.desk.papers.annexes import annex_of
from baton.domain.schemes.models import Version
from tests import stories
from tests.stories import open_round
from tests.web.scheme.tables import HEAD, SCHEME, newest_book, taken, text
from tests.web.scheme.test_whom import GROUPS, TABLE

pytestmark = pytest.mark.django_db


def lines(version):
    (paper,) = annex_of(version).papers
    return {one.name: one for part in paper.parts for one in part.lines}


def test_whom_an_indicator_is_for_stands_beside_its_sentence(office):
    taken(office, TABLE, GROUPS)
    found = lines(Version.objects.get())
    assert found["灌区改造"].sentence == "按进度评分。\n考核对象：政府部门"
    assert found["新建学校"].sentence == "按进度评分。\n考核对象：市教育局"
    assert found["信息报送"].sentence == "按条数评分。"
    assert {one.source for one in found.values()} == {"—"}, "a score is no source of figures"


def test_a_line_has_the_unit_of_its_figures(clerk, tmp_path, monkeypatch):
    book = stories.RULEBOOK.replace("目标: 责任书", "目标: 120000")
    monkeypatch.setattr(stories, "RULEBOOK", book)
    found = lines(open_round(tmp_path, clerk).version)
    assert found["空气优良天数比例"].target == "起扣线 92%"
    assert found["一般公共预算收入"].target == "120000万元"
    assert "数据：财政收入（万元）" in found["一般公共预算收入"].reading


def test_one_heading_called_like_a_class_of_work_is_no_class(office):
    table = "大项," + HEAD + "".join(
        f"{major},{name},25,按情况评分。,市政府办\n"
        for major, name in (("重点工作", "项目"), ("履职效能", "履职"), ("党的建设", "党建"), ("社会评价", "评议"))
    )  # fmt: skip
    taken(office, table)
    assert not any("work" in node for node in newest_book()["nodes"])
    (paper,) = annex_of(Version.objects.get()).papers
    assert paper.works == ""
    page = text(office.get(SCHEME))
    assert "没有写类别的" not in page


def test_a_group_whose_paper_has_no_class_is_told_none(office):
    classed = "大项," + HEAD + "基础工作,履职,60,按情况评分。,市政府办\n重点工作,项目,40,按情况评分。,市政府办\n"  # fmt: skip
    taken(office, classed, ("政府部门",))
    taken(office, HEAD + "财政收入,100,按情况评分。,市财政局\n", name="县.csv")
    assert {paper.groups[0]: paper.works for paper in annex_of(Version.objects.order_by("number").last()).papers} == {
        "政府部门": "基础 60 分、差异 40 分", "县市区": "",
    }  # fmt: skip
