"""The wide office: 122 units × 120 indicators × 3 years, every unit assessed in every indicator; its pages opened.

`python -m bench.wide` prints JSON: the pages in milliseconds, as bench.pages measures them. The demonstration city is
as wide in units and has more people, but no unit of it has more than thirty indicators.
"""

from __future__ import annotations

import json
import os
import random
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from bench import city, pages

UNITS, ITEMS, LEADS, GROUPS, YEARS = 122, 120, 24, 7, 3
SEED = 20260101
METHODS = (
    ("方法: 直接评分\n", "0.00", "2.00"),
    ("方法: 完成率\n      目标: 责任书\n      封顶: 100%\n", "80", "120"),
    (
        "方法: 阈值扣分保底\n      百分点口径: 指标值\n      起扣线: 92\n      每低1个百分点: 扣0.1分\n"
        "      不足1个百分点: 按比例\n      保底: 0.5分\n", "80", "99",
    ),
)  # fmt: skip
PAGES = (
    "/office/", "/office/roster/", "/office/roster/{unit}/", "/office/rounds/{round}/", "/office/scheme/", "/office/scheme/K002/",
    "/office/scheme/K002/method/", "/office/scheme/periods/", "/office/scheme/parts/", "/office/targets/", "/office/targets/?item=K001",
    "/office/targets/unit/U001/", "/office/targets/cell/U001/K001/", "/office/records/", "/office/find/?q=单位", "/office/desk/", "/office/desk/?show=odd",
    "/office/desk/{sheet}/", "/office/desk/{sheet}/receive/", "/office/claims/", "/office/board/", "/office/run/{run}/", "/office/run/{run}/unit/U001/",
    "/office/run/{run}/unit/U001/K002/", "/office/run/{run}/indicator/K002/", "/office/run/{run}/indicator/K002/years/", "/office/run/{run}/moved/{first}/",
    "/office/run/{run}/before/", "/office/run/{run}/missing/", "/office/run/{run}/grade/", "/office/run/{run}/without/?item=K002",
    "/office/run/{run}/papers/", "/office/run/{run}/release/", "/office/cell/U001/数据2/", "/office/history/", "/office/history/U001/",
    "/released/", "/released/years/", "/released/years/U001/", "/released/{run}/", "/released/{run}/U001/", "/released/{run}/U001/K002/",
)  # fmt: skip


def main() -> None:
    """Build it in a folder of its own, measure, print."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["BATON_HOME"] = home
        city.set_up()
        started = time.perf_counter()
        round, clerk = build(Path(home))
        built = time.perf_counter() - started
        shown = pages.measured(round, clerk, PAGES)
        print(json.dumps({"build": built, "pages": shown}))


def build(place: Path) -> tuple[Any, Any]:
    """Three years, each with its scheme, its targets, its sheets accepted and two numbered drafts."""
    from baton.domain.accounts import services

    at = datetime(2027, 1, 14, 4, 0, tzinfo=UTC)
    clerk = services.found(username=city.FOUNDER, name="何科长", password="a-bench-password", at=at)
    for year in range(2027 - YEARS, 2027):
        folder = place / f"wide{year}"
        folder.mkdir()
        round = _year(folder, year, clerk, at)
    return round, clerk


def _year(folder: Path, year: int, clerk: Any, at: datetime) -> Any:
    from baton.desk import computing, folders
    from baton.desk.intake import sheets
    from baton.domain.intake import services as intake
    from baton.domain.rounds import services as rounds

    chance = random.Random(SEED + year)
    for name, text in (
        ("规则书.yaml", rulebook(year)), ("名册.csv", roster()), ("责任书.csv", agreement(chance)),
    ):  # fmt: skip
        (folder / name).write_text(text, "utf-8")
    end = f"{year}-12-31"
    book, facts = folders.read_folder(folder / "规则书.yaml", folder, as_of="全年", on=end)
    scheme, version = folders.found_scheme(book=book, facts=facts, year=year, by=clerk, at=at)
    round = rounds.open_round(
        scheme=scheme, version=version, name=f"{year}年终考核", kind="year_end", as_of="全年", on=date(year, 12, 31), by=clerk, at=at
    )  # fmt: skip
    for count, sheet in enumerate(sheets.owe_all(round=round, due_on=at.date(), by=clerk, at=at)):
        path = folder / f"表{count}.csv"
        path.write_text(figures(sheet.lead.code, chance), "utf-8")
        _, made = sheets.take_in_file(sheet=sheet, path=path, name=path.name, by=clerk, at=at)
        intake.accept(submission=made, by=clerk, at=at)
        if count == LEADS // 2:
            computing.number_draft(round, stage="first", why="先看一稿", by=clerk, at=at)
    computing.number_draft(round, stage="check", why="表都收齐了", by=clerk, at=at)
    return round


def rulebook(year: int) -> str:
    """One exam of 120 indicators, a point each, for all groups."""
    lines = [
        f"方案: 宽市{year}年度综合考核", f"代码: KS{year}", "状态: 试行", f"期间: {year}年", "期次: [上半年, 全年]",
        "通则: {无此任务: 本大项折算, 单列: 不计, 缺报: 计0分}",
        "取舍: {方式: 四舍五入, 比率: 4位, 指标: 4位, 总分: 2位}", "数据:",
        *(f"  数据{n}: {{不小于: 0}}" for n in range(ITEMS)),
        "考卷:", "  总分:", "    名称: 总分", f"    组成: [{', '.join(f'大项{n}' for n in range(6))}]",
        *(
            f"  大项{part}: {{名称: 第{part + 1}大项, 组成: [{', '.join(_code(n) for n in range(part, ITEMS, 6))}]}}"
            for part in range(6)
        ),
        "指标:",
    ]  # fmt: skip
    for n in range(ITEMS):
        method = METHODS[n % len(METHODS)][0]
        lines.append(
            f"  {_code(n)}:\n    名称: 第{n}项指标工作任务完成情况\n    评分办法: 按第{n}项的办法计分，以牵头单位核定的为准。\n"
            f"    分值: 1\n    数据: 数据{n}\n    牵头: 单位{n % LEADS:03}\n    "
            + method.replace("\n      ", "\n    ").rstrip()
        )
    lines.append("分组:")
    lines += [
        f"  第{n}组: {{总分: 总分, 名次: {{按: 取舍后总分, 并列: 1-2-2-4}}}}" for n in range(GROUPS)
    ]
    return "\n".join(lines) + "\n"


def roster() -> str:
    """122 units in seven groups."""
    rows = [f"U{n:03},单位{n:03},第{n % GROUPS}组,{n + 1}" for n in range(UNITS)]
    return "\n".join(["编号,名称,分组,机构序", *rows]) + "\n"


def agreement(chance: random.Random) -> str:
    """A target of every unit in every indicator that has one."""
    rows = [
        f"单位{unit:03},第{n}项指标工作任务完成情况,{chance.randint(90, 110)}"
        for n in range(1, ITEMS, len(METHODS)) for unit in range(UNITS)
    ]  # fmt: skip
    return "\n".join(["单位,指标,目标", *rows]) + "\n"


def figures(lead: str, chance: random.Random) -> str:
    """A lead unit's sheet: its five indicators of all units."""
    own = [n for n in range(ITEMS) if n % LEADS == int(lead.removeprefix("U"))]
    rows = []
    for unit in range(UNITS):
        for n in own:
            _, low, high = METHODS[n % len(METHODS)]
            value = min(
                chance.uniform(float(low), float(high)), 1.0 if n % len(METHODS) == 0 else 999
            )
            rows.append(f"单位{unit:03},数据{n},{value:.2f}")
    return "\n".join(["单位,指标,数值", *rows]) + "\n"


def _code(n: int) -> str:
    return f"K{n:03}"


if __name__ == "__main__":
    sys.exit(main())
