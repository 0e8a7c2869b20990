"""The indicators right under a sum node: how their cells are added up row by row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from baton.scoring import columns as exact
from baton.scoring.columns import ZERO, Array, Column, Mask
from baton.scoring.plan import Group, Plan
from baton.scoring.scores import DROPPED, OPEN, UNSCORED

DENSE_ROWS = 512  # from here on adding whole indicators beats gathering cells row by row

Chosen = Callable[[Any], Mask]
"""Which of some cells count; called with a slice or an array of cell numbers."""


@dataclass
class Run:
    """Cells of a node's own indicators.

    ``whole``: one slice per indicator when each covers every row of a large group; otherwise ``cells``
    ordered by row with ``starts`` for each row in ``rows`` that has any.
    """

    size: int
    whole: list[tuple[slice, bool]] | None
    cells: Array
    starts: Array
    rows: Array
    longest: int
    ordinary: Array
    all_ordinary: bool
    kept: tuple[Column, Column] | None = field(default=None, repr=False)

    @classmethod
    def lay(cls, plan: Plan, group: Group, node: dict[str, Any]) -> Run:
        """Find the cells under a sum node once; the same for every moment and every veto."""
        parts, roles = [], []
        size = group.stop - group.start
        for code in node["children"]:
            if code in plan.items and code in plan.cells_of:
                start, stop = plan.cells_of[code]
                low, high = np.searchsorted(plan.cell_row[start:stop], [group.start, group.stop])
                parts.append(slice(int(start + low), int(start + high)))
                roles.append(plan.items[code]["role"] == "ordinary")
        lengths = [part.stop - part.start for part in parts]
        if size >= DENSE_ROWS and all(length == size for length in lengths):
            none = np.zeros(0, dtype=np.int64)
            whole = list(zip(parts, roles, strict=True))
            return cls(size, whole, none, none, none, 0, none, all(roles))
        cells = np.concatenate([np.arange(p.start, p.stop) for p in parts] or [_nothing()])
        ordinary = np.repeat(np.array(roles, dtype=bool), lengths)
        local = plan.cell_row[cells] - group.start
        order = np.argsort(local, kind="stable")
        rows, starts, counts = np.unique(local[order], return_index=True, return_counts=True)
        longest = int(counts.max()) if len(counts) else 0
        return cls(
            size, None, cells[order], starts, rows, longest, ordinary[order], bool(ordinary.all())
        )

    def total(
        self, values: Column, chosen: Chosen | None = None, *, role: bool | None = None
    ) -> Column:
        """Sums per row of the cells that are chosen and of that role (True: ordinary)."""
        if self.whole is not None:
            return self._total_of_whole(values, chosen, role)
        if not len(self.cells):
            return ZERO.spread(self.size)
        picked = values[self.cells]
        mask = self._mask(chosen, role)
        if mask is not None:
            picked = exact.where(mask, picked, ZERO)
        found = exact.reduce_sum(picked, self.starts, self.longest)
        if len(self.rows) == self.size:
            return found
        num = np.zeros(self.size, dtype=found.num.dtype)
        num[self.rows] = found.num
        return Column(num, found.places, found.peak)

    def full_points(self, points: Column) -> Column:
        """Full points of the ordinary cells per row; they belong to the plan, so they are added up once."""
        if self.kept is None or self.kept[0] is not points:
            self.kept = points, self.total(points, role=True)
        return self.kept[1]

    def outcomes(self, outcome: Array) -> set[int]:
        """Which outcomes occur among the cells, of those that are told apart in totals."""
        parts = [part for part, _ in self.whole] if self.whole is not None else [self.cells]
        found = [outcome[part] for part in parts]
        return {
            kind
            for kind in (DROPPED, UNSCORED, OPEN)
            if any((part == kind).any() for part in found)
        }

    def any(self, chosen: Chosen) -> Mask:
        """Rows in which some cell is chosen."""
        found = np.zeros(self.size, dtype=bool)
        if self.whole is not None:
            for part, _ in self.whole:
                found |= chosen(part)
        elif len(self.cells):
            found[self.rows] = np.logical_or.reduceat(chosen(self.cells), self.starts)
        return found

    def _mask(self, chosen: Chosen | None, role: bool | None) -> Mask | None:
        right = None if role is None or (role and self.all_ordinary) else self.ordinary == role
        if chosen is None:
            return right
        mask = chosen(self.cells)
        return mask if right is None else mask & right

    def _total_of_whole(self, values: Column, chosen: Chosen | None, role: bool | None) -> Column:
        total = ZERO.spread(self.size)
        parts = [part for part, ordinary in self.whole or () if role is None or ordinary == role]
        if values.num.dtype != object and values.peak * max(len(parts), 1) <= exact.LIMIT:
            num = np.zeros(self.size, dtype=np.int64)
            for part in parts:
                cells = values.num[part]
                num += cells if chosen is None else cells * chosen(part)
            return Column(num, values.places, values.peak * max(len(parts), 1))
        for part in parts:
            cell = values[part]
            total = total + (cell if chosen is None else exact.where(chosen(part), cell, ZERO))
        return total


def _nothing() -> Array:
    return np.zeros(0, dtype=np.int64)
