"""目标的计量单位: a table of targets in 亿元 for an item in 万元 is asked about; nothing is converted in silence."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from baton.desk.agreed.tasks import POINTS
from baton.documents.layouts.measures import is_measure, one_of, same_measure, shift
from baton.documents.numbers import rescaled

CONVERT, AS_IS = "convert", "as_is"


class Said(NamedTuple):
    """A clerk's answer for an indicator and the unit its targets are written in, as a form sends it."""

    code: str
    written: str
    answer: str

    @property
    def sent(self) -> str:
        return "|".join(self)


def said_in(sent: Collection[str]) -> list[Said]:
    """The answers of a form; whatever is none is left out."""
    parts = (one.split("|") for one in sent)
    return [Said(*one) for one in parts if len(one) == 3 and one[2] in (CONVERT, AS_IS)]


@dataclass
class Measure:
    """Targets written in another unit than the figures they are compared with; answer: empty while nobody has said."""

    code: str
    indicator: str
    written: str
    unit: str
    value: str
    meant: str
    count: int = 0
    answer: str = ""

    @property
    def convert(self) -> str:
        return Said(self.code, self.written, CONVERT).sent

    @property
    def as_is(self) -> str:
        return Said(self.code, self.written, AS_IS).sent

    @property
    def sent(self) -> str:
        return Said(self.code, self.written, self.answer).sent

    @property
    def told(self) -> str:
        how = f"已换算成{self.unit}" if self.answer == CONVERT else f"核实后原数按{self.unit}收"
        return f"{self.indicator}：表上写的是{self.written}，{how}"


@dataclass
class Measures:
    """The units of the indicators' figures, and what the table and the clerk say of them."""

    units: Mapping[str, str]
    said: Mapping[tuple[str, str], str] = field(default_factory=dict)
    found: dict[tuple[str, str], Measure] = field(default_factory=dict)

    def settle(self, code: str, name: str, row: Mapping[str, Any], named: str) -> str:
        """A target's value in the unit of its figures, as far as a clerk has said so; else as it is written."""
        value, written, unit = row["value"], row.get("measure", ""), self.units.get(code, "")
        written = one_of(written, unit)
        if not value or name == POINTS or same_measure(written, unit) or not is_measure(written):
            return str(value)
        power = shift(written, unit)
        if power is None:
            return str(value)
        meant = rescaled(value, power, 0)
        one = self.found.setdefault(
            (code, written),
            Measure(code, named, written, unit, value, meant, answer=self.said.get((code, written), "")),
        )  # fmt: skip
        one.count += 1
        return meant if one.answer == CONVERT else str(value)

    @property
    def asks(self) -> list[Measure]:
        return [one for one in self.found.values() if not one.answer]

    @property
    def settled(self) -> list[Measure]:
        return [one for one in self.found.values() if one.answer]


def units_of(rulebook: Mapping[str, Any]) -> dict[str, str]:
    """Indicator -> the unit of its figures, where they have one."""
    units = {entry["code"]: entry["unit"] for entry in rulebook["data"] if entry["kind"] == "number"}  # fmt: skip
    found = {}
    for item in rulebook["items"]:
        own = {units.get(entry["item"], "") for entry in item["data"].values()}
        if len(own) == 1:
            found[item["code"]] = own.pop()
    return found
