"""One line per figure: what was measured, the target, whether it is met."""

from __future__ import annotations

import datetime
import os
import platform
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table

from bench.timing import Taken

COLUMNS = (
    ("项目", "left"), ("墙钟", "right"), ("处理器", "right"), ("指标", "right"), ("", "left"),
)  # fmt: skip
MET = {True: "达到", False: "未达到", None: ""}


@dataclass(frozen=True)
class Line:
    """A figure; ``met`` is None where there is no target or nothing to measure yet."""

    what: str
    figure: str
    target: str = ""
    met: bool | None = None
    processor: str = ""


def seconds(value: float) -> str:
    """Seconds as people say them.

    >>> seconds(0.0312), seconds(1.5)
    ('31.2 毫秒', '1.50 秒')
    """
    return f"{value * 1000:.1f} 毫秒" if value < 1 else f"{value:.2f} 秒"


def time_of(what: str, taken: Taken) -> Line:
    """A time without a target."""
    return Line(what, seconds(taken.wall), processor=seconds(taken.processor))


def at_most(what: str, taken: Taken, limit: float) -> Line:
    """A time that must not be longer, judged by the clock on the wall."""
    met = taken.wall <= limit
    return Line(what, seconds(taken.wall), f"≤ {seconds(limit)}", met, seconds(taken.processor))


def ratio(what: str, a: Taken, b: Taken, limit: float, *, least: bool) -> Line:
    """A ratio of two medians of the same run, judged by processor time: others cannot distort it."""
    value = a.processor / b.processor
    met = value >= limit if least else value <= limit
    target = f"{'≥' if least else '≤'} {limit:g} 倍"
    return Line(what, f"{a.wall / b.wall:.2f} 倍", target, met, f"{value:.2f} 倍")


def not_yet(what: str, why: str = "还没有") -> Line:
    """A part that is missing on this machine or not written yet."""
    return Line(what, why)


def header() -> str:
    """Machine, load and date: figures mean nothing without them."""
    load = "、".join(f"{value:.2f}" for value in os.getloadavg())
    now = datetime.datetime.now(tz=datetime.UTC).strftime("%Y-%m-%d %H:%M")
    return (
        f"{cpu()},{os.cpu_count()} 核 · Python {platform.python_version()} · "
        f"一、五、十五分钟平均负载 {load} · {now} UTC"
    )


def cpu() -> str:
    """The processor's name."""
    path = Path("/proc/cpuinfo")
    if path.exists():
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or "处理器不详"


def show(lines: Iterable[Line], *, judged: bool) -> None:
    """Print the table; a small-scale run is not judged."""
    table = Table(box=box.SIMPLE_HEAD)
    for name, side in COLUMNS:
        table.add_column(name, justify=side, no_wrap=True)  # type: ignore[arg-type]
    for line in lines:
        table.add_row(
            line.what,
            line.figure,
            line.processor,
            line.target if judged else "",
            MET[line.met if judged else None],
        )
    Console(width=None if Console().is_terminal else 120).print(table)
