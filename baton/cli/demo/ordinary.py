"""云州市的平时: the mid-year round, closed long ago, and what was written down when it happened."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from baton.cli.demo.chance import draw
from baton.desk import computing
from baton.domain.accounts.models import Person
from baton.domain.orgs.models import Unit
from baton.domain.progress import services as progress
from baton.domain.progress.services import Fact
from baton.domain.rounds import services as rounds
from baton.domain.rounds.models import Round
from baton.scoring.facts import Facts

AS_OF, ON, YEAR_END = "2026-06", date(2026, 6, 30), "2026-12"
RATES = {"预算执行率", "服务对象满意度", "党建考核得分", "群众满意度"}
DAY, DONE_ON = "督办件办结日", "2026-06-18"
ASKED = RATES | {DAY, "党建考核等次", "样本量", "民主测评票"}
SOURCE = "2026 半年评估各表"
NOTED = (  # unit, indicator (empty: none in particular), day, what, source
    ("临江县", "Z13", (2026, 4, 9), "沙尘过境，连续 3 天轻度污染，已报省厅申请剔除", "市生态环境局日报"),
    ("临江县", "Z13", (2026, 10, 22), "秸秆露天焚烧被省厅通报 1 次", "省生态环境厅通报"),
    ("东岭县", "Z13", (2026, 11, 3), "扬尘整治现场会在东岭召开", "市委督查室"),
    ("临江县", "Z10", (2026, 3, 12), "一季度集中开工 4 个省市重点项目", "市发展和改革委员会"),
    ("石门县", "", (2026, 8, 18), "固定资产投资数据被抽查，要求说明", "市统计局"),
    ("西屏县", "Z21", (2026, 9, 2), "较大道路交通事故，调查组进驻", "市应急管理局"),
    ("市应急管理局", "", (2026, 7, 18), "较大生产安全责任事故，已立案调查", "市政府办公室"),
    ("市教育局", "", (2026, 9, 10), "全省基础教育现场会在云州召开", "省教育厅通知"),
)  # fmt: skip


def note(*, round: Round, by: Person, at: datetime) -> None:
    """A handful of everyday facts of the year."""
    units = {one.name: one for one in Unit.objects.filter(name__in=[line[0] for line in NOTED])}
    facts = [
        Fact(units[unit], date(*day), said, indicator, source)
        for unit, indicator, day, said, source in NOTED
    ]
    progress.record(scheme=round.scheme, facts=facts, by=by, at=at)


def half_year_figures(facts: Facts) -> list[list[Any]]:
    """What units were asked for in June as they are in December: near what December says, grades and votes the same."""
    return [
        [line[0], line[1], AS_OF, line[3], _in_june(line), line[5], SOURCE, ""]
        for line in facts.canonical()["observations"]["rows"]
        if line[1] in ASKED and line[2] == YEAR_END
    ]


def _in_june(line: list[Any]) -> str | None:
    """A rate a little lower, a day in June; anything else as it is."""
    subject, item, value = line[0], line[1], line[4]
    if value is None or item not in RATES:
        return DONE_ON if value is not None and item == DAY else value
    return str(Decimal(value) - Decimal(draw(f"半年{subject}{item}", 25)) / 10)


def take_half_year(*, round: Round, by: Person, at: datetime) -> Round:
    """The mid-year round of the same scheme, of units alone: officials are assessed at the end of the year."""
    half = rounds.open_round(
        scheme=round.scheme, version=round.version, name="2026 半年评估", kind="mid_year", as_of=AS_OF, on=ON, by=by, at=at,
    )  # fmt: skip
    computing.number_draft(half, stage="first", why="半年数据收齐，供年终对照", by=by, at=at)
    rounds.close(round=half, by=by, at=at)
    return half
