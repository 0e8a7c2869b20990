"""The command `baton`: every sentence Chinese, every exit code documented, never a traceback.

Only what the given command needs is loaded: help and the verifier start without the engine.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from io import TextIOWrapper
from typing import Any

from baton import __version__
from baton.cli.screen import FAULTS, Faults, show_problems, tell
from baton.cli.wording import Parser

INTERRUPTED = 130
BROKEN_PIPE = 141
UNEXPECTED = 70

ABOUT = """指挥棒:得分 = f(规则书,事实)。精确到最后一位,每个数都能说明,任何人都能复算。
Baton: exact, explained, reproducible target-responsibility assessment."""
CODES = """退出码:0 完成;1 有不同、核验未通过或有没声明的读法;2 输入有错误,什么也没有写出;3 命令写得不对;70 程序自身出错(加 --debug 看细节);130 被中断。"""


COMMANDS = {  # each with its module and what the list of commands says about it
    "demo": ("demo", "看指挥棒算一遍"),
    "score": ("score", "计分、排名、评等次"),
    "explain": ("explain", "一个得分怎么算出来的"),
    "check": ("check", "检查规则书、列出没有声明的读法"),
    "template": ("template", "生成待填的空表"),
    "import-scheme": ("scheme", "把 Word/Excel 指标体系表变成规则书"),
    "diff": ("diff", "比较两份规则书或两稿结果"),
    "export": ("export", "导出可离线核验的归档"),
    "verify": ("verify", "离线核验归档"),
    "init": ("office", "第一次使用：建好数据文件夹和第一个账号"),
    "password": ("office", "忘了密码：在本机给一个账号重设"),
    "serve": ("office", "打开网页"),
    "desk-demo": ("office", "看看一月中旬的收件台"),
    "doctor": ("custody", "检查数据有没有被改动、缺失"),
    "backup": ("custody", "备份成一个文件"),
    "restore": ("custody", "从备份恢复"),
    "log": ("custody", "导出操作记录"),
}


class _Listed:
    """Where a module declares its commands; what the list says about them stands in COMMANDS."""

    def __init__(self, commands: Any) -> None:
        self.commands = commands

    def add_parser(self, name: str, **options: Any) -> Parser:
        """One command."""
        made: Parser = self.commands.add_parser(name, help=COMMANDS[name][1], **options)
        return made


def parser(chosen: str = "") -> Parser:
    """The whole command with its help; of the commands only the chosen one with its options."""
    made = Parser(prog="baton", description=ABOUT, epilog=CODES)
    made.add_argument("--version", action="version", version=f"指挥棒 {__version__}")
    made.add_argument("--debug", action="store_true", help="出错时显示程序细节")
    listed = _Listed(
        made.add_subparsers(title="命令", dest="command", metavar="命令", required=True)
    )
    wanted = COMMANDS[chosen][0] if chosen in COMMANDS else ""
    declared = False
    for name, (module, _) in COMMANDS.items():
        if module != wanted:
            listed.add_parser(name)
        elif not declared:
            import_module(f"baton.cli.commands.{module}").add(listed)
            declared = True
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    written = list(sys.argv[1:] if arguments is None else arguments)
    debug = "--debug" in written
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    words = [word for word in written if word != "--debug"]
    chosen = next((word for word in words if not word.startswith("-")), "")
    try:
        parsed = parser(chosen).parse_args(words)
        return int(parsed.run(parsed))
    except Faults as faults:
        show_problems(faults.problems)
        return FAULTS
    except KeyboardInterrupt:
        tell("已中断。没有写完的结果不会留下。")
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    except Exception as error:
        if debug:
            import traceback

            traceback.print_exc()
        if said := _known(error):
            tell(said)
            return FAULTS
        name = type(error).__name__
        tell(f"程序自身出错了({name}),没有写出结果。加 --debug 再运行可以看到细节。")
        return UNEXPECTED


def _known(error: Exception) -> str:
    """What is not the program's own fault: a full disk, a damaged database. Empty for everything else."""
    from baton.desk.care.full_disk import DAMAGED, is_damaged, is_full

    if is_full(error):
        return "磁盘写满了，没有写出结果，原来的都在。请清理磁盘或换一个位置，再运行一次。"
    return DAMAGED if is_damaged(error) else ""


if __name__ == "__main__":
    sys.exit(main())
