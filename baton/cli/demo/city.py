"""云州市: an invented city as a folder of office files, the same on every machine."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from pathlib import Path

from baton.cli.demo.chance import between, choose, draw
from baton.cli.demo.events import event_rows
from baton.cli.demo.figures import MONTHS, Task, closed, county_tasks, department_tasks
from baton.cli.demo.people import (
    COUNTIES,
    MERGED,
    MERGED_ON,
    TWINS,
    ZONE,
    ZONE_IN,
    departments,
    leaders,
)
from baton.cli.demo.rules import rulebook
from baton.cli.demo.sheets import Cell, write_csv, write_workbook

AS_OF, ON = "2026-12", "2026-12-31"
SHORT = {county: county[:-1] for county in COUNTIES[1:]} | {ZONE: "云州经开区"}
ALIASES = [
    (SHORT[ZONE], ZONE, "单位"),
    ("市发改委", "市发展和改革委员会", "单位"),
    ("市财局", "市财政局", "单位"),
    ("财政收入", "一般公共预算收入", "指标"),
]
PENDING, ABSENT, EXCUSED, TASKLESS = "市审计局", "市文联", "市消防救援支队", "市委党校"
_TARGET_COLUMN = {"below": "起扣线", "above": "参考值"}
_UNTARGETED = ("cases", "efficacy", "rank", "mean", "best", "quarters")


def build_city(folder: Path) -> None:
    """Write every file of the city into a folder, which is made if need be."""
    folder.mkdir(parents=True, exist_ok=True)
    own, county = department_tasks(), county_tasks()
    (folder / "规则书.yaml").write_text(rulebook(), encoding="utf-8")
    write_csv(folder / "别名.csv", [("写法", "标准名", "种类"), *ALIASES], "utf-8")
    write_workbook(folder / "名册.xlsx", {"单位": _units(), "领导干部": _leaders()})
    write_workbook(folder / "责任书.xlsx", {"责任书附表": _agreement([*own, *county])})
    for lead, rows in _by_lead(own).items():
        write_workbook(folder / f"部门数据-{lead}.xlsx", {"2026年": rows})
    for month in range(1, 13):
        write_workbook(folder / f"县区月报-{month:02}月.xlsx", _bulletin(county, month))
    write_csv(folder / "部门共性数据.csv", _common())
    write_csv(folder / "县区考卷.csv", _papers())
    write_csv(folder / "民主测评.csv", _ballots())
    write_csv(folder / "领导干部.csv", _personal())
    write_csv(folder / "事件.csv", event_rows())


def _units() -> list[list[Cell]]:
    rows: list[list[Cell]] = [["名称", "种类", "分组", "上级", "机构序", "失效"]]
    named = [*departments(), *((county, "县市区") for county in COUNTIES), (ZONE, "功能区")]
    for at, (name, group) in enumerate(named, 1):
        above = ZONE_IN if name == ZONE else None
        rows.append([name, "单位", group, above, at, MERGED_ON if name == MERGED else None])
    return rows


def _leaders() -> list[list[Cell]]:
    people = leaders()
    head: list[Cell] = ["编号", "姓名", "种类", "分组", "所在单位"]
    return [head, *([code, name, "个人", "领导干部", units] for code, name, units in people)]


def _agreement(tasks: list[Task]) -> list[list[Cell]]:
    rows: list[list[Cell]] = [["单位", "指标", "栏目", "数值"]]
    means = _means(tasks)
    for task in tasks:
        item = task.indicator
        if item.points == "按单位":
            rows.append([task.subject, item.name, "分值", task.points])
        if item.rule not in _UNTARGETED:
            value = means[item.code] if item.rule == "above" else task.target
            rows.append([task.subject, item.name, _TARGET_COLUMN.get(item.rule, "目标"), value])
    return rows


def _means(tasks: list[Task]) -> dict[str, Decimal]:
    """The city's own figure for what is compared with it: the mean of the counties, two decimals."""
    found: dict[str, list[Decimal]] = defaultdict(list)
    for task in tasks:
        last = task.months[-1]
        if task.indicator.rule == "above" and last is not None:
            found[task.indicator.code].append(last)
    return {code: round(sum(values, Decimal(0)) / len(values), 2) for code, values in found.items()}


def _by_lead(tasks: list[Task]) -> dict[str, list[list[Cell]]]:
    """One workbook per lead unit, one line per figure."""
    found: dict[str, list[list[Cell]]] = {}
    for task in tasks:
        lead = task.indicator.lead
        if lead not in found:
            found[lead] = [
                [f"{lead}掌握的各部门任务完成情况"],
                ["单位", "指标", "期间", "数值", "状态"],
            ]
        for month, period in enumerate(MONTHS, 1):
            if not closed(task.subject, month):
                value, state = _told(task, month)
                found[lead].append([task.subject, task.indicator.name, period, value, state])
    return found


def _told(task: Task, month: int) -> tuple[Cell, Cell]:
    """The figure or why there is none: what is still undecided, and who has no such task."""
    first = task.indicator.code == _first_code(task.subject)
    if first and task.subject == PENDING and month == 12:
        return None, "待定"
    if first and task.subject == TASKLESS:
        return None, "无此任务"
    return task.months[month - 1], None


_FIRST: dict[str, str] = {}


def _first_code(subject: str) -> str:
    if not _FIRST:
        for task in department_tasks():
            if task.indicator.rule == "completion":
                _FIRST.setdefault(task.subject, task.indicator.code)
    return _FIRST[subject]


def _bulletin(tasks: list[Task], month: int) -> dict[str, list[list[Cell]]]:
    """One sheet per lead unit, the counties across the columns under the names everybody uses."""
    names = [*COUNTIES, ZONE]
    sheets: dict[str, list[list[Cell]]] = {}
    rows: dict[str, dict[str, Cell]] = {}
    for task in tasks:
        value = task.months[month - 1]
        if task.indicator.rule == "quarters" and month % 3:
            continue
        row = rows.setdefault(task.indicator.code, {})
        row[task.subject] = "无此任务" if value is None else value
    indicators = {task.indicator.code: task.indicator for task in tasks}
    for code, row in rows.items():
        item = indicators[code]
        if item.lead not in sheets:
            sheets[item.lead] = [
                [f"{item.lead}2026年{month}月县市区主要指标"],
                [f"填报单位:{item.lead}"],
                ["序号", "指标", "计量单位", *(SHORT.get(name, name) for name in names)],
            ]
        sheet = sheets[item.lead]
        written = "财政收入" if item.name == "一般公共预算收入" else item.name
        sheet.append([len(sheet) - 2, written, item.unit, *(row[name] for name in names)])
    for sheet in sheets.values():
        sheet.append(["注:累计数为本年1月至本月。"])
    return sheets


def _common() -> list[list[Cell]]:
    """What every department is measured by, in one table of the office."""
    rows: list[list[Cell]] = [["单位", "指标", "期间", "数值", "状态"]]
    for name, _ in departments():
        key = TWINS.get(name, name)
        if name == MERGED:
            continue
        grade = choose(f"党建{key}", ["优秀", "优秀", "良好", "良好", "良好", "一般"])
        late = draw(f"迟办{key}", 9) == 0
        day = (
            f"2026-11-{2 + draw(key + '迟几天', 12):02}"
            if late
            else f"2026-10-{20 + draw(key, 11)}"
        )
        rows += [
            [name, "党建考核等次", AS_OF, grade, None],
            [name, "督办件办结日", AS_OF, day, None],
            [name, "样本量", AS_OF, 80 + draw(f"样本{key}", 200), None],
        ]
        if name != ABSENT:
            rows.append([name, "预算执行率", AS_OF, between(f"预算{key}", "86", "99"), None])
        told = None if name == EXCUSED else between(f"满意{key}", "84", "97")
        rows.append([name, "服务对象满意度", AS_OF, told, "单列" if told is None else None])
        for month in MONTHS:
            count = 1 if draw(f"公开{key}{month}", 14) == 0 else 0
            rows.append([name, "信息公开差错", month, count, None])
    return rows


def _papers() -> list[list[Cell]]:
    head: list[Cell] = ["2026年全年县市区党建考核和群众满意度"]
    rows: list[list[Cell]] = [head, ["单位", "指标", "期间", "数值"]]
    for name in (*COUNTIES, ZONE):
        rows.append([name, "党建考核得分", AS_OF, between(f"党建{name}", "84", "95")])
        rows.append([name, "群众满意度", AS_OF, between(f"群众{name}", "82", "93")])
    return rows


def _ballots() -> list[list[Cell]]:
    rows: list[list[Cell]] = [["单位", "指标", "期间", "类别", "数值"]]
    for name, _ in departments():
        key, left = TWINS.get(name, name), 60
        if name == MERGED:
            continue
        for level, most in (("优秀", 46), ("良好", 12), ("一般", 5), ("较差", 2), ("弃权", 3)):
            count = min(left, most - draw(f"票{key}{level}", max(2, most // 2)))
            left -= count
            rows.append([name, "民主测评票", AS_OF, level, count])
    return rows


def _personal() -> list[list[Cell]]:
    rows: list[list[Cell]] = [["姓名", "指标", "期间", "类别", "数值"]]
    for code, _, _ in leaders():
        for level, most in (("优秀", 30), ("称职", 14), ("基本称职", 4)):
            count = most - draw(f"票{code}{level}", most // 2)
            rows.append([code, "个人测评票", AS_OF, level, count])
        rows.append([code, "述职评分", AS_OF, "", between(f"述职{code}", "11.5", "14.8")])
        rows.append([code, "学习培训学时", AS_OF, "", 70 + draw(f"学时{code}", 40)])
    return rows
