"""What a method sees: one block of cells with its parameters, inputs, cohort and a place for notes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from baton.scoring import columns as exact
from baton.scoring.columns import CARRY, Array, Column, Mask, Rounding

Tally = dict[str, Column]


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


class Trace:
    """Keeps the steps of one cell in the order in which the method took them."""

    def __init__(self, cell: int) -> None:
        self.cell = cell
        self.steps: list[tuple[str, str, str]] = []

    def note(
        self, label: str, formula: str, result: Column | None, figures: Mapping[str, Any]
    ) -> None:
        """One step with the figures of this cell put into its formula."""
        shown = {name: self.text(value) for name, value in figures.items()}
        self.steps.append((label, formula.format(**shown), self.text(result)))

    def text(self, value: Any) -> str:
        """A figure of this cell as an official would write it."""
        from baton.scoring.canonical import decimal_text

        if isinstance(value, Column):
            return decimal_text(*value.ratio(self.cell))
        if isinstance(value, np.ndarray):
            return str(value.reshape(-1)[0 if value.size == 1 else self.cell])
        return "" if value is None else str(value)


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
        return self._spread(
            exact.quotient(total, exact.column_of([max(int(n), 1) for n in count], 0))
        )

    def counts(self) -> Array:
        """How many are in each segment's cohort."""
        member = self.segments.member
        if member is None:
            return self.segments.counts
        return np.add.reduceat(member.astype(np.int64), self.segments.starts)

    def step(self, label: str, formula: str, result: Column | None, **figures: Any) -> None:
        """Tell the trace, if somebody asked for an explanation, what was just done."""
        if self.trace is not None:
            self.trace.note(label, formula, result, figures)

    def _sums(self, value: Column) -> tuple[Column, Array]:
        segments, counts = self.segments, self.counts()
        if segments.member is not None:
            value = exact.where(segments.member, value, exact.ZERO)
            self.not_applicable |= segments.spread(counts == 0)
        return exact.reduce_sum(value, segments.starts, segments.longest), counts

    def _extreme(self, pick: Any, value: Column, *, high: bool) -> Column:
        value = value.spread(self.size)
        num, member = value.num, self.segments.member
        if member is not None:
            outside = num.min() if high else num.max()
            num = np.where(member, num, outside)
            self.not_applicable |= self.segments.spread(self.counts() == 0)
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
