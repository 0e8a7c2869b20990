"""核对单's table: its cells, how wide its columns are, and how much of each row stays when the page has no room for all."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import groupby

from baton.documents.papers.accounts import Check, CheckLine
from baton.documents.papers.measuring import (
    INSET,
    POINTS,
    cut_to,
    line_height,
    lines_of,
    row_height,
    whole_width,
    width_of,
    with_air,
)
from baton.documents.papers.sheet import Ruled, spans

HEADS = ["大项", "考核指标", "分值", "得分", "失分", "用到的数", "失分原因", "牵头单位"]
PART, NAME, FULL, SCORE, LOST, FIGURE, REASON, LEAD = range(len(HEADS))
LEAST_WIDTHS = {PART: 9.5, NAME: 30.0, FULL: 9.3, SCORE: 11.0, LOST: 11.0, FIGURE: 19.5}
LEADS = (22.0, 24.1, 30.1, 33.1)  # 6, 7, 9, 10 small letters
TEMPLATE_WIDTHS = [9.5, 30.0, 9.0, 14.0, 14.0, 21.0, 62.5, 24.0]  # of a template to begin with
NUMBERS = (FULL, SCORE, LOST)
FEWEST_FOLDED = 3  # indicators of a part that are worth one line together
LONG_FIGURE = 12  # letters of a figure that stands beside the reason, where the column is wide
MOST_FIGURE = 26.0
BESIDE = "见右"
SUM, BONUS = "sum", "bonus"


@dataclass(frozen=True)
class Row:
    """A row of the table; `whole` is what stands on the page behind where the table has no room for it."""

    cells: list[str]
    whole: list[str] = field(default_factory=list)
    is_strong: bool = False


def rows_of(check: Check) -> list[Row]:
    """All rows, with the total as the last."""
    found = [_row(one) for one in (*check.lines, *check.aside)]
    total = check.total.removesuffix(" 分")
    found.append(
        Row(["总分", "", check.full, total, check.lost, "", check.pending, ""], ["总分", check.lost, "", check.pending, ""], is_strong=True)
    )  # fmt: skip
    if not any(row.cells[PART] for row in found[:-1]):
        found = [Row(["", *row.cells[1:]], row.whole, row.is_strong) for row in found]
        found[-1].cells[NAME] = "总分"
    return found


def _row(one: CheckLine) -> Row:
    figure, reason = one.figure, one.told
    is_long = len(figure) > LONG_FIGURE
    if figure and (is_long or one.kind == BONUS):
        figure, reason = (BESIDE if is_long and one.kind != BONUS else ""), "；".join(filter(None, (figure, reason)))  # fmt: skip
    return Row(
        [one.part, one.name, one.full, one.score, one.lost, figure, reason, one.lead],
        [one.name, one.lost, one.figure, one.reason, one.lead], one.kind == SUM,
    )  # fmt: skip


def folded(rows: Sequence[Row]) -> tuple[list[Row], str]:
    """The rows with the indicators of each part that lost nothing as one line, and what these are with their figures and points.

    Nothing is folded, and there are no words, where no part has some of them.
    """
    found, told = list[Row](), list[str]()
    for part, own in groupby(rows, key=lambda row: row.cells[PART]):
        lines = list(own)
        whole = [row for row in lines if _is_whole(row)]
        if len(whole) < FEWEST_FOLDED:
            found += lines
            continue
        points = _plain(sum((Fraction(row.cells[FULL]) for row in whole), Fraction(0)))
        one = Row([part, f"其余 {len(whole)} 项得满分", points, points, "0", "", "见表下", ""])
        kept = [row for row in lines if not _is_whole(row)]
        at = next((place for place, row in enumerate(kept) if row.is_strong), len(kept))
        found += [*kept[:at], one, *kept[at:]]
        told += [f"{row.cells[NAME]} {row.cells[FIGURE]}".rstrip() + f"（{row.cells[FULL]} 分）" for row in whole]  # fmt: skip
    return found, f"得满分的：{'、'.join(told)}。" if told else ""


def _is_whole(row: Row) -> bool:
    """Whether a row is an indicator that got all its points, with nothing to say of it but its figure."""
    cells = row.cells
    is_item = cells[FULL] not in ("", "0", "—") and not row.is_strong
    return is_item and cells[SCORE] == cells[FULL] and cells[LOST] == "0" and not cells[REASON]


def _plain(points: Fraction) -> str:
    """Points with four decimals at most.

    >>> _plain(Fraction(47)), _plain(Fraction(33, 2)), _plain(Fraction(20, 3))
    ('47', '16.5', '6.6667')
    """
    text = f"{Decimal(points.numerator) / Decimal(points.denominator):.4f}"
    return text.rstrip("0").rstrip(".")


def widths_of(rows: Sequence[Row], size: float, width: float, lead: float) -> list[float]:
    """Figures are never torn; the reason has what the others leave. In millimetres, without 大项 where nobody has one."""
    found = LEAST_WIDTHS | {LEAD: lead}
    if not any(row.cells[PART] for row in rows):
        found[PART] = 0.0
    for column in NUMBERS:
        widest = max(width_of(row.cells[column]) for row in rows)
        found[column] = max(found[column], (widest * size + INSET) / POINTS)
    widest = max(whole_width(row.cells[FIGURE]) for row in rows)
    found[FIGURE] = max(found[FIGURE], min(MOST_FIGURE, (widest * size + INSET) / POINTS))
    found[REASON] = width - sum(found.values())
    return [found[column] for column in range(len(HEADS))]


def shortest(rows: Sequence[Row], size: float, width: float) -> Table:
    """The rows in letters of a size, with the width of the last column that takes the least room."""
    return min((Table(rows, size, width, lead) for lead in LEADS), key=lambda one: one.height)


class Table:
    """The rows in letters of a size."""

    def __init__(self, rows: Sequence[Row], size: float, width: float, lead: float) -> None:
        self.rows, self.size = rows, size
        self.widths = widths_of(rows, size, width, lead)
        self._letters = [(wide * POINTS - INSET) / size for wide in self.widths]
        cells = [row.cells for row in rows]
        covered = spans(Ruled([HEADS, *cells], True, self.widths, size, [], 0, [PART]))[1:]
        self._lines = [
            [
                lines_of(text, self._letters[at]) if text and (at != PART or own[PART] == 1) else 1
                for at, text in enumerate(row.cells)
            ]
            for row, own in zip(rows, covered, strict=True)
        ]
        self._head = row_height(max(lines_of(head, letters) for head, letters in zip(HEADS, self._letters, strict=True) if letters > 0), size)  # fmt: skip

    @cached_property
    def height(self) -> float:
        """In points, nothing cut."""
        return self._height([max(lines) for lines in self._lines])

    @cached_property
    def loose_height(self) -> float:
        """In points, as Word sets it, with air where Chinese and figures meet; cells covered from above count nothing."""
        tall = [
            max([lines_of(with_air(text), letters) for text, letters in list(zip(row.cells, self._letters, strict=True))[NAME:] if text] or [1])
            for row in self.rows
        ]  # fmt: skip
        return max(self.height, self._height(tall))

    def _height(self, tall: Sequence[int]) -> float:
        return self._head + sum(row_height(lines, self.size) for lines in tall)

    def cut(self, room: float) -> list[list[str]] | None:
        """Cells that stay within so many points; None where that can't be."""
        for kept in ({PART, NAME, FIGURE, *NUMBERS}, {PART, NAME, *NUMBERS}, {PART, *NUMBERS}):
            tall = self._tall(room, kept)
            if tall is not None:
                return [self._cut(row, lines, kept) for row, lines in zip(self.rows, tall, strict=True)]  # fmt: skip
        return None

    def _tall(self, room: float, kept: Collection[int]) -> list[int] | None:
        """How many lines each row has: all as many as fit, then those that lost most as many as they need."""
        least = [max(lines[at] for at in kept) for lines in self._lines]
        wanted = [max(lines) for lines in self._lines]
        found: list[int] | None = None
        for level in range(1, max(wanted) + 1):
            tall = [max(own, min(most, level)) for own, most in zip(least, wanted, strict=True)]
            if self._height(tall) > room:
                break
            found = tall
        if found is None:
            return None
        left = int((room - self._height(found)) / line_height(self.size))
        order = sorted(range(len(self.rows)), key=lambda at: -_number(self.rows[at].cells[LOST]))
        for all_of_it in (True, False):
            for at in order:
                more = wanted[at] - found[at]
                if more and (more if all_of_it else 1) <= left:
                    found[at] += more if all_of_it else 1
                    left -= more if all_of_it else 1
        return found

    def _cut(self, row: Row, lines: int, kept: Collection[int]) -> list[str]:
        return [
            text if at in kept else cut_to(text, self._letters[at], lines)
            for at, text in enumerate(row.cells)
        ]


def _number(text: str) -> Fraction:
    try:
        return Fraction(text.replace("−", "-"))
    except ValueError:
        return Fraction(0)
