"""同名的指标: figures that a lead unit's table gives under a name that two groups share go to the indicator the unit has."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from baton.desk.intake.arrivals import Read
from baton.desk.intake.sheet_answers import ITEM, LONE, Answers
from baton.documents.layouts.known import ItemInfo
from baton.documents.namesakes import meant


def settle_namesakes(
    read: Read,
    asked: Mapping[str, Collection[str]],
    items: Mapping[str, ItemInfo],
    answers: Answers,
) -> None:
    """Figures under a shared name become those of the indicator that the unit has; a remark tells how many.

    asked: data item -> the units that must have a figure of it. answers: a heading that was said to be one of two such
    indicators is a shared name as well.
    """
    written = {item: text for text, item in answers.remembered.items() if item in asked}
    written |= {
        one.value: one.written
        for one in answers.kept
        if one.what in (ITEM, LONE) and one.value in asked
    }
    names = {item: items[item].name for item in asked if item in items}
    moved = meant({(line[0], line[1]) for line in read.cells}, asked, names, written)
    for line in read.cells:
        line[1] = moved.get((line[0], line[1]), line[1])
    read.beside[:] = [
        replace(one, item=moved.get((one.subject, one.item), one.item)) for one in read.beside
    ]
    for item, into in dict.fromkeys((item, into) for (_, item), into in moved.items()):
        count = sum(key[1] == item and to == into for key, to in moved.items())
        what = f"“{items[item].name}”有 {count} 个单位考核的是“{items[into].name}”,已记到那一项"
        read.problems.warn("全表", what, code="namesake")
