"""baton verify: recompute an archive with the verifier, a program of its own; starts in a moment."""

from __future__ import annotations

import subprocess
import sys
from argparse import Namespace
from pathlib import Path
from typing import Any

from baton.cli.bundled import verifier
from baton.cli.files import require_files
from baton.cli.screen import require
from baton.documents.problems import Problems

TABLES = {".xlsx", ".xls", ".et", ".ods", ".csv"}


def add(commands: Any) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "verify",
        description="用只靠标准库、与计分引擎不共用代码的核验器重算归档。"
        "退出码:0 一致,1 有不同,2 归档读不了。",
    )
    parser.add_argument(
        "archive", metavar="归档.zip", help="归档，或 baton log 导出的操作记录 .jsonl"
    )
    parser.add_argument(
        "drafts",
        metavar="稿",
        nargs="*",
        help="给了操作记录时：看这些归档是不是编过号的稿、发布给谁、收回没有；也可以写纸上印的链头",
    )
    parser.set_defaults(run=run)


def _require_archive(path: str) -> None:
    """A board or a rule book handed to `verify` is told apart from a damaged archive."""
    kind = Path(path).suffix.lower()
    if kind in {".zip", ".jsonl"}:
        return
    problems = Problems()
    what = "这是总表一类的表格" if kind in TABLES else "这不是归档"
    what += ",核验要用归档(.zip):里面有规则书、事实和结果,表格里没有"
    remedy = "请给 baton export 导出的归档;别人发来的只有总表时,请他把归档一起发来"
    problems.error(path, what, remedy, code="no-archive")
    require(problems)


def run(arguments: Namespace) -> int:
    """Run the verifier by itself: no site packages, nothing of the engine.

    It has a session of its own, so that Ctrl-C reaches only this process, which then ends it.
    """
    require_files(arguments.archive)
    _require_archive(arguments.archive)
    command = [sys.executable, "-I", "-S", str(verifier()), arguments.archive, *arguments.drafts]
    return subprocess.run(command, check=False, start_new_session=True).returncode
