"""What a change of the roster must not do, each as the sentence the clerk reads."""

from __future__ import annotations

from datetime import date, timedelta

from baton.domain.orgs.models import Alias, Standing, Unit
from baton.domain.refusals import Refused

MOST_NAME, MOST_CODE, MOST_WHY = 120, 60, 300
DAY = timedelta(days=1)


def standing_of(year: int, unit: Unit) -> Standing:
    """Where a unit stands in a year; Refused when it is not on that roster."""
    found = Standing.objects.select_related("group", "parent").filter(year=year, unit=unit).first()
    if found is None:
        raise Refused(f"“{unit.name}”不在 {year} 年的名册里。")
    return found


def check_why(why: str) -> None:
    """Every change says on what it rests."""
    if not why.strip():
        raise Refused("请写明依据或原因（如机构改革文件的文号）。")
    if len(why) > MOST_WHY:
        raise Refused(f"依据或原因最多 {MOST_WHY} 个字，请写短一些。")


def check_free_name(name: str, unit: Unit | None) -> None:
    """A name or a way of writing must mean one unit only; people may share a name."""
    if not name:
        raise Refused("名称要填。")
    if len(name) > MOST_NAME:
        raise Refused(f"名称最多 {MOST_NAME} 个字。")
    if unit is not None and unit.kind == Unit.Kind.PERSON:
        return
    own = unit.pk if unit else None
    called = Unit.objects.filter(name=name, kind=Unit.Kind.UNIT).exclude(pk=own).first()
    if called is not None:
        raise Refused(f"已经有一个单位叫“{name}”（编号 {called.code}），请核对。")
    alias = Alias.objects.filter(text=name).exclude(unit_id=own).select_related("unit").first()
    if alias is not None:
        raise Refused(f"“{name}”已经是“{alias.unit.name}”的别名，请先核对指的是谁。")


def check_day(unit: Unit, kind: str, year: int | None, on: date) -> None:
    """Changes of one kind follow each other; one of a year lies in that year."""
    if year is not None and on.year != year:
        raise Refused(f"日期不在 {year} 年里，请核对，或到那一年的名册里去改。")
    last = unit.turns.filter(kind=kind, year=year, is_withdrawn=False).order_by("-starts_on").first()  # fmt: skip
    if last is not None and on < last.starts_on:
        raise Refused(
            f"上一次变动从 {last.starts_on} 起，这一次不能更早。日期记错了的，请先在下面撤回上一次。"
        )


def check_end(year: int, unit: Unit, on: date, why: str) -> Standing:
    """The standing of a unit that may end the day before `on`."""
    check_why(why)
    standing = standing_of(year, unit)
    if on.year != year and on != date(year + 1, 1, 1):
        raise Refused(f"日期不在 {year} 年里，请核对，或到那一年的名册里去改。")
    if standing.ends_on is not None:
        raise Refused(f"“{unit.name}”已经在 {standing.ends_on + DAY} 撤销或并入，不能再来一次。")
    if standing.starts_on is not None and on <= standing.starts_on:
        raise Refused(f"日期不能早于“{unit.name}”的设立日期 {standing.starts_on}，请核对。")
    return standing


def check_merge(year: int, unit: Unit, into: Unit, on: date, why: str) -> Standing:
    """The standing of a unit that may go into another one on a day."""
    standing = check_end(year, unit, on, why)
    _check_goal(year, unit, into, on)
    return standing


def _check_goal(year: int, unit: Unit, into: Unit, on: date) -> None:
    """Who takes over must be another unit, still there on that day, and not go on into this one."""
    if unit.pk == into.pk:
        raise Refused("不能并入自己。")
    goal = standing_of(year, into)
    gone = Standing.objects.filter(year=year, merged_into__isnull=False)
    onward = dict(gone.values_list("unit_id", "merged_into_id"))
    at: int | None = into.pk
    while at is not None:
        if at == unit.pk:
            raise Refused(f"“{into.name}”已经并入“{unit.name}”，不能再并回去。")
        at = onward.pop(at, None)
    if goal.ends_on is not None and goal.ends_on < on:
        raise Refused(f"“{into.name}”在 {goal.ends_on} 已经撤销或并入别处，不能并入它。")
    if goal.starts_on is not None and on < goal.starts_on:
        raise Refused(f"“{into.name}”从 {goal.starts_on} 才有，并入的日期不能更早。")
    if Standing.objects.filter(unit=into, year=year, unit__kind=Unit.Kind.PERSON).exists():
        raise Refused("单位不能并入个人。")
