"""换一种算法: whole recomputations with another order of rounding or another usual reading."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from baton.desk.reproducing.differences import Comparison, printed, same
from baton.desk.reproducing.parts import Likely, name_of
from baton.desk.trials.trying import declared
from baton.documents.published import GRADE, RANK, TOTAL
from baton.scoring import score
from baton.scoring.result import Result
from baton.scoring.rulebook import alternatives, find_faults

Book = dict[str, Any]
MOST_TOGETHER = 2  # readings that are tried with every way of rounding
MOST_READINGS = 40  # other readings that are computed; a city's takes a third of a second each


@dataclass(frozen=True)
class Trial:
    """A likely cause found by computing the year with another rule book, and that rule book."""

    likely: Likely
    book: Book


def rounded_otherwise(result: Result, comparison: Comparison) -> Iterator[Trial]:
    """Whole recomputations with another order or way of rounding."""
    if any(one.gap is not None for one in comparison.differences):
        book = result.plan.rulebook
        for sentence, changed in _roundings(book["rounding"], _places(comparison)):
            yield from _tried(result, _rounding(book, changed), comparison, "rounding", sentence)


def _places(comparison: Comparison) -> int:
    return max((digits for digits in comparison.digits.values()), default=2) or 2


def _rounding(book: Book, changed: Book) -> Book:
    """The rule book with other ways of rounding, also where an indicator has its own."""
    items = [
        {**item, "rounding": {k: v for k, v in item["rounding"].items() if k not in changed}}
        for item in book["items"]
    ]  # fmt: skip
    return {**book, "rounding": {**book["rounding"], **changed}, "items": items}


def both(result: Result, comparison: Comparison, trials: list[Trial]) -> Iterator[Likely]:
    """Another reading and another way of rounding at once, for what neither explains alone."""
    told = {key for one in trials for key in one.likely.cells}
    readings = sorted(
        (one for one in trials if one.likely.kind == "reading"),
        key=lambda one: one.likely.broken - len(one.likely.cells),
    )
    if all(one.key in told for one in comparison.differences if one.gap is not None):
        return
    for trial in readings[:MOST_TOGETHER]:
        for sentence, changed in _roundings(result.plan.rulebook["rounding"], _places(comparison)):
            together = f"{trial.likely.sentence}，{sentence}"
            book = _rounding(trial.book, changed)
            for one in _tried(result, book, comparison, "reading", together, trial.likely.code):
                if not one.likely.cells <= told:
                    yield one.likely


def _roundings(now: Book, places: int) -> Iterator[tuple[str, Book]]:
    """The usual other ways of rounding: what they are called and what they change."""
    half, down, even = (
        {"places": places, "mode": mode} for mode in ("half_up", "down", "half_even")
    )
    fine = {"places": 6, "mode": "half_up"}
    for sentence, changed in (
        (f"各项先取 {places} 位小数再相加", {"item": half}),
        (f"各大项先取 {places} 位小数再相加", {"node": half}),
        (f"各项、各大项都先取 {places} 位小数再相加", {"item": half, "node": half}),
        ("中间不取舍，最后才取舍", {"item": fine, "node": fine}),
        (f"各项去尾取 {places} 位小数，不四舍五入", {"item": down}),
        (f"总分去尾取 {places} 位小数，不四舍五入", {"total": down}),
        (f"总分四舍六入五成双取 {places} 位小数", {"total": even}),
        ("比率先取 2 位小数再乘分值", {"rate": {"places": 2, "mode": "half_up"}}),
        ("比率先取 4 位小数（百分数两位）再乘分值", {"rate": {"places": 4, "mode": "half_up"}}),
    ):  # fmt: skip
        if any(now.get(key) != value for key, value in changed.items()):
            yield sentence, changed


def read_otherwise(result: Result, comparison: Comparison) -> Iterator[Trial]:
    """Whole recomputations with another usual reading of an indicator, a node or the groups."""
    book = result.plan.rulebook
    codes: list[str | None] = list(dict.fromkeys(
        one.column for one in comparison.differences if one.column in result.plan.items
    ))  # fmt: skip
    if not codes and any(one.column in (TOTAL, RANK, GRADE) for one in comparison.differences):
        codes = [item["code"] for item in book["items"]]
    tried = 0
    for code in [*codes, None]:
        for label, undeclared in alternatives(book, code):
            if tried == MOST_READINGS:
                return
            is_item = code is not None and code in result.plan.items
            other = declared(book, undeclared, code) if code and is_item else undeclared
            if find_faults(other):
                continue
            tried += 1
            key, _, word = label.partition(":")
            where = f"“{name_of(result, code)}”的" if code and is_item else ""
            sentence = f"{where}“{key}”按“{word}”算"
            yield from _tried(result, other, comparison, "reading", sentence, code or "")


def _tried(
    result: Result, book: Book, comparison: Comparison, kind: str, sentence: str, code: str = ""
) -> Iterator[Trial]:
    """Which differences disappear, and which agreement with them, when the year is computed by another book."""
    other = score(book, result.plan.facts)
    differing = {one.key for one in comparison.differences}
    gone, broken = set(), 0
    for key, cell in comparison.announced.items():
        is_same = same(cell, printed(other, *key, comparison.digits))
        if key in differing and is_same:
            gone.add(key)
        broken += key not in differing and not is_same
    if gone and len(gone) > broken:
        yield Trial(Likely(kind, sentence, frozenset(gone), broken, code), book)
