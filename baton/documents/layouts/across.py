"""各期、各等级在上: 单位、指标 on the left and a column for each period or level; no column of figures goes unmentioned."""

from __future__ import annotations

from dataclasses import dataclass, field

from baton.documents.dates import is_of_a_period
from baton.documents.grids import Grid, column_letters
from baton.documents.layouts import across_wholes, words
from baton.documents.layouts.context import Context
from baton.documents.layouts.levels import key_of, slips_of
from baton.documents.layouts.long import read_long
from baton.documents.layouts.long_head import LongHead, parts_of
from baton.documents.layouts.measured import period_part
from baton.documents.layouts.wholes import LEFT_OUT
from baton.documents.names import normalised, without_unit
from baton.documents.numbers import quoted, read_number
from baton.documents.problems import Offer, Problems

_NUMBERS = (
    "年份",
    "年度",
    "代码",
    "编码",
    "单位代码",
    "单位编码",
    "指标代码",
    "指标编码",
    "行政区划代码",
    "电话",
    "手机",
)
_ASIDE = ("上年", "去年", "同期")  # what a column begins with that is about another year


@dataclass
class Across:
    """heads: one for each column that is read. lacking: columns of periods that the calendar doesn't have. strange: the rest.
    totals: 合计, 平均, of nothing that is named.
    """

    row: int
    columns: dict[str, int] = field(default_factory=dict)
    heads: list[LongHead] = field(default_factory=list)
    lacking: list[int] = field(default_factory=list)
    strange: list[int] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)

    @property
    def is_one(self) -> bool:
        """Whether this is such a table at all: a period, or two levels."""
        return bool(self.lacking) or len(self.heads) > 1 or bool(self.heads and self.heads[0].period)  # fmt: skip


def find_across(grid: Grid, context: Context, looked_at: int = 20) -> Across | None:
    """单位、指标 and then the months, or the levels, across; None of any other table."""
    for row in range(min(looked_at, len(grid.rows))):
        columns = parts_of(grid, row)
        if "subject" not in columns or "item" not in columns or "value" in columns:
            continue
        found = _sorted(grid, row, columns, context)
        if found.is_one:
            return found
    return None


def read_across(grid: Grid, found: Across, context: Context) -> None:
    """Column by column; what is wrong with a name, which stands in all of them, is told once."""
    problems, told = context.problems, set[tuple[str, str]]()
    _settle(grid, found, context)
    for column in found.lacking:
        where = f"{column_letters(column)} 列"
        text = period_part(grid.text(found.row, column))
        context.ask_for_period(grid.place(found.row, column), text, where)
    for column in found.strange:
        ask_for_column(grid, found.row, column, context)
    for head in found.heads:
        context.problems = Problems()
        read_long(grid, head, context)
        fresh = [one for one in context.problems if (one.place, one.what) not in told]
        told |= {(one.place, one.what) for one in fresh}
        problems.extend(fresh)
    context.problems = problems


def _settle(grid: Grid, found: Across, context: Context) -> None:
    """Of periods that the calendar lacks and the whole that they make up there is one question, or none."""
    row, parts, period = found.row, found.lacking, context.fallback
    if len(parts) < 2 or not period or not context.known.own:
        return
    whole = next((head.columns["value"] for head in found.heads if head.period == period), None)
    if whole is not None:
        across_wholes.tell_aside(grid, row, parts, whole, context)
        found.lacking = []
        return
    totals = found.totals if across_wholes.may_be_whole(grid, row, parts, context) else []
    said = context.known.wholes.get(across_wholes.key_of(grid), "")
    taken = next((c for c in totals if grid.text(row, c) == said), None)
    if taken is not None:
        others = {part: at for part, at in found.columns.items() if part not in ("period", "key")}
        found.heads.append(LongHead(row, others | {"value": taken}, period))
        across_wholes.tell_aside(grid, row, parts, taken, context)
    elif totals and said != LEFT_OUT:
        across_wholes.ask(grid, row, parts, totals, found.columns, context)
    if totals:
        found.lacking = []


def ask_for_column(grid: Grid, row: int, column: int, context: Context) -> None:
    """A column with figures that nobody understands is named by its letter and heading."""
    text = grid.text(row, column)
    written = text or f"{column_letters(column)}列"
    if context.is_ignored("列", written):
        return
    letter = f"{column_letters(column)} 列"
    what = f"{letter}{quoted(text)}看不懂" if text else f"{letter}没有表头,看不懂"
    remedy = "要收的,请把表头改成期间、指标或“完成数”;不收的点一下"
    offer = Offer("column", written)
    context.problems.error(grid.place(row, column), what + ",里面有数", remedy, code="column-unread", offer=offer)  # fmt: skip


def mention_unread(grid: Grid, head: LongHead, taken: set[int], context: Context) -> None:
    """Beside one record a row, columns with figures that are none of its parts are told, and not read. taken: those that were."""
    read = "、".join(quoted(grid.text(head.row, at)) for at in sorted(taken))
    for column in range(grid.width):
        text = grid.text(head.row, column)
        if (
            column in taken
            or column in head.columns.values()
            or not text
            or is_aside(text, context)
        ):
            continue
        if has_figures(grid, head.row, column) and not words.is_one_of(text, _NUMBERS):
            what = f"{column_letters(column)} 列{quoted(text)}没有读,收的是{read}列"
            remedy = "这一列也要收的,请另存一张表,把表头改成“完成数”"
            context.problems.warn(grid.place(head.row, column), what, remedy, code="column-unread")


def _sorted(grid: Grid, row: int, columns: dict[str, int], context: Context) -> Across:
    """The columns right of unit and indicator by what can be made of them."""
    found = Across(row, columns)
    taken = {part: at for part, at in columns.items() if part not in ("period", "key")}
    for at in range(max(taken["subject"], taken["item"]) + 1, grid.width):
        text = grid.text(row, at)
        part = period_part(text)
        if at in columns.values() or (text and context.is_ignored("期间", part)):
            continue
        period = context.periods.find(part) if text else None
        key = "" if period or not text else _level(text, context)
        if period or key:
            other = {"key" if period else "period"} & columns.keys()
            named = {part: columns[part] for part in other}
            found.heads.append(LongHead(row, taken | {"value": at} | named, period or "", key))
        elif context.is_lacking(part) and has_figures(grid, row, at):
            found.lacking.append(at)
        elif across_wholes.is_total(text) and has_figures(grid, row, at):
            found.totals.append(at)
        elif not is_aside(text, context) and has_figures(grid, row, at):
            found.strange.append(at)
    return found


def _level(text: str, context: Context) -> str:
    """The heading itself, where it names a level of some item that is counted by levels."""
    return text if any(key_of(text, item, context.known) for item in context.known.levels) else ""


def is_aside(text: str, context: Context) -> bool:
    """目标, 上年同期, 2025年1-6月, 上半年增速: understood, and no figure of the year that is assessed."""
    bare = without_unit(text)[0]
    if normalised(bare) in words.ASIDE or words.is_full_points(text) or bare.startswith(_ASIDE):
        return True
    if words.is_one_of(bare, (*words.POINTS, *words.REASON)) or words.total_of(bare):
        return True
    if context.is_of_another_year(text) or slips_of(text) is not None:
        return True
    cuts = range(1, len(bare))
    return any(is_of_a_period(bare[:at]) and normalised(bare[at:]) in words.ASIDE for at in cuts)


def has_figures(grid: Grid, row: int, column: int) -> bool:
    """Whether numbers stand below a heading."""
    below = (grid.text(r, column) for r in range(row + 1, len(grid.rows)))
    return any(read_number(text).text for text in below if text)
