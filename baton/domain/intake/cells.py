"""The cells of a submission: rows of the canonical table of observations, kept as text."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

Cells = Sequence[Sequence[Any]]
"""Lines of subject, item, period, key, value, state, source, date."""


class Changed(NamedTuple):
    """A cell that differs from the version before; None: it was, or is, not there."""

    subject: str
    item: str
    was: str | None
    now: str | None


def pack(cells: Cells) -> str:
    """Cells as text."""
    return json.dumps([list(line) for line in cells], ensure_ascii=False, separators=(",", ":"))


def unpack(text: str) -> list[list[Any]]:
    """Cells from text."""
    return list(json.loads(text))


def told(line: Sequence[Any]) -> str | None:
    """What a cell says: its figure, or its state where there is none."""
    return line[4] if line[4] is not None else line[5]


def changed_cells(before: Cells, after: Cells) -> list[Changed]:
    """Every cell whose figure or state differs, new and vanished ones too, in the order of the newer version."""
    old = {tuple(line[:4]): told(line) for line in before}
    new = {tuple(line[:4]): told(line) for line in after}
    found = [
        Changed(key[0], key[1], old.get(key), now)
        for key, now in new.items()
        if old.get(key) != now
    ]
    return found + [
        Changed(key[0], key[1], was, None) for key, was in old.items() if key not in new
    ]
