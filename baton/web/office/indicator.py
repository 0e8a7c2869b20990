"""一个指标: its units beside each other, and its years."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from baton.desk.answers import kept
from baton.desk.looks import along, indicators
from baton.desk.looks.indicator_years import IndicatorYear, indicator_years, year_before, year_ends
from baton.desk.looks.indicators import Looks
from baton.desk.milestones import listing as mileages
from baton.desk.results import result_of
from baton.domain import clock
from baton.domain.assessment import queries
from baton.domain.assessment.models import Run
from baton.domain.progress import queries as progress
from baton.web.components.boards import digits_of

MOST_LEVEL = 2  # so many names a title has
MOST_RECORDS = 40  # everyday facts of one page


@require_GET
def indicator(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """一个指标，各单位比"""
    run, groups, group = _asked(request, pk, code)
    before = year_before(run)
    question = (run.archive, before.archive if before else "", "indicator", code, group)
    found: Looks = kept(
        question,
        lambda: indicators.looks(
            result_of(run), code, group, result_of(before) if before else None
        ),
        shared=True,
    )
    page = {
        "section": "board", "round": run.round, "run": run, "item": result_of(run).plan.items[code], "code": code,
        "digits": digits_of(result_of(run)), "groups": groups, "group": group, "found": found, "before": before, "title": _title(group, found),
    }  # fmt: skip
    return render(request, "office/indicator.html", page | _all_year(run, code, found))


def _all_year(run: Run, code: str, found: Looks) -> dict[str, Any]:
    """What earlier rounds of the year had for these units, and everyday facts about the indicator."""
    units = {one.subject for one in found.rows}
    rounds = along.earlier(run, code, units)
    records = [one for one in progress.about(run.round.scheme, code, until=run.round.on) if one.unit.code in units]  # fmt: skip
    return {
        "milestones": mileages.beside(run.round, clock.today(), indicator=code), "milestones_asked": urlencode({"item": code}), "is_wide": True, "is_item": True,
        "rounds": rounds, "records": records[:MOST_RECORDS], "records_count": len(records),
        "year": [(one, [(it, it.rows.get(one.subject)) for it in rounds]) for one in found.rows] if rounds else [],
    }  # fmt: skip


@require_GET
def years(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """一个指标的历年"""
    run, groups, group = _asked(request, pk, code)
    ends = tuple(one.archive for one in year_ends(run, group))
    found: list[IndicatorYear] = kept(
        (ends, "indicator years", code, group), lambda: indicator_years(run, code, group)
    )
    newest = found[-1].rows if found else {}
    order = sorted(newest.values(), key=lambda one: (one.rank is None, one.rank or 0))
    page = {
        "section": "board", "round": run.round, "run": run, "item": result_of(run).plan.items[code], "code": code,
        "digits": digits_of(result_of(run)), "groups": groups, "group": group, "years": found,
        "rows": [(one, [(year, year.rows.get(one.subject)) for year in found]) for one in order],
    }  # fmt: skip
    return render(request, "office/indicator_years.html", page)


def _asked(request: HttpRequest, pk: int, code: str) -> tuple[Run, list[str], str]:
    run = get_object_or_404(queries.visible_to(request.user), pk=pk)
    result = result_of(run)
    official = {name: place for place, name in enumerate(queries.groups_of(run))}
    groups = indicators.groups_of(result, code) if code in result.plan.items else []
    groups.sort(key=lambda name: official.get(name, len(official)))
    if not groups:
        raise Http404
    asked: Any = request.GET.get("group", "")
    return run, groups, asked if asked in groups else groups[0]


def _title(group: str, found: Looks) -> str:
    """The finding: who lost most, how many have nothing yet."""
    scored, waiting = found.scored, found.waiting
    if not scored:
        return f"{group}都还没有出数"
    losers = [one for one in scored if one.lost and one.lost > 0]
    if losers:
        most = max(one.lost or 0 for one in losers)
        level = [one.name for one in losers if one.lost == most]
        named = "、".join(level[:MOST_LEVEL]) + (
            f"等 {len(level)} 个" if len(level) > MOST_LEVEL else ""
        )
        said = f"{group} {len(losers)} 个失分" + (
            f"，{named}最多" if len(level) < len(losers) or len(losers) == 1 else "，一样多"
        )
    else:
        said = f"{group} {len(scored)} 个都没有失分"
    return said + (f"；{len(waiting)} 个没有得分" if waiting else "")
