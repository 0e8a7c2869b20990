"""收指标体系表: the major parts with their full points and their sum stand before the lines, beside what the table says."""

import re

import pytest

from tests.web.scheme.tables import AIR, COUNTIES, MONEY, looked

pytestmark = pytest.mark.django_db
HEAD = "一级指标,考核指标,分值,评分办法,牵头单位\n"


def table(*, first="经济发展（40分）", second="生态环境", total="合计,,100,,\n"):
    return (
        f"{HEAD}{first},财政收入,25,按完成情况评分。,市财政局\n,工业增加值,15,按增速评分。,市统计局\n"
        f"{second},空气质量,60,按优良天数评分。,市生态环境局\n{second},受到表彰加分,+2,每项加1分。,市委办\n{total}"
    )


def majors(page):
    """The text of the major parts' card, markup left out; it has to stand before the lines."""
    card = page.split("个大项", 1)[1].split("</table>", 1)[0]
    assert page.index("个大项") < page.index('name="take"')
    return re.sub(r"<[^>]+>", "|", card)


def test_the_parts_and_their_sum_are_shown_before_the_lines(office):
    page = looked(office, table())
    assert ">2 个大项，合计 100 分<" in page and "与表里写的合计一致" in page
    told = majors(page)
    assert re.search(r"经济发展\|+2\|+40\|+40 分", told) and re.search(r"生态环境\|+2\|+60\|+—；另有加分 1 项", told)  # fmt: skip


def test_a_sum_that_is_not_what_the_table_says_stands_out(office):
    page = looked(office, table(first="经济发展（45分）", total="合计,,105,,\n"))
    assert "表里写的合计是 105 分，与各项加起来不同，请核对" in page
    assert "45 分，与指标加起来不同" in majors(page)


def test_a_table_that_writes_no_total_says_so(office):
    assert "表里没有写合计" in looked(office, table(total=""))


def test_a_table_without_parts_has_one_sum(office):
    page = looked(office, COUNTIES)
    assert "没有分大项，合计 100 分" in page and "没有写大项" in page


def test_points_of_some_units_only_are_no_full_points(office):
    head = "考核指标,分值,评分办法,牵头单位,考核对象\n"
    page = looked(office, head + MONEY.strip() + ",临江县\n" + AIR.strip() + ",东岭县\n")
    assert "各单位考核的指标不同，合计不等于哪一个单位的满分" in page
