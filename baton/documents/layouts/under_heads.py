"""合并表头下面的几列: a head that is an item stands over 自评得分 and 考评得分, parts and their 合计, or 绝对额: which one is the item's figure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from baton.documents.dates import is_of_a_period
from baton.documents.layouts import words
from baton.documents.layouts.context import Context
from baton.documents.layouts.growths import stem_of
from baton.documents.layouts.head_rows import Head
from baton.documents.layouts.heads import Meaning, is_named
from baton.documents.layouts.known import FIGURE
from baton.documents.layouts.measured import AMOUNTS, MEASURES, of_which_part
from baton.documents.layouts.measures import is_measure
from baton.documents.layouts.totals import number_at
from baton.documents.layouts.view import View
from baton.documents.layouts.words import year_of
from baton.documents.names import normalised, without_unit
from baton.documents.numbers import PERCENT_UNITS

_FIGURES = ("value", "lacking", "passed", "either")
_SUMS = ("sum", "part")


def settle(
    view: View, head: Head, columns: dict[int, Meaning], headings: Mapping[int, Sequence[str]], has_numbers: Callable[[int], bool],
    context: Context,
) -> None:  # fmt: skip
    """Of the columns under an item none of which is its figure, one is taken where that is plain, or the first gets the role "either".

    A total that its parts add up to is taken, and the only points of what is scored directly. What a person has said is
    followed. headings: the lines over each column.
    """
    for item in list(dict.fromkeys(one.item for one in columns.values() if one.item)):
        mine = {c: one for c, one in sorted(columns.items()) if one.item == item}
        info = context.known.items[item]
        is_open = info.kind == "number" and item not in context.known.levels
        if is_open and not any(one.role in _FIGURES for one in mine.values()):
            filled = {c: one for c, one in mine.items() if has_numbers(c) and not _is_apart(headings[c], context)}  # fmt: skip
            _Under(view, head, item, filled, headings, context).settle()


def leave_others(
    columns: dict[int, Meaning],
    headings: Mapping[int, Sequence[str]],
    default: str,
    context: Context,
) -> None:
    """Beside a column that names the page's item, 完成数 under the head of something else is asked about, not read as the same."""
    mine = [c for c, one in columns.items() if one.item == default and one.role == "value"]
    named = [c for c in mine if is_named(headings[c], context)]
    known = {part for c in named for part in headings[c]}
    for column in mine if named else ():
        heading, said = headings[column], context.known.headings
        heads = [part for part in heading[:-1] if part not in known and not _is_plain(part)]
        is_said = (default, heading[-1]) in said or (default, "".join(heading)) in said
        if column not in named and heads and not is_said:
            columns[column] = Meaning("unknown", " ".join(heading))


def _is_plain(part: str) -> bool:
    """Whether a head says no more than which period, or that the figures are such."""
    bare = normalised(without_unit(part)[0])
    return is_of_a_period(part) or year_of(part) is not None or bare in words.PLAIN_VALUE | MEASURES


def take_amounts(
    columns: dict[int, Meaning], headings: Mapping[int, Sequence[str]], has_numbers: Callable[[int], bool], context: Context
) -> None:  # fmt: skip
    """The only 绝对额（亿元） or 总量 under an item is read like 完成数, before growths are looked for; not under what is a growth by its name."""
    found: dict[str, list[int]] = {}
    taken = {one.item for one in columns.values() if one.role in ("value", "total")}
    for column, one in sorted(columns.items()):
        if one.role != "unknown" or not one.item or one.item in taken or stem_of(one.item, context):
            continue
        bare, unit = without_unit(headings[column][-1])
        is_amount = normalised(bare) in AMOUNTS and unit not in PERCENT_UNITS
        if is_amount and has_numbers(column) and not _is_apart(headings[column], context):
            found.setdefault(one.item, []).append(column)
    for item, amounts in found.items():
        if len(amounts) == 1 and context.known.items[item].kind == "number":
            _read(columns[amounts[0]], headings[amounts[0]], context)


def _read(meaning: Meaning, heading: Sequence[str], context: Context) -> None:
    """A column holds its item's figures, in the unit of measure and of the period that its heading says."""
    units = (without_unit(part)[1] for part in reversed(heading))
    meaning.role, meaning.text = "value", " ".join(heading)
    meaning.unit = next((unit for unit in units if is_measure(unit)), "")
    meaning.period = next((p for p in map(context.periods.find, heading) if p), None)


def _is_apart(heading: Sequence[str], context: Context) -> bool:
    """Whether a column is of another year, or of a period that the calendar doesn't have."""
    return any(map(context.is_of_a_year_apart, heading)) or bool(context.lacking_in(heading))


@dataclass
class _Under:
    """The columns under one item that hold numbers."""

    view: View
    head: Head
    item: str
    columns: dict[int, Meaning]
    headings: Mapping[int, Sequence[str]]
    context: Context

    def settle(self) -> None:
        known = self.context.known
        is_direct = self.item in (known.direct or ())
        totals = [c for c, one in self.columns.items() if one.role == "total" and one.total in _SUMS and words.total_of(self._last(c))]  # fmt: skip
        unknown = [c for c, one in self.columns.items() if one.role == "unknown"]
        points = [c for c, one in self.columns.items() if one.role == "points" and is_direct]
        given = [c for c in points if not self._is_own(c)]
        every = sorted(
            [*totals, *given, *unknown, *set(points).difference(given)], key=self._is_own
        )
        said = [c for c in every if known.headings.get((self.item, self._last(c))) == FIGURE]
        if len(said) == 1:
            self._take(said[0])
        elif len(totals) == 1 and self._is_whole(totals[0], unknown, points):
            self._take(totals[0])
        elif every == given and len(given) == 1:
            self._take(given[0])
        elif totals or (is_direct and every):
            self._ask(every)

    def _last(self, column: int) -> str:
        return self.headings[column][-1]

    def _is_own(self, column: int) -> bool:
        """Whether the assessed unit gave the points itself."""
        bare = without_unit(self._last(column))[0]
        return bare.endswith((*words.OWN_POINTS, "自评"))

    def _is_whole(self, total: int, unknown: Sequence[int], points: Sequence[int]) -> bool:
        """Whether nothing else stands there, nothing but 其中, or parts that the total is the sum of in every row."""
        if points:
            return False
        if all(of_which_part(self._last(c)) is not None for c in unknown):
            return True
        parts = [*unknown, *self._of_which()]
        return any(self._adds_up(total, some) for some in (parts, unknown))

    def _of_which(self) -> list[int]:
        """Parts that were set aside already."""
        return [c for c, one in self.columns.items() if one.role == "aside" and of_which_part(self._last(c))]  # fmt: skip

    def _adds_up(self, total: int, parts: Sequence[int]) -> bool:
        """As exactly as figures are that were rounded one by one."""
        view, found = self.view, 0
        for row in range(self.head.start, view.height):
            whole = number_at(view, row, total)
            if whole is None or not self.context.subjects.find(view.label(row, self.head.label)).id:
                continue
            numbers = [one for c in parts if (one := number_at(view, row, c)) is not None]
            finest = min(int(one.as_tuple().exponent) for one in (whole, *numbers))
            if abs(whole - sum(numbers, Decimal(0))) > len(numbers) * Decimal(1).scaleb(finest):
                return False
            found += 1
        return found > 0

    def _take(self, column: int) -> None:
        """The column is the item's figure; the parts beside it are told to be set aside."""
        _read(self.columns[column], self.headings[column], self.context)
        for one in self.columns.values():
            if one.role == "unknown":
                one.role = "aside"

    def _ask(self, candidates: Sequence[int]) -> None:
        texts = tuple(self._last(c) for c in candidates)
        if len(set(texts)) < len(texts):
            return
        for column in candidates:
            self.columns[column].role, self.columns[column].item = "aside", ""
        first = self.columns[candidates[0]]
        first.role, first.item, first.rivals = "either", self.item, texts
