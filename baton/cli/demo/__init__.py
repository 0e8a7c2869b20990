"""baton demo: a published ranking, a whole city, one number explained, one archive verified, one workbook."""

from __future__ import annotations

import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from baton.cli import bundled
from baton.cli.demo.city import AS_OF, ON, build_city
from baton.cli.demo.published import compare, score_folder
from baton.cli.demo.tables import county_board, department_board, digits_table, leader_board
from baton.documents.archives import write_archive
from baton.documents.board_workbook import write_board
from baton.documents.problems import Faulty
from baton.scoring.explain import explain
from baton.scoring.result import Result

__all__ = ["build_city", "run"]

Echo = Callable[..., None]
FILES, ARCHIVE, BOARD = "办公室文件", "云州市-归档.zip", "云州市-总表.xlsx"
EXPLAINED = ("临江县", "Z13")


def run(out: Path, *, echo: Echo) -> int:
    """Show everything once, leave the files in `out`; 0 if every digit agrees and the archive verifies."""
    started = time.monotonic()
    try:
        agreed = _published(echo)
        result = _city(out, echo)
        _boards(result, echo)
        echo("", "三、任何一个数都说得清", "", explain(result, *EXPLAINED).text())
        verified = _sealed(result, out, echo)
        write_board(result, out / BOARD, draft=2)
    except Faulty as error:
        echo("演示没有做完,文件有问题:", str(error))
        return 2
    except OSError as error:
        echo(f"演示没有做完:{error.strerror or error}({error.filename or out})")
        return 2
    _where(out, echo, time.monotonic() - started)
    return 0 if agreed and verified else 1


def _published(echo: Echo) -> bool:
    name, digits = compare()
    wrong = [digit for digit in digits if not digit.agrees]
    echo("一、先复算一张公布过的排名", "", name, digits_table(digits))
    if wrong:
        echo(f"{len(digits)} 个公布的数里有 {len(wrong)} 个不一致。")
    else:
        echo(f"{len(digits)} 个公布的数,每一位都一致。")
    return not wrong


def _city(out: Path, echo: Echo) -> Result:
    folder = out / FILES
    echo("", "二、再算虚构的云州市2026年:113个部门、8个县市区、1个功能区、624名领导干部", "")
    echo("正在造办公室文件(各牵头单位的 Excel、旧程序的 csv、规则书)……")
    build_city(folder)
    echo("正在读文件、计分……")
    started = time.monotonic()
    result = score_folder(folder, AS_OF, ON, closing=True)
    figures, items = len(result.plan.facts.observations), len(result.plan.cell_row)
    files = sum(1 for _ in folder.iterdir())
    took = time.monotonic() - started
    echo(f"{files} 个文件、{figures:,} 个数、{items:,} 项得分,读和算共 {took:.1f} 秒。")
    return result


def _boards(result: Result, echo: Echo) -> None:
    echo("", county_board(result), department_board(result, "政府部门", 8), leader_board(result, 5))
    lines = [line for line in result.lines.values() if line.status == "ranked"]
    grades = Counter(line.grade for line in lines if line.grade)
    counted = "、".join(
        f"{grade}{grades[grade]}" for grade in ("优秀", "良好", "一般") if grades[grade]
    )
    unranked = sum(line.status == "unranked" for line in result.lines.values())
    echo(
        f"有名次的 {len(lines)} 个:{counted};待定、不出总分的 {unranked} 个。名次、并列、名额都是算出来的。"
    )


def _sealed(result: Result, out: Path, echo: Echo) -> bool:
    """Export, then let a program that shares no code with the engine compute everything again."""
    echo("", "四、封成归档,离线核验(核验器只用 Python 标准库,与计分引擎不共用代码)", "")
    archive = out / ARCHIVE
    write_archive(result, archive)
    command: list[Any] = [sys.executable, "-I", "-S", "-X", "utf8", bundled.verifier(), archive]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    echo((done.stdout or done.stderr).strip())
    return done.returncode == 0


def _where(out: Path, echo: Echo, seconds: float) -> None:
    place = out.resolve()
    echo(
        "", f"五、全部做完,用了 {seconds:.0f} 秒。文件都在:{place}",
        f"  {FILES}/  规则书.yaml 和各单位交来的表,用记事本、WPS、Excel 打开看",
        f"  {BOARD}  总表,公式都是活的,可以自己重加一遍",
        f"  {ARCHIVE}  归档,给谁都能离线核验:baton verify {out / ARCHIVE}",
        "改一个数再算:",
        f"  baton score {out / FILES / '规则书.yaml'} {out / FILES} --as-of {AS_OF} --on {ON} --closing",
    )  # fmt: skip
