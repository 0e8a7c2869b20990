"""A block's parameters as columns: one number for all cells, or one per cell from the agreement."""

from __future__ import annotations

import datetime
import re
from functools import lru_cache
from typing import Any

import numpy as np

from baton.scoring import columns as exact
from baton.scoring.canonical import FIGURES, parse_decimal
from baton.scoring.columns import Column, Mask
from baton.scoring.facts import Facts

DATE = re.compile(r"\d{4}-\d\d-\d\d")
# An extension nobody asked for does not make a task undecided; formulas may use these words for anything.
HARMLESS = {("parts", "extension"), ("parts", "approved")}
Path = tuple[Any, ...]


class Parameters:
    """Numbers of the indicators ``items``, whose cells follow each other with ``counts`` cells each."""

    def __init__(
        self, items: list[dict[str, Any]], counts: list[int], subjects: list[str], facts: Facts
    ) -> None:
        self.items = items
        self.counts = counts
        self.subjects = subjects
        self.facts = facts
        self.size = sum(counts)
        self.made: dict[Path, Column] = {}
        self.absent: Mask | None = None
        self._read_fields()

    def column(self, path: Path) -> Column:
        """The numbers at one place of every indicator's rule."""
        if path not in self.made:
            self.made[path] = self._build(path)
        return self.made[path]

    def _build(self, path: Path) -> Column:
        values = [_at(item, path) for item in self.items]
        if any(isinstance(value, dict) for value in values):
            return self._agreed(path, values)[0]
        if all(value == values[0] for value in values):
            return exact.constant(*number_of(values[0]))
        per_item = exact.column([number_of(value) for value in values])
        return Column(np.repeat(per_item.num, self.counts), per_item.places, per_item.peak)

    def _agreed(self, path: Path, values: list[Any]) -> tuple[Column, Mask]:
        cells: list[tuple[int, int]] = []
        absent: list[bool] = []
        place = 0
        for item, value, count in zip(self.items, values, self.counts, strict=True):
            if isinstance(value, dict):
                found = self.facts.agreed_values(
                    self.subjects[place : place + count], item["code"], value["field"]
                )
                cells.extend((0, 0) if text is None else number_of(text) for text in found)
                absent.extend(text is None for text in found)
            else:
                cells.extend([number_of(value)] * count)
                absent.extend([False] * count)
            place += count
        return exact.column(cells), np.array(absent, dtype=bool)

    def _read_fields(self) -> None:
        """Find every place that asks the agreement, so that an absent value leaves the cell undecided."""
        for path in sorted({path for item in self.items for path in _field_paths(item)}, key=str):
            values = [_at(item, path) for item in self.items]
            self.made[path], absent = self._agreed(path, values)
            if (path[1:2] + path[-1:]) not in HARMLESS and absent.any():
                self.absent = absent if self.absent is None else self.absent | absent


def number_of(value: Any) -> tuple[int, int]:
    """A number, an integer or an ISO date (as its day number) in the rule book."""
    if isinstance(value, int):
        return value, 0
    if value is None:
        return 0, 0
    return _number_in(value)


@lru_cache(maxsize=FIGURES)
def _number_in(value: str) -> tuple[int, int]:
    if DATE.fullmatch(value):
        return datetime.date.fromisoformat(value).toordinal(), 0
    return parse_decimal(value)


def _at(item: dict[str, Any], path: Path) -> Any:
    found: Any = item
    for step in path:
        found = found[step]
    return found


def _field_paths(item: dict[str, Any]) -> list[Path]:
    found: list[Path] = []
    stack: list[tuple[Path, Any]] = [
        ((key,), item[key]) for key in ("params", "points", "coefficient", "cap", "floor")
    ]
    while stack:
        path, value = stack.pop()
        if isinstance(value, dict):
            if set(value) == {"field"}:
                found.append(path)
            else:
                stack.extend(((*path, key), part) for key, part in value.items())
        elif isinstance(value, list):
            stack.extend(((*path, i), part) for i, part in enumerate(value))
    return found
