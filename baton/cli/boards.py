"""A group's board in the terminal: rank, unit, papers, total, grade, and why somebody is not ranked."""

from __future__ import annotations

from rich.table import Table

from baton.cli.output import REASON
from baton.cli.screen import grid
from baton.scoring.canonical import decimal_text
from baton.scoring.columns import divide
from baton.scoring.facts import Subject
from baton.scoring.plan import Group, children_of
from baton.scoring.result import Line, Result

MOST_PAPERS = 6


def board_of(result: Result, group: Group, *, top: int | None = None) -> Table:
    """Ranked subjects in order, then the others in official order with the reason."""
    papers = _papers(result, group)
    heads = ["名次", "单位", *(_name(result, code) for code in papers), "总分", "等次", "说明"]
    table = grid(_title(result, group), heads, right=(0, *range(2, len(papers) + 3)))
    for subject in _ordered(result, group)[:top]:
        line = result.lines[subject.subject]
        values = [_value(result, subject, code) for code in papers]
        table.add_row(
            str(line.rank or "—"), subject.name or subject.subject, *values,
            line.total or "—", line.grade or "", _note(line),
        )  # fmt: skip
    return table


def _ordered(result: Result, group: Group) -> list[Subject]:
    rows = result.plan.rows[group.start : group.stop]
    outside = [
        subject
        for subject in result.plan.facts.roster
        if subject.group == group.name and subject.subject not in result.plan.row_of
    ]

    def key(subject: Subject) -> tuple[int, int, int, str]:
        line = result.lines[subject.subject]
        return (line.rank is None, line.rank or 0, subject.order, subject.subject)

    return sorted([*rows, *outside], key=key)


def _papers(result: Result, group: Group) -> list[str]:
    """What stands right under the root, as long as it fits a screen."""
    under = children_of(result.plan.nodes[group.entry["root"]])
    return under if len(under) <= MOST_PAPERS else []


def _value(result: Result, subject: Subject, code: str) -> str:
    if subject.subject not in result.plan.row_of:
        return "—"
    if code in result.plan.nodes:
        return result.node(subject.subject, code)[1] or "—"
    return result.score(subject.subject, code) or "—"


def _title(result: Result, group: Group) -> str:
    as_of = f" · 截至 {result.plan.facts.as_of}" if result.plan.facts.as_of else ""
    status = {"provisional": " · 暂行", "trial": " · 试行"}.get(result.plan.rulebook["status"], "")
    return f"{result.plan.rulebook['name']} · {group.name}{as_of}{status}"


def _name(result: Result, code: str) -> str:
    entry = result.plan.nodes.get(code) or result.plan.items[code]
    return str(entry["name"])


def _note(line: Line) -> str:
    notes = [REASON[line.reason]] if line.reason else []
    if line.status == "separate":
        notes.append("单列")
    if line.total is None and line.share is not None:
        notes.append(f"已出数占 {percent(line.share)},监测值 {line.interim or '—'}")
    return ";".join(notes)


def percent(share: str) -> str:
    """A share as a per cent with two places at most."""
    whole, _, fraction = share.partition(".")
    hundredths = divide(int(whole + fraction) * 10**4, 10 ** len(fraction), "half_up")
    return decimal_text(hundredths, 2) + "%"
