"""收表要认的名字: units, data items and indicators of a round's tables."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from baton.desk.intake.counted import levels_by_data
from baton.desk.intake.last_year import LastYear
from baton.desk.intake.sheet_scales import targets_of
from baton.desk.rules.shared import unasked
from baton.documents.layouts.known import SCORE
from baton.documents.numbers import PERCENT_UNITS
from baton.documents.observations import ItemInfo, KnownNames, scores_by_indicator
from baton.documents.office.agreeing import fields_of
from baton.domain.assessment import gather
from baton.domain.intake.models import Sheet
from baton.domain.orgs import queries as orgs
from baton.domain.rounds.models import Round
from baton.domain.schemes import queries as schemes
from baton.scoring.facts import Facts
from baton.scoring.plan import compile_plan

POINTS = "分"
KEYS = {"points", "coefficient", "cap", "floor"}  # what an agreement may say beside a target


def known_names(round: Round, rulebook: dict[str, Any]) -> KnownNames:
    """Names by which a round's tables may call units and data items that some indicator takes."""
    names = orgs.names(round.scheme.year)
    aliases = {text: code for text, code in orgs.aliases().items() if code in names}
    used = {entry["item"] for item in rulebook["items"] for entry in item["data"].values()}
    items = {entry["code"]: _info(entry) for entry in rulebook["data"] if entry["code"] in used}
    direct = _direct(rulebook)
    indicators = _indicators(rulebook, items, direct)
    scores = {
        text: item for text, item in scores_by_indicator(items).items() if text not in indicators
    }
    return KnownNames(
        names, items, aliases, {}, rulebook["calendar"], scores, indicators, (), direct, round.scheme.year,
        levels=levels_by_data(rulebook), cumulative=_cumulative(rulebook), asks_measures=True,
    )  # fmt: skip


def _cumulative(rulebook: dict[str, Any]) -> frozenset[str]:
    """Data items that are only compared with what was agreed for the year: a month by itself would say nothing."""
    amounts = {one["code"] for one in rulebook["data"] if one["kind"] == "number" and one["unit"] not in PERCENT_UNITS}  # fmt: skip
    taken: dict[str, set[bool]] = {}
    for item in rulebook["items"]:
        is_yearly = bool({name for name, _ in fields_of(item)} - KEYS)
        for entry in item["data"].values():
            taken.setdefault(entry["item"], set()).add(
                is_yearly and (entry["periods"], entry["take"]) == ("@", "at")
            )
    return frozenset(code for code, own in taken.items() if own == {True} and code in amounts)


def _direct(rulebook: dict[str, Any]) -> frozenset[str]:
    """Data items that are points themselves, whatever indicator takes them."""
    methods: dict[str, set[str]] = {}
    for item in rulebook["items"]:
        for entry in item["data"].values():
            methods.setdefault(entry["item"], set()).add(item["method"])
    return frozenset(code for code, own in methods.items() if own == {"direct"})


def _indicators(
    rulebook: dict[str, Any], items: dict[str, ItemInfo], direct: Collection[str]
) -> dict[str, str]:
    """一般公共预算收入 -> 财政收入: an indicator's name for the only data item it takes, where that can't be mistaken."""
    taken = {info.name for info in items.values()} | set(items)
    found: dict[str, set[str]] = {}
    others = unasked(rulebook)
    for item in rulebook["items"]:
        own = {entry["item"] for entry in item["data"].values()} - others
        if item["name"] not in taken:
            found.setdefault(item["name"], set()).update(own)
    only = {name: next(iter(own)) for name, own in found.items() if len(own) == 1}
    return {
        name: code
        for name, code in only.items()
        if code in direct or not items[code].name.endswith(SCORE)
    }


class AtHand:
    """What every table of a round is read with, gathered once however many tables are looked at."""

    def __init__(self, round: Round) -> None:
        self.round = round

    @cached_property
    def rulebook(self) -> dict[str, Any]:
        return gather.rulebook_of(self.round)

    @cached_property
    def known(self) -> KnownNames:
        """Names of everything in the scheme: what the round doesn't assess is recognised and left out."""
        if self.round.scope is None:
            return known_names(self.round, self.rulebook)
        whole = known_names(self.round, schemes.book_of(self.round.version))
        used = {one["item"] for item in self.rulebook["items"] for one in item["data"].values()}
        return replace(whole, idle=frozenset(whole.items) - used)

    def known_for(self, sheet: Sheet) -> KnownNames:
        """The same, with what a lead unit owes: of its own, a table need not name everything."""
        own = [item for item in sheet.items if item in self.known.items]
        return replace(self.known, own=own)

    @property
    def asked(self) -> dict[str, list[str]]:
        """Data item -> the units that must have a figure of it."""
        return self._whom[0]

    @property
    def assessed(self) -> dict[str, set[str]]:
        """Data item -> the units whose score takes it, those without the task among them."""
        return self._whom[1]

    @cached_property
    def targets(self) -> dict[tuple[str, str], str]:
        """By unit and data item, the target that a figure is held against."""
        return targets_of(self.rulebook, self._facts.agreement)

    @cached_property
    def _facts(self) -> Facts:
        return Facts.from_canonical(gather.facts_of(self.round, reported=False))

    @cached_property
    def _whom(self) -> tuple[dict[str, list[str]], dict[str, set[str]]]:
        facts = self._facts
        plan = compile_plan(self.rulebook, facts)
        no_task = {tuple(line[:2]) for line in facts.observations if line[5] == "not_applicable"}
        found: dict[str, list[str]] = {}
        for code, (start, stop) in plan.cells_of.items():
            rows = plan.cell_row[start:stop].tolist()
            for entry in plan.items[code]["data"].values():
                found.setdefault(entry["item"], []).extend(plan.rows[row].subject for row in rows)
        asked = {
            item: [one for one in dict.fromkeys(subjects) if (one, item) not in no_task]
            for item, subjects in found.items()
        }
        return asked, {item: set(subjects) for item, subjects in found.items()}

    @cached_property
    def last_year(self) -> LastYear:
        return LastYear(self.round, self.rulebook)

    def expected(self, sheet: Sheet) -> dict[str, list[str]]:
        """Which units must have a figure of each of the sheet's data items."""
        return {item: units for item, units in self.asked.items() if item in sheet.items}


def roster_of(round: Round, wanted: Sequence[str]) -> list[tuple[str, str]]:
    """These units with their names, in official order."""
    asked = set(wanted)
    return [line for line in orgs.names(round.scheme.year).items() if line[0] in asked]


def _info(entry: dict[str, Any]) -> ItemInfo:
    least = entry["min"]
    return ItemInfo(
        entry["name"], entry["kind"], entry["unit"], least is not None and not least.startswith("-"),
        (entry["max"] or "") if entry["unit"] == POINTS or entry["name"].endswith(SCORE) else "",
    )  # fmt: skip
