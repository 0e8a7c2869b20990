"""没有读懂的列: periods that the calendar doesn't have, and columns nobody understands, asked about together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from baton.desk.intake.arrivals import worded
from baton.desk.intake.sheet_answers import AND, COLUMN, LEAVE_OUT, PERIOD, WHOLE
from baton.desk.questions import Answer, Question
from baton.documents.problems import Offer, Problem
from baton.documents.scheme_table import spoken
from baton.punctuation import full_width

_MATTER = re.compile(r"看不懂|(?<=”)：")
MOST = 12  # headings that are named


def ask_for_columns(faults: Iterable[Problem]) -> tuple[list[Question], list[Problem]]:
    """At most three questions and one for each column that may be a total, and the faults that are about something else.

    Periods that end when one of the calendar does may be meant for it; others, and strange columns, can only be left out.
    """
    faults = list(faults)
    mine = [one for one in faults if one.offer and one.offer.kind in (PERIOD, COLUMN)]
    near = [one for one in mine if one.offer and one.offer.choices]
    none = [one for one in mine if one.offer and one.offer.kind == PERIOD and not one.offer.choices]
    strange = [one for one in mine if one.offer and one.offer.kind == COLUMN]
    whole = [one for one in faults if one.offer and one.offer.kind == WHOLE]
    asks = [_whole(one, one.offer) for one in whole if one.offer]
    asks += [_near(near)] if near else []
    asks += [_left_out(each, kind) for each, kind in ((none, PERIOD), (strange, COLUMN)) if each]
    return asks, [one for one in faults if one not in mine and one not in whole]


def _whole(fault: Problem, offer: Offer) -> Question:
    """合计, or the sum of the months; the last of them, where it may be counted since January; or nothing of it all."""
    (asked,) = worded([fault])
    answers = zip(offer.choices, offer.told, strict=True)
    choices = [(Answer(WHOLE, offer.written, value), full_width(told)) for value, told in answers]
    if offer.value:
        label = f"“{offer.value}”是年初以来的累计数，收它"
        choices.append((Answer(PERIOD, offer.value, offer.near), label))
    choices.append((Answer(WHOLE, offer.written, LEAVE_OUT), "都不收"))
    return Question(asked.what, asked.remedy, tuple(choices), asked.place, is_open=True)


def _near(faults: Sequence[Problem]) -> Question:
    """6月 in a round of quarters: cumulative, then it is 上半年; else it has no place."""
    meant = {one.offer.written: one.offer.choices[0] for one in faults if one.offer}
    written = AND.join(meant)
    told = "、".join(f"“{text}”收作{spoken(period)}" for text, period in meant.items())
    asked = _first(faults)
    choices = (
        (Answer(PERIOD, written, AND.join(meant.values())), "是累计数，照收"),
        (Answer(PERIOD, written, LEAVE_OUT), "不是累计数，不收"),
    )
    remedy = f"是年初以来的累计数，就{told}；不是的不收。{asked.remedy}"
    return Question(_what(faults, asked), remedy, choices, asked.place, is_open=True)


def _left_out(faults: Sequence[Problem], kind: str) -> Question:
    written = list(dict.fromkeys(one.offer.written for one in faults if one.offer))
    asked = _first(faults)
    label = f"不收“{written[0]}”" if len(written) == 1 else f"这 {len(written)} 处都不收"
    choices = ((Answer(kind, AND.join(written), LEAVE_OUT), label),)
    return Question(_what(faults, asked), asked.remedy, choices, asked.place, is_open=True)


def _first(faults: Sequence[Problem]) -> Problem:
    (first,) = worded([faults[0]])
    return first


def _what(faults: Sequence[Problem], first: Problem) -> str:
    """Every column by its letter and heading, and then what is the matter with them."""
    whats = list(dict.fromkeys(one.what for one in worded(faults)))
    if len(whats) == 1:
        return first.what
    named, rests = zip(*map(_parted, whats), strict=True)
    more = f"等 {len(named)} 处" if len(named) > MOST else ""
    return "、".join(named[:MOST]) + more + rests[0]


def _parted(what: str) -> tuple[str, str]:
    """What a column is called, and what is the matter; a heading may have a colon of its own: “其中：税收”看不懂.

    >>> _parted("C 列“其中：税收”看不懂，里面有数"), _parted("C 列“6月”：期次里没有这一期")
    (('C 列“其中：税收”', '看不懂，里面有数'), ('C 列“6月”', '：期次里没有这一期'))
    """
    at = found.start() if (found := _MATTER.search(what)) else len(what)
    return what[:at], what[at:]
