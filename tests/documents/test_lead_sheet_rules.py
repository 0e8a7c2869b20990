"""空表的校验: the rule beside the cell, and the bounds, stand on every page that is filled in."""

import openpyxl
import pytest

from baton.documents.lead_sheet import LEVELS, PAGE, PERIODS, Column, LeadSheet, write_lead_sheet

UNITS = [("A", "临江县"), ("B", "东岭县")]
BOTH = frozenset("AB")


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """A workbook of one figure, one rate of two quarters, one score of two quarters that B has not, one count by level."""
    made = [
        Column("财政收入", "万元", "财政", "按完成率计分。", "填数", BOTH, True, least="0"),
        Column("优良率", "%", "空气", "低于92%的扣分。", "填数", BOTH, False, ("Q1", "Q2"), least="0", most="100"),
        Column("督查评分", "分", "督查", "四个季度各评一次。", "填数", frozenset("A"), False, ("Q1", "Q2"), most="10"),
        Column("事故", "起", "安全", "每起扣2分。", "分级填件数", BOTH, False, keys=("较大", "一般")),
    ]  # fmt: skip
    path = tmp_path_factory.mktemp("空表") / "表.xlsx"
    write_lead_sheet(LeadSheet("打分表", "表号", "mark", "全年", UNITS, made), path)
    return openpyxl.load_workbook(path)


def rules(page):
    return [
        (str(one.sqref), one.promptTitle, one.prompt, one.formula1)
        for one in page.data_validations.dataValidation
    ]


def test_each_page_checks_the_cells_of_each_data_item(pages):
    assert rules(pages[PAGE]) == [
        ("C5:C6", "财政", "按完成率计分。", "IF(ISNUMBER(C5),AND(C5>=0),TRUE)"),
    ]  # fmt: skip
    assert rules(pages[PERIODS]) == [
        ("D5:D8", "空气", "低于92%的扣分。", "IF(ISNUMBER(D5),AND(D5>=0,D5<=100),TRUE)"),
        ("D9:D10", "督查", "四个季度各评一次。", "IF(ISNUMBER(D9),AND(D9<=10),TRUE)"),
    ]
    assert rules(pages[LEVELS]) == [
        ("E5:E8", "安全", "每起扣2分。", "IF(ISNUMBER(E5),AND(E5>=0),TRUE)"),
    ]  # fmt: skip
