"""baton export: one file that anybody can recompute offline."""

from __future__ import annotations

import shlex
from argparse import Namespace
from typing import Any

from baton.cli.files import add_force, require_targets, write_to
from baton.cli.inputs import add_inputs, scored
from baton.cli.screen import COLON, say
from baton.documents.archives import write_archive


def add(commands: Any) -> None:
    """Declare the command."""
    parser = commands.add_parser("export", description="把规则书、事实和结果封进一个归档。")
    add_inputs(parser)
    parser.add_argument("--out", required=True, metavar="归档.zip", help="写到哪个文件")
    add_force(parser)
    parser.set_defaults(run=run)


def run(arguments: Namespace) -> int:
    """Compute and seal."""
    require_targets(arguments.out, force=arguments.force)
    result = scored(arguments)
    write_to(arguments.out, lambda path: write_archive(result, path))
    say(f"归档已写到“{arguments.out}”。")
    print(f"运行号 {result.run}\n核验{COLON}baton verify {shlex.quote(arguments.out)}")
    return 0
