"""截至哪一期、哪一天: a period in words, and the day that goes with it."""

from __future__ import annotations

from datetime import date

from baton.documents.scheme_table import days_of, spoken
from baton.domain.refusals import Refused
from baton.domain.schemes import queries as schemes
from baton.domain.schemes.models import Version
from baton.web.components.typed import Typed, day_of


class Outside(Refused):
    """The day lies outside the period: a question, not a fault."""


def day_given(typed: Typed, version: Version, year: int) -> date:
    """截至日期 as typed; left empty, the last day of the period. A day outside the period is asked about first."""
    is_own = typed["as_of"] in schemes.book_of(version)["calendar"]
    period = days_of(typed["as_of"], year) if is_own else None
    if not typed["on"] and period:
        return period[1]
    day = day_of(typed["on"], "截至日期")
    if period and not period[0] <= day <= period[1] and not typed["anyway"]:
        raise Outside(
            f"截至日期 {day} 不在“{spoken(typed['as_of'])}”（{period[0]} 至 {period[1]}）里：名册、撤并、否决和加减分都要照 {day} 那天的算。"
            "要照这一期的最后一天，请把日期清空；就是这一天，请勾上“就照这一天”。"
        )
    return day


def periods_of(version: Version, year: int) -> list[tuple[str, str]]:
    """The periods of a rule book with the words for them and their last day, the last first."""
    return [(one, told(one, year)) for one in reversed(schemes.book_of(version)["calendar"])]


def told(period: str, year: int) -> str:
    """A period in words: what people call it, how it is written, its last day."""
    word, days = spoken(period), days_of(period, year)
    more = [period] if word != period else []
    more += [f"到 {days[1]}"] if days else []
    return word + (f"（{'，'.join(more)}）" if more else "")
