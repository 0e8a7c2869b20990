"""What coefficients are compared by: a group's values before vetoes, live where they stand, hidden behind the table where a veto changed one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from itertools import groupby
from typing import Any

from xlsxwriter.utility import xl_col_to_name

from baton.documents.board_workbook.columns import name_of
from baton.documents.board_workbook.detail import with_places
from baton.documents.board_workbook.formulas import COMPARED, LARGE
from baton.punctuation import full_width
from baton.scoring.canonical import decimal_text
from baton.scoring.explain.context import Context
from baton.scoring.plan import Group
from baton.scoring.result import Result

MOST_RANGES = 100
CARRIED = 10  # decimals that a spreadsheet keeps of a point


class Before:
    """A group's members of each comparison; `at` is the first column that is free, `line_of` the line of each of its rows."""

    def __init__(self, result: Result, group: Group, *, at: int, line_of: dict[int, int]) -> None:
        self.result, self.group, self.line_of = result, group, line_of
        nodes = (result.plan.nodes[code] for code in group.nodes)
        compared = dict.fromkeys(
            entry["node"] for node in nodes for entry in node.get("coefficients", ()) if entry["map"] in COMPARED
        )  # fmt: skip
        context = Context.of(result)
        row_of = {one.subject: i for i, one in enumerate(result.plan.rows[group.start : group.stop])}  # fmt: skip
        self.members = {
            code: {row_of[subject]: value for subject, value in context.cohort(group, code)}
            for code in compared
        }
        changed = [code for code in compared if self._vetoed(code)]
        self.columns = {code: at + i for i, code in enumerate(changed)}

    def ranges(self, code: str, column: int) -> str:
        """The cells of all members, `column` being where the values stand; empty where one of them is no number there."""
        if any(abs(value) >= LARGE or self._is_bare(code, row) for row, value in self.members[code].items()):  # fmt: skip
            return ""
        name = xl_col_to_name(self.columns.get(code, column))
        found = [f"${name}${first + 1}:${name}${last + 1}" for first, last in _stretches(self.line_of[row] for row in self.members[code])]  # fmt: skip
        return ",".join(found) if len(found) <= MOST_RANGES else ""

    def write(
        self, book: Any, sheet: Any, styles: dict[str, Any], cell: Callable[[str, int], str]
    ) -> None:
        """The hidden columns: of who is vetoed what it had, of all others what stands in the table."""
        for code, column in self.columns.items():
            sheet.set_column(column, column, 10, None, {"hidden": True})
            sheet.write_string(3, column, f"{self._name(code)}（否决前）", styles["head"])
            style, vetoed = with_places(book, styles, "number", CARRIED), self._vetoed(code)
            for row, value in self.members[code].items():
                if row in vetoed:
                    sheet.write_number(self.line_of[row], column, float(value), style)
                else:
                    sheet.write_formula(self.line_of[row], column, "=" + cell(code, row), style, float(value))  # fmt: skip

    @property
    def notes(self) -> list[str]:
        """Which columns are hidden, and why a figure there is typed."""
        rows = self.result.plan.rows[self.group.start : self.group.stop]
        return [
            f"“{self._name(code)}”在组内比的是否决以前的得分，放在隐藏的 {xl_col_to_name(column)} 列；"
            f"{'、'.join(rows[row].name or rows[row].subject for row in self._vetoed(code))}被否决，那一列里是它否决以前的得分（数值）。"
            for code, column in self.columns.items()
        ]

    def _name(self, code: str) -> str:
        return full_width(name_of(self.result, code))

    def _vetoed(self, code: str) -> list[int]:
        """The members whose value a veto changed."""
        if self.result.before is self.result.scores:
            return []
        values = Context.of(self.result).values(self.group, code)
        return [
            row
            for row, value in self.members[code].items()
            if Fraction(decimal_text(*values.value.ratio(row))) != value
        ]

    def _is_bare(self, code: str, row: int) -> bool:
        is_node = code in self.result.plan.nodes
        return is_node and self.result.nodes[self.group.name][code].is_bare(row)


def _stretches(lines: Iterable[int]) -> list[tuple[int, int]]:
    """First and last of each run of lines without a gap.

    >>> _stretches([5, 4, 8, 6])
    [(4, 6), (8, 8)]
    """
    found = []
    for _, run in groupby(enumerate(sorted(lines)), key=lambda pair: pair[1] - pair[0]):
        own = [line for _, line in run]
        found.append((own[0], own[-1]))
    return found
