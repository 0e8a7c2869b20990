"""The clock, for delivery code only; everything below is told the time."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

CHINA = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """This moment, with its zone; a demonstration lives in its own January."""
    return timezone.now() + settings.DEMO_CLOCK


def today() -> date:
    """The day in the office's time zone."""
    return timezone.localdate(now(), CHINA)


def local(moment: datetime) -> datetime:
    """A moment as the office's clock shows it."""
    return timezone.localtime(moment, CHINA)
