"""baton score: compute and show, or write csv, json, the 总表 workbook or an archive."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from baton.cli.boards import board_of, title_of
from baton.cli.files import add_force, require_targets, write_to
from baton.cli.inputs import add_inputs, scored
from baton.cli.output import BOARD, deliver
from baton.cli.screen import require, show_table, tell
from baton.documents.archives import write_archive
from baton.documents.problems import Problems
from baton.scoring.result import Result

FILES = ("csv", "json", "xlsx")


def add(commands: Any) -> None:
    """Declare the command."""
    parser = commands.add_parser("score", description="计分、排名、评等次。")
    add_inputs(parser)
    parser.add_argument(
        "--format", choices=("table", "csv", "json", "xlsx"), metavar="形式",
        help="table 终端表格、csv、json 规范结果、xlsx 总表;不写时看 --out 的扩展名,没有 --out 就是 table",
    )  # fmt: skip
    parser.add_argument("--out", metavar="文件", help="写到哪个文件")
    parser.add_argument("--group", metavar="分组", help="只看这个分组(只影响终端表格)")
    parser.add_argument("--top", type=int, metavar="家数", help="每组只看前几家(只影响终端表格)")
    parser.add_argument("--archive", metavar="归档.zip", help="同时导出可离线核验的归档")
    state = parser.add_mutually_exclusive_group()
    state.add_argument("--draft", type=int, metavar="稿次", help="总表上印第几稿")
    state.add_argument("--final", action="store_true", help="定稿:总表上不印“内部资料”")
    add_force(parser)
    parser.set_defaults(run=run)


def run(arguments: Namespace) -> int:
    """Compute and deliver."""
    form = _format(arguments.format, arguments.out)
    usual = BOARD if form == "xlsx" and not arguments.out else None
    require_targets(arguments.out, arguments.archive, usual, force=arguments.force)
    result = scored(arguments)
    if form == "table":
        show(result, arguments.group, arguments.top)
    else:
        deliver(result, form, arguments.out, arguments.draft, final=arguments.final)
    if arguments.archive:
        write_to(arguments.archive, lambda path: write_archive(result, path))
        tell(f"归档已写到“{arguments.archive}”,可用 baton verify 核验。")
    return 0


def _format(written: str | None, out: str | None) -> str:
    """The format asked for, or else the one that the file's extension says."""
    if out is None:
        return written or "table"
    form = written or Path(out).suffix.lower().removeprefix(".")
    if form not in FILES:
        problems = Problems()
        what = "终端表格不写成文件" if written else "看不出要写成哪一种文件"
        remedy = "请把文件名写成 .csv、.json 或 .xlsx,或用 --format 写明"
        problems.error(f"--out {out}", what, remedy, code="format")
        require(problems)
    return form


def show(result: Result, only: str | None, top: int | None = None) -> None:
    """The boards of all groups, or of one."""
    names = [group.name for group in result.plan.groups]
    if only is not None and only not in names:
        problems = Problems()
        problems.error("--group", f"没有分组“{only}”", "可用的分组:" + "、".join(names))
        require(problems)
    for group in result.plan.groups:
        if only in (None, group.name):
            show_table(board_of(result, group, top=top), title_of(result, group))
            print()
    print(f"运行号 {result.run}")
