"""收平时记录: a table of everyday facts, looked at before it is kept; names of units and indicators are resolved."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from baton.documents.names import NameBook
from baton.documents.problems import Problem, Problems
from baton.documents.record_tables import read_records
from baton.documents.tables import Row
from baton.domain.orgs import queries as orgs
from baton.domain.orgs.models import Unit
from baton.domain.progress.models import Record
from baton.domain.progress.services import Fact
from baton.domain.refusals import Refused
from baton.domain.rounds.models import Round
from baton.domain.schemes.queries import book_of


@dataclass(frozen=True)
class RecordsPreview:
    """A table as it was read: facts, what is wrong, what should be looked at."""

    facts: Sequence[Fact]
    faults: list[Problem]
    remarks: list[Problem]

    @property
    def can_be_taken(self) -> bool:
        return not self.faults and bool(self.facts)


def read_file(round: Round, path: Path, *, today: date) -> RecordsPreview:
    """Look at a file; every unknown name and bad day is named with its remedy."""
    problems = Problems()
    units = NameBook(orgs.names(round.scheme.year), orgs.aliases(), kind="单位")
    items = NameBook(indicators(round), {}, kind="指标")
    known = {unit.code: unit for unit in Unit.objects.all()}
    facts = []
    for row in read_records(path, problems=problems):
        fact = _fact(row, units, items, known, problems, today)
        if fact is not None:
            facts.append(fact)
    return RecordsPreview(facts, problems.errors, problems.warnings)


def read_paste(round: Round, text: str, *, today: date) -> RecordsPreview:
    """Look at what was pasted from a spreadsheet."""
    if not text.strip():
        raise Refused("没有粘贴内容。请在表格里连表头一起选中，复制后粘贴到这里。")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "粘贴.tsv"
        path.write_text(text, encoding="utf-8")
        return read_file(round, path, today=today)


def told_of(records: Sequence[Record]) -> str:
    """整改告知: what each unit still has to do and until when, as text to paste into the messenger."""
    return "\n".join(
        f"{one.unit.name}：{one.happened_on.month} 月 {one.happened_on.day} 日{one.said.rstrip('。')}。"
        f"请{one.rectification.asked.rstrip('。')}，{one.rectification.due_on.month} 月 {one.rectification.due_on.day} 日前办结并回复。"
        for one in records
    )


def indicators(round: Round) -> dict[str, str]:
    """Codes and names of the round's indicators."""
    return {item["code"]: item["name"] for item in book_of(round.version)["items"]}


def _fact(
    row: Row, units: NameBook, items: NameBook, known: dict[str, Unit], problems: Problems, today: date
) -> Fact | None:  # fmt: skip
    if not (row["unit"] and row["date"] and row["said"]):
        return None  # the reader has named what is missing
    found = {"unit": _found(row, "unit", units, problems), "indicator": ""}
    if row["indicator"]:
        found["indicator"] = _found(row, "indicator", items, problems)
    day = date.fromisoformat(row["date"])
    if day > today:
        problems.error(
            row["places"]["date"], f"{day} 还没有到", "只记已经发生的，请核对日期", code="future"
        )
        return None
    if not found["unit"] or (row["indicator"] and not found["indicator"]):
        return None
    return Fact(known[found["unit"]], day, row["said"], found["indicator"], row["source"])


def _found(row: Row, key: str, book: NameBook, problems: Problems) -> str:
    match = book.find(row[key])
    if match.id is None:
        near = "、".join(match.candidates[:3])
        remedy = f"是“{near}”吗？请改成名册里的写法" if near else "请改成名册里的写法"
        problems.error(row["places"][key], f"不认得“{row[key]}”", remedy, code="unknown-name")
        return ""
    return match.id
