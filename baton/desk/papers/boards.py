"""A3 总表 of a run: as a workbook that can be re-added, and the same table to print."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from baton.desk.papers.gathering import full_names, groups_of, head_of, shown, subjects_of, total_of
from baton.desk.results import result_of
from baton.documents.board_workbook import write_board
from baton.documents.board_workbook.columns import columns_of, note_of, why_open
from baton.documents.papers import Board, Head
from baton.domain.assessment.grades import told_of
from baton.domain.assessment.models import Run, RunLine
from baton.punctuation import full_width
from baton.scoring.plan import Group
from baton.scoring.result import Result


def board_of(run: Run, path: Path, group: str = "") -> None:
    """The workbook, groups and units in official order; of one group where one is named."""
    head = head_of(run)
    order = {
        name: [line.subject for line in lines] for name, lines in groups_of(run, group).items()
    }
    write_board(
        result_of(run), path, draft=run.number, stage=head.stage, final=not head.mark, grades=told_of(run), order=order,
        only=group,
    )  # fmt: skip


def workbook_of(run: Run, group: str = "") -> tuple[Run, str]:
    """What the workbook needs: the run itself."""
    return run, group


def write_workbook(head: Head, content: tuple[Run, str], path: Path) -> None:
    """The workbook, laid out like any other paper."""
    run, group = content
    board_of(run, path, group)


def boards(run: Run, group: str = "") -> list[Board]:
    """The same tables to print."""
    result, grades = result_of(run), told_of(run)
    plans = {one.name: one for one in result.plan.groups}
    return [
        _board(result, plans[name], lines, grades)
        for name, lines in groups_of(run, group).items()
        if name in plans
    ]


def _board(
    result: Result, group: Group, lines: list[RunLine], grades: dict[str, tuple[str, str]]
) -> Board:
    codes = [code for code, _ in columns_of(result, group)[0] if code != group.entry["root"]]
    known, called = subjects_of(result), full_names(result)
    heads = [
        full_width(str((result.plan.nodes.get(code) or result.plan.items[code])["name"]))
        for code in codes
    ]
    rows = []
    for number, line in enumerate(lines, start=1):
        grade = grades.get(line.subject, (line.grade, ""))[0]
        points = [_points(result, group, line.subject, code) for code in codes]
        note = note_of(result, result.lines[line.subject], grades)
        total = total_of(result, line).removesuffix(" 分")
        rows.append(
            [
                str(number),
                called.get(line.subject, line.name),
                *points,
                total,
                str(line.rank or ""),
                grade or "",
                note,
            ]
        )
    people = all(known[line.subject].kind == "person" for line in lines if line.subject in known)
    return Board(group.name, "姓名" if people else "单位", heads, rows)


def _points(result: Result, group: Group, subject: str, code: str) -> str:
    """A part's or an indicator's points as they were computed, else why there are none."""
    if code in result.plan.nodes:
        values, at = result.nodes[group.name][code], result.plan.row_of[subject] - group.start
        if not values.has[at]:
            return "—"
        numerator, places = values.value.ratio(at)
        return shown(Fraction(numerator, 10**places))
    score, cell = result.score(subject, code), result.cell(subject, code)
    if score is not None:
        return f"{Decimal(score):f}".replace("-", "−")
    return "" if cell is None else why_open(result, cell)
