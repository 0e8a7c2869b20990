"""Who is scored on what: rows, cells and blocks of cells that one method call can serve.

A *row* is an active subject of a group in the rule book; a *cell* is one indicator of one row. Cells are
ordered by block, indicator, group and row, so that an indicator's peer group is one run of cells.
A *block* holds indicators whose rule has the same shape; their numbers become columns.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from baton.scoring.columns import Array, Rounding
from baton.scoring.facts import Facts, Subject
from baton.scoring.methods import EVERY_PARAMETER_FIXED
from baton.scoring.parameters import Parameters

BLOCK = 60_000
FIXED_KEYS = {"excluded", "top", "category", "period", "expression", "data", "constants"}


@dataclass
class Group:
    """One peer group: its rows and the indicators and nodes of its tree, children first."""

    name: str
    entry: dict[str, Any]
    start: int
    stop: int
    items: list[str]
    nodes: list[str]
    periods: int = 1
    peers: list[Group] = field(default_factory=list)

    @property
    def members(self) -> int:
        """Rows per period; the rows of one period follow those of the one before."""
        return (self.stop - self.start) // self.periods


@dataclass
class Block:
    """Cells ``start:stop`` of indicators that share one shape of rule."""

    items: list[dict[str, Any]]
    counts: list[int]
    start: int
    stop: int
    rows: Array
    segment_starts: Array
    segment_counts: Array
    parameters: Parameters
    rounding: dict[str, Rounding | None]
    slots: dict[str, Array | slice] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Number of cells."""
        return self.stop - self.start


@dataclass
class Plan:
    """Everything about a run that the figures do not change."""

    rulebook: dict[str, Any]
    facts: Facts
    rows: list[Subject]
    groups: list[Group]
    blocks: list[Block]
    items: dict[str, dict[str, Any]]
    nodes: dict[str, dict[str, Any]]
    cells_of: dict[str, tuple[int, int]]
    cell_row: Array
    cell_item: Array
    codes: list[str]
    row_of: dict[str, int]
    group_of_row: Array
    cohort_of_row: Array
    is_ranked: Array
    made: dict[str, Any] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Number of cells."""
        return len(self.cell_row)

    def kept(self, name: str, make: Callable[[], Any]) -> Any:
        """Something derived from the plan alone, made at its first use."""
        if name not in self.made:
            self.made[name] = make()
        return self.made[name]


def rounding_of(entry: dict[str, Any] | None) -> Rounding | None:
    """A rule book's rounding entry, None where nothing is cut."""
    return None if entry is None else Rounding(entry["places"], entry["mode"])


def compile_plan(rulebook: dict[str, Any], facts: Facts, only: set[str] | None = None) -> Plan:
    """Lay out rows and cells; ``only`` keeps just those indicators (for explaining one cell)."""
    items = {item["code"]: item for item in rulebook["items"]}
    nodes = {node["code"]: node for node in rulebook["nodes"]}
    rows, groups = _grouped(rulebook, facts, items, nodes)
    row_of = {subject.subject: i for i, subject in enumerate(rows)}
    rows_of = _rows_of(facts, groups, items, row_of)
    if only is not None:
        rows_of = {code: found for code, found in rows_of.items() if code in only}
    group_of_row = np.zeros(len(rows), dtype=np.int64)
    for i, group in enumerate(groups):
        group_of_row[group.start : group.stop] = i
    ranked = np.array([row.listing != "separate" for row in rows], dtype=bool)
    plan = Plan(
        rulebook,
        facts,
        rows,
        groups,
        [],
        items,
        nodes,
        {},
        _empty(),
        _empty(),
        [],
        row_of,
        group_of_row,
        group_of_row,
        ranked,
    )
    _lay_blocks(plan, rows_of)
    return plan


def children_of(node: dict[str, Any]) -> list[str]:
    """The codes right under a node."""
    if node["kind"] == "multiplier":
        return [node["base"], *(entry["node"] for entry in node["coefficients"])]
    return list(node.get("children", ()))


def _grouped(
    rulebook: dict[str, Any], facts: Facts, items: dict[str, Any], nodes: dict[str, Any]
) -> tuple[list[Subject], list[Group]]:
    members: dict[str, list[Subject]] = defaultdict(list)
    for subject in facts.roster:
        if subject.is_active(facts.on):
            members[subject.group].append(subject)
    rows: list[Subject] = []
    groups = []
    for entry in sorted(rulebook["groups"], key=lambda e: (_tree_key(e), str(e["group"]))):
        found = sorted(members.get(entry["group"], ()), key=lambda s: s.subject)
        leaves, inner = _tree([entry["root"], *entry["outside"]], items, nodes)
        groups.append(
            Group(entry["group"], entry, len(rows), len(rows) + len(found), leaves, inner)
        )
        rows.extend(found)
    return rows, groups


def _tree_key(entry: dict[str, Any]) -> str:
    """Groups with one key are laid side by side, so that their trees can be computed together."""
    return json.dumps([entry["root"], entry["outside"], entry["ranking"]], sort_keys=True)


def _tree(
    tops: list[str], items: dict[str, Any], nodes: dict[str, Any]
) -> tuple[list[str], list[str]]:
    """Indicators in tree order, nodes with children before parents."""
    leaves: list[str] = []
    inner: list[str] = []
    stack = [(code, False) for code in reversed(tops)]
    while stack:
        code, done = stack.pop()
        if done:
            inner.append(code)
        elif code in items:
            leaves.append(code)
        else:
            stack.append((code, True))
            stack.extend((child, False) for child in reversed(children_of(nodes[code])))
    return leaves, inner


def _rows_of(
    facts: Facts, groups: list[Group], items: dict[str, Any], row_of: dict[str, int]
) -> dict[str, Array]:
    agreed: dict[str, set[int]] = defaultdict(set)
    wanted = {code for code, item in items.items() if item["applies"] == "agreed"}
    for subject, indicator in facts.agreement if wanted else ():
        if indicator in wanted and subject in row_of:
            agreed[indicator].add(row_of[subject])
    rows: dict[str, list[Array]] = defaultdict(list)
    for group in groups:
        everyone = np.arange(group.start, group.stop)
        for code in group.items:
            if code in wanted:
                mine = sorted(row for row in agreed[code] if group.start <= row < group.stop)
                rows[code].append(np.array(mine, dtype=np.int64))
            else:
                rows[code].append(everyone)
    return {code: np.concatenate(parts) for code, parts in rows.items()}


def _lay_blocks(plan: Plan, rows_of: dict[str, Array]) -> None:
    kinds = {entry["code"]: entry["kind"] for entry in plan.rulebook["data"]}
    shapes: dict[str, list[str]] = defaultdict(list)
    for code in sorted(rows_of):
        if len(rows_of[code]):
            shapes[shape_of(plan.items[code], kinds)].append(code)
    all_rows: list[Array] = []
    all_items: list[Array] = []
    place = 0
    for codes in shapes.values():
        for part in _split(codes, rows_of):
            rows = np.concatenate([rows_of[code] for code in part])
            counts = [len(rows_of[code]) for code in part]
            items = [plan.items[code] for code in part]
            plan.blocks.append(_block(plan, items, counts, rows, place))
            all_rows.append(rows)
            all_items.append(
                np.repeat(np.arange(len(plan.codes), len(plan.codes) + len(part)), counts)
            )
            for code, count in zip(part, counts, strict=True):
                plan.cells_of[code] = (place, place + count)
                place += count
            plan.codes.extend(part)
    plan.cell_row = np.concatenate(all_rows) if all_rows else _empty()
    plan.cell_item = np.concatenate(all_items) if all_items else _empty()


def _block(
    plan: Plan, items: list[dict[str, Any]], counts: list[int], rows: Array, place: int
) -> Block:
    number = np.repeat(np.arange(len(items)), counts)
    key = number * (len(plan.groups) + 1) + plan.group_of_row[rows]
    starts = np.concatenate(([0], np.flatnonzero(np.diff(key)) + 1))
    lengths = np.diff(np.concatenate((starts, [len(rows)])))
    subjects = [plan.rows[row].subject for row in rows] if _has_fields(items) else []
    return Block(
        items, counts, place, place + len(rows), rows, starts, lengths,
        Parameters(items, counts, subjects, plan.facts), _rounding(items[0], plan.rulebook),
    )  # fmt: skip


def _rounding(item: dict[str, Any], rulebook: dict[str, Any]) -> dict[str, Rounding | None]:
    entries = rulebook["rounding"] | item["rounding"]
    return {place: rounding_of(entries[place]) for place in ("input", "rate", "item")}


def shape_of(item: dict[str, Any], kinds: dict[str, str]) -> str:
    """Everything of an indicator's rule but its numbers: cells with one shape share a block."""
    fixed = item["method"] in EVERY_PARAMETER_FIXED
    tally = any(kinds[entry["item"]] == "tally" for entry in item["data"].values())
    return json.dumps(
        [
            item["method"],
            item["params"] if fixed else _without_numbers(item["params"]),
            item["rounding"],
            [(name, entry | {"item": ""}) for name, entry in sorted(item["data"].items())],
            [item[key] is None for key in ("coefficient", "cap", "floor")],
            item["code"] if tally else "",
        ],
        sort_keys=True,
    )


def _without_numbers(value: Any, key: str = "") -> Any:
    if key in FIXED_KEYS:
        return value
    if key == "rounds" and isinstance(value, list) and value and isinstance(value[0], str):
        return value
    if isinstance(value, dict):
        if set(value) == {"field"}:
            return "#"
        return {name: _without_numbers(part, name) for name, part in value.items()}
    if isinstance(value, list):
        return [_without_numbers(part) for part in value]
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int):
        return "#"
    return "#" if value[:1].isdigit() or (value[:1] == "-" and value[1:2].isdigit()) else value


def _has_fields(items: list[dict[str, Any]]) -> bool:
    return any('"field"' in json.dumps([item["params"], item["points"], item["coefficient"], item["cap"],
                                        item["floor"]]) for item in items)  # fmt: skip


def _split(codes: list[str], rows_of: dict[str, Array]) -> Iterator[list[str]]:
    """Runs of indicators with at most BLOCK cells each (one indicator may be larger)."""
    part: list[str] = []
    size = 0
    for code in codes:
        if part and size + len(rows_of[code]) > BLOCK:
            yield part
            part, size = [], 0
        part.append(code)
        size += len(rows_of[code])
    if part:
        yield part


def _empty() -> Array:
    return np.zeros(0, dtype=np.int64)
