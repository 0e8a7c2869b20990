"""大项: the major parts of a scheme table with their full points, beside what the table itself says they come to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from baton.documents.scheme_table.rows import BONUS, SchemeRow
from baton.documents.scheme_table.words import bare_category, stated_of
from baton.scoring.canonical import decimal_text


@dataclass(frozen=True, slots=True)
class Major:
    """One major part. points: what its indicators come to, apart from what is added or taken away; stated: what the table says.

    is_divided: some of its indicators are for some units only, so that no unit has all of the points.
    """

    name: str
    count: int
    points: str
    stated: str = ""
    bonuses: int = 0
    deductions: int = 0
    is_divided: bool = False

    @property
    def differs(self) -> bool:
        """Whether the table says other points than its indicators come to."""
        return bool(self.stated) and not self.is_divided and Fraction(self.stated) != Fraction(self.points)  # fmt: skip


def majors_of(rows: Sequence[SchemeRow]) -> list[Major]:
    """The major parts in the order of the table; one without a name where it has none."""
    by_category: dict[str, list[SchemeRow]] = {}
    for row in rows:
        by_category.setdefault(row.category, []).append(row)
    return [_major(category, own) for category, own in by_category.items()]


def whole_of(rows: Sequence[SchemeRow], stated: str) -> Major:
    """All of the table as one part. stated: the total that the table writes, empty if it writes none."""
    whole = _major("", rows)
    return Major("合计", whole.count, whole.points, stated, whole.bonuses, whole.deductions, whole.is_divided)  # fmt: skip


def _major(category: str, rows: Sequence[SchemeRow]) -> Major:
    ordinary = [row for row in rows if not row.role]
    total = sum((Fraction(row.points) for row in ordinary), Fraction(0))
    bonuses = sum(row.role == BONUS for row in rows)
    return Major(
        bare_category(category), len(rows), decimal_text(int(total * 10**6), 6),
        stated_of(category), bonuses, len(rows) - len(ordinary) - bonuses, any(row.units is not None for row in rows),
    )  # fmt: skip
