"""名册: who is assessed this year, group by group; a new unit or leader."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from baton.desk.roster.roster_changes import unit_called, write
from baton.domain import clock
from baton.domain.orgs import leader_services, listing, services, unit_services
from baton.domain.orgs.models import PeerGroup, Unit
from baton.domain.refusals import Refused
from baton.web.components.typed import Typed, day_of, year_of


@require_GET
def roster(request: HttpRequest) -> HttpResponse:
    """名册"""
    year = year_of(request)
    asked = request.GET.get("q", "").strip()[:60]
    kind = Unit.Kind.PERSON if request.GET.get("show") == "people" else Unit.Kind.UNIT
    sections = listing.listed(year, kind, asked)
    sizes = listing.sizes(year)
    page = {
        "section": "roster", "year": year, "years": listing.years(), "asked": asked, "kind": str(kind.value),
        "place_of": reverse("office:roster_list"), "sections": sections, "found": sum(len(part.lines) for part in sections),
        "units": sum(size[1] for size in sizes), "people": sum(size[2] for size in sizes),
        "groups": sum(1 for name, units, _ in sizes if name and units),
        "zones": listing.zones_among_others(sections) if not asked and kind == Unit.Kind.UNIT else [],
    }  # fmt: skip
    return render(request, "office/roster_list.html", page)


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """加一个单位或一名领导干部"""
    year, typed = year_of(request), Typed(request.POST)
    kind = typed["kind"] or request.GET.get("kind") or "unit"
    page: dict[str, Any] = {
        "section": "roster", "year": year, "typed": typed, "kind": kind, "groups": groups(), "names": unit_names(year),
        "unit": typed["unit"] or request.GET.get("unit", ""),
    }  # fmt: skip
    if request.method == "POST":
        try:
            made = (_add_leader if kind == "person" else _add_unit)(request, year, typed)
            messages.success(request, f"已加入 {year} 年名册：{made.name}。")
            return redirect(unit_address(made, year))
        except Refused as refused:
            page["refused"] = refused.sentence
    return render(request, "office/roster_add.html", page)


@require_http_methods(["GET", "POST"])
def peer_groups(request: HttpRequest) -> HttpResponse:
    """名册 → 分组次序"""
    year, typed = year_of(request), Typed(request.POST)
    found = groups()
    by_key = {str(one.pk): one for one in found}
    if request.method == "POST":
        group = by_key.get(typed["group"])
        if group is None:
            raise Http404
        after = by_key.get(typed["after"])
        write(
            services.place_group, group=group, after=after, listed_by=typed["listed_by"], by=request.user, at=clock.now()
        )  # fmt: skip
        messages.success(
            request, f"“{group.name}”排在{f'“{after.name}”后面' if after else '第一'}。"
        )
        return redirect(f"{reverse('office:peer_groups')}?year={year}")
    before = [None, *found]
    page = {
        "section": "roster", "year": year, "groups": list(zip(found, before, strict=False)), "all": found,
        "orders": PeerGroup.Order.choices, "sizes": {name: units + people for name, units, people in listing.sizes(year)},
    }  # fmt: skip
    return render(request, "office/roster_order.html", page)


def _add_unit(request: HttpRequest, year: int, typed: Typed) -> Unit:
    on = day_of(typed["on"], "设立日期") if typed["on"] else None
    parent = unit_called(typed["parent"], year) if typed["parent"] else None
    return write(
        unit_services.add, year=year, name=typed["name"], code=typed["code"], parent=parent, on=on,
        group=group_of(request, typed), why=typed["why"], by=request.user, at=clock.now(),
    )  # fmt: skip


def _add_leader(request: HttpRequest, year: int, typed: Typed) -> Unit:
    on = day_of(typed["on"], "到任日期") if typed["on"] else None
    posts = [(unit_called(typed["unit"], year), typed["share"])]
    return write(
        leader_services.add, year=year, name=typed["name"], group=group_of(request, typed), posts=posts, on=on,
        title=typed["title"], why=typed["why"], by=request.user, at=clock.now(),
    )  # fmt: skip


def unit_address(unit: Unit, year: int) -> str:
    """The page of a unit in a year's roster."""
    return f"{reverse('office:roster_unit', args=[unit.pk])}?year={year}"


def groups() -> list[PeerGroup]:
    """The peer groups to choose from, in their order."""
    return list(PeerGroup.objects.order_by("order", "name"))


def unit_names(year: int) -> list[str]:
    """Names to choose from while typing."""
    found = Unit.objects.filter(standings__year=year, kind=Unit.Kind.UNIT, standings__ends_on=None)
    return list(
        found.order_by("standings__group__order", "standings__order").values_list("name", flat=True)
    )


def group_of(request: HttpRequest, typed: Typed) -> PeerGroup | None:
    """The group that was chosen or is new; none: not assessed."""
    if typed["new_group"]:
        return services.name_group(name=typed["new_group"], by=request.user, at=clock.now())
    return PeerGroup.objects.filter(name=typed["group"]).first()
