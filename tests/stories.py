"""A small county in January: four counties, two lead units, a rule book of two indicators and a ledger."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from baton.desk import folders
from baton.desk.intake import sheets
from baton.domain.accounts.models import Person
from baton.domain.intake.models import Sheet
from baton.domain.rounds import services as rounds
from baton.domain.rounds.models import Round

AT = datetime(2027, 1, 14, 4, 0, tzinfo=UTC)
RULEBOOK = """方案: 云州市2026年度综合考核
代码: YZ2026
状态: 试行
期间: 2026年
期次: [上半年, 全年]
考核对象: 县市区
通则: {无此任务: 本大项折算, 单列: 不计, 缺报: 计0分}
取舍: {方式: 四舍五入, 比率: 4位, 指标: 4位, 总分: 2位}
数据:
  财政收入: {单位: 万元, 不小于: 0}
  优良天数比例: {单位: "%", 不小于: 0, 不大于: 100}
总分:
  名称: 总分
  指标:
    F1:
      名称: 一般公共预算收入
      评分办法: 按完成率计分，超额不加分。
      分值: 60
      方法: 完成率
      数据: 财政收入
      目标: 责任书
      封顶: 100%
      牵头: 市财政局
    F2:
      名称: 空气优良天数比例
      评分办法: 低于92%的，每低1个百分点扣0.5分，最低得2分。
      分值: 40
      方法: 阈值扣分保底
      数据: 优良天数比例
      百分点口径: 指标值
      起扣线: 92%
      每低1个百分点: 扣0.5分
      不足1个百分点: 按比例
      保底: 2分
      牵头: 市生态环境局
    加分:
      名称: 表彰加分
      评分办法: 省级表彰加1分，市级加0.5分；同一事项只计最高，合计不超过3分。
      性质: 加分
      方法: 加减分台账
      事件: [表彰]
      加还是扣: 加分
      各级: {省级: 1分, 市级: 0.5分}
      同一事项: 只计最高一次
      配合单位: 50%
      减半次序: 先取最高后减半
      上年已计: 补差额
      已在别处计过: 不再计
      未认定的: 等认定
      合计不超过: 3分
名次: {按: 取舍后总分, 并列: 1-2-2-4}
"""
ROSTER = "编号,名称,分组,机构序,别名\nA,临江县,县市区,1,\nB,东岭县,县市区,2,东岭\nC,石桥市,县市区,3,\nD,云东区,县市区,4,\n"
AGREEMENT = (
    "单位,指标,目标\n临江县,一般公共预算收入,120000\n东岭县,一般公共预算收入,80000\n"
    "石桥市,一般公共预算收入,100000\n云东区,一般公共预算收入,90000\n"
)
MONEY = "单位,财政收入\n临江县,118000\n东岭,84000\n石桥市,99000\n云东区,90000\n"
AIR = "单位,优良天数比例\n临江县,91.3\n东岭,88.25\n石桥市,93.4\n云东区,92\n"


def office(folder: Path) -> tuple[dict[str, Any], Any]:
    """The county's rule book and facts as files, read."""
    folder.mkdir(exist_ok=True)
    for name, text in (
        ("规则书.yaml", RULEBOOK),
        ("名册.csv", ROSTER),
        ("责任书.csv", AGREEMENT),
        ("数据.csv", MONEY),
    ):
        (folder / name).write_text(text, encoding="utf-8")
    return folders.read_folder(folder / "规则书.yaml", folder, as_of="全年", on="2026-12-31")


def open_round(folder: Path, by: Person, at: datetime = AT) -> Round:
    """Roster, scheme and targets taken in, the year-end round opened; no figure yet."""
    book, facts = office(folder)
    scheme, version = folders.found_scheme(book=book, facts=facts, year=2026, by=by, at=at)
    return rounds.open_round(
        scheme=scheme, version=version, name="2026年终考核", kind="year_end", as_of="全年", on=date(2026, 12, 31),
        by=by, at=at,
    )  # fmt: skip


def owed(round: Round, by: Person, at: datetime = AT) -> dict[str, Sheet]:
    """The sheets both lead units owe, by lead unit."""
    made = sheets.owe_all(round=round, due_on=date(2027, 1, 13), by=by, at=at)
    return {sheet.lead.name: sheet for sheet in made}


def send(
    sheet: Sheet, text: str, folder: Path, by: Person, at: datetime = AT, name: str = "打分表.csv"
) -> Any:
    """Hand in a sheet as a file; returns the preview and the submission."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return sheets.take_in_file(sheet=sheet, path=path, name=name, by=by, at=at)
