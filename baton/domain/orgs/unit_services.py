"""Changing one unit of the roster: each change from a day, with its reason; what was before that day stays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from baton.domain.accounts import policies
from baton.domain.accounts.models import Person
from baton.domain.audit import services as audit
from baton.domain.orgs.checks import (
    DAY,
    MOST_CODE,
    check_day,
    check_end,
    check_free_name,
    check_merge,
    check_why,
    standing_of,
)
from baton.domain.orgs.models import Alias, PeerGroup, Standing, Turn, Unit
from baton.domain.refusals import Refused

Kind = Turn.Kind


@transaction.atomic
def rename(*, unit: Unit, name: str, on: date, why: str, by: Person, at: datetime) -> Turn:
    """改名: a new name from a day on; the old one stays an alias, and rounds that end earlier keep it."""
    policies.check_clerk(by)
    unit.refresh_from_db()
    name, before = name.strip(), unit.name
    check_why(why)
    if name == before:
        raise Refused(f"现在就叫“{name}”，没有要改的。")
    check_free_name(name, unit)
    check_day(unit, Kind.NAME, None, on)
    gone = list(Alias.objects.filter(text=name, unit=unit))
    Alias.objects.filter(pk__in=[alias.pk for alias in gone]).delete()
    alias, is_new = Alias.objects.get_or_create(text=before, defaults={"unit": unit, "learnt_at": at, "learnt_by": by})  # fmt: skip
    Unit.objects.filter(pk=unit.pk).update(name=name)
    unit.name = name
    turn = _turned(unit, Kind.NAME, None, on, before, name, why, by, at)
    named = {} if unit.kind == Unit.Kind.PERSON else {"before": before, "after": name}
    audit.record(
        "unit.renamed", by=by, on=f"unit:{unit.code}", at=at, from_day=on.isoformat(), why=turn.why,
        rows=[unit, turn, [alias] if is_new else []], gone=gone, **named,
    )  # fmt: skip
    return turn


@transaction.atomic
def move_group(
    *, year: int, unit: Unit, group: PeerGroup | None, on: date, why: str, by: Person, at: datetime
) -> Turn:
    """换组: compared with others from a day of the year on; None: no longer assessed."""
    policies.check_clerk(by)
    check_why(why)
    standing = standing_of(year, unit)
    before = standing.group.name if standing.group else ""
    if standing.group_id == (group.pk if group else None):
        raise Refused(f"“{unit.name}”已经在“{before or '不考核'}”里，没有要改的。")
    check_day(unit, Kind.GROUP, year, on)
    last = Standing.objects.filter(year=year, group=group).order_by("-order").first()
    standing.group, standing.order = group, last.order + 1 if last else 1
    standing.save(update_fields=["group", "order"])
    after = group.name if group else ""
    turn = _turned(unit, Kind.GROUP, year, on, before, after, why, by, at)
    audit.record(
        "unit.group_changed", by=by, on=f"unit:{unit.code}", at=at, from_day=on.isoformat(), why=turn.why,
        before=before, after=after, rows=[standing, turn],
    )  # fmt: skip
    return turn


@transaction.atomic
def change_parent(
    *, year: int, unit: Unit, parent: Unit | None, on: date, why: str, by: Person, at: datetime
) -> Turn:
    """换上级; a unit can't stand below itself, directly or through others."""
    policies.check_clerk(by)
    check_why(why)
    standing = standing_of(year, unit)
    if parent is not None:
        standing_of(year, parent)
        _check_no_ring(year, unit, parent)
    if standing.parent_id == (parent.pk if parent else None):
        raise Refused("上级没有变，没有要改的。")
    check_day(unit, Kind.PARENT, year, on)
    before = standing.parent.code if standing.parent else ""
    standing.parent = parent
    standing.save(update_fields=["parent"])
    after = parent.code if parent else ""
    turn = _turned(unit, Kind.PARENT, year, on, before, after, why, by, at)
    audit.record(
        "unit.parent_changed", by=by, on=f"unit:{unit.code}", at=at, from_day=on.isoformat(), why=turn.why,
        before=before, after=after, rows=[standing, turn],
    )  # fmt: skip
    return turn


@transaction.atomic
def reorder(*, year: int, unit: Unit, after: Unit | None, by: Person, at: datetime) -> None:
    """调次序: right behind another unit of its group, or first; the others keep their sequence."""
    policies.check_clerk(by)
    own = standing_of(year, unit)
    others = list(
        Standing.objects.filter(year=year, group=own.group, unit__kind=unit.kind)
        .exclude(pk=own.pk)
        .order_by("order", "unit__code")
    )
    places = [0] if after is None else [n for n, one in enumerate(others, start=1) if one.unit_id == after.pk]  # fmt: skip
    if not places:
        raise Refused(f"“{after.name if after else ''}”不在同一个分组里，不能排在它后面。")
    others.insert(places[0], own)
    moved = [(order, one) for order, one in enumerate(others, start=1) if one.order != order]
    for order, one in moved:
        one.order = order
    changed = [one for _, one in moved]
    Standing.objects.bulk_update(changed, ["order"])
    audit.record(
        "unit.reordered", by=by, on=f"unit:{unit.code}", at=at, year=year, after=after.code if after else "",
        rows=changed,
    )  # fmt: skip


@transaction.atomic
def merge(
    *, year: int, unit: Unit, into: Unit, on: date, why: str, by: Person, at: datetime
) -> Standing:
    """并入: from a day on a unit is gone and its work goes on in another; its figures stay where they are."""
    policies.check_clerk(by)
    standing = check_merge(year, unit, into, on, why)
    standing.ends_on, standing.merged_into = on - DAY, into
    standing.save(update_fields=["ends_on", "merged_into"])
    audit.record(
        "unit.merged", by=by, on=f"unit:{unit.code}", at=at, year=year, into=into.code, from_day=on.isoformat(), why=why.strip(),
        rows=[standing],
    )  # fmt: skip
    return standing


@transaction.atomic
def abolish(*, year: int, unit: Unit, on: date, why: str, by: Person, at: datetime) -> Standing:
    """撤销: from a day on a unit is gone, and none takes its place."""
    policies.check_clerk(by)
    standing = check_end(year, unit, on, why)
    standing.ends_on = on - DAY
    standing.save(update_fields=["ends_on"])
    audit.record(
        "unit.abolished", by=by, on=f"unit:{unit.code}", at=at, year=year, from_day=on.isoformat(), why=why.strip(),
        rows=[standing],
    )  # fmt: skip
    return standing


@transaction.atomic
def revive(*, year: int, unit: Unit, why: str, by: Person, at: datetime) -> None:
    """恢复: takes back a merger or an abolition that was recorded by mistake."""
    policies.check_clerk(by)
    check_why(why)
    standing = standing_of(year, unit)
    if standing.ends_on is None:
        raise Refused(f"“{unit.name}”没有撤销或并入，不用恢复。")
    standing.ends_on, standing.merged_into = None, None
    standing.save(update_fields=["ends_on", "merged_into"])
    audit.record(
        "unit.revived", by=by, on=f"unit:{unit.code}", at=at, year=year, why=why.strip(), rows=[standing]
    )  # fmt: skip


@transaction.atomic
def split(
    *, year: int, unit: Unit, names: Sequence[str], on: date, ends: bool, why: str, by: Person, at: datetime
) -> list[Unit]:  # fmt: skip
    """分设: new units from a day on, in the same group right behind; the old one goes on or ends."""
    policies.check_clerk(by)
    wanted = [name.strip() for name in names if name.strip()]
    if len(wanted) < (2 if ends else 1):
        least = "原单位撤销，至少要写两个新单位" if ends else "至少要写一个新单位"
        raise Refused(f"{least}，一行一个。")
    if len(set(wanted)) != len(wanted):
        raise Refused("新单位的名称写重了，请改成不同的名称。")
    standing = check_end(year, unit, on, why)
    made: list[Unit] = []
    places: list[Standing] = []
    for name in reversed(wanted):
        new = add(
            year=year, name=name, group=standing.group, parent=standing.parent, on=on, why=why, by=by, at=at
        )  # fmt: skip
        place = standing_of(year, new)
        place.split_from = unit
        place.save(update_fields=["split_from"])
        places.append(place)
        reorder(year=year, unit=new, after=unit, by=by, at=at)
        made.insert(0, new)
    if ends:
        standing.ends_on = on - DAY
        standing.save(update_fields=["ends_on"])
        places.append(standing)
    audit.record(
        "unit.split", by=by, on=f"unit:{unit.code}", at=at, year=year, into=[new.code for new in made],
        from_day=on.isoformat(), ends=ends, why=why.strip(), rows=places,
    )  # fmt: skip
    return made


@transaction.atomic
def add(
    *, year: int, name: str, code: str = "", group: PeerGroup | None, parent: Unit | None = None,
    on: date | None = None, why: str, by: Person, at: datetime,
) -> Unit:  # fmt: skip
    """新设: a unit that was not on any roster yet, last in its group."""
    policies.check_clerk(by)
    check_why(why)
    name, code = name.strip(), code.strip()
    check_free_name(name, None)
    if len(code or name) > MOST_CODE:
        raise Refused(f"编号最多 {MOST_CODE} 个字；名称更长的，请另写一个编号。")
    if Unit.objects.filter(code=code or name).exists():
        raise Refused(f"编号“{code or name}”已经有单位在用，请换一个编号。")
    unit = Unit.objects.create(code=code or name, name=name)
    last = Standing.objects.filter(year=year, group=group).order_by("-order").first()
    standing = Standing.objects.create(
        year=year, unit=unit, group=group, parent=parent, order=last.order + 1 if last else 1, starts_on=on
    )  # fmt: skip
    audit.record(
        "unit.added", by=by, on=f"unit:{unit.code}", at=at, year=year, group=group.name if group else "",
        from_day=on.isoformat() if on else "", why=why.strip(), rows=[unit, standing],
    )  # fmt: skip
    return unit


@transaction.atomic
def withdraw(*, turn: Turn, why: str, by: Person, at: datetime) -> None:
    """撤回变动: the newest change of its kind was recorded by mistake; what was before it holds again."""
    policies.check_clerk(by)
    check_why(why)
    unit = turn.unit
    newest = unit.turns.filter(kind=turn.kind, year=turn.year, is_withdrawn=False).order_by("-id").first()  # fmt: skip
    if newest is None or newest.pk != turn.pk:
        raise Refused("这次变动以后又变过，请先撤回后面的。")
    written: list[object] = [turn]
    gone: list[Alias] = []
    if turn.kind == Kind.NAME:
        check_free_name(turn.before, unit)
        gone = list(Alias.objects.filter(text=turn.before, unit=unit))
        Alias.objects.filter(pk__in=[alias.pk for alias in gone]).delete()
        Unit.objects.filter(pk=unit.pk).update(name=turn.before)
        written.append(unit)
    else:
        standing = standing_of(int(turn.year or 0), unit)
        if turn.kind == Kind.GROUP:
            standing.group = PeerGroup.objects.filter(name=turn.before).first()
        else:
            standing.parent = Unit.objects.filter(code=turn.before).first()
        standing.save(update_fields=["group", "parent"])
        written.append(standing)
    Turn.objects.filter(pk=turn.pk).update(is_withdrawn=True)
    audit.record(
        "unit.change_withdrawn", by=by, on=f"unit:{unit.code}", at=at, kind=str(turn.kind), turn=turn.pk, why=why.strip(),
        rows=written, gone=gone,
    )  # fmt: skip


def _turned(
    unit: Unit, kind: str, year: int | None, on: date, before: str, after: str, why: str, by: Person, at: datetime
) -> Turn:  # fmt: skip
    return Turn.objects.create(
        unit=unit, kind=kind, year=year, starts_on=on, before=before, after=after, why=why.strip(), recorded_at=at,
        recorded_by=by,
    )  # fmt: skip


def _check_no_ring(year: int, unit: Unit, parent: Unit) -> None:
    above = dict(Standing.objects.filter(year=year).values_list("unit_id", "parent_id"))
    at: int | None = parent.pk
    while at is not None:
        if at == unit.pk:
            raise Refused(f"“{parent.name}”在“{unit.name}”下面，不能当它的上级。")
        at = above.pop(at, None)
