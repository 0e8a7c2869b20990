"""同名的指标: two groups each have 信访工作, the lead unit's table says the name once; the unit tells which one is meant."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from baton.desk.intake.arrivals import Read
from baton.documents.layouts.known import ItemInfo

BRACKETED = re.compile(r"[(（][^()（）]*[)）]")


def settle_namesakes(
    read: Read, asked: Mapping[str, Collection[str]], items: Mapping[str, ItemInfo]
) -> None:
    """Figures under a shared name become those of the indicator that the unit has; a remark tells how many.

    asked: data item -> the units that must have a figure of it. A figure moves only where its unit has no use for the
    item it was read as, exactly one item of the same name is asked of the unit, and none was given for that one.
    """
    alike = _alike(asked, items)
    if not alike:
        return
    wanted = {item: frozenset(units) for item, units in asked.items()}
    there = {(line[0], line[1]) for line in read.cells}
    moved: dict[tuple[str, str], str] = {}
    for subject, item in sorted(there):
        meant = [one for one in alike.get(item, ()) if subject in wanted[one]]
        if subject not in wanted.get(item, ()) and len(meant) == 1 and (subject, meant[0]) not in there:  # fmt: skip
            moved[subject, item] = meant[0]
    for line in read.cells:
        line[1] = moved.get((line[0], line[1]), line[1])
    read.beside[:] = [
        replace(one, item=moved.get((one.subject, one.item), one.item)) for one in read.beside
    ]
    for item, into in dict.fromkeys((item, into) for (_, item), into in moved.items()):
        count = sum(key[1] == item and to == into for key, to in moved.items())
        what = f"“{items[item].name}”有 {count} 个单位考核的是“{items[into].name}”,已记到那一项"
        read.problems.warn("全表", what, code="namesake")


def _alike(
    asked: Mapping[str, Collection[str]], items: Mapping[str, ItemInfo]
) -> dict[str, Sequence[str]]:
    """Data item -> the others of the sheet that differ from it only by what stands in brackets."""
    plain = {item: BRACKETED.sub("", items[item].name) for item in asked if item in items}
    same = {
        item: [other for other, text in plain.items() if other != item and text == name]
        for item, name in plain.items()
    }
    return {item: others for item, others in same.items() if others}
