"""方案数一数: how many indicators, whose, how many without basis, lead or number; beside last year's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

DIRECT, ORDINARY, LEDGER = "direct", "ordinary", "ledger"


@dataclass(frozen=True)
class Counts:
    """Of one rule book. all: its indicators, ledgers of bonuses apart. Names of indicators where something lacks; leads
    with how many they have, the most first.
    """

    all: int
    direct: list[str]
    without_lead: list[str]
    without_basis: list[str]
    by_lead: list[tuple[str, int]]
    uncapped: list[str]

    @property
    def leads(self) -> int:
        return len(self.by_lead)


def indicators(book: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What counts as an indicator: everything but the ledgers of bonuses and deductions."""
    return [item for item in book["items"] if item["method"] != LEDGER]


def many(items: Sequence[Mapping[str, Any]]) -> str:
    """12 个指标，加减分 2 种"""
    ledgers = sum(item["method"] == LEDGER for item in items)
    own = f"{len(items) - ledgers} 个指标" if len(items) > ledgers else ""
    return (
        "，".join(one for one in (own, f"加减分 {ledgers} 种" if ledgers else "") if one)
        or "0 个指标"
    )


def counts(book: Mapping[str, Any]) -> Counts:
    """What a scheme page says of its rule book."""
    own = indicators(book)
    ordinary = [item for item in own if item["role"] == ORDINARY]
    leads = Counter(item["lead"] for item in own if item["lead"])
    return Counts(
        len(own),
        [item["name"] for item in ordinary if item["method"] == DIRECT],
        [item["name"] for item in own if not item["lead"]],
        [item["name"] for item in own if not item["basis"]],
        leads.most_common(),
        [
            item["name"]
            for item in book["items"]
            if item["role"] != ORDINARY and not _is_capped(item)
        ],
    )


def _is_capped(item: Mapping[str, Any]) -> bool:
    cap = item.get("cap") or item["params"].get("cap")
    return isinstance(cap, dict) or (isinstance(cap, str) and Fraction(cap) > 0)
