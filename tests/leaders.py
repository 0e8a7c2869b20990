"""The small county with leaders: each is scored by the unit where he serves; units and leaders have grades."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from unittest.mock import patch

from baton.domain.accounts.models import Person
from baton.domain.rounds.models import Round
from tests import stories
from tests.graded import report

ROSTER = (
    "编号,名称,种类,分组,机构序,别名,所在单位\nA,临江县,单位,县市区,1,,\nB,东岭县,单位,县市区,2,东岭,\nC,石桥市,单位,县市区,3,,\n"
    "D,云东区,单位,县市区,4,,\nL1,王伟,个人,领导干部,1,,临江县\nL2,李强,个人,领导干部,2,,东岭县\nL3,张敏,个人,领导干部,3,,石桥市\n"
    "L4,孔建国,个人,领导干部,4,,云东区\nL5,陈玉珍,个人,领导干部,5,,云东区\n"
)


def rulebook() -> str:
    """The small county's rule book with a group of leaders who take their unit's total."""
    head, _, rest = stories.RULEBOOK.partition("总分:\n")
    tree, _, _ = rest.partition("名次: ")
    ranked = "名次: {按: 取舍后总分, 并列: 1-2-2-4}"
    grades = "等次: [{优秀: 99分以上, 名额: 2}, {一般: 其余}], 名额规则: {基数: 有名次的, 递补: 是, 边上并列: 报考核委定}"
    moved = "".join(f"  {line}\n" for line in tree.splitlines())
    return (
        f"{head.replace('考核对象: 县市区', '')}考卷:\n  总分:\n{moved}"
        "  个人总分: {名称: 个人总分, 组成: [挂钩]}\n  挂钩: {名称: 所在单位, 合成: 挂钩, 挂钩对象: 名册, 取: 总分, 满分: 100}\n"
        f"分组:\n  县市区: {{总分: 总分, {ranked}, {grades}}}\n  领导干部: {{总分: 个人总分, {ranked}, {grades}}}\n"
    )


def open_with_leaders(folder: Path, by: Person, at: datetime) -> Round:
    """The round opened and everything reported."""
    with patch.object(stories, "RULEBOOK", rulebook()), patch.object(stories, "ROSTER", ROSTER):
        round = stories.open_round(folder, by)
    for lead, told in (("市财政局", stories.MONEY), ("市生态环境局", stories.AIR)):
        report(round, lead, told, folder, by, at)
    return round
