"""一年的各期: the columns of one item for the parts of a year, what they come to, and whether a total agrees with them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from itertools import pairwise

from baton.documents.layouts.context import Context
from baton.documents.layouts.head_rows import Head
from baton.documents.layouts.heads import Meaning
from baton.documents.layouts.measures import PERMILLE
from baton.documents.layouts.totals import number_at
from baton.documents.layouts.view import View
from baton.documents.numbers import PERCENT_UNITS

_NO_SUM = re.compile(r"率|比重|比例|占比|增速|增幅|增长|指数|平均|人均|均价|强度|浓度|密度|名次|位次|排名|余额|存量|保有|人口")  # fmt: skip

_HALF_A_YEAR = 6  # columns of which the pace can be seen
_PACE = 3  # at a steady pace December is twelve times January, and the sum half of twelve times December; with room on both sides

Months = tuple[int, int]  # the first and the last
Off = tuple[str, Decimal, Decimal]  # a unit, what is written for it, and what comes out


@dataclass
class Group:
    """The columns of one item. parts: of a part of a year. whole: of the period that is asked for. totals: 合计, 平均.
    later: of a longer period. named: 全年合计.
    """

    item: str
    parts: dict[int, Months] = field(default_factory=dict)
    whole: int | None = None
    totals: list[int] = field(default_factory=list)
    later: list[int] = field(default_factory=list)
    named: int | None = None


@dataclass
class YearParts:
    """One item's columns in a table whose columns mean what `columns` says. end: the last month of the period asked for."""

    view: View
    head: Head
    columns: dict[int, Meaning]
    context: Context
    end: int
    group: Group

    @cached_property
    def rows(self) -> list[tuple[int, str]]:
        """The rows of known units with their names."""
        find, found = self.context.subjects.find, list[tuple[int, str]]()
        for row in range(self.head.start, self.view.height):
            if unit := find(self.view.label(row, self.head.label)).id:
                found.append((row, self.context.known.subjects[unit]))
        return found

    @cached_property
    def filled(self) -> dict[int, Months]:
        return {c: one for c, one in self.group.parts.items() if any(self.number(row, c) is not None for row, _ in self.rows)}  # fmt: skip

    @cached_property
    def covers(self) -> Months:
        """From the first to the last month of which there are figures."""
        months = self.filled.values()
        return min(one[0] for one in months), max(one[1] for one in months)

    @cached_property
    def all(self) -> list[int]:
        """The columns that together are all of it, without a gap; empty where there are none."""
        return chain(self.filled, *self.covers) if self.filled else []

    @cached_property
    def own(self) -> list[int]:
        """The columns that together are the period that is asked for."""
        return chain(self.filled, 1, self.end)

    @cached_property
    def may_add(self) -> bool:
        """Whether the parts of the period are all there, and of something that is added up."""
        info = self.context.known.items[self.group.item]
        if not self.own or info.kind not in ("number", "tally"):
            return False
        if info.unit in (*PERCENT_UNITS, PERMILLE) or _NO_SUM.search(info.name):
            return False
        sums = [one for row, _ in self.rows if (one := self.sum(row, self.own)) is not None]
        return bool(sums) and not (info.full and any(one > Decimal(info.full) for one in sums))

    @cached_property
    def is_rising(self) -> bool:
        """Whether the months look like figures since January: in every row none less than the one before, at a steady pace."""
        rows = [[self.number(row, c) for c in self.all] for row, _ in self.rows]
        whole = [[one for one in row if one is not None] for row in rows if None not in row]
        return len(self.all) >= _HALF_A_YEAR and bool(whole) and all(map(_rises, whole))

    def number(self, row: int, column: int) -> Decimal | None:
        return number_at(self.view, row, column)

    def sum(self, row: int, parts: Sequence[int], *, is_open: bool = False) -> Decimal | None:
        """None where a part is missing; is_open: unless any is there."""
        numbers = [one for c in parts if (one := self.number(row, c)) is not None]
        is_whole = len(numbers) == len(parts) or (is_open and numbers)
        return sum(numbers, Decimal(0)) if is_whole else None

    def heading(self, column: int) -> str:
        return self.columns[column].text.rpartition(" ")[2]

    def off(self, column: int) -> tuple[int, list[Off]]:
        """How many rows of a total agree with their parts; the others with what is written and what comes out."""
        is_mean, agreeing, off = self.columns[column].total == "mean", 0, []
        for row, name in self.rows:
            written, added = self.number(row, column), self.sum(row, self.all, is_open=True)
            if written is None or added is None:
                continue
            if is_mean:
                step = Decimal(1).scaleb(int(written.as_tuple().exponent))
                added = (added / len(self.all)).quantize(step, ROUND_HALF_UP)
            if written == added:
                agreeing += 1
            else:
                off.append((name, written, added))
        return agreeing, off


def _rises(numbers: Sequence[Decimal]) -> bool:
    """Of figures since January the sum is about half as many times the last one as there are; of months of a year that grew a little, more.

    >>> [_rises(list(map(Decimal, row))) for row in (range(10, 130, 10), [9, 10, 10, 11, 11, 12], [1, 1, 2, 3, 5, 40], [0] * 12)]
    [True, False, False, False]
    """
    first, last = numbers[0], numbers[-1]
    is_up = all(one <= other for one, other in pairwise(numbers))
    return (
        is_up and last > 0 and last >= _PACE * first and sum(numbers) * _PACE >= last * len(numbers)
    )


def chain(parts: Mapping[int, Months], first: int, last: int) -> list[int]:
    """Columns that follow each other without a gap from one month to another, the shortest ones; at least two.

    >>> chain({1: (1, 3), 2: (4, 6), 3: (1, 6), 4: (7, 12)}, 1, 12), chain({1: (1, 6)}, 1, 6), chain({1: (1, 1), 2: (1, 2)}, 1, 2)
    ([1, 2, 4], [], [])
    """
    found = _followed(parts, first, last) or []
    return found if len(found) > 1 else []


def _followed(parts: Mapping[int, Months], first: int, last: int) -> list[int] | None:
    if first > last:
        return []
    begun = [c for c, months in parts.items() if months[0] == first and months[1] <= last]
    for column in sorted(begun, key=lambda c: parts[c][1]):
        rest = _followed(parts, parts[column][1] + 1, last)
        if rest is not None:
            return [column, *rest]
    return None
