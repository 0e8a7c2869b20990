"""方案数一数: how many indicators, whose, how many without basis, lead or number; beside last year's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

DIRECT, ORDINARY = "direct", "ordinary"


@dataclass(frozen=True)
class Counts:
    """Of one rule book. Names of indicators where something lacks; leads with how many they have, the most first."""

    all: int
    direct: list[str]
    without_lead: list[str]
    without_basis: list[str]
    by_lead: list[tuple[str, int]]
    uncapped: list[str]

    @property
    def leads(self) -> int:
        return len(self.by_lead)


def counts(book: Mapping[str, Any]) -> Counts:
    """What a scheme page says of its rule book."""
    items = book["items"]
    ordinary = [item for item in items if item["role"] == ORDINARY]
    leads = Counter(item["lead"] for item in items if item["lead"])
    return Counts(
        len(items),
        [item["name"] for item in ordinary if item["method"] == DIRECT],
        [item["name"] for item in items if not item["lead"]],
        [item["name"] for item in items if not item["basis"]],
        leads.most_common(),
        [item["name"] for item in items if item["role"] != ORDINARY and not _is_capped(item)],
    )


def _is_capped(item: Mapping[str, Any]) -> bool:
    cap = item.get("cap") or item["params"].get("cap")
    return isinstance(cap, dict) or (isinstance(cap, str) and Fraction(cap) > 0)
