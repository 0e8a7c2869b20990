"""复算去年: the year itself stands for its 全年, in headings and in periods, and other years are told apart."""

import pytest
from openpyxl import Workbook

from baton.desk.reproducing import years
from baton.desk.reproducing.books import Table
from tests.domain.test_reproducing import RIGHT
from tests.domain.test_reproducing import year as year

pytestmark = pytest.mark.django_db
UNITS = ("临江县", "东岭县", "石桥市", "云东区")
MONEY = (118000, 84000, 99000, 90000)


def read(year, name):
    (year / "公布.csv").write_text(RIGHT, encoding="utf-8")
    facts = [(year / one, one) for one in ("名册.csv", "责任书.csv", name, "空气.csv")]
    return years.read_year(2026, [Table(year / "规则书.yaml")], facts, [year / "公布.csv"])


@pytest.mark.parametrize("period", ["2026年", "2026年度", "2026年全年", "全年"])
def test_a_period_that_is_the_year_is_all_of_it(year, period):
    lines = [f"{unit},财政收入,{period},{value}" for unit, value in zip(UNITS, MONEY, strict=True)]
    text = "\n".join(["单位,指标,期间,数值", *lines]) + "\n"
    (year / "明细.csv").write_text(text, encoding="utf-8")
    found = read(year, "明细.csv")
    assert [str(fault) for fault in found.faults] == []
    assert (found.comparison.count, found.comparison.equal) == (20, 20)


def test_a_year_that_is_another_one_is_not_taken_for_it(year):
    lines = [f"{unit},财政收入,2025年,{value}" for unit, value in zip(UNITS, MONEY, strict=True)]
    (year / "明细.csv").write_text("\n".join(["单位,指标,期间,数值", *lines]), encoding="utf-8")
    found = read(year, "明细.csv")
    assert found.comparison is None or found.comparison.equal < 20


def test_two_years_beside_each_other_give_the_assessed_one(year):
    book = Workbook()
    sheet = book.active
    sheet.append(["单位", "财政收入", None, None])
    sheet.append([None, "2025年", "2026年", "增长%"])
    sheet.merge_cells("A1:A2")
    sheet.merge_cells("B1:D1")
    for unit, value in zip(UNITS, MONEY, strict=True):
        sheet.append([unit, value - 5000, value, 5.1])
    book.save(year / "财政收入.xlsx")
    found = read(year, "财政收入.xlsx")
    assert [str(fault) for fault in found.faults] == []
    assert (found.comparison.count, found.comparison.equal) == (20, 20)
