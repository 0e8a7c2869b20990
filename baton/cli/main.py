"""The command `baton`: every sentence Chinese, every exit code documented, never a traceback."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from io import TextIOWrapper

from baton.cli.commands import (
    archive,
    check,
    custody,
    demo,
    diff,
    explain,
    office,
    scheme,
    score,
    template,
)
from baton.cli.screen import FAULTS, Faults, show_problems, tell
from baton.cli.wording import Parser

INTERRUPTED = 130
BROKEN_PIPE = 141
UNEXPECTED = 70

ABOUT = """指挥棒:得分 = f(规则书,事实)。精确到最后一位,每个数都能说明,任何人都能复算。
Baton: exact, explained, reproducible target-responsibility assessment."""
CODES = """退出码:0 完成;1 有不同、核验未通过或有没声明的读法;2 输入有错误,什么也没有写出;3 命令写得不对;70 程序自身出错(加 --debug 看细节);130 被中断。"""


def parser() -> Parser:
    """The whole command with its help."""
    made = Parser(prog="baton", description=ABOUT, epilog=CODES)
    made.add_argument("--version", action="version", version=f"指挥棒 {_version()}")
    made.add_argument("--debug", action="store_true", help="出错时显示程序细节")
    commands = made.add_subparsers(title="命令", dest="command", metavar="命令", required=True)
    for module in (demo, score, explain, check, template, scheme, diff, archive, office, custody):
        module.add(commands)
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    written = list(sys.argv[1:] if arguments is None else arguments)
    debug = "--debug" in written
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    parsed = parser().parse_args([word for word in written if word != "--debug"])
    try:
        return int(parsed.run(parsed))
    except Faults as faults:
        show_problems(faults.problems)
        return FAULTS
    except KeyboardInterrupt:
        tell("已中断,没有写出结果。")
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    except Exception as error:
        if debug:
            traceback.print_exc()
        name = type(error).__name__
        tell(f"程序自身出错了({name}),没有写出结果。加 --debug 再运行可以看到细节。")
        return UNEXPECTED


def _version() -> str:
    try:
        return version("baton-assessment")
    except PackageNotFoundError:
        return "(未安装)"


if __name__ == "__main__":
    sys.exit(main())
