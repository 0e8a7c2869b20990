"""一列“党建得分”分到两个组各自的一项: each unit's figure goes to the indicator that the unit has."""

from unittest.mock import patch

import pytest

from baton.desk.intake import sheets
from tests import stories

pytestmark = pytest.mark.django_db
RULEBOOK = """方案: 云州市2026年度综合考核
代码: YZ2026
状态: 试行
期间: 2026年
期次: [全年]
通则: {无此任务: 本大项折算, 单列: 不计, 缺报: 计0分}
取舍: {方式: 四舍五入, 比率: 4位, 指标: 2位, 总分: 2位}
数据:
  县区党建: {名称: 县区党建得分, 单位: 分, 不小于: 0, 不大于: 100}
  部门党建: {名称: 部门党建得分, 单位: 分, 不小于: 0, 不大于: 100}
指标:
  D1: {名称: 县区党建, 评分办法: 由市委组织部评分。, 分值: 100, 方法: 直接评分, 数据: 县区党建, 牵头: 市委组织部}
  D2: {名称: 部门党建, 评分办法: 由市委组织部评分。, 分值: 100, 方法: 直接评分, 数据: 部门党建, 牵头: 市委组织部}
考卷:
  县得分: {名称: 县得分, 组成: [D1]}
  部门得分: {名称: 部门得分, 组成: [D2]}
分组:
  县市区: {总分: 县得分, 名次: {按: 取舍后总分, 并列: 1-2-2-4}}
  市直部门: {总分: 部门得分, 名次: {按: 取舍后总分, 并列: 1-2-2-4}}
"""
ROSTER = "编号,名称,分组,机构序,别名\nA,临江县,县市区,1,\nB,东岭县,县市区,2,\nX,市教育局,市直部门,3,\nY,市民政局,市直部门,4,\n"
GIVEN = {
    "A": ("县区党建", "95"),
    "B": ("县区党建", "90"),
    "X": ("部门党建", "88"),
    "Y": ("部门党建", "87"),
}
TABLE = "单位\t党建得分\n临江县\t95\n东岭县\t90\n市教育局\t88\n市民政局\t87\n"


@pytest.fixture
def sheet(tmp_path, clerk):
    with patch.multiple(
        stories,
        RULEBOOK=RULEBOOK,
        ROSTER=ROSTER,
        AGREEMENT="单位,指标,目标\n",
        MONEY="单位,县区党建得分\n临江县,90\n",
    ):
        round = stories.open_round(tmp_path / "two", clerk)
    return stories.owed(round, clerk)["市委组织部"]


@pytest.mark.parametrize("which", ["县区党建", "部门党建"])
def test_one_column_goes_to_the_item_of_each_group(sheet, which):
    (ask,) = sheets.read_paste(sheet, TABLE).asks
    said = next(said for said, _ in ask.every if said.value == which)
    read = sheets.read_paste(sheet, TABLE, [said])
    assert {line[0]: (line[1], line[4]) for line in read.cells} == GIVEN
    assert not read.asks and not read.faults
    assert {one.kind for one in read.oddities} <= {"no_reason"}
    assert any("已记到那一项" in one.what for one in read.remarks)


def test_two_columns_stay_what_they_are(sheet):
    table = "单位\t县区党建得分\t部门党建得分\n临江县\t95\t\n东岭县\t90\t\n市教育局\t\t88\n市民政局\t\t87\n"
    read = sheets.read_paste(sheet, table)
    assert {
        line[0]: (line[1], line[4]) for line in read.cells if line[4]
    } == GIVEN and not read.asks
