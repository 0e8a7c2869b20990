"""The city board in pandas: one long frame per method, group statistics by groupby-transform.

As its expert would do it: parameters merged in once beforehand, integer codes instead of names,
frames and their groupers kept from run to run, no apply, no loop over rows; missing figures are
NaN, so that pandas' own statistics leave them out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from bench.columns import FloatBlock, FloatBoard
from bench.rules import ABSENT

Array = Any
RESCALE, MEAN, FULL = range(len(ABSENT))


@dataclass
class Part:
    """The cells of one method (and shape of rule) in all periods, with a kept grouper."""

    method: str
    flags: dict[str, Any]
    frame: pd.DataFrame
    by_segment: Any
    policy: Array


class PandasCity:
    """Everything that stands before the clock starts; :meth:`run` is timed."""

    def __init__(self, board: FloatBoard) -> None:
        self.board = board
        self.parts = [_part(block, len(board.nodes), board.rows) for block in board.blocks]
        whole = pd.concat([part.frame[["node"]] for part in self.parts], ignore_index=True)
        periods = board.blocks[0].x.shape[0]
        width = periods * board.rows * len(board.nodes)
        self.node = pd.Categorical.from_codes(whole["node"].to_numpy(), categories=range(width))
        full = np.broadcast_to(board.full, (periods, *board.full.shape)).reshape(-1)
        self.full = pd.Series(full)
        row = np.arange(periods * board.rows)
        groups = len(board.work.groups)
        group = board.work.group_of_row[row % board.rows] + row // board.rows * groups
        self.group = pd.Categorical.from_codes(group, categories=range(groups * periods))
        self.shape = periods, board.rows

    def run(self) -> tuple[Array, Array]:
        """Totals and ranks of every subject, a line per period."""
        parts = [_score(part) for part in self.parts]
        whole = pd.DataFrame(
            {
                "score": np.concatenate([score for score, _ in parts]),
                "lost": np.concatenate([lost for _, lost in parts]),
            }
        )
        nodes = whole.groupby(self.node, observed=False).sum()
        value, lost = nodes["score"].reset_index(drop=True), nodes["lost"].reset_index(drop=True)
        rescaled = (value * self.full / (self.full - lost)).round(6)
        value = value.where(lost == 0, rescaled).to_numpy().reshape(-1, len(self.board.nodes))
        total = pd.Series(value.sum(axis=1).round(6))
        by_group = total.groupby(self.group, sort=False, observed=False)
        rank = by_group.rank(method="min", ascending=False).to_numpy().astype(np.int64)
        return total.to_numpy().reshape(self.shape), rank.reshape(self.shape)


def _part(block: FloatBlock, nodes: int, rows: int) -> Part:
    periods, size = block.x.shape
    when = np.repeat(np.arange(periods), size)
    columns: dict[str, Any] = {
        "x": np.where(block.state == 0, block.x, np.nan).reshape(-1),
        "state": block.state.reshape(-1),
        "segment": np.tile(block.segment, periods) + when * len(block.starts),
        "node": (np.tile(block.rows, periods) + when * rows) * nodes
        + np.tile(block.nodes, periods),
        "points": np.tile(np.broadcast_to(block.points, size), periods),
    }
    for name, value in block.numbers.items():
        columns[name] = np.tile(np.broadcast_to(value, size), periods)
    frame = pd.DataFrame(columns)
    policy = np.tile(block.absent, periods)
    by_segment = frame.groupby("segment", sort=False)
    return Part(block.method, block.flags, frame, by_segment, policy)


def _score(part: Part) -> tuple[Array, Array]:
    f = part.frame
    score = METHODS[part.method](part, f)
    if "item_floor" in f or "item_cap" in f:
        score = score.clip(lower=f.get("item_floor"), upper=f.get("item_cap"))
    found = score.round(6).to_numpy(copy=True)
    points, state = f["points"].to_numpy(), f["state"].to_numpy()
    absent = np.flatnonzero(state == 2)
    policy = part.policy[absent]
    by_mean, by_full, rescaled = (absent[policy == kind] for kind in (MEAN, FULL, RESCALE))
    if len(by_mean):
        known = pd.DataFrame({"s": found, "w": f["points"].where(f["x"].notna())})
        known["s"] = known["s"].where(f["x"].notna())
        sums = known.groupby(part.by_segment.ngroup(), sort=False).sum()
        share = (sums["s"] / sums["w"]).to_numpy()[part.by_segment.ngroup().to_numpy()[by_mean]]
        found[by_mean] = np.round(share * points[by_mean], 6)
    found[state != 0] = np.where(state[state != 0] == 2, found[state != 0], 0)
    found[by_full] = points[by_full]
    lost = np.zeros(len(found))
    lost[rescaled] = points[rescaled]
    found[rescaled] = 0
    return found, lost


def _completion(part: Part, f: pd.DataFrame) -> pd.Series:
    rate = f["x"] / f["target"]
    score = f["points"] * rate.clip(0, f["cap"])
    return score.mask(rate.round(10) < f["threshold"], 0.0) if "threshold" in f else score


def _control(part: Part, f: pd.DataFrame) -> pd.Series:
    return f["points"] * (2 - f["x"] / f["target"]).clip(0, 1)


def _tiers(part: Part, f: pd.DataFrame) -> pd.Series:
    rate = (100 * f["x"] / f["target"]).round(8)
    edges = np.array([float(tier["from"]) for tier in part.flags["tiers"][1:]])
    awards = np.array([float(tier["award"]) for tier in part.flags["tiers"]])
    side = "right" if part.flags["closed"] == "left" else "left"
    return f["points"] * awards[edges.searchsorted(rate.to_numpy(), side)]


def _deducted(part: Part, f: pd.DataFrame, gap: pd.Series) -> pd.Series:
    n = gap / f["width"]
    if part.flags["step"] != "proportional":
        n = (np.floor if part.flags["step"] == "whole" else np.ceil)(n.round(9))
    return (f["points"] - f["per_point"] * n).clip(lower=f["least"])


def _threshold(part: Part, f: pd.DataFrame) -> pd.Series:
    gap = f["threshold"] - f["x"] if part.flags["side"] == "below" else f["x"] - f["threshold"]
    return _deducted(part, f, gap.clip(lower=0))


def _interval(part: Part, f: pd.DataFrame) -> pd.Series:
    gap = np.maximum(f["low"] - f["x"], f["x"] - f["high"])
    return _deducted(part, f, gap.clip(lower=0))


def _per_case(part: Part, f: pd.DataFrame) -> pd.Series:
    n = (f["x"] - f["free"]).clip(lower=0)
    if part.flags["repeat"] == "double_case":
        n = n.where(n <= 1, 2 * n - 1)
    amount = f["per_case"] * n
    return f["start"] + amount if part.flags["sign"] == "add" else f["start"] - amount


def _reference(part: Part, f: pd.DataFrame) -> pd.Series:
    score = f["base"] + f["per_point"] * (f["x"] - f["reference"])
    return score.clip(f["least"], f["most"])


def _efficacy_fixed(part: Part, f: pd.DataFrame) -> pd.Series:
    share = f["base"] + f["span"] * ((f["x"] - f["bad"]) / (f["good"] - f["bad"]))
    return f["points"] * share.clip(f["least"], f["most"])


def _efficacy_group(part: Part, f: pd.DataFrame) -> pd.Series:
    x = part.by_segment["x"]
    low, high = x.transform("min"), x.transform("max")
    place = (high - f["x"] if part.flags["reverse"] else f["x"] - low) / (high - low)
    share = f["base"] + f["span"] * place.clip(0, 1)
    return f["points"] * share.where(high > low, f["equal"])


def _best(part: Part, f: pd.DataFrame) -> pd.Series:
    if part.flags["reverse"]:
        return f["points"] * (part.by_segment["x"].transform("min") / f["x"])
    return f["points"] * (f["x"] / part.by_segment["x"].transform("max"))


def _mean(part: Part, f: pd.DataFrame) -> pd.Series:
    rate = f["x"] / part.by_segment["x"].transform("mean")
    return f["points"] * (2 - rate if part.flags["reverse"] else rate).clip(0, f["cap"])


def _rank(part: Part, f: pd.DataFrame) -> pd.Series:
    place = part.by_segment["x"].rank(method="min", ascending=part.flags["direction"] == "low")
    return f["points"] * (1 - f["per_place"] * (place - 1)).clip(lower=f["least"])


METHODS = {
    "completion": _completion, "control": _control, "tiers": _tiers,
    "threshold_deduction": _threshold, "interval": _interval, "per_case": _per_case,
    "above_reference": _reference,
    "efficacy_fixed": _efficacy_fixed, "efficacy_group": _efficacy_group, "ratio_to_best": _best,
    "ratio_to_mean": _mean, "rank_points": _rank,
}  # fmt: skip
