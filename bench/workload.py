"""The work that is timed, made from a seed: a rule book, its subjects, and figures as columns.

One description serves everybody: the engine reads the rule book and the facts, the float peers
read the same parameters and figures as float arrays. Figures have one or two decimals and are
kept in hundredths.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from baton.scoring.facts import MISSING, NOT_APPLICABLE, REPORTED, STATES, Facts, Subject
from bench.rules import ABSOLUTE, METHODS, Rule, rule_of

Array = Any
SEED = 20260101
MONTHS = tuple(f"2026-{month:02d}" for month in range(1, 13))
DIMENSIONS = 6
BONUS, OWN = DIMENSIONS - 1, DIMENSIONS - 2


@dataclass
class Item:
    """One indicator: its rule, its place in the tree, and the rows (subjects) it applies to."""

    code: str
    dimension: str
    rule: Rule
    rows: Array
    agreed: bool
    seed: int
    fields: dict[str, Array] = field(default_factory=dict)

    @property
    def entry(self) -> dict[str, Any]:
        """The indicator in the canonical rule book."""
        na: dict[str, Any] = {"policy": self.rule.absent, "value": None, "at": None}
        if self.rule.absent == "rescale":
            na["at"] = self.dimension
        text = dict.fromkeys(("sentence", "basis", "lead", "scorer", "unit"), "")
        return text | {
            "code": self.code, "name": self.code, "direction": "positive", "status": "final",
            "points": self.rule.points, "applies": "agreed" if self.agreed else "all",
            "role": self.rule.role, "method": self.rule.method, "params": self.rule.params,
            "data": {"x": {"item": self.code, "take": "at", "periods": "@", "constants": {}}},
            "coefficient": None, "cap": self.rule.cap, "floor": self.rule.floor, "rounding": {},
            "policies": {"not_applicable": na, "excused": na,
                         "missing": {"policy": "zero", "value": None}},
            "readings": {},
        }  # fmt: skip

    def number(self, value: Any) -> Any:
        """A parameter as a float: one for all rows, or one per row from the agreement."""
        if isinstance(value, dict):
            return self.fields[value["field"]] / 100
        return float(value)

    def figures(self, periods: int, missing: float, absent: float) -> tuple[Array, Array]:
        """Values in hundredths and states, shape (periods, rows); the same for every layout."""
        chance = np.random.default_rng([SEED, self.seed])
        size = (periods, len(self.rows))
        low, high = self.rule.spread
        if self.rule.counts:
            value = chance.integers(low, high, size) * 100
        else:
            middle = self.fields.get("目标", self.rule.middle)
            value = middle * chance.integers(low, high, size) // 1000
            if self.seed % 2:
                value = value // 10 * 10
        luck = chance.random(size, dtype=np.float32)
        state = np.where(luck < missing, MISSING, REPORTED).astype(np.uint8)
        state[luck > 1 - absent] = NOT_APPLICABLE
        value[state != REPORTED] = 0
        return value, state


@dataclass
class Workload:
    """Subjects in groups, the indicators of each group's tree, and how often a figure is absent."""

    name: str
    group_of_row: Array
    groups: list[str]
    items: list[Item]
    trees: dict[str, dict[str, list[str]]]
    periods: tuple[str, ...] = MONTHS
    missing: float = 0.02
    absent: float = 0.02

    @cached_property
    def subjects(self) -> list[str]:
        """Numbers of the subjects, by group and then by number, as the engine orders its rows."""
        return [f"{self.groups[g]}-{i:05d}" for i, g in enumerate(self.group_of_row.tolist())]

    @cached_property
    def rulebook(self) -> dict[str, Any]:
        """The canonical rule book."""
        return {
            "format": "baton.rulebook/1", "semantics": "1", "code": self.name, "name": self.name,
            "status": "final", "period": "2026", "basis": [], "calendar": list(self.periods),
            "rounding": {
                "input": None, "rate": _round(10), "item": _round(6), "coefficient": _round(6),
                "node": _round(6), "total": _round(6),
            },
            "cohort": {"vetoed": "include", "separate": "include"}, "interim": "none",
            "data": [
                {"code": item.code, "name": item.code, "kind": "number", "unit": "",
                 "min": None, "max": None}
                for item in self.items
            ],
            "items": [item.entry for item in self.items],
            "nodes": sorted(self._nodes(), key=lambda node: str(node["code"])), "vetoes": [],
            "groups": [
                {"group": name, "outside": [],
                 "root": f"N总分{name}" if len(self.trees) > 1 else "N总分",
                 "ranking": {"on": "rounded", "style": "competition", "keys": []}, "grades": None}
                for name in self.groups
            ],
        }  # fmt: skip

    def _nodes(self) -> Iterator[dict[str, Any]]:
        done = set()
        for name, tree in self.trees.items():
            root = f"N总分{name}" if len(self.trees) > 1 else "N总分"
            direct = [code for code in tree if code.startswith("N")]
            yield _sum(root, [*direct, *tree.get("", [])])
            for code in direct:
                if code not in done:
                    done.add(code)
                    yield _sum(code, tree[code])

    @cached_property
    def roster(self) -> list[Subject]:
        """Everybody, all active and ranked."""
        numbers = self.group_of_row.tolist()
        return [
            Subject(subject, f"单位{i}", "unit", self.groups[numbers[i]], order=i)
            for i, subject in enumerate(self.subjects)
        ]

    def facts(self, as_of: str) -> Facts:
        """The sealed tables, with every figure as a line (for sizes that fit into lines)."""
        agreement: dict[tuple[str, str], dict[str, str | None]] = {}
        lines = []
        for item in self.items:
            subjects = [self.subjects[row] for row in item.rows]
            for name, values in item.fields.items():
                for subject, value in zip(subjects, values.tolist(), strict=True):
                    agreement.setdefault((subject, item.code), {})[name] = hundredths(value)
            values, states = self.figures(item)
            for at, period in enumerate(self.periods):
                for subject, value, state in zip(
                    subjects, values[at].tolist(), states[at].tolist(), strict=True
                ):
                    text = None if state else hundredths(value)
                    lines.append((subject, item.code, period, "", text, STATES[state], "", ""))
        return Facts(self.roster, agreement, lines, [], as_of=as_of)

    def figures(self, item: Item) -> tuple[Array, Array]:
        """One indicator's values in hundredths and states, a line per period."""
        return item.figures(len(self.periods), self.missing, self.absent)


def hundredths(value: int) -> str:
    """Decimal text of so many hundredths.

    >>> hundredths(1250), hundredths(305), hundredths(700)
    ('12.5', '3.05', '7')
    """
    whole, rest = divmod(value, 100)
    return f"{whole}.{rest:02d}".rstrip("0") if rest else str(whole)


def city(periods: tuple[str, ...] = MONTHS) -> Workload:
    """113 departments in 4 groups (99 common indicators, a bonus, 20 own), 8 counties, 1 zone."""
    names = ["A党群", "B经济", "C社会", "D垂管", "E县市", "F功能区"]
    sizes = [27, 31, 29, 26, 8, 1]
    group_of_row = np.repeat(np.arange(6), sizes)
    everyone = np.arange(len(group_of_row))
    departments, counties = everyone[:113], everyone[113:]
    items = [*_common("G", departments, 99, peers=True), *_common("X", counties, 119, peers=True)]
    items += [
        _item("G900", "", "bonus", departments, 900),
        _item("X900", "", "bonus", counties, 1900),
    ]
    for row in departments.tolist():
        group = names[group_of_row[row]]
        for k in range(20):
            seed = 5000 + row * 20 + k
            method = ABSOLUTE[(row * 7 + k * 3) % len(ABSOLUTE)]
            own = _item(
                f"P{row:03d}{k:02d}", f"N差异{group}", method, everyone[row : row + 1], seed, True
            )
            items.append(own)
    items.sort(key=lambda item: item.code)
    trees: dict[str, dict[str, list[str]]] = {name: {} for name in names}
    for item in items:
        for g in np.unique(group_of_row[item.rows]).tolist():
            trees[names[g]].setdefault(item.dimension, []).append(item.code)
    return Workload("city", group_of_row, names, items, trees, periods)


def nation(rows: int = 42_000, groups: int = 1, periods: tuple[str, ...] = MONTHS[:1]) -> Workload:
    """So many townships with 119 indicators and a bonus, in one group or in county groups."""
    everyone = np.arange(rows)
    group_of_row = everyone * groups // rows
    names = [f"县{i:04d}" for i in range(groups)]
    items = _common("T", everyone, 119, peers=True, own_targets=12)
    items.append(_item("T900", "", "bonus", everyone, 900))
    tree: dict[str, list[str]] = {}
    for item in items:
        tree.setdefault(item.dimension, []).append(item.code)
    return Workload("nation", group_of_row, names, items, {"": tree}, periods, 0.01, 0.01)


class CheapAgreement(Facts):
    """Facts of a nation: targets come as arrays, not as half a million small objects."""

    def agreed_values(self, subjects: list[str], indicator: str, name: str) -> list[str | None]:
        """The agreed values of all rows of an indicator, which is how a block asks for them."""
        return [hundredths(value) for value in self.columns[indicator][name].tolist()]

    columns: dict[str, dict[str, Array]]


def nation_facts(work: Workload, as_of: str) -> Facts:
    """The roster and the agreement as columns; the figures go into the frame directly."""
    facts = CheapAgreement(work.roster, {}, [], [], as_of=as_of)
    facts.columns = {item.code: item.fields for item in work.items}
    return facts


def _common(
    prefix: str, rows: Array, count: int, *, peers: bool, own_targets: int = 20
) -> list[Item]:
    methods = METHODS if peers else ABSOLUTE
    step = max(count // own_targets, 1)
    return [
        _item(f"{prefix}{i:03d}", f"N{prefix}{i % 5}", methods[i % len(methods)], rows,
              i + ord(prefix) * 1000, i % step == 0)
        for i in range(count)
    ]  # fmt: skip


def _item(
    code: str, dimension: str, method: str, rows: Array, seed: int, per_unit: bool = False
) -> Item:
    rule = rule_of(method, seed, per_unit, len(rows), own=code.startswith("P"))
    item = Item(code, dimension, rule, rows, code.startswith("P"), seed)
    chance = np.random.default_rng([SEED, 1, seed])
    for name, (low, high) in rule.fields.items():
        item.fields[name] = chance.integers(low, high, len(rows)) * 10
    return item


def _sum(code: str, children: list[str]) -> dict[str, Any]:
    text = dict.fromkeys(("sentence", "basis"), "")
    return {"code": code, "name": code, "kind": "sum", "role": "ordinary", "cap": None,
            "floor": None, "children": sorted(children)} | text  # fmt: skip


def _round(places: int) -> dict[str, Any]:
    return {"places": places, "mode": "half_up"}
