"""Writing the roster."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from baton.domain.accounts import policies
from baton.domain.accounts.models import Person
from baton.domain.audit import services as audit
from baton.domain.orgs.checks import check_free_name, check_why
from baton.domain.orgs.models import Alias, PeerGroup, Post, Standing, Turn, Unit
from baton.domain.refusals import Refused
from baton.scoring.canonical import digest
from baton.scoring.facts import Subject

MOST_GROUP = MOST_TITLE = 60
REGIONS = re.compile(r"县|乡镇|街道|区市|市区")
OFFICES = re.compile(
    r"部门|机关|直属|单位|企业|学校|医院|干部|领导|班子"
)  # 县直部门 are no counties


@transaction.atomic
def take_in(
    *,
    year: int,
    subjects: Sequence[Subject],
    titles: Mapping[str, str] | None = None,
    drop: bool = False,
    by: Person,
    at: datetime,
) -> None:
    """收名册: add or renew units and people and where they stand in a year.

    titles: 职务 of people by code; whoever is not among them keeps what was known.
    drop: those who are not on the list leave the year's roster (the units themselves stay).
    """
    policies.check_clerk(by)
    if not subjects:
        raise Refused("名册里一个单位也没有，没有收下。")
    touched = Touched()
    groups = _groups(subjects, touched)
    units = _units(year, subjects, touched, by, at)
    standings = _standings(year, subjects, units, groups, titles or {})
    _aliases(subjects, units, touched, by, at)
    _posts(subjects, standings, units, touched)
    dropped = _dropped(year, subjects, touched) if drop else []
    lines = sorted([s.subject, s.name, s.group, s.parent, s.order] for s in subjects)
    audit.record(
        "roster.taken_in", by=by, on=f"roster:{year}", at=at, units=len(subjects), dropped=dropped, digest=digest(lines),
        rows=[touched.rows, standings.values()], gone=touched.gone,
    )  # fmt: skip


@transaction.atomic
def learn_alias(*, text: str, unit: Unit, by: Person, at: datetime) -> None:
    """学一个写法: from now on this text means this unit."""
    policies.check_clerk(by)
    text = text.strip()
    check_free_name(text, unit)
    known = Alias.objects.filter(text=text).first()
    if known or text == unit.name:
        return
    alias = Alias.objects.create(text=text, unit=unit, learnt_at=at, learnt_by=by)
    audit.record("alias.learnt", by=by, on=f"unit:{unit.code}", at=at, text=text, rows=[alias])


@transaction.atomic
def forget_alias(*, alias: Alias, why: str, by: Person, at: datetime) -> None:
    """去掉别名: a way of writing that was learnt by mistake; figures that came in by it stay where they are."""
    policies.check_clerk(by)
    check_why(why)
    Alias.objects.filter(pk=alias.pk).delete()
    audit.record(
        "alias.forgotten", by=by, on=f"unit:{alias.unit.code}", at=at, text=alias.text, why=why.strip(), gone=[alias]
    )  # fmt: skip


@transaction.atomic
def name_unit(*, name: str, code: str = "", by: Person, at: datetime) -> Unit:
    """记一个单位: one that leads indicators without being assessed itself; the known one if there is one."""
    policies.check_clerk(by)
    name = name.strip()
    if not name:
        raise Refused("单位名称要填。")
    known = (
        Unit.objects.filter(name=name).first() or Unit.objects.filter(aliases__text=name).first()
    )
    if known is not None:
        return known
    unit = Unit.objects.create(code=code or name, name=name)
    audit.record("unit.named", by=by, on=f"unit:{unit.code}", at=at, rows=[unit])
    return unit


@transaction.atomic
def name_group(*, name: str, by: Person, at: datetime) -> PeerGroup:
    """设分组: a peer group of this name, behind the others; the known one if there is one."""
    policies.check_clerk(by)
    name = name.strip()
    if not name or len(name) > MOST_GROUP:
        raise Refused(f"分组名称要填，最多 {MOST_GROUP} 个字。")
    known = PeerGroup.objects.filter(name=name).first()
    if known is not None:
        return known
    last = PeerGroup.objects.order_by("-order").first()
    group = PeerGroup.objects.create(name=name, order=last.order + 1 if last else 1, listed_by=_listed_by(name))  # fmt: skip
    audit.record("group.named", by=by, on=f"group:{group.pk}", at=at, name=name, rows=[group])
    return group


@transaction.atomic
def place_group(*, group: PeerGroup, after: PeerGroup | None, listed_by: str, by: Person, at: datetime) -> None:  # fmt: skip
    """排分组: behind another group or first, and whether its units are listed as offices or as regions."""
    policies.check_clerk(by)
    if listed_by not in PeerGroup.Order.values:
        raise Refused("请选机构序或行政区划序。")
    others = list(PeerGroup.objects.exclude(pk=group.pk).order_by("order", "name"))
    at_place = 0 if after is None else next((n for n, one in enumerate(others, start=1) if one.pk == after.pk), 0)  # fmt: skip
    others.insert(at_place, group)
    places = enumerate(others, start=1)
    moved = [(order, one) for order, one in places if one.order != order or one.pk == group.pk]
    group.listed_by = listed_by
    for order, one in moved:
        one.order = order
    changed = [one for _, one in moved]
    PeerGroup.objects.bulk_update(changed, ["order", "listed_by"])
    audit.record(
        "group.placed", by=by, on=f"group:{group.pk}", at=at, after=after.name if after else "", listed_by=listed_by,
        rows=changed,
    )  # fmt: skip


@dataclass
class Touched:
    """What taking in a list wrote and deleted, besides the standings of those on it."""

    rows: list[object] = field(default_factory=list)
    gone: list[object] = field(default_factory=list)


def _groups(subjects: Sequence[Subject], touched: Touched) -> dict[str, PeerGroup]:
    """The groups of a list. New ones stand behind the known ones as the official order of their units has it."""
    first: dict[str, tuple[bool, int]] = {}
    for subject in subjects:
        place = (subject.kind == Unit.Kind.PERSON, subject.order)
        if subject.group:
            first[subject.group] = min(place, first.get(subject.group, place))
    names = sorted(first, key=lambda name: first[name])
    known = set(PeerGroup.objects.filter(name__in=names).values_list("name", flat=True))
    behind = max((group.order for group in PeerGroup.objects.all()), default=0) + 1
    touched.rows += PeerGroup.objects.bulk_create(
        PeerGroup(name=name, order=order, listed_by=_listed_by(name))
        for order, name in enumerate((name for name in names if name not in known), start=behind)
    )
    return {group.name: group for group in PeerGroup.objects.filter(name__in=names)}


def _listed_by(name: str) -> str:
    """Counties, towns and streets are listed as 行政区划序, everybody else as 机构序."""
    is_region = REGIONS.search(name) and not OFFICES.search(name)
    return str(PeerGroup.Order.REGIONS if is_region else PeerGroup.Order.OFFICES)


def _units(
    year: int, subjects: Sequence[Subject], touched: Touched, by: Person, at: datetime
) -> dict[str, Unit]:
    """The units of a list. A name that differs from the known one is a change of name, never an overwritten one."""
    codes = [subject.subject for subject in subjects]
    known = {unit.code: unit for unit in Unit.objects.filter(code__in=codes)}
    new = [Unit(code=s.subject, name=s.name or s.subject, kind=s.kind) for s in subjects if s.subject not in known]  # fmt: skip
    touched.rows += Unit.objects.bulk_create(new)
    differing = {
        s.subject: s.name for s in subjects if s.name and s.subject in known and s.name != known[s.subject].name
    }  # fmt: skip
    if differing:
        _rename(year, [(known[code], name) for code, name in differing.items()], touched, by, at)
    other_kind = _other_kind(subjects, known)
    Unit.objects.bulk_update(other_kind, ["kind"])
    touched.rows += other_kind
    return {unit.code: unit for unit in Unit.objects.filter(code__in=[*codes, *_meant(subjects)])}


def _meant(subjects: Sequence[Subject]) -> set[str]:
    """Codes of the units that a list names as parents or places of office; each must be known."""
    meant = {subject.parent for subject in subjects if subject.parent}
    meant |= {code for subject in subjects for code, _ in subject.links}
    known = set(Unit.objects.filter(code__in=meant).values_list("code", flat=True))
    if meant - known:
        raise Refused(f"名册里写到的“{sorted(meant - known)[0]}”不是已知的单位，名册没有收下。")
    return meant


def _rename(
    year: int, pairs: Sequence[tuple[Unit, str]], touched: Touched, by: Person, at: datetime
) -> None:
    """Names that a year's list says otherwise: of the newest year they hold from its first day on; a list of an
    earlier year only tells what the unit was called until then."""
    latest = Standing.objects.order_by("-year").values_list("year", flat=True).first() or year
    for unit, name in pairs:
        before, after, start = (
            (unit.name, name, year) if year >= latest else (name, unit.name, year + 1)
        )
        given = Turn.objects.filter(unit=unit, kind=Turn.Kind.NAME, is_withdrawn=False)
        if given.filter(before=before, after=after).exists():
            continue
        turn = Turn.objects.create(
            unit=unit, kind=Turn.Kind.NAME, starts_on=date(start, 1, 1), before=before, after=after,
            why=f"{year} 年名册", recorded_at=at, recorded_by=by,
        )  # fmt: skip
        if unit.kind == Unit.Kind.UNIT:
            alias, is_new = Alias.objects.get_or_create(text=before, defaults={"unit": unit, "learnt_at": at, "learnt_by": by})  # fmt: skip
            touched.rows += [alias] if is_new else []
        Unit.objects.filter(pk=unit.pk).update(name=after)
        touched.rows += [unit, turn]


def _other_kind(subjects: Sequence[Subject], known: dict[str, Unit]) -> list[Unit]:
    changed = []
    for subject in subjects:
        unit = known.get(subject.subject)
        if unit is not None and unit.kind != subject.kind:
            unit.kind = subject.kind
            changed.append(unit)
    return changed


def _standings(
    year: int, subjects: Sequence[Subject], units: dict[str, Unit], groups: dict[str, PeerGroup],
    titles: Mapping[str, str],
) -> dict[str, Standing]:  # fmt: skip
    known = {
        code: told
        for code, *told in Standing.objects.filter(year=year).values_list(
            "unit__code", "starts_on", "ends_on", "title"
        )
    }  # a list that says no days takes none away: what was merged stays merged
    nothing = (None, None, "")
    Standing.objects.bulk_create(
        [
            Standing(
                year=year, unit=units[s.subject], group=groups.get(s.group), parent=units.get(s.parent), order=s.order,
                team=s.team, starts_on=_day(s.start) or known.get(s.subject, nothing)[0],
                ends_on=_day(s.end) or known.get(s.subject, nothing)[1], listing=s.listing,
                title=(titles.get(s.subject) or known.get(s.subject, nothing)[2])[:MOST_TITLE],
            )
            for s in subjects
        ],
        update_conflicts=True, unique_fields=["year", "unit"],
        update_fields=["group", "parent", "order", "team", "starts_on", "ends_on", "listing", "title"],
    )  # fmt: skip
    codes = [subject.subject for subject in subjects]
    found = Standing.objects.filter(year=year, unit__code__in=codes).select_related("unit")
    return {standing.unit.code: standing for standing in found}


def _dropped(year: int, subjects: Sequence[Subject], touched: Touched) -> list[str]:
    """Who stood on the year's roster and is not on the list leaves it, with the posts; returns their codes."""
    listed = [subject.subject for subject in subjects]
    standings = list(
        Standing.objects.filter(year=year).exclude(unit__code__in=listed).select_related("unit")
    )
    ids = [standing.pk for standing in standings]
    touched.gone += [*Post.objects.filter(standing__in=ids), *standings]
    Standing.objects.filter(pk__in=ids).delete()
    return sorted(standing.unit.code for standing in standings)


def _posts(
    subjects: Sequence[Subject], standings: dict[str, Standing], units: dict[str, Unit], touched: Touched
) -> None:  # fmt: skip
    """Where leaders serve; whoever serves as before keeps the days from when to when."""
    known: dict[int, set[tuple[str, str]]] = {}
    for standing, code, share in Post.objects.filter(standing__in=standings.values()).values_list(
        "standing_id", "unit__code", "share"
    ):
        known.setdefault(standing, set()).add((code, share))
    other = [
        subject for subject in subjects
        if known.get(standings[subject.subject].pk, set()) != set(subject.links)
    ]  # fmt: skip
    gone = list(Post.objects.filter(standing__in=[standings[one.subject] for one in other]))
    Post.objects.filter(pk__in=[post.pk for post in gone]).delete()
    touched.gone += gone
    touched.rows += Post.objects.bulk_create(
        Post(standing=standings[subject.subject], unit=units[code], share=share)
        for subject in other
        for code, share in subject.links
    )


def _aliases(
    subjects: Sequence[Subject], units: dict[str, Unit], touched: Touched, by: Person, at: datetime
) -> None:
    wanted = {alias: subject.subject for subject in subjects for alias in subject.aliases}
    known = dict(Alias.objects.filter(text__in=wanted).values_list("text", "unit__code"))
    for text, code in known.items():
        if code != wanted[text]:
            raise Refused(f"别名“{text}”已经指别的单位，名册没有收下。请先改别名。")
    touched.rows += Alias.objects.bulk_create(
        Alias(text=text, unit=units[code], learnt_at=at, learnt_by=by)
        for text, code in wanted.items()
        if text not in known
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
