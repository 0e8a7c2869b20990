"""各列是什么: the columns of a cross table with what they mean, and what is said or asked of those that are not read."""

from __future__ import annotations

from baton.documents.dates import is_of_a_period
from baton.documents.grids import column_letters
from baton.documents.layouts import (
    beside,
    growth_only,
    growths,
    levels,
    lone_growths,
    of_which,
    under_heads,
    wholes,
    words,
)
from baton.documents.layouts.context import Context, title_of
from baton.documents.layouts.corner import corner_of
from baton.documents.layouts.head_rows import Head
from baton.documents.layouts.heads import Meaning, meanings
from baton.documents.layouts.measured import period_part
from baton.documents.layouts.measures import is_measure
from baton.documents.layouts.values import CellReader
from baton.documents.layouts.view import View
from baton.documents.names import ask
from baton.documents.numbers import quoted, read_number
from baton.documents.problems import Offer


def columns_of(view: View, head: Head, context: Context) -> dict[int, Meaning]:
    """What the columns mean, levels of counted items among them."""
    columns, headings, default = meanings(view, head, context)
    above = head.label if view.sideways else head.top
    around = f"{title_of(view.grid, above)} {view.grid.name}"
    levels.settle(columns, headings, around, default, context)
    corner = corner_of(view, head)
    apart = of_which.settle(columns, headings, context)
    if default and not view.sideways:
        under_heads.leave_others(columns, headings, default, context)
    rest = {column: meaning for column, meaning in columns.items() if column not in apart}
    under_heads.take_amounts(rest, headings, lambda c: has_numbers(view, head, c), context)
    growths.settle(rest, headings, default, around, corner, lambda c: has_numbers(view, head, c), context)  # fmt: skip
    growth_only.settle(rest, headings, lambda c: has_numbers(view, head, c), context)
    lone_growths.settle(rest, headings, default, around, lambda c: has_numbers(view, head, c), context)  # fmt: skip
    for meaning in columns.values():
        if context.is_idle(meaning.item):
            meaning.role, meaning.item = "aside", ""
    if head.parts < 0 and head.periods < 0:
        wholes.settle(view, head, columns, headings, around, context)
        under_heads.settle(view, head, columns, headings, lambda c: has_numbers(view, head, c), context)  # fmt: skip
    return columns


def has_numbers(view: View, head: Head, column: int) -> bool:
    body = range(head.start, view.height)
    return any(read_number(view.label(row, column)).text for row in body)


class ColumnTeller:
    """Says of the columns of one table which are not read, and asks about those that nobody understands.

    title: what stands above the table. default: the period of figures that name none.
    """

    def __init__(
        self, view: View, head: Head, columns: dict[int, Meaning], context: Context, reader: CellReader,
        title: str = "", default: str | None = None,
    ) -> None:  # fmt: skip
        self.view, self.head, self.columns, self.context = view, head, columns, context
        self.reader, self.title, self.default = reader, title, default
        self.corner = corner_of(view, head)

    def tell(self) -> None:
        """Say which columns are not read, and compare the units of measure written above the others."""
        if self.corner:
            self.context.columns.notes.append(f"{self.view.grid.label}:表角写单位{self.corner}")
        is_total = any(
            m.role == "value" and " " not in m.text and words.total_of(m.text)
            for m in self.columns.values()
        )
        for column, meaning in self.columns.items():
            place = self._head_place(column)
            if meaning.role == "unknown" and is_total and not meaning.item:
                self.reader.mention("aside", f"{quoted(meaning.text)}")  # a part of the total
            elif meaning.role == "unknown" and self._has_figures(column):
                self._unknown_column(place, column, meaning)
            elif meaning.role == "lacking" and self._has_figures(column):
                self.context.ask_for_period(place, meaning.text, self._where(column))
            elif meaning.role == "blank" and not meaning.text and not self.view.is_turned:
                if has_numbers(self.view, self.head, column):
                    what = f"{self._where(column)}没有表头,里面的数没有读"
                    remedy = "要收的,请写上表头"
                    self.context.problems.warn(place, what, remedy, code="column-unread")
            elif meaning.role == "either":
                self._either(place, meaning)
            elif meaning.role == "lone" and self._has_figures(column):
                self.context.refuse_points(place, meaning.text, meaning.item)
            elif meaning.role == "aside" and meaning.item:
                self.reader.mention("aside", f"{quoted(meaning.text)}")
            elif meaning.role == "value":
                where = quoted(meaning.text) if meaning.unit else "表角" if self.corner else "标题"
                unit = meaning.unit or self._unit_beside() or self.corner
                unit = unit or self.context.unit_in_title(self.title, meaning.item)
                meaning.measure = self.context.compare_unit(unit, meaning.item, where, self.reader)
                self._check_period(column, meaning)
                if meaning.is_growth_of:
                    self.reader.mention("growth", f"{quoted(meaning.text)}按{quoted(meaning.is_growth_of)}")  # fmt: skip

    def _unit_beside(self) -> str:
        """What a column 计量单位 says, in a table of one item where every row says the same."""
        view, label = self.view, self.head.label
        if (
            view.is_turned
            or len({one.item for one in self.columns.values() if one.role == "value"}) != 1
        ):
            return ""
        rows = [row for row in range(self.head.start, view.height) if self.context.subjects.find(view.label(row, label)).id]  # fmt: skip
        found = set()
        for column in range(view.width):
            if column != label and words.is_one_of(view.label(self.head.start - 1, column), words.MEASURE):  # fmt: skip
                found |= {view.label(row, column) for row in rows}
        said = {text for text in found if is_measure(text)}
        return said.pop() if len(said) == 1 and found <= said | {""} else ""

    def ask_for_items(self) -> bool:
        """Report the unknown columns that hold numbers."""
        unknown = [
            column
            for column, meaning in self.columns.items()
            if meaning.role == "unknown" and has_numbers(self.view, self.head, column)
        ]
        if len(unknown) > 1 and all(
            is_of_a_period(period_part(self.columns[c].text)) for c in unknown
        ):
            self._ask_whose(unknown)
            return True
        for column in unknown:
            self._unknown_column(self._head_place(column), column, self.columns[column])
        return bool(unknown)

    def _ask_whose(self, columns: list[int]) -> None:
        """Columns headed with nothing but periods: of which of the reporter's items they are, once for all of them."""
        first, last = (self.columns[columns[at]].text for at in (0, -1))
        what = f"表头只有期间({quoted(first)}至{quoted(last)}),没有写是哪个指标的"
        remedy = "请选这张表是哪个指标的;都不是的,请牵头单位在标题里写明"
        place, offer = self._head_place(columns[0]), Offer("about", self.view.grid.name)
        self.context.problems.error(place, what, remedy, code="page-unsaid", offer=offer)

    def _where(self, column: int) -> str:
        """C 列; nothing where the counties are across."""
        return "" if self.view.is_turned else f"{column_letters(column)} 列"

    def _unknown_column(self, place: str, column: int, meaning: Meaning) -> None:
        if meaning.item in self.context.known.levels:
            levels.ask(self.context, place, meaning.text, meaning.item)
            return
        if meaning.item:
            if self.context.is_ignored("列", meaning.text):
                return
            name = self.context.known.items[meaning.item].name
            what = f"“{name}”下面的{quoted(meaning.text)}看不懂"
            remedy = "实际数请把表头写成“实际完成”;不收的点一下"
            offer = Offer("column", meaning.text)
            self.context.problems.error(place, what, remedy, code="column-unknown", offer=offer)
            return
        if self.context.is_ignored("指标", meaning.text):
            return
        what, remedy, code = ask(self.context.items.find(meaning.text), meaning.text, "指标")
        points = beside.points_beside(self.columns, column)
        offer = Offer("item", meaning.text, points=points)
        self.context.problems.error(place, what, remedy, code=code, offer=offer)

    def _either(self, place: str, meaning: Meaning) -> None:
        """Of an amount and a growth, or of columns under one head, nobody can tell which one is meant."""
        name, texts = self.context.known.items[meaning.item].name, meaning.rivals
        listed, is_one = "、".join(map(quoted, texts)), len(texts) == 1
        what = f"{listed}就是{quoted(name)}吗" if is_one else f"{listed}里哪一列是{quoted(name)}"
        remedy = f"是的点一下;不是的,请牵头单位把表头改成{quoted(name)}再交"
        offer = Offer("heading", meaning.item, choices=texts)
        if any(one.offer == offer for one in self.context.problems.errors):
            return  # months side by side, each with both
        self.context.problems.error(place, what, remedy, code="heading-unsaid", offer=offer)

    def _check_period(self, column: int, meaning: Meaning) -> None:
        if meaning.period is None and self.head.periods < 0:
            meaning.period = self.default
        if meaning.period is None and self.head.periods < 0:
            meaning.role = "aside"
            what = f"看不出{quoted(meaning.text)}是哪个期间的"
            self.context.problems.error(
                self._head_place(column),
                what,
                "请在标题或表头写明期间,或在报送时指定期间",
                code="period-unknown",
            )
        wanted = self.context.period
        if wanted and meaning.period and meaning.period != wanted:
            self.reader.mention(
                "other-period",
                f"{quoted(meaning.text)}写的期间是{meaning.period},与指定的{wanted}不同",
            )

    def _has_figures(self, column: int) -> bool:
        return any(self.view.label(row, column) for row in range(self.head.start, self.view.height))

    def _head_place(self, column: int) -> str:
        for row in range(self.head.start - 1, self.head.top - 1, -1):
            if self.view.label(row, column) == self.columns[column].text:
                return self.view.place(row, column)
        return self.view.place(max(self.head.start - 1, 0), column)
