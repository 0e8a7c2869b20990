"""按等级计的数: the levels by which ballots, raters' slips and cases are counted, as the rules name them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from baton.documents.layouts.known import Levels

Item = Mapping[str, Any]
VOTES = frozenset({"ballots", "rater_categories"})
REST = "其余有效票"  # a valid slip of a level that a rule by shares of the best does not name


def levels_of(item: Item) -> Levels | None:
    """The levels of an indicator's counted figure, the best (or gravest) first; None for any other indicator."""
    params, method = item["params"], item["method"]
    if method == "per_case":
        return Levels(_ordered(params["levels"])) if params.get("levels") else None
    if method == "trimmed_ratings":
        return Levels((), is_votes=True, is_marks=True)
    if method not in VOTES:
        return None
    excluded = tuple(params["excluded"])
    if method == "rater_categories":
        every = (*_ordered(params["levels"]), *excluded)
        raters = [one["category"] for one in params["categories"]]
        return Levels(
            tuple(f"{rater}|{level}" for rater in raters for level in dict.fromkeys(every)),
            frozenset(f"{rater}|{level}" for rater in raters for level in excluded), is_votes=True,
        )  # fmt: skip
    if params["mode"] == "weighted":
        every = (*_ordered(params["weights"]), *excluded)
        return Levels(tuple(dict.fromkeys(every)), frozenset(excluded), is_votes=True)
    keys = tuple(dict.fromkeys((*params["top"], REST, *excluded)))
    return Levels(keys, frozenset(excluded), is_votes=True, is_open=True)


def levels_by_data(rulebook: Mapping[str, Any]) -> dict[str, Levels]:
    """By counted data item, the levels of all indicators that take it."""
    kinds = {entry["code"]: entry["kind"] for entry in rulebook["data"]}
    found: dict[str, Levels] = {}
    for item in rulebook["items"]:
        own = levels_of(item)
        for entry in item["data"].values() if own is not None else ():
            if own is not None and kinds.get(entry["item"]) == "tally":
                before = found.get(entry["item"])
                found[entry["item"]] = _both(before, own) if before else own
    return found


def named(keys: Iterable[str]) -> str:
    """优秀、良好; of several categories 干部的满意、群众的满意."""
    return "、".join(key.replace("|", "的") for key in keys)


def _both(one: Levels, other: Levels) -> Levels:
    return Levels(
        tuple(dict.fromkeys((*one.keys, *other.keys))), one.excluded & other.excluded, one.is_votes or other.is_votes,
        one.is_open or other.is_open, one.is_marks or other.is_marks,
    )  # fmt: skip


def _ordered(worth: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(sorted(worth, key=lambda level: -Fraction(worth[level])))
