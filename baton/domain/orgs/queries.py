"""Reading the roster."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from baton.domain.orgs.models import Alias, PeerGroup, Post, Standing, Turn, Unit
from baton.scoring.facts import Subject

SAID = (
    "unit__code", "unit__name", "unit__kind", "group__name", "parent__code", "order", "team", "starts_on", "ends_on",
    "listing",
)  # fmt: skip


def standings(year: int) -> QuerySet[Standing]:
    """Who stands where in a year: groups in their order, within a group the official order."""
    return (
        Standing.objects.filter(year=year)
        .select_related("unit", "group", "parent", "merged_into")
        .prefetch_related("unit__aliases", "posts__unit")
        .order_by("group__order", "group__name", "order", "unit__code")
    )


def group_names(year: int) -> list[str]:
    """The peer groups of a year in their order."""
    found = PeerGroup.objects.filter(standings__year=year).distinct().order_by("order", "name")
    return list(found.values_list("name", flat=True))


def order_words(names: Iterable[str]) -> list[str]:
    """By what the units of these groups are listed, 机构序 or 行政区划序, each word once; groups nobody knows have none."""
    found = PeerGroup.objects.filter(name__in=list(names)).order_by("order", "name")
    return list(dict.fromkeys(group.get_listed_by_display() for group in found))


def official_order(year: int) -> dict[int, int]:
    """Unit ids of a year with their place in official order: group by group, within a group as listed."""
    found = Standing.objects.filter(year=year).order_by(
        "group__order", "group__name", "order", "unit__code"
    )
    return {unit: place for place, unit in enumerate(found.values_list("unit_id", flat=True))}


def roster(year: int, on: date | None = None) -> list[list[Any]]:
    """The roster of a year as it stood on a day (the year's last if none is said), as rows of the canonical table.

    By code (semantics §2). A change of name, group or parent that begins after that day is not in it yet.
    """
    was = before_turns(year, on or date(year, 12, 31))
    aliases, posts = defaultdict(list), defaultdict(list)
    for unit, text in Alias.objects.values_list("unit_id", "text"):
        aliases[unit].append(text)
    held = Post.objects.filter(standing__year=year)
    for standing, code, share in held.values_list("standing_id", "unit__code", "share"):
        posts[standing].append([code, share])
    rows = [
        [
            code, was.get((unit, "name"), name), kind, was.get((unit, "group"), group or ""),
            was.get((unit, "parent"), parent or ""), order, team, starts_on.isoformat() if starts_on else "",
            ends_on.isoformat() if ends_on else "", listing, sorted(aliases[unit]), sorted(posts[standing]),
        ]
        for standing, unit, code, name, kind, group, parent, order, team, starts_on, ends_on, listing
        in Standing.objects.filter(year=year).values_list("pk", "unit_id", *SAID)
    ]  # fmt: skip
    return sorted(rows, key=lambda line: line[0])


def gone(year: int, unit: Unit, on: date) -> str:
    """已并入石桥市: why a unit is not assessed on a day, for a sentence; empty where it is."""
    found = Standing.objects.filter(year=year, unit=unit).select_related("merged_into").first()
    if found is None or ((not found.starts_on or found.starts_on <= on) and (not found.ends_on or on <= found.ends_on)):  # fmt: skip
        return ""
    return f"已并入{found.merged_into.name}" if found.merged_into else "截至日不在名册"


def is_listed(line: Sequence[Any], on: date) -> bool:
    """Whether a row of the canonical roster holds on a day."""
    day = on.isoformat()
    return (not line[7] or line[7] <= day) and (not line[8] or day <= line[8])


def before_turns(year: int, on: date) -> dict[tuple[int, str], str]:
    """What was before the changes that begin after a day: by unit and kind of change."""
    later = Turn.objects.filter(
        Q(year=year) | Q(year=None), starts_on__gt=on, is_withdrawn=False
    ).order_by("-starts_on", "-id")
    return {(unit, kind): was for unit, kind, was in later.values_list("unit_id", "kind", "before")}


def aliases() -> dict[str, str]:
    """Every learnt way of writing a unit, and every name it ever got, with the code of the unit."""
    given = Turn.objects.filter(kind=Turn.Kind.NAME, is_withdrawn=False)
    return dict(given.values_list("after", "unit__code")) | dict(
        Alias.objects.values_list("text", "unit__code")
    )


def every_name() -> dict[str, str]:
    """Every text that means a unit, assessed or not, with the unit's name of today; two queries."""
    now = dict(Unit.objects.values_list("code", "name"))
    known = {text: now[code] for text, code in aliases().items()}
    return known | {name: name for name in now.values()}


def names(year: int) -> dict[str, str]:
    """Codes and names of everybody on a year's roster in official order, as they were called on its last day."""
    was = before_turns(year, date(year, 12, 31))
    found = Standing.objects.filter(year=year).order_by(
        "group__order", "group__name", "order", "unit__code"
    )
    lines = found.values_list("unit_id", "unit__code", "unit__name")
    return {code: was.get((pk, "name"), name) for pk, code, name in lines}


def people(year: int) -> frozenset[str]:
    """Codes of the people on a year's roster."""
    found = Standing.objects.filter(year=year, unit__kind=Unit.Kind.PERSON).order_by("unit__code")
    return frozenset(found.values_list("unit__code", flat=True))


def titles(year: int) -> dict[str, str]:
    """职务 of the people on a year's roster, by code; only of those of whom it is known."""
    found = Standing.objects.filter(year=year).exclude(title="").order_by("unit__code")
    return dict(found.values_list("unit__code", "title"))


@dataclass(frozen=True)
class Change:
    """What a new roster would do to one unit: new, left out, or which columns differ."""

    code: str
    name: str
    what: str


LABELS = (
    "编号",
    "名称",
    "种类",
    "分组",
    "上级",
    "机构序",
    "考核组",
    "生效",
    "失效",
    "排名",
    "别名",
    "所在单位",
)


def changes(year: int, subjects: Sequence[Subject]) -> list[Change]:
    """What taking in these subjects would change, in official order; nothing is written."""
    known = {line[0]: line for line in roster(year)}
    found = []
    for subject in subjects:
        line, old = _subject_line(subject), known.pop(subject.subject, None)
        if old is None:
            found.append(Change(subject.subject, subject.name, "新增"))
            continue
        days = [line[7] or old[7], line[8] or old[8]]  # no day written takes none away
        wider = [*line[:7], *days, line[9], sorted({*old[10], *line[10]}), line[11]]
        parts = [
            f"{label} {_said(old[at])} → {_said(wider[at])}"
            for at, label in enumerate(LABELS)
            if old[at] != wider[at]
        ]
        if parts:
            found.append(Change(subject.subject, subject.name, "；".join(parts)))
    found += [Change(code, line[1], "新名册里没有") for code, line in known.items()]
    return found


WORDS = {**dict(Standing.Listing.choices), **dict(Unit.Kind.choices)}


def _said(value: Any) -> str:
    """A cell of the roster in words.

    >>> _said("separate"), _said(["东岭", "小东岭"]), _said("")
    ('单列', '东岭、小东岭', '空')
    """
    if isinstance(value, list):
        value = "、".join(one if isinstance(one, str) else str(one[0]) for one in value)
    return str(WORDS.get(value, value)) or "空"


def _subject_line(s: Subject) -> list[Any]:
    return [
        s.subject, s.name, s.kind, s.group, s.parent, s.order, s.team, s.start, s.end, s.listing,
        sorted(s.aliases), sorted([unit, share] for unit, share in s.links),
    ]  # fmt: skip
