"""云州市的事: commendations, deductions and vetoes of the year, with doubles, supporters and things undecided."""

from __future__ import annotations

from baton.cli.demo.chance import choose, draw
from baton.cli.demo.people import COUNTIES, MERGED, TWINS, ZONE, departments
from baton.cli.demo.sheets import Cell

_HEAD: list[Cell] = ["编号", "单位", "种类", "级别", "事项", "日期", "有效期至", "文号", "角色", "件数",
                     "上年已加", "认定", "已在指标扣"]  # fmt: skip
_PRAISED = ("全国文明单位创建", "营商环境创新案例", "数字政府试点", "安全发展示范", "基层治理经验",
            "节约型机关", "平安建设先进", "就业工作先进", "信访工作先进", "档案工作先进")  # fmt: skip
_LATER = ("国家卫生城市复审", "全国科普示范", "平安云州建设", "党建品牌创建", "政务公开示范", "双拥模范城创建",
          "法治政府建设示范", "优化营商环境典型", "省级创新平台建设", "乡村振兴示范创建", "节水型单位建设", "青年文明号创建",
          "巾帼文明岗", "健康单位建设", "垃圾分类示范", "绿色单位创建")  # fmt: skip
MATTERS, FIRST, LAST_OPEN = (
    214,
    110,
    80,
)  # commendations; those entered in autumn; after which none is left undecided
_BLAMED = ("重点项目调度", "环保督察整改", "会议纪律", "数据报送", "民生实事")
_SIGNED = {"国家级": "国发", "省级": "云政发", "市级": "云州发"}


def event_rows() -> list[list[Cell]]:
    """The ledger as the office keeps it."""
    rows: list[list[Cell]] = [_HEAD]
    quiet = {MERGED, *TWINS, *TWINS.values()}
    units = [name for name, _ in departments() if name not in quiet]
    for at in range(MATTERS):
        _praise(rows, at, choose(f"表彰单位{at}", [*units, *COUNTIES, ZONE]))
    for at in range(66):
        _blame(rows, at, choose(f"扣分单位{at}", [*units, *COUNTIES]))
    rows += _told_twice(len(rows))
    rows += _vetoes(len(rows))
    return rows


def _praise(rows: list[list[Cell]], at: int, unit: str) -> None:
    """One commendation; one in three is doubled by a lower level for the same matter."""
    level = choose(f"表彰级别{at}", ["国家级", "省级", "省级", "市级", "市级", "市级"])
    matter = choose(f"表彰事项{at}", _PRAISED if at < FIRST else _LATER)
    role = "配合" if draw(f"表彰角色{at}", 4) == 0 else "牵头"
    decision = choose(f"表彰认定{at}", ["认定"] * 8 + ["待定", "不予认定"])
    if decision == "待定" and at > LAST_OPEN:
        decision = "认定"
    counted: Cell = 1 if level == "国家级" and draw(f"上年{at}", 3) == 0 else None
    levels = [level, "市级"] if level != "市级" and draw(f"重复{at}", 3) == 0 else [level]
    for each in levels:
        day = f"2026-{1 + draw(f'{at}{each}月', 12):02}-{1 + draw(f'{at}{each}日', 28):02}"
        number = f"{_SIGNED[each]}〔2026〕{1 + draw(f'{at}{each}号', 180)}号"
        rows.append([f"S{len(rows):03}", unit, "表彰", each, matter, day, None, number, role, 1,
                     counted, decision, None])  # fmt: skip


def _blame(rows: list[list[Cell]], at: int, unit: str) -> None:
    level = choose(f"扣分情形{at}", ["逾期", "逾期", "逾期", "通报批评", "弄虚作假"])
    matter = choose(f"扣分事项{at}", _BLAMED)
    count = 1 + draw(f"扣分件数{at}", 2) if level == "逾期" else 1
    elsewhere = "是" if draw(f"已扣{at}", 8) == 0 else None
    day = f"2026-{3 + draw(f'扣分{at}月', 10):02}-15"
    rows.append([f"S{len(rows):03}", unit, "督查扣分", level, matter, day, None,
                 f"云督〔2026〕{at + 1}号", "牵头", count, None, "认定", elsewhere])  # fmt: skip


def _told_twice(start: int) -> list[list[Cell]]:
    """Two matters that came under two names each, so that somebody has to say whether they are one."""
    told = (
        ("市交通运输局", "省级", "全省四好农村路建设先进市", "云政发〔2026〕88号", "认定"),
        ("市交通运输局", "市级", "四好农村路建设先进", "云州发〔2026〕61号", "待定"),
        ("临江县", "国家级", "全国水系连通及水美乡村试点", "国发〔2026〕24号", "认定"),
        ("临江县", "省级", "水系连通及水美乡村建设试点", "云政发〔2026〕52号", "待定"),
    )
    return [
        [f"S{start + at:03}", unit, "表彰", level, matter, "2026-09-16", None, document, "牵头", 1, None, decision, None]
        for at, (unit, level, matter, document, decision) in enumerate(told)
    ]  # fmt: skip


def _vetoes(start: int) -> list[list[Cell]]:
    told = (
        (
            "市应急管理局",
            "安全生产否决",
            "较大生产安全责任事故",
            "2026-07-18",
            "2027-07-17",
            "认定",
        ),
        ("市国资委", "党风廉政否决", "班子成员严重违纪", "2026-05-09", "2027-05-08", "认定"),
        ("西屏县", "安全生产否决", "较大道路交通事故", "2026-09-02", "2027-09-01", "认定"),
        ("石门县", "统计造假否决", "统计执法检查发现造假", "2026-10-20", "2027-10-19", "认定"),
        ("市商务局", "党风廉政否决", "正在核查的问题", "2026-11-30", None, "待定"),
        ("市水利局", "安全生产否决", "上年事故，影响期已满", "2025-06-01", "2026-06-01", "认定"),
    )
    return [
        [f"S{start + at:03}", unit, kind, None, matter, day, until, f"云州函〔2026〕{40 + at}号",
         "牵头", 1, None, decision, None]
        for at, (unit, kind, matter, day, until, decision) in enumerate(told)
    ]  # fmt: skip
