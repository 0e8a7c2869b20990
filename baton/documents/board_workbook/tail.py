"""The last columns of a 总表: total, rank, what is lacking to the rank before, the way since the last draft, grade, note."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from xlsxwriter.utility import xl_col_to_name

from baton.documents.board_workbook.columns import (
    GAP,
    LEVEL,
    MOST_PLACES,
    MOVED,
    gaps_of,
    is_graded,
    note_of,
)
from baton.documents.board_workbook.detail import number_text, with_places
from baton.documents.board_workbook.formulas import LARGE, rounded
from baton.scoring.plan import Group
from baton.scoring.result import Line, Result

TYPED = "（数值）"  # of a column whose figures no formula brings up to date
DIGITS = 15


class Tail:
    """Everything right of a group's points; `first` and `last` are the rows of its units, `at` its first column."""

    def __init__(
        self, book: Any, sheet: Any, styles: dict[str, Any], result: Result, group: Group, *, first: int, last: int,
        at: int, grades: Mapping[str, tuple[str, str]], moves: Mapping[str, str] | None,
    ) -> None:  # fmt: skip
        self.sheet, self.styles, self.result, self.group = sheet, styles, result, group
        self.first, self.last, self.at, self.grades, self.moves = first, last, at, grades, moves
        self.lines = [
            result.lines[one.subject] for one in result.plan.rows[group.start : group.stop]
        ]
        self.gaps = gaps_of(self.lines)
        self.is_graded = is_graded(result, group, grades)
        rounding = result.plan.rulebook["rounding"]["total"]
        self.places = min(MOST_PLACES, int(rounding["places"]))
        self.total_style = with_places(book, styles, "total", self.places)
        self.gap_style = with_places(book, styles, "number", self.places)
        self.is_live = self._ranks_live()

    @property
    def heads(self) -> Sequence[str]:
        """What stands over each of these columns."""
        typed = "" if self.is_live else TYPED
        moved = [] if self.moves is None else [MOVED]
        graded = ["等次"] if self.is_graded else []
        return ["总分", f"名次{typed}", f"{GAP}{typed}", *moved, *graded, "备注"]

    @property
    def end(self) -> int:
        """The last column."""
        return self.at + len(self.heads) - 1

    def write(self, row: int, line: Line, root: str) -> None:
        """One unit's results; `root` is the cell with its points before they are rounded."""
        center = self.styles["center"]
        if line.total is None:
            for place in range(self.at, self.end):
                self.sheet.write_string(row, place, "—", center)
        else:
            self._total(row, line, line.total, root)
            self._rank(row, line)
            self._gap(row, line)
            if self.moves is not None:
                moved = self.moves.get(line.subject, "")
                self.sheet.write_string(row, self.at + 3, moved, center)
        if self.is_graded and (line.total is not None or line.subject in self.grades):
            grade = self.grades.get(line.subject, (line.grade or "", ""))[0]
            self.sheet.write_string(row, self.end - 1, grade, center)
        note = note_of(self.result, line, self.grades)
        self.sheet.write_string(row, self.end, note, self.styles["text"])

    def number(self, row: int, place: int, text: str, style: Any) -> None:
        """A number where fifteen digits hold it, its exact digits as text where they do not."""
        digits = len(text.lstrip("-").replace(".", "").lstrip("0"))
        if digits > DIGITS and abs(Fraction(text)) >= LARGE:
            self.sheet.write_string(row, place, text, style)
        else:
            self.sheet.write_number(row, place, float(text), style)

    def _total(self, row: int, line: Line, total: str, root: str) -> None:
        effect = self.result.effects.get(line.subject)
        formula = rounded(root, self.result.plan.rulebook["rounding"]["total"])
        if effect is not None and effect.cap is not None:
            formula = f"MIN({formula},{number_text(effect.cap)})"
        if abs(Fraction(total)) < LARGE:
            self.sheet.write_formula(row, self.at, "=" + formula, self.total_style, float(total))
        else:
            self.number(row, self.at, total, self.total_style)

    def _rank(self, row: int, line: Line) -> None:
        style = self.styles["center"]
        if line.rank is None:
            self.sheet.write_string(row, self.at + 1, "", style)
        elif not self.is_live:
            self.sheet.write_number(row, self.at + 1, line.rank, style)
        else:
            formula = f"=RANK({self._cell(row, self.at)},{self._totals()})"
            self.sheet.write_formula(row, self.at + 1, formula, style, line.rank)

    def _gap(self, row: int, line: Line) -> None:
        """What is lacking to the lowest total of the rank before; the first rank lacks nothing."""
        gap: Decimal | None = self.gaps.get(line.subject)
        place, style = self.at + 2, self.gap_style
        if self.is_live and line.rank is not None:
            total, rank = self._cell(row, self.at), self._cell(row, self.at + 1)
            ahead = f"LARGE({self._totals()},{rank}-1)"
            places = self.result.plan.rulebook["rounding"]["total"]["places"]
            formula = f'=IF({rank}=1,"",ROUND({ahead}-{total},{places}))'
            self.sheet.write_formula(row, place, formula, style, "" if gap is None else float(gap))
        elif gap is None:
            self.sheet.write_string(row, place, "", self.styles["center"])
        elif not gap:
            self.sheet.write_string(row, place, LEVEL, self.styles["center"])
        else:
            self.number(row, place, str(gap), style)

    def _cell(self, row: int, place: int) -> str:
        return f"{xl_col_to_name(place)}{row + 1}"

    def _totals(self) -> str:
        name = xl_col_to_name(self.at)
        return f"${name}${self.first + 1}:${name}${self.last + 1}"

    def _ranks_live(self) -> bool:
        """Whether a formula ranks as the rule book does; those without a total are no number and stand aside by themselves.

        Where no two totals are equal, every rule ranks alike: what it says of equals concerns nobody.
        """
        ranking = self.group.entry["ranking"]
        totals = [Fraction(line.total) for line in self.lines if line.total is not None]
        aside = any(line.total is not None and line.rank is None for line in self.lines)
        small = all(abs(Fraction(line.total or 0)) < LARGE for line in self.lines)
        plain = (
            ranking["style"] == "competition" and not ranking["keys"] and ranking["on"] == "rounded"
        )
        return (plain or len(set(totals)) == len(totals)) and small and not aside

    @property
    def note(self) -> str:
        """What the formula can't do, or why there is none: to part totals that are equal, by now or by a later change."""
        if not self.is_live:
            aside = any(line.total is not None and line.rank is None for line in self.lines)
            totals = [line.total for line in self.lines if line.total is not None]
            why = "有总分而不排名次的" if aside else "有总分相同的，先后由方案定" if len({*totals}) < len(totals) else "总分太大"  # fmt: skip
            return f"名次、距前一名是数值：{why}，改了得分不会跟着变。"
        keys = self.group.entry["ranking"]["keys"]
        return (
            "改了得分以后总分相同的，这里排成同一名次，先后看方案里的“同分先看”。" if keys else ""
        )
