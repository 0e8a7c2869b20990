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


@dataclass
class Frame:
    """Values and states, shape (periods, slots); numbers share ``places``, dates are day numbers.

    Grades are indices into ``words``; tallies hold one array (periods, slots of the data item) per key.
    """

    periods: dict[str, int]
    num: Array
    state: Array
    places: int
    kinds: dict[str, str]
    first_slot: dict[str, int]
    words: tuple[str, ...] = ()
    tallies: dict[str, dict[str, Array]] | None = None


def build_frame(plan: Plan) -> Frame:
    """Place every observation that the plan can use; others are left aside."""
    kinds = {entry["code"]: entry["kind"] for entry in plan.rulebook["data"]}
    slots = lay_slots(plan)
    periods = _periods(plan)
    frame = _empty_frame(plan, kinds, slots, periods)
    numbers: list[tuple[int, int, int, int]] = []
    words: dict[str, int] = {}
    seen: set[tuple[int, int]] = set()
    cache: dict[str, tuple[int, int]] = {}
    for subject, item, period, key, value, state, _source, _date in plan.facts.observations:
        row, at = plan.row_of.get(subject), periods.get(period)
        slot = slots.get((item, row)) if row is not None else None
        if slot is None or at is None:
            continue
        kind, code = kinds[item], STATE_CODE[state]
        first = (at, slot) not in seen
        seen.add((at, slot))
        frame.state[at, slot] = code if first else max(code, frame.state[at, slot])
        if code or value is None:
            continue
        if kind == "date":
            frame.num[at, slot] = datetime.date.fromisoformat(value).toordinal()
        elif kind == "grade":
            frame.num[at, slot] = words.setdefault(value, len(words))
        else:
            if value not in cache:
                cache[value] = parse_decimal(value)
            if kind == "tally":
                _add_tally(frame, item, key, at, slot, cache[value])
            else:
                numbers.append((at, slot, *cache[value]))
    _place_numbers(frame, numbers)
    frame.words = tuple(words)
    return frame


def lay_slots(plan: Plan) -> dict[tuple[str, int], int]:
    """Number the (data item, row) pairs that blocks ask for, each data item's rows in one run."""
    wanted: dict[str, list[Array]] = {}
    for block in plan.blocks:
        place = 0
        for item, count in zip(block.items, block.counts, strict=True):
            for entry in item["data"].values():
                wanted.setdefault(entry["item"], []).append(block.rows[place : place + count])
            place += count
    slots: dict[tuple[str, int], int] = {}
    start = 0
    begins: dict[str, tuple[int, Array]] = {}
    for code in sorted(wanted):
        parts = wanted[code]
        rows = parts[0] if len(parts) == 1 else np.unique(np.concatenate(parts))
        rows = np.sort(rows)
        begins[code] = start, rows
        slots.update(
            zip(
                ((code, row) for row in rows.tolist()), range(start, start + len(rows)), strict=True
            )
        )
        start += len(rows)
    set_block_slots(plan, begins)
    return slots


def set_block_slots(plan: Plan, begins: dict[str, tuple[int, Array]]) -> None:
    """Tell each block where its inputs lie; ``begins`` gives first slot and sorted rows per data item."""
    for block in plan.blocks:
        for name in block.items[0]["data"]:
            parts = []
            place = 0
            for item, count in zip(block.items, block.counts, strict=True):
                start, rows = begins[item["data"][name]["item"]]
                mine = block.rows[place : place + count]
                parts.append(start + np.searchsorted(rows, mine))
                place += count
            block.slots[name] = np.concatenate(parts)


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


def _empty_frame(
    plan: Plan, kinds: dict[str, str], slots: dict[tuple[str, int], int], periods: dict[str, int]
) -> Frame:
    shape = (len(periods), len(slots))
    first: dict[str, int] = {}
    counts: dict[str, int] = {}
    for (code, _), slot in slots.items():
        first[code] = min(first.get(code, slot), slot)
        counts[code] = counts.get(code, 0) + 1
    return Frame(
        periods, np.zeros(shape, dtype=np.int64),
        np.full(shape, STATE_CODE[plan.facts.absent], dtype=np.uint8), 0, kinds, first,
        tallies={code: {} for code in counts if kinds[code] == "tally"},
    )  # fmt: skip


def _add_tally(
    frame: Frame, item: str, key: str, at: int, slot: int, value: tuple[int, int]
) -> None:
    tallies: Any = frame.tallies
    by_key = tallies[item].setdefault(key, {})
    place = (at, slot - frame.first_slot[item])
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
