"""Reading everyday facts."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from baton.domain.progress.models import Record
from baton.domain.schemes.models import Scheme


def records(
    scheme: Scheme, *, unit: str = "", indicator: str = "", text: str = ""
) -> QuerySet[Record]:
    """Facts of a year, the newest first; unit: its code; those struck out among them."""
    found = Record.objects.filter(scheme=scheme)
    found = found.select_related("unit", "file", "recorded_by", "rectification")
    if unit:
        found = found.filter(unit__code=unit)
    if indicator:
        found = found.filter(indicator=indicator)
    if text:
        found = found.filter(said__icontains=text)
    return found.order_by("-happened_on", "-pk")


def standing(
    scheme: Scheme, unit: str, *, indicator: str | None = None, until: date | None = None
) -> list[Record]:
    """What still stands about a unit (and an indicator) up to a day, the oldest first; one query."""
    found = records(scheme, unit=unit).filter(struck_why="")
    if indicator is not None:
        found = found.filter(indicator__in=["", indicator])
    if until is not None:
        found = found.filter(happened_on__lte=until)
    return list(found.order_by("happened_on", "pk"))


def unsettled(scheme: Scheme) -> list[Record]:
    """Facts about which a unit was asked to do something that is not done, the first due first; one query."""
    found = records(scheme).filter(struck_why="", rectification__done_on=None)
    return list(found.exclude(rectification=None).order_by("rectification__due_on", "pk"))


def about(scheme: Scheme, indicator: str, *, until: date) -> list[Record]:
    """What still stands about an indicator of all units up to a day, the newest first; one query."""
    return list(records(scheme, indicator=indicator).filter(struck_why="", happened_on__lte=until))
