"""baton diff: two rule books, or two results with whose score moved and why."""

from __future__ import annotations

from argparse import Namespace
from fractions import Fraction
from pathlib import Path
from typing import Any

from rich.markup import escape

from baton.cli.files import require_files
from baton.cli.inputs import from_archive
from baton.cli.screen import grid, require, say, show_table, working
from baton.documents.comparing import (
    MOST_REASONS,
    Move,
    fact_changes,
    moves,
    read_result,
    result_moves,
    rulebook_changes,
)
from baton.documents.problems import Problems
from baton.documents.rulebook import read_rulebook
from baton.punctuation import full_width
from baton.scoring.canonical import decimal_text

DIFFERENT = 1
PLACES = 10


def add(commands: Any) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "diff",
        description="比较两份规则书,逐条列出改动;或比较两个归档(两稿),列出谁动了、动多少、"
        "为什么(规则、数据、加减分、同组);两份 result.json 也可比较,但说不出原因。退出码:0 相同,1 有不同。",
    )
    parser.add_argument("old", metavar="前一份", help="规则书、归档 .zip 或 result.json")
    parser.add_argument("new", metavar="后一份", help="规则书、归档 .zip 或 result.json")
    parser.set_defaults(run=run)


def run(arguments: Namespace) -> int:
    """Compare archives with archives, results with results, rule books with rule books."""
    require_files(arguments.old, arguments.new)
    kinds = [_kind(path) for path in (arguments.old, arguments.new)]
    if kinds[0] != kinds[1]:
        problems = Problems()
        what = f"前一份是{kinds[0]},后一份是{kinds[1]},不能比较"
        problems.error("baton diff", what, "请给两个归档、两份结果或两份规则书", code="kind")
        require(problems)
    if kinds[0] == "归档":
        return _archives(arguments)
    if kinds[0] == "结果":
        return _results(arguments.old, arguments.new)
    return _rulebooks(arguments.old, arguments.new)


def _kind(path: str) -> str:
    if Path(path).suffix.lower() == ".zip":
        return "归档"
    with Path(path).open("rb") as file:
        head = file.read(200)
    return "结果" if b'"format":"baton.result/1"' in head else "规则书"


def _results(old: str, new: str) -> int:
    """Two result files: who moved. Without rule books and facts nobody can say why."""
    problems = Problems()
    found = [read_result(Path(path), problems=problems) for path in (old, new)]
    require(problems)
    shifts = result_moves(*(lines for lines in found if lines is not None))
    if not shifts:
        say("两份结果的总分、名次和等次都相同。")
        return 0
    table = grid(["编号", "前稿", "后稿", "升降", "名次", "等次"], right=(1, 2, 3, 4))
    for move in shifts:
        table.add_row(*_row(move)[:6])
    show_table(table, f"{len(shifts)} 家有变动")
    say("结果文件里没有规则和数据,说不出原因;比较两个归档可以说出原因。")
    return DIFFERENT


def _rulebooks(old: str, new: str) -> int:
    problems = Problems()
    before, after = read_rulebook(old, problems=problems), read_rulebook(new, problems=problems)
    require(problems)
    assert before is not None
    assert after is not None
    return _show_changes(before, after)


def _show_changes(before: dict[str, Any], after: dict[str, Any]) -> int:
    changes = rulebook_changes(before, after)
    if not changes:
        say("两份规则书相同。")
        return 0
    table = grid(["哪里", "什么", "原来", "现在"])
    for change in changes:
        cells = (change.place or "全书", change.label, change.old, change.new)
        table.add_row(*map(escape, cells))
    show_table(table, full_width(f"规则书的改动,共 {len(changes)} 处"))
    return DIFFERENT


def _archives(arguments: Namespace) -> int:
    with working("正在重算两稿并找原因……"):
        old, new = from_archive(arguments.old), from_archive(arguments.new)
        found = moves(old, new)
    changed = 0
    if old.plan.rulebook != new.plan.rulebook:
        changed = _show_changes(old.plan.rulebook, new.plan.rulebook)
    if not found:
        facts = fact_changes(old.plan.facts.canonical(), new.plan.facts.canonical())
        if facts:
            told = "、".join(f"{title} {count} 行" for title, count in facts.items())
            say(f"两稿的事实有不同({told}),总分、名次和等次没有因此变动。")
            return DIFFERENT
        say("两稿的总分、名次和等次都相同。")
        return changed
    heads = ["单位", "前稿", "后稿", "升降", "名次", "等次", "规则", "数据", "加减分", "同组"]
    table = grid(heads, right=(1, 2, 3, 4, 6, 7, 8, 9))
    for move in found:
        table.add_row(*_row(move))
    show_table(table, f"{len(found)} 家有变动")
    say(
        "升降 = 规则 + 数据 + 加减分 + 同组。先换规则,再换本单位的数据,再换本单位的加减分,"
        "余下的是别的单位变动带来的。"
    )
    if len(found) > MOST_REASONS:
        say(f"只说明了变动最大的 {MOST_REASONS} 家的原因。")
    return DIFFERENT


def _row(move: Move) -> list[str]:
    total = None
    if move.old is not None and move.new is not None:
        total = Fraction(move.new) - Fraction(move.old)
    ranks = f"{move.old_rank or '—'}→{move.new_rank or '—'}"
    parts = (move.rule, move.figures, move.events, move.cohort)
    return [
        move.name,
        move.old or "—",
        move.new or "—",
        _signed(total),
        ranks,
        f"{move.old_grade or '未定'}→{move.new_grade or '未定'}" if move.has_new_grade else "",
        *map(_signed, parts),
    ]


def _signed(value: Fraction | None) -> str:
    if value is None:
        return "—"
    text = decimal_text(int(value * 10**PLACES), PLACES)
    return text if value <= 0 else "+" + text
