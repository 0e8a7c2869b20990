"""An office small enough to read at a glance: one county group, two indicators, four counties."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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
  满分: 100
  指标:
    F1:
      名称: 一般公共预算收入
      评分办法: 按完成率计分,超额不加分。
      依据: 云办发〔2026〕3号第5条
      分值: 60
      方法: 完成率
      数据: 财政收入,全年
      目标: 责任书
      封顶: 100%
      牵头: 市财政局
    F2:
      名称: 空气优良天数比例
      评分办法: 低于92%的,每低1个百分点扣0.5分,最低得2分。
      分值: 40
      方法: 阈值扣分保底
      数据: 优良天数比例,全年
      百分点口径: 指标值
      起扣线: 92%
      每低1个百分点: 扣0.5分
      不足1个百分点: 按比例
      保底: 2分
      牵头: 市生态环境局
名次: {按: 取舍后总分, 并列: 1-2-2-4}
"""
ROSTER = """编号,名称,分组,机构序,别名
A,临江县,县市区,1,
B,东岭县,县市区,2,东岭
C,石桥市,县市区,3,
D,云东区,县市区,4,
"""
AGREEMENT = """单位,指标,目标
临江县,一般公共预算收入,120000
东岭县,一般公共预算收入,80000
石桥市,一般公共预算收入,100000
云东区,一般公共预算收入,90000
"""
DATA = """单位,财政收入,优良天数比例
临江县,118000,91.3
东岭,84000,88.25
石桥市,99000,93.4
云东区,90000,92
"""


@dataclass
class Office:
    """A folder with a rule book beside it."""

    rulebook: Path
    folder: Path

    def put(self, name: str, text: str, encoding: str = "utf-8") -> Path:
        path = self.folder / name
        path.write_bytes(text.encode(encoding))
        return path

    def rule(self, text: str) -> None:
        self.rulebook.write_text(text, encoding="utf-8")

    def run(self, command: str, *more: str, **around: Any) -> subprocess.CompletedProcess:
        named = (str(self.rulebook), str(self.folder), "--as-of", "全年")
        return baton(command, *named, *more, **around)


def open_office(folder: Path) -> Office:
    """The office with everything in order."""
    office = Office(folder / "规则书.yaml", folder / "2026年数据")
    office.folder.mkdir()
    office.rule(RULEBOOK)
    office.put("名册.csv", ROSTER)
    office.put("责任书.csv", AGREEMENT)
    office.put("数据.csv", DATA)
    return office


# VmHWM belongs to this program alone; ru_maxrss would still remember the process that started it.
CHILD = """
import sys
from pathlib import Path
from baton.cli.main import main
report = Path(sys.argv.pop(1))
try:
    code = main(sys.argv[1:])
except SystemExit as leaving:
    code = leaving.code
lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
report.write_text(next(line for line in lines if line.startswith("VmHWM")).split()[1])
sys.exit(code)
"""


def baton(
    *arguments: str,
    cwd: Path | None = None,
    width: int | None = None,
    env: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess:
    """The command in a process of its own; its peak memory comes as ``peak`` megabytes.

    ``width`` is the terminal's; without it the output goes into a pipe of any width.
    """
    around = {key: value for key, value in os.environ.items() if key != "COLUMNS"} | dict(env or {})
    if width:
        around["COLUMNS"] = str(width)
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "peak"
        done = subprocess.run(
            [sys.executable, "-c", CHILD, str(report), *arguments], env=around,
            capture_output=True, text=True, encoding="utf-8", cwd=cwd, timeout=300,
        )  # fmt: skip
        done.peak = int(report.read_text(encoding="ascii")) // 1024  # type: ignore[attr-defined]
    return done
