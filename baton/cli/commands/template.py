"""baton template: an empty workbook to fill in and load back."""

from __future__ import annotations

import shlex
from argparse import Namespace
from pathlib import Path
from typing import Any

from baton.cli.files import add_force, require_files, require_targets, write_to
from baton.cli.screen import COLON, require, say
from baton.documents.office.loading import load_roster
from baton.documents.problems import Problems
from baton.documents.rulebook import read_rulebook
from baton.documents.templates import write_template


def add(commands: Any) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "template",
        description="按规则书生成待填的工作簿(名册、责任书、数据、事件),带下拉选项和批注,填好可直接计分。",
    )
    parser.add_argument("rulebook", metavar="规则书", help="规则书(.yaml 或规范 .json)")
    parser.add_argument("--roster", metavar="名册", help="名册文件、文件夹或工作簿:把单位预先填好")
    parser.add_argument("--lead", metavar="牵头单位", help="只要这个牵头单位的指标")
    parser.add_argument("--period", metavar="期间", help="数据表预填的期间(默认最后一期)")
    parser.add_argument("--out", required=True, metavar="空表.xlsx", help="写到哪个文件")
    add_force(parser)
    parser.set_defaults(run=run)


def run(arguments: Namespace) -> int:
    """Write the workbook."""
    require_targets(arguments.out, force=arguments.force)
    require_files(arguments.rulebook, folders=[*filter(None, [arguments.roster])])
    problems = Problems()
    rulebook = read_rulebook(arguments.rulebook, problems=problems)
    require(problems)
    assert rulebook is not None
    leads = sorted({item["lead"] for item in rulebook["items"] if item["lead"]})
    if arguments.lead and arguments.lead not in leads:
        problems.error(
            "--lead", f"规则书里没有牵头单位“{arguments.lead}”", "可用:" + "、".join(leads)
        )
    if arguments.period and arguments.period not in rulebook["calendar"]:
        problems.error(
            "--period", f"没有期间“{arguments.period}”", "可用:" + "、".join(rulebook["calendar"])
        )
    roster = None
    if arguments.roster:
        roster = load_roster(Path(arguments.roster), problems=problems)
    require(problems)
    prepared: list[int] = []
    write_to(
        arguments.out,
        lambda path: prepared.append(
            write_template(
                rulebook, path, roster=roster, lead=arguments.lead, period=arguments.period
            )
        ),
    )
    say(f"空表已写到“{arguments.out}”,数据表预备了 {prepared[0]} 行。")
    names = shlex.join([arguments.rulebook, arguments.out])
    print(f"填好后{COLON}baton score {names}")
    return 0
