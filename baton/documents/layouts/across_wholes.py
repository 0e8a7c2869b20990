"""单位、指标在左,各月和合计在上: the whole period's column stands for its parts, and a total is asked about."""

from __future__ import annotations

from collections.abc import Sequence

from baton.documents.dates import stretch_of
from baton.documents.grids import Grid
from baton.documents.layouts import words
from baton.documents.layouts.context import Context
from baton.documents.layouts.measured import period_part
from baton.documents.layouts.totals import number_at
from baton.documents.layouts.view import View
from baton.documents.layouts.year_parts import chain
from baton.documents.names import without_unit
from baton.documents.numbers import canonical, quoted
from baton.documents.period_titles import end_of
from baton.documents.problems import Offer
from baton.documents.scheme_table.calendars import spoken, until

_FEW = 3  # rows whose figures are shown
ALL = "*"  # instead of an item: the table's rows are of several


def is_total(text: str) -> bool:
    """合计 or 平均, of nothing that is named."""
    return words.total_of(without_unit(text)[0]) in ("sum", "mean")


def key_of(grid: Grid) -> str:
    """By what an answer about a table's total is found again."""
    return f"{grid.name}·{ALL}"


def tell_aside(grid: Grid, row: int, parts: Sequence[int], whole: int, context: Context) -> None:
    """Beside the period's own column its parts are not read, which is said."""
    texts = [grid.text(row, c) for c in parts]
    what = f"{'、'.join(map(quoted, texts))}没有收,收的是{quoted(grid.text(row, whole))}"
    remedy = f"这一轮收{spoken(context.fallback or '')}的数"
    context.problems.warn(grid.place(row, parts[0]), what, remedy, code="whole-used")


def may_be_whole(grid: Grid, row: int, parts: Sequence[int], context: Context) -> bool:
    """Whether the parts are the period that is asked for, without a gap, so that a total of them is its figure."""
    months = {c: one for c in parts if (one := stretch_of(period_part(grid.text(row, c))))}
    return bool(chain(months, 1, end_of(context.fallback or "")))


def ask(
    grid: Grid, row: int, parts: Sequence[int], totals: Sequence[int], columns: dict[str, int], context: Context
) -> None:  # fmt: skip
    """Which total is the period's figure; the last part may be cumulative, unless every row adds up."""
    period, last = until(context.fallback or ""), parts[-1]
    told = tuple(f"用{quoted(grid.text(row, c))}:{_shown(grid, row, c, columns)}" for c in totals)
    is_right = any(_adds_up(grid, row, parts, c) for c in totals)
    part = period_part(grid.text(row, last))
    near = "" if is_right else context.periods.near(part) or ""
    may_be = part if near and near == context.fallback else ""
    names = "、".join(quoted(grid.text(row, c)) for c in totals)
    what = f"表上有{quoted(grid.text(row, parts[0]))}至{quoted(grid.text(row, last))}这 {len(parts)} 列和{names},哪个是{period}的数"
    remedy = (
        f"每一行的{names}都与各列对得上"
        if is_right
        else f"{names}与各列加起来的不同,请核对后选一种"
    )
    choices = tuple(grid.text(row, c) for c in totals)
    offer = Offer("whole", key_of(grid), may_be, choices=choices, told=told, near=near)
    context.problems.error(grid.place(row, last), what, remedy, code="whole-unsaid", offer=offer)


def _shown(grid: Grid, row: int, column: int, columns: dict[str, int]) -> str:
    view, texts = View(grid), list[str]()
    for r in range(row + 1, len(grid.rows)):
        if (number := number_at(view, r, column)) is not None:
            name = f"{grid.text(r, columns['subject'])}{grid.text(r, columns['item'])}"
            texts.append(f"{name} {canonical(number)}")
    return "、".join(texts[:_FEW]) + ("……" if len(texts) > _FEW else "")


def _adds_up(grid: Grid, row: int, parts: Sequence[int], total: int) -> bool:
    """Whether a sum is right in every row that has one."""
    view, seen = View(grid), False
    for r in range(row + 1, len(grid.rows)):
        written = number_at(view, r, total)
        numbers = [one for c in parts if (one := number_at(view, r, c)) is not None]
        if written is not None and numbers:
            seen = True
            if sum(numbers) != written:
                return False
    return seen
