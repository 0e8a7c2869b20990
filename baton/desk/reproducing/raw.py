"""像是实际值: figures that no direct score can be, which want a method chosen first; and sentences that ask for one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from baton.desk.choosing import likely
from baton.documents.problems import Problem

ABOVE_FULL = "direct-range"
NUMBERS = re.compile(r"(\d+)")


@dataclass(frozen=True)
class Raw:
    """An indicator that is scored directly and whose figures are outside its points; places: where, and what is wrong."""

    name: str
    points: str
    places: tuple[tuple[str, str], ...]


def raw_figures(book: dict[str, Any], faults: Sequence[Problem]) -> tuple[list[Raw], list[Problem]]:
    """Such figures indicator by indicator in the order of the rules, and the faults that are left."""
    by_item: dict[str, list[Problem]] = defaultdict(list)
    for one in faults:
        if one.code == ABOVE_FULL and len(one.about) > 2:
            by_item[one.about[2]].append(one)
    found = [
        Raw(item["name"], item["points"], tuple(sorted(((one.place, one.what) for one in own), key=_natural)))
        for item in book["items"]
        if item["method"] == "direct" and (own := by_item.get(item["data"]["x"]["item"]))
    ]  # fmt: skip
    return found, [one for one in faults if one.code != ABOVE_FULL or len(one.about) <= 2]


def _natural(told: tuple[str, str]) -> list[tuple[int, str]]:
    """B6 before B15."""
    return [(int(part), "") if part.isdigit() else (0, part) for part in NUMBERS.split(told[0])]


def with_a_method(book: dict[str, Any]) -> list[str]:
    """Indicators that are scored directly though their sentence reads like a method."""
    return [
        item["name"] for item in book["items"]
        if item["method"] == "direct" and item["role"] == "ordinary" and (likely(item["sentence"]) or ["direct"])[0] != "direct"
    ]  # fmt: skip
