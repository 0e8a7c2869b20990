"""打分表的空表: one page of units down and data items across, the lead unit's own points and reasons beside each figure.

What concerns only a few units each stands as a list instead, one task of one unit to a line.

A line above the table and a hidden page both carry the sheet's number, so that the workbook is known again when it
comes back, even after somebody copied the table into another file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import xlsxwriter

from baton.documents.grids import column_letters
from baton.documents.lead_columns import Column
from baton.documents.lead_list import TaskList, lists_of, own_tasks
from baton.documents.vote_pages import marks_page, vote_page

PAGE, PERIODS, LEVELS, GUIDE, MARK = "打分表", "分期数据", "分级件数", "评分办法", "收表标记"
POINTS, REASON = "表上得分", "扣分原因"
HEAD_ROW, HEAD_HEIGHT = 3, 36
A4, A3 = 9, 8
MOST_A4 = 8  # columns that can be read on A4
HINT = "只填浅黄的格子，请粘贴为数值，不要写公式；空着的算未报，不会当作 0。没有此任务写“无此任务”，没出数写“未出数”。"
SIGNED = "填报人：          审核人：          （单位盖章）          年   月   日"
GUIDE_HEADS = ("考核指标", "分值", "评分办法", "要报的数", "怎么写")


@dataclass(frozen=True)
class LeadSheet:
    """What goes into the workbook: title, the line that names the sheet, its number, its units and columns."""

    title: str
    line: str
    mark: str
    period: str
    units: Sequence[tuple[str, str]]
    columns: Sequence[Column] = field(default_factory=list)

    @cached_property
    def common(self) -> list[Column]:
        """Data items of the table: those that are asked of many units, once."""
        own = {column.name for column in self.own}
        across = (one for one in self.columns if not one.periods and not one.keys and not one.votes)
        return [column for column in across if column.name not in own]

    @cached_property
    def own(self) -> list[Column]:
        """Data items of the list: those that each concern only a few units."""
        return own_tasks(self.columns, len(self.units))

    @property
    def has_table(self) -> bool:
        """Whether the first page is the table: not where everything is asked for on pages of its own."""
        return bool(self.common) or not self.columns

    @property
    def further(self) -> list[str]:
        """The pages of figures behind the table."""
        plain = [column for column in self.columns if not column.votes]
        found = [PERIODS] * any(column.periods and not column.keys for column in plain)
        return found + [LEVELS] * any(column.keys for column in plain)

    @property
    def rows(self) -> list[tuple[str, str]]:
        """Units of the table; beside a list only those that are asked for something in it."""
        asked = {code for column in self.common for code in column.subjects}
        return [unit for unit in self.units if not self.own or unit[0] in asked]


def write_lead_sheet(sheet: LeadSheet, path: Path) -> None:
    """Write the workbook a lead unit fills in; texts are never taken for formulas."""
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    pages = _Pages(book, sheet)
    if sheet.has_table:
        pages.table()
    pages.lists()
    pages.periods()
    pages.levels()
    pages.votes()
    pages.guide()
    pages.mark()
    book.close()


class _Pages:
    head_row, signed = HEAD_ROW, SIGNED

    def __init__(self, book: Any, sheet: LeadSheet) -> None:
        self.book, self.sheet = book, sheet
        box = {"border": 1, "valign": "vcenter"}
        self.big = book.add_format({"bold": True, "font_size": 16})
        self.small = book.add_format({"font_color": "#555555"})
        self.head = book.add_format(box | {"bold": True, "bg_color": "#E8EEF7", "text_wrap": True})
        self.cell = book.add_format(box)
        self.open = book.add_format(box | {"bg_color": "#FFFDE7", "text_wrap": True})
        self.none = book.add_format(box | {"bg_color": "#EEEEEE", "font_color": "#555555"})
        self.wrap = book.add_format(box | {"text_wrap": True, "valign": "top"})

    def table(self) -> None:
        """打分表: a row for each unit, for each data item its figure, the unit's own points, the reason."""
        page, units = self.page(PAGE, HINT + self._further()), self.sheet.rows
        for at, text in enumerate(("单位", "期间")):
            page.write_string(HEAD_ROW, at, text, self.head)
        for row, (_, name) in enumerate(units, start=HEAD_ROW + 1):
            page.write_string(row, 0, name, self.cell)
            page.write_string(row, 1, self.sheet.period, self.cell)
        at = 2
        for column in self.sheet.common:
            at = self._columns(page, at, column)
        page.write_string(HEAD_ROW + 2 + len(units), 0, SIGNED, self.small)
        page.set_column(0, 0, 20)
        page.set_column(1, 1, 8)
        page.set_row(HEAD_ROW, HEAD_HEIGHT)
        page.freeze_panes(HEAD_ROW + 1, 1)
        _printed(page, HEAD_ROW, is_wide=at > MOST_A4)

    def _further(self) -> str:
        return f"后面“{'”“'.join(self.sheet.further)}”页也要填。" if self.sheet.further else ""

    def _columns(self, page: Any, at: int, column: Column) -> int:
        heads = [column.head, *([POINTS] if column.has_points else []), REASON]
        last = HEAD_ROW + len(self.sheet.rows)
        for place, head in enumerate(heads, start=at):
            page.write_string(HEAD_ROW, place, head, self.head)
            for row, (subject, _) in enumerate(self.sheet.rows, start=HEAD_ROW + 1):
                if subject in column.subjects:
                    page.write_blank(row, place, None, self.open)
                else:
                    page.write_string(row, place, "无此任务" if place == at else "", self.none)
        page.set_column(at, at + len(heads) - 2, 13)
        page.set_column(at + len(heads) - 1, at + len(heads) - 1, 24)
        _checked(page, HEAD_ROW + 1, last + 1, at, column)
        return at + len(heads)

    def lists(self) -> None:
        """各单位任务: a line for each task of each unit."""
        own, units = self.sheet.own, self.sheet.units
        alone = "" if self.sheet.common else PAGE
        for one in lists_of(own, units, is_alone=alone):
            self._list(one)

    def _list(self, one: TaskList) -> None:
        page, place = self.page(one.page), one.figure
        for at, text in enumerate(one.heads):
            page.write_string(HEAD_ROW, at, text, self.head)
        for row, entry in enumerate(one.entries, start=HEAD_ROW + 1):
            column = entry.item
            said = {
                "单位": entry.unit, "指标": column.name, "期间": self.sheet.period, "计量单位": column.measure,
                "满分": column.full.get(entry.subject, column.points), "目标": column.targets.get(entry.subject, ""),
            }  # fmt: skip
            page.set_row(row, one.height({head: said[head] for head in one.heads if head in said}))
            for at, head in enumerate(one.heads):
                if head in said:
                    page.write_string(row, at, said[head], self.wrap)
                elif head == POINTS and not column.has_points:
                    page.write_string(row, at, "", self.none)
                else:
                    page.write_blank(row, at, None, self.open)
            _checked(page, row, row + 1, place, column)
        page.write_string(HEAD_ROW + 2 + len(one.entries), 0, SIGNED, self.small)
        for at, width in one.widths():
            page.set_column(at, at, width)
        page.freeze_panes(HEAD_ROW + 1, 2)
        _printed(page, HEAD_ROW)

    def periods(self) -> None:
        """分期数据: items that are asked for several periods, one figure to a line."""
        several = [
            column
            for column in self.sheet.columns
            if column.periods and not column.keys and not column.votes
        ]
        if not several:
            return
        page, row = self.page(PERIODS), HEAD_ROW + 1
        for at, text in enumerate(("单位", "指标", "期间", "数值")):
            page.write_string(HEAD_ROW, at, text, self.head)
        for column in several:
            first = row
            for subject, name in self.sheet.units:
                for period in column.periods if subject in column.subjects else ():
                    for at, text in enumerate((name, column.name, period)):
                        page.write_string(row, at, text, self.cell)
                    page.write_blank(row, 3, None, self.open)
                    row += 1
            _checked(page, first, row, 3, column)
        page.write_string(row + 1, 0, SIGNED, self.small)
        page.set_column(0, 3, 18)
        page.freeze_panes(HEAD_ROW + 1, 0)
        _printed(page, HEAD_ROW)

    def levels(self) -> None:
        """分级件数: cases counted by level, one count to a line."""
        counted = [column for column in self.sheet.columns if column.keys and not column.votes]
        if not counted:
            return
        page, row = self.page(LEVELS), HEAD_ROW + 1
        for at, text in enumerate(("单位", "指标", "期间", "类别", "数值")):
            page.write_string(HEAD_ROW, at, text, self.head)
        for column in counted:
            first = row
            for subject, name in self.sheet.units:
                for period in column.periods or (self.sheet.period,):
                    for key in column.keys if subject in column.subjects else ():
                        for at, text in enumerate((name, column.name, period, key)):
                            page.write_string(row, at, text, self.cell)
                        page.write_blank(row, 4, None, self.open)
                        row += 1
            _checked(page, first, row, 4, replace(column, least=column.least or "0"))
        page.write_string(row + 1, 0, SIGNED, self.small)
        page.set_column(0, 4, 18)
        page.freeze_panes(HEAD_ROW + 1, 0)
        _printed(page, HEAD_ROW)

    def votes(self) -> None:
        """A page for each item that is voted on."""
        for column in self.sheet.columns:
            if column.votes == "levels":
                vote_page(self, column)
            elif column.votes == "marks":
                marks_page(self, column)

    def guide(self) -> None:
        """评分办法: each indicator's own sentence."""
        page = self.book.add_worksheet(GUIDE)
        for at, text in enumerate(GUIDE_HEADS):
            page.write_string(0, at, text, self.head)
        for row, column in enumerate(self.sheet.columns, start=1):
            texts = (column.indicator, column.points, column.sentence, column.head, column.sample)
            for at, text in enumerate(texts):
                page.write_string(row, at, text, self.wrap)
        page.set_column(0, 0, 24)
        page.set_column(1, 1, 8)
        page.set_column(2, 2, 66)
        page.set_column(3, 4, 22)
        _printed(page, 0)

    def mark(self) -> None:
        """收表标记: the number again, out of the way."""
        page = self.book.add_worksheet(MARK)
        page.write_string(0, 0, self.sheet.mark)
        page.hide()

    def page(self, name: str, hint: str = HINT) -> Any:
        """A new page with the lines above its table."""
        page = self.book.add_worksheet(name)
        for row, (text, form) in enumerate(
            ((self.sheet.title, self.big), (self.sheet.line, self.small), (hint, self.small))
        ):
            page.write_string(row, 0, text, form)
        return page


def _printed(page: Any, head: int, *, is_wide: bool = False) -> None:
    """As wide as the paper, heads on every page; A3 where letters would be too small on A4."""
    page.set_landscape()
    page.set_paper(A3 if is_wide else A4)
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    page.repeat_rows(head)
    page.set_footer("&C第 &P 页，共 &N 页")


def _checked(page: Any, start: int, stop: int, at: int, column: Column) -> None:
    """The rule beside each cell of a data item and its bounds, from one row up to before another."""
    if start < stop:
        rule = _rule(column, f"{column_letters(at)}{start + 1}")
        page.data_validation(start, at, stop - 1, at, rule)


def _rule(column: Column, first: str) -> dict[str, Any]:
    """The rule's sentence beside the chosen cell; an unusual figure is asked about, never refused."""
    shown = {
        "input_title": column.indicator[:32],
        "input_message": column.sentence[:255] or column.name,
    }
    if column.words and len("，".join(column.words)) < 250:
        return shown | {"validate": "list", "source": list(column.words), "error_type": "warning"}
    if column.least is None and column.most is None:
        return shown | {"validate": "any"}
    bounds = [f"不小于 {column.least}"] * (column.least is not None)
    bounds += [f"不大于 {column.most}"] * (column.most is not None)
    return shown | {
        "validate": "custom", "value": _inside(column, first), "error_type": "warning", "error_title": "请核对",
        "error_message": f"{column.name}应{'、'.join(bounds)}。没有数请写“未出数”，点“是”照样保留。",
    }  # fmt: skip


def _inside(column: Column, here: str) -> str:
    """Text passes, so that 无此任务 can be written; numbers must lie inside the bounds."""
    tests = [f"{here}>={column.least}"] * (column.least is not None)
    tests += [f"{here}<={column.most}"] * (column.most is not None)
    return f"=IF(ISNUMBER({here}),AND({','.join(tests)}),TRUE)"
