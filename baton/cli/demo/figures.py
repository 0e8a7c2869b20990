"""云州市的数: who answers for what, the targets, and what was done in twelve months."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from baton.cli.demo.chance import between, draw, sample
from baton.cli.demo.indicators import Indicator, county_indicators, own_indicators
from baton.cli.demo.people import COUNTIES, MERGED, TWINS, ZONE, departments

MONTHS = tuple(f"2026-{month:02}" for month in range(1, 13))
OWN_EACH = 20  # indicators of a department, three points each, shifted in pairs
_WHOLE = frozenset(
    ["项", "个", "件", "篇", "场", "条", "人次", "人", "家次", "起", "处", "次", "套", "户次"]
)
_SPREAD = Decimal("0.01")


@dataclass(frozen=True)
class Task:
    """One indicator of one subject: its points, its target and its figure month by month (None: 无此任务)."""

    subject: str
    indicator: Indicator
    points: Decimal
    target: Decimal
    months: tuple[Decimal | None, ...]


def department_tasks() -> list[Task]:
    """Twenty indicators of their own for each of the 113 departments."""
    pool, found = own_indicators(), []
    for name, _ in departments():
        twin = TWINS.get(name, name)
        for at, indicator in enumerate(sample(f"职能{twin}", pool, OWN_EACH)):
            half = Decimal(draw(f"分值{twin}{at // 2}", 3)) / 2
            points = 3 + (half if at % 2 else -half)
            found.append(_task(name, twin, indicator, points))
    return found


def county_tasks() -> list[Task]:
    """The 23 indicators of each county and of the zone, which has no farmland."""
    return [
        _task(
            name, name, indicator, Decimal(indicator.points), absent=_not_in_zone(name, indicator)
        )
        for name in (*COUNTIES, ZONE)
        for indicator in county_indicators()
    ]


def _not_in_zone(name: str, indicator: Indicator) -> bool:
    return name == ZONE and indicator.code in ("Z16", "Z17", "Z19")


def _task(
    name: str, twin: str, indicator: Indicator, points: Decimal, *, absent: bool = False
) -> Task:
    key = f"{twin}|{indicator.name}"
    target = _rounded(between(key + "目标", indicator.low, indicator.high), indicator)
    if indicator.rule in ("finished", "over", "completion", "tiers"):
        target = max(target, Decimal(1))
    months = tuple(_figure(key, indicator, target, month) for month in range(1, 13))
    return Task(name, indicator, points, target, (None,) * 12 if absent else months)


def _figure(key: str, indicator: Indicator, target: Decimal, month: int) -> Decimal:
    """Rates wander around the level of their unit; amounts grow towards what the year will bring."""
    if indicator.rule == "cases":
        return Decimal(1 if draw(f"{key}{month}", 12) == 0 else 0)
    if indicator.rule == "quarters":
        return between(f"{key}{month}", "82", "97", 1)
    wander = Decimal(draw(f"{key}{month}", 101) - 50) * _SPREAD
    if indicator.is_rate:
        level = Decimal(draw(key + "水平", 9) - 3) * Decimal("0.006")
        return _rounded(_capped(target * (1 + level) + wander, indicator), indicator)
    reached = Decimal(88 + draw(key + "完成", 24)) / 100
    share = min(Decimal(1), (Decimal(month) + wander) / 12) if month < 12 else Decimal(1)
    return _rounded(target * reached * share, indicator)


def _capped(value: Decimal, indicator: Indicator) -> Decimal:
    return min(value, Decimal(100)) if indicator.unit == "%" else value


def _rounded(value: Decimal, indicator: Indicator) -> Decimal:
    places = Decimal(1) if indicator.unit in _WHOLE else Decimal("0.01")
    return max(Decimal(0), value.quantize(places, ROUND_HALF_UP))


def closed(name: str, month: int) -> bool:
    """Whether a unit was no longer there."""
    return name == MERGED and month > 6
