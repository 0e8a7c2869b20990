"""A group's board in the terminal: rank, unit, papers, total, grade, and why somebody is not ranked."""

from __future__ import annotations

from rich.cells import cell_len
from rich.markup import escape
from rich.table import Table

from baton.cli.output import REASON
from baton.cli.screen import HEAD, aligned, console, grid
from baton.punctuation import full_width
from baton.scoring.canonical import decimal_text
from baton.scoring.columns import divide
from baton.scoring.explain.standing import veto_notes
from baton.scoring.facts import Subject
from baton.scoring.plan import Group, children_of
from baton.scoring.result import Line, Result

BESIDE = 36  # rank, total, grade and a narrow column of notes
GAP = 3
MOST_PLACES = 4


def board_of(result: Result, group: Group, *, top: int | None = None) -> Table:
    """Ranked subjects in order, then the others in official order with the reason."""
    shown = _ordered(result, group)[:top]
    lines = [result.lines[subject.subject] for subject in shown]
    papers = [
        (_name(result, code), aligned([_value(result, subject, code) for subject in shown]))
        for code in children_of(result.plan.nodes[group.entry["root"]])
    ]
    names = [subject.name or subject.subject for subject in shown]
    hidden = 0 if _fits(papers, names) else len(papers)
    papers = [] if hidden else papers
    totals = aligned([line.total for line in lines], _places(result))
    heads = ["名次", "单位", *(head for head, _ in papers), "总分", "等次", "说明"]
    columns = [*(cells for _, cells in papers), totals]
    table = grid(heads, right=(0, *range(2, len(papers) + 3)))
    for name, line, *numbers in zip(names, lines, *columns, strict=True):
        table.add_row(
            str(line.rank or "—"),
            escape(name),
            *numbers,
            escape(line.grade or ""),
            _note(result, line),
        )
    if hidden:
        what = f"窗口太窄,{hidden} 个大项的得分没有列出;把窗口拉宽,或用 --format xlsx 看总表"
        table.caption = full_width(what)
    return table


def _fits(papers: list[tuple[str, list[str]]], names: list[str]) -> bool:
    """Whether what stands under the total has room between the units and the notes."""
    wide = [max([*map(cell_len, cells), min(cell_len(head), HEAD)]) for head, cells in papers]
    taken = max(map(cell_len, names), default=0) + sum(width + GAP for width in wide)
    return taken + BESIDE <= console().width


def title_of(result: Result, group: Group) -> str:
    """Rule book, group, period and whether it is final."""
    as_of = f" · 截至 {result.plan.facts.as_of}" if result.plan.facts.as_of else ""
    status = {"provisional": " · 暂行", "trial": " · 试行"}.get(result.plan.rulebook["status"], "")
    return f"{result.plan.rulebook['name']} · {group.name}{as_of}{status}"


def _places(result: Result) -> int:
    """As many digits as the rule book gives totals, unless it cuts them nowhere near."""
    places = int(result.plan.rulebook["rounding"]["total"]["places"])
    return places if places <= MOST_PLACES else 0


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


def _value(result: Result, subject: Subject, code: str) -> str | None:
    if subject.subject not in result.plan.row_of:
        return None
    if code in result.plan.nodes:
        return result.node(subject.subject, code)[1]
    return result.score(subject.subject, code)


def _name(result: Result, code: str) -> str:
    entry = result.plan.nodes.get(code) or result.plan.items[code]
    return str(entry["name"])


def _note(result: Result, line: Line) -> str:
    notes = [REASON[line.reason]] if line.reason else []
    notes += veto_notes(result, line.subject)
    if line.status == "separate":
        notes.append("单列")
    if line.total is None and line.share is not None:
        notes.append(f"已出数占 {percent(line.share)},监测值 {line.interim or '—'}")
    return escape(full_width(";".join(notes)))


def percent(share: str) -> str:
    """A share as a per cent with two places at most."""
    whole, _, fraction = share.partition(".")
    hundredths = divide(int(whole + fraction) * 10**4, 10 ** len(fraction), "half_up")
    return decimal_text(hundredths, 2) + "%"
