"""无此任务: what the agreement's empty tasks say about the figures (semantics §2, §3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

NOT_COUNTED = "，表上报的数不计"
Row = dict[str, Any]


def without_task(
    rulebook: Row, as_of: str, tasks: Mapping[tuple[str, str], str], lines: list[list[Any]]
) -> list[list[Any]]:
    """The observations with 无此任务 for every figure that an indicator without a task would need.

    ``tasks``: (subject, indicator) → place in the agreement. A figure that was reported all the same does not count:
    what was signed holds, and its place says so. It stays where another indicator of the unit takes it as well.
    """
    items = {item["code"]: item for item in rulebook["items"]}
    wanted = {
        (subject, entry["item"], period): place
        for (subject, code), place in sorted(tasks.items())
        if code in items
        for entry in items[code]["data"].values()
        for period in _periods(rulebook, entry["periods"], as_of)
    }
    taken = {
        (subject, entry["item"])
        for subject in {subject for subject, _ in tasks}
        for code, item in items.items()
        if (subject, code) not in tasks
        for entry in item["data"].values()
    }
    kept = []
    for line in lines:
        key = line[0], line[1], line[2]
        if key not in wanted or (line[5] != "not_yet" and key[:2] in taken):
            kept.append(line)
        elif line[5] == "reported" and NOT_COUNTED not in wanted[key]:
            wanted[key] += NOT_COUNTED
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
