"""云州市的里程表: the office's timetable taken in as it was handed in, some of it done, some put off, some late."""

from __future__ import annotations

from datetime import date, datetime

from baton.desk.milestones import reading
from baton.domain.accounts.models import Person
from baton.domain.progress import milestone_services as services
from baton.domain.rounds.models import Round

HEADS = "指标\t责任单位\t牵头单位\t时间节点\t进度要求"
TABLE = (
    "一般公共预算收入\t各县市区\t\t6月底\t过半",
    "一般公共预算收入\t各县市区\t\t9月底\t达到序时进度",
    "一般公共预算收入\t各县市区\t\t年底\t完成年度目标",
    "招商到位资金\t各县市区\t\t9月底\t完成年度目标的75%",
    "城镇新增就业\t\t\t6月底\t过半",
    "省市重点项目开工\t临江县\t\t6月底\t过半",
    "固定资产投资增速\t东岭县\t\t年底\t不低于6%",
    "优良天数比例\t\t\t年底\t不低于88%",
    "高标准农田\t石门县\t\t11月底\t主体工程完工，具备灌溉条件",
    "云州大道改造\t市城市管理局\t市交通运输局\t10月底\t全线通车",
    "政务数据一体化平台\t市数据局\t\t12月底\t上线试运行",
    "云州大剧院\t市文化和旅游局\t\t12月底\t主体封顶",
    "年终考核自评材料\t\t\t2027年1月18日\t各单位交齐，单位主要负责人签字",
    "统计公报数据核定\t市统计局\t\t2027年2月底\t全年数核定、对外发布",
)
DONE = ("云州大道改造", date(2026, 10, 28), "提前三天通车，市政府督查室现场核过")
LATER = ("云州大剧院", date(2027, 1, 8), "钢结构吊装受寒潮影响，经分管副市长同意")


def plan(*, round: Round, by: Person, at: datetime) -> None:
    """The table looked at and taken in; one milestone done, one put off to a day that is over, too."""
    preview = reading.read_paste(round, "\n".join([HEADS, *TABLE]) + "\n")
    if preview.faults:
        raise RuntimeError(str(preview.faults[0]))
    made = {one.task: one for one in reading.take_in(round=round, preview=preview, by=by, at=at)}
    task, day, said = DONE
    services.finish(milestones=[made[task]], on=day, said=said, by=by, at=at)
    task, day, why = LATER
    services.postpone(milestone=made[task], to=day, why=why, by=by, at=at)
