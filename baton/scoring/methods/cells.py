"""What a method sees: one block of cells with its parameters, inputs, cohort and a place for notes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from baton.scoring import columns as exact
from baton.scoring.columns import CARRY, Array, Column, Mask, Rounding
from baton.scoring.methods.tracing import Measured, Trace

Tally = dict[str, Column]
UNUSABLE = "不能作除数,本项按“无此任务”办理"


@dataclass(frozen=True)
class Grades:
    """Grade words as indices into ``words``; −1 stands for no word."""

    codes: Array
    words: tuple[str, ...]

    def __getitem__(self, keep: Any) -> Grades:
        return Grades(self.codes[keep], self.words)


@dataclass(frozen=True)
class Segments:
    """Runs of cells that share one indicator and one peer group, and who of them is in the cohort."""

    starts: Array
    counts: Array
    member: Mask | None = None

    @property
    def longest(self) -> int:
        """The largest number of cells in one run."""
        return int(self.counts.max()) if len(self.counts) else 0

    def spread(self, per_segment: Array) -> Array:
        """One value per segment, repeated for each of its cells."""
        if len(per_segment) == 1:
            return np.broadcast_to(per_segment, (int(self.counts.sum()),))
        return np.repeat(per_segment, self.counts)


class Cells:
    """A block of reported cells in which one method runs once (shapes: ``(n,)`` or one number for all)."""

    def __init__(
        self,
        *,
        size: int,
        params: Mapping[str, Any],
        number: Callable[[tuple[Any, ...]], Column],
        inputs: Mapping[str, Any],
        points: Column,
        segments: Segments,
        rate: Rounding,
        teams: Array | None = None,
        trace: Trace | None = None,
    ) -> None:
        self.size = size
        self.params = params
        self.number = number
        self.inputs = inputs
        self.points = points
        self.segments = segments
        self.rate_rounding = rate
        self.teams = teams
        self.trace = trace
        self.not_applicable = np.zeros(size, dtype=bool)
        self.returned = np.zeros(size, dtype=bool)

    # ------------------------------------------------------------ parameters and inputs

    @property
    def x(self) -> Column:
        """The figure the method judges."""
        return self.inputs["x"]  # type: ignore[no-any-return]

    def p(self, *path: str | int) -> Column:
        """A numeric parameter, one number for all cells or one per cell."""
        return self.number(path)

    def optional(self, *path: str | int) -> Column | None:
        """A numeric parameter, or None where the rule book says null."""
        return None if self.raw(*path) is None else self.number(path)

    def raw(self, *path: str | int) -> Any:
        """A structural parameter as it stands in the rule book."""
        found: Any = self.params
        for step in path:
            found = found[step]
        return found

    # ------------------------------------------------------------ arithmetic with the carry rule

    def rate(self, top: Column, bottom: Column) -> Column:
        """A quotient cut at the declared places for rates."""
        return exact.quotient(top, bottom, self.rate_rounding)

    def positive(self, value: Column) -> Column:
        """A denominator: cells where it is not above zero become not applicable."""
        return self.usable(value, value > exact.ZERO)

    def usable(self, value: Column, good: Mask) -> Column:
        """A denominator whose bad cells become not applicable and stand at one meanwhile."""
        if good.all():
            return value
        self.not_applicable |= ~good
        if self.trace is not None and self.trace.holds(~good):
            self.trace.halt("分母", f"分母是 {self.trace.figure(value):},{UNUSABLE}")
        return exact.where(good, value, exact.ONE)

    def all(self, value: Mask) -> Mask:
        """A mask with one entry per cell."""
        return np.broadcast_to(value, (self.size,))

    # ------------------------------------------------------------ the cohort

    def lowest(self, value: Column) -> Column:
        """The smallest value in each cell's cohort."""
        return self._extreme(np.minimum, value, high=False)

    def highest(self, value: Column) -> Column:
        """The largest value in each cell's cohort."""
        return self._extreme(np.maximum, value, high=True)

    def mean(self, value: Column) -> Column:
        """The mean of each cell's cohort, carried at ten places; an empty cohort is not applicable."""
        value = value.spread(self.size)
        total, count = self._sums(value)
        return self._spread(exact.quotient(total, Column(np.maximum(count, 1))))

    def counts(self) -> Array:
        """How many are in each segment's cohort."""
        member = self.segments.member
        if member is None:
            return self.segments.counts
        return np.add.reduceat(member.astype(np.int64), self.segments.starts)

    def step(
        self,
        label: str,
        formula: str,
        result: Any = None,
        show: str = "",
        cut: Rounding | None = None,
        **figures: Any,
    ) -> None:
        """Tell the trace, if somebody asked for an explanation, what was just done.

        ``show`` says how the result is written (see ``Figure``), ``cut`` where a quotient was cut.
        """
        if self.trace is not None:
            self.trace.note(label, formula, result, show, cut, figures)

    def here(self, mask: Any) -> bool:
        """Whether a condition holds for the traced cell; False when nobody asked."""
        return self.trace is not None and self.trace.holds(mask)

    def halt(self, mask: Any, label: str, text: str) -> None:
        """Tell the trace that nothing after this concerns its cell, where the condition holds."""
        if self.trace is not None and self.trace.holds(mask):
            self.trace.halt(label, text)

    @staticmethod
    def unit(value: Any, name: str = "x", *, gap: bool = False) -> Measured:
        """A figure counted in the unit of an input, for use in a step; ``gap``: a difference of two."""
        return Measured(value, name, gap)

    def _without_cohort(self, counts: Array) -> None:
        """Cells whose cohort is empty have nothing to be compared with."""
        empty = self.segments.spread(counts == 0)
        self.not_applicable |= empty
        self.halt(empty, "同组", "同组没有可以相比的单位,本项按“无此任务”办理")

    def _sums(self, value: Column) -> tuple[Column, Array]:
        segments, counts = self.segments, self.counts()
        if segments.member is not None:
            value = exact.where(segments.member, value, exact.ZERO)
            self._without_cohort(counts)
        return exact.reduce_sum(value, segments.starts, segments.longest), counts

    def _extreme(self, pick: Any, value: Column, *, high: bool) -> Column:
        value = value.spread(self.size)
        num, member = value.num, self.segments.member
        if member is not None:
            outside = num.min() if high else num.max()
            num = np.where(member, num, outside)
            self._without_cohort(self.counts())
        found = pick.reduceat(num, self.segments.starts)
        return self._spread(Column(found, value.places, value.peak))

    def _spread(self, per_segment: Column) -> Column:
        if len(per_segment) == 1:
            return Column(per_segment.num.reshape(()), per_segment.places, per_segment.peak)
        return Column(self.segments.spread(per_segment.num), per_segment.places, per_segment.peak)


def steps_of(c: Cells, gap: Column, width: Column, mode: str) -> Column:
    """How many steps of ``width`` lie in ``gap``: 按比例, 不足不扣 or 不足按1个 (semantics §1)."""
    if mode == "proportional":
        one = width.num.ndim == 0 and width.same(exact.ONE).all()
        return gap if one else exact.quotient(gap, width, CARRY)
    return exact.whole_steps(gap, width, started=mode == "started")


def awarded(c: Cells, value: Column, award_as: str) -> Column:
    """A table's entry as points, or as a share of the full points."""
    return c.points * value if award_as == "share" else value
