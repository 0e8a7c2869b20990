"""应交表随着规则走: what each lead unit owes to a round, derived from the rule book that is in use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from baton.desk.intake.leads import Leads, asked_of, helped_by, title_of
from baton.domain.accounts.models import Person
from baton.domain.assessment import gather
from baton.domain.intake import services
from baton.domain.intake.models import Sheet
from baton.domain.orgs import services as orgs_services
from baton.domain.orgs.models import Unit
from baton.domain.rounds.models import Round
from baton.domain.schemes.models import Version

Book = Mapping[str, Any]
MOST_NAMED = 4


@dataclass
class Moved:
    """How a round's sheets changed with its rule book, a line each; what was handed in stays."""

    changed: list[str] = field(default_factory=list)
    fresh: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.changed or self.fresh or self.gone)

    def told(self) -> str:
        """One sentence; empty when every sheet is what it was."""
        parts = []
        if self.changed:
            parts.append(f"应交表改了 {len(self.changed)} 张：{_few(self.changed, '；')}")
        if self.fresh:
            parts.append(f"新列 {len(self.fresh)} 张：{_few(self.fresh, '、')}")
        if self.gone:
            parts.append(f"不用再交的 {len(self.gone)} 张：{_few(self.gone, '、')}")
        return "。".join(parts) + "。已收下的都还在。" if parts else ""


@transaction.atomic
def owe_all(*, round: Round, due_on: date, by: Person, at: datetime) -> list[Sheet]:
    """列出全部应交表: one sheet for each lead unit of the rule book, with the data items of its indicators.

    Two ways of writing a unit are one sheet. Of several units in one place the first leads; the others are noted.
    """
    return [
        services.owe(
            round=round, lead=unit, title=title_of(unit.name), items=sorted(items), due_on=due_on, note=note, by=by, at=at
        )
        for unit, items, note in _asked(gather.rulebook_of(round), by, at)
    ]  # fmt: skip


@transaction.atomic
def follow(*, round: Round, before: Book | None = None, by: Person, at: datetime) -> Moved:
    """应交表跟着现在的规则: sheets get the items of the rule book in use, new ones come, those that ask nothing go.

    A sheet of which a version was handed in is never dropped. before: the rule book of until now, for its names.
    Nothing happens in a round that has ended or that has no sheets yet.
    """
    moved = Moved()
    sheets = {sheet.lead_id: sheet for sheet in round.sheets.select_related("lead")}
    if round.is_closed or not sheets:
        return moved
    book = gather.rulebook_of(round)
    names = {entry["code"]: entry["name"] for entry in (*(before or {"data": []})["data"], *book["data"])}  # fmt: skip
    due = max(sheet.due_on for sheet in sheets.values())
    for unit, items, note in _asked(book, by, at):
        sheet = sheets.pop(unit.pk, None)
        if sheet is not None and set(sheet.items) == items:
            continue
        title, day = (sheet.title, sheet.due_on) if sheet else (title_of(unit.name), due)
        services.owe(
            round=round, lead=unit, title=title, items=sorted(items), due_on=day, note=note or (sheet.note if sheet else ""),
            by=by, at=at,
        )  # fmt: skip
        if sheet is None:
            moved.fresh.append(unit.name)
        else:
            moved.changed.append(f"{unit.name}{_difference(set(sheet.items), items, names)}")
    for sheet in sheets.values():
        if not sheet.items:
            continue
        moved.gone.append(sheet.lead.name)
        services.ask_nothing(sheet=sheet, by=by, at=at)
    return moved


@transaction.atomic
def follow_version(
    *, version: Version, before: Book | None = None, by: Person, at: datetime
) -> str:
    """The same for every round that uses a version; the sentence names the round where there are several."""
    found = []
    rounds = Round.objects.filter(version=version, is_closed=False).order_by("id")
    for round in rounds:
        moved = follow(round=round, before=before, by=by, at=at)
        if moved:
            found.append((round.name, moved.told()))
    return "".join(told if len(found) == 1 else f"{name}：{told}" for name, told in found)


def is_outdated(round: Round, sheets: Sequence[Sheet]) -> bool:
    """Whether the sheets listed are other than the rule book in use asks for."""
    if round.is_closed or not sheets:
        return False
    leads = Leads()
    owed = {name: items for name, (items, _) in asked_of(gather.rulebook_of(round), leads).items()}
    listed: dict[str, set[str]] = {}
    for sheet in sheets:
        if sheet.items:
            name = leads.of(sheet.lead.name).name or sheet.lead.name
            listed.setdefault(name, set()).update(sheet.items)
    return owed != listed


def _asked(book: Book, by: Person, at: datetime) -> list[tuple[Unit, set[str], str]]:
    """Each lead unit with the data items it reports and a note of the units that help; unknown units are noted down."""
    found: dict[int, tuple[Unit, set[str], str]] = {}
    for name, (items, helping) in asked_of(book, Leads()).items():
        unit = orgs_services.name_unit(name=name, by=by, at=at)
        _, known, note = found.get(unit.pk, (unit, set(), ""))
        found[unit.pk] = (unit, known | items, note or helped_by(helping))
    return list(found.values())


def _difference(old: set[str], new: set[str], names: Mapping[str, str]) -> str:
    said = []
    for word, codes in (("添上", sorted(new - old)), ("不再报", sorted(old - new))):
        if codes:
            said.append(word + _few([names.get(code, code) for code in codes], "、"))
    return "，".join(said)


def _few(words: list[str], mark: str) -> str:
    more = f"等 {len(words)} 个" if len(words) > MOST_NAMED else ""
    return mark.join(words[:MOST_NAMED]) + more
