"""先算一张公布过的表: a published ranking is scored again and compared with every digit that was printed."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from baton.cli import bundled
from baton.documents.office import load_facts
from baton.documents.problems import Problems
from baton.documents.rulebook import read_rulebook
from baton.scoring import score
from baton.scoring.result import Result

EXAMPLE = "websites-2014"
PRINTED = {"总分": "total", "名次": "rank"}


@dataclass(frozen=True)
class Digit:
    """One printed digit beside the computed one."""

    unit: str
    item: str
    published: str
    computed: str

    @property
    def agrees(self) -> bool:
        """The same number; 80 is 80.0."""
        return bool(self.computed) and Decimal(self.published) == Decimal(self.computed)


def compare() -> tuple[str, list[Digit]]:
    """The name of the case, and its digits in the order of the publication."""
    folder = bundled.examples() / EXAMPLE
    result = score_folder(folder, "", "", closing=False)
    with (folder / "期望.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["公布"] and row["项目"] in PRINTED]
    digits = [
        Digit(row["单位"], row["项目"], row["公布"], _computed(result, row["单位"], row["项目"]))
        for row in rows
    ]
    return result.plan.rulebook["name"], digits


def score_folder(folder: Path, as_of: str, on: str, *, closing: bool) -> Result:
    """Read a folder as an office has it, and score it; every fault of it stops here."""
    problems = Problems()
    book = read_rulebook(folder / "规则书.yaml", problems=problems)
    facts = None
    if book is not None:
        until = as_of or book["calendar"][-1]
        facts = load_facts(book, folder, problems=problems, as_of=until, on=on, closing=closing)
    problems.raise_errors()
    assert book is not None and facts is not None
    return score(book, facts)


def _computed(result: Result, unit: str, item: str) -> str:
    line = result.lines.get(unit)
    value = getattr(line, PRINTED[item]) if line else None
    return "" if value is None else str(value)
