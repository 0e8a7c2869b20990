"""baton import-scheme: a Word or Excel scheme table becomes a first rule book."""

from __future__ import annotations

import shlex
from argparse import Namespace
from pathlib import Path
from typing import Any

from baton.cli.files import add_force, require_files, require_targets, write_to
from baton.cli.screen import COLON, require, say, show_problems
from baton.documents.problems import Problems
from baton.documents.rulebook import write_rulebook
from baton.documents.scheme_table import (
    TENTATIVE,
    draft_rulebook,
    note_lines,
    read_scheme,
    tentative_lines,
)


def add(commands: Any) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "import-scheme",
        description="照原样收下指标体系表(考核指标、分值、评分办法……),每个指标先按牵头单位直接评分,"
        "评分办法原文保留;以后一项一项改成公式。",
    )
    parser.add_argument("table", metavar="指标体系表", help=".docx、.xlsx、.xls、.ods 或 .csv")
    parser.add_argument("--out", required=True, metavar="规则书.yaml", help="写到哪个文件")
    parser.add_argument("--name", metavar="名称", help="方案名称(默认用文件名)")
    parser.add_argument(
        "--group", default="考核对象", metavar="分组", help="名册里的分组(默认“考核对象”)"
    )
    parser.add_argument("--period", default="全年", metavar="期间", help="期间(默认“全年”)")
    add_force(parser)
    parser.set_defaults(run=run)


def run(arguments: Namespace) -> int:
    """Read the table and write the rule book."""
    require_targets(arguments.out, force=arguments.force)
    require_files(arguments.table)
    problems = Problems()
    notes: list[str] = []
    rows = read_scheme(arguments.table, problems=problems, notes=notes)
    require(problems)
    name = arguments.name or Path(arguments.table).stem
    rulebook = draft_rulebook(
        rows, name=name, group=arguments.group, period=arguments.period, problems=problems
    )
    require(problems)
    show_problems(problems)
    text = write_rulebook(rulebook) + note_lines(notes) + tentative_lines()
    write_to(arguments.out, lambda path: path.write_text(text, encoding="utf-8"))
    say(f"规则书已写到“{arguments.out}”:{len(rows)} 个指标,都先直接评分。")
    if notes:
        say(f"表下面的注和说明 {len(notes)} 段照原样留在“说明”里,请看有没有要写成规则的。")
    say(f"方案表里没有写的 {len(TENTATIVE)} 条先按通常的办法(文件末尾的“暂按”),请一条一条定下来。")
    print(f"下一步{COLON}baton check {shlex.quote(arguments.out)}")
    return 0
