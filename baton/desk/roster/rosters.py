"""收名册: the office's own workbook becomes the roster of a year, after a look at what would change and what is unclear."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from django.db import transaction

from baton.desk.roster.leader_columns import Leader, add_leaders, numbered, places_of
from baton.desk.roster.list_questions import ask_group_of_people, ask_list, ask_same, ask_serving
from baton.desk.roster.roster_changes import write
from baton.desk.roster.roster_questions import (
    BY_GROUP,
    COLUMN,
    HEAD,
    YES,
    Gone,
    Known,
    Question,
    Settling,
    known_before,
)
from baton.desk.roster.set_apart import ask_apart
from baton.documents.grids import read_grids
from baton.documents.headings import Heads
from baton.documents.names import normalised
from baton.documents.office.loading import load_roster
from baton.documents.problems import Problem, Problems
from baton.documents.roster_apart import ApartWord
from baton.documents.roster_columns import GroupColumns
from baton.documents.roster_layouts import GROUP, group_heads
from baton.documents.roster_leaders import LeaderCell
from baton.documents.roster_tables import ROSTER
from baton.documents.roster_talk import ReadColumn, RosterTalk
from baton.domain.accounts.models import Person
from baton.domain.orgs import leader_services, queries, services, unit_services
from baton.domain.orgs.models import Unit
from baton.domain.orgs.queries import Change
from baton.domain.refusals import Refused
from baton.scoring.facts import Subject

TWICE = "duplicate"
UNKNOWN_COLUMN = ("column-renamed", "column-missing")
WORDS = {"id": "编号", "name": "名称", "kind": "种类", GROUP: "分组", "order": "机构序", "aliases": "别名", "parent": "上级", "from": "生效", "until": "失效", "units": "所在单位", "team": "考核组", "listing": "单列", "ranked": "参加排名", "title": "职务"}  # fmt: skip
Answers = Mapping[tuple[str, str], str]


@dataclass
class RosterPreview:
    """A roster as it was read: who is on it, what it would change, what is wrong, what a clerk has to say first."""

    subjects: list[Subject]
    changes: list[Change]
    faults: list[Problem]
    remarks: list[Problem]
    questions: list[Question] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    gone: list[Gone] = field(default_factory=list)
    base: int = 0
    heads: dict[str, str] = field(default_factory=dict)
    leaders: list[Leader] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    recalled: dict[tuple[str, str], str] = field(default_factory=dict)
    read_as: list[ReadColumn] = field(default_factory=list)
    own_titles: dict[str, str] = field(
        default_factory=dict
    )  # by name, of people with rows of their own

    @property
    def columns(self) -> list[tuple[str, str]]:
        """What was read of each unit: words for it, and the head it stood under where that says more."""
        told = [(WORDS[key], head) for key, head in self.heads.items() if key in WORDS]
        return [(word, "" if normalised(head) == normalised(word) else head) for word, head in told]

    @property
    def free(self) -> list[tuple[str, str]]:
        """What a column that nobody reads may be: key and word of what no column was read for."""
        return [(key, word) for key, word in WORDS.items() if key not in self.heads]

    @property
    def titles(self) -> dict[str, str]:
        """职务 by code: what stands beside leaders in the rows of their units, and in rows of their own."""
        people: dict[str, list[str]] = {}
        for one in self.subjects:
            if one.kind == Unit.Kind.PERSON:
                people.setdefault(one.name, []).append(one.subject)
        found = {people[name][0]: title for name, title in self.own_titles.items() if len(people.get(name, ())) == 1}  # fmt: skip
        return found | {one.code: one.title for one in self.leaders if one.code and one.title}

    @property
    def can_be_taken(self) -> bool:
        """Nothing wrong, nothing left open."""
        return bool(self.subjects) and not self.faults and not self.questions


def read_roster_file(
    year: int, path: Path, answers: Answers | None = None, *, name: str = ""
) -> RosterPreview:
    """Read a roster with what the clerk has said about it so far; nothing is written. name: what the file is called."""
    problems, said = Problems(), answers or {}
    heads: dict[str, str] = {}
    chosen = said.get((HEAD, GROUP), "")
    cells: list[LeaderCell] = []
    titles: dict[str, str] = {}
    apart: list[ApartWord] = []
    columns = Heads({text: key for (kind, key), text in said.items() if kind == COLUMN})
    known = known_before(year)
    by_groups = GroupColumns(known.groups, {head: text == YES for (kind, head), text in said.items() if kind == BY_GROUP})  # fmt: skip
    talk = RosterTalk([*known.names.values(), *known.aliases], said)
    subjects = load_roster(
        path, problems=problems, group=chosen, seen=heads, leaders=cells, heads=columns, titles=titles, apart=apart, by_groups=by_groups, talk=talk
    )  # fmt: skip
    settling = Settling(subjects, said)
    ask_list(settling, talk, known)
    settling.by_groups(by_groups)
    settling.columns(columns)
    settling.heads(group_heads(read_grids(path, problems=Problems()), ROSTER), chosen)
    settling.twice()
    settling.alike()
    faults = [
        replace(fault, place=fault.place.replace(path.name, name or path.name), what=fault.what.replace(path.name, name or path.name))
        for fault in problems.errors
        if fault.code != TWICE and not (settling.questions and fault.code in UNKNOWN_COLUMN)
    ]  # fmt: skip
    made = RosterPreview(
        settling.subjects, [], faults, problems.warnings, settling.questions, heads=heads,
        unread=list(columns.unread), read_as=talk.columns,
    )  # fmt: skip
    if settling.asks_columns or faults or not subjects:
        return made
    if settling.questions:
        return replace(made, notes=settling.notes)
    made = replace(_settled(year, settling, known, made, cells, apart), own_titles=titles)
    return replace(made, changes=[*made.changes, *_retitled(made, known)])


def _settled(
    year: int,
    settling: Settling,
    known: Known,
    made: RosterPreview,
    cells: list[LeaderCell],
    apart: list[ApartWord],
) -> RosterPreview:
    places = places_of(settling.subjects)
    ask_serving(settling, known)
    ask_same(settling, known)
    settling.names(known)
    if known.year == year and not {"listing", "ranked"} & set(made.heads):
        settling.keep_listings(known)
    if "listing" in made.heads:
        apart = [one for one in apart if one.head == made.heads.get("ranked")]
    ask_apart(settling, apart, places)
    if any(one.is_of_people for one in made.read_as):
        ask_group_of_people(settling, known)
    settling.groups(known)
    leaders = add_leaders(settling, cells, places, known)
    settling.aliases(known)
    gone = settling.gone(known)
    changes = [one for one in queries.changes(known.year, settling.subjects) if one.what != "新名册里没有"]  # fmt: skip
    told = [one for one in changes if "；" in one.what or not one.what.startswith("机构序")]
    if len(changes) > len(told):
        settling.notes.append(f"另有 {len(changes) - len(told)} 个只是机构序变了，照新的次序排。")
    return replace(
        made, subjects=settling.subjects, changes=told, questions=settling.questions, notes=settling.notes, gone=gone,
        base=known.year, leaders=leaders, recalled=settling.recalled,
    )  # fmt: skip


def _retitled(made: RosterPreview, known: Known) -> list[Change]:
    """Whose 职务 the list says otherwise, of those who were there already."""
    before = queries.titles(known.year)
    return [
        Change(code, known.subjects[code].name, f"职务：{before.get(code) or '没有记'} → {title}")
        for code, title in made.titles.items() if code in known.subjects and before.get(code, "") != title
    ]  # fmt: skip


@transaction.atomic
def take_in(*, year: int, preview: RosterPreview, on: date, by: Person, at: datetime) -> None:
    """收下名册: the list, those of before that stay, and those that go, in one go or not at all."""
    if not preview.can_be_taken:
        raise Refused("还有没说清的地方，名册没有收下。")
    kept = [one.subject for one in preview.gone if preview.base != year]
    write(
        _write_list,
        year=year,
        subjects=[*preview.subjects, *kept],
        titles=preview.titles,
        by=by,
        at=at,
    )
    said = {"year": year, "on": on, "why": f"{year} 年名册里没有", "by": by, "at": at}
    units = {unit.code: unit for unit in Unit.objects.filter(code__in=_codes(preview.gone))}
    for one in preview.gone:
        unit = units[one.subject.subject]
        if one.answer == "abolish":
            write(unit_services.abolish, unit=unit, **said)
        elif one.answer == "end":
            leader_services.end(person=unit, **said)
        elif one.answer != "keep":
            write(unit_services.merge, unit=unit, into=units[one.answer], **said)


def _write_list(
    *, year: int, subjects: list[Subject], titles: Mapping[str, str], by: Person, at: datetime
) -> None:
    listed = numbered(subjects)
    codes = {old.subject: new.subject for old, new in zip(subjects, listed, strict=True)}
    known = {codes.get(code, code): title for code, title in titles.items()}
    services.take_in(year=year, subjects=listed, titles=known, by=by, at=at)


def _codes(gone: list[Gone]) -> set[str]:
    return {one.subject.subject for one in gone} | {one.answer for one in gone}
