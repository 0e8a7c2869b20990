"""长表: one row per 单位/指标/期间/数值 record, read column by column."""

from __future__ import annotations

import datetime as dt
import difflib
import functools
import re
from collections.abc import Sequence
from typing import Literal

from baton.documents.dates import read_date
from baton.documents.grids import Grid, Raw, column_letters, plain_text
from baton.documents.layouts import beside, long_growths, words
from baton.documents.layouts.context import Context, Unknowns, title_of, unit_below, unit_in
from baton.documents.layouts.known import SCORE, Beside, State
from baton.documents.layouts.long_growths import called_after
from baton.documents.layouts.long_head import (
    LongHead,
    holds_points,
    is_complete,
    is_own_growth,
)
from baton.documents.layouts.long_keys import long_keys
from baton.documents.layouts.long_rows import check_width, record_rows
from baton.documents.layouts.values import CellReader
from baton.documents.numbers import PERCENT_UNITS, quoted, read_float


def read_long(grid: Grid, head: LongHead, context: Context) -> set[int]:
    """Append the records of a long table to the context's columns; faults go to its problems. Gives the columns of the figures."""
    if not is_complete(grid, head, context):
        return set()
    reader = context.reader(grid)
    check_width(grid, head, context)
    rows = record_rows(grid, head, context)
    part = {name: _column(grid, rows, column) for name, column in head.columns.items()}
    subjects = _resolved(grid, rows, head, "subject", part, context)
    items = _resolved(
        grid, rows, head, "item", part, context, long_growths.grown(grid, head, context)
    )
    periods = _periods(grid, rows, head, part, context, reader)
    keys, items = long_keys(grid, rows, head, items, part.get("key"), context)
    items = long_growths.of_growths(grid, head, items, context, reader)
    places = _value_columns(head, items, context)
    long_growths.settle(grid, rows, head, part["item"], items, places, context, reader)
    rows = long_growths.with_growths(grid, rows, head, part, (subjects, periods, keys), items, places, context)  # fmt: skip
    outcomes = _outcomes(grid, rows, places, items, context, reader)
    _refuse_points(grid, head, items, outcomes, context)
    if "state" in part:
        _apply_states(grid, rows, head, part["state"], outcomes, context)
    dates = [_iso(raw) for raw in part["date"]] if "date" in part else [None] * len(rows)
    units = _measures(grid, rows, head, places, part, items, context, reader)
    _append(grid, rows, places, context, subjects, items, periods, keys, outcomes, dates, units)
    _append_beside(grid, rows, head, part, context, subjects, items)
    reader.finish()
    return set(places)


def _column(grid: Grid, rows: Sequence[int], column: int) -> list[Raw]:
    every = grid.rows
    return [every[r][column] for r in rows]


def _resolved(
    grid: Grid,
    rows: Sequence[int],
    head: LongHead,
    part: str,
    parts: dict[str, list[Raw]],
    context: Context,
    stems: dict[str, str] | None = None,
) -> list[str | None]:
    """Ids of a column of names; each distinct name is looked up once. stems: what a growth is called after."""
    book, more = context.subjects if part == "subject" else context.items, stems or {}
    ids = {
        raw: book.find(plain_text(raw)).id or called_after(raw, more) for raw in set(parts[part])
    }
    found = [ids[raw] for raw in parts[part]]
    if None in ids.values():
        unknown = Unknowns(book.kind, book, grid)
        for r, raw, identifier in zip(rows, parts[part], found, strict=True):
            if identifier is None and plain_text(raw):
                unknown.add(plain_text(raw), (r, head.columns[part]))
            elif identifier is None:
                what = f"这一行没有写{book.kind}"
                context.problems.error(
                    grid.place(r, head.columns[part]),
                    what,
                    f"请补上{book.kind}名称",
                    code="name-blank",
                )
        unknown.report(context.problems)
    return found


def _periods(
    grid: Grid,
    rows: Sequence[int],
    head: LongHead,
    parts: dict[str, list[Raw]],
    context: Context,
    reader: CellReader,
) -> list[str | None]:
    default = head.period or context.default_period(grid, title_of(grid, head.row), reader)
    if "period" not in parts:
        if default is None and rows:
            remedy = "请加一列“期间”,或在报送时指定期间"
            context.problems.error(
                grid.label, "看不出这张表是哪个期间的", remedy, code="period-unknown"
            )
        return [default] * len(rows)
    column = parts["period"]
    found = {raw: _period(raw, default, context) for raw in set(column)}
    periods = [found[raw] for raw in column]
    if None in found.values():
        for r, raw, period in zip(rows, column, periods, strict=True):
            if period is None:
                _unknown_period(grid, (r, head.columns["period"]), plain_text(raw), context)
    others = sorted({p for p in found.values() if p and context.period and p != context.period})
    if others:
        reader.mention(
            "other-period", f"表里写的期间是{'、'.join(others[:5])},与指定的{context.period}不同"
        )
    return periods


def _period(raw: Raw, default: str | None, context: Context) -> str | None:
    if isinstance(raw, dt.date):
        return context.periods.find_month(raw)
    text = plain_text(raw)
    return context.periods.find(text) if text else default


def _unknown_period(grid: Grid, cell: tuple[int, int], text: str, context: Context) -> None:
    if context.is_lacking(text):
        context.ask_for_period(grid.place(*cell), text)
        return
    known = context.periods.known
    near = difflib.get_close_matches(text, known, 1, 0.4) or known[:1]
    remedy = f"请写成方案里的期间,如“{near[0]}”" if near else "请核对方案里的期间"
    what = f"没有期间“{text}”" if text else "这一行没有写期间"
    context.problems.error(grid.place(*cell), what, remedy, code="period-unknown")


def _value_columns(head: LongHead, items: list[str | None], context: Context) -> list[int]:
    """The column that holds each record's figure: the points, where the item itself is a score."""
    known, at = context.known.items, head.columns["value"]
    points = head.columns.get("points", at)
    scores = {item for item, info in known.items() if info.name.endswith(SCORE)}
    return [points if item in scores else at for item in items]


def _outcomes(
    grid: Grid, rows: Sequence[int], places: list[int], items: list[str | None], context: Context, reader: CellReader
) -> list[tuple[str | None, State] | None]:  # fmt: skip
    """Outcome of every record, read column by column."""
    found: dict[int, tuple[str | None, State] | None] = {}
    for at in sorted(set(places)):
        mine = [i for i, place in enumerate(places) if place == at]
        at_rows = [rows[i] for i in mine]
        read = _values(grid, at_rows, at, [items[i] for i in mine], context, reader)
        found.update(zip(mine, read, strict=True))
    return [found[i] for i in range(len(places))]


def _refuse_points(
    grid: Grid, head: LongHead, items: list[str | None], outcomes: list[tuple[str | None, State] | None], context: Context
) -> None:  # fmt: skip
    """A lone column of points holds no figures of items that are measured in something else."""
    if not holds_points(grid, head.row, head.columns):
        return
    wrong = [item for item in dict.fromkeys(items) if item and not context.known.holds_points(item)]
    place = grid.place(head.row, head.columns["value"])
    for each in wrong:
        context.refuse_points(place, grid.text(head.row, head.columns["value"]), each)
    for i, item in enumerate(items):
        if item in wrong:
            outcomes[i] = None


def _values(
    grid: Grid,
    rows: Sequence[int],
    at: int,
    items: list[str | None],
    context: Context,
    reader: CellReader,
) -> list[tuple[str | None, State] | None]:
    """Outcome of each value cell; ordinary numbers in ordinary cells need no closer look."""
    column, infos = _column(grid, rows, at), dict(context.known.items)
    quick = _quick_text if grid.is_text else _quick_float
    numbers = {i for i, known in infos.items() if known.kind == "number"}
    signed = {i for i in numbers if not infos[i].non_negative}
    rates = {i for i in numbers if infos[i].unit in ("", *PERCENT_UNITS)}
    special = _special_rows(grid, at)
    shares = {row: decimals for (row, c), decimals in grid.percents.items() if c == at}
    outcomes: list[tuple[str | None, State] | None] = []
    for row, item, raw in zip(rows, items, column, strict=True):
        text = None
        if item in numbers and row not in special:
            if row not in shares:
                text = quick(raw)
            elif item in rates and type(raw) is float:
                text = _quick_share(raw, shares[row])
        if text is not None and (text[0] != "-" or item in signed):
            outcomes.append((text, "reported"))
        else:
            outcomes.append(reader.read(row, at, infos[item]) if item is not None else None)
    return outcomes


def _special_rows(grid: Grid, column: int) -> set[int]:
    """Rows in which a column's cell holds a formula or error or is shown otherwise than it is stored."""
    known = (grid.formulas, grid.errors, grid.rounded, grid.scaled)
    return {row for cells in known for row, c in cells if c == column}


@functools.lru_cache(maxsize=100_000)
def _quick_share(value: float, shown: int | None) -> str | None:
    """Canonical text of a per cent cell that stores no more decimals than it shows; None if it needs a closer look."""
    text = read_float(value, percent=True).text
    fraction = text.partition(".")[2] if text else ""
    return None if shown is not None and len(fraction) > shown else text


_CANONICAL = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.\d{0,5}[1-9])?", re.ASCII)


def _quick_text(raw: Raw) -> str | None:
    """Text that already is canonical; None for all that needs reading."""
    return raw if isinstance(raw, str) and raw != "-0" and _CANONICAL.fullmatch(raw) else None


def _quick_float(raw: Raw) -> str | None:
    """Canonical text of an ordinary number: 15 significant digits, few decimals, no exponent; None for all else."""
    if type(raw) is not float:
        return None
    digits = f"{raw:.15g}"
    return digits if _CANONICAL.fullmatch(digits) and digits != "-0" else None


def _apply_states(
    grid: Grid,
    rows: Sequence[int],
    head: LongHead,
    column: list[Raw],
    outcomes: list[tuple[str | None, State] | None],
    context: Context,
) -> None:
    """A 状态 column decides about blank values; contradictions with a value are faults."""
    for i, raw in enumerate(column):
        outcome = outcomes[i]
        text = plain_text(raw)
        if not text or outcome is None:
            continue
        found = words.state_of(text)
        place = grid.place(rows[i], head.columns["state"])
        if found is None:
            context.problems.error(
                place,
                f"看不懂状态{quoted(text)}",
                "可写:未报、未测、待定、缺报、无此任务、单列",
                code="state-unknown",
            )
            outcomes[i] = None
        elif found[0] == "reported" and outcome[0] is None:
            context.problems.error(
                place, f"状态写“{text}”,数值却是空的", "请补数值或改状态", code="state-contradicts"
            )
            outcomes[i] = None
        elif found[0] != "reported" and outcome[1] == "reported":
            what = f"状态写“{text}”,却填了数值 {outcome[0]}"
            context.problems.error(place, what, "请去掉一个", code="state-contradicts")
            outcomes[i] = None
        elif found[0] != "reported":
            outcomes[i] = (None, found[0])


def _iso(raw: Raw) -> str | None:
    if isinstance(raw, dt.datetime):
        return raw.date().isoformat()
    return raw.isoformat() if isinstance(raw, dt.date) else read_date(plain_text(raw))


def _measures(
    grid: Grid,
    rows: Sequence[int],
    head: LongHead,
    places: Sequence[int],
    parts: dict[str, list[Raw]],
    items: list[str | None],
    context: Context,
    reader: CellReader,
) -> list[str]:
    """The unit of measure stated for each record, where it is not its item's; the item's where the cell carries one."""
    corner = unit_in(title_of(grid, head.row)) or unit_below(grid)
    if corner:
        context.columns.notes.append(f"{grid.label}:表角写单位{corner}")
    if "measure" in parts:
        stated = [plain_text(raw) for raw in parts["measure"]]
        where = f"{column_letters(head.columns['measure'])}列"
    else:
        title = f"{title_of(grid, head.row)} {grid.name}"
        beside = {item: context.unit_in_title(title, item) for item in set(items) if item}
        stated = [corner or beside.get(item or "", "") for item in items]
        where = "表角" if corner else "标题"
    growths = {
        at for at in set(places) if is_own_growth(grid.text(head.row, at), head.period, context)
    }
    stated = ["" if at in growths else text for at, text in zip(places, stated, strict=True)]
    pairs = sorted(
        {(item, text) for item, text in zip(items, stated, strict=True) if item and text}
    )
    units = {item: context.known.items[item].unit for item in items if item}
    other = {pair: context.compare_unit(pair[1], pair[0], where, reader) for pair in pairs}
    return [
        reader.measure_in(cell, units.get(item or "", ""))
        or (units[item] if item and cell in grid.percents else other.get((item or "", text), ""))
        for cell, item, text in zip(zip(rows, places, strict=True), items, stated, strict=True)
    ]


def _append(
    grid: Grid, rows: Sequence[int], places: Sequence[int], context: Context, subjects: list[str | None], items: list[str | None],
    periods: list[str | None], keys: list[str], outcomes: list[tuple[str | None, State] | None], dates: Sequence[str | None],
    units: Sequence[str],
) -> None:  # fmt: skip
    """Keep the rows in which everything was understood."""
    prefix = {at: f"{grid.label}·{column_letters(at)}" for at in set(places)}
    into = context.columns
    for i, (subject, item, period, outcome) in enumerate(
        zip(subjects, items, periods, outcomes, strict=True)
    ):
        if subject is None or item is None or period is None or outcome is None:
            continue
        into.subject.append(subject)
        into.item.append(item)
        into.period.append(period)
        into.key.append(keys[i])
        into.value.append(outcome[0])
        into.state.append(outcome[1])
        into.source.append(f"{prefix[places[i]]}{rows[i] + 1}")
        into.date.append(dates[i])
        into.measure.append(units[i])


def _append_beside(
    grid: Grid, rows: Sequence[int], head: LongHead, parts: dict[str, list[Raw]], context: Context,
    subjects: list[str | None], items: list[str | None],
) -> None:  # fmt: skip
    """Points and reasons of the records, where the table has such columns."""
    kinds: tuple[Literal["points", "reason"], ...] = ("points", "reason")
    known = context.known.items
    read = {("points", item) for item, info in known.items() if info.name.endswith(SCORE)}
    for kind in kinds:
        for row, raw, subject, item in zip(
            rows, parts.get(kind, []), subjects, items, strict=False
        ):
            text = beside.number_in(raw) if kind == "points" else beside.reason_in(raw)
            if text and subject is not None and item is not None and (kind, item) not in read:
                source = grid.source(row, head.columns[kind])
                context.columns.beside.append(Beside(kind, subject, item, text, source))
