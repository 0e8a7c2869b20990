"""同分先后: what parted two whose printed totals are the same."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

from baton.desk.looks.columns import CALM, padded, places_in, points_of
from baton.scoring.result import Line, Result


def parted(result: Result, first: Line, second: Line) -> str:
    """Why the first of two with the same total stands before the second, in words; empty where nothing parts them.

    Where they share a rank but not a grade, it is what the grades look at.
    """
    if not first.total or first.total != second.total:
        return ""
    entry = entry_of(result, first.group)
    ranking = entry["ranking"]
    if first.rank != second.rank and ranking["on"] != "rounded" and first.carried != second.carried:
        mine, its = _alike(first.carried, second.carried)
        return f"取舍以前 {mine} 高于 {its}"
    keys = ranking["keys"] if first.rank != second.rank else (entry["grades"] or {}).get("keys", [])
    for key in keys or []:
        values = [points_of(result, one.subject, key["key"]) for one in (first, second)]
        if _differ(values[0], values[1]):
            word = "高于" if key["order"] == "desc" else "低于"
            mine, its = _alike(*values)
            return f"先比{_name(result, key['key'])}，{mine} {word} {its}"
    return ""


def ties_told(result: Result, ranked: Sequence[str]) -> dict[str, str]:
    """What put each unit behind the one before it although their totals are the same, by unit; ranked in board order."""
    lines = [result.lines[subject] for subject in ranked]
    told = {second.subject: parted(result, first, second) for first, second in pairwise(lines)
            if first.rank != second.rank}  # fmt: skip
    return {subject: words for subject, words in told.items() if words}


def entry_of(result: Result, group: str) -> dict[str, Any]:
    """A group's part of the rule book."""
    return next(one.entry for one in result.plan.groups if one.name == group)


def _differ(mine: str | None, its: str | None) -> bool:
    if mine is None or its is None:
        return mine != its
    return Fraction(mine) != Fraction(its)


def _alike(*values: str | None) -> list[str]:
    """Figures that are compared, with as many digits as the longest of them."""
    most = places_in(values, CALM + 1)
    return ["没有数" if value is None else padded(value, most) for value in values]


def _name(result: Result, code: str) -> str:
    return str((result.plan.nodes.get(code) or result.plan.items[code])["name"])
