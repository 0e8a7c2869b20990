"""牵头单位: who leads an indicator, however a scheme table writes it; several names in one cell, one of them leads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from baton.desk.rules.shared import unasked
from baton.documents.names import normalised
from baton.domain.intake.models import Sheet
from baton.domain.orgs import queries as orgs

_BETWEEN = re.compile(r"[、，,；;/\n]+|\s{2,}")
_ROLE = re.compile(r"[（(]?(牵头|配合|协助|主办|协办|责任)(单位|部门)?[）)]?[:：]?")
NOTE = 200
OFFICE = "考核办"  # reports what has no lead unit
_HELPS = ("配合", "协助", "协办")


class Led(NamedTuple):
    """The unit that leads, as it is called on the roster, and those that help."""

    name: str
    others: tuple[str, ...] = ()


class Leads:
    """The names of all units, gathered once; asks nothing of the database afterwards."""

    def __init__(self) -> None:
        self._names = {normalised(text): name for text, name in orgs.every_name().items()}

    def of(self, written: str) -> Led:
        """市委政法委、市公安局: the first leads, unless another one is marked 牵头."""
        whole = self._names.get(normalised(written))
        if whole or not written.strip():
            return Led(whole or "")
        leading, helping = [], []
        for part in _BETWEEN.split(written):
            role, name = _ROLE.search(part), _ROLE.sub("", part).strip()
            if name:
                into = helping if role and role[1] in _HELPS else leading
                into.append(self._names.get(normalised(name), name))
        every = list(dict.fromkeys([*leading, *helping]))
        return Led(every[0], tuple(every[1:])) if every else Led("")

    def knows(self, name: str) -> bool:
        """Whether anybody is called so."""
        return normalised(name) in self._names

    def items_of(self, sheet: Sheet, rulebook: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The indicators that a sheet's lead unit leads, in the order of the scheme."""
        name = self.of(sheet.lead.name).name or sheet.lead.name
        return [item for item in rulebook["items"] if answering(item, self).name == name]


def answering(item: Mapping[str, Any], leads: Leads) -> Led:
    """Who reports an indicator's figures: its lead unit, and where it has none the assessment office itself."""
    led = leads.of(item["lead"])
    return led if led.name else Led(OFFICE)


def reported(rulebook: Mapping[str, Any]) -> set[str]:
    """Data that lead units, or the office, report: all but what is the same for everybody; counted votes are among it."""
    return {entry["code"] for entry in rulebook["data"]} - unasked(rulebook)


def asked_of(rulebook: Mapping[str, Any], leads: Leads) -> dict[str, tuple[set[str], list[str]]]:
    """Data items that each lead unit, and the office, is asked for, and the units that help with them."""
    asked = reported(rulebook)
    found: dict[str, tuple[set[str], list[str]]] = {}
    for item in rulebook["items"]:
        own = {entry["item"] for entry in item["data"].values()} & asked
        led = answering(item, leads)
        if own:
            items, helping = found.setdefault(led.name, (set(), []))
            items.update(own)
            helping += [other for other in led.others if other not in helping]
    return found


def title_of(name: str) -> str:
    """市财政局打分表; what nobody leads stands on the office's own sheet."""
    return "考核办自填表" if name == OFFICE else f"{name}打分表"


def helped_by(units: Sequence[str]) -> str:
    """The note on a sheet that several units fill in."""
    return f"配合：{'、'.join(units)}"[:NOTE] if units else ""


def without_sheet(rulebook: Mapping[str, Any], sheets: Iterable[Sheet]) -> list[str]:
    """Names of the indicators some figure of which no sheet asks for: they came, or changed, after the sheets were listed."""
    owed = {item for sheet in sheets for item in sheet.items}
    asked = reported(rulebook)
    return [
        item["name"]
        for item in rulebook["items"]
        if ({entry["item"] for entry in item["data"].values()} & asked) - owed
    ]
