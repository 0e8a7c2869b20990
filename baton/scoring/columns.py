"""Exact columns: fixed-point decimals, int64 where a bound proves it fits, Python integers where not.

A :class:`Column` holds ``num / 10**places``. Sums, differences and products are exact; only
:func:`quotient`, :func:`rounded` and :func:`root` round, and they say where and how. Floats raise.
``peak`` is an upper bound of ``|num|``: derived while it is small enough, measured when it is not, and
when even the measured bound does not fit the column carries on in Python integers.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from baton.scoring.division import Array as Array
from baton.scoring.division import Mask as Mask
from baton.scoring.division import cut, divide_each, root_of
from baton.scoring.division import divide as divide

LIMIT = 2**63 - 1


@dataclass(frozen=True)
class Rounding:
    """Where a value is cut: ``places`` decimals, ``mode`` half_up | down | up | half_even (semantics §1)."""

    places: int
    mode: str = "half_up"


CARRY = Rounding(10)


class Column:
    """A vector (or one number, shape ``()``) of exact decimals ``num / 10**places``."""

    __slots__ = ("num", "peak", "places")

    def __init__(self, num: Array, places: int = 0, peak: int | None = None) -> None:
        if num.dtype != np.int64 and num.dtype != object:
            raise TypeError(f"a column holds integers, not {num.dtype}")
        self.num = num if type(num) is np.ndarray else np.asarray(num)  # a bare np.int64 overflows
        self.places = places
        self.peak = measured_peak(num) if peak is None else peak

    def __len__(self) -> int:
        return int(self.num.size)

    def __add__(self, other: Column) -> Column:
        return _linear(np.add, self, other)

    def __sub__(self, other: Column) -> Column:
        return _linear(np.subtract, self, other)

    def __mul__(self, other: Column) -> Column:
        a, b = self, other
        if a.peak * b.peak > LIMIT:
            a, b = _fitting(a, b, lambda p, q: p * q)
        return _settled(np.multiply(a.num, b.num), a.places + b.places, a.peak * b.peak)

    def __neg__(self) -> Column:
        return Column(_array(np.negative(self.num)), self.places, self.peak)

    def __lt__(self, other: Column) -> Mask:
        return _compare(np.less, self, other)

    def __le__(self, other: Column) -> Mask:
        return _compare(np.less_equal, self, other)

    def __gt__(self, other: Column) -> Mask:
        return _compare(np.greater, self, other)

    def __ge__(self, other: Column) -> Mask:
        return _compare(np.greater_equal, self, other)

    def same(self, other: Column) -> Mask:
        """Where the two are equal."""
        return _compare(np.equal, self, other)

    def __getitem__(self, index: Any) -> Column:
        """Some of the cells, or the whole column when it is one number for all."""
        if self.num.ndim == 0:
            return self
        return Column(self.num[index], self.places, self.peak)

    def spread(self, size: int) -> Column:
        """The same values as a vector of ``size`` cells."""
        if self.num.ndim:
            return self
        return Column(np.full(size, self.num[()], dtype=self.num.dtype), self.places, self.peak)

    def at_places(self, places: int) -> Column:
        """The same values with a finer scale (``places`` >= own places)."""
        return _scaled(self, places)

    def ratio(self, index: int = 0) -> tuple[int, int]:
        """One cell as (numerator, decimal places)."""
        flat = self.num.reshape(-1)
        return int(flat[0 if flat.size == 1 else index]), self.places


def constant(value: int, places: int = 0) -> Column:
    """One number for every cell."""
    fits = -LIMIT <= value <= LIMIT
    return Column(np.array(value, dtype=np.int64 if fits else object), places, abs(value))


ZERO = constant(0)
ONE = constant(1)
HUNDRED = constant(100)


def column(numbers: Sequence[tuple[int, int]]) -> Column:
    """A column from (numerator, places) pairs, brought to one scale."""
    places = max((p for _, p in numbers), default=0)
    return column_of([n * 10 ** (places - p) for n, p in numbers], places)


def column_of(numerators: Sequence[int], places: int) -> Column:
    """A column from integers that share one scale."""
    peak = max((abs(n) for n in numerators), default=0)
    return Column(np.array(numerators, dtype=np.int64 if peak <= LIMIT else object), places, peak)


def measured_peak(num: Array) -> int:
    """The largest magnitude that really occurs."""
    if num.size == 0:
        return 0
    return max(abs(int(num.max())), abs(int(num.min())))


def where(mask: Mask, a: Column, b: Column) -> Column:
    """``a`` where the mask holds, ``b`` elsewhere."""
    a, b = _level(a, b)
    num = np.where(mask, a.num, b.num)
    return Column(num, a.places, max(a.peak, b.peak))


def minimum(a: Column, b: Column) -> Column:
    """The smaller of the two, cell by cell."""
    return _linear(np.minimum, a, b, bound=max)


def maximum(a: Column, b: Column) -> Column:
    """The larger of the two, cell by cell."""
    return _linear(np.maximum, a, b, bound=max)


def clip(value: Column, low: Column | None, high: Column | None) -> Column:
    """First not below ``low``, then not above ``high``; None leaves that side open."""
    if low is not None:
        value = maximum(value, low)
    return value if high is None else minimum(value, high)


def absolute(value: Column) -> Column:
    """Magnitudes."""
    return Column(_array(np.abs(value.num)), value.places, value.peak)


def rounded(value: Column, rounding: Rounding | None) -> Column:
    """The value cut to the places of ``rounding`` (None: unchanged)."""
    if rounding is None or value.places <= rounding.places:
        return value
    unit = 10 ** (value.places - rounding.places)
    if 2 * value.peak + unit > LIMIT:
        value = Column(value.num, value.places)
    peak = value.peak // unit + 1
    num = value.num
    if num.dtype == object or unit > LIMIT or 2 * value.peak + unit > LIMIT:
        return _settled(divide_each(num, unit, rounding.mode), rounding.places, peak)
    if rounding.mode == "half_up":
        shifted = num + np.int64(unit // 2)
        if num.size and num.min() < 0:
            shifted += num >> 63
        return Column(np.floor_divide(shifted, np.int64(unit)), rounding.places, peak)
    whole = np.floor_divide(num, np.int64(unit))
    rest = num - whole * np.int64(unit)
    return Column(cut(whole, rest, np.int64(unit), num < 0, rounding.mode), rounding.places, peak)


def quotient(a: Column, b: Column, rounding: Rounding = CARRY) -> Column:
    """``a / b`` cut once to the places of ``rounding``; no cell of ``b`` may be zero."""
    least = b.num.min() if b.num.size else 1
    if least <= 0 and measured_peak(b.num) == 0:
        raise ZeroDivisionError("the caller answers for zero denominators")
    if least < 0:
        flip = b.num < 0
        a = Column(np.where(flip, -a.num, a.num), a.places, a.peak)
        b = Column(_array(np.abs(b.num)), b.places, b.peak)
    shift = rounding.places + b.places - a.places
    up, down = 10 ** max(shift, 0), 10 ** max(-shift, 0)
    plain = _fits_division(a, b, up, down)
    if plain is None:
        return _long_quotient(a, b, shift, rounding)
    a, b = plain
    num, den = a.num, b.num * np.int64(down)
    bound = a.peak * up + 1
    if rounding.mode == "half_up":
        top = num * np.int64(2 * up) + den
        if num.size and num.min() < 0:
            top += num >> 63
        return Column(np.floor_divide(top, den * np.int64(2)), rounding.places, bound)
    num = num * np.int64(up)
    whole = np.floor_divide(num, den)
    return Column(
        cut(whole, num - whole * den, den, num < 0, rounding.mode), rounding.places, bound
    )


def whole_steps(a: Column, b: Column, *, started: bool) -> Column:
    """How many whole (or started) ``b`` go into ``a``; ``a`` >= 0, ``b`` > 0, exact."""
    mode = "up" if started else "down"
    return quotient(a, b, Rounding(0, mode))


def root(value: Column, degrees: Array) -> Column:
    """The ``degrees``-th root of non-negative values, the exact root cut half up at ten places."""
    flat = value.num.reshape(-1)
    found = [
        root_of(int(n), value.places, int(d), CARRY.places)
        for n, d in zip(flat, degrees, strict=True)
    ]
    return column_of(found, CARRY.places)


def reduce_sum(value: Column, starts: Array, size: int) -> Column:
    """Sums of consecutive segments; ``starts`` are their first cells, ``size`` the longest segment."""
    bound = value.peak * max(size, 1)
    num = value.num
    if bound > LIMIT and num.dtype != object:
        bound = measured_peak(num) * max(size, 1)
        if bound > LIMIT:
            num = num.astype(object)
    if not len(starts):
        return Column(np.zeros(0, dtype=np.int64), value.places, 0)
    return _settled(np.add.reduceat(num, starts), value.places, bound)


def sum_at(value: Column, at: Array, shape: tuple[int, ...], most: int) -> Column:
    """Sums by place in a table of that shape; at most ``most`` values meet at one place."""
    if value.peak * most > LIMIT:
        value = _within(value, lambda p: p * most)
    num = np.zeros(math.prod(shape), dtype=value.num.dtype)
    np.add.at(num, at, value.num)
    return _settled(num.reshape(shape), value.places, value.peak * most)


# ---------------------------------------------------------------- within int64, or beyond it


def _linear(
    operation: Callable[..., Array],
    a: Column,
    b: Column,
    bound: Callable[[int, int], int] = lambda p, q: p + q,
) -> Column:
    a, b = _level(a, b)
    peak = bound(a.peak, b.peak)
    if peak > LIMIT:
        a, b = _fitting(a, b, bound)
        peak = bound(a.peak, b.peak)
    return _settled(operation(a.num, b.num), a.places, peak)


def _compare(operation: Callable[..., Any], a: Column, b: Column) -> Mask:
    a, b = _level(a, b)
    return np.asarray(operation(a.num, b.num), dtype=bool)


def _level(a: Column, b: Column) -> tuple[Column, Column]:
    if a.places < b.places:
        return _scaled(a, b.places), b
    return a, _scaled(b, a.places)


def _scaled(value: Column, places: int) -> Column:
    if value.places == places:
        return value
    if not value.peak:
        return Column(value.num, places, 0)
    factor = 10 ** (places - value.places)
    if value.peak * factor <= LIMIT and value.num.dtype != object:
        return Column(np.asarray(value.num * np.int64(factor)), places, value.peak * factor)
    value = _within(value, lambda p: p * factor)
    if value.num.dtype == object:
        return Column(np.array(value.num * factor, dtype=object), places, value.peak * factor)
    return Column(np.asarray(value.num * np.int64(factor)), places, value.peak * factor)


def _within(value: Column, bound: Callable[[int], int]) -> Column:
    """The column itself if the result provably fits, else a tighter bound, else Python integers."""
    if value.num.dtype == object or bound(max(value.peak, 1)) <= LIMIT:
        return value
    peak = measured_peak(value.num)
    if bound(max(peak, 1)) <= LIMIT:
        return Column(value.num, value.places, peak)
    return Column(np.asarray(value.num.astype(object)), value.places, peak)


def _fitting(a: Column, b: Column, bound: Callable[[int, int], int]) -> tuple[Column, Column]:
    if a.num.dtype == object or b.num.dtype == object or bound(a.peak, b.peak) <= LIMIT:
        return a, b
    a = Column(a.num, a.places)
    b = Column(b.num, b.places)
    if bound(a.peak, b.peak) <= LIMIT:
        return a, b
    return Column(np.asarray(a.num.astype(object)), a.places, a.peak), b


def _settled(num: Any, places: int, bound: int) -> Column:
    """Back to int64 when the values that really occur fit."""
    num = _array(num)
    if num.dtype != object:
        return Column(num, places, bound)
    peak = measured_peak(num)
    return Column(np.asarray(num.astype(np.int64)) if peak <= LIMIT else num, places, peak)


def _array(num: Any) -> Array:
    """numpy hands back bare Python integers for single objects; keep them from becoming unsigned."""
    if isinstance(num, np.ndarray):
        return num
    return np.asarray(num) if isinstance(num, np.generic) else np.array(num, dtype=object)


def _fits_division(a: Column, b: Column, up: int, down: int) -> tuple[Column, Column] | None:
    if a.num.dtype == object or b.num.dtype == object:
        return None
    for _ in range(2):
        if (
            2 * max(a.peak, 1) * up + b.peak * down + 1 <= LIMIT
            and 2 * max(b.peak, 1) * down <= LIMIT
        ):
            return a, b
        a, b = Column(a.num, a.places), Column(b.num, b.places)
    return None


def _long_quotient(a: Column, b: Column, shift: int, rounding: Rounding) -> Column:
    """Long division in chunks of digits: stays in int64 while remainder × 10**k fits."""
    digits = len(str(LIMIT // max(b.peak, 1))) - 1
    integer = a.num.dtype != object and b.num.dtype != object
    if not integer or shift < 0 or digits < 1 or 2 * b.peak > LIMIT:
        return _quotient_by_cell(a, b, shift, rounding)
    whole = np.floor_divide(a.num, b.num)
    rest = a.num - whole * b.num
    if measured_peak(whole) * 10**shift + 10**shift > LIMIT:
        return _quotient_by_cell(a, b, shift, rounding)
    left = shift
    while left:
        step = np.int64(10 ** min(left, digits))
        rest = rest * step
        digit = np.floor_divide(rest, b.num)
        whole = whole * step + digit
        rest = rest - digit * b.num
        left -= min(left, digits)
    return Column(cut(whole, rest, b.num, a.num < 0, rounding.mode), rounding.places)


def _quotient_by_cell(a: Column, b: Column, shift: int, rounding: Rounding) -> Column:
    top, bottom = np.broadcast_arrays(a.num, b.num)
    up, down = 10 ** max(shift, 0), 10 ** max(-shift, 0)
    cells = [
        divide(int(x) * up, int(y) * down, rounding.mode)
        for x, y in zip(top.reshape(-1), bottom.reshape(-1), strict=True)
    ]
    made = column_of(cells, rounding.places)
    return Column(made.num.reshape(top.shape), made.places, made.peak)
