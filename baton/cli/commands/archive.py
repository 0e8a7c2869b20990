"""baton export and baton verify: one file that anybody can recompute offline."""

from __future__ import annotations

import shlex
import subprocess
import sys
from argparse import Namespace
from typing import Any

from baton.cli.bundled import verifier
from baton.cli.inputs import add_inputs, require_files, scored
from baton.cli.output import require_targets, write_to
from baton.cli.screen import COLON, say
from baton.documents.archives import write_archive


def add(commands: Any) -> None:
    """Declare both commands."""
    export = commands.add_parser(
        "export", help="导出可离线核验的归档", description="把规则书、事实和结果封进一个归档。"
    )
    add_inputs(export)
    export.add_argument("--out", required=True, metavar="归档.zip", help="写到哪个文件")
    export.set_defaults(run=run_export)
    verify = commands.add_parser(
        "verify",
        help="离线核验归档",
        description="用只靠标准库、与计分引擎不共用代码的核验器重算归档。"
        "退出码:0 一致,1 有不同,2 归档读不了。",
    )
    verify.add_argument("archive", metavar="归档.zip", help="baton export 导出的归档")
    verify.set_defaults(run=run_verify)


def run_export(arguments: Namespace) -> int:
    """Compute and seal."""
    require_targets(arguments.out)
    result = scored(arguments)
    write_to(arguments.out, lambda path: write_archive(result, path))
    say(f"归档已写到“{arguments.out}”。")
    print(f"运行号 {result.run}\n核验{COLON}baton verify {shlex.quote(arguments.out)}")
    return 0


def run_verify(arguments: Namespace) -> int:
    """Run the verifier by itself: no site packages, nothing of the engine."""
    require_files(arguments.archive)
    command = [sys.executable, "-I", "-S", str(verifier()), arguments.archive]
    return subprocess.run(command, check=False).returncode
