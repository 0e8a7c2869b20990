"""一个指标一节: one indicator's section cut out of a rule book, and a section put back in its place."""

from __future__ import annotations

import re
import textwrap
from typing import Any

from baton.documents.problems import Problem, Problems
from baton.documents.rulebook.book import BookReader
from baton.documents.rulebook.composing import compose
from baton.documents.rulebook.emitting import emit, scalar
from baton.documents.rulebook.scope import Source
from baton.documents.rulebook.writing import item_tree, text, tree_of
from baton.scoring.rulebook.faults import Json

ITEMS, DATA = "指标", "数据"
INDENT = 4
_GAP = "留空" * 60  # longer than a line, so that nothing around it is put on one line
_PLACE = re.compile(r"第(\d+)行第(\d+)列")
_NAMES = {ITEMS: "", DATA: "新数据项"}


def write_item(rulebook: Json, code: str) -> str:
    """The section of one indicator as an official reads it, without its code."""
    return emit(item_tree(rulebook, code))


def read_item(
    rulebook: Json, code: str, written: str, *, data: str = "", problems: Problems
) -> dict[str, Any] | None:
    """The rule book in which one indicator says what is written; None if anything is wrong with it.

    data: further data items, one a line, for an indicator that takes what the book has not registered yet.
    Problems name lines of the text at hand.
    """
    whole, spans = _put(rulebook, code, _bare(written, code), textwrap.dedent(data).strip("\r\n"))
    found = Problems()
    root = compose(whole, "", found)
    draft = BookReader(root, Source("", found)).draft() if root is not None else None
    for reading in draft.open_readings if draft else ():
        usual = "、".join(f"“{choice}”" for choice in reading.choices)
        found.error(reading.place, f"没有声明“{reading.key}”怎么读", f"请写明一种:{usual}")
    for problem in found:
        problems.add(_moved(problem, spans))
    return None if draft is None or found.error_count else draft.rulebook


def _bare(written: str, code: str) -> str:
    """The text without a head that repeats the code."""
    lines = textwrap.dedent(written.expandtabs(2)).strip("\r\n").splitlines()
    if lines and lines[0].strip().rstrip(":：").strip('"') == code:
        lines = textwrap.dedent("\n".join(lines[1:])).splitlines()
    return "\n".join(lines)


def _put(
    rulebook: Json, code: str, written: str, data: str
) -> tuple[str, list[tuple[str, int, int]]]:
    """The whole book as text, and where both texts stand in it: section, first line, how many lines."""
    tree = tree_of(rulebook)
    tree[ITEMS][text(code)] = _GAP
    if data.strip():
        tree[DATA][_GAP] = ""
    lines: list[str] = []
    spans = []
    head = f"  {scalar(text(code))}:"
    for line in emit(tree).splitlines():
        section = (
            ITEMS if line == f"{head} {_GAP}" else DATA if line.lstrip().startswith(_GAP) else ""
        )
        if not section:
            lines.append(line)
            continue
        if section == ITEMS:
            lines.append(head)
        own = (written if section == ITEMS else data).splitlines()
        spans.append((section, len(lines), len(own)))
        indent = " " * (INDENT if section == ITEMS else INDENT - 2)
        lines += [indent + one if one.strip() else "" for one in own]
    return "\n".join(lines) + "\n", spans


def _moved(problem: Problem, spans: list[tuple[str, int, int]]) -> Problem:
    """The same problem with the line it has in the text at hand."""
    found = _PLACE.search(problem.place)
    if found is None:
        return problem
    line, column = int(found[1]), int(found[2])
    rest = problem.place[found.end() :].strip()
    where = ""
    for section, before, count in spans:
        indent = INDENT if section == ITEMS else INDENT - 2
        if before < line <= before + count:
            where = f"{_NAMES[section]}第{line - before}行第{max(column - indent, 1)}列"
    return Problem(
        f"{where} {rest}".strip() or "规则书",
        problem.what,
        problem.remedy,
        problem.level,
        problem.code,
    )
