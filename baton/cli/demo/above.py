"""上面怎么看云州市: the scheme's cover, our ranks in the province over two years, and the upper level's assessment."""

from __future__ import annotations

from datetime import date, datetime

from baton.cli.demo.chance import draw
from baton.domain.accounts.models import Person
from baton.domain.province import services as province
from baton.domain.province.services import Item, Rank
from baton.domain.schemes import cover
from baton.domain.schemes.models import Scheme, Version

CITIES = 13
RANKED = [
    "综合考核",
    "地区生产总值增速",
    "规上工业增加值增速",
    "固定资产投资增速",
    "社会消费品零售总额增速",
    "居民人均可支配收入增速",
    "一般公共预算收入增速",
    "税收占比",
    "招商到位资金",
    "研发投入强度",
    "高新技术企业数",
    "优良天数比例",
    "地表水达标率",
    "单位生产总值能耗下降率",
    "粮食总产量",
    "高标准农田建成面积",
    "城镇新增就业",
    "义务教育巩固率",
    "群众安全感",
    "信访及时受理率",
    "营商环境评价",
]
CITED = (
    ("upper", "省高质量发展综合考核办法", "省委办〔2026〕2号", date(2026, 2, 10)),
    ("basis", "推动高质量发展的决定", "云委发〔2025〕1号", date(2025, 1, 20)),
    ("text", "云州市2026年度综合考核办法", "云办发〔2026〕3号", date(2026, 5, 20)),
    ("reading", "云州市2026年度综合考核办法解读", "", date(2026, 6, 8)),
)
EXAMINED = (  # name, points, department of the province, lead unit, who keeps in touch
    ("地区生产总值增速", "10", "省统计局", "市统计局", "王科长"),
    ("研发投入强度", "5", "省科技厅", "市科学技术局", "李科长"),
    ("优良天数比例", "6", "省生态环境厅", "市生态环境局", "周科长"),
    ("地表水达标率", "5", "省生态环境厅", "市水利局", "周科长"),
    ("粮食总产量", "4", "省农业农村厅", "市农业农村局", "高科长"),
    ("城镇新增就业", "4", "省人社厅", "市人力资源和社会保障局", "陈科长"),
    ("营商环境评价", "8", "省发改委", "市行政审批局", "赵科长"),
    ("信访及时受理率", "3", "省信访局", "市信访局", "吴科长"),
)
NOTED = (  # of which, kind, days before the moment, what, points, with whom, document
    ("优良天数比例", "deduction", 40, "全年优良天数比上年少 4 天", "0.8", "省生态环境厅大气处", ""),
    ("优良天数比例", "contact", 12, "沙尘天气 3 天可申请剔除，请补材料", "", "省生态环境厅大气处", ""),
    ("优良天数比例", "evidence", 8, "补报沙尘天气剔除的佐证材料", "", "省生态环境厅大气处", "云环函〔2027〕3号"),
    ("研发投入强度", "deduction", 30, "增幅低于全省平均", "0.5", "省科技厅规划处", ""),
    ("营商环境评价", "contact", 9, "评价结果 2 月上旬通报", "", "省发改委营商处", ""),
    ("城镇新增就业", "deduction", 18, "漏报 320 人、重报 90 人，少算了新增就业", "0.4", "省人社厅就业处", ""),
    ("城镇新增就业", "recovered", 5, "漏报的 320 人已认可", "0.3", "省人社厅就业处", ""),
)  # fmt: skip


def cite(*, scheme: Scheme, version: Version, by: Person, at: datetime) -> None:
    """What the scheme rests on, and the second organ that agreed to it."""
    for kind, title, document, issued_on in CITED:
        cover.cite(
            scheme=scheme, kind=kind, title=title, document=document, issued_on=issued_on, by=by, at=at
        )  # fmt: skip
    cover.approve(
        version=version, organ="市委常委会", meeting="第 19 次会议", decided_on=date(2026, 5, 19),
        document="云办发〔2026〕3号", by=by, at=at,
    )  # fmt: skip


def rank(*, year: int, by: Person, at: datetime) -> None:
    """Two years of ranks, and what of the province's assessment is known by now."""
    ranks = []
    for name in RANKED:
        last = 2 + draw(f"省位次{name}", CITIES - 3)
        now = min(CITIES, max(1, last + draw(f"省位次变{name}", 5) - 2))
        for one, place, source in (
            (year - 1, last, f"省考核办 {year - 1} 年度通报"),
            (year, now, "省直部门 12 月快报"),
        ):
            ranks.append(Rank(one, name, "全省", place, CITIES, source=source))
    province.record(ranks=ranks, by=by, at=at)
    made, _ = province.list_items(year=year, items=[Item(*one) for one in EXAMINED], by=by, at=at)
    items = {item.name: item for item in made}
    for name, kind, days, said, points, whom, document in NOTED:
        province.note(
            item=items[name], kind=kind, happened_on=date.fromordinal(at.date().toordinal() - days), said=said,
            points=points, with_whom=whom, document=document, by=by, at=at,
        )  # fmt: skip
