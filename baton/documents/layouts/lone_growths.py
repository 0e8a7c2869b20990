"""只有增速: growths of several years or periods side by side with no amount beside them, of which one is of the period asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from baton.documents.dates import is_of_a_period
from baton.documents.layouts.context import Context
from baton.documents.layouts.growths import is_of_another, owed, stem_of, titled
from baton.documents.layouts.heads import Meaning
from baton.documents.layouts.known import FIGURE
from baton.documents.layouts.measured import SHARES, is_growth
from baton.documents.layouts.words import year_of
from baton.documents.names import normalised, without_unit
from baton.documents.numbers import PERCENT_UNITS


def settle(
    columns: dict[int, Meaning], headings: Mapping[int, Sequence[str]], default: str, around: str,
    has_numbers: Callable[[int], bool], context: Context,
) -> None:  # fmt: skip
    """Of 2025年增速 and 2026年增速 the one of the period that is asked for is the growth the page is about; the other is set aside.

    One growth alone, and several of which that can't be told, are left to a question; what was answered is followed.
    """
    item = grown_of(default, around, context)
    lone = [
        c for c in sorted(columns) if _is_lone(columns[c], headings[c], item) and has_numbers(c)
    ]
    if not item or any(_is_beside(columns[c], headings[c]) and has_numbers(c) for c in columns):
        return
    if any(one.role == "value" and one.item == item for one in columns.values()):
        for column in (c for c in lone if is_of_another(headings[c], context)):
            columns[column].role, columns[column].item = "aside", item
        return
    said = [c for c in lone if said_of(item, headings[c], context)]
    own = [c for c in said or lone if not is_of_another(headings[c], context)] or said
    periods = [_period(headings[c], context) or context.fallback for c in own]
    if len(periods) != len(set(periods)) or not own or (not said and len(lone) < 2):
        return
    for column in lone:
        meaning = columns[column]
        meaning.role, meaning.item = ("value" if column in own else "aside"), item
        meaning.unit = meaning.unit or context.known.items[item].unit
        meaning.period = _period(headings[column], context)


def grown_of(default: str, around: str, context: Context) -> str:
    """The growth that a page is about which names 固定资产投资, or its growth, or something of that name in per cent."""
    if not default or stem_of(default, context):
        return default or titled(around, context)
    info = context.known.items[default]
    name = normalised(without_unit(info.name)[0])
    found = [one for one in owed(context) if stem_of(one, context) == name]
    if found:
        return found[0] if len(found) == 1 else ""
    is_rate = info.kind == "number" and info.unit in PERCENT_UNITS
    return default if is_rate and not name.endswith(SHARES) else ""


def said_of(item: str, heading: Sequence[str], context: Context) -> bool:
    """Whether a person has said that a column holds an item, by its whole heading or by its last line."""
    known = context.known.headings
    return FIGURE in (known.get((item, whole_of(heading))), known.get((item, heading[-1])))


def whole_of(heading: Sequence[str]) -> str:
    """2025年增速 of 2025年 over 增速."""
    return "".join(heading)


def _period(heading: Sequence[str], context: Context) -> str | None:
    """The year that is assessed says nothing of its own."""
    parts = [one for one in heading if year_of(one) != context.known.year or "全年" in one]
    return next((found for one in parts if (found := context.periods.find(one))), None)


def _is_lone(meaning: Meaning, heading: Sequence[str], item: str) -> bool:
    is_bare = heading and is_growth(heading[-1]) and all(map(is_of_a_period, heading[:-1]))
    return bool(is_bare) and meaning.role in ("aside", "unknown") and meaning.item in ("", item)


def _is_beside(meaning: Meaning, heading: Sequence[str]) -> bool:
    """Whether a column may hold what has grown, or figures of its own."""
    is_figure = meaning.role in ("value", "unknown", "lacking", "either", "total")
    return is_figure and not (heading and is_growth(heading[-1]))
