"""What a node gives for each row of a group, and an indicator seen as a child (semantics §7)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from baton.scoring import columns as exact
from baton.scoring.columns import ZERO, Array, Column, Mask
from baton.scoring.plan import Group, Plan
from baton.scoring.scores import DROPPED, OPEN, UNSCORED, Scores

STATUSES = ("complete", "open", "dropped")
COMPLETE_NODE, OPEN_NODE, DROPPED_NODE = range(3)


@dataclass
class Values:
    """One node, or one indicator, for the rows of a group (all shapes ``(rows,)``).

    ``present``: the child exists for the row; ``has``: it has a value; ``full``: its full points for
    rescaling; ``bonus``: the part of the value that is never rescaled; ``have``/``whole``: progress.
    """

    value: Column
    has: Mask
    status: Array
    present: Mask
    full: Column
    bonus: Column
    have: Column
    whole: Column

    def is_bare(self, row: int) -> bool:
        """Whether not one point's worth of an open node has a figure: what it comes to is no zero that was earned."""
        waits = bool(self.whole.ratio(row)[0]) and int(self.status[row]) == OPEN_NODE
        return waits and not self.have.ratio(row)[0]

    def part(self, rows: slice) -> Values:
        """Some neighbouring rows."""
        return Values(
            self.value[rows], self.has[rows], self.status[rows], self.present[rows],
            self.full[rows], self.bonus[rows], self.have[rows], self.whole[rows],
        )  # fmt: skip


def tree_node(
    value: Column,
    status: Array,
    *,
    full: Column,
    bonus: Column,
    have: Column,
    whole: Column,
    has: Mask | None = None,
) -> Values:
    """A node's values; dropped rows never have one."""
    size = len(status)
    there = status != DROPPED_NODE
    has = there if has is None else has & there
    return Values(
        exact.where(has, value, ZERO), has, status, np.ones(size, dtype=bool),
        full.spread(size), bonus.spread(size), have.spread(size), whole.spread(size),
    )  # fmt: skip


@dataclass
class Leaves:
    """Cells of a group with what nodes need to know of them."""

    plan: Plan
    group: Group
    scores: Scores

    def child(self, code: str) -> Values:
        """One indicator as a child, row by row."""
        size = self.group.stop - self.group.start
        start, stop = self.plan.cells_of.get(code, (0, 0))
        rows = self.plan.cell_row[start:stop]
        inside = (rows >= self.group.start) & (rows < self.group.stop)
        cells = np.flatnonzero(inside) + start
        local = rows[inside] - self.group.start
        outcome = self.scores.outcome[cells]
        ordinary = self.plan.items[code]["role"] == "ordinary"
        there = outcome != UNSCORED
        status = np.zeros(size, dtype=np.uint8)
        status[local] = np.where(
            outcome == OPEN, OPEN_NODE, np.where(outcome == DROPPED, DROPPED_NODE, 0)
        )
        present = _placed(there, local, size)
        has = _placed(there & (outcome != OPEN) & (outcome != DROPPED), local, size)
        value = _column(self.scores.score, cells, local, size)
        points = _column(self.scores.points, cells, local, size) if ordinary else ZERO.spread(size)
        full = exact.where(present, points, ZERO)
        counted = present & (status != DROPPED_NODE)
        return Values(
            value, has, status, present, full, ZERO.spread(size) if ordinary else value,
            exact.where(has, full, ZERO), exact.where(counted, full, ZERO),
        )  # fmt: skip


def _placed(mask: Mask, local: Array, size: int) -> Mask:
    found = np.zeros(size, dtype=bool)
    found[local] = mask
    return found


def _column(values: Column, cells: Array, local: Array, size: int) -> Column:
    num = np.zeros(size, dtype=values.num.dtype)
    num[local] = values.num[cells]
    return Column(num, values.places, values.peak)
