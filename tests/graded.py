"""The small county with grades, quotas and a veto: 云东区 100 and 石桥市 99.4 优秀, 临江县 98.65 良好, 东岭县 98.13 一般."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from unittest.mock import patch

from baton.domain.accounts.models import Person
from baton.domain.intake import services as intake
from baton.domain.rounds.models import Round
from tests import stories

GRADES = """等次:
  - {优秀: 99分以上, 名额: 2}
  - {良好: 98.5分以上}
  - {一般: 其余}
名额规则: {基数: 有名次的, 递补: 是, 边上并列: 报考核委定}
一票否决:
  V1: {事由: 统计造假, 事件: 造假, 依据: 云办发〔2026〕3号第12条, 后果: {不得评: [优秀]}}
  V2: {事由: 较大生产安全事故, 事件: 事故, 依据: 云办发〔2026〕3号第13条, 后果: {不得评: [优秀], 总分封顶: 60分}}
"""
AIR_LATER = stories.AIR.replace("88.25", "91.9")  # 东岭县 99.95, second


def open_graded(folder: Path, by: Person, at: datetime, *, reported: bool = True) -> Round:
    """The round opened; with both sheets accepted where it is reported."""
    with patch.object(stories, "RULEBOOK", stories.RULEBOOK + GRADES):
        round = stories.open_round(folder, by)
    if reported:
        for lead, text in (("市财政局", stories.MONEY), ("市生态环境局", stories.AIR)):
            report(round, lead, text, folder, by, at)
    return round


def report(round: Round, lead: str, text: str, folder: Path, by: Person, at: datetime) -> None:
    """A lead unit's sheet comes in and counts."""
    _, made = stories.send(stories.owed(round, by)[lead], text, folder, by)
    intake.accept(submission=made, by=by, at=at)
