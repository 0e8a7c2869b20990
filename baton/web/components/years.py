"""历年: what the pages of the office and of readers show alike, each of the drafts its people may see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from baton.desk.looks.history import HEIGHT, WIDTH, Year, drawn
from baton.desk.looks.indicator_years import Standing, standings
from baton.desk.looks.year_ends import End, ends_of, every_group, groups_by
from baton.desk.results import result_of
from baton.domain.assessment.models import Run
from baton.web.components.boards import digits_of
from baton.web.components.slopes import Ranked, Slopes, slopes

LONG = 130  # rows before somebody asks for all; officials are six hundred


def group_page(
    ends: Sequence[Run], asked: str, until_of: Mapping[int, datetime] | None = None, *, is_all: bool = False,
    picked: Sequence[str] = (),
) -> dict[str, Any]:  # fmt: skip
    """One group of these year ends, the one asked for or the first; empty where there is none.

    ends: a draft of every year-end round; a year's column is of one that has the group. is_all: every row of a long
    group, as somebody asked for. picked: drafts that were chosen for years with several such rounds.
    """
    within = groups_by(ends)
    groups = every_group(ends, within)
    group = asked if asked in groups else next(iter(groups), "")
    columns = ends_of([run for run in ends if group in within.get(run.pk, [])], chosen(picked))
    runs = [one.run for one in columns]
    rows = standings(runs, group, until_of)
    return {
        "years": runs, "several": several(columns, {"group": group} | ({"all": "1"} if is_all else {})), "groups": groups, "group": group, "rows": rows if is_all else rows[:LONG], "count": len(rows), "title": _risen(group, rows),
        "digits": digits_of(result_of(runs[-1])) if runs else 0, "slopes": _slopes(rows),
        "left": f"{runs[-2].round.scheme.year} 年" if len(runs) > 1 else "",
        "right": f"{runs[-1].round.scheme.year} 年" if runs else "",
    }  # fmt: skip


def chosen(picked: Sequence[str]) -> set[int]:
    """The drafts that an address names."""
    return {int(one) for one in picked if one.isascii() and one.isdigit() and len(one) < 10}


def several(columns: Sequence[End], query: Mapping[str, str]) -> list[dict[str, Any]]:
    """Years with several year-end rounds: which is shown, and the way to each other one, keeping what else was chosen."""
    shown = [one.run for one in columns if one.others]
    found = []
    for column in columns:
        rest = [one.pk for one in shown if one is not column.run]
        ways = [(one, urlencode([*query.items(), *(("use", pk) for pk in [*rest, one.pk])])) for one in column.others]  # fmt: skip
        if ways:
            found.append({"run": column.run, "year": column.year, "ways": ways})
    return found


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
    columns = [End(one.run, one.others) for one in years]
    return {
        "years": years[::-1], "several": several(columns, {}), "points": points, "line": " ".join(f"{one.x},{one.y}" for one in points),
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
