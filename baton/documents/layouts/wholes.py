"""各月、各季和合计: of columns for the parts of a year, which one holds the figure of the period that is asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from baton.documents.dates import stretch_of
from baton.documents.layouts.context import Context
from baton.documents.layouts.head_rows import Head
from baton.documents.layouts.heads import Meaning
from baton.documents.layouts.known import ADDED
from baton.documents.layouts.view import View
from baton.documents.layouts.year_parts import Group, Months, Off, YearParts
from baton.documents.names import without_unit
from baton.documents.numbers import canonical, quoted
from baton.documents.period_titles import end_of, is_of_last_year, years_told
from baton.documents.problems import Offer
from baton.documents.scheme_table.calendars import until

CODE, LEFT_OUT = "whole-unsaid", "-"
_FEW = 3  # units whose figures are shown


def settle(
    view: View, head: Head, columns: dict[int, Meaning], headings: Mapping[int, Sequence[str]], around: str, context: Context
) -> None:  # fmt: skip
    """Beside 全年 the months are set aside; 合计 is taken or asked about; a sum is made where a person says so.

    around: the titles above the table. Meanings of the columns that are settled change their roles.
    """
    end = end_of(context.fallback or "")
    for group in _groups(columns, headings, end, context) if end else []:
        _Settling(view, head, columns, context, end, group, around).settle()


def _groups(
    columns: dict[int, Meaning], headings: Mapping[int, Sequence[str]], end: int, context: Context
) -> list[Group]:
    found: dict[str, Group] = {}
    for column, meaning in columns.items():
        is_figure = meaning.role in ("value", "lacking") and meaning.item
        if not is_figure or meaning.key or meaning.full:
            continue
        group = found.setdefault(meaning.item, Group(meaning.item))
        months = _months(headings[column], context)
        if meaning.role == "value" and meaning.period in (None, context.fallback):
            group.whole = column if group.whole is None or months == (1, end) else group.whole
        elif months and months[0] == 1 and months[1] > end and meaning.item in context.known.own:
            group.later.append(column)
        elif months and (meaning.role == "lacking" or _is_of_one_period(meaning.item, context)):
            group.parts[column] = months
    groups = [group for group in found.values() if len(group.parts) > 1]
    for column, meaning in columns.items():
        parts = headings[column]
        if any(map(context.is_of_a_year_apart, parts)) or any(map(is_of_last_year, parts)):
            continue  # last year's total is nobody's figure
        if meaning.role == "total" and meaning.total in ("sum", "mean"):
            mine = [one for one in groups if one.item == meaning.item or (not meaning.item and len(found) == 1)]  # fmt: skip
            months = _months(headings[column], context)
            for group in mine:
                if months == (1, end) and group.whole is None:
                    group.named = column
                elif months is None:
                    group.totals.append(column)
    return groups


def _months(parts: Sequence[str], context: Context) -> Months | None:
    """Of which months a column is, by what its heading says."""
    for part in reversed(parts):
        for text in (part, without_unit(part)[1], context.parted(part)[1]):
            if text and (months := stretch_of(text)):
                return months
    return None


def _is_of_one_period(item: str, context: Context) -> bool:
    """Whether the reporter owes an item's figure of the year alone, so that the months that a calendar has are nothing but its parts."""
    return item in context.known.own and item in context.known.cumulative


@dataclass
class _Settling(YearParts):
    around: str

    def settle(self) -> None:
        group = self.group
        if not self.filled:
            return
        if group.whole is not None and (
            self.columns[group.whole].period is not None or self.covers == (1, self.end)
        ):
            self._set_aside(group.whole)
            return
        if group.named is not None:
            self._take(group.named)
            return
        if not self.all:
            return
        if group.whole is not None:
            group.totals.append(group.whole)
        said = self.context.known.wholes.get(self._key, "")
        candidates = self._candidates()
        if said == LEFT_OUT:
            self._pass(group.totals)
        elif said == ADDED and self.may_add:
            self._add()
        elif taken := next((c for c in candidates if self.heading(c) == said), None):
            self._take(taken)
        elif len(candidates) == 1 and self._is_sure(candidates[0]):
            self._take(candidates[0])
            self._tell(candidates[0])
        elif candidates or (self.may_add and not self._is_a_series):
            self._ask(candidates)

    @property
    def _key(self) -> str:
        return f"{self.view.grid.name}·{self.group.item}"

    @property
    def _is_a_series(self) -> bool:
        """Whether a bulletin of nobody's own may have figures of several periods that the round knows, each since January."""
        near = [c for c in self.group.parts if self.context.periods.near(self.heading(c))]
        return len(near) > 1 and not self.context.known.own

    def _candidates(self) -> list[int]:
        """Totals that may be the period's figure: none of a stretch that goes beyond it."""
        if self.covers[1] > self.end:
            return []
        return self.group.totals + self.group.later

    def _is_sure(self, column: int) -> bool:
        """合计 of exactly the months of the period, in a table that says it is of this year, right in every row."""
        agreeing, off = self.off(column)
        year, title = self.context.known.year, self.around
        is_said = year in years_told(title) or self.context.periods.inside(title) == self.context.fallback  # fmt: skip
        is_sum = self.columns[column].total == "sum" and self.may_add
        return (
            is_sum
            and is_said
            and not self.is_rising
            and self.covers == (1, self.end)
            and agreeing > 0
            and not off
        )

    def _pass(self, more: Sequence[int] = ()) -> None:
        for column in (*self.group.parts, *self.group.later, *more):
            self.columns[column].role = "passed"

    def _set_aside(self, whole: int) -> None:
        """Beside the period's own column its parts are nothing but told; where most rows add up, the others are named."""
        agreeing, off = self.off(whole) if self.all else (0, [])
        adds_up = bool(self.own) and self.own == self.all and self.may_add and agreeing > 0 and agreeing >= len(off)  # fmt: skip
        if not self.context.known.own and not (adds_up and not off):
            return
        for column in self.group.parts:
            if self.columns[column].role == "lacking":
                self.columns[column].role = "aside"
        if adds_up:
            self._warn(whole, off)

    def _take(self, column: int) -> None:
        meaning = self.columns[column]
        for other in (*self.group.parts, *self.group.later, *self.group.totals):
            is_kept = other in self.group.parts and self.columns[other].role == "value"
            if other != column and not is_kept:
                self.columns[other].role = "aside"
        meaning.role, meaning.item, meaning.period = "value", self.group.item, self.context.fallback
        meaning.unit = meaning.unit or without_unit(self.heading(column))[1]
        self._warn(column, self.off(column)[1] if self.all and self.may_add else [])

    def _add(self) -> None:
        last = self.own[-1]
        for other in (*self.group.parts, *self.group.later, *self.group.totals):
            self.columns[other].role = "aside"
        meaning = self.columns[last]
        meaning.role, meaning.period = "value", self.context.fallback
        meaning.adds = tuple(self.own)

    def _warn(self, column: int, off: Sequence[Off]) -> None:
        """Name the rows whose total is not what its parts come to."""
        head = quoted(self.heading(column))
        for name, written, added in off:
            what = f"{name}的{head}写的是 {canonical(written)},各列加起来是 {canonical(added)}"
            remedy = f"收的是{head};请核对是{head}错了,还是哪一列错了"
            self.context.problems.warn(self._place(column), what, remedy, code="total-differs")

    def _tell(self, column: int) -> None:
        head = quoted(self.heading(column))
        what = f"{self._named(self.all)}和{head},收的是{head}"
        remedy = f"每一行的{head}都等于各列之和"
        self.context.problems.warn(self._place(column), what, remedy, code="whole-used")

    def _ask(self, candidates: Sequence[int]) -> None:
        period, name = until(self.context.fallback or ""), self.context.known.items[self.group.item].name  # fmt: skip
        told = [(self.heading(c), f"用{quoted(self.heading(c))}:{self._shown({row: self.number(row, c) for row, _ in self.rows})}") for c in candidates]  # fmt: skip
        offs = {c: self.off(c) for c in candidates}
        is_right = any(agreeing and not off for agreeing, off in offs.values())
        if self.may_add and not is_right:
            sums = {row: self.sum(row, self.own) for row, _ in self.rows}
            told.append((ADDED, f"把{self._named(self.own)}加起来:{self._shown(sums)}"))
        last = (self.own or self.all)[-1]
        near = self.context.fallback if self.group.parts[last][1] == self.end else ""
        is_open = self.is_rising or not is_right
        may_be = self.heading(last) if near and is_open and stretch_of(self.heading(last)) else ""  # fmt: skip
        others = "和" + "、".join(quoted(self.heading(c)) for c in candidates) if candidates else ""
        what = f"表上有{self._named(self.all)}{others},哪个是{period}的{quoted(name)}"
        remedy = self._why(offs, is_right=is_right)
        self._pass()
        if self.group.whole is not None:
            self.columns[self.group.whole].role = "passed"
        offer = Offer("whole", self._key, may_be, choices=tuple(one for one, _ in told), told=tuple(one for _, one in told), about=self.group.item, near=near or "")  # fmt: skip
        self.context.problems.error(self._place(last), what, remedy, code=CODE, offer=offer)

    def _why(self, offs: Mapping[int, tuple[int, list[Off]]], *, is_right: bool) -> str:
        """What speaks for or against a total; where there is none, that nothing is added up unasked."""
        if not offs:
            period = until(self.context.fallback or "")
            return f"没有{period}的合计;是各期单独的数才能相加,请选一种"
        off = [(c, one) for c, (_, rows) in offs.items() for one in rows]
        if is_right and self.is_rising:
            latest = quoted(self.heading((self.own or self.all)[-1]))
            head = quoted(self.heading(next(iter(offs))))
            return f"各列一期比一期多,像是年初以来的累计数,{head}却是各列之和;是累计数的,收{latest}"
        if is_right or not off or not self.may_add:
            head = quoted(self.heading(next(iter(offs))))
            first, last = self.covers
            of = "" if (first, last) == (1, self.end) else f"各列是 {first} 至 {last} 月的;"
            return of + (f"每一行的{head}都与各列对得上" if is_right else "请选一种")
        few = "、".join(f"{name}的{quoted(self.heading(c))}是 {canonical(written)},各列加起来是 {canonical(added)}" for c, (name, written, added) in off[:_FEW])  # fmt: skip
        more = f"等 {len(off)} 行" if len(off) > _FEW else ""
        return f"{few}{more};请核对后选一种"

    def _shown(self, values: Mapping[int, Decimal | None]) -> str:
        """临江县 780、东岭县 792……; of a unit whose figure can't be made, that it stays open."""
        names = dict(self.rows)
        texts = [f"{names[row]} {'缺数' if value is None else canonical(value)}" for row, value in values.items()]  # fmt: skip
        return "、".join(texts[:_FEW]) + ("……" if len(texts) > _FEW else "")

    def _named(self, parts: Sequence[int]) -> str:
        first, last = self.heading(parts[0]), self.heading(parts[-1])
        return f"{quoted(first)}至{quoted(last)}这 {len(parts)} 列"

    def _place(self, column: int) -> str:
        return self.view.place(max(self.head.start - 1, 0), column)
