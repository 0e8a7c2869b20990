"""weighted, geometric, min, max and multiplier (semantics §7)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np

from baton.scoring import columns as exact
from baton.scoring.canonical import parse_decimal
from baton.scoring.columns import CARRY, ONE, ZERO, Array, Column, Mask, Rounding
from baton.scoring.nodes.values import COMPLETE_NODE, DROPPED_NODE, OPEN_NODE, Values, tree_node


@dataclass
class Stats:
    """A child's values before vetoes over the cohort of the whole group, for coefficients.

    ``cohorts`` numbers the peer group (and period) of each row. Every statistic comes as one value per
    row and a mask of the rows that have one.
    """

    value: Column
    member: Mask
    cohorts: Array

    def mean(self) -> tuple[Column, Mask]:
        """The mean of each row's cohort, carried at ten places."""
        cohort, starts, counts, place, known = self._cohorts()
        total = exact.reduce_sum(cohort, starts, int(counts.max()))
        return exact.quotient(total, Column(counts))[place], known

    def bounds(self) -> tuple[Column, Column, Mask]:
        """The smallest and largest value of each row's cohort."""
        cohort, starts, _, place, known = self._cohorts()
        low, high = (
            Column(pick.reduceat(cohort.num, starts), cohort.places, cohort.peak)[place]
            for pick in (np.minimum, np.maximum)
        )
        return low, high, known

    def _cohorts(self) -> tuple[Column, Array, Array, Array, Mask]:
        rows = np.flatnonzero(self.member)
        found, starts, counts = np.unique(self.cohorts[rows], return_index=True, return_counts=True)
        place = np.minimum(np.searchsorted(found, self.cohorts), len(found) - 1)
        return self.value[rows], starts, counts, place, found[place] == self.cohorts


def number(text: str) -> Column:
    """A number of the rule book for every row."""
    return exact.constant(*parse_decimal(text))


def weighted(node: dict[str, Any], children: list[tuple[str, Values]], size: int) -> Values:
    """Weighted mean for ``size`` rows; what is dropped or absent leaves the weights, and without children all is dropped."""
    top, weights, have, whole = (ZERO.spread(size) for _ in range(4))
    is_open = np.zeros(size, dtype=bool)
    for code, child in children:
        weight = number(node["weights"][code])
        counts = child.present & (child.status != DROPPED_NODE)
        weights = weights + exact.where(counts, weight, ZERO)
        top = top + exact.where(child.has & counts, weight * child.value, ZERO)
        have = have + exact.where(counts, weight * child.have, ZERO)
        whole = whole + exact.where(counts, weight * child.whole, ZERO)
        is_open = is_open | (counts & (child.status == OPEN_NODE))
    some = weights > ZERO
    bottom = exact.where(some, weights, ONE)
    status = np.where(some, np.where(is_open, OPEN_NODE, COMPLETE_NODE), DROPPED_NODE).astype(
        np.uint8
    )
    return tree_node(
        exact.quotient(top, bottom), status, full=number(node["full"]), bonus=ZERO,
        have=exact.quotient(have, bottom), whole=exact.quotient(whole, bottom),
    )  # fmt: skip


def extreme(node: dict[str, Any], children: list[tuple[str, Values]]) -> Values:
    """min, max or geometric mean of the children that are there; open children leave it open and empty."""
    pick = {"min": exact.minimum, "max": exact.maximum, "geometric": None}[node["kind"]]
    size = _size(children)
    is_open, some = np.zeros(size, dtype=bool), np.zeros(size, dtype=bool)
    have, whole, best = ZERO, ZERO, ZERO.spread(size)
    for _, child in children:
        counts = child.present & (child.status != DROPPED_NODE)
        is_open |= counts & (child.status == OPEN_NODE)
        if pick is not None:
            best = exact.where(
                counts, exact.where(some, pick(best, child.value), child.value), best
            )
        some = some | counts
        have, whole = (
            have + exact.where(counts, child.have, ZERO),
            whole + exact.where(counts, child.whole, ZERO),
        )
    status = np.where(some, np.where(is_open, OPEN_NODE, COMPLETE_NODE), DROPPED_NODE).astype(
        np.uint8
    )
    if pick is None:
        best = _geometric(node, children, status)
    return tree_node(
        best,
        status,
        full=number(node["full"]),
        bonus=ZERO,
        have=have,
        whole=whole,
        has=status == COMPLETE_NODE,
    )


def _geometric(node: dict[str, Any], children: list[tuple[str, Values]], status: Array) -> Column:
    least = number(node["least"])
    product, degree = ONE, np.zeros(len(status), dtype=np.int64)
    for _, child in children:
        counts = child.present & (child.status == COMPLETE_NODE)
        product = product * exact.where(counts, exact.maximum(least, child.value), ONE)
        degree += counts
    done = status == COMPLETE_NODE
    return exact.root(exact.where(done, product, ZERO).spread(len(status)), np.maximum(degree, 1))


def multiplier(
    node: dict[str, Any],
    base: Values,
    others: list[tuple[dict[str, Any], Values, Stats]],
    rounding: Rounding,
) -> Values:
    """Base times clipped coefficients; a paper without data gives no total unless a constant is declared."""
    value, is_open = base.value, base.status == OPEN_NODE
    gone = (base.status == DROPPED_NODE) | ~base.present
    for entry, child, stats in others:
        coefficient, known = coefficient_of(entry, child, stats, rounding)
        if entry["missing"] == "constant":
            coefficient = exact.where(known, coefficient, number(entry["constant"]))
        else:
            coefficient = exact.where(known, coefficient, ONE)
            is_open = is_open | ~known
        value = value * coefficient
    status = np.where(gone, DROPPED_NODE, np.where(is_open, OPEN_NODE, COMPLETE_NODE)).astype(
        np.uint8
    )
    return tree_node(
        value,
        status,
        full=number(node["full"]),
        bonus=ZERO,
        have=base.have,
        whole=base.whole,
        has=base.has,
    )


def coefficient_of(
    entry: dict[str, Any], child: Values, stats: Stats, rounding: Rounding
) -> tuple[Column, Mask]:
    """The coefficient of each row and where there is one."""
    known = child.present & (child.status == COMPLETE_NODE)
    low, high = (None if entry[key] is None else number(entry[key]) for key in ("low", "high"))
    made, there, settled = _mapped(entry, child.value, stats, low, high)
    known = known if there is None else known & there
    steps: list[Callable[[Column], Column]] = [
        lambda c: exact.rounded(c, rounding),
        lambda c: exact.clip(c, low, high),
    ]
    if entry["order"] == "clip_round":
        steps.reverse()
    cut = reduce(lambda c, step: step(c), steps, made)
    cut = cut if settled is None else exact.where(settled, made, cut)
    return cut.spread(len(known)), known


def _mapped(
    entry: dict[str, Any], value: Column, stats: Stats, low: Column | None, high: Column | None
) -> tuple[Column, Mask | None, Mask | None]:
    """The raw coefficient, where there is one (None: everywhere) and where it is settled already."""
    kind = entry["map"]
    if kind == "direct":
        return value, None, None
    if kind == "linear":
        return number(entry["a"]) + number(entry["b"]) * value, None, None
    if kind == "table":
        award = number(entry["tiers"][0]["award"]).spread(len(value))
        for tier in entry["tiers"][1:]:
            award = exact.where(value >= number(tier["from"]), number(tier["award"]), award)
        return award, None, None
    if not stats.member.any():
        return ONE.spread(len(value)), np.zeros(len(value), dtype=bool), None
    if kind == "mean_ratio":
        mean, known = stats.mean()
        known = known & (mean > ZERO)
        return exact.quotient(value, exact.where(known, mean, ONE)), known, None
    if low is None or high is None:
        raise ValueError("组内最低到最高的系数要写明上下限")
    least, most, known = stats.bounds()
    flat = most.same(least)
    span = exact.where(flat, ONE, most - least)
    share = exact.clip(exact.quotient(value - least, span, CARRY), ZERO, ONE)
    made = low + (high - low) * share
    return exact.where(flat, number(entry["equal"]), made), known, flat


def _size(children: list[tuple[str, Values]]) -> int:
    return len(children[0][1].status) if children else 0
