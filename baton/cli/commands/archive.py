"""baton export and baton verify: one file that anybody can recompute offline."""

from __future__ import annotations

import shlex
import subprocess
import sys
from argparse import Namespace
from pathlib import Path
from typing import Any

from baton.cli.bundled import verifier
from baton.cli.inputs import add_inputs, require_files, scored
from baton.cli.output import add_force, require_targets, write_to
from baton.cli.screen import COLON, require, say
from baton.documents.archives import write_archive
from baton.documents.problems import Problems


def add(commands: Any) -> None:
    """Declare both commands."""
    export = commands.add_parser(
        "export", help="导出可离线核验的归档", description="把规则书、事实和结果封进一个归档。"
    )
    add_inputs(export)
    export.add_argument("--out", required=True, metavar="归档.zip", help="写到哪个文件")
    add_force(export)
    export.set_defaults(run=run_export)
    verify = commands.add_parser(
        "verify",
        help="离线核验归档",
        description="用只靠标准库、与计分引擎不共用代码的核验器重算归档。"
        "退出码:0 一致,1 有不同,2 归档读不了。",
    )
    verify.add_argument(
        "archive", metavar="归档.zip", help="归档，或 baton log 导出的操作记录 .jsonl"
    )
    verify.add_argument(
        "drafts", metavar="稿", nargs="*", help="给了操作记录时：看这些归档是不是编过号的稿"
    )
    verify.set_defaults(run=run_verify)


def run_export(arguments: Namespace) -> int:
    """Compute and seal."""
    require_targets(arguments.out, force=arguments.force)
    result = scored(arguments)
    write_to(arguments.out, lambda path: write_archive(result, path))
    say(f"归档已写到“{arguments.out}”。")
    print(f"运行号 {result.run}\n核验{COLON}baton verify {shlex.quote(arguments.out)}")
    return 0


def _require_archive(path: str) -> None:
    """A board or a rule book handed to `verify` is told apart from a damaged archive."""
    if Path(path).suffix.lower() in {".zip", ".jsonl"}:
        return
    problems = Problems()
    what, remedy = (
        "核验要用归档(.zip),这个不是",
        "请用 baton export 导出的归档;总表请让对方把归档一起发来",
    )
    problems.error(path, what, remedy, code="no-archive")
    require(problems)


def run_verify(arguments: Namespace) -> int:
    """Run the verifier by itself: no site packages, nothing of the engine."""
    require_files(arguments.archive)
    _require_archive(arguments.archive)
    command = [sys.executable, "-I", "-S", str(verifier()), arguments.archive, *arguments.drafts]
    return subprocess.run(command, check=False).returncode
