"""指标体系表的“计量单位”列: what an indicator is counted in is kept with it, and offered where a method is chosen."""

import pytest

from baton.desk.rules.target_words import target_words
from tests.web.scheme.tables import IN, hidden, looked, newest_book, open_round, taken, text
from tests.web.scheme.test_columns_asked import answered

pytestmark = pytest.mark.django_db
ROWS = "财政收入,{},12,60,完成目标得满分，每超1个百分点加0.2分。,市财政局\n就业人数,{},3000,40,完成目标得满分。,市人社局\n"


def table(head, one="亿元", other="人"):
    return f"考核指标,{head},目标值,分值,评分办法,牵头单位\n" + ROWS.format(one, other)


def definitions():
    return [one["definition"] for one in newest_book()["items"]]


@pytest.mark.parametrize("head", ["计量单位", "单位（计量）", "单位", "指标计量单位"])
def test_what_figures_are_counted_in_is_taken_and_offered_with_a_method(office, head):
    page = looked(office, table(head))
    assert "列没有收进" not in page and "没有收进的列" not in page
    taken(office, table(head))
    assert definitions() == ["目标值:12\n计量单位:亿元", "目标值:3000\n计量单位:人"]
    assert [one["lead"] for one in newest_book()["items"]] == ["市财政局", "市人社局"]
    open_round(office)
    form = text(office.get(f"/office/scheme/{newest_book()['items'][0]['code']}/method/?method=over_fulfilment"))  # fmt: skip
    assert 'name="unit" value="亿元"' in form
    book = newest_book()
    assert target_words(book, book["items"][0], {}) == "12亿元"


def test_units_that_are_offices_are_no_measures(office):
    page = looked(office, table("单位", "市发改委", "市统计局"))
    assert "“单位”这一列没有收进" in page
    page = looked(office, table("责任单位", "市发改委", "市统计局"))
    assert "计量单位:" not in page


def test_a_column_of_both_is_asked_about(office):
    both = table("单位", "亿元", "市人社局").replace(",牵头单位", "").replace("。,市财政局", "。").replace("。,市人社局", "。")  # fmt: skip
    page = looked(office, both)
    asked = page.split("“单位”这一列<br>", 1)[1].split("</select>", 1)[0]
    assert "是“计量单位”" in asked and "是“牵头单位”" in asked
    page = answered(office, page, **{"head:单位": "measure"})
    assert "没有收进的列" not in page
    office.post(IN, hidden(page) | {"take": "1"})
    assert "计量单位:亿元" in definitions()[0]


def test_a_cell_without_a_measure_says_nothing(office):
    taken(office, table("计量单位", "", "—"))
    assert definitions() == ["目标值:12", "目标值:3000"]
