"""Where integers are divided and cut: plain arrays and Python integers, no columns."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Mask = NDArray[np.bool_]


def cut(whole: Array, rest: Array, den: Any, negative: Mask, mode: str) -> Array:
    """Round a floored quotient: value = whole + rest/den with 0 <= rest < den."""
    if mode == "half_up":
        up = np.where(negative, rest > den - rest, rest >= den - rest)
    elif mode == "down":
        up = negative & (rest > 0)
    elif mode == "up":
        up = ~negative & (rest > 0)
    else:
        up = (rest > den - rest) | ((rest == den - rest) & (whole % 2 != 0))
    return np.asarray(whole + up)


def divide_each(num: Array, unit: int, mode: str) -> Array:
    """Every number divided by ``unit`` as Python integers."""
    cells = [divide(int(n), unit, mode) for n in num.reshape(-1)]
    return np.array(cells, dtype=object).reshape(num.shape)


def divide(top: int, bottom: int, mode: str) -> int:
    """One exact integer quotient, ``bottom`` > 0, rounded by ``mode``."""
    whole, rest = divmod(abs(top), bottom)
    if mode == "half_up":
        whole += 2 * rest >= bottom
    elif mode == "up":
        whole += rest > 0
    elif mode == "half_even":
        whole += 2 * rest > bottom or (2 * rest == bottom and whole % 2 == 1)
    return -whole if top < 0 else whole


def root_of(num: int, places: int, degree: int, wanted: int) -> int:
    """Half-up root at w places: the largest r with (2r − 1)^d <= 2^d · num · 10^(w·d − places)."""
    scale = wanted * degree - places
    top = num * 10 ** max(scale, 0) * 2**degree
    bottom = 10 ** max(-scale, 0)
    low, high = 0, 1
    while (2 * high - 1) ** degree * bottom <= top:
        high *= 2
    while high - low > 1:
        middle = (low + high) // 2
        if (2 * middle - 1) ** degree * bottom <= top:
            low = middle
        else:
            high = middle
    return low
