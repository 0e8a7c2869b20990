"""Every indicator's score: method, coefficient, cap and floor, rounding, then the policies (semantics §4, §5)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from baton.scoring import columns as exact
from baton.scoring import policies
from baton.scoring.columns import ZERO, Array, Column, Mask
from baton.scoring.facts import NOT_APPLICABLE, PENDING, REPORTED, Event
from baton.scoring.failing import RuleFailed
from baton.scoring.frame import Frame
from baton.scoring.inputs import Inputs, When
from baton.scoring.methods import METHODS
from baton.scoring.methods.cells import Cells, Grades, Segments
from baton.scoring.methods.tracing import Step, Trace, cut_text
from baton.scoring.plan import Block, Plan
from baton.scoring.policies import joined
from baton.scoring.scores import SCORED, Scores, Standing

MOSTLY = 4  # with three of four cells reported it is cheaper to compute all and to look away
ONLY_REPORTED = {"rank_points", "direct"}  # these look at everybody they are given


@dataclass
class Scored:
    """What one method call gave for a block."""

    state: Array
    score: Column
    member: Array
    steps: list[Step]


def score_items(
    plan: Plan, frame: Frame, moment: When, standing: Standing, events: dict[str, list[Event]]
) -> Scores:
    """Score every cell of the plan at one moment."""
    parts = _score_blocks(plan, frame, moment, standing, events)
    empty = np.zeros(0, dtype=np.uint8)
    state = np.concatenate([part.state for part in parts]) if parts else empty
    member = np.concatenate([part.member for part in parts]) if parts else empty.astype(bool)
    score = joined([part.score for part in parts])
    points = plan.kept("points", lambda: _points(plan))
    found = Scores(state, np.full(len(state), SCORED, dtype=np.uint8), score, points, member)
    policies.apply(plan, found)  # writes to the score, which joined has made afresh
    return found


def _score_blocks(
    plan: Plan, frame: Frame, moment: When, standing: Standing, events: dict[str, list[Event]]
) -> list[Scored]:
    """Every block; RuleFailed names the indicators of all those at which a method failed."""
    parts: list[Scored] = []
    failed: dict[str, str] = {}
    cause: Exception | None = None
    for block in plan.blocks:
        try:
            parts.append(score_block(plan, block, frame, moment, standing, events))
        except MemoryError:
            raise
        except Exception as error:
            cause = cause or error
            failed |= {item["code"]: item["name"] for item in block.items}
    if cause is not None:
        raise RuleFailed(failed, cause) from cause
    return parts


def _points(plan: Plan) -> Column:
    """Full points of every cell, the same for every moment."""
    blocks = [block.parameters.column(("points",)).spread(block.size) for block in plan.blocks]
    return joined(blocks)


def score_block(
    plan: Plan,
    block: Block,
    frame: Frame,
    moment: When,
    standing: Standing,
    events: dict[str, list[Event]],
    trace: Trace | None = None,
) -> Scored:
    """Run one method on one block; ``trace`` follows the cell whose number in the block it holds."""
    inputs = moment.inputs(plan, block, frame, events)
    state = inputs.state.astype(np.uint8, copy=False)
    reported = state == REPORTED
    everyone = bool(reported.all())
    mostly = MOSTLY * int(np.count_nonzero(reported)) >= (MOSTLY - 1) * block.size
    together = mostly and trace is None and block.items[0]["method"] not in ONLY_REPORTED
    keep = None if everyone or together else np.flatnonzero(reported)
    member = reported & ~standing.outside[block.rows] if standing.outside.any() else reported
    if keep is not None and not len(keep):
        return Scored(state, ZERO.spread(block.size), member, [])
    cells = _cells(plan, block, inputs, keep, member, trace)
    raw = METHODS[block.items[0]["method"]][1](cells)
    score = _finished(cells, block, raw, slice(None) if keep is None else keep).spread(cells.size)
    if cells.returned.any() or cells.not_applicable.any():
        found = np.where(cells.returned, PENDING, REPORTED)
        found[cells.not_applicable] = NOT_APPLICABLE
        state = state.copy()
        state[reported] = found if keep is not None else found[reported]
    if keep is not None:
        num = np.zeros(block.size, dtype=score.num.dtype)
        num[keep] = score.num
        score = Column(num, score.places, score.peak)
    return Scored(state, score, member, trace.steps if trace else [])


def _cells(
    plan: Plan, block: Block, inputs: Inputs, keep: Array | None, member: Mask, trace: Trace | None
) -> Cells:
    kept = slice(None) if keep is None else keep
    rows = block.rows[kept]

    def number(path: tuple[Any, ...]) -> Column:
        return block.parameters.column(("params", *path))[kept]

    if trace is not None and keep is not None:
        trace.cell = int(np.searchsorted(keep, trace.cell))
    needs_teams = block.items[0]["method"] == "team_balance"
    return Cells(
        size=len(rows),
        params=block.items[0]["params"],
        number=number,
        inputs={name: _kept(value, kept) for name, value in inputs.values.items()},
        points=block.parameters.column(("points",))[kept],
        segments=_segments(block, keep, member),
        rate=block.rounding["rate"],  # type: ignore[arg-type]
        teams=np.array([plan.rows[row].team for row in rows.tolist()]) if needs_teams else None,
        trace=trace,
    )


def _kept(value: Any, kept: Any) -> Any:
    if isinstance(value, Column | Grades):
        return value[kept]
    if isinstance(value, dict):
        return {key: count[kept] for key, count in value.items()}
    if value and isinstance(value[0], tuple):
        return [(number[kept], known[kept]) for number, known in value]
    return value if isinstance(kept, slice) else [value[i] for i in kept.tolist()]


def _segments(block: Block, keep: Array | None, member: Mask) -> Segments:
    if keep is None:
        starts, counts = block.segment_starts, block.segment_counts
        return Segments(starts, counts, None if member.all() else member)
    number = np.repeat(np.arange(len(block.segment_starts)), block.segment_counts)[keep]
    starts = np.concatenate(([0], np.flatnonzero(np.diff(number)) + 1))
    counts = np.diff(np.concatenate((starts, [len(keep)])))
    inside = member[keep]
    return Segments(starts, counts, None if inside.all() else inside)


def _finished(cells: Cells, block: Block, raw: Column, kept: Any) -> Column:
    """Difficulty coefficient, floor and cap of the indicator, then its rounding."""
    item = block.items[0]
    coefficient, low, high = (
        None if item[key] is None else block.parameters.column((key,))[kept]
        for key in ("coefficient", "floor", "cap")
    )
    if coefficient is not None:
        before, raw = raw, raw * coefficient
        cells.step("难度系数", "{before:分} × {by}", raw, "分", before=before, by=coefficient)
    if low is not None or high is not None:
        before, raw = raw, exact.clip(raw, low, high)
        if cells.trace is not None and cells.here(before < raw):
            cells.step("本项保底", "不低于 {low:分},得 {result:分}", raw, low=low)
        elif cells.trace is not None and cells.here(before > raw):
            cells.step("本项封顶", "不高于 {high:分},得 {result:分}", raw, high=high)
    place = block.rounding["item"]
    score = exact.rounded(raw, place)
    if place is not None:
        words = "{raw:分}," + cut_text(place) + ",得 {result:分}"
        cells.step("取舍", words, score, raw=raw)
    return score
