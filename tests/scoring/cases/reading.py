"""The cases in the CSV files beside this module, one file for each method or subject."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
METHOD_COLUMNS = [
    "case", "note", "W", "params", "inputs", "agreement", "settings", "state", "score",
    "spreadsheet", "how",
]  # fmt: skip
BOARD_COLUMNS = [
    "case", "note", "items", "nodes", "groups", "subjects", "agreement", "events", "settings",
    "expected", "spreadsheet", "how",
]  # fmt: skip
ONLY = "甲"  # the name of the subject where a case has one


@dataclass(frozen=True)
class Case:
    """One line of a CSV file; cells that hold JSON are read on demand."""

    sheet: str
    row: dict[str, str]

    @property
    def name(self) -> str:
        return self.row["case"]

    @property
    def method(self) -> str | None:
        """The scoring method, or None where whole boards are composed."""
        return self.sheet.partition("_")[2] if "inputs" in self.row else None

    def cell(self, column: str, empty: Any = None) -> Any:
        """The JSON in a cell; `empty` where the cell is blank."""
        return json.loads(self.row[column]) if self.row[column] else empty

    @property
    def settings(self) -> dict[str, Any]:
        return self.cell("settings", {})

    @property
    def full(self) -> Any:
        """W: the text of a number, or a field of the agreement."""
        return self.cell("W") if self.row["W"].startswith("{") else self.row["W"]

    @property
    def subjects(self) -> list[dict[str, Any]]:
        """The subjects with their values; one subject is written without a list."""
        found = self.cell("inputs" if self.method else "subjects")
        return found if isinstance(found, list) else [{"subject": ONLY} | found]

    @property
    def names(self) -> list[str]:
        return [subject["subject"] for subject in self.subjects]

    def expected(self, column: str) -> dict[str, str]:
        """Subject → state or score: `甲=100 乙=97`, or a bare word where all have the same."""
        text = self.row[column]
        if "=" not in text:
            return dict.fromkeys(self.names, text)
        return dict(part.split("=") for part in text.split())

    @property
    def board(self) -> dict[str, dict[str, Any]]:
        """Subject → column of the result, or code of a node or item → what must be there."""
        return self.cell("expected")

    @property
    def in_spreadsheet(self) -> bool:
        """Whether 15 digits are enough to re-derive the case; if not, the cell says why."""
        return self.row["spreadsheet"] == ""


@cache
def cases() -> tuple[Case, ...]:
    """Every case of every file, in the order of the files."""
    found = []
    for path in sorted(FOLDER.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            rows = list(reader)
        assert reader.fieldnames in (METHOD_COLUMNS, BOARD_COLUMNS), path.name
        found += [Case(path.stem, row) for row in rows]
    return tuple(found)


def sheets() -> dict[str, list[Case]]:
    """File name → its cases."""
    found: dict[str, list[Case]] = {}
    for case in cases():
        found.setdefault(case.sheet, []).append(case)
    return found
