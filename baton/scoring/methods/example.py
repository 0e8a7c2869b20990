"""A method on a handful of values, for doctests and for trying a rule by hand."""

from __future__ import annotations

import datetime
import re
from typing import Any

import numpy as np

from baton.scoring import columns as exact
from baton.scoring.canonical import DECIMAL, decimal_text, parse_decimal
from baton.scoring.columns import Column, Rounding
from baton.scoring.facts import Event
from baton.scoring.methods import METHODS
from baton.scoring.methods.cells import Cells, Grades, Segments

ITEM = Rounding(6)
DATE = re.compile(r"\d{4}-\d\d-\d\d")


def points(
    method: str, *, W: str, rate: int = 10, teams: list[str] | None = None, **given: Any
) -> Any:
    """Score one value (``x="86.4"``) or a whole group (``x=["3", "5"]``); decimal text or a state.

    Inputs are told from parameters by what they are named in the method's own signature: ``x``, ``g``,
    ``ref``, ``last``, ``level``, ``progress``, ``n``, ``margin`` and the names that ``parts`` and ``references`` mention.
    """
    inputs, params = _split(method, given)
    size = next((len(value) for value in inputs.values() if isinstance(value, list)), 1)
    cells = Cells(
        size=size,
        params=params,
        number=lambda path: _number(params, path),
        inputs={name: _input(value, size, params) for name, value in inputs.items()},
        points=exact.constant(*parse_decimal(W)),
        segments=Segments(np.array([0]), np.array([size])),
        rate=Rounding(rate),
        teams=np.array(teams) if teams else None,
    )
    score = exact.rounded(METHODS[method][1](cells), ITEM).spread(size)
    found = [_outcome(cells, score, i) for i in range(size)]
    return found if any(isinstance(value, list) for value in inputs.values()) else found[0]


def award(events: list[tuple[str, ...]], **given: Any) -> str:
    """The ledger on (matter, level[, role]) events, every other setting at its usual value."""
    usual: dict[str, Any] = {
        "kinds": ["加分"], "sign": "add", "given": None, "lists": {}, "list_caps": {},
        "same_matter": "highest", "order": "highest_first", "counted": "full", "elsewhere": "skip",
        "undecided": "pending", "cap": None, "from": None, "to": None, "preconditions": [],
    }  # fmt: skip
    lines = [
        Event(f"E{i}", "甲", "加分", line[1], line[0], role=line[2] if len(line) > 2 else "lead")
        for i, line in enumerate(events)
    ]
    return str(points("ledger", W="0", events=[lines], **(usual | given))[0])


def _split(method: str, given: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    known = {"x", "g", "ref", "last", "level", "progress", "n", "margin", "events"}
    for named in ("parts", "references"):
        known |= {part["data"] for part in given.get(named, ()) if "data" in part}
    if method == "custom":
        known |= set(given) - {"expression", "values"}
    return (
        {k: v for k, v in given.items() if k in known},
        {k: v for k, v in given.items() if k not in known},
    )


def _number(params: dict[str, Any], path: tuple[Any, ...]) -> Column:
    found: Any = params
    for step in path:
        found = found[step]
    if isinstance(found, str) and DATE.fullmatch(found):
        return exact.constant(datetime.date.fromisoformat(found).toordinal())
    return exact.constant(*parse_decimal(str(found)))


def _input(value: Any, size: int, params: dict[str, Any]) -> Any:
    if isinstance(value, dict):
        if "rounds" in params:
            known = np.ones(size, dtype=bool)
            return [(_column([text]).spread(size), known) for text in value.values()]
        return {key: _column([text]) for key, text in value.items()}
    values = value if isinstance(value, list) else [value]
    if isinstance(values[0], list):
        return values
    if DATE.fullmatch(values[0]):
        return exact.column_of(
            [datetime.date.fromisoformat(text).toordinal() for text in values], 0
        )
    if DECIMAL.fullmatch(values[0]):
        return _column(values)
    words = tuple(sorted(set(values)))
    return Grades(np.array([words.index(word) for word in values]), words)


def _column(texts: list[str]) -> Column:
    return exact.column([parse_decimal(text) for text in texts])


def _outcome(cells: Cells, score: Column, i: int) -> str:
    if cells.not_applicable[i]:
        return "not_applicable"
    return "pending" if cells.returned[i] else decimal_text(*score.ratio(i))
