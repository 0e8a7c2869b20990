"""A block's inputs from the frame: periods put together, states with them (semantics §3 and §4)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from baton.scoring import columns as exact
from baton.scoring.canonical import parse_decimal
from baton.scoring.columns import Array, Column
from baton.scoring.facts import EXCUSED, NOT_APPLICABLE, PENDING, REPORTED, Event
from baton.scoring.frame import Frame
from baton.scoring.methods import BY_ROUND
from baton.scoring.methods.cells import Grades
from baton.scoring.plan import Block, Plan


@dataclass
class Inputs:
    """What the figures say about a block: one state per cell and the values by input name."""

    state: Array
    values: dict[str, Any]


class When(Protocol):
    """One reference period, or several at once."""

    def inputs(
        self, plan: Plan, block: Block, frame: Frame, events: dict[str, list[Event]]
    ) -> Inputs:
        """What the figures say about a block."""


@dataclass
class Moment:
    """The reference period of a run: where "@" and "to_date" point."""

    as_of: str
    to_date: list[str]

    @classmethod
    def of(cls, plan: Plan, as_of: str) -> Moment:
        """The moment at ``as_of``; "to_date" is empty when the calendar does not know it."""
        calendar = plan.rulebook["calendar"]
        known = calendar[: calendar.index(as_of) + 1] if as_of in calendar else []
        return cls(as_of, known)

    def inputs(
        self, plan: Plan, block: Block, frame: Frame, events: dict[str, list[Event]]
    ) -> Inputs:
        """What the figures say about a block at this moment."""
        return resolve(plan, block, frame, self, events)

    def periods(self, wanted: Any) -> list[str]:
        """The periods an input asks for."""
        if wanted == "@":
            return [self.as_of]
        return self.to_date if wanted == "to_date" else list(wanted)


def resolve(
    plan: Plan, block: Block, frame: Frame, moment: Moment, events: dict[str, list[Event]]
) -> Inputs:
    """Values and states of all cells of a block at one moment."""
    item = block.items[0]
    state = np.zeros(block.size, dtype=np.uint8)
    values: dict[str, Any] = {}
    for name, entry in item["data"].items():
        if item["method"] in BY_ROUND:
            values[name], found = _rounds(block, frame, name, item["params"])
        else:
            values[name], found = _composed(block, frame, name, entry, moment)
        state = np.maximum(state, found) if len(item["data"]) > 1 else found
    if item["method"] == "ledger":
        values["events"] = [events.get(plan.rows[row].subject, []) for row in block.rows.tolist()]
    if block.parameters.absent is not None:
        asked = block.parameters.absent & (state != EXCUSED) & (state != NOT_APPLICABLE)
        state = np.maximum(state, np.where(asked, PENDING, REPORTED)).astype(np.uint8)
    return Inputs(state, values)


def together(block: Block, frame: Frame) -> bool:
    """Whether a block asks for nothing but the figure of each reference period itself, the usual case."""
    item = block.items[0]
    if (
        item["method"] in BY_ROUND
        or item["method"] == "ledger"
        or block.parameters.absent is not None
    ):
        return False
    return all(
        entry["take"] == "at"
        and entry["periods"] == "@"
        and not entry["constants"]
        and frame.kinds[entry["item"]] == "number"
        for entry in item["data"].values()
    )


def at_once(block: Block, frame: Frame, size: int, lying: Callable[[str], Array]) -> Inputs:
    """The same as `resolve` for each period, for blocks that go `together`.

    ``lying`` tells where in the frame, read period after period, an input of each of the ``size`` cells lies.
    """
    state: Array | None = None
    values: dict[str, Any] = {}
    for name in block.items[0]["data"]:
        places = lying(name)
        num, found = frame.num.reshape(-1).take(places), frame.state.reshape(-1).take(places)
        values[name] = exact.rounded(_column(num, frame.places), block.rounding["input"])
        state = found if state is None else np.maximum(state, found)
    return Inputs(np.zeros(size, dtype=np.uint8) if state is None else state, values)


def _composed(
    block: Block, frame: Frame, name: str, entry: dict[str, Any], moment: Moment
) -> tuple[Any, Array]:
    kind = frame.kinds[block.items[0]["data"][name]["item"]]
    periods = moment.periods(entry["periods"])
    if kind == "tally":
        return _tally(block, frame, name, periods)
    if kind in {"date", "grade"}:
        num, state = _raw(block, frame, name, periods[0])
        num = num.astype(np.int64, copy=False)
        return (Grades(num, frame.words) if kind == "grade" else Column(num)), state
    cells = [_number(block, frame, name, period, entry["constants"]) for period in periods]
    return _taken(entry["take"], cells)


def _taken(take: str, cells: list[tuple[Column, Array]]) -> tuple[Column, Array]:
    value, state = cells[-1] if take == "last" else cells[0]
    if take == "at":
        return value, state
    if take == "last":
        for earlier, known in reversed(cells[:-1]):
            use = (state != REPORTED) & (known == REPORTED)
            value = exact.where(use, earlier, value)
            state = np.where(use, known, state)
        return value, state
    for other, found in cells[1:]:
        state = np.maximum(state, found)
        if take in {"sum", "mean"}:
            value = value + other
        else:
            value = (exact.maximum if take == "max" else exact.minimum)(value, other)
    return (exact.quotient(value, exact.constant(len(cells))) if take == "mean" else value), state


def _number(
    block: Block, frame: Frame, name: str, period: str, constants: dict[str, str]
) -> tuple[Column, Array]:
    num, state = _raw(block, frame, name, period)
    value = exact.rounded(_column(num, frame.places), block.rounding["input"])
    if period in constants:
        value = exact.where(
            state == REPORTED, value, exact.constant(*parse_decimal(constants[period]))
        )
        state = np.zeros_like(state)
    return value, state


def _raw(block: Block, frame: Frame, name: str, period: str) -> tuple[Array, Array]:
    at, slots = frame.periods[period], block.slots[name]
    return frame.num[at, slots], frame.state[at, slots]


def _column(num: Array, places: int) -> Column:
    value = Column(num, places)
    if num.dtype == object and value.peak <= exact.LIMIT:
        return Column(np.asarray(num.astype(np.int64)), places, value.peak)
    return value


def _rounds(block: Block, frame: Frame, name: str, params: dict[str, Any]) -> tuple[Any, Array]:
    rounds, constants = params["rounds"], params["constants"]
    cells, any_known = [], np.zeros(block.size, dtype=bool)
    counted = np.zeros(block.size, dtype=np.uint8)
    everything = np.zeros(block.size, dtype=np.uint8)
    for i, entry in enumerate(rounds):
        weighted = not isinstance(entry, str)
        value, state = _number(
            block, frame, name, entry["period"] if weighted else entry, constants
        )
        known = state == REPORTED
        cells.append((value, known))
        any_known |= known
        everything = np.maximum(everything, state)
        if weighted:  # a round without weight is only looked at; each indicator has its own weights
            weight = block.parameters.column(("params", "rounds", i, "weight"))
            state = np.where(weight.same(exact.ZERO), REPORTED, state).astype(np.uint8)
        counted = np.maximum(counted, state)
    if params["unfinished"] == "open":
        return cells, counted
    return cells, np.where(any_known, REPORTED, everything).astype(np.uint8)


def _tally(
    block: Block, frame: Frame, name: str, periods: list[str]
) -> tuple[dict[str, Column], Array]:
    """A tally's block holds one indicator, whose rows are the data item's or some of them."""
    code = block.items[0]["data"][name]["item"]
    state = np.zeros(block.size, dtype=np.uint8)
    places = [frame.periods[period] for period in periods]
    for at in places:
        state = np.maximum(state, frame.state[at, block.slots[name]])
    numbers = np.arange(frame.state.shape[1])[block.slots[name]]
    local = (numbers - frame.first_slot[code]).tolist()
    found = {
        key: exact.column([_total(by_place, places, slot) for slot in local])
        for key, by_place in sorted(frame.tallies[code].items())
    }
    return found, state


def _total(
    by_place: dict[tuple[int, int], tuple[int, int]], places: list[int], slot: int
) -> tuple[int, int]:
    values = [by_place[at, slot] for at in places if (at, slot) in by_place]
    if len(values) == 1:
        return values[0]
    scale = max((used for _, used in values), default=0)
    return sum(n * 10 ** (scale - used) for n, used in values), scale
