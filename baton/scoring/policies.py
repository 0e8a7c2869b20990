"""Cells without a method's score get what the rule book says for their state (semantics §4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from baton.scoring import columns as exact
from baton.scoring.canonical import parse_decimal
from baton.scoring.columns import CARRY, ZERO, Array, Column, Mask, Rounding
from baton.scoring.facts import EXCUSED, MISSING, NOT_APPLICABLE, REPORTED, STATES
from baton.scoring.plan import Plan, rounding_of
from baton.scoring.scores import DROPPED, IMPUTED, OPEN, UNSCORED, Idle, Scores

POLICY_STATES = (("excused", EXCUSED), ("not_applicable", NOT_APPLICABLE), ("missing", MISSING))
NOTHING, FULL, MEAN, FIXED, RESCALED, ASIDE, LEAST = range(7)
KINDS = {
    "full": FULL, "group_mean": MEAN, "constant": FIXED, "zero": FIXED, "rescale": RESCALED,
    "unscored": ASIDE, "hold": NOTHING, "group_least": LEAST,
}  # fmt: skip
OUTCOME_OF = np.array([OPEN, IMPUTED, IMPUTED, IMPUTED, DROPPED, UNSCORED, IMPUTED], dtype=np.uint8)
LARGE = 4096  # longer cohorts are summed one by one, shorter ones all together


@dataclass
class Table:
    """The policies of all indicators, shape (indicators, states): what to do, with which value, at which node."""

    kind: Array
    value: Column
    at: Array
    roundings: list[Rounding | None]
    rounding: Array

    @classmethod
    def of(cls, plan: Plan) -> Table:
        """Read the policies of every indicator of the plan once."""
        shape = len(plan.codes), len(STATES)
        kind, at = np.zeros(shape, dtype=np.int8), np.full(shape, -1, dtype=np.int64)
        values = [[(0, 0)] * len(STATES) for _ in plan.codes]
        nodes = {code: i for i, code in enumerate(plan.nodes)}
        roundings: list[Rounding | None] = []
        rounding = np.zeros(len(plan.codes), dtype=np.int64)
        for number, code in enumerate(plan.codes):
            item = plan.items[code]
            own = rounding_of((plan.rulebook["rounding"] | item["rounding"])["item"])
            if own not in roundings:
                roundings.append(own)
            rounding[number] = roundings.index(own)
            for key, state in POLICY_STATES:
                policy = item["policies"][key]
                kind[number, state] = KINDS[policy["policy"]]
                if policy["policy"] == "constant":
                    values[number][state] = parse_decimal(policy["value"])
                elif policy["policy"] == "rescale":
                    at[number, state] = nodes[policy["at"]]
        value = exact.column([pair for line in values for pair in line])
        return cls(kind, value, at, roundings, rounding)


def apply(plan: Plan, found: Scores) -> None:
    """Complete the scores and outcomes, and list the cells that had none."""
    idle = np.flatnonzero(found.state != REPORTED)
    if not len(idle):
        return
    table = plan.kept("policies", lambda: Table.of(plan))
    number, state = plan.cell_item[idle], found.state[idle]
    entry = number * len(STATES) + state
    kind = table.kind.take(entry)
    outcome = OUTCOME_OF[kind]
    value = ZERO.spread(len(idle))
    if (kind == FULL).any():
        value = exact.where(kind == FULL, found.points[idle], value)
    if (kind == FIXED).any():
        value = exact.where(kind == FIXED, table.value[entry], value)
    for relative, shares_of in ((MEAN, group_shares), (LEAST, least_shares)):
        mine = np.flatnonzero(kind == relative)
        if len(mine):
            share, known = shares_of(plan, found, idle[mine])
            value = _put(value, mine, exact.where(known, share * found.points[idle[mine]], ZERO))
            outcome[mine[~known]] = OPEN
    if len(table.roundings) == 1:
        value = exact.rounded(value, table.roundings[0])
    for i, rounding in enumerate(table.roundings if len(table.roundings) > 1 else ()):
        mine = np.flatnonzero(table.rounding[number] == i)
        if rounding is not None and len(mine):
            value = _put(value, mine, exact.rounded(value[mine], rounding))
    found.outcome[idle] = outcome
    imputed = exact.where(outcome == IMPUTED, value, ZERO)
    found.score = _put(found.score, idle, imputed, in_place=True)
    found.idle = _by_row(plan, idle, np.where(kind == RESCALED, table.at.take(entry), -1))


def group_shares(plan: Plan, found: Scores, cells: Array) -> tuple[Column, Mask]:
    """For each cell its cohort's scores over its full points, and where there is such a share."""
    segments: Any = plan.kept("segments", lambda: _segments(plan))
    of_cell, starts, counts = segments
    wanted, which = np.unique(of_cell[cells], return_inverse=True)
    score, full = _cohort_sums(found, starts[wanted], counts[wanted])
    known = ~full.same(ZERO)
    share = exact.quotient(score, exact.where(known, full, exact.ONE))
    return share[which], known[which]


def least_shares(plan: Plan, found: Scores, cells: Array) -> tuple[Column, Mask]:
    """For each cell the smallest share of full points that anybody of its cohort has, and where there is one."""
    segments: Any = plan.kept("segments", lambda: _segments(plan))
    of_cell, starts, counts = segments
    wanted, which = np.unique(of_cell[cells], return_inverse=True)
    least, known = [], []
    for start, count in zip(starts[wanted].tolist(), counts[wanted].tolist(), strict=True):
        at = np.arange(start, start + count)
        use = found.cohort[at] & (found.state[at] == REPORTED)
        at = at[use & ~found.points[at].same(ZERO)]
        known.append(len(at) > 0)
        shares = exact.quotient(found.score[at], found.points[at]).at_places(CARRY.places)
        least.append(int(shares.num.min()) if len(at) else 0)
    share = exact.column_of(least, CARRY.places)
    return share[which], np.array(known, dtype=bool)[which]


def _cohort_sums(found: Scores, starts: Array, counts: Array) -> tuple[Column, Column]:
    """Scores and full points of each cohort; both zero where nobody has a score."""
    longest = int(counts.max())
    if longest < LARGE:
        firsts = np.cumsum(counts) - counts
        at = np.arange(int(counts.sum())) + np.repeat(starts - firsts, counts)
        use = found.cohort[at] & (found.state[at] == REPORTED)
        score, full = (
            exact.reduce_sum(exact.where(use, whole[at], ZERO), firsts, longest)
            for whole in (found.score, found.points)
        )
        return score, full
    use = found.cohort & (found.state == REPORTED)
    places = list(zip(starts.tolist(), counts.tolist(), strict=True))
    score, full = (
        joined(
            [
                exact.reduce_sum(exact.where(use[a : a + n], whole[a : a + n], ZERO), _FIRST, n)
                for a, n in places
            ]
        )
        for whole in (found.score, found.points)
    )
    return score, full


def joined(parts: list[Column]) -> Column:
    """Columns one after the other, at one scale."""
    if not parts:
        return ZERO.spread(0)
    places = max(part.places for part in parts)
    # Columns that fit are brought to their scale while they are put in their places, in one pass.
    factors = [10 ** (places - part.places) for part in parts]
    peak = max(part.peak * factor for part, factor in zip(parts, factors, strict=True))
    if max(peak, *factors) <= exact.LIMIT and all(part.num.dtype != object for part in parts):
        num = np.empty(sum(len(part) for part in parts), dtype=np.int64)
        at = 0
        for part, factor in zip(parts, factors, strict=True):
            np.multiply(part.num, factor, out=num[at : at + len(part)])
            at += len(part)
        return Column(num, places, peak)
    level = [part.at_places(places) for part in parts]
    return Column(
        np.concatenate([part.num for part in level]), places, max(part.peak for part in level)
    )


def _segments(plan: Plan) -> tuple[Array, Array, Array]:
    """Which cohort each cell belongs to, and where cohorts start and how long they are."""
    counts = np.concatenate([block.segment_counts for block in plan.blocks])
    starts = np.concatenate([block.start + block.segment_starts for block in plan.blocks])
    return np.repeat(np.arange(len(counts)), counts), starts, counts


def _by_row(plan: Plan, cells: Array, at: Array) -> Idle:
    """The cells in the order of their rows; no node makes up for a bonus."""
    rows = plan.cell_row[cells]
    # Sixteen bits are sorted by digits, several times faster than by comparing.
    order = np.argsort(rows.astype(np.uint16) if len(plan.rows) < 2**16 else rows, kind="stable")
    cells = cells[order]
    ordinary = plan.kept("ordinary", lambda: _ordinary(plan))[plan.cell_item[cells]]
    return Idle(cells, rows[order], np.where(ordinary, at[order], -1), ordinary)


def _ordinary(plan: Plan) -> Mask:
    return np.array([plan.items[code]["role"] == "ordinary" for code in plan.codes], dtype=bool)


def _put(target: Column, at: Array, value: Column, *, in_place: bool = False) -> Column:
    """The target with other values at some cells; ``in_place`` where nobody else holds its array."""
    places = max(target.places, value.places)
    target, value = target.at_places(places), value.at_places(places)
    big = object in (target.num.dtype, value.num.dtype)
    num = target.num.astype(object) if big else target.num if in_place else target.num.copy()
    num[at] = value.num
    return Column(num, places, max(target.peak, value.peak))


_FIRST = np.zeros(1, dtype=np.int64)
