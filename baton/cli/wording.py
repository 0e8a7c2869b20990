"""argparse in Chinese: its own few sentences translated, its errors turned into plain ones."""

from __future__ import annotations

import argparse
import re
import sys
from typing import NoReturn

USAGE_ERROR = 3
HEADINGS = {
    "usage: ": "用法:",
    "positional arguments": "参数",
    "options": "选项",
    "show this help message and exit": "显示这份说明",
    "show program's version number and exit": "显示版本",
}
ERRORS = (
    (r"the following arguments are required: (.+)", r"还缺少:\1"),
    (r"unrecognized arguments: (.+)", r"看不懂的参数:\1"),
    (r"argument (.+?): expected one argument", r"\1 后面要写一个值"),
    (r"argument (.+?): invalid choice: (.+?) \(choose from (.+)\)", r"\1 不能是 \2,可用:\3"),
    (r"argument (.+?): invalid \w+ value: (.+)", r"\1 的值 \2 看不懂"),
    (r"ambiguous option: (.+?) could match (.+)", r"\1 不够明确,可能是 \2"),
)


class Parser(argparse.ArgumentParser):
    """A parser whose help and errors are Chinese; usage faults leave with code 3."""

    def format_help(self) -> str:
        """Help with Chinese headings."""
        return _translated(super().format_help())

    def format_usage(self) -> str:
        """Usage with a Chinese heading."""
        return _translated(super().format_usage())

    def error(self, message: str) -> NoReturn:
        """One sentence and where to read on."""
        for pattern, chinese in ERRORS:
            message = re.sub(pattern, chinese, message)
        print(f"命令写得不对:{message}\n看说明:{self.prog} --help", file=sys.stderr)
        raise SystemExit(USAGE_ERROR)


def _translated(text: str) -> str:
    for english, chinese in HEADINGS.items():
        text = text.replace(english, chinese)
    return text
