"""Observations laid out for a plan: one slot for each data item and row that some indicator asks for."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

import numpy as np

from baton.scoring.canonical import parse_decimal
from baton.scoring.columns import LIMIT, Array
from baton.scoring.facts import STATE_CODE
from baton.scoring.methods import BY_ROUND
from baton.scoring.plan import Plan

Tally = dict[tuple[int, int], tuple[int, int]]


@dataclass
class Frame:
    """Values and states, shape (periods, slots); numbers share ``places``, dates are day numbers.

    Grades are indices into ``words``; a tally holds (period, place in the data item's run) → number per key.
    """

    periods: dict[str, int]
    num: Array
    state: Array
    places: int
    kinds: dict[str, str]
    first_slot: dict[str, int]
    tallies: dict[str, dict[str, Tally]]
    words: tuple[str, ...] = ()


Lying = dict[str, tuple[int, Array]]


def build_frame(plan: Plan) -> Frame:
    """Place every observation that the plan can use; others are left aside."""
    kinds = {entry["code"]: entry["kind"] for entry in plan.rulebook["data"]}
    lying, slots = lay_slots(plan)
    frame = empty_frame(plan, kinds, lying, slots)
    lines, at, slot = _used(plan, frame, lying)
    state = np.array([STATE_CODE[line[5]] for line in lines], dtype=np.uint8)
    frame.state[at, slot] = 0
    np.maximum.at(frame.state, (at, slot), state)
    numbers: list[tuple[int, int, int, int]] = []
    words: dict[str, int] = {}
    cache: dict[str, tuple[int, int]] = {}
    for line, period, place in zip(lines, at.tolist(), slot.tolist(), strict=True):
        _, item, _, key, value, known, _, _ = line
        if known != "reported" or value is None:
            continue
        kind = kinds[item]
        if kind == "date":
            frame.num[period, place] = datetime.date.fromisoformat(value).toordinal()
        elif kind == "grade":
            frame.num[period, place] = words.setdefault(value, len(words))
        else:
            number = cache.get(value) or cache.setdefault(value, parse_decimal(value))
            if kind == "tally":
                _add_tally(frame, item, key, period, place - lying[item][0], number)
            else:
                numbers.append((period, place, *number))
    _place_numbers(frame, numbers)
    frame.words = tuple(words)
    return frame


def same_figures(laid: Plan, plan: Plan, frame: Frame) -> bool:
    """Whether the frame of one plan serves another as it is; if so, the other's blocks know where their inputs lie."""
    facts, known = plan.facts, laid.facts
    if facts.observations is not known.observations or facts.absent != known.absent:
        return False
    kinds = {entry["code"]: entry["kind"] for entry in plan.rulebook["data"]}
    names = [[row.subject for row in one.rows] for one in (laid, plan)]
    if names[0] != names[1] or kinds != frame.kinds or _periods(plan) != frame.periods:
        return False
    before, after = lying_of(laid)[0], lay_slots(plan)[0]
    return before.keys() == after.keys() and all(
        start == after[code][0] and np.array_equal(rows, after[code][1])
        for code, (start, rows) in before.items()
    )


def lay_slots(plan: Plan) -> tuple[Lying, int]:
    """Where each data item's values lie and how many slots there are; the blocks are told."""
    lying, slots = lying_of(plan)
    set_block_slots(plan, lying)
    return lying, slots


def lying_of(plan: Plan) -> tuple[Lying, int]:
    """Where each data item's values lie: first slot and sorted rows; and how many slots there are."""
    wanted: dict[str, list[Array]] = {}
    for block in plan.blocks:
        place = 0
        for item, count in zip(block.items, block.counts, strict=True):
            for entry in item["data"].values():
                wanted.setdefault(entry["item"], []).append(block.rows[place : place + count])
            place += count
    start = 0
    lying: Lying = {}
    for code in sorted(wanted):
        parts = wanted[code]
        rows = parts[0] if len(parts) == 1 else np.unique(np.concatenate(parts))
        lying[code] = start, rows
        start += len(rows)
    return lying, start


def set_block_slots(plan: Plan, lying: Lying) -> None:
    """Tell each block where its inputs lie: a slice where they stand in one run, else their numbers."""
    for block in plan.blocks:
        for name in block.items[0]["data"]:
            parts = []
            place = 0
            for item, count in zip(block.items, block.counts, strict=True):
                start, rows = lying[item["data"][name]["item"]]
                mine = block.rows[place : place + count]
                same = len(rows) == count and bool((rows == mine).all())
                found = np.arange(count) if same else np.searchsorted(rows, mine)
                parts.append(start + found)
                place += count
            block.slots[name] = _as_slice(np.concatenate(parts))


def empty_frame(plan: Plan, kinds: dict[str, str], lying: Lying, slots: int) -> Frame:
    """A frame in which nothing has been reported yet."""
    periods = _periods(plan)
    shape = (len(periods), slots)
    return Frame(
        periods,
        np.zeros(shape, dtype=np.int64),
        np.full(shape, STATE_CODE[plan.facts.absent], dtype=np.uint8),
        0,
        kinds,
        {code: start for code, (start, _) in lying.items()},
        {code: {} for code in lying if kinds[code] == "tally"},
    )


def _used(plan: Plan, frame: Frame, lying: Lying) -> tuple[list[Any], Array, Array]:
    """The observations the plan asks for, with their period and slot numbers."""
    lines = plan.facts.observations
    codes = {code: i for i, code in enumerate(lying)}
    row = np.array([plan.row_of.get(line[0], -1) for line in lines], dtype=np.int64)
    item = np.array([codes.get(line[1], -1) for line in lines], dtype=np.int64)
    at = np.array([frame.periods.get(line[2], -1) for line in lines], dtype=np.int64)
    width = max(len(plan.rows), 1)
    keys = [i * width + rows for i, (_, rows) in enumerate(lying.values())]
    known = np.concatenate(keys) if keys else np.zeros(0, dtype=np.int64)
    wanted = item * width + row
    slot = np.searchsorted(known, wanted)
    good = (row >= 0) & (item >= 0) & (at >= 0) & (slot < len(known))
    good[good] = known[slot[good]] == wanted[good]
    kept = np.flatnonzero(good)
    return [lines[i] for i in kept.tolist()], at[kept], slot[kept]


def _as_slice(slots: Array) -> Array | slice:
    first, count = int(slots[0]), len(slots)
    in_one_run = int(slots[-1]) - first + 1 == count and bool((np.diff(slots) == 1).all())
    return slice(first, first + count) if in_one_run else slots


def _periods(plan: Plan) -> dict[str, int]:
    names = list(plan.rulebook["calendar"])
    for item in plan.rulebook["items"]:
        for entry in item["data"].values():
            if isinstance(entry["periods"], list):
                names.extend(entry["periods"])
        if item["method"] in BY_ROUND:
            rounds = item["params"]["rounds"]
            names.extend(r if isinstance(r, str) else r["period"] for r in rounds)
    names.append(plan.facts.as_of)
    return {name: i for i, name in enumerate(dict.fromkeys(names))}


def _add_tally(
    frame: Frame, item: str, key: str, at: int, local: int, value: tuple[int, int]
) -> None:
    by_key = frame.tallies[item].setdefault(key, {})
    place = at, local
    old = by_key.get(place, (0, 0))
    scale = max(old[1], value[1])
    by_key[place] = (old[0] * 10 ** (scale - old[1]) + value[0] * 10 ** (scale - value[1]), scale)


def _place_numbers(frame: Frame, numbers: list[tuple[int, int, int, int]]) -> None:
    """Bring all numbers to one scale; one that does not fit makes the frame hold Python integers."""
    frame.places = max((places for *_, places in numbers), default=0)
    scaled = [n * 10 ** (frame.places - p) for _, _, n, p in numbers]
    if any(abs(n) > LIMIT for n in scaled):
        frame.num = frame.num.astype(object)
    if numbers:
        at, slot = np.array([line[:2] for line in numbers]).T
        frame.num[at, slot] = np.array(scaled, dtype=frame.num.dtype)
