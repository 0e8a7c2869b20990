"""What the agreement says in its own words: field names of the same meaning, and tasks a unit does not have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from baton.documents.fact_tables import FIELD_SYNONYMS

Row = dict[str, Any]
KEYS = ("params", "points", "coefficient", "cap", "floor")


def fields_of(item: Row) -> Iterator[tuple[str, str]]:
    """(parameter, agreement field) of everything an indicator asks the agreement for."""
    stack: list[tuple[str, Any]] = [(key, item[key]) for key in KEYS]
    while stack:
        name, value = stack.pop()
        if isinstance(value, dict):
            if set(value) == {"field"}:
                yield name, value["field"]
            else:
                stack.extend(value.items())
        elif isinstance(value, list):
            stack.extend((name, part) for part in value)


def asked_field(item: Row | None, written: str) -> str:
    """The field as the rule book calls it, where the file used another usual word for the same."""
    if item is None:
        return written
    asked = {field for _, field in fields_of(item)}
    if written in asked:
        return written
    for names in FIELD_SYNONYMS:
        meant = [name for name in names if name in asked]
        if written in names and len(meant) == 1:
            return meant[0]
    return written


def without_task(
    rulebook: Row, as_of: str, tasks: dict[tuple[str, str], str], lines: list[list[Any]]
) -> list[list[Any]]:
    """The observations with 无此任务 for every figure that an indicator without a task would need.

    ``tasks``: (subject, indicator) → place in the agreement. Figures that were reported all the same stay.
    """
    items = {item["code"]: item for item in rulebook["items"]}
    wanted = {
        (subject, entry["item"], period): place
        for (subject, code), place in sorted(tasks.items())
        if code in items
        for entry in items[code]["data"].values()
        for period in _periods(rulebook, entry["periods"], as_of)
    }
    kept = [
        line for line in lines if line[5] != "not_yet" or (line[0], line[1], line[2]) not in wanted
    ]
    known = {(line[0], line[1], line[2]) for line in kept}
    said = [
        [*key, "", None, "not_applicable", place, ""]
        for key, place in wanted.items()
        if key not in known
    ]
    return kept + said


def _periods(rulebook: Row, wanted: Any, as_of: str) -> list[str]:
    if isinstance(wanted, list):
        return [str(period) for period in wanted]
    calendar: list[str] = rulebook["calendar"]
    if wanted == "to_date" and as_of in calendar:
        return calendar[: calendar.index(as_of) + 1]
    return [as_of] if as_of else []
