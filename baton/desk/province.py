"""省考的两张表: looked at first, then kept; indicators with what is known to be lost, and ranks among others."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction

from baton.documents.problems import Problem, Problems
from baton.documents.province_tables import read_exam, read_positions
from baton.documents.tables import Row
from baton.domain.accounts.models import Person
from baton.domain.province import services
from baton.domain.province.models import ExamItem, ExamNote
from baton.domain.province.services import Item, Rank
from baton.domain.refusals import Refused

PROVINCE = "全省"
Kind = ExamNote.Kind


@dataclass(frozen=True)
class Preview:
    """A table as it was read: what it would become, what is wrong, what should be looked at."""

    ranks: Sequence[Rank]
    rows: Sequence[Row]
    faults: list[Problem]
    remarks: list[Problem]

    @property
    def can_be_taken(self) -> bool:
        return not self.faults and bool(self.ranks or self.rows)


def read_file(path: Path, *, kind: str, year: int) -> Preview:
    """Look at a file of ranks (`positions`) or of indicators (`exam`)."""
    problems = Problems()
    ranks: list[Rank] = []
    rows: list[Row] = []
    if kind == "positions":
        ranks = [
            Rank(
                one.year or year, one.indicator, one.among or PROVINCE, one.rank, one.of, one.subject, one.period,
                one.figure, one.source or path.name,
            )
            for one in read_positions(path, problems=problems)
        ]  # fmt: skip
        _check_twice([(one.indicator, one.cell) for one in ranks], problems)
    else:
        rows = read_exam(path, problems=problems)
        _check_twice([(row["name"], row["name"]) for row in rows], problems)
    return Preview(ranks, rows, problems.errors, problems.warnings)


def read_paste(text: str, *, kind: str, year: int) -> Preview:
    """Look at what was pasted from a spreadsheet."""
    if not text.strip():
        raise Refused("没有粘贴内容。请在表格里连表头一起选中，复制后粘贴到这里。")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "粘贴.tsv"
        path.write_text(text, encoding="utf-8")
        return read_file(path, kind=kind, year=year)


@transaction.atomic
def take_in(*, preview: Preview, year: int, by: Person, at: datetime) -> int:
    """收下 what was looked at; returns how many lines."""
    if preview.faults:
        raise Refused("表里还有要改的格子，没有收下。")
    if preview.ranks:
        return len(services.record(ranks=preview.ranks, by=by, at=at))
    items = [
        Item(row["name"], row["full"], row["department"], row["lead"], row["contact"])
        for row in preview.rows
    ]
    known = {one.name: one for one in ExamItem.objects.filter(year=year)}
    told = {name: Item(one.name, one.full, one.department, one.lead, one.contact) for name, one in known.items()}  # fmt: skip
    if any(told.get(one.name) != one for one in items):
        services.list_items(year=year, items=items, by=by, at=at)
    listed = {one.name: one for one in ExamItem.objects.filter(year=year)}
    for row in preview.rows:
        _notes(listed[row["name"]], row, by, at)
    return len(items)


def _notes(item: ExamItem, row: Row, by: Person, at: datetime) -> None:
    said = {"happened_on": at.date(), "by": by, "at": at}
    known = set(item.notes.values_list("kind", "points", "said"))
    for kind, points, words in (
        (Kind.DEDUCTION, row["lost"], row["why"] or "表上写的已知扣分"),
        (Kind.RESULT, row["result"], row["why"] or "省里公布的得分"),
    ):
        points = points.lstrip("-")
        if points and points != "0" and (kind, points, words) not in known:
            services.note(item=item, kind=kind, points=points, said=words, **said)


def _check_twice(lines: Sequence[tuple[str, object]], problems: Problems) -> None:
    seen: set[object] = set()
    for name, cell in lines:
        if cell in seen:
            problems.error(
                f"“{name}”", "同一指标、同一年、同一范围写了两次", "请留下其中一行", code="twice"
            )
        seen.add(cell)
