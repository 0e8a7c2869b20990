"""总分怎么来: the parts of a unit's total as every page lists them, with what missing tasks are made up for."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from baton.desk.answers import kept
from baton.desk.looks.columns import Cell, Column, sheet_of
from baton.desk.results import result_of
from baton.domain.assessment.models import Run, RunLine
from baton.scoring.explain.context import Context
from baton.scoring.explain.rescaled import Told, rescaled
from baton.scoring.plan import children_of
from baton.scoring.result import Result

NAME, BROUGHT, WAITING, NO_TASK = "缺项折算", "折算成百分", "未出数", "无此任务"
DROPPED = "dropped"


@dataclass(frozen=True)
class PartRow:
    """One line; code: of the part, empty for what is made up for in the total itself.

    word: in place of points that there are none; note: what was made up for within; gained: points, without a code.
    """

    code: str
    name: str
    cell: Cell
    is_factor: bool = False
    word: str = ""
    note: str = ""
    gained: Fraction | None = None


def made_of(run: Run, line: RunLine) -> list[PartRow]:
    """The parts in the order of the columns, last what the total gained; nothing for who was off the roster."""
    result, sheet = result_of(run), sheet_of(run, line.group)
    cells = sheet.cells.get(line.subject)
    if not cells:
        return []
    context, root = Context.of(result), _root(result, line.group)
    told = rescaled(context, line.subject)
    rows = [
        _row(context, line.subject, column, cell, told)
        for column, cell in zip(sheet.columns, cells, strict=True)
    ]
    gained = [
        PartRow(
            "", BROUGHT if one.factor else NAME, Cell(None), note=one.sentence, gained=one.gained
        )
        for one in told
        if one.code == root
    ]
    return rows + gained


def made_up(run: Run, group: str) -> dict[str, Told]:
    """The units of a group whose parts do not add up to the total because tasks are missing, with what that came to.

    What a round does to every unit alike is not told of each.
    """
    return kept(
        (run.archive, "made_up", group), lambda: _made_up(result_of(run), group), shared=True
    )


def _made_up(result: Result, group: str) -> dict[str, Told]:
    root, context = _root(result, group), Context.of(result)
    return {
        row.subject: one
        for row in result.plan.rows
        if row.group == group
        for one in rescaled(context, row.subject)
        if one.code == root and not one.is_for_all
    }


def factor_of(run: Run, subject: str) -> str:
    """100/34 where each point lost counts so many times, as the round is brought to 100; empty otherwise."""
    result = result_of(run)
    told = rescaled(Context.of(result), subject) if subject in result.plan.row_of else []
    return next((one.factor for one in told if one.factor), "")


def _root(result: Result, group: str) -> str:
    return next((str(one.entry["root"]) for one in result.plan.groups if one.name == group), "")


def _row(context: Context, subject: str, column: Column, cell: Cell, told: list[Told]) -> PartRow:
    within, part = (
        _within(context.result, column.code),
        context.part(context.place(subject), column.code),
    )
    note = "；".join(one.sentence.partition("：")[2] if one.code == column.code else one.sentence for one in told if one.code in within)  # fmt: skip
    word = "" if cell.value is not None else NO_TASK if part.status == DROPPED else WAITING
    return PartRow(column.code, column.name, cell, column.is_factor, word, note)


def _within(result: Result, code: str) -> set[str]:
    found, waiting = set[str](), [code]
    while waiting:
        one = waiting.pop()
        found.add(one)
        waiting += children_of(result.plan.nodes[one]) if one in result.plan.nodes else []
    return found
