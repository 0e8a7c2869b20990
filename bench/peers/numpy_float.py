"""The same board in plain float64 numpy, not exact, explaining nothing: the 8 × yardstick."""

from __future__ import annotations

from typing import Any

import numpy as np

from bench.columns import FloatBlock, FloatBoard
from bench.rules import ABSENT

Array = Any
FAR = 1e7
RESCALE, MEAN, FULL = range(len(ABSENT))


def totals_and_ranks(board: FloatBoard, periods: slice = slice(None)) -> tuple[Array, Array]:
    """Totals and ranks of every subject, a line per period."""
    shape = board.blocks[0].x[periods].shape[0], board.rows, len(board.nodes)
    nodes, lost = np.zeros(shape), np.zeros(shape)
    flat, flat_lost = nodes.reshape(shape[0], -1), lost.reshape(shape[0], -1)
    for block in board.blocks:
        state = block.state[periods]
        score, gone = _scores(block, block.x[periods], state)
        if board.dense:
            by_item = score.reshape(shape[0], len(block.items), board.rows)
            for i in range(len(block.items)):
                nodes[:, :, block.nodes[i * board.rows]] += by_item[:, i]
        else:
            place = block.rows * shape[2] + block.nodes
            for at in range(shape[0]):
                flat[at] += np.bincount(place, score[at], flat.shape[1])
        when, cells = gone
        if len(when):
            place = block.rows[cells] * shape[2] + block.nodes[cells]
            np.add.at(
                flat_lost, (when, place), np.broadcast_to(block.points, block.rows.shape)[cells]
            )
    left = board.full - lost
    where = lost > 0
    nodes[where] = np.round((nodes * board.full)[where] / left[where], 6)
    total = np.round(nodes.sum(axis=2), 6)
    return total, np.stack([_ranks(board, line) for line in total])


def _scores(block: FloatBlock, x: Array, state: Array) -> tuple[Array, tuple[Array, Array]]:
    """Scores of all cells after policies, and which cells are to be rescaled."""
    ok = state == 0
    score = METHODS[block.method](block, x, ok)
    low, high = block.numbers.get("item_floor"), block.numbers.get("item_cap")
    if low is not None or high is not None:
        score = np.clip(score, low, high)
    score = np.round(score, 6)
    score *= ok
    when, cells = np.nonzero(state == 2)
    policy = block.absent[cells]
    points = np.broadcast_to(block.points, block.rows.shape)
    full = policy == FULL
    score[when[full], cells[full]] = points[cells[full]]
    mean = policy == MEAN
    if mean.any():
        top = np.add.reduceat(score * ok, block.starts, axis=1)
        bottom = np.add.reduceat(points * ok, block.starts, axis=1)
        at = when[mean], block.segment[cells[mean]]
        score[when[mean], cells[mean]] = np.round(top[at] / bottom[at] * points[cells[mean]], 6)
    rescaled = policy == RESCALE
    return score, (when[rescaled], cells[rescaled])


def _ranks(board: FloatBoard, total: Array) -> Array:
    group = board.work.group_of_row
    return _places(total, group, board.group_starts)


def _places(x: Array, segment: Array, starts: Array) -> Array:
    """1 + how many of the segment are larger."""
    key = segment * (4 * FAR) - x
    order = np.argsort(key)
    ordered = key[order]
    firsts = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1])))
    place = np.empty(len(x), dtype=np.int64)
    place[order] = np.repeat(firsts, np.diff(np.append(firsts, len(x))))
    return place - starts[segment] + 1


def _spread(block: FloatBlock, per_segment: Array) -> Array:
    if per_segment.shape[1] == 1:
        return per_segment
    return np.repeat(per_segment, block.counts, axis=1)


def _completion(b: FloatBlock, x: Array, ok: Array) -> Array:
    rate = (
        np.round(x / b.numbers["target"], 10)
        if "threshold" in b.numbers
        else x / b.numbers["target"]
    )
    score = b.points * np.clip(rate, 0, b.numbers["cap"])
    return np.where(rate < b.numbers["threshold"], 0, score) if "threshold" in b.numbers else score


def _control(b: FloatBlock, x: Array, ok: Array) -> Array:
    return b.points * np.clip(2 - x / b.numbers["target"], 0, 1)


def _tiers(b: FloatBlock, x: Array, ok: Array) -> Array:
    rate = np.round(100 * x / b.numbers["target"], 8)
    edges = np.array([float(tier["from"]) for tier in b.flags["tiers"][1:]])
    awards = np.array([float(tier["award"]) for tier in b.flags["tiers"]])
    return (
        b.points
        * awards[np.searchsorted(edges, rate, "right" if b.flags["closed"] == "left" else "left")]
    )


def _deducted(b: FloatBlock, gap: Array) -> Array:
    n = gap / b.numbers["width"]
    if b.flags["step"] != "proportional":
        n = (np.floor if b.flags["step"] == "whole" else np.ceil)(np.round(n, 9))
    return np.maximum(b.numbers["least"], b.points - b.numbers["per_point"] * n)


def _threshold(b: FloatBlock, x: Array, ok: Array) -> Array:
    line = b.numbers["threshold"]
    return _deducted(b, np.maximum(0, line - x if b.flags["side"] == "below" else x - line))


def _interval(b: FloatBlock, x: Array, ok: Array) -> Array:
    return _deducted(b, np.maximum(0, np.maximum(b.numbers["low"] - x, x - b.numbers["high"])))


def _per_case(b: FloatBlock, x: Array, ok: Array) -> Array:
    n = np.maximum(0, x - b.numbers["free"])
    if b.flags["repeat"] == "double_case":
        n = np.where(n <= 1, n, 2 * n - 1)
    amount = b.numbers["per_case"] * n
    return b.numbers["start"] + (amount if b.flags["sign"] == "add" else -amount)


def _reference(b: FloatBlock, x: Array, ok: Array) -> Array:
    score = b.numbers["base"] + b.numbers["per_point"] * (x - b.numbers["reference"])
    return np.clip(score, b.numbers["least"], b.numbers["most"])


def _efficacy_fixed(b: FloatBlock, x: Array, ok: Array) -> Array:
    bad = b.numbers["bad"]
    share = b.numbers["base"] + b.numbers["span"] * ((x - bad) / (b.numbers["good"] - bad))
    return b.points * np.clip(share, b.numbers["least"], b.numbers["most"])


def _efficacy_group(b: FloatBlock, x: Array, ok: Array) -> Array:
    low = np.minimum.reduceat(np.where(ok, x, np.inf), b.starts, axis=1)
    high = np.maximum.reduceat(np.where(ok, x, -np.inf), b.starts, axis=1)
    width = high - low
    flat = ~(width > 0)
    width[flat] = 1
    low, high = np.where(np.isfinite(low), low, 0), np.where(np.isfinite(high), high, 0)
    if b.flags["reverse"]:
        place = (_spread(b, high) - x) / _spread(b, width)
    else:
        place = (x - _spread(b, low)) / _spread(b, width)
    share = b.numbers["base"] + b.numbers["span"] * np.clip(place, 0, 1)
    return b.points * np.where(_spread(b, flat), b.numbers["equal"], share)


def _best(b: FloatBlock, x: Array, ok: Array) -> Array:
    if b.flags["reverse"]:
        best = np.minimum.reduceat(np.where(ok, x, np.inf), b.starts, axis=1)
        return b.points * (_spread(b, np.where(np.isfinite(best), best, 0)) / np.where(ok, x, 1))
    best = np.maximum.reduceat(np.where(ok, x, -np.inf), b.starts, axis=1)
    return b.points * (x / _spread(b, np.where(best > 0, best, 1)))


def _mean(b: FloatBlock, x: Array, ok: Array) -> Array:
    mean = np.add.reduceat(x, b.starts, axis=1) / np.maximum(
        np.add.reduceat(ok, b.starts, axis=1, dtype=np.int64), 1
    )
    rate = x / _spread(b, np.where(mean > 0, mean, 1))
    return b.points * np.clip(2 - rate if b.flags["reverse"] else rate, 0, b.numbers["cap"])


def _rank(b: FloatBlock, x: Array, ok: Array) -> Array:
    value = np.where(ok, x if b.flags["direction"] == "high" else -x, -FAR)
    place = np.stack([_places(line, b.segment, b.starts) for line in value])
    return b.points * np.maximum(b.numbers["least"], 1 - b.numbers["per_place"] * (place - 1))


METHODS = {
    "completion": _completion, "control": _control, "tiers": _tiers,
    "threshold_deduction": _threshold, "interval": _interval, "per_case": _per_case,
    "above_reference": _reference,
    "efficacy_fixed": _efficacy_fixed, "efficacy_group": _efficacy_group, "ratio_to_best": _best,
    "ratio_to_mean": _mean, "rank_points": _rank,
}  # fmt: skip
