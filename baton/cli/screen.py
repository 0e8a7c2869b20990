"""What the command shows: tables for people, problems, progress on the error stream."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.cells import cell_len

from baton.cli.wording import wrapped
from baton.documents.problems import LISTED, Problem, Problems
from baton.punctuation import full_width

if TYPE_CHECKING:  # drawing tables takes a tenth of a second to load: only where one is drawn
    from rich.console import Console
    from rich.table import Column, Table

FAULTS = 2
PLAIN_WIDTH = 200
NARROWEST = 40
HEAD = 14  # columns of a head above numbers: longer ones go into two lines
COLON = full_width(":")
CODE = re.compile(
    r"((?<=加一行:)[^(]+|[^\s,:;。“]+: (?:\{[^}]*\}|[^\s,;。→”]+)|\{[^}]*\}|\[[^\]]*\])"
)


class Faults(Exception):
    """Input with faults: they have been collected, nothing is written, the exit code is 2."""

    def __init__(self, problems: Problems) -> None:
        super().__init__(str(problems.error_count))
        self.problems = problems


def console() -> Console:
    """Colours and the terminal's width for a person; for a pipe plain text as wide as it needs to be."""
    from rich.console import Console

    if sys.stdout.isatty():
        return Console(highlight=False)
    return Console(highlight=False, no_color=True, width=_piped_width())


def _piped_width() -> int:
    """What the person set as COLUMNS, else wide enough that nothing has to be folded."""
    asked = os.environ.get("COLUMNS", "")
    return max(int(asked), NARROWEST) if re.fullmatch("[0-9]{1,4}", asked) else PLAIN_WIDTH


def sentence(text: str) -> str:
    """Full-width punctuation, but not in what is to be copied into a rule book or an alias file.

    >>> sentence("请写:名次: {按: 总分, 并列: 1-2-2-4}") == "请写\uff1a名次: {按: 总分, 并列: 1-2-2-4}"
    True
    """
    parts = CODE.split(text)
    return "".join(full_width(part) if at % 2 == 0 else part for at, part in enumerate(parts))


def say(text: str) -> None:
    """A sentence of ours on the screen, folded by the terminal; what stands in “” is quoted and stays."""
    print(sentence(text))


def errors() -> Console:
    """The error stream, where progress and problems go."""
    from rich.console import Console

    return Console(stderr=True, highlight=False, soft_wrap=True)


def tell(text: str) -> None:
    """A sentence beside the result, on the error stream."""
    print(sentence(text), file=sys.stderr)


def show_problems(problems: Problems) -> None:
    """Every problem with place and remedy, then how many there are."""
    found = [*problems.errors, *problems.warnings]
    for problem in found[:LISTED]:
        print(_line(problem), file=sys.stderr)
    if len(problems) > LISTED:
        tell(f"……另有 {len(problems) - LISTED} 处没有列出,改好以上各处后再查一次。")
    if problems.error_count:
        tell(f"共 {problems.error_count} 处错误,没有写出任何结果。改好后再运行。")


def _line(problem: Problem) -> str:
    """Place, fault and remedy in one line."""
    mark = "错误" if problem.is_error else "提醒"
    remedy = f" → {sentence(problem.remedy)}" if problem.remedy else ""
    return f"[{mark}] {problem.place}{COLON}{sentence(problem.what)}{remedy}"


def require(problems: Problems) -> None:
    """Stop with all faults if there are any."""
    if problems.error_count:
        raise Faults(problems)


def grid(heads: Sequence[str], *, right: Sequence[int] = ()) -> Table:
    """An empty table with Chinese heads; the columns in ``right`` hold numbers, which never break."""
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for at, head in enumerate(heads):
        table.add_column(head, justify="right" if at in right else "left", overflow="fold")
    return table


def show_table(table: Table, title: str = "") -> None:
    """A table under its title, without blanks at the ends of lines when it goes into a file or a pipe."""
    out = console()
    for column in table.columns:
        if column.justify == "right":
            _fix_numbers(column)
    if title:
        out.print(title, markup=False, style="bold", soft_wrap=True)
    with out.capture() as shown:
        out.print(table)
    print("\n".join(line.rstrip() for line in shown.get().splitlines()))


def _fix_numbers(column: Column) -> None:
    """Pad the cells to one width, since rich would drop the blanks behind a number and move its point."""
    text = str(column.header)
    rows = -(-cell_len(text) // HEAD)
    head = wrapped(text, -(-cell_len(text) // (2 * rows)) * 2)  # lines of about the same length
    cells = [str(cell) for cell in column._cells]
    width = max(cell_len(text) for text in (*head, *cells))
    column.header = "\n".join(" " * (width - cell_len(line)) + line for line in head)
    column._cells = [" " * (width - cell_len(text)) + text for text in cells]
    column.justify, column.no_wrap, column.min_width = "left", True, width


def aligned(values: Sequence[str | None], places: int = 0) -> list[str]:
    """Numbers with their decimal points under each other, at least ``places`` digits behind; — for none.

    >>> aligned(["97.5", "100", None], 2)
    [' 97.50', '100.00', '     —']
    >>> aligned(["79", "71.288947", None])
    ['79       ', '71.288947', ' —       ']
    """
    texts = ["—" if value is None else _with_places(value, places) for value in values]
    behind = [len(text) - len(text.partition(".")[0]) for text in texts]
    most = max(behind, default=0)
    if places:
        behind = [most if text == "—" else size for text, size in zip(texts, behind, strict=True)]
    padded = [text + " " * (most - size) for text, size in zip(texts, behind, strict=True)]
    width = max(map(len, padded), default=0)
    return [text.rjust(width) for text in padded]


def _with_places(value: str, places: int) -> str:
    whole, _, fraction = value.partition(".")
    fraction = fraction.ljust(places, "0")
    return f"{whole}.{fraction}" if fraction else whole


@contextmanager
def working(what: str) -> Iterator[None]:
    """Say what takes time, on the error stream of a person."""
    if not sys.stderr.isatty():
        yield
        return
    with errors().status(what):
        yield
