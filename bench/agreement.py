"""Whether two boards say the same: a benchmark of a wrong answer is worthless."""

from __future__ import annotations

from typing import Any

import numpy as np

from baton.scoring.board import Board

Array = Any
LAST = 1e-6  # the last place of an indicator's score and of a total
NOISE = 1e-8  # what floats lose on the way
HALVES = 3  # so many indicators of one subject may stand exactly on a half that floats miss


def ours_as_arrays(made: Board, periods: int) -> tuple[Array, Array]:
    """Totals (as floats, for comparing only) and ranks of our board, a line per period."""
    totals, ranks = [], []
    for group in made.plan.groups:
        found = made.groups[group.name]
        if not found.has_total.all():
            raise AssertionError(f"{group.name}: 有没有总分的考核对象")
        totals.append((found.total.num / 10**found.total.places).reshape(periods, -1))
        ranks.append(found.rank.reshape(periods, -1))
    return np.concatenate(totals, axis=1), np.concatenate(ranks, axis=1)


def differences(
    group_of_row: Array, ours: tuple[Array, Array], theirs: tuple[Array, Array]
) -> list[str]:
    """What does not agree; empty is good.

    Floats miss an exact half when they round an indicator at its last place, so a few totals may
    be off by whole units of the last place, and by nothing else; ranks may differ only among
    totals that close.
    """
    faults = []
    apart = np.abs(ours[0] - theirs[0])
    units = np.round(apart / LAST)
    if (np.abs(apart - units * LAST) > NOISE).any() or units.max() > HALVES:
        faults.append(f"总分最多相差 {apart.max():.3g}")
    if (units > 0).mean() > 0.2:
        faults.append(f"有 {(units > 0).mean():.1%} 的总分末位不同")
    slack = 2 * apart.max() + NOISE
    starts = np.flatnonzero(np.diff(group_of_row, prepend=-1))
    for at, (total, rank) in enumerate(zip(ours[0], theirs[1], strict=True)):
        key = group_of_row * 1e6 - total
        ordered = np.sort(key)
        best = np.searchsorted(ordered, key - slack) - starts[group_of_row] + 1
        worst = np.searchsorted(ordered, key + slack, side="right") - starts[group_of_row]
        wrong = (rank < best) | (rank > worst)
        if wrong.any():
            faults.append(f"第 {at + 1} 期有 {int(wrong.sum())} 个名次不同,又不是浮点并列")
    return faults


def off_by_a_half(ours: tuple[Array, Array], theirs: tuple[Array, Array]) -> tuple[int, int]:
    """How many totals and how many ranks the floats got wrong, for the remarks."""
    return int((np.abs(ours[0] - theirs[0]) > LAST / 2).sum()), int((ours[1] != theirs[1]).sum())
