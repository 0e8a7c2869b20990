"""怎么读的 on the look at targets and at claims: every column with what it was read as."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.web.test_targets_asked import IN, bare, look, workbook

pytestmark = pytest.mark.django_db
__all__ = ["bare"]
CLAIMS = "/office/claims/in/"


def told(preview):
    return [(one.at, one.head, one.meaning) for one in preview.shown]


def test_a_list_of_targets_shows_how_each_column_was_read(desk, bare):
    table = "序号\t责任单位\t指标\t计量单位\t2025年实绩\t2026年目标\t备注\n1\t临江县\t一般公共预算收入\t万元\t110000\t120000\t无\n"
    page, preview = look(desk, table)
    assert told(preview) == [
        ("A 列", "序号", "没有读"), ("B 列", "责任单位", "单位"), ("C 列", "指标", "指标"), ("D 列", "计量单位", "计量单位"),
        ("E 列", "2025年实绩", "基数，照样记下，不计分"), ("F 列", "2026年目标", "目标"), ("G 列", "备注", "没有读"),
    ]  # fmt: skip
    assert "怎么读的：7 列" in page and "“2026年目标”" in page


def test_units_across_and_units_down_show_whose_a_column_is(desk, bare):
    _, preview = look(desk, "指标\t牵头单位\t全市\t临江县\t东岭县\n一般公共预算收入\t市财政局\t9\t5\t4\n空气优良天数比例\t市生态环境局\t9\t5\t4\n")  # fmt: skip
    found = told(preview)
    assert found[:3] == [("A 列", "指标", "指标"), ("B 列", "牵头单位", "没有读"), ("C 列", "全市", "没有读")]  # fmt: skip
    assert found[3][2].startswith("“临江县”的") and found[4][2].startswith("“东岭县”的")
    _, preview = look(desk, "部门\t一般公共预算收入\t联系人\n临江县\t5\t老周\n东岭县\t4\t\n")
    assert told(preview) == [
        ("A 列", "部门", "单位"), ("B 列", "一般公共预算收入", "“一般公共预算收入”的目标"), ("C 列", "联系人", "没有读"),
    ]  # fmt: skip


def test_the_unit_of_a_whole_page_is_shown(desk, bare):
    given = workbook([["石桥市2026年度目标责任书"], ["指标名称", "目标值"], ["一般公共预算收入", 5]])  # fmt: skip
    preview = desk.post(IN, {"file": SimpleUploadedFile("表.xlsx", given)}).context["preview"]
    assert told(preview)[-1] == ("整张表", "", "单位：石桥市（标题里写着）")


def test_claims_show_how_each_column_was_read(desk, bare):
    table = "序号\t乡镇\t加分事项\t国家级\t省级\t文号\t表彰单位\t经办科\n1\t临江县\t甲事\t\t√\t云发〔2026〕1号\t省委\t一科\n2\t东岭县\t乙事\t√\t\t云发〔2026〕2号\t省委\t一科\n"
    shown = desk.post(CLAIMS, {"text": table, "kind": "表彰"})
    found = told(shown.context["preview"])
    assert found == [
        ("A 列", "序号", "序号"), ("B 列", "乡镇", "单位"), ("C 列", "加分事项", "事项"), ("D 列", "国家级", "级别“国家级”"),
        ("E 列", "省级", "级别“省级”"), ("F 列", "文号", "文号"), ("G 列", "表彰单位", "记进说明"), ("H 列", "经办科", "没有读"),
    ]  # fmt: skip
    assert "怎么读的：8 列" in shown.content.decode()


def test_claims_of_two_sides_and_plain_lists_show_their_columns(desk, bare):
    table = "单位\t事项\t级别\t种类\t文号\n临江县\t甲\t省级\t表彰\t云发〔2026〕1号\n"
    found = told(desk.post(CLAIMS, {"text": table}).context["preview"])
    assert [meaning for _, _, meaning in found] == ["单位", "事项", "级别", "种类", "文号"]
    table = "单位\t国家级\t省级\n临江县\t\t甲荣誉\n东岭县\t乙荣誉\t\n"
    found = told(desk.post(CLAIMS, {"text": table, "kind": "表彰"}).context["preview"])
    assert [meaning for _, _, meaning in found] == [
        "单位",
        "事项、级别“国家级”",
        "事项、级别“省级”",
    ]
