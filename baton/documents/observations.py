"""完成情况表: read a file of figures in any of the three layouts offices use into columns of observations.

Long (one row per 单位、指标、期间、数值), a row per subject, or counties across the columns; the layout is found, not asked.
Nothing is guessed silently: what cannot be read for sure is a fault that names the cell and proposes the likely meaning.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from pathlib import Path

from baton.documents.grids import Grid, read_grids
from baton.documents.layouts import words
from baton.documents.layouts.across import find_across, mention_unread, read_across
from baton.documents.layouts.blocks import side_by_side
from baton.documents.layouts.context import Context
from baton.documents.layouts.cross import UNSAVED, ask_for_items, read_cross
from baton.documents.layouts.doubted import doubt_parts
from baton.documents.layouts.head_marks import without_rows_of_heads
from baton.documents.layouts.heads import find_view
from baton.documents.layouts.known import (
    SCORE,
    ItemInfo,
    ItemKind,
    KnownNames,
    ObservationColumns,
    State,
    scores_by_indicator,
)
from baton.documents.layouts.long import read_long
from baton.documents.layouts.long_head import find_long_head
from baton.documents.layouts.other_years import without_other_years
from baton.documents.layouts.own_page import with_own_unit
from baton.documents.layouts.pointed import read_pointed
from baton.documents.layouts.read_down import read_down
from baton.documents.layouts.row_kinds import without_asides
from baton.documents.layouts.spans import tells_apart, with_plain_heads
from baton.documents.layouts.stacked import stacked
from baton.documents.layouts.unnamed import ask_for_headings, ask_which_item
from baton.documents.names import load_aliases, normalised, save_aliases
from baton.documents.problems import Problems

__all__ = [
    "ItemInfo", "ItemKind", "KnownNames", "ObservationColumns", "State", "load_aliases", "read_observations", "save_aliases",
    "scores_by_indicator",
]  # fmt: skip

_NAMED = 3
_MANY = 8


def read_observations(
    path: str | Path,
    *,
    known: KnownNames,
    period: str | None = None,
    problems: Problems,
    allow_formulas: bool = False,
    sheets: Collection[str] | None = None,
    fallback: str | None = None,
    grids: Collection[Grid] | None = None,
) -> ObservationColumns:
    """Read every visible sheet of a file.

    known: names, aliases and periods of the assessment. period: used where the file names none; None if the file must.
    fallback: the period of figures for which neither the file nor `period` names one.
    grids: the file's pages, if somebody has read them already.
    allow_formulas: take the stored results of formulas as figures (never possible for .csv).
    Faults and warnings go to `problems`; rows with a fault are left out, so use the result only if there is no error.
    """
    if grids is None:
        grids = read_grids(path, problems=problems, sheets=sheets)
    grids = [grid for grid in grids if grid.rows and not grid.is_hidden]
    context = Context(known, period, problems, allow_formulas=allow_formulas, fallback=fallback)
    recognised = [
        (len(grids) > 1 and grid.name not in known.pointed and _is_of_another_period(grid, context))
        or _read_grid(grid, context)
        for grid in grids
    ]
    _tell_idle(Path(path).name, context)
    for grid, found in zip(grids, recognised, strict=True):
        if not found and not context.idle:
            _unrecognised(grid, any(recognised), context)
    _mention_scores(Path(path).name, context)
    _check_duplicates(context.columns, known, problems)
    return context.columns


def _is_of_another_period(grid: Grid, context: Context) -> bool:
    """Whether one of several pages is called after another year, or after a period that the calendar doesn't have; said or asked."""
    name = grid.name.strip()
    if context.fallback is None or find_view(grid, context) is None:
        return False
    year = words.year_of(name)
    if context.is_of_another_year(name) or (year and context.known.year not in (None, year)):
        what, remedy = f"工作表“{name}”是别的年度的,没有读", "要收的,请单独存成一个文件"
        context.problems.warn(grid.label, what, remedy, code="column-unread")
        return True
    if not context.is_lacking(name):
        return False
    context.ask_for_period(grid.label, name, "工作表")
    return True


def _read_grid(grid: Grid, context: Context) -> bool:
    """Whether something was recognised; of several tables below each other each one has to be."""
    if said := context.known.pointed.get(grid.name):
        read_pointed(grid, said, context)
        return True
    found = False
    given = without_rows_of_heads(read_down(grid, context), context)
    given = without_asides(without_other_years(given, context), context)
    grid = with_plain_heads(given, context)
    if context.fallback is not None:
        doubt_parts(grid, context, are_months_plain=tells_apart(given, context))
    for block in side_by_side(grid, context):
        parts = stacked(block, context)
        read = [_read_block(part, context) for part in parts]
        for part, is_read in zip(parts, read, strict=True):
            if any(read) and not is_read and not context.idle:
                _unrecognised(part, others=False, context=context)
        found = found or any(read)
    return found


def _read_block(block: Grid, context: Context) -> bool:
    grid = with_own_unit(block, context)
    if grid is None:
        return True
    if several := find_across(grid, context):
        read_across(grid, several, context)
        return True
    head = find_long_head(grid, context)
    if head is not None:
        if taken := read_long(grid, head, context):
            mention_unread(grid, head, taken, context)
        return True
    return read_cross(grid, context)


def _unrecognised(grid: Grid, others: bool, context: Context) -> None:
    problems = context.problems
    what = "没有认出表格:找不到已知的单位和指标"
    has_units = find_view(grid, context) is not None
    if has_units:
        known = context.known
        names = [known.items[item].name for item in known.own or known.items if item in known.items]
        few = "、".join(f"“{name}”" for name in names[:_NAMED])
        what = "没有认出表格:单位认得,没有找到要报的数据项"
        remedy = f"表头要写数据项的名称:{few}{'等' if len(names) > _NAMED else ''}"
    if unsaved := [cell for cell in sorted(grid.formulas) if not grid.text(*cell)]:
        some = "、".join(grid.address(*cell) for cell in unsaved[:_NAMED])
        more = f"等 {len(unsaved)} 格" if len(unsaved) > _NAMED else ""
        what = f"没有认出表格:{some}{more}是公式,文件里没有存着它们的结果"
        if others and not _names_own(grid, context):
            what += ",这个工作表没有读"
            problems.warn(grid.label, what, UNSAVED, code="layout-unknown")
        else:
            problems.error(grid.place(*unsaved[0]), what, UNSAVED, code="layout-unknown")
        return
    grid = side_by_side(grid, context)[0]  # what is said of one block's headings is said of all
    if has_units and ask_for_headings(grid, context, only_totals=True):
        return
    if has_units and (not others or _untold(context)) and context.known.own and ask_for_items(grid, context):  # fmt: skip
        return
    if has_units and (ask_for_headings(grid, context) or ((not others or _untold(context)) and ask_which_item(grid, context))):  # fmt: skip
        return
    if others:
        problems.warn(
            grid.label,
            what + ",这个工作表没有读",
            remedy if has_units else "如果里面有数,请核对单位和指标名称",
            code="layout-unknown",
        )
        return
    if not has_units:
        remedy = "请核对单位、指标名称是否与方案一致;可用三种摆法:一行一个数(单位、指标、期间、数值),单位在左、指标在上,或指标在左、单位在上"
    problems.error(grid.label, what, remedy, code="layout-unknown")


def _names_own(grid: Grid, context: Context) -> bool:
    """Whether a page's name or its first lines name something that the reporter owes and no other page has told."""
    rows = range(min(len(grid.rows), _NAMED))
    title = normalised(
        grid.name + "".join(grid.text(r, c) for r in rows for c in range(grid.width))
    )
    names = [context.known.items[item].name for item in _untold(context)]
    return any(normalised(name.removesuffix(SCORE)) in title for name in names)


def _untold(context: Context) -> list[str]:
    """What the reporter owes and no page of the file has told."""
    told, known = set(context.columns.item), context.known
    return [item for item in known.own if item in known.items and item not in told]


def _tell_idle(name: str, context: Context) -> None:
    """What is not assessed this time is said plainly, and the rest goes on."""
    if not context.idle:
        return
    names = [context.known.items[item].name for item in context.idle]
    few = "、".join(f"“{one}”" for one in names[:_MANY]) + (
        f"等 {len(names)} 项" if len(names) > _MANY else ""
    )
    if len(context.columns):
        context.problems.warn(name, f"{few}这一轮不考,不收", "其余的照收", code="not-assessed")
    elif not context.problems.error_count:
        remedy = "要考的,先在轮次页“改考核哪些”里勾上"
        context.problems.error(name, f"{few}这一轮不考,没有可收的数", remedy, code="not-assessed")


def _mention_scores(name: str, context: Context) -> None:
    """Say which headings were taken for scores without saying so: 固定资产投资 for 固定资产投资得分."""
    read = set(context.columns.item)
    taken = [written for written, item in context.known.scores.items() if item in read]
    taken = [written for written in taken if context.items.was_asked(written) and not _says_points(written, context)]  # fmt: skip
    if taken:
        few = "、".join(f"“{written}”" for written in taken[:_NAMED])
        more = f"等 {len(taken)} 项" if len(taken) > _NAMED else ""
        what = f"{few}{more}没有写“得分”二字,按得分读入"
        remedy = "请核对填的是评分单位评出的分,不是原始数"
        context.problems.warn(name, what, remedy, code="read-as-score")


def _says_points(written: str, context: Context) -> bool:
    """Whether 得分 stood in brackets behind a heading: 固定资产投资(得分)."""
    return any(words.is_one_of(one, words.POINTS) for one in context.items.brackets_behind(written))


def _check_duplicates(columns: ObservationColumns, known: KnownNames, problems: Problems) -> None:
    """Two figures for one cell are a fault, except for tallies and events, which may come in several rows."""
    cells = list(zip(columns.subject, columns.item, columns.period, columns.key, strict=True))
    if len(set(cells)) == len(cells):
        return
    single = {i for i, info in known.items.items() if info.kind not in ("tally", "events")}
    where: dict[tuple[str, str, str, str], list[int]] = defaultdict(list)
    for index, cell in enumerate(cells):
        if cell[1] in single:
            where[cell].append(index)
    for (subject, item, period, _), indexes in where.items():
        if len(indexes) > 1:
            what = f"“{known.subjects[subject]}”的“{known.items[item].name}”({period})报了{len(indexes)}次:"
            what += "、".join(
                f"{columns.source[i]} 是 {columns.value[i] or '没有数'}" for i in indexes[:5]
            )
            problems.error(columns.source[indexes[1]], what, "请只留一个", code="duplicate")
