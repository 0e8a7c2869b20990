"""是哪一期的数: a bulletin that says it only in its title, in a note under the table or in the file's name is asked about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from baton.desk.intake.arrivals import Arrived
from baton.desk.intake.misplaced import OTHER_YEAR, notes_of, titles_of, years_of
from baton.desk.intake.sheet_answers import TITLED, Answers
from baton.desk.questions import Answer, Question
from baton.documents.dates import parse_period
from baton.documents.period_titles import (
    end_of,
    ends_told,
    is_of_a_part,
    is_of_last_year,
    without_making,
    years_named,
    years_told,
)
from baton.documents.scheme_table import spoken
from baton.domain.intake.oddities import Oddity
from baton.domain.rounds.models import Round

_UNDER, _FILE = "表下的注", "文件名"
_NOTE = re.compile(r"数|累计|情况|截[至止到]")
_OF_DATA = re.compile(
    r"数|累计|截[至止到]|以上"
)  # 3月迟报一次 tells why points were taken off, not of which month the figures are


class Told(NamedTuple):
    """Which words name another period, where they stand, and the month it ends with (0: of another year).

    is_part: they name but the last months of the round's period.
    """

    text: str
    where: str
    month: int = 0
    is_part: bool = False


def ask_period(
    round: Round, arrived: Arrived, lines: Sequence[list[Any]], answers: Answers, calendar: Sequence[str]
) -> list[Question]:  # fmt: skip
    """Figures whose table doesn't say of which period they are would all be the round's; where something speaks against it, ask.

    lines: get the period that was answered.
    """
    told = _told_of(round, arrived, lines)
    if told is None:
        return []
    few = (
        "不是本年的数，不要在这里收"
        if not told.month
        else "哪一期也不是的，先在“名册与轮次”里加期次，再来收"
    )
    return _ask(round, arrived, lines, answers, calendar, told, few)


def settle_period(
    round: Round, arrived: Arrived, lines: Sequence[list[Any]], answers: Answers, calendar: Sequence[str]
) -> tuple[list[Question], list[Oddity]]:  # fmt: skip
    """The same for a lead unit's sheet: asked where another period may be meant, else told as a doubt.

    A month by itself that is the round's last says nothing: the sheets of a year are made out in 12月.
    """
    told = _told_of(round, arrived, lines)
    if told is None or _says_nothing(told, round):
        return [], []
    past = calendar[: list(calendar).index(round.as_of) + 1]
    if any(end_of(one) == told.month for one in past):
        return _ask(
            round, arrived, lines, answers, calendar, told, "哪一期也不是的，请退回重填"
        ), []
    said = f"{told.where}写的是“{told.text}”，这一轮“{round.name}”截至{spoken(round.as_of)}"
    return [], [Oddity("misplaced", said, OTHER_YEAR)]


def _says_nothing(told: Told, round: Round) -> bool:
    """Of a lead unit's sheet: the month in which it was made out, or in which points were lost. Another year is told elsewhere."""
    if told.is_part:
        return told.where == _UNDER and not _OF_DATA.search(told.text)
    if not told.month:
        return not is_of_last_year(told.text)
    if told.month == end_of(round.as_of) or (
        told.where == _UNDER and not _OF_DATA.search(told.text)
    ):
        return True
    is_long = told.month in ends_told(told.text, 0, is_month=False)  # no month by itself
    is_made_then = told.month > end_of(round.as_of) or not years_told(told.text)
    return told.where == _FILE and not is_long and is_made_then


def _told_of(round: Round, arrived: Arrived, lines: Sequence[list[Any]]) -> Told | None:
    if not lines or any(line[2] != round.as_of for line in lines):
        return None
    return period_told(arrived, round.scheme.year, round.as_of)


def _ask(
    round: Round, arrived: Arrived, lines: Sequence[list[Any]], answers: Answers, calendar: Sequence[str], told: Told, few: str
) -> list[Question]:  # fmt: skip
    """One button for each period that has passed, the likeliest first; where one was pressed, the lines get it."""
    past = list(calendar[: calendar.index(round.as_of) + 1])
    meant = answers.of(TITLED, told.text)
    if meant in past:
        for line in lines:
            line[2] = meant
        answers.tell(TITLED, told.text, f"{told.where}写的是“{told.text}”，收作{spoken(meant)}的数")
        return []
    past.reverse()
    past.sort(key=lambda one: end_of(one) != told.month)
    what = (
        f"{told.where}写的是“{told.text}”，表里没有写是哪一期的数，会当作{spoken(round.as_of)}的数"
    )
    choices = tuple((Answer(TITLED, told.text, one), f"是{spoken(one)}的数") for one in past)
    return [Question(what, few, choices, arrived.name, is_open=True)]


def period_told(arrived: Arrived, year: int, as_of: str) -> Told | None:
    """What speaks for another period than the round's; None where nothing does, or a title plainly names the round's."""
    titles = [text for grid in arrived.grids for text in titles_of(grid)]
    if year in years_of(arrived):
        titles = [
            text for text in titles if years_told(text) <= {year} and not is_of_last_year(text)
        ]
    notes = [text for grid in arrived.grids for text in notes_of(grid) if _NOTE.search(text)]
    stems = [] if arrived.stamp else [Path(arrived.name).stem]
    for where, texts in (("标题", titles), (_UNDER, notes), (_FILE, stems)):
        if found := _other(texts, where, year, as_of):
            return found
        if where == "标题" and any(_agrees(text, as_of) for text in texts):
            return None
    return None


def _other(texts: Sequence[str], where: str, year: int, as_of: str) -> Told | None:
    if where == _FILE:
        dated = [(text, years_named(text, year)) for text in texts]
    else:
        dated = [(text, years_told(text)) for text in texts]
    wrong = [text for text, years in dated if years and year not in years]
    if wrong and not any(year in years for _, years in dated):
        return Told(wrong[-1], where)
    end = end_of(as_of)
    for text in texts:
        if is_of_last_year(text):
            return Told(text, where)
        said = without_making(text, year) if where == _FILE else text
        ends = ends_told(said, year, is_month=_is_month(as_of))
        if is_of_a_part(text, as_of):
            return Told(text, where, end, is_part=True)
        if end and ends and end not in ends:
            return Told(text, where, max(map(abs, ends)))
    return None


def _agrees(text: str, as_of: str) -> bool:
    """Whether a title names the round's period itself, rather than nothing but its year."""
    return (
        "全年" in text
        if end_of(as_of) == 12
        else end_of(as_of) in ends_told(text, 0, is_month=_is_month(as_of))
    )


def _is_month(period: str) -> bool:
    parsed = parse_period(period)
    return parsed is not None and parsed[1] == "month"
