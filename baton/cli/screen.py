"""What the command shows: tables for people, problems, progress on the error stream."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.table import Table

from baton.documents.problems import Problems

FAULTS = 2
PLAIN_WIDTH = 160


class Faults(Exception):
    """Input with faults: they have been collected, nothing is written, the exit code is 2."""

    def __init__(self, problems: Problems) -> None:
        super().__init__(str(problems.error_count))
        self.problems = problems


def console() -> Console:
    """Colours and the terminal's width for a person, plain wide text for a pipe."""
    if sys.stdout.isatty():
        return Console(highlight=False)
    return Console(highlight=False, no_color=True, width=PLAIN_WIDTH)


def errors() -> Console:
    """The error stream, where progress and problems go."""
    return Console(stderr=True, highlight=False, soft_wrap=True)


def show_problems(problems: Problems) -> None:
    """Every problem with place and remedy, then how many there are."""
    out = errors()
    listing = problems.listing()
    if listing:
        out.print(listing, markup=False)
    if problems.error_count:
        out.print(
            f"共 {problems.error_count} 处错误,没有写出任何结果。改好后再运行。", markup=False
        )


def require(problems: Problems) -> None:
    """Stop with all faults if there are any."""
    if problems.error_count:
        raise Faults(problems)


def grid(title: str, heads: Sequence[str], *, right: Sequence[int] = ()) -> Table:
    """A table with Chinese heads; the columns named in ``right`` are numbers."""
    table = Table(title=title, title_justify="left", show_lines=False)
    for at, head in enumerate(heads):
        table.add_column(head, justify="right" if at in right else "left", no_wrap=at in right)
    return table


@contextmanager
def working(what: str) -> Iterator[None]:
    """Say what takes time, on the error stream of a person."""
    out = errors()
    if not sys.stderr.isatty():
        yield
        return
    with out.status(what):
        yield
