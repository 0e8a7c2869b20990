"""历年: what the pages of the office and of readers show alike, each of the drafts its people may see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from baton.desk.looks.history import HEIGHT, WIDTH, Year, drawn
from baton.desk.looks.indicator_years import Standing, standings
from baton.desk.results import result_of
from baton.domain.assessment import queries
from baton.domain.assessment.models import Run
from baton.web.components.boards import digits_of
from baton.web.components.slopes import Ranked, Slopes, slopes

LONG = 130  # rows before somebody asks for all; officials are six hundred


def group_page(
    runs: Sequence[Run], asked: str, until_of: Mapping[int, datetime] | None = None, *, is_all: bool = False
) -> dict[str, Any]:  # fmt: skip
    """One group of these year ends, the one asked for or the first; empty where there is none.

    is_all: every row of a long group, as somebody asked for.
    """
    groups = queries.groups_of(runs[-1]) if runs else []
    group = asked if asked in groups else next(iter(groups), "")
    rows = standings(list(runs), group, until_of)
    return {
        "years": runs, "groups": groups, "group": group, "rows": rows if is_all else rows[:LONG], "count": len(rows), "title": _risen(group, rows),
        "digits": digits_of(result_of(runs[-1])) if runs else 0, "slopes": _slopes(rows),
        "left": f"{runs[-2].round.scheme.year} 年" if len(runs) > 1 else "",
        "right": f"{runs[-1].round.scheme.year} 年" if runs else "",
    }  # fmt: skip


def _slopes(rows: list[Standing]) -> Slopes | None:
    """The last two years of a group."""
    found = []
    for one in rows:
        was, now = one.lines[-2:] if len(one.lines) > 1 else (None, None)
        if was and now and was.rank and now.rank:
            found.append(Ranked(one.name, was.rank, now.rank, now.order, was.grade != now.grade))
    return slopes(found)


def unit_page(years: list[Year]) -> dict[str, Any]:
    """One unit's year ends, the newest first, and its ranks as a drawing."""
    points = drawn(years)
    return {
        "years": years[::-1], "points": points, "line": " ".join(f"{one.x},{one.y}" for one in points),
        "width": WIDTH, "height": HEIGHT, "title": _moved(years), "digits": digits_of(result_of(years[-1].run)) if years else 0,
    }  # fmt: skip


def _risen(group: str, rows: list[Standing]) -> str:
    """Who rose most since the first year."""
    if not rows:
        return "还没有编过号的年终稿"
    most = max(rows, key=lambda one: one.places or 0)
    if most.places and most.places > 0:
        return f"{group}：{most.name}进得最多，{most.places} 位"
    return f"{group}历年"


def _moved(years: list[Year]) -> str:
    if not years:
        return "还没有编过号的年终稿"
    last = years[-1]
    if len(years) < 2:
        return f"只有 {last.year} 年的"
    if last.places is None:
        return f"{len(years)} 年"
    moved = f"进 {last.places} 位" if last.places > 0 else f"退 {-last.places} 位"
    return f"{last.year} 年比上年{moved if last.places else '名次没变'}"
