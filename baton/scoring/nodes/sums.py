"""sum: children added up, dropped indicators rescaled, bonus never (semantics §7)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from baton.scoring import columns as exact
from baton.scoring.columns import ONE, ZERO, Array, Column
from baton.scoring.items import DROPPED, OPEN, SCORED, UNSCORED, Scores
from baton.scoring.nodes.values import COMPLETE_NODE, DROPPED_NODE, OPEN_NODE, Values, tree_node
from baton.scoring.plan import Group, Plan


@dataclass
class Run:
    """Cells of a node's own indicators ordered by row: ``starts`` per row that has any."""

    cells: Array
    starts: Array
    rows: Array
    longest: int
    ordinary: Array | None


def lay_runs(plan: Plan, group: Group, node: dict[str, Any]) -> Run:
    """Find the cells under a sum node once; the same for every moment and every veto."""
    codes = [code for code in node["children"] if code in plan.items and code in plan.cells_of]
    parts, roles = [], []
    for code in codes:
        start, stop = plan.cells_of[code]
        rows = plan.cell_row[start:stop]
        low, high = np.searchsorted(rows, [group.start, group.stop])
        parts.append(np.arange(start + low, start + high))
        roles.append(np.full(high - low, plan.items[code]["role"] == "ordinary"))
    cells = np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)
    ordinary = np.concatenate(roles) if roles else np.zeros(0, dtype=bool)
    local = plan.cell_row[cells] - group.start
    order = np.argsort(local, kind="stable")
    rows, starts, counts = np.unique(local[order], return_index=True, return_counts=True)
    longest = int(counts.max()) if len(counts) else 0
    return Run(cells[order], starts, rows, longest, None if ordinary.all() else ordinary[order])


def total(
    node: dict[str, Any],
    run: Run,
    scores: Scores,
    children: list[tuple[dict[str, Any], Values]],
    dropped_here: Column,
    size: int,
) -> Values:
    """Sum of the node's own cells and of its child nodes; ``dropped_here`` are full points to make up for."""
    value = _sum(run, scores.score, size)
    plain = scores.outcome[run.cells]
    full = _sum(run, _masked(scores.points[run.cells], plain != UNSCORED, run), size, own=True)
    open_cells = _any(run, plain == OPEN, size)
    have, whole = full, full
    if (plain > SCORED + 1).any():
        closed = (plain != OPEN) & (plain != DROPPED) & (plain != UNSCORED)
        have = _sum(run, _masked(scores.points[run.cells], closed, run), size, own=True)
        shown = (plain != DROPPED) & (plain != UNSCORED)
        whole = _sum(run, _masked(scores.points[run.cells], shown, run), size, own=True)
    bonus = ZERO.spread(size)
    if run.ordinary is not None:
        bonus = _sum(run, exact.where(~run.ordinary, scores.score[run.cells], ZERO), size, own=True)
    lost = dropped_here
    for child, values in children:
        value, open_cells = (
            value + exact.where(values.has, values.value, ZERO),
            open_cells | (values.status == OPEN_NODE),
        )
        lost = lost + exact.where(values.status == DROPPED_NODE, values.full, ZERO)
        full, bonus = full + values.full, bonus + values.bonus
        if child["role"] == "ordinary":
            have, whole = have + values.have, whole + values.whole
    return _composed(node, value, full, bonus, have, whole, lost, open_cells)


def _composed(
    node: dict[str, Any], value: Column, full: Column, bonus: Column, have: Column, whole: Column,
    lost: Column, is_open: Array,
) -> Values:  # fmt: skip
    status = np.where(is_open, OPEN_NODE, COMPLETE_NODE).astype(np.uint8)
    if not lost.same(ZERO).all():
        needs = lost > ZERO
        kept = full - lost
        usable = needs & (kept > ZERO)
        rescaled = exact.quotient((value - bonus) * full, exact.where(usable, kept, ONE)) + bonus
        value = exact.where(usable, rescaled, value)
        status = np.where(needs & ~usable, DROPPED_NODE, status).astype(np.uint8)
    if node["role"] != "ordinary":
        full, have, whole = ZERO, ZERO, ZERO
    return tree_node(value, status, full=full, bonus=bonus, have=have, whole=whole)


def _masked(points: Column, mask: Array, run: Run) -> Column:
    if run.ordinary is not None:
        mask = mask & run.ordinary
    return points if mask.all() else exact.where(mask, points, ZERO)


def _sum(run: Run, values: Column, size: int, *, own: bool = False) -> Column:
    if not len(run.cells):
        return ZERO.spread(size)
    found = exact.reduce_sum(values if own else values[run.cells], run.starts, run.longest)
    if len(run.rows) == size:
        return found
    num = np.zeros(size, dtype=found.num.dtype)
    num[run.rows] = found.num
    return Column(num, found.places, found.peak)


def _any(run: Run, mask: Array, size: int) -> Array:
    found = np.zeros(size, dtype=bool)
    if len(run.cells) and mask.any():
        found[run.rows] = np.logical_or.reduceat(mask, run.starts)
    return found
