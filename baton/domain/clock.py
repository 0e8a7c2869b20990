"""The clock, for delivery code only; everything below is told the time."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

CHINA = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """This moment, with its zone."""
    return timezone.now()


def today() -> date:
    """The day in the office's time zone."""
    return timezone.localdate(timezone.now(), CHINA)


def local(moment: datetime) -> datetime:
    """A moment as the office's clock shows it."""
    return timezone.localtime(moment, CHINA)
