"""一个单位或一名领导干部: where it stands, what changed and why, and each change as a small form."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from baton.desk.roster.roster_changes import belongings, held, unit_called, unscored, write
from baton.domain import clock
from baton.domain.orgs import (
    apart_services,
    checks,
    leader_services,
    listing,
    services,
    unit_services,
)
from baton.domain.orgs.models import Alias, Standing, Turn, Unit
from baton.domain.refusals import Refused
from baton.domain.rounds import queries as rounds
from baton.web.components.history import told
from baton.web.components.typed import Typed, day_of, year_of
from baton.web.office.roster import group_of, groups, unit_address, unit_names

Act = Callable[[HttpRequest, int, Unit, Typed], str]
GRAVE = {"merge": "并入", "abolish": "撤销", "split": "分设"}


@require_http_methods(["GET", "POST"])
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """名册 → 单位"""
    year, found = year_of(request), get_object_or_404(Unit, pk=pk)
    typed = Typed(request.POST)
    page: dict[str, Any] = {"typed": typed, "act": typed["act"]}
    if request.method == "POST":
        act = ACTS.get(typed["act"])
        if act is None:
            raise Http404
        try:
            if typed["act"] in GRAVE and not typed["sure"]:
                page["effects"], page["grave"] = _effects(found, year, typed), GRAVE[typed["act"]]
            else:
                messages.success(request, act(request, year, found, typed))
                return redirect(unit_address(found, year))
        except Refused as refused:
            page["refused"] = refused.sentence
    return render(request, "office/roster_unit.html", page | _shown(found, year))


def _shown(found: Unit, year: int) -> dict[str, Any]:
    standing = (
        Standing.objects.filter(unit=found, year=year)
        .select_related("unit", "group", "parent", "merged_into", "split_from")
        .first()
    )
    changes = listing.turns(found)
    held_in = rounds.rounds().filter(scheme__year=year) if standing else []
    group = standing.group.name if standing and standing.group else ""
    people = Standing.objects.filter(year=year, posts__unit=found, unit__kind=Unit.Kind.PERSON)
    return {
        "section": "roster", "year": year, "unit": found, "standing": standing, "nth": listing.place_of(standing) if standing else 0, "is_person": found.kind == Unit.Kind.PERSON,
        "posts": list(standing.posts.select_related("unit").order_by("id")) if standing else [],
        "leaders": list(people.select_related("unit").order_by("order")), "aliases": list(found.aliases.order_by("text")),
        "turns": changes, "unscored": unscored(year, group) if standing and not standing.ends_on else [],
        "rounds": [(one, listing.then(standing, changes, one.on)) for one in held_in if standing], "history": told(f"unit:{found.code}"), "groups": groups(), "names": unit_names(year),
        "behind": _behind(standing), "drafts": held(year), "months": _months(standing, clock.today()), "first": date(year, 1, 1),
        "years": list(found.standings.order_by("-year").values_list("year", flat=True)),
    }  # fmt: skip


def _behind(standing: Standing | None) -> list[Unit]:
    """Those of its group behind whom it may be put."""
    if standing is None or standing.unit.kind == Unit.Kind.PERSON:
        return []
    others = Standing.objects.filter(year=standing.year, group=standing.group).exclude(pk=standing.pk)  # fmt: skip
    return [one.unit for one in others.select_related("unit").order_by("order", "unit__code")]


def _months(standing: Standing | None, today: date) -> tuple[int, int] | None:
    """Months in the old and in the new office, proposed as shares to one who holds a single post."""
    if standing is None or standing.posts.count() != 1:
        return None
    gone = today.month - 1 if today.year == standing.year and today.month > 1 else 6
    return gone, 12 - gone


def _effects(found: Unit, year: int, typed: Typed) -> list[str]:
    """What will happen, for the clerk to read before it does; what can't be done is refused here already."""
    on, why = day_of(typed["on"], "日期"), typed["why"]
    into = None
    if typed["act"] == "merge":
        into = unit_called(typed["target"], year)
        checks.check_merge(year, found, into, on, why)
    else:
        checks.check_end(year, found, on, why)
    if typed["act"] == "split" and not typed["ends"]:
        names = "、".join(typed.lines("names"))
        return [f"“{found.name}”照旧；{names} 从 {on} 起列在它后面，同一个分组、同一个上级。它名下的数、目标和加减分都不动，新单位从空白开始。"]  # fmt: skip
    return belongings(found, year, on, into)


def _rename(request: HttpRequest, year: int, found: Unit, typed: Typed) -> str:
    old = found.name
    write(
        unit_services.rename, unit=found, name=typed["name"], on=day_of(typed["on"], "日期"), why=typed["why"],
        by=request.user, at=clock.now(),
    )  # fmt: skip
    return f"从 {typed['on']} 起叫“{found.name}”。表里写“{old}”的，仍然认得。"


def _alias(request: HttpRequest, year: int, found: Unit, typed: Typed) -> str:
    services.learn_alias(text=typed["text"], unit=found, by=request.user, at=clock.now())
    return f"记住了：“{typed['text']}”就是“{found.name}”。"


def _unalias(request: HttpRequest, year: int, found: Unit, typed: Typed) -> str:
    alias = get_object_or_404(Alias, pk=typed["alias"] if typed["alias"].isdecimal() else 0, unit=found)  # fmt: skip
    services.forget_alias(alias=alias, why=typed["why"], by=request.user, at=clock.now())
    return f"“{alias.text}”不再指“{found.name}”。"


def _group(request: HttpRequest, year: int, found: Unit, typed: Typed) -> str:
    turn = write(
        unit_services.move_group, year=year, unit=found, group=group_of(request, typed),
        on=day_of(typed["on"], "日期"), why=typed["why"], by=request.user, at=clock.now(),
    )  # fmt: skip
    return f"从 {turn.starts_on} 起在“{turn.after or '不考核'}”里。截至日期更早的轮次仍按“{turn.before or '不考核'}”。"


def _parent(request: HttpRequest, year: int, found: Unit, typed: Typed) -> str:
    parent = unit_called(typed["parent"], year) if typed["parent"] else None
    write(
        unit_services.change_parent, year=year, unit=found, parent=parent, on=day_of(typed["on"], "日期"),
        why=typed["why"], by=request.user, at=clock.now(),
    )  # fmt: skip
    return f"上级改为“{parent.name}”。" if parent else "现在没有上级。"


def _listing(request: HttpRequest, year: int, found: Unit, typed: Typed) -> str:
    write(
        apart_services.set_listing, year=year, unit=found, listing=typed["listing"], why=typed["why"], by=request.user,
        at=clock.now(),
    )  # fmt: skip
    return "成绩单列，有总分、不参加排名。" if typed["listing"] == "separate" else "参加排名了。"


def _order(request: HttpRequest, year: int, found: Unit, typed: Typed) -> str:
    after = Unit.objects.filter(pk=int(typed["after"])).first() if typed["after"].isdecimal() else None  # fmt: skip
    write(unit_services.reorder, year=year, unit=found, after=after, by=request.user, at=clock.now())  # fmt: skip
    return f"排在“{after.name}”后面了。" if after else "排在本组第一了。"


def _merge(request: HttpRequest, year: int, found: Unit, typed: Typed) -> str:
    into = unit_called(typed["target"], year)
    write(
        unit_services.merge, year=year, unit=found, into=into, on=day_of(typed["on"], "日期"), why=typed["why"],
        by=request.user, at=clock.now(),
    )  # fmt: skip
    return f"从 {typed['on']} 起并入“{into.name}”。"


def _abolish(request: HttpRequest, year: int, found: Unit, typed: Typed) -> str:
    write(
        unit_services.abolish, year=year, unit=found, on=day_of(typed["on"], "日期"), why=typed["why"], by=request.user,
        at=clock.now(),
    )  # fmt: skip
    return f"从 {typed['on']} 起撤销。"


def _split(request: HttpRequest, year: int, found: Unit, typed: Typed) -> str:
    made = write(
        unit_services.split, year=year, unit=found, names=typed.lines("names"), on=day_of(typed["on"], "日期"),
        ends=bool(typed["ends"]), why=typed["why"], by=request.user, at=clock.now(),
    )  # fmt: skip
    return f"新设 {'、'.join(one.name for one in made)}。"


def _revive(request: HttpRequest, year: int, found: Unit, typed: Typed) -> str:
    write(unit_services.revive, year=year, unit=found, why=typed["why"], by=request.user, at=clock.now())  # fmt: skip
    return f"“{found.name}”恢复了。"


def _withdraw(request: HttpRequest, year: int, found: Unit, typed: Typed) -> str:
    turn = get_object_or_404(Turn, pk=typed["turn"] if typed["turn"].isdecimal() else 0, unit=found)
    write(unit_services.withdraw, turn=turn, why=typed["why"], by=request.user, at=clock.now())
    return "撤回了，按变动以前的算。"


def _leave(request: HttpRequest, year: int, found: Unit, typed: Typed) -> str:
    write(
        leader_services.end, year=year, person=found, on=day_of(typed["on"], "日期"), why=typed["why"], by=request.user,
        at=clock.now(),
    )  # fmt: skip
    return f"从 {typed['on']} 起离任。"


def _move(request: HttpRequest, year: int, found: Unit, typed: Typed) -> str:
    leaves, to = unit_called(typed["leaves"], year), unit_called(typed["to"], year)
    write(
        leader_services.move, year=year, person=found, leaves=leaves, to=to, on=day_of(typed["on"], "日期"),
        share_before=typed["share_before"], share_after=typed["share_after"], title=typed["title"], why=typed["why"], by=request.user,
        at=clock.now(),
    )  # fmt: skip
    return f"从 {typed['on']} 起在“{to.name}”任职。"


ACTS: dict[str, Act] = {
    "rename": _rename, "alias": _alias, "unalias": _unalias, "group": _group, "parent": _parent, "listing": _listing, "order": _order, "merge": _merge,
    "abolish": _abolish, "split": _split, "revive": _revive, "withdraw": _withdraw, "leave": _leave, "move": _move,
}  # fmt: skip
