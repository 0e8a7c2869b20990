"""Several reference periods scored in one go: each peer group × period is a group of its own.

Rows of a group are repeated period after period, cells likewise, so that methods, nodes and ranks run once
over all periods. The figures are those that one run per period gives.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from baton.scoring import columns as exact
from baton.scoring.board import Board, board_at
from baton.scoring.columns import Array, Column
from baton.scoring.facts import Event
from baton.scoring.frame import Frame
from baton.scoring.inputs import Inputs, Moment, at_once, resolve, together
from baton.scoring.methods.cells import Grades
from baton.scoring.parameters import Path
from baton.scoring.plan import Block, Group, Plan


@dataclass
class TiledParameters:
    """The parameters of a block, repeated for every period."""

    base: Any
    order: Array
    absent: Array | None
    made: dict[Path, Column]

    def column(self, path: Path) -> Column:
        """The numbers at one place of every indicator's rule."""
        if path not in self.made:
            self.made[path] = self.base.column(path)[self.order]
        return self.made[path]


@dataclass
class TiledBlock(Block):
    """A block whose cells stand once per period; ``flat`` finds each in (period, cell of ``base``)."""

    base: Block | None = None
    flat: Array | None = None
    lying: dict[tuple[Any, ...], Array] = field(default_factory=dict, repr=False)

    def places(self, frame: Frame, periods: tuple[int, ...], name: str) -> Array:
        """Where in the frame, read period after period, each cell's input lies; found at the first use."""
        key = name, periods, frame.num.shape
        if key not in self.lying and self.base is not None:
            slots = np.arange(frame.num.shape[1])[self.base.slots[name]]
            per_period = [period * frame.num.shape[1] + slots for period in periods]
            self.lying[key] = np.concatenate(per_period)[self.flat]
        return self.lying[key]


@dataclass
class Moments:
    """Several reference periods at once."""

    moments: list[Moment]
    plan: Plan

    def inputs(
        self, _plan: Plan, block: Block, frame: Frame, events: dict[str, list[Event]]
    ) -> Inputs:
        """The inputs of all periods, in the order of the tiled cells."""
        if not isinstance(block, TiledBlock) or block.base is None or block.flat is None:
            raise TypeError("only a tiled plan can be scored at several periods")
        if together(block.base, frame):
            periods = tuple(frame.periods[moment.as_of] for moment in self.moments)
            return at_once(
                block.base, frame, block.size, lambda name: block.places(frame, periods, name)
            )
        parts = [resolve(self.plan, block.base, frame, moment, events) for moment in self.moments]
        state = np.concatenate([part.state for part in parts])[block.flat]
        values = {
            name: _merged([part.values[name] for part in parts], block.flat, block.base.size)
            for name in parts[0].values
        }
        return Inputs(state, values)


def tile(plan: Plan, periods: int) -> Plan:
    """The plan with every group, row and cell repeated ``periods`` times."""
    groups = [
        Group(g.name, g.entry, g.start * periods, g.stop * periods, g.items, g.nodes, periods)
        for g in plan.groups
    ]
    rows = [row for g in plan.groups for row in plan.rows[g.start : g.stop] * periods]
    sizes = np.array([g.stop - g.start for g in plan.groups], dtype=np.int64)
    starts = np.array([g.start for g in plan.groups], dtype=np.int64)
    blocks = [_tiled(plan, block, periods, starts, sizes) for block in plan.blocks]
    cells = {code: (a * periods, b * periods) for code, (a, b) in plan.cells_of.items()}
    first_row = {row.subject: i for i, row in reversed(list(enumerate(rows)))}
    return Plan(
        plan.rulebook, plan.facts, rows, groups, list(blocks), plan.items, plan.nodes, cells,
        np.concatenate([block.rows for block in blocks]) if blocks else plan.cell_row,
        np.repeat(plan.cell_item, periods), plan.codes, first_row,
        np.repeat(plan.group_of_row, periods),
        np.concatenate([_cohorts(group, number) for number, group in enumerate(groups)] or [plan.cell_row]),
        np.array([row.listing != "separate" for row in rows], dtype=bool),
    )  # fmt: skip


def boards(plan: Plan, frame: Frame, periods: Sequence[str], tiled: Plan | None = None) -> Board:
    """Score a plan at several periods; ``tiled`` may be kept from an earlier call."""
    tiled = tiled or plan.kept(f"tiled {len(periods)}", lambda: tile(plan, len(periods)))
    return board_at(tiled, frame, Moments([Moment.of(plan, as_of) for as_of in periods], plan))


def _cohorts(group: Group, number: int) -> Array:
    """A number of its own for each group and period, ascending with the rows."""
    period = np.arange(group.stop - group.start) // max(group.members, 1)
    return number * group.periods + period


def _tiled(plan: Plan, block: Block, periods: int, starts: Array, sizes: Array) -> TiledBlock:
    first = np.repeat(block.segment_starts, periods)
    count = np.repeat(block.segment_counts, periods)
    begin = np.concatenate(([0], np.cumsum(count)[:-1]))
    cells = np.arange(int(count.sum())) + np.repeat(first - begin, count)
    when = np.repeat(np.tile(np.arange(periods), len(block.segment_starts)), count)
    group = plan.group_of_row[block.rows[cells]]
    rows = starts[group] * (periods - 1) + when * sizes[group] + block.rows[cells]
    absent = block.parameters.absent
    parameters: Any = TiledParameters(
        block.parameters, cells, None if absent is None else absent[cells], {}
    )
    return TiledBlock(
        block.items, [count * periods for count in block.counts], block.start * periods,
        block.stop * periods, rows, begin, count, parameters,
        block.rounding, block.slots, block, when * block.size + cells,
    )  # fmt: skip


def _merged(parts: list[Any], flat: Array, size: int) -> Any:
    first = parts[0]
    if isinstance(first, Column):
        return _columns(parts, size)[flat]
    if isinstance(first, Grades):
        return Grades(np.concatenate([part.codes for part in parts])[flat], first.words)
    if isinstance(first, dict):
        keys = sorted({key for part in parts for key in part})
        return {
            key: _columns([part.get(key, exact.ZERO) for part in parts], size)[flat] for key in keys
        }
    if first and isinstance(first[0], tuple):
        return [
            (_columns([part[i][0] for part in parts], size)[flat],
             np.concatenate([part[i][1] for part in parts])[flat])
            for i in range(len(first))
        ]  # fmt: skip
    whole = [entry for part in parts for entry in part]
    return [whole[at] for at in flat.tolist()]


def _columns(parts: list[Column], size: int) -> Column:
    places = max(part.places for part in parts)
    level = [part.spread(size).at_places(places) for part in parts]
    return Column(
        np.concatenate([part.num for part in level]), places, max(part.peak for part in level)
    )
