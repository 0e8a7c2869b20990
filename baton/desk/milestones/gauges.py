"""量什么: the reported figure by which an indicator's milestones can be checked, and what its targets are called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from baton.documents.numbers import PERCENT_UNITS
from baton.documents.office.agreeing import fields_of
from baton.documents.target_words import FIELD_SYNONYMS

LOW = frozenset({"low", "越低越好", "逆向", "越小越好"})
CAPPING = frozenset({"control"})  # methods that give full points up to the target
TAKEN = frozenset({"at", "last"})  # figures that are as of a period, not sums or means of several
TARGETS = FIELD_SYNONYMS[0]


@dataclass(frozen=True)
class Gauge:
    """An indicator's own figure. data: its data item; field: what its target is called in the agreement.

    target: the same for all where the rule itself names it; empty both where nothing is promised.
    """

    code: str
    name: str
    data: str
    unit: str
    is_lower: bool
    field: str
    target: str

    @property
    def is_percent(self) -> bool:
        return self.unit in PERCENT_UNITS

    @property
    def has_target(self) -> bool:
        return bool(self.field or self.target)


def gauges_of(book: Mapping[str, Any]) -> dict[str, Gauge]:
    """By code, of every indicator whose own figure is a number as of a period."""
    data = {entry["code"]: entry for entry in book["data"]}
    found = {}
    for item in book["items"]:
        entry = item["data"].get("x")
        known = data.get(entry["item"]) if entry else None
        if entry is None or known is None or known["kind"] != "number" or entry["take"] not in TAKEN:  # fmt: skip
            continue
        target = item["params"].get("target")
        fields = [name for key, name in fields_of(item) if key == "target"]
        fields += [name for _, name in fields_of(item) if name in TARGETS]
        found[item["code"]] = Gauge(
            item["code"], item["name"], entry["item"], known["unit"], _is_lower(item),
            fields[0] if fields else "", target if isinstance(target, str) else "",
        )  # fmt: skip
    return found


def _is_lower(item: Mapping[str, Any]) -> bool:
    """Whether a smaller figure is the better one, by the rule or by what is said of it."""
    params = item["params"]
    return bool(
        item["method"] in CAPPING
        or item["direction"] in LOW
        or params.get("reverse") is True
        or params.get("direction") == "low"
    )
