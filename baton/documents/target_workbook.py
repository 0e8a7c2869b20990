"""责任书空表: a workbook of units and the fields the rule book takes from the agreement, with what stands there already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter

from baton.documents.agreement_tables import TASK

PAGE, GUIDE = "责任书", "填写说明"
HEAD_ROW, HEAD_HEIGHT = 2, 30
HINT = "只填浅黄的格子，请粘贴为数值，不要写公式；空着的以后再填。没有此任务写“无此任务”。"
TASKS = "“有此任务”一栏：有这项任务写“有”，没有的空着。给没有列出的单位，在表下面加一行：单位、指标、有。"
GUIDE_HEADS = ("指标", "评分办法", "要填的栏目", "牵头单位")


@dataclass(frozen=True)
class TargetRow:
    """A unit's task: what stands in each field it has; "" where nothing does yet."""

    unit: str
    item: str
    values: dict[str, str]
    sentence: str = ""


@dataclass(frozen=True)
class Explained:
    """What the guide says about an indicator."""

    item: str
    sentence: str
    fields: str
    lead: str


def write_target_workbook(
    path: Path,
    title: str,
    fields: Sequence[str],
    rows: Sequence[TargetRow],
    guide: Sequence[Explained],
) -> None:
    """Write the workbook; texts are never taken for formulas. fields: the columns, each open only where a row has it."""
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    box = {"border": 1, "valign": "vcenter"}
    big, small = (
        book.add_format({"bold": True, "font_size": 16}),
        book.add_format({"font_color": "#555555"}),
    )
    head = book.add_format(box | {"bold": True, "bg_color": "#E8EEF7", "text_wrap": True})
    cell, none = book.add_format(box), book.add_format(box | {"bg_color": "#EEEEEE"})
    open_cell = book.add_format(box | {"bg_color": "#FFFDE7"})
    page = book.add_worksheet(PAGE)
    page.write_string(0, 0, title, big)
    page.write_string(1, 0, HINT, small)
    for at, text in enumerate(("单位", "指标", *fields)):
        page.write_string(HEAD_ROW, at, text, head)
    for at, row in enumerate(rows, start=HEAD_ROW + 1):
        page.write_string(at, 0, row.unit, cell)
        page.write_string(at, 1, row.item, cell)
        for column, name in enumerate(fields, start=2):
            if name not in row.values:
                page.write_blank(at, column, None, none)
            elif _is_number(row.values[name]):
                page.write_number(at, column, float(row.values[name]), open_cell)
            else:
                page.write_string(at, column, row.values[name], open_cell)
    _explain(page, rows, len(fields))
    page.set_column(0, 0, 22)
    page.set_column(1, 1, 34)
    page.set_column(2, 1 + max(1, len(fields)), 13)
    page.set_row(HEAD_ROW, HEAD_HEIGHT)
    page.freeze_panes(HEAD_ROW + 1, 2)
    if rows:
        page.autofilter(HEAD_ROW, 0, HEAD_ROW + len(rows), 1 + len(fields))
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(HEAD_ROW)
    page.set_footer("&C第 &P 页，共 &N 页")
    _guide(book, guide, head, book.add_format(box | {"text_wrap": True, "valign": "top"}))
    book.close()


def _explain(page: xlsxwriter.worksheet.Worksheet, rows: Sequence[TargetRow], width: int) -> None:
    """The rule's sentence beside the cells of each run of rows about one indicator."""
    first = 0
    for at in range(1, len(rows) + 1):
        if at < len(rows) and rows[at].item == rows[first].item:
            continue
        shown = {
            "validate": "any",
            "input_title": rows[first].item[:32],
            "input_message": rows[first].sentence[:255] or rows[first].item[:255],
        }
        top = HEAD_ROW + 1
        page.data_validation(top + first, 2, top + at - 1, 1 + max(1, width), shown)
        first = at


def _guide(
    book: xlsxwriter.Workbook,
    guide: Sequence[Explained],
    head: xlsxwriter.format.Format,
    wrap: xlsxwriter.format.Format,
) -> None:
    page = book.add_worksheet(GUIDE)
    for at, text in enumerate(GUIDE_HEADS):
        page.write_string(0, at, text, head)
    if any(TASK in one.fields for one in guide):
        page.write_string(len(guide) + 2, 0, TASKS, wrap)
    for row, one in enumerate(guide, start=1):
        for at, text in enumerate((one.item, one.sentence, one.fields, one.lead)):
            page.write_string(row, at, text, wrap)
    page.set_column(0, 0, 30)
    page.set_column(1, 1, 70)
    page.set_column(2, 3, 20)


def _is_number(text: str) -> bool:
    return bool(text) and text.removeprefix("-").replace(".", "", 1).isdigit() and len(text) <= 15
