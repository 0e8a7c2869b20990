"""长表里哪些行是记录: blank rows, totals, notes and what the round doesn't ask for are left out."""

from __future__ import annotations

from collections.abc import Sequence

from baton.documents.grids import Grid
from baton.documents.layouts import words
from baton.documents.layouts.context import Context
from baton.documents.layouts.long_head import NEEDED, LongHead
from baton.documents.layouts.reference_rows import keep_long


def check_width(grid: Grid, head: LongHead, context: Context) -> None:
    """Text files: a thousands separator without quotes pushes cells past the last heading."""
    if not grid.is_text:
        return
    width = max((c + 1 for c in range(grid.width) if grid.text(head.row, c)), default=0)
    if width == grid.width:
        return
    for r in range(head.row + 1, len(grid.rows)):
        if any(grid.rows[r][width:]):
            what = f"这一行比表头多出{sum(value != '' for value in grid.rows[r][width:])}格"
            remedy = '数里的千分位逗号请去掉,或给这一格加上引号,如 "1,234.5"'
            context.problems.error(grid.place(r, width), what, remedy, code="extra-cells")


def record_rows(grid: Grid, head: LongHead, context: Context) -> Sequence[int]:
    """Rows that hold records: blank rows, totals and what stands under the table are left out."""
    subject, item, value = (head.columns[part] for part in NEEDED)
    kept, rows = [], grid.rows
    for r in range(head.row + 1, len(rows)):
        row = rows[r]
        if (row[subject] != "" and row[item] != "") or any(each != "" for each in row):
            kept.append(r)
    if _has_asides(grid, kept, subject, item):
        keep_long(grid, head, kept, context)
        kept = [r for r in kept if not _is_aside(grid, r, subject, item, value, context)]
    if context.known.idle:
        kept = [r for r in kept if not context.is_idle(context.items.find(grid.text(r, item)).id)]
    if not context.known.ignored:
        return kept
    return [
        r
        for r in kept
        if not context.is_ignored("单位", grid.text(r, subject))
        and not context.is_ignored("指标", grid.text(r, item))
    ]


def _has_asides(grid: Grid, kept: list[int], subject: int, item: int) -> bool:
    texts = {grid.rows[r][subject] for r in kept} | {grid.rows[r][item] for r in kept}
    return any(
        isinstance(t, str) and (t == "" or words.total_of(t) or words.is_note(t)) for t in texts
    )


def _is_aside(grid: Grid, row: int, subject: int, item: int, value: int, context: Context) -> bool:
    label, name = grid.text(row, subject), grid.text(row, item)
    is_unit = context.subjects.find(label).id is not None
    is_item = context.items.find(name).id is not None
    if (words.total_of(label) and not is_unit) or (words.total_of(name) and not is_item):
        return True
    first = next((text for text in (grid.text(row, c) for c in range(grid.width)) if text), "")
    return (
        words.is_note(first)
        or (grid.rows[row][value] == "" and (not label or not name))
        or not first
    )
