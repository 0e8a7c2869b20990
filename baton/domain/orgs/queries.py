"""Reading the roster."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from baton.domain.orgs.models import Alias, Standing, Unit


def standings(year: int) -> QuerySet[Standing]:
    """Who stands where in a year: groups in their order, within a group the official order."""
    return (
        Standing.objects.filter(year=year)
        .select_related("unit", "group", "parent", "merged_into")
        .prefetch_related("unit__aliases", "posts__unit")
        .order_by("group__order", "group__name", "order", "unit__code")
    )


def roster(year: int) -> list[list[Any]]:
    """The roster of a year as rows of the canonical table (semantics §2), by code."""
    rows = [_line(standing) for standing in standings(year)]
    return sorted(rows, key=lambda line: line[0])


def _line(standing: Standing) -> list[Any]:
    unit, group = standing.unit, standing.group
    return [
        unit.code, unit.name, unit.kind, group.name if group else "",
        standing.parent.code if standing.parent else "", standing.order, standing.team,
        standing.starts_on.isoformat() if standing.starts_on else "",
        standing.ends_on.isoformat() if standing.ends_on else "",
        standing.listing, sorted(alias.text for alias in unit.aliases.all()),
        sorted([post.unit.code, post.share] for post in standing.posts.all()),
    ]  # fmt: skip


def aliases() -> dict[str, str]:
    """Every learnt way of writing a unit, with the code of the unit."""
    return dict(Alias.objects.values_list("text", "unit__code"))


def names(year: int) -> dict[str, str]:
    """Codes and names of everybody on a year's roster."""
    return dict(Unit.objects.filter(standings__year=year).values_list("code", "name"))
