"""表 as lead units really send them: built row by row into a workbook, for a scheme whose indicators are direct scores."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl

from baton.desk import folders
from baton.desk.intake import sheets
from baton.domain.accounts.models import Person
from baton.domain.intake.models import Sheet
from baton.domain.rounds import services as rounds
from baton.domain.rounds.models import Round
from tests.stories import AT, ROSTER, date

RULEBOOK = """方案: 云州市2026年度综合考核
代码: YZ2026
状态: 试行
期间: 2026年
期次: [全年]
考核对象: 县市区
通则: {无此任务: 本大项折算, 单列: 不计, 缺报: 计0分}
取舍: {方式: 四舍五入, 比率: 4位, 指标: 4位, 总分: 2位}
数据:
  F01得分: {名称: 教育工作得分, 单位: 分, 不小于: 0, 不大于: 5}
  F02得分: {名称: 平安建设得分, 单位: 分, 不小于: 0, 不大于: 10}
  外资: {名称: 实际利用外资, 单位: 万元, 不小于: 0}
  增速: {名称: 地区生产总值增速, 单位: "%"}
总分:
  名称: 总分
  指标:
    F01: {名称: 教育工作, 评分办法: 由市教育局评分。, 分值: 5, 方法: 直接评分, 数据: F01得分, 无此任务: 不计, 单列: 不计, 缺报: 待定, 牵头: 市教育局}
    F02: {名称: 平安建设, 评分办法: 由市委政法委评分。, 分值: 10, 方法: 直接评分, 数据: F02得分, 无此任务: 不计, 单列: 不计, 缺报: 待定, 牵头: "市委政法委、市公安局"}
    F03:
      名称: 利用外资
      评分办法: 按完成率计分，超额不加分。
      分值: 45
      方法: 完成率
      数据: 外资
      目标: 责任书
      封顶: 100%
      牵头: 市商务局
    F04:
      名称: 经济增长
      评分办法: 低于8%的，每低1个百分点扣0.8分，最低得0分。
      分值: 40
      方法: 阈值扣分保底
      数据: 增速
      百分点口径: 指标值
      起扣线: 8%
      每低1个百分点: 扣0.8分
      不足1个百分点: 按比例
      保底: 0分
      牵头: 市统计局
名次: {按: 取舍后总分, 并列: 1-2-2-4}
"""
UNITS = ("临江县", "东岭县", "石桥市", "云东区")
SCORES = (4.9, 4.75, 4.6, 5)
Rows = Sequence[Sequence[Any]]


def open_round(
    folder: Path, by: Person, rules: str = RULEBOOK, as_of: str = "全年", taskless: str = ""
) -> Round:
    """A round of four counties, two direct scores and two measured indicators; no figure yet. taskless: has no target."""
    folder.mkdir(exist_ok=True)
    targets = "单位,指标,目标\n" + "".join(
        f"{unit},利用外资,{'无此任务' if unit == taskless else '20000'}\n" for unit in UNITS
    )
    for name, text in (("规则书.yaml", rules), ("名册.csv", ROSTER), ("责任书.csv", targets)):
        (folder / name).write_text(text, encoding="utf-8")
    book, facts = folders.read_folder(folder / "规则书.yaml", folder, as_of=as_of, on="2026-12-31")
    scheme, version = folders.found_scheme(book=book, facts=facts, year=2026, by=by, at=AT)
    return rounds.open_round(
        scheme=scheme, version=version, name="2026年终考核", kind="year_end", as_of=as_of,
        on=date(2026, 12, 31), by=by, at=AT,
    )  # fmt: skip


def owed(round: Round, by: Person) -> dict[str, Sheet]:
    """The sheets of the lead units, by name."""
    made = sheets.owe_all(round=round, due_on=date(2027, 1, 13), by=by, at=AT)
    return {sheet.lead.name: sheet for sheet in made}


def book(path: Path, rows: Rows, merged: Sequence[str] = (), title: str = "Sheet1") -> Path:
    """A workbook of one page with these rows."""
    work = openpyxl.Workbook()
    page = work.active
    page.title = title
    for row in rows:
        page.append(list(row))
    for area in merged:
        page.merge_cells(area)
    work.save(path)
    return path


def values(preview: sheets.Preview) -> dict[str, str | None]:
    """What was read for each county, by its name."""
    names = dict(zip("ABCD", UNITS, strict=True))
    return {names[line[0]]: line[4] for line in preview.cells}
