"""The nation in pandas: wide frames, a row per township, a column per indicator, one per method.

Wide is several times faster here than long: all indicators are common, so that pandas works on
whole two-dimensional blocks; group statistics by groupby on integer codes, or by column when
there is one group.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from bench.columns import FloatBoard
from bench.rules import ABSENT

Array = Any
RESCALE, MEAN, FULL = range(len(ABSENT))


@dataclass
class Part:
    """The indicators of one shape of rule; parameters by column, or by row and column."""

    method: str
    flags: dict[str, Any]
    x: pd.DataFrame
    state: Array
    points: Array
    numbers: dict[str, Any]
    nodes: Array
    policy: Array


class PandasNation:
    """Everything that stands before the clock starts; :meth:`run` is timed."""

    def __init__(self, board: FloatBoard) -> None:
        self.board = board
        group = board.work.group_of_row
        self.one_group = len(board.work.groups) == 1
        self.codes = pd.Categorical.from_codes(group, categories=range(len(board.work.groups)))
        self.group = group
        self.parts = _parts(board)

    def run(self) -> tuple[Array, Array]:
        """Totals and ranks of every subject, in one line."""
        rows, width = self.board.rows, len(self.board.nodes)
        nodes, lost = np.zeros((rows, width)), np.zeros((rows, width))
        for part in self.parts:
            score = self._finished(part, METHODS[part.method](self, part), lost)
            for node in np.unique(part.nodes).tolist():
                nodes[:, node] += score[:, part.nodes == node].sum(axis=1)
        full = self.board.full
        where = lost > 0
        nodes[where] = np.round((nodes * full)[where] / (full - lost)[where], 6)
        total = pd.Series(nodes.sum(axis=1)).round(6)
        ranked = total if self.one_group else total.groupby(self.codes, observed=False)
        rank = ranked.rank(method="min", ascending=False).to_numpy().astype(np.int64)
        return total.to_numpy()[None], rank[None]

    def spread(self, x: pd.DataFrame, name: str) -> Any:
        """A group statistic of every column: one line for one group, else one per township."""
        if self.one_group:
            return getattr(x, name)().to_numpy()
        found = getattr(x.groupby(self.codes, observed=False), name)()
        return found.to_numpy()[self.group]

    def _finished(self, part: Part, score: pd.DataFrame, lost: Array) -> Array:
        low, high = part.numbers.get("item_floor"), part.numbers.get("item_cap")
        if low is not None or high is not None:
            score = score.clip(low, high)
        found = score.round(6).fillna(0).to_numpy(copy=True)
        at, column = np.nonzero(part.state == 2)
        policy = part.policy[column]
        full, mean, gone = (policy == kind for kind in (FULL, MEAN, RESCALE))
        found[at[full], column[full]] = part.points[column[full]]
        if mean.any():
            means = self.spread(score, "mean")  # full points are the same for all units of a group
            line = column[mean] if self.one_group else (at[mean], column[mean])
            found[at[mean], column[mean]] = np.round(means[line], 6)
        np.add.at(lost, (at[gone], part.nodes[column[gone]]), part.points[column[gone]])
        return found


def _parts(board: FloatBoard) -> list[Part]:
    """Blocks of one shape side by side."""
    by_shape: dict[str, list[Any]] = {}
    for block in board.blocks:
        key = repr((block.method, block.flags, sorted(block.numbers), block.items[0].rule.role))
        by_shape.setdefault(key, []).append(block)
    parts = []
    for blocks in by_shape.values():
        columns = [_wide(block, board.rows) for block in blocks]
        x = np.concatenate([column[0] for column in columns], axis=1)
        numbers = {
            name: _beside([column[1][name] for column in columns], [c[0].shape[1] for c in columns])
            for name in blocks[0].numbers
        }
        points = _beside([c[2] for c in columns], [c[0].shape[1] for c in columns])
        firsts = [
            block.rows.size * 0 + np.arange(0, block.rows.size, board.rows) for block in blocks
        ]
        nodes = np.concatenate([b.nodes[f] for b, f in zip(blocks, firsts, strict=True)])
        policy = np.concatenate([b.absent[f] for b, f in zip(blocks, firsts, strict=True)])
        state = np.concatenate([column[3] for column in columns], axis=1)
        parts.append(
            Part(
                blocks[0].method,
                blocks[0].flags,
                pd.DataFrame(x),
                state,
                np.broadcast_to(points, x.shape[1]),
                numbers,
                nodes,
                policy,
            )
        )
    return parts


def _wide(block: Any, rows: int) -> tuple[Array, dict[str, Any], Any, Array]:
    shape = len(block.items), rows
    x = np.where(block.state[0] == 0, block.x[0], np.nan).reshape(shape).T
    return (
        x,
        {k: _tall(v, shape) for k, v in block.numbers.items()},
        _tall(block.points, shape),
        block.state[0].reshape(shape).T,
    )


def _tall(value: Any, shape: tuple[int, int]) -> Any:
    """A parameter per column where all rows agree, else per row and column."""
    if isinstance(value, float):
        return value
    value = value.reshape(shape)
    return value[:, 0] if (value == value[:, :1]).all() else value.T


def _beside(values: list[Any], widths: list[int]) -> Any:
    """Parameters of blocks side by side: a number, a line, or a whole table."""
    if all(isinstance(value, float) and value == values[0] for value in values):
        return values[0]
    if all(isinstance(value, float) or value.ndim == 1 for value in values):
        return np.concatenate([np.broadcast_to(v, w) for v, w in zip(values, widths, strict=True)])
    rows = max(
        value.shape[0] for value in values if not isinstance(value, float) and value.ndim == 2
    )
    return np.concatenate(
        [np.broadcast_to(v, (rows, w)) for v, w in zip(values, widths, strict=True)], axis=1
    )


def _between(score: pd.DataFrame, low: Any, high: Any) -> pd.DataFrame:
    """DataFrame.clip is slow with bounds per column; one writes numpy's own instead."""
    return pd.DataFrame(np.clip(score.to_numpy(), low, high), copy=False)


def _completion(n: PandasNation, p: Part) -> pd.DataFrame:
    rate = p.x / p.numbers["target"]
    score = _between(rate, 0, p.numbers["cap"]) * p.points
    if "threshold" in p.numbers:
        score = score.mask(rate.round(10) < p.numbers["threshold"], 0.0)
    return score


def _control(n: PandasNation, p: Part) -> pd.DataFrame:
    return (2 - p.x / p.numbers["target"]).clip(0, 1) * p.points


def _tiers(n: PandasNation, p: Part) -> pd.DataFrame:
    rate = (100 * p.x / p.numbers["target"]).round(8).to_numpy()
    edges = np.array([float(tier["from"]) for tier in p.flags["tiers"][1:]])
    awards = np.array([float(tier["award"]) for tier in p.flags["tiers"]])
    side = "right" if p.flags["closed"] == "left" else "left"
    score = awards[edges.searchsorted(rate, side)] * p.points
    return pd.DataFrame(np.where(np.isnan(rate), np.nan, score), copy=False)


def _deducted(p: Part, gap: pd.DataFrame) -> pd.DataFrame:
    n = gap / p.numbers["width"]
    if p.flags["step"] != "proportional":
        n = (np.floor if p.flags["step"] == "whole" else np.ceil)(n.round(9))
    return (p.points - n * p.numbers["per_point"]).clip(lower=p.numbers["least"])


def _threshold(n: PandasNation, p: Part) -> pd.DataFrame:
    line = p.numbers["threshold"]
    return _deducted(p, (line - p.x if p.flags["side"] == "below" else p.x - line).clip(lower=0))


def _interval(n: PandasNation, p: Part) -> pd.DataFrame:
    gap = np.maximum((p.numbers["low"] - p.x).to_numpy(), (p.x - p.numbers["high"]).to_numpy())
    return _deducted(p, pd.DataFrame(np.maximum(gap, 0), copy=False))


def _per_case(n: PandasNation, p: Part) -> pd.DataFrame:
    cases = (p.x - p.numbers["free"]).clip(lower=0)
    if p.flags["repeat"] == "double_case":
        cases = cases.where(cases <= 1, 2 * cases - 1)
    amount = cases * p.numbers["per_case"]
    return amount + p.numbers["start"] if p.flags["sign"] == "add" else p.numbers["start"] - amount


def _reference(n: PandasNation, p: Part) -> pd.DataFrame:
    score = (p.x - p.numbers["reference"]) * p.numbers["per_point"] + p.numbers["base"]
    return _between(score, p.numbers["least"], p.numbers["most"])


def _efficacy_fixed(n: PandasNation, p: Part) -> pd.DataFrame:
    bad, good = p.numbers["bad"], p.numbers["good"]
    share = (p.x - bad) / (good - bad) * p.numbers["span"] + p.numbers["base"]
    return share.clip(p.numbers["least"], p.numbers["most"]) * p.points


def _efficacy_group(n: PandasNation, p: Part) -> pd.DataFrame:
    low, high = n.spread(p.x, "min"), n.spread(p.x, "max")
    width = np.where(high > low, high - low, 1)
    place = (high - p.x if p.flags["reverse"] else p.x - low) / width
    share = place.clip(0, 1) * p.numbers["span"] + p.numbers["base"]
    if not (high > low).all():
        share = share.where(high > low, p.numbers["equal"])
    return share * p.points


def _best(n: PandasNation, p: Part) -> pd.DataFrame:
    if p.flags["reverse"]:
        return n.spread(p.x, "min") / p.x * p.points
    return p.x / n.spread(p.x, "max") * p.points


def _mean(n: PandasNation, p: Part) -> pd.DataFrame:
    rate = p.x / n.spread(p.x, "mean")
    return (2 - rate if p.flags["reverse"] else rate).clip(0, p.numbers["cap"]) * p.points


def _rank(n: PandasNation, p: Part) -> pd.DataFrame:
    who = p.x if n.one_group else p.x.groupby(n.codes, observed=False)
    place = who.rank(method="min", ascending=p.flags["direction"] == "low")
    return (1 - (place - 1) * p.numbers["per_place"]).clip(lower=p.numbers["least"]) * p.points


METHODS = {
    "completion": _completion, "control": _control, "tiers": _tiers,
    "threshold_deduction": _threshold, "interval": _interval, "per_case": _per_case,
    "above_reference": _reference,
    "efficacy_fixed": _efficacy_fixed, "efficacy_group": _efficacy_group, "ratio_to_best": _best,
    "ratio_to_mean": _mean, "rank_points": _rank,
}  # fmt: skip
