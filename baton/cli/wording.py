"""argparse in Chinese: its own few sentences translated, columns aligned for wide characters, faults made plain."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any, NoReturn

from rich.cells import cell_len, chop_cells

from baton.punctuation import full_width

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
    (r"argument (.+?): expected at least one argument", r"\1 后面至少要写一个值"),
    (r"argument (.+?): ignored explicit argument (.+)", r"\1 后面不能写值 \2"),
    (r"argument (.+?): not allowed with argument (.+)", r"\1 与 \2 不能同时写"),
    (r"argument (.+?): invalid choice: (.+?) \(choose from (.+)\)", r"\1 不能是 \2,可用:\3"),
    (r"argument (.+?): invalid int value: (.+)", r"\1 要写整数,\2 不是"),
    (r"argument (.+?): invalid \w+ value: (.+)", r"\1 的值 \2 看不懂"),
    (r"ambiguous option: (.+?) could match (.+)", r"\1 不够明确,可能是 \2"),
)
CLOSING = frozenset(",。;:、)”》!?,;:)!?")
WORD = re.compile(r"[,;:)!?]|[!-~](?:(?![,;:)!?])[!-~])*|\s+|.")
LEFT = 26
GAP = 2


class Lines(argparse.HelpFormatter):
    """Help whose second column starts at the same place although Chinese characters are twice as wide."""

    def __init__(self, prog: str, **options: int) -> None:
        super().__init__(prog, max_help_position=LEFT, **options)

    def _format_usage(self, *arguments: Any, **options: Any) -> str:
        """argparse counts a Chinese character as one column; here it counts as two."""
        text = " ".join(super()._format_usage(*arguments, **options).split())
        program = cell_len(translated("usage: ") + self._prog)
        head, rest = text[: len("usage: " + self._prog)], text[len("usage: " + self._prog) :]
        lines, line = [], head
        for part in re.findall(r"\[[^]]*\]|--\S+ \S+|\S+", rest):
            if cell_len(line) + 1 + cell_len(part) > self._width:
                lines.append(line)
                line = " " * program
            line += " " + part
        return "\n".join([*lines, line]) + "\n\n"

    def _format_action(self, action: argparse.Action) -> str:
        indent = " " * self._current_indent
        name = self._format_action_invocation(action)
        parts = [self._format_action(below) for below in self._iter_indented_subactions(action)]
        if isinstance(action, argparse._SubParsersAction):
            return "".join(parts)
        width = max(self._width - LEFT, 20)
        text = (
            wrapped(full_width(translated(self._expand_help(action))), width)
            if action.help
            else [""]
        )
        room = LEFT - len(indent) - GAP
        if cell_len(name) <= room:
            first = indent + name + " " * (LEFT - len(indent) - cell_len(name)) + text[0]
            rest = text[1:]
        else:
            first, rest = indent + name, text
        lines = [first, *(" " * LEFT + line for line in rest)]
        return "\n".join(line.rstrip() for line in lines) + "\n" + "".join(parts)

    def _iter_indented_subactions(self, action: argparse.Action) -> Iterable[argparse.Action]:
        if isinstance(
            action, argparse._SubParsersAction
        ):  # the commands stand right under their title
            yield from action._get_subactions()
        else:
            yield from super()._iter_indented_subactions(action)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return "\n".join(
            indent + line
            for part in text.splitlines()
            for line in wrapped(part if part.isascii() else full_width(part), width)
        )


class Parser(argparse.ArgumentParser):
    """A parser whose help and errors are Chinese; usage faults leave with code 3."""

    def __init__(self, **options: object) -> None:
        options.setdefault("formatter_class", Lines)
        super().__init__(**options)  # type: ignore[arg-type]

    def format_help(self) -> str:
        """Help with Chinese headings."""
        return translated(super().format_help())

    def format_usage(self) -> str:
        """Usage with a Chinese heading."""
        return translated(super().format_usage())

    def error(self, message: str) -> NoReturn:
        """One sentence and where to read on."""
        for pattern, chinese in ERRORS:
            message = re.sub(pattern, chinese, message)
        message = re.sub(r"'([^']*)'", r"\1", message).replace(", ", "、")
        message = _with_guess(message)
        said = full_width(f"命令写得不对:{message}\n看说明:")
        print(f"{said}{self.prog} --help", file=sys.stderr)
        raise SystemExit(USAGE_ERROR)


def _with_guess(message: str) -> str:
    """命令 不能是 scroe,可用:score、… with the nearest of them proposed."""
    found = re.search(r"不能是 (\S+?),可用:(.+)", message)
    near = get_close_matches(found[1], found[2].split("、"), 1) if found else []
    return f"{message}。您是不是要 {near[0]}?" if near else message


def wrapped(text: str, width: int) -> list[str]:
    """A sentence in lines of at most ``width`` columns, cut between Chinese characters but not inside a word.

    >>> wrapped("得分 abc", 6)
    ['得分', 'abc']
    """
    lines, line = [], ""
    for word in WORD.findall(text):
        if cell_len(line + word) > width and line.strip() and word not in CLOSING:
            lines.append(line.rstrip())
            line = ""
        pieces = chop_cells(word, width) if cell_len(word) > width else [word]
        lines += pieces[:-1]
        line += pieces[-1] if line or pieces[-1].strip() else ""
    return [*lines, line.rstrip()]


def translated(text: str) -> str:
    """argparse's own words in Chinese."""
    for english, chinese in HEADINGS.items():
        text = text.replace(english, chinese)
    return re.sub(r"(?m)^(参数|选项|命令|用法):", rf"\1{full_width(':')}", text)
