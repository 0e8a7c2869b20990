"""Ranks are computed, never typed: main value, tie-break keys, competition or dense (semantics §9)."""

from __future__ import annotations

import numpy as np

from baton.scoring.columns import Array, Column, Mask


def order_codes(parts: list[tuple[Column, Mask, str]], period: Array | None = None) -> Array:
    """Dense order numbers 0, 1, 2, …: smaller is better, equal numbers are equal in every part.

    Each part is (values, where there is one, "desc" or "asc"); a missing value comes last either way.
    ``period`` keeps the numbers of several periods apart.
    """
    size = len(parts[0][1])
    keys: list[Array] = [] if period is None else [period]
    for values, known, order in parts:
        num = values.spread(size).num
        if num.dtype == object:
            num = np.unique(num, return_inverse=True)[1].reshape(-1).astype(np.int64)
        num = -num if order == "desc" else num
        keys += [num] if known.all() else [~known, np.where(known, num, 0)]
    rows = np.lexsort(keys[::-1])
    differs = np.zeros(size, dtype=bool)
    for key in keys:
        ordered = key[rows]
        differs[1:] |= ordered[1:] != ordered[:-1]
    codes = np.empty(size, dtype=np.int64)
    codes[rows] = np.cumsum(differs)
    return codes


def ranks(codes: Array, style: str, period: Array | None = None) -> Array:
    """Competition (1-2-2-4) or dense (1-2-2-3) ranks; equal codes share a rank, each period starts at 1.

    >>> codes = np.array([0, 1, 1, 2])
    >>> ranks(codes, "competition").tolist(), ranks(codes, "dense").tolist()
    ([1, 2, 2, 4], [1, 2, 2, 3])
    """
    counts = np.bincount(codes)
    before = np.cumsum(counts > 0) - 1 if style == "dense" else np.cumsum(counts) - counts
    places = before[codes]
    if period is None:
        return places + 1
    first = np.full(int(period.max()) + 1, len(codes))
    np.minimum.at(first, period, places)
    return np.asarray(places - first[period] + 1)
