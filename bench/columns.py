"""The workload as float columns: what the float peers start from.

Indicators that differ in numbers only share a block; a block's cells run by indicator and row, so
that a peer group is one run of cells. Everything that does not depend on the figures is laid out
here, untimed.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from bench.workload import Item, Workload

Array = Any
BLOCK = 60_000
NUMBERS = {
    "target", "cap", "threshold", "per_point", "width", "least", "most", "start", "per_case",
    "free",
    "reference", "base", "span", "equal", "bad", "good", "per_place", "low", "high",
}  # fmt: skip
NODES_AT = ("rescale", "group_mean", "full", "unscored")


@dataclass
class FloatBlock:
    """Cells of indicators with one shape of rule; ``x`` and ``state`` have a line per period."""

    items: list[Item]
    flags: dict[str, Any]
    rows: Array
    nodes: Array
    x: Array
    state: Array
    points: Array
    numbers: dict[str, Any]
    segment: Array
    starts: Array
    counts: Array
    absent: Array

    @property
    def method(self) -> str:
        """The method all cells share."""
        return self.items[0].rule.method


@dataclass
class FloatBoard:
    """All blocks, and the tree as numbers; full points of each row's nodes."""

    work: Workload
    blocks: list[FloatBlock]
    nodes: list[str]
    full: Array
    dense: bool
    group_starts: Array = field(default_factory=lambda: np.zeros(0))

    @property
    def rows(self) -> int:
        """Number of subjects."""
        return len(self.work.group_of_row)


def float_board(work: Workload) -> FloatBoard:
    """Lay out the float columns of a workload."""
    nodes = sorted({item.dimension for item in work.items})
    number = {name: i for i, name in enumerate(nodes)}
    shapes: dict[str, list[Item]] = defaultdict(list)
    for item in work.items:
        shapes[_shape(item)].append(item)
    blocks = [_block(work, part, number) for items in shapes.values() for part in _split(items)]
    rows = len(work.group_of_row)
    full = np.zeros(rows * len(nodes))
    for block in blocks:
        ordinary = block.items[0].rule.role == "ordinary"
        place = block.rows * len(nodes) + block.nodes
        full += np.bincount(place, np.full(len(place), block.points) * ordinary, len(full))
    dense = all(len(item.rows) == rows for item in work.items)
    starts = np.flatnonzero(np.diff(work.group_of_row, prepend=-1))
    return FloatBoard(work, blocks, nodes, full.reshape(rows, -1), dense, starts)


def _shape(item: Item) -> str:
    rule = item.rule
    flags = [(k, v if k not in NUMBERS else v is None) for k, v in sorted(rule.params.items())]
    return repr((rule.method, flags, rule.role, rule.cap is None, rule.floor is None))


def _split(items: list[Item]) -> list[list[Item]]:
    parts: list[list[Item]] = [[]]
    for item in items:
        if parts[-1] and sum(len(i.rows) for i in parts[-1]) + len(item.rows) > BLOCK:
            parts.append([])
        parts[-1].append(item)
    return parts


def _block(work: Workload, items: list[Item], number: dict[str, int]) -> FloatBlock:
    counts = [len(item.rows) for item in items]
    rows = np.concatenate([item.rows for item in items])
    figures = [work.figures(item) for item in items]
    state = np.concatenate([states for _, states in figures], axis=1)
    x = np.concatenate([values for values, _ in figures], axis=1) / 100
    key = np.repeat(np.arange(len(items)), counts) * len(work.groups) + work.group_of_row[rows]
    starts = np.flatnonzero(np.diff(key, prepend=-1))
    lengths = np.diff(np.append(starts, len(rows)))
    params = items[0].rule.params
    numbers = {
        name: _column(items, counts, [item.rule.params[name] for item in items])
        for name, value in params.items()
        if name in NUMBERS and value is not None
    }
    for name in ("cap", "floor"):
        if getattr(items[0].rule, name) is not None:
            numbers["item_" + name] = _column(
                items, counts, [getattr(item.rule, name) for item in items]
            )
    flags = {name: value for name, value in params.items() if name not in NUMBERS}
    return FloatBlock(
        items, flags, rows, np.repeat([number[item.dimension] for item in items], counts), x, state,
        _column(items, counts, [item.rule.points for item in items]), numbers,
        np.repeat(np.arange(len(starts)), lengths), starts, lengths,
        np.repeat([NODES_AT.index(item.rule.absent) for item in items], counts),
    )  # fmt: skip


def _column(items: list[Item], counts: list[int], values: list[Any]) -> Any:
    """One number where all cells share it, else one per cell."""
    found = [item.number(value) for item, value in zip(items, values, strict=True)]
    if all(isinstance(value, float) and value == found[0] for value in found):
        return found[0]
    return np.concatenate(
        [np.broadcast_to(value, count) for value, count in zip(found, counts, strict=True)]
    )
