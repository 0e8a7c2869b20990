"""A3 总表 of a run: as a workbook that can be re-added, and the same table to print."""

from __future__ import annotations

from pathlib import Path

from baton.desk.papers.gathering import groups_of, head_of
from baton.desk.results import result_of
from baton.documents.board_workbook import write_board
from baton.domain.assessment.grades import told_of
from baton.domain.assessment.models import Run


def board_of(run: Run, path: Path) -> None:
    """The workbook, groups and units in official order."""
    head = head_of(run)
    order = {name: [line.subject for line in lines] for name, lines in groups_of(run).items()}
    write_board(
        result_of(run), path, draft=run.number, stage=head.stage, final=not head.mark, grades=told_of(run), order=order
    )  # fmt: skip
