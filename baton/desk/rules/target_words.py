"""目标一栏的话: what an indicator's figures are held against, for the scheme's annex and the printed agreement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from baton.desk.rules.part_goals import goal_of
from baton.documents.office.agreeing import fields_of
from baton.documents.rulebook import write_item
from baton.documents.scheme_table import measure_of
from baton.scoring.explain.figures import held_against

Json = dict[str, Any]
TARGETS = ("目标", "起扣线", "参照值", "满分线", "截止日")
DAY, LINE = TARGETS[-1], TARGETS[1]
BY_AGREEMENT, NONE = "按责任书", "—"
MOST_WRITTEN = 60


def target_words(book: Json, item: Json, data: Mapping[str, Json]) -> str:
    """What figures are held against, as the scheme table says it, else in their unit; 按责任书 where the agreement says it.

    A line that is none of the figures' is a completion rate. data: the book's, by code.
    """
    if said := goal_of(book, item):
        return f"{said}{measure_of(item)}" if _is_bare(said) else said
    written = dict(_parameters(write_item(book, item["code"])))
    in_data, found = set(held_against(item).values()), []
    units = {one["unit"] for one in entries_of(item, data) if one.get("unit")}
    unit = units.pop() if len(units) == 1 else ""
    for label in TARGETS:
        value = written.get(label, "").strip("\"'")
        if not value or len(value) > MOST_WRITTEN or value in {"不设", "无"}:
            continue
        told = f"{value}{unit}" if label != DAY and label in in_data and _is_bare(value) else value
        found.append(
            BY_AGREEMENT
            if value.startswith(("责任书", "{责任书"))
            else told
            if label == TARGETS[0]
            else f"{label} {told}"
            if label != LINE or label in in_data
            else f"{label} 完成率 {value.rstrip('%')}%"
        )
    return "；".join(found) or NONE


def _is_bare(value: str) -> bool:
    return value.removeprefix("-").replace(".", "", 1).isdecimal()


def entries_of(item: Json, data: Mapping[str, Json]) -> list[Json]:
    found = [data.get(entry.get("item", "")) for entry in item["data"].values() if isinstance(entry, dict)]  # fmt: skip
    return [one for one in found if one is not None]


def units_of(item: Json, data: Mapping[str, Json]) -> dict[str, str]:
    """By field of the agreement, the unit that its values are in; nothing for points, weights and days."""
    held = held_against(item)
    units = {str(one["unit"]) for one in entries_of(item, data) if one.get("unit")}
    unit = units.pop() if len(units) == 1 else ""
    rates = {"threshold"} if item["params"].get("measure") == "completion" else set()
    return {
        name: "%" if parameter in rates else unit
        for parameter, name in fields_of(item)
        if parameter in held or parameter in rates
    }


def _parameters(written: str) -> list[tuple[str, str]]:
    """The lines of a written indicator that fit on one line, label and value."""
    pairs = (line.partition(": ") for line in written.splitlines() if not line.startswith(" "))
    return [(label, value.strip()) for label, _, value in pairs if value.strip()]
