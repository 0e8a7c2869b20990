"""baton demo: a real case, a whole city, one explanation, one archive and one workbook."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from baton.cli.screen import console

FOLDER = "云州市-演示"


def add(commands: Any) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "demo",
        description="复算一张公布过的排名,再算虚构的云州市一年,说明一个数,离线核验,留下总表。",
    )
    parser.add_argument(
        "--out", default=FOLDER, metavar="文件夹", help=f"文件放在哪里(默认 ./{FOLDER})"
    )
    parser.set_defaults(run=run)


def run(arguments: Namespace) -> int:
    """Run the demonstration."""
    from baton.cli.demo import run as demonstrate

    out = console()

    def echo(*parts: Any) -> None:
        for part in parts:
            if isinstance(part, str):
                out.print(part, markup=False, soft_wrap=True)
            else:
                out.print(part)

    return int(demonstrate(Path(arguments.out), echo=echo))
