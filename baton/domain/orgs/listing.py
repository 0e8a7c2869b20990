"""The roster as a page shows it: light lines group by group, the same number of queries for any size."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q

from baton.domain.orgs.models import Alias, PeerGroup, Post, Standing, Turn, Unit
from baton.domain.orgs.queries import before_turns

ZONE = re.compile(r"(开发区|高新区|新区|园区|保税区|示范区)(管委会|管理委员会)?$")


@dataclass(slots=True)
class Line:
    """One unit or person of a year, in words ready to be shown."""

    pk: int
    code: str
    name: str
    place: int  # which one of its group; 0: gone before the year began
    group: str
    parent: str
    aliases: str
    people: str  # of a unit: its leaders; of a person: where he serves
    remark: str
    is_gone: bool
    title: str = ""  # of a person


@dataclass(slots=True)
class Section:
    """A peer group with its lines in official order."""

    name: str
    listed_by: str
    lines: list[Line] = field(default_factory=list)

    @property
    def number(self) -> int:
        """How many are there for at least a day of the year."""
        return sum(line.place > 0 for line in self.lines)


FIELDS = (
    "pk", "unit_id", "unit__code", "unit__name", "unit__kind", "group__name", "group__listed_by", "parent__name", "parent__code",
    "order", "starts_on", "ends_on", "merged_into__name", "split_from__name", "listing", "title",
)  # fmt: skip


def listed(year: int, kind: str = Unit.Kind.UNIT, asked: str = "") -> list[Section]:
    """Groups in their order, within a group the official order; asked: only what has this text in it. Four queries."""
    found = list(
        Standing.objects.filter(year=year)
        .order_by("group__order", "group__name", "order", "unit__code")
        .values_list(*FIELDS)
    )
    was = before_turns(year, date(year, 12, 31))
    names = {line[1]: was.get((line[1], "name"), line[3]) for line in found}
    aliases = _by(Alias.objects.filter(unit__standings__year=year).values_list("unit_id", "text"))
    people = _people(year, kind, names)
    sections: dict[str, Section] = {}
    places: dict[str, int] = defaultdict(int)
    for line in found:
        if line[4] != kind:
            continue
        was_there = line[11] is None or line[11].year >= year
        places[line[5] or ""] += was_there
        made = Line(
            pk=line[1], code=line[2], name=names[line[1]], place=places[line[5] or ""] * was_there, group=line[5] or "", parent=line[7] or "",
            aliases="、".join(sorted(aliases.get(line[1], ()))), people="、".join(people.get(line[1], ())),
            remark=_remark(year, *line[10:15]), is_gone=line[11] is not None, title=line[15],
        )  # fmt: skip
        if asked and not _has(made, asked):
            continue
        by = dict(PeerGroup.Order.choices).get(line[6], "")
        sections.setdefault(made.group, Section(made.group, by)).lines.append(made)
    return sorted(sections.values(), key=lambda section: section.name == "")


def _people(year: int, kind: str, names: dict[int, str]) -> dict[int, list[str]]:
    posts = Post.objects.filter(standing__year=year, standing__unit__isnull=False)
    found: dict[int, list[str]] = defaultdict(list)
    fields = (
        "standing__unit_id",
        "unit_id",
        "share",
        "ends_on",
        "standing__ends_on",
        "standing__title",
    )
    for person, unit, share, ended, left, title in posts.order_by("standing__order", "id").values_list(*fields):  # fmt: skip
        if kind == Unit.Kind.PERSON:
            part = "" if share == "1" else f"（{share}）"
            found[person].append(
                names.get(unit, "") + part + (f"，{_day(ended, year)}止" if ended else "")
            )
        elif ended is None and left is None:
            found[unit].append(names.get(person, "") + (f"（{title}）" if title else ""))
    return found


def _has(line: Line, asked: str) -> bool:
    text = f"{line.name} {line.code} {line.aliases} {line.people} {line.parent} {line.title}".casefold()
    return all(word in text for word in asked.casefold().split())


def _remark(
    year: int,
    starts: date | None,
    ends: date | None,
    merged: str | None,
    split: str | None,
    listing: str,
) -> str:
    parts = []
    if split:
        parts.append(f"由{split}分设")
    if starts:
        parts.append(f"{_day(starts, year)}起")
    if ends:
        parts.append(f"{_day(ends, year)}止" + (f"，并入{merged}" if merged else ""))
    if listing == Standing.Listing.SEPARATE:
        parts.append("单列")
    return "；".join(parts)


def zones_among_others(sections: Iterable[Section]) -> list[tuple[Line, str]]:
    """Functional zones that stand in a group with counties or departments: they form a group of their own."""
    return [
        (line, section.name)
        for section in sections
        for line in section.lines
        if section.name
        and not line.is_gone
        and ZONE.search(line.name)
        and not all(ZONE.search(one.name) for one in section.lines)
    ]


def sizes(year: int) -> list[tuple[str, int, int]]:
    """The groups of a year with how many units and how many people; one query."""
    found: dict[str, list[int]] = {}
    rows = (
        Standing.objects.filter(year=year)
        .exclude(ends_on__lt=date(year, 1, 1))
        .values_list("group__order", "group__name", "unit__kind")
        .annotate(n=Count("id"))
        .order_by("group__order", "group__name")
    )
    for _, name, kind, number in rows:
        found.setdefault(name or "", [0, 0])[kind == Unit.Kind.PERSON] += number
    return [(name, units, people) for name, (units, people) in sorted(found.items(), key=lambda entry: entry[0] == "")]  # fmt: skip


def place_of(standing: Standing) -> int:
    """Which one of its group a unit is, in official order."""
    before = Q(order__lt=standing.order) | Q(
        order=standing.order, unit__code__lt=standing.unit.code
    )
    same = Standing.objects.filter(year=standing.year, group=standing.group, unit__kind=standing.unit.kind)  # fmt: skip
    return same.filter(before).count() + 1


def years() -> list[int]:
    """Years with a roster, the newest first."""
    return sorted(Standing.objects.values_list("year", flat=True).distinct(), reverse=True)


def turns(unit: Unit) -> list[Turn]:
    """The dated changes of a unit, newest first, each told whether it may be withdrawn (the newest of its kind)."""
    found = list(unit.turns.select_related("recorded_by").order_by("-starts_on", "-id"))
    newest: set[tuple[str, int | None]] = set()
    for turn in sorted(found, key=lambda one: -one.pk):
        key = (turn.kind, turn.year)
        turn.may_withdraw = not turn.is_withdrawn and key not in newest  # type: ignore[attr-defined]
        if not turn.is_withdrawn:
            newest.add(key)
    return found


@dataclass(frozen=True)
class Then:
    """What a unit was on a round's day."""

    name: str
    group: str
    is_there: bool


def then(standing: Standing, changes: Iterable[Turn], on: date) -> Then:
    """How a unit was called and where it stood on a day, from its changes; no query."""
    was: dict[str, str] = {}
    for turn in sorted(changes, key=lambda one: (one.starts_on, one.pk), reverse=True):
        if turn.starts_on > on and not turn.is_withdrawn and turn.year in (None, standing.year):
            was[turn.kind] = turn.before
    group = standing.group.name if standing.group else ""
    there = (standing.starts_on is None or standing.starts_on <= on) and (
        standing.ends_on is None or on <= standing.ends_on
    )
    return Then(was.get("name", standing.unit.name), was.get("group", group), there)


def _by(pairs: Iterable[tuple[int, str]]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    for unit, text in pairs:
        found[unit].add(text)
    return found


def _day(day: date, year: int) -> str:
    return ("" if day.year == year else f"{day.year} 年 ") + f"{day.month} 月 {day.day} 日"
