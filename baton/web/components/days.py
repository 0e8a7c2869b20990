"""Days that were typed or picked."""

from __future__ import annotations

from datetime import date

from baton.domain.refusals import Refused

FIRST, LAST = 2000, 2100


def day_in(text: str, name: str) -> date | None:
    """A day as a date field sends it; None for an empty one, Refused with its name for what is no day."""
    if not text.strip():
        return None
    try:
        found = date.fromisoformat(text.strip())
    except ValueError as error:
        raise Refused(f"{name}“{text}”看不懂。请写成 2027-01-13 这样。") from error
    if not FIRST <= found.year <= LAST:
        raise Refused(f"{name}“{text}”的年份不对。请核对后再填。")
    return found
