"""这一轮考什么: what was chosen of a scheme for one round, as it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

AS_IS, SCALED = "as_is", "scaled"


@dataclass(frozen=True)
class Scope:
    """What is assessed. items: indicators and linked nodes; a code that has become a node stands for all under it.

    without: coefficients, by their nodes, that are not multiplied; left_out: groups that are not assessed; graded:
    whether grades are given; total: as it adds up, or brought to 100 (baton.scoring.scope_scaling).
    """

    items: frozenset[str]
    without: frozenset[str] = frozenset()
    left_out: frozenset[str] = frozenset()
    graded: bool = False
    total: str = AS_IS

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Scope:
        """From what `written` made."""
        return cls(
            frozenset(kept["items"]), frozenset(kept["without"]), frozenset(kept["left_out"]), kept["graded"], kept["total"]
        )  # fmt: skip

    def written(self) -> dict[str, Any]:
        """As it is kept: lists in order."""
        return {
            "items": sorted(self.items), "without": sorted(self.without), "left_out": sorted(self.left_out),
            "graded": self.graded, "total": self.total,
        }  # fmt: skip
