"""baton explain: how any number came about, in Chinese or as data."""

from __future__ import annotations

import json
from argparse import Namespace
from typing import Any

from baton.cli.inputs import add_inputs, find_code, find_subject, scored
from baton.cli.screen import require
from baton.documents.problems import Problems
from baton.scoring.explain import CannotExplain, explain


def add(commands: Any) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "explain",
        description="逐步说明一个得分怎么算出来的,或失分失在哪里。",
    )
    add_inputs(parser)
    parser.add_argument("--subject", required=True, metavar="单位", help="编号、名称或别名")
    parser.add_argument("--indicator", metavar="指标", help="指标或大项的编号、名称;不写就说明总分")
    parser.add_argument(
        "--format",
        choices=("text", "json"),
        default="text",
        metavar="形式",
        help="text(默认)或 json",
    )
    parser.set_defaults(run=run)


def run(arguments: Namespace) -> int:
    """Explain one number."""
    result = scored(arguments)
    subject = find_subject(result, arguments.subject)
    code = find_code(result, arguments.indicator) if arguments.indicator else None
    try:
        found = explain(result, subject, code)
    except CannotExplain as error:
        problems = Problems()
        problems.error("--indicator", str(error), "请换一个这个单位有的指标")
        require(problems)
        raise
    if arguments.format == "json":
        print(json.dumps(found.data(), ensure_ascii=False, indent=1))
    else:
        print(found.text())
    return 0
