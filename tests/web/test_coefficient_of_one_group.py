"""党建作一个组的系数、另一个组的分: what one group multiplies by, another loses points for, on every paper."""

from unittest.mock import patch

import pytest

from baton.desk import computing
from baton.desk.looks import shown
from baton.desk.papers.bulletins import bulletin
from baton.desk.papers.checking import checks
from baton.desk.results import result_of
from baton.desk.trials.leaving import without
from baton.domain.refusals import Refused
from tests import stories
from tests.graded import report

pytestmark = pytest.mark.django_db
RULEBOOK = """方案: 云州市2026年度综合考核
代码: YZ2026
状态: 试行
期间: 2026年
期次: [全年]
通则: {无此任务: 组内平均, 单列: 不计, 缺报: 计0分}
取舍: {方式: 四舍五入, 比率: 4位, 指标: 2位, 系数: 4位, 总分: 2位}
同组统计: {被否决的: 计入, 单列的: 不计入}
数据:
  财政收入: {单位: 分, 不小于: 0, 不大于: 100}
  党建: {单位: 分, 不小于: 0, 不大于: 100}
指标:
  F1: {名称: 一般公共预算收入, 评分办法: 由市财政局评分。, 分值: 100, 方法: 直接评分, 数据: 财政收入, 牵头: 市财政局}
  D1: {名称: 党的建设, 评分办法: 由市委组织部评分。, 分值: 100, 方法: 直接评分, 数据: 党建, 牵头: 市委组织部}
考卷:
  县得分: {名称: 收入乘党建, 合成: 乘数, 满分: 100, 基数: F1, 系数: {D1: {换算: 线性, 起点: 0, 每分: 0.01, 取舍次序: 先取舍后封顶, 未出数: 不出总分}}}
  部门得分: {名称: 部门得分, 组成: [D1, F1]}
分组:
  县市区: {总分: 县得分, 名次: {按: 取舍后总分, 并列: 1-2-2-4}}
  市直部门: {总分: 部门得分, 名次: {按: 取舍后总分, 并列: 1-2-2-4}}
"""
ROSTER = "编号,名称,分组,机构序,别名\nA,临江县,县市区,1,\nB,东岭县,县市区,2,\nX,市教育局,市直部门,3,\nY,市民政局,市直部门,4,\nZ,市水利局,市直部门,5,\n".replace(
    "\\\n", "\n"
)
MONEY = "单位,财政收入\n临江县,90\n东岭县,80\n市教育局,98\n市民政局,97\n市水利局,99\n".replace(
    "\\\n", "\n"
)
PARTY = "单位,党建\n临江县,95\n东岭县,90\n市教育局,95\n市民政局,93\n市水利局,96\n".replace(
    "\\\n", "\n"
)


@pytest.fixture
def run(tmp_path, clerk, at):
    with patch.multiple(
        stories, RULEBOOK=RULEBOOK, ROSTER=ROSTER, AGREEMENT="单位,指标,目标\n", MONEY=MONEY
    ):
        round = stories.open_round(tmp_path / "two", clerk)
    report(round, "市财政局", MONEY, tmp_path, clerk, at)
    report(round, "市委组织部", PARTY, tmp_path, clerk, at)
    return computing.refresh(round, at=at, by=clerk)


def test_the_check_sheet_of_the_other_group_tells_the_loss(run):
    (one,) = [one for one in checks(run) if one.unit == "市教育局"]
    assert [(row.name, row.lost) for row in one.lines] == [
        ("党的建设", "5"),
        ("一般公共预算收入", "2"),
    ]
    assert "各级四舍五入" not in str(one)
    (own,) = [one for one in checks(run) if one.unit == "临江县"]
    assert {row.name: row.lost for row in own.lines if row.name.startswith("党的建设")}[
        "党的建设"
    ] == "—"


def test_the_bulletin_names_what_the_group_lost_most_by(run):
    told = str(bulletin(run))
    assert "市直部门" in told and "失分最多的指标是党的建设" in told.replace("“", "").replace(
        "”", ""
    )


def test_the_units_page_speaks_of_a_coefficient_only_where_there_is_one(run):
    result = result_of(run)
    factor = {
        (who, one.code): one.factor for who in "AX" for one in shown.account_of(result, who).items
    }
    assert factor["A", "D1"] == "党的建设" and factor["X", "D1"] == ""


def test_left_out_it_is_not_multiplied_in_one_group_and_not_counted_in_the_other(run, desk):
    """县市区: the income alone, 90 and 80 of 100; 市直部门: 98, 97 and 99 without their 95, 93 and 96."""
    left = without(result_of(run), "item", "D1")
    moved = [{one.subject: one.totals[1] for one in way.moved} for way in left.outcomes]
    assert moved[0] == {"A": "90", "B": "80", "X": "98", "Y": "97", "Z": "99"}
    assert left.outcomes[0].words == (
        "县市区不乘这个系数；市直部门这一项不计，分值也从满分里去掉，其余各项不变"
    )
    assert [moved[1][subject] for subject in "AX"] == ["90", "196"]
    page = desk.get(f"/office/run/{run.pk}/without/?item=D1&group=市直部门").content.decode()
    assert "谁也不动" not in page.split("去掉一项有几种算法")[0]


def test_the_base_of_one_group_is_refused_with_the_group_named(run):
    with pytest.raises(Refused, match="在县市区，别的系数都乘在这一项上"):
        without(result_of(run), "item", "F1")
