"""From columns in memory to totals and ranks: city and nation against the float peers."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from baton.scoring.board import Board, board
from baton.scoring.months import boards, tile
from bench.agreement import differences, off_by_a_half, ours_as_arrays
from bench.columns import float_board
from bench.ours import ready_city, ready_nation
from bench.peers import libreoffice, numpy_float
from bench.peers.pandas_city import PandasCity
from bench.peers.pandas_nation import PandasNation
from bench.peers.workbook import CityWorkbook
from bench.report import Line, at_most, not_yet, ratio, seconds, time_of
from bench.timing import Taken, alone, interleaved
from bench.workload import MONTHS, Workload, city, nation

Array = Any


def city_year(quick: bool) -> Iterator[Line]:
    """122 subjects × 120 indicators × 12 months."""
    work = city(MONTHS[:2] if quick else MONTHS)
    ours = _city(work)
    floats = float_board(work)
    peer = PandasCity(floats)
    _check(work, ours(), numpy_float.totals_and_ranks(floats))
    _check(work, ours(), peer.run())
    found = interleaved(
        {"ours": ours, "numpy": lambda: numpy_float.totals_and_ranks(floats), "pandas": peer.run},
        3 if quick else 15,
    )
    yield at_most("全市一年:指挥棒(精确小数)", found["ours"], 0.05)
    yield time_of("  同样的事:pandas 浮点", found["pandas"])
    yield time_of("  同样的事:纯 numpy 浮点", found["numpy"])
    yield ratio("  指挥棒 ÷ pandas", found["ours"], found["pandas"], 1.5, least=False)
    yield ratio("  指挥棒 ÷ 纯 numpy 浮点", found["ours"], found["numpy"], 8, least=False)


def workbook(quick: bool) -> Iterator[Line]:
    """The same year as a workbook with live formulas; only the recalculation is compared."""
    name = "  电子表格重算 ÷ 指挥棒"
    if libreoffice.program() is None:
        yield not_yet(name, "没有安装 LibreOffice,略过")
        return
    work = city(MONTHS[:1] if quick else MONTHS)
    ours = _city(work)
    before = alone(ours, 9)
    with tempfile.TemporaryDirectory() as folder:
        sheet = libreoffice.recalculate(CityWorkbook(work), Path(folder), 2 if quick else 7)
    after = alone(ours, 9)
    _check(work, ours(), (sheet.totals, sheet.ranks))
    wall = statistics.median(sheet.seconds)
    recalculated = Taken(wall, wall)  # one thread; what it takes of the processor it does not tell
    both = Taken((before.wall + after.wall) / 2, (before.wall + after.wall) / 2)
    yield Line("  同样的事:LibreOffice 重算(不含打开)", seconds(wall))
    yield Line("  LibreOffice 打开这个文件", seconds(sheet.load))
    yield ratio(name, recalculated, both, 50, least=True)


def nation_month(quick: bool) -> Iterator[Line]:
    """42,000 townships × 120 indicators in one month, in one group and in 2,800 county groups."""
    rows, groups = (3_000, 200) if quick else (42_000, 2_800)
    yield from _month("全国一月(一个组)", nation(rows), quick)
    yield from _month(f"全国一月({groups:,} 个县组)", nation(rows, groups), quick)


def _month(name: str, work: Workload, quick: bool) -> Iterator[Line]:
    ready = ready_nation(work)
    floats = float_board(work)
    wide, long = PandasNation(floats), PandasCity(floats)

    def ours() -> Any:
        return board(ready.plan, ready.frame, work.periods[0])

    mine = ours_as_arrays(ours(), 1)
    theirs = numpy_float.totals_and_ranks(floats)
    for other in (theirs, wide.run(), long.run()):
        _check(work, mine, other)
    found = interleaved(
        {
            "ours": ours,
            "numpy": lambda: numpy_float.totals_and_ranks(floats),
            "wide": wide.run,
            "long": long.run,
        },
        3 if quick else 9,
    )
    yield at_most(f"{name}:指挥棒(精确小数)", found["ours"], 0.3)
    yield time_of("  同样的事:pandas 浮点(长表,分组变换)", found["long"])
    yield time_of("  同样的事:pandas 浮点(宽表,近于 numpy)", found["wide"])
    yield time_of("  同样的事:纯 numpy 浮点", found["numpy"])
    yield ratio("  pandas 长表 ÷ 指挥棒", found["long"], found["ours"], 2, least=True)
    yield ratio("  pandas 宽表 ÷ 指挥棒", found["wide"], found["ours"], 2, least=True)
    yield ratio("  指挥棒 ÷ 纯 numpy 浮点", found["ours"], found["numpy"], 8, least=False)
    totals, ranks = off_by_a_half(mine, theirs)
    yield Line("  浮点算错末位的总分、因此错的名次", f"{totals:,} 个、{ranks:,} 个")


def nation_year(quick: bool) -> Iterator[Line]:
    """60 million figures in a process of its own, whose largest memory is read afterwards."""
    command = [sys.executable, "-m", "bench.child", *(["--quick"] if quick else [])]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    yield at_most("全国十二月(6048 万个数):指挥棒", Taken(*found["seconds"]), 2.5)
    memory = found["peak"]
    yield Line("  最多用内存(连同全部数据)", f"{memory:.2f} GB", "≤ 3 GB", memory <= 3)


def _city(work: Workload) -> Callable[[], Board]:
    ready = ready_city(work)
    tiled = tile(ready.plan, len(work.periods))
    return lambda: boards(ready.plan, ready.frame, work.periods, tiled)


def _check(work: Workload, ours: Any, theirs: tuple[Array, Array]) -> None:
    mine = ours if isinstance(ours, tuple) else ours_as_arrays(ours, len(work.periods))
    faults = differences(work.group_of_row, mine, theirs)
    if faults:
        raise AssertionError("两边算得不一样,比快慢没有意义:" + ";".join(faults))
