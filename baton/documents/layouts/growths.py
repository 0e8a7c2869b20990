"""总量和增速: an amount and its growth side by side, of which an item that is a growth takes the second."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from baton.documents.dates import is_of_a_period
from baton.documents.layouts import words
from baton.documents.layouts.context import Context
from baton.documents.layouts.heads import Meaning
from baton.documents.layouts.measured import AMOUNTS, RATES, is_growth, name_over
from baton.documents.layouts.measures import is_measure, parts_of, same_measure
from baton.documents.names import normalised, without_unit
from baton.documents.numbers import PERCENT_UNITS
from baton.documents.period_titles import of_last_year, parted


@dataclass(frozen=True)
class _Pair:
    """The columns of an amount and of its growth, and the item that is the growth.

    is_named: by the amount, not by the page. is_called: what has grown stands over the amount.
    """

    amount: int
    growth: int
    item: str
    is_named: bool
    is_called: bool


def settle(
    columns: dict[int, Meaning], headings: Mapping[int, Sequence[str]], default: str, around: str, corner: str,
    has_numbers: Callable[[int], bool], context: Context,
) -> None:  # fmt: skip
    """Of 总量 and 增速, the column that an item called 地区生产总值增速 means becomes its figures, the other is set aside.

    Where that is not plain, the amount's column gets the role "either" and what is to be asked of it.
    around: the titles above the table. corner: the unit of measure that holds for all of it.
    """
    for column, one in columns.items():
        is_open = one.role == "unknown" and not one.item
        item = next((found for part in headings[column] if (found := _grown_before(part, context))), "") if is_open else ""  # fmt: skip
        if item and has_numbers(column):
            one.role, one.item = "aside", item
    pairs = list(_pairs(columns, headings, default, around, has_numbers, context))
    named = {pair.item for pair in pairs if pair.is_named}
    for pair in pairs:
        if not pair.is_named and pair.item in named and _bare(headings[pair.amount][-1]) not in AMOUNTS:  # fmt: skip
            columns[pair.growth].role, columns[pair.growth].item = "aside", pair.item
            continue  # the growth of something else that the page doesn't name
        amount, growth = columns[pair.amount], columns[pair.growth]
        two = {column: headings[column][-1] for column in (pair.amount, pair.growth)}
        said = [at for at, text in two.items() if (pair.item, text) in context.known.headings]
        if said == [pair.amount]:
            _take(amount, growth, pair.item, headings[pair.amount], context)
        elif said or _is_sure(pair, amount, two, default, around, corner, context):
            _take(growth, amount, pair.item, headings[pair.growth], context)
        elif growth.role not in ("value", "lacking"):
            amount.role, amount.item = "either", pair.item
            amount.rivals = (two[pair.growth], two[pair.amount])
            growth.role, growth.item = "aside", ""
    _set_amounts_aside(columns, headings, context)
    for column in columns if pairs else ():
        _tell_of_another(column, pairs, columns, headings, has_numbers, context)


def _set_amounts_aside(
    columns: dict[int, Meaning], headings: Mapping[int, Sequence[str]], context: Context
) -> None:
    """What is headed 总量 is never a growth in per cent, whatever the name over it is said to mean; of an unknown one the name is asked."""
    for column, meaning in columns.items():
        heading = headings[column]
        if not heading or not is_amount(heading[-1]):
            continue
        if (
            meaning.role == "value"
            and _bare(heading[-1]) in AMOUNTS
            and stem_of(meaning.item, context)
        ):
            meaning.role = "aside"
        elif meaning.role == "unknown" and not meaning.item and (name := name_over(heading)):
            meaning.text = name


def is_amount(heading: str) -> bool:
    """Whether a heading can be no growth in per cent: 总量, 完成数（亿元）."""
    unit = without_unit(heading)[1]
    return _bare(heading) in AMOUNTS or (is_measure(unit) and unit not in PERCENT_UNITS)


def _tell_of_another(
    column: int, pairs: Sequence[_Pair], columns: Mapping[int, Meaning], headings: Mapping[int, Sequence[str]],
    has_numbers: Callable[[int], bool], context: Context,
) -> None:  # fmt: skip
    """A growth of another year, or right of what is of another year, is told to be set aside."""
    meaning, heading = columns[column], headings[column]
    if meaning.item or meaning.role not in ("aside", "unknown") or not heading or not is_growth(heading[-1]):  # fmt: skip
        return
    is_apart = is_of_another(heading, context) or is_of_another(headings.get(column - 1, ()), context)  # fmt: skip
    if is_apart and has_numbers(column):
        pair = min(pairs, key=lambda one: abs(one.amount - column))
        meaning.role, meaning.item = "aside", pair.item


def _bare(text: str) -> str:
    return normalised(without_unit(text)[0])


def _is_named(growth: Meaning, heading: Sequence[str], context: Context) -> bool:
    """Whether 增速 is an item by itself or with what stands over it, or was said to be one."""
    said = context.known.headings
    named = (growth.item, heading[-1]) in said or (growth.item, "".join(heading)) in said
    is_under = stem_of(growth.item, context) in {_bare(part) for part in heading[:-1]}
    return named or is_under or context.items.find(heading[-1]).id == growth.item


def _take(
    taken: Meaning, other: Meaning, item: str, heading: Sequence[str], context: Context
) -> None:
    """One of the two is the item's, of the period that stands over it, or else over the other."""
    lacking = context.lacking_in(heading)
    is_bare = not any(map(is_of_a_period, heading))
    if is_bare and other.role == "lacking" and other.item != item:
        taken.role, taken.item = "aside", item
        return
    is_same = other.item == item or (is_bare and other.role == "value")
    period = taken.period or (other.period if is_same and not lacking else None)
    own = context.known.items[item].unit
    said = without_unit(heading[-1])[1] if is_growth(heading[-1]) else taken.unit  # 亿元 over 增速
    taken.role, taken.item, taken.unit = "value", item, said or own
    taken.period = period or next((p for p in map(context.periods.find, taken.text.split()) if p), None)  # fmt: skip
    if other.item in ("", item):
        other.role, other.item = "aside", item
    if any(context.is_of_a_year_apart(part) or _grown_before(part, context) for part in heading):
        taken.role = "aside"
    elif taken.period is None and lacking:
        taken.role, taken.text = "lacking", lacking


def _pairs(
    columns: dict[int, Meaning], headings: Mapping[int, Sequence[str]], default: str, around: str,
    has_numbers: Callable[[int], bool], context: Context,
) -> Iterator[_Pair]:  # fmt: skip
    """Every amount with the growth that stands right of it, before the next amount; left of it where there is but one."""
    growths = [c for c in sorted(columns) if headings[c] and columns[c].role in ("aside", "unknown", "value", "lacking") and is_growth(headings[c][-1]) and has_numbers(c)]  # fmt: skip
    growths = [c for c in growths if columns[c].role not in ("value", "lacking") or _is_named(columns[c], headings[c], context)]  # fmt: skip
    amounts = [c for c in sorted(columns) if c not in growths and columns[c].role in ("value", "unknown", "lacking") and has_numbers(c)]  # fmt: skip
    growths = _of_the_period(growths, amounts, headings, context)
    called = titled(around, context)
    for growth in growths:
        before = [c for c in amounts if c < growth and _may_pair(headings[c], headings[growth])]
        if not before and len(amounts) == len(growths) == 1 and not is_of_another(headings.get(growth - 1, ()), context):  # fmt: skip
            before = amounts
        if not before or any(before[-1] < c < growth and _may_pair(headings[c], headings[before[-1]]) for c in growths):  # fmt: skip
            continue
        named, amount = columns[growth].item, columns[before[-1]]
        is_under = named and amount.role == "value" and named == amount.item
        item = _item(amount, headings[before[-1]], named or default, called, context)
        if item and (is_under or named in ("", item)):
            is_called = stem_of(item, context) in set(map(_bare, headings[before[-1]]))
            is_named = amount.role != "unknown" or is_called
            yield _Pair(before[-1], growth, item, is_named, is_called)


def _of_the_period(
    growths: list[int], amounts: list[int], headings: Mapping[int, Sequence[str]], context: Context
) -> list[int]:
    """Of several growths of one amount those of another year, or of no known period, only where all of them are."""
    of: dict[int, list[int]] = {}
    for growth in growths:
        before = [c for c in amounts if c < growth and _may_pair(headings[c], headings[growth])]
        of.setdefault(before[-1] if before else -1, []).append(growth)
    own = {at: [c for c in each if not is_of_another(headings[c], context)] for at, each in of.items()}  # fmt: skip
    return sorted(c for at, each in of.items() for c in own[at] or each)


def is_of_another(heading: Sequence[str], context: Context) -> bool:
    """Whether a heading names another year, or a period that the calendar doesn't have."""
    is_apart = any(context.is_of_a_year_apart(part) or _grown_before(part, context) for part in heading)  # fmt: skip
    return is_apart or bool(context.lacking_in(heading))


def _grown_before(part: str, context: Context) -> str:
    """The growth whose amount a text names of another year: 上年地区生产总值, 2025年地区生产总值; empty for any other text."""
    stems = {stem: one for one in owed(context) if (stem := stem_of(one, context))}
    if not stems:
        return ""

    def is_stem(rest: str) -> bool:
        return _bare(rest) in stems

    name = of_last_year(part, is_stem)
    if not name:
        name, period = parted(part, is_stem)
        name = name if period and context.is_of_a_year_apart(period) else ""
    return stems.get(_bare(name), "")


def _may_pair(one: Sequence[str], other: Sequence[str]) -> bool:
    """Unless both headings name a period, and not the same."""
    first, second = (list(filter(is_of_a_period, each)) for each in (one, other))
    return not first or not second or first == second


def _item(
    amount: Meaning, heading: Sequence[str], default: str, titled: str, context: Context
) -> str:
    """The growth that goes with an amount: the very item it was taken for, what it is called after, or the page's."""
    if amount.role in ("value", "lacking"):
        if stem_of(amount.item, context):
            name = _bare(context.known.items[amount.item].name)
            is_called = any(name in normalised(part) for part in heading)
            return "" if is_called and not is_amount(heading[-1]) else amount.item
        name = _bare(context.known.items[amount.item].name)
        return _one([one for one in owed(context) if stem_of(one, context) == name])
    called = {_bare(part) for part in heading}
    named = _one([one for one in owed(context) if stem_of(one, context) in called])
    if not named and name_over(heading):
        return ""
    return named or next((one for one in (default, titled) if one and stem_of(one, context)), "")


def titled(around: str, context: Context) -> str:
    """The only growth whose amount a title names: 2026年地区生产总值完成情况."""
    title = normalised(around)
    found = {one: stem for one in owed(context) if len(stem := stem_of(one, context)) > 1 and stem in title}  # fmt: skip
    return _one([one for one, stem in found.items() if not any(stem != other and stem in other for other in found.values())])  # fmt: skip


def owed(context: Context) -> list[str]:
    return [one for one in context.known.own or context.known.items if one in context.known.items]


def _one(items: Sequence[str]) -> str:
    return items[0] if len(items) == 1 else ""


def stem_of(item: str, context: Context) -> str:
    """地区生产总值 of 地区生产总值增速; empty for what is no growth in per cent."""
    info = context.known.items[item]
    name = _bare(info.name)
    word = next((one for one in RATES if name.endswith(one)), "")
    is_rate = info.kind == "number" and info.unit in ("", *PERCENT_UNITS)
    return name.removesuffix(word).removesuffix("同比") if word and is_rate else ""


def _is_sure(
    pair: _Pair, amount: Meaning, two: Mapping[int, str], default: str, around: str, corner: str, context: Context
) -> bool:  # fmt: skip
    """Whether the amount can't be the growth: by its name, by its unit, or as the growth alone bears the item's own word."""
    info, (bare, unit) = context.known.items[pair.item], without_unit(two[pair.amount])
    if amount.role in ("value", "lacking") and amount.item != pair.item:
        return True
    if pair.is_called and is_of_a_period(bare):
        return True  # 2026年 under 固定资产投资
    written = amount.unit or unit or next(iter(parts_of(corner)), "")
    if is_measure(written):
        return not same_measure(written, info.unit or "%")
    if normalised(bare) in AMOUNTS or normalised(bare) == stem_of(pair.item, context):
        return True
    if amount.role == "unknown" and context.is_ignored("指标", two[pair.amount]):
        return True
    is_plain = normalised(bare) in words.PLAIN_VALUE
    word = normalised(without_unit(two[pair.growth])[0])
    return is_plain and _bare(info.name).endswith(word) and _bare(info.name) not in normalised(around)  # fmt: skip
