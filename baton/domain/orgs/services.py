"""Writing the roster."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from baton.domain.accounts import policies
from baton.domain.accounts.models import Person
from baton.domain.audit import services as audit
from baton.domain.orgs.models import Alias, PeerGroup, Post, Standing, Unit
from baton.domain.refusals import Refused
from baton.scoring.canonical import digest
from baton.scoring.facts import Subject


@transaction.atomic
def take_in(
    *, year: int, subjects: Sequence[Subject], drop: bool = False, by: Person, at: datetime
) -> None:
    """收名册: add or renew units and people and where they stand in a year.

    drop: those who are not on the list leave the year's roster (the units themselves stay).
    """
    policies.check_clerk(by)
    if not subjects:
        raise Refused("名册里一个单位也没有，没有收下。")
    groups = _groups(subjects)
    units = _units(subjects)
    standings = _standings(year, subjects, units, groups)
    _aliases(subjects, units, by, at)
    Post.objects.filter(standing__in=standings.values()).delete()
    Post.objects.bulk_create(
        Post(standing=standings[subject.subject], unit=units[code], share=share)
        for subject in subjects
        for code, share in subject.links
    )
    gone = Standing.objects.filter(year=year).exclude(unit__code__in=units) if drop else None
    dropped = sorted(gone.values_list("unit__code", flat=True)) if gone is not None else []
    if gone is not None:
        gone.delete()
    lines = sorted([s.subject, s.name, s.group, s.parent, s.order] for s in subjects)
    audit.record(
        "roster.taken_in", by=by, on=f"roster:{year}", at=at, units=len(subjects), dropped=dropped, digest=digest(lines)
    )  # fmt: skip


@transaction.atomic
def learn_alias(*, text: str, unit: Unit, by: Person, at: datetime) -> None:
    """学一个写法: from now on this text means this unit."""
    policies.check_clerk(by)
    text = text.strip()
    known = Alias.objects.filter(text=text).select_related("unit").first()
    if known and known.unit_id != unit.pk:
        raise Refused(f"“{text}”已经指“{known.unit.name}”，不能再指“{unit.name}”。")
    if not text or known:
        return
    Alias.objects.create(text=text, unit=unit, learnt_at=at, learnt_by=by)
    audit.record("alias.learnt", by=by, on=f"unit:{unit.code}", at=at, text=text)


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
    audit.record("unit.named", by=by, on=f"unit:{unit.code}", at=at)
    return unit


@transaction.atomic
def merge(*, year: int, unit: Unit, into: Unit, on: date, by: Person, at: datetime) -> None:
    """并入: a unit ends on a day of the year and its work goes on in another; its figures stay where they are."""
    policies.check_clerk(by)
    if unit.pk == into.pk:
        raise Refused("不能并入自己。")
    standing = Standing.objects.filter(year=year, unit=unit).first()
    if standing is None or not Standing.objects.filter(year=year, unit=into).exists():
        raise Refused(f"“{unit.name}”或“{into.name}”不在 {year} 年的名册里。")
    if standing.starts_on and on < standing.starts_on:
        raise Refused(f"并入日期早于“{unit.name}”的生效日期，请核对。")
    standing.ends_on, standing.merged_into = on, into
    standing.save(update_fields=["ends_on", "merged_into"])
    audit.record(
        "unit.merged", by=by, on=f"unit:{unit.code}", at=at, into=into.code, ends=on.isoformat()
    )


def _groups(subjects: Sequence[Subject]) -> dict[str, PeerGroup]:
    names = list(dict.fromkeys(subject.group for subject in subjects if subject.group))
    known = {group.name: group for group in PeerGroup.objects.filter(name__in=names)}
    first = max((group.order for group in PeerGroup.objects.all()), default=0) + 1
    new = [name for name in names if name not in known]
    PeerGroup.objects.bulk_create(
        PeerGroup(name=name, order=order) for order, name in enumerate(new, start=first)
    )
    return {group.name: group for group in PeerGroup.objects.filter(name__in=names)}


def _units(subjects: Sequence[Subject]) -> dict[str, Unit]:
    Unit.objects.bulk_create(
        [Unit(code=s.subject, name=s.name or s.subject, kind=s.kind) for s in subjects],
        update_conflicts=True, unique_fields=["code"], update_fields=["name", "kind"],
    )  # fmt: skip
    return {unit.code: unit for unit in Unit.objects.filter(code__in=[s.subject for s in subjects])}


def _standings(
    year: int, subjects: Sequence[Subject], units: dict[str, Unit], groups: dict[str, PeerGroup]
) -> dict[str, Standing]:
    Standing.objects.bulk_create(
        [
            Standing(
                year=year, unit=units[s.subject], group=groups.get(s.group), parent=units.get(s.parent),
                order=s.order, team=s.team, starts_on=_day(s.start), ends_on=_day(s.end), listing=s.listing,
            )
            for s in subjects
        ],
        update_conflicts=True, unique_fields=["year", "unit"],
        update_fields=["group", "parent", "order", "team", "starts_on", "ends_on", "listing"],
    )  # fmt: skip
    found = Standing.objects.filter(year=year, unit__code__in=units).select_related("unit")
    return {standing.unit.code: standing for standing in found}


def _aliases(subjects: Sequence[Subject], units: dict[str, Unit], by: Person, at: datetime) -> None:
    wanted = {alias: subject.subject for subject in subjects for alias in subject.aliases}
    known = dict(Alias.objects.filter(text__in=wanted).values_list("text", "unit__code"))
    for text, code in known.items():
        if code != wanted[text]:
            raise Refused(f"别名“{text}”已经指别的单位，名册没有收下。请先改别名。")
    Alias.objects.bulk_create(
        Alias(text=text, unit=units[code], learnt_at=at, learnt_by=by)
        for text, code in wanted.items()
        if text not in known
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
