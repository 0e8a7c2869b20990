"""不向各家要的数: figures that no lead unit reports for each unit: reference values of all, the half-year's result."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Book = Mapping[str, Any]
ABOVE = "above_references"
HALF_YEAR = "半年评估总分"


@dataclass(frozen=True)
class Reference:
    """One reference value that an indicator is held against: what it is called, which data item holds it, when.

    figure: the data item that is held against it.
    """

    indicator: str
    indicator_name: str
    name: str
    item: str
    unit: str
    periods: tuple[str, ...]
    figure: str


def references_of(book: Book, as_of: str) -> list[Reference]:
    """Every reference value a rule book needs at a period, in the order of its indicators; each data item once."""
    units = {entry["code"]: entry["unit"] for entry in book["data"]}
    found: dict[str, Reference] = {}
    for item, one, entry in _held_against(book):
        periods = _periods(book, entry["periods"], as_of)
        found.setdefault(
            entry["item"],
            Reference(item["code"], item["name"], one["name"], entry["item"], units.get(entry["item"], ""), periods, item["data"]["x"]["item"]),
        )  # fmt: skip
    return list(found.values())


def unasked(book: Book) -> set[str]:
    """Data items that stand on no lead unit's sheet."""
    return {HALF_YEAR, *reference_items(book)}


def reference_items(book: Book) -> set[str]:
    """Data items that hold reference values, recorded once for all units."""
    return {entry["item"] for _, _, entry in _held_against(book)}


def _held_against(book: Book) -> Iterator[tuple[Any, Any, Any]]:
    for item in book["items"]:
        if item["method"] == ABOVE:
            for one in item["params"]["references"]:
                yield item, one, item["data"][one["data"]]


def _periods(book: Book, wanted: Any, as_of: str) -> tuple[str, ...]:
    if isinstance(wanted, list):
        return tuple(wanted)
    calendar = book["calendar"]
    if wanted == "to_date" and as_of in calendar:
        return tuple(calendar[: calendar.index(as_of) + 1])
    return (as_of,)
