"""按%算的总量名: 固定资产投资 that is counted in per cent is its growth; a column 增速 under it holds its figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from baton.documents.dates import is_of_a_period
from baton.documents.layouts.context import Context
from baton.documents.layouts.heads import Meaning
from baton.documents.layouts.measured import AMOUNTS, SHARES, is_growth
from baton.documents.layouts.measures import is_measure
from baton.documents.layouts.words import year_of
from baton.documents.names import normalised, without_unit
from baton.documents.numbers import PERCENT_UNITS


def settle(
    columns: dict[int, Meaning], headings: Mapping[int, Sequence[str]], has_numbers: Callable[[int], bool], context: Context
) -> None:  # fmt: skip
    """The only growth under such an item becomes its figures, unless it has others that are no plain amount."""
    found: dict[tuple[str, tuple[str, ...]], list[int]] = {}
    for column in sorted(columns):
        item = _item_of(column, columns, headings, context)
        if item and columns[column].role in ("aside", "unknown") and has_numbers(column):
            found.setdefault((item, _periods(headings[column], context)), []).append(column)
    for (item, periods), growths in found.items():
        others = [c for c, one in columns.items() if one.item == item and one.role in ("value", "lacking") and _periods(headings[c], context) in (periods, ())]  # fmt: skip
        if len(growths) == 1 and all(_is_amount(headings[one][-1]) for one in others):
            _take(columns[growths[0]], headings[growths[0]], item, context)
            for one in others if columns[growths[0]].role == "value" else ():
                columns[one].role = "aside"


def _item_of(
    column: int, columns: Mapping[int, Meaning], headings: Mapping[int, Sequence[str]], context: Context
) -> str:  # fmt: skip
    """The item in per cent that is called like an amount, and whose growth a column says: over it, or left of it with its amount."""
    heading = headings[column]
    if not heading or not is_growth(heading[-1]) or any(map(context.is_of_a_year_apart, heading)):
        return ""
    named = {found for part in heading[:-1] if (found := context.items.find(part).id)}
    if len(heading) == 1 and (before := headings.get(column - 1)) and _is_amount(before[-1]):
        named = {columns[column - 1].item}
    item = named.pop() if len(named) == 1 else ""
    info = context.known.items.get(item)
    if info is None or info.kind != "number" or info.unit not in PERCENT_UNITS:
        return ""
    return "" if normalised(without_unit(info.name)[0]).endswith(SHARES) else item


def _periods(heading: Sequence[str], context: Context) -> tuple[str, ...]:
    """The year that is assessed says nothing of its own."""
    return tuple(
        one for one in heading if is_of_a_period(one) and year_of(one) != context.known.year
    )


def _is_amount(heading: str) -> bool:
    """总量, what has another unit, or 2026年 beside the growth since 2025年."""
    bare, unit = without_unit(heading)
    return (
        normalised(bare) in AMOUNTS
        or year_of(bare) is not None
        or (is_measure(unit) and unit not in PERCENT_UNITS)
    )


def _take(growth: Meaning, heading: Sequence[str], item: str, context: Context) -> None:
    if lacking := context.lacking_in(heading):
        growth.role, growth.item, growth.text = "lacking", item, lacking
        return
    growth.role, growth.item, growth.is_growth_of = "value", item, context.known.items[item].name
    growth.unit = growth.unit or context.known.items[item].unit
    growth.period = growth.period or next((p for p in map(context.periods.find, heading) if p), None)  # fmt: skip
