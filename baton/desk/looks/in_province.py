"""全省位次一句话: where we stand in the province, for papers and readers who never open the page of ranks."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from django.utils import timezone

from baton.domain.province.queries import FRONT, MIDDLE, REAR, Series, Standing, standing

PROVINCE = "全省"


def in_province(year: int, until: datetime | None = None) -> str:
    """2026年综合考核全省第7位（共11个），比上年进2位；12个指标里靠前3个、居中5个、靠后4个（2027年1月14日收的位次）。

    Of the year, or of the year before while nothing is known of it yet; empty where nothing is known of either.
    until: what was recorded later is not told, so that what was released stays as it was.
    """
    for one in (year, year - 1):
        found = standing(one, until=until)
        told = _told(found, one)
        if told:
            return f"{one}年{told}（{_recorded(found, one)}收的位次）。"
    return ""


def _recorded(found: Standing, year: int) -> str:
    """The day on which the newest of a year's ranks was taken in."""
    told = _own(found, year) + ([found.total] if found.total else [])
    day = timezone.localtime(max(one.by_year[year].recorded_at for one in told))
    return f"{day.year}年{day.month}月{day.day}日"


def _own(found: Standing, year: int) -> list[Series]:
    """The year's indicators among the same others as the overall rank."""
    among = found.total.newest.among if found.total else PROVINCE
    return [one for one in found.series if year in one.by_year and one.among == among]


def _told(found: Standing, year: int) -> str:
    thirds = Counter(one.third for one in _own(found, year) if one.third)
    said = [_rank(found.total)] if found.total else []
    if thirds:
        counted = "、".join(f"{name}{thirds[name]}个" for name in (FRONT, MIDDLE, REAR))
        said.append(f"{'' if said else f'{PROVINCE}位次：'}{thirds.total()}个指标里{counted}")
    return "；".join(said)


def _rank(total: Series) -> str:
    now = total.newest
    return (
        f"{total.indicator}{now.among}第{now.rank}位"
        + (f"（共{now.of}个）" if now.of else "")
        + _moved(total.moved)
    )


def _moved(places: int | None) -> str:
    if places is None:
        return ""
    return f"，比上年{'进' if places > 0 else '退'}{abs(places)}位" if places else "，与上年持平"
