"""Every indicator's score: method, coefficient, cap and floor, rounding, then the policies (semantics §4, §5)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from baton.scoring import columns as exact
from baton.scoring.canonical import parse_decimal
from baton.scoring.columns import ZERO, Array, Column, Mask
from baton.scoring.facts import EXCUSED, MISSING, NOT_APPLICABLE, PENDING, REPORTED, Event
from baton.scoring.frame import Frame
from baton.scoring.inputs import Inputs, When
from baton.scoring.methods import METHODS
from baton.scoring.methods.cells import Cells, Grades, Segments
from baton.scoring.methods.tracing import Step, Trace, cut_text
from baton.scoring.plan import Block, Plan, rounding_of

OUTCOMES = ("scored", "imputed", "dropped", "unscored", "open", "vetoed")
SCORED, IMPUTED, DROPPED, UNSCORED, OPEN, VETOED = range(6)
POLICY_STATES = (("excused", EXCUSED), ("not_applicable", NOT_APPLICABLE), ("missing", MISSING))
OUTCOME_CODE = {"rescale": DROPPED, "unscored": UNSCORED, "hold": OPEN}


@dataclass
class Scores:
    """One entry per cell: state after the method, outcome, score (where there is one) and full points."""

    state: Array
    outcome: Array
    score: Column
    points: Column
    cohort: Array


@dataclass
class Standing:
    """Who of the rows is vetoed or listed separately, and what the cohort setting makes of it."""

    outside: Array

    @classmethod
    def of(cls, plan: Plan, vetoed: Array) -> Standing:
        """Rows that cohort statistics leave out."""
        outside = np.zeros(len(plan.rows), dtype=bool)
        if plan.rulebook["cohort"]["vetoed"] == "exclude":
            outside |= vetoed
        if plan.rulebook["cohort"]["separate"] == "exclude":
            outside |= np.array([row.listing == "separate" for row in plan.rows], dtype=bool)
        return cls(outside)


@dataclass
class Scored:
    """What one method call gave for a block."""

    state: Array
    score: Column
    points: Column
    member: Array
    steps: list[Step]


def score_items(
    plan: Plan, frame: Frame, moment: When, standing: Standing, events: dict[str, list[Event]]
) -> Scores:
    """Score every cell of the plan at one moment."""
    parts = [score_block(plan, block, frame, moment, standing, events) for block in plan.blocks]
    empty = np.zeros(0, dtype=np.uint8)
    state = np.concatenate([part.state for part in parts]) if parts else empty
    member = np.concatenate([part.member for part in parts]) if parts else empty.astype(bool)
    score = joined([part.score for part in parts])
    points = joined([part.points for part in parts])
    outcome = np.where(state == REPORTED, SCORED, OPEN).astype(np.uint8)
    found = Scores(state, outcome, score, points, member)
    if (state != REPORTED).any():
        _apply_policies(plan, found)
    return found


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
    state = np.array(inputs.state, dtype=np.uint8)
    points = block.parameters.column(("points",))
    reported = state == REPORTED
    everyone = bool(reported.all())
    keep = None if everyone else np.flatnonzero(reported)
    member = reported & ~standing.outside[block.rows] if standing.outside.any() else reported
    if keep is not None and not len(keep):
        return Scored(state, ZERO.spread(block.size), points.spread(block.size), member, [])
    cells = _cells(plan, block, inputs, keep, member, trace)
    raw = METHODS[block.items[0]["method"]][1](cells)
    score = _finished(cells, block, raw, slice(None) if keep is None else keep).spread(cells.size)
    found = np.zeros(cells.size, dtype=np.uint8)
    found[cells.returned] = PENDING
    found[cells.not_applicable] = NOT_APPLICABLE
    if keep is None:
        state = found
    else:
        state[keep] = found
        num = np.zeros(block.size, dtype=score.num.dtype)
        num[keep] = score.num
        score = Column(num, score.places, score.peak)
    return Scored(state, score, points.spread(block.size), member, trace.steps if trace else [])


def joined(parts: list[Column]) -> Column:
    """Columns one after the other, at one scale."""
    if not parts:
        return ZERO.spread(0)
    places = max(part.places for part in parts)
    level = [part.at_places(places) for part in parts]
    return Column(
        np.concatenate([part.num for part in level]), places, max(part.peak for part in level)
    )


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
        cells.step("取舍", "{raw:分} " + cut_text(place), score, "分", raw=raw)
    return score


def _apply_policies(plan: Plan, found: Scores) -> None:
    """Give cells without a method's score what the rule book says for their state."""
    idle = found.state != REPORTED
    found.score = Column(np.where(idle, 0, found.score.num), found.score.places, found.score.peak)
    given: list[tuple[Array, Column]] = []
    for number in np.unique(plan.cell_item[idle]).tolist():
        item = plan.items[plan.codes[number]]
        start, stop = plan.cells_of[item["code"]]
        for key, code in POLICY_STATES:
            cells = np.flatnonzero(found.state[start:stop] == code) + start
            if len(cells):
                given.extend(_policy(plan, found, item, cells, item["policies"][key]))
    if given:
        _write(found, given)


def _policy(
    plan: Plan, found: Scores, item: dict[str, Any], cells: Array, policy: dict[str, Any]
) -> list[tuple[Array, Column]]:
    """The cells that get a score and what they get; the others get their outcome."""
    kind = policy["policy"]
    if kind in OUTCOME_CODE:
        found.outcome[cells] = OUTCOME_CODE[kind]
        return []
    full = found.points[cells]
    if kind == "full":
        value = full
    elif kind == "group_mean":
        share, known = group_shares(plan, found, item["code"], cells)
        cells, value = cells[known], share[known] * full[known]
    else:
        value = ZERO if kind == "zero" else exact.constant(*parse_decimal(policy["value"]))
    entry = plan.rulebook["rounding"] | item["rounding"]
    found.outcome[cells] = IMPUTED
    return [(cells, exact.rounded(value, rounding_of(entry["item"])).spread(len(cells)))]


def group_shares(plan: Plan, found: Scores, code: str, cells: Array) -> tuple[Column, Array]:
    """For each cell its cohort's scores over its full points, and where there is such a share."""
    start, stop = plan.cells_of[code]
    groups = plan.cohort_of_row[plan.cell_row[start:stop]]
    firsts = np.concatenate(([0], np.flatnonzero(np.diff(groups)) + 1))
    use = found.cohort[start:stop] & (found.state[start:stop] == REPORTED)
    here = slice(start, stop)
    score, full = (
        exact.reduce_sum(exact.where(use, whole[here], ZERO), firsts, stop - start)
        for whole in (found.score, found.points)
    )
    known = np.logical_or.reduceat(use, firsts) & ~full.same(ZERO)
    share = exact.quotient(score, exact.where(known, full, exact.ONE))
    segment = np.searchsorted(groups[firsts], plan.cohort_of_row[plan.cell_row[cells]])
    return share[segment], known[segment]


def _write(found: Scores, given: list[tuple[Array, Column]]) -> None:
    values = joined([value for _, value in given])
    places = max(found.score.places, values.places)
    score, values = found.score.at_places(places), values.at_places(places)
    big = object in (score.num.dtype, values.num.dtype)
    num = score.num.astype(object) if big else score.num.copy()
    num[np.concatenate([cells for cells, _ in given])] = values.num
    found.score = Column(num, places, max(score.peak, values.peak))
