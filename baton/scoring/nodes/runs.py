"""The indicators right under a sum node: how their cells are added up row by row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np

from baton.scoring import columns as exact
from baton.scoring.columns import ZERO, Array, Column
from baton.scoring.plan import Group, Plan

DENSE_ROWS = 2048  # from here on adding whole indicators beats gathering cells row by row


@dataclass
class Run:
    """Some cells of a stretch of rows, to be added up row by row.

    ``whole``: one slice per indicator when each covers every row of a long stretch; otherwise ``cells``
    ordered by row with ``starts`` for each row in ``rows`` that has any.
    """

    size: int
    whole: list[slice] | None
    cells: Array
    starts: Array
    rows: Array
    longest: int

    @classmethod
    def lay(cls, plan: Plan, group: Group, parts: list[slice]) -> Run:
        """Put the cells of some slices in order once; the same for every moment and every veto."""
        size = group.stop - group.start
        if size >= DENSE_ROWS and all(part.stop - part.start == size for part in parts):
            return cls(size, parts, _nothing(), _nothing(), _nothing(), len(parts))
        cells = np.concatenate([np.arange(p.start, p.stop) for p in parts] or [_nothing()])
        local = plan.cell_row[cells] - group.start
        order = np.argsort(local, kind="stable")
        rows, starts, counts = np.unique(local[order], return_index=True, return_counts=True)
        longest = int(counts.max()) if len(counts) else 0
        return cls(size, None, cells[order], starts, rows, longest)

    def total(self, values: Column) -> Column:
        """Sums of the cells per row."""
        if self.whole is not None:
            return self._total_of_whole(values, self.whole)
        if not len(self.cells):
            return ZERO.spread(self.size)
        found = exact.reduce_sum(values[self.cells], self.starts, self.longest)
        if len(self.rows) == self.size:
            return found
        num = np.zeros(self.size, dtype=found.num.dtype)
        num[self.rows] = found.num
        return Column(num, found.places, found.peak)

    def _total_of_whole(self, values: Column, parts: list[slice]) -> Column:
        most = values.peak * max(len(parts), 1)
        if values.num.dtype != object and most <= exact.LIMIT:
            num = np.zeros(self.size, dtype=np.int64)
            for part in parts:
                num += values.num[part]
            return Column(num, values.places, most)
        total = ZERO.spread(self.size)
        for part in parts:
            total = total + values[part]
        return total


@dataclass
class Own:
    """A sum node's own cells: all of them, the ordinary ones, and the bonus ones (None: there are none)."""

    every: Run
    ordinary: Run
    bonus: Run | None
    kept: tuple[Column, Column] | None = field(default=None, repr=False)

    @classmethod
    def lay(cls, plan: Plan, group: Group, nodes: Iterable[tuple[str, int, int]]) -> Own:
        """Find the cells under the nodes that stand at one place of the tree, each for its rows."""
        found = list(own_cells(plan, nodes))
        parts = [part for part, _ in found]
        every = Run.lay(plan, group, parts)
        if all(is_ordinary for _, is_ordinary in found):
            return cls(every, every, None)
        ordinary, bonus = (
            Run.lay(plan, group, [part for part, is_ordinary in found if is_ordinary == wanted])
            for wanted in (True, False)
        )
        return cls(every, ordinary, bonus)

    def full_points(self, points: Column) -> Column:
        """Full points of the ordinary cells per row; they belong to the plan, so they are added up once."""
        if self.kept is None or self.kept[0] is not points:
            self.kept = points, self.ordinary.total(points)
        return self.kept[1]


def own_cells(plan: Plan, nodes: Iterable[tuple[str, int, int]]) -> Iterator[tuple[slice, bool]]:
    """The cells right under some nodes (code, first row, row after the last), and whether they are ordinary."""
    for node, start, stop in nodes:
        for code in plan.nodes[node]["children"]:
            if code in plan.items and code in plan.cells_of:
                first, last = plan.cells_of[code]
                low, high = np.searchsorted(plan.cell_row[first:last], [start, stop])
                ordinary = plan.items[code]["role"] == "ordinary"
                yield slice(int(first + low), int(first + high)), ordinary


def _nothing() -> Array:
    return np.zeros(0, dtype=np.int64)
