"""省考的两张表: looked at first, then kept; indicators with what is known to be lost, and ranks among others."""

from __future__ import annotations

import re
import tempfile
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from pathlib import Path

from django.db import transaction

from baton.documents.problems import Problem, Problems
from baton.documents.province_tables import read_exam, read_positions
from baton.documents.tables import Row
from baton.domain import clock
from baton.domain.accounts.models import Person
from baton.domain.province import queries, services
from baton.domain.province.models import ExamItem, ExamNote
from baton.domain.province.services import Item, Rank
from baton.domain.refusals import Refused

PROVINCE = "全省"
OTHER = re.compile(r"(\S.*?)[\s,:、]+(\d+(?:\.\d+)?)\s*分?")
Kind = ExamNote.Kind


@dataclass(frozen=True)
class Restated:
    """A known deduction that a table states anew. before: by the table before; typed: by hand, beside the tables."""

    name: str
    before: Fraction
    typed: Fraction
    now: Fraction


@dataclass(frozen=True)
class Preview:
    """A table as it was read: what it would become, what is wrong, what should be looked at."""

    ranks: Sequence[Rank]
    rows: Sequence[Row]
    faults: list[Problem]
    remarks: list[Problem]
    restated: Sequence[Restated] = ()

    @property
    def can_be_taken(self) -> bool:
        return not self.faults and bool(self.ranks or self.rows)

    @property
    def has_typed(self) -> bool:
        """Whether deductions were typed that a table may have counted already."""
        return any(one.typed for one in self.restated)


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
        _check_twice([(row["name"], (row["subject"], row["name"])) for row in rows], problems)
        _check_points(rows, problems)
    restated = [] if problems.error_count else _restated(rows, year)
    return Preview(ranks, rows, problems.errors, problems.warnings, restated)


def _restated(rows: Sequence[Row], year: int) -> list[Restated]:
    """What a table's known deductions change in those that were recorded before, where there are any."""
    known = {
        (subject, one.item.name): one.counting
        for subject in sorted({row["subject"] for row in rows})
        for one in queries.expected(year, subject)
    }
    found = []
    for row in rows:
        counting = known.get((row["subject"], row["name"]), [])
        typed = [one for one in counting if one.includes_typed is None]
        before, beside, now = _sum(set(counting) - set(typed)), _sum(typed), _stated(row)
        if now is not None and (before not in (0, now) or (beside and now != before)):
            found.append(Restated(_called(row), before, beside, now))
    return found


def _called(row: Row) -> str:
    return f"{row['subject']}：{row['name']}" if row["subject"] else str(row["name"])


def _stated(row: Row) -> Fraction | None:
    """The known deduction that a table states; None where it says nothing."""
    return Fraction(row["lost"].lstrip("-")) if row["lost"] else None


def _sum(notes: Iterable[ExamNote]) -> Fraction:
    return sum((Fraction(one.points) for one in notes), Fraction(0))


def read_paste(text: str, *, kind: str, year: int) -> Preview:
    """Look at what was pasted from a spreadsheet."""
    if not text.strip():
        raise Refused("没有粘贴内容。请在表格里连表头一起选中，复制后粘贴到这里。")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "粘贴.tsv"
        path.write_text(text, encoding="utf-8")
        return read_file(path, kind=kind, year=year)


@transaction.atomic
def take_in(
    *, preview: Preview, year: int, includes_typed: bool = False, by: Person, at: datetime
) -> int:
    """收下 what was looked at; returns how many lines.

    includes_typed: the table's known deductions count those that were typed, too.
    """
    if preview.faults:
        raise Refused("表里还有要改的格子，没有收下。")
    if preview.ranks:
        return len(services.record(ranks=preview.ranks, by=by, at=at))
    items = [
        Item(row["name"], row["full"], row["department"], row["lead"], row["contact"], row["subject"])
        for row in preview.rows
    ]  # fmt: skip
    told = {
        Item(one.name, one.full, one.department, one.lead, one.contact, one.subject)
        for one in _listed(year).values()
    }
    if not told.issuperset(items):
        services.list_items(year=year, items=items, by=by, at=at)
    listed = _listed(year)
    for row in preview.rows:
        item = listed[row["subject"], row["name"]]
        _note_deduction(item, row, includes_typed, by, at)
        _note_result(item, row, by, at)
    return len(items)


def _listed(year: int) -> dict[tuple[str, str], ExamItem]:
    return {(one.subject, one.name): one for one in ExamItem.objects.filter(year=year)}


def read_others(text: str) -> list[tuple[str, str]]:
    """What other places have, one to a line: 东江市 88.5, or with a comma, a colon or 分."""
    found = []
    for line in unicodedata.normalize("NFKC", text).splitlines():
        if not line.strip():
            continue
        read = OTHER.fullmatch(line.strip())
        if read is None:
            raise Refused(f"“{line.strip()}”看不懂，请一行写一个：地方、空格、分，如 东江市 88.5。")
        found.append((read[1], read[2]))
    return found


def _note_deduction(
    item: ExamItem, row: Row, includes_typed: bool, by: Person, at: datetime
) -> None:
    """The table's figure stands for the one of the table before; it is no further deduction."""
    now, why = _stated(row), row["why"] or "表上写的已知扣分"
    counting = queries.expectation(item).counting
    typed = [one for one in counting if one.includes_typed is None]
    before = [one for one in counting if one.includes_typed is not None]
    if now is None or not (now or before or typed):
        return
    is_said = bool(before) and (Fraction(before[-1].points), before[-1].said) == (now, why)
    if (is_said or not (now or before)) and not (typed and includes_typed):
        return
    services.note(
        item=item, kind=Kind.DEDUCTION, happened_on=clock.local(at).date(), said=why, points=row["lost"].lstrip("-"),
        includes_typed=includes_typed, by=by, at=at,
    )  # fmt: skip


def _note_result(item: ExamItem, row: Row, by: Person, at: datetime) -> None:
    points, why = row["result"].lstrip("-"), row["why"] or "省里公布的得分"
    last = item.notes.filter(kind=Kind.RESULT).order_by("-pk").first()
    is_new = points != "0" if last is None else (last.points, last.said) != (points, why)
    if points and is_new:
        services.note(
            item=item, kind=Kind.RESULT, happened_on=clock.local(at).date(), said=why, points=points, by=by, at=at
        )  # fmt: skip


def _check_points(rows: Sequence[Row], problems: Problems) -> None:
    """No more is lost than the full points; a result above them is only odd. Items without points have no such ends."""
    for row in rows:
        full, lost = Fraction(row["full"] or 0), _stated(row)
        if full > 0 and lost is not None and lost > full:
            what = (
                f"“{row['name']}”分值 {row['full']} 分，已知扣分却是 {row['lost'].lstrip('-')} 分"
            )
            problems.error(row["places"]["lost"], what, "请核对是哪一个写错了", code="too-much")
        if full > 0 and row["result"] and Fraction(row["result"]) > full:
            what = f"“{row['name']}”分值 {row['full']} 分，得分却是 {row['result']} 分"
            problems.warn(row["places"]["result"], what, "请核对；确实加了分的可以收")


def _check_twice(lines: Sequence[tuple[str, object]], problems: Problems) -> None:
    seen: set[object] = set()
    for name, cell in lines:
        if cell in seen:
            problems.error(
                f"“{name}”", "同一指标、同一年、同一范围写了两次", "请留下其中一行", code="twice"
            )
        seen.add(cell)
