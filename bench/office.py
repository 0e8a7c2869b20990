"""The desk's figures as lines, for both databases."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.report import Line, not_yet, seconds

ROOT = Path(__file__).resolve().parents[1]
SLOWEST, HEAVIEST = 150.0, 60 * 1024


def wide(quick: bool) -> Iterator[Line]:
    """Open the pages of 122 units × 120 indicators × 3 years."""
    for name, found in _made("bench.wide", quick):
        if isinstance(found, Line):
            yield found
            continue
        yield Line(
            f"宽的一处（{name}）：122 个单位 × 120 个指标 × 3 年，办好", seconds(found["build"])
        )
        yield from _pages(found["pages"])


def desk(quick: bool) -> Iterator[Line]:
    """Take in a sheet, change a cell, open every page."""
    for name, found in _made("bench.desk", quick):
        if isinstance(found, Line):
            yield found
            continue
        yield Line(f"案头（{name}）：磁盘 fsync 四千字节", seconds(found["fsync"]))
        yield _most(f"  收一张表 {found['cells']} 格：预览、收下、采用", found["sheet"], 1.0)
        yield _most("  改了数到新成绩", found["changed"], 2.0)
        yield _most("  加减分表 800 条：看一看、再看、收下", found["claims"], 3.0)
        yield _most("  台账多 800 条以后的一页 p95", found["ledger"], 0.3)
        yield from _pages(found["pages"])
        what = f"  全部出一遍：{found['paper_files']} 份材料，800 条加减分"
        yield _most(what, found["papers"], 60.0)


def _made(module: str, quick: bool) -> Iterator[tuple[str, dict[str, Any] | Line]]:
    """What a module measured, on SQLite and on PostgreSQL; a line where it could not."""
    own = [sys.executable, "-m", module]
    yield "SQLite", _run("SQLite", own)
    if not quick:
        cluster = ["env", "FSYNC=on", "sh", "scripts/with-postgresql.sh"]
        yield "PostgreSQL", _run("PostgreSQL", [*cluster, *own])


def _run(name: str, command: list[str]) -> dict[str, Any] | Line:
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["没有跑成"])[-1]
        return not_yet(f"案头（{name}）", said[:60])
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _pages(pages: dict[str, list[float]]) -> Iterator[Line]:
    """The slowest page at the first look and at further ones, and the heaviest."""
    for what, place in (("头一次打开", 0), ("再打开 p95", 2)):
        slow = max(pages.items(), key=lambda page: page[1][place])
        taken = slow[1][place]
        over = sum(one[place] > SLOWEST for one in pages.values())
        yield Line(
            f"  {len(pages)} 种页里最慢的一页{what}（{slow[0]}；超过的 {over} 页）",
            f"{taken:.0f} 毫秒",
            f"≤ {SLOWEST:.0f} 毫秒",
            taken <= SLOWEST,
        )
    heavy = max(pages.items(), key=lambda page: page[1][3])
    yield Line(
        f"  最大的一页，压缩后（{heavy[0]}）",
        f"{heavy[1][3] / 1024:.1f} KB",
        f"≤ {HEAVIEST // 1024} KB",
        heavy[1][3] <= HEAVIEST,
    )


def _most(what: str, taken: float, limit: float) -> Line:
    return Line(what, seconds(taken), f"≤ {seconds(limit)}", taken <= limit)
