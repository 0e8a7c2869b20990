"""表头: where the table starts in a sheet, which way it runs, and what each of its columns means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from baton.documents.grids import Grid
from baton.documents.layouts import words
from baton.documents.layouts.context import Context, rows_above
from baton.documents.layouts.folded import fold
from baton.documents.layouts.head_rows import NUMBERISH, Head, head_of, heading, lists_measures
from baton.documents.layouts.known import FIGURE, ItemInfo
from baton.documents.layouts.measured import AMOUNTS, RATES, is_growth, measured, name_over
from baton.documents.layouts.measures import is_measure, is_points
from baton.documents.layouts.view import View
from baton.documents.names import normalised, without_unit
from baton.documents.numbers import PERCENT_UNITS
from baton.documents.period_titles import is_of_last_year

_ROWS, _COLUMNS, _LONGEST = (
    3_000,
    400,
    60,
)  # what is looked at to find the axes; a name has at most 60 characters


@dataclass(slots=True)
class Meaning:
    """What a column holds; text: the heading. unit: of measure, as written; measure: the same if it is not the item's.

    adds: the columns whose figures are added up for this one's, by a person's word.
    full: the points from which the column says how many were taken off, by a person's word; empty for all others.
    rivals: the headings of which one holds the item, where nobody can tell which ("either").
    is_growth_of: the name of the item in per cent whose figures a column 增速 holds.

    role: "value", "total", "points" or "reason" (beside a value), "lone" (points without the figure they come from),
    "slips" (beside levels: how many came back or were valid), "lacking" (of a period that the calendar hasn't), "passed" (of a part of the
    period that is asked for, about which there is one question for all), "aside", "period", "blank" or "unknown".
    """

    role: str
    text: str = ""
    item: str = ""
    period: str | None = None
    key: str = ""
    unit: str = ""
    total: str = ""
    measure: str = ""
    full: str = ""
    rivals: tuple[str, ...] = ()
    adds: tuple[int, ...] = ()
    is_growth_of: str = ""


def find_view(grid: Grid, context: Context) -> tuple[View, Head] | None:
    """The way a cross table runs, decided by where known subjects stand; None if none is found."""
    rows: dict[int, int] = {}
    columns: dict[int, int] = {}
    leads = _lead_columns(grid) | _workplaces(grid, context)
    for r in range(min(len(grid.rows), _ROWS)):
        for c in range(min(grid.width, _COLUMNS)):
            text = grid.rows[r][c]
            if not isinstance(text, str) or not 0 < len(text) <= _LONGEST or c in leads:
                continue
            if context.subjects.find(grid.text(r, c)).id:
                rows[r] = rows.get(r, 0) + 1
                columns[c] = columns.get(c, 0) + 1
    if not rows:
        return None
    row = max(rows, key=lambda r: (rows[r], -r))
    column = max(columns, key=lambda c: (columns[c], -c))
    sideways = rows[row] > columns[column] or (
        rows[row] == columns[column] and _items_below(grid, row, context)
    )
    if sideways and (folded := fold(grid, row, context)):
        return folded
    view = View(grid, sideways=sideways)
    label = row if sideways else column
    return view, head_of(view, label, context)


def meanings(
    view: View, head: Head, context: Context
) -> tuple[dict[int, Meaning], dict[int, list[str]], str]:
    """Meaning and headings of every column right of the names, and the item that the page is about.

    Also finds a column of periods and notes it in the head.
    """
    found, headings = {}, {}
    default = (
        _item_in_title(view, head, context)
        or context.known.pages.get(view.grid.name, "")
        or _item_unsaid(view, head, context)
    )
    for column in range(view.width):
        parts = headings[column] = measured(heading(view, head, column), context.items)
        if (
            column != head.label
            and parts
            and head.periods < 0
            and words.is_one_of(parts[-1], words.PERIOD)
            and not view.sideways
        ):
            head.periods = column
        elif (
            column > head.label
            and not _item(parts, context)[0]
            and not (parts and parts[-1].endswith((*words.REASON, *words.POINTS)))
            and _tells_rows_apart(view, head, column, context)
        ):
            continue
        elif column > head.label:
            found[column] = _meaning(view, head, column, parts, default, context)
    return found, headings, default


def _tells_rows_apart(view: View, head: Head, column: int, context: Context) -> bool:
    """A column whose cells are all periods, or all words such as 目标 and 实际完成: several rows per subject."""
    texts = {
        view.label(row, column) for row in range(head.start, min(view.height, head.start + _ROWS))
    } - {""}
    if not texts or len(texts) > 40:
        return False
    if head.periods < 0 and all(context.periods.find(text) for text in texts):
        head.periods = column
        return True
    if head.parts < 0 and all(
        normalised(text) in words.ASIDE | words.PLAIN_VALUE
        or words.is_one_of(text, (*words.POINTS, *words.REASON))
        for text in texts
    ):
        head.parts = column
        return True
    return False


def _lead_columns(grid: Grid) -> set[int]:
    """Columns headed 牵头单位 and the like; their units are not those whose figures are reported."""
    top = range(min(len(grid.rows), 20))
    return {
        c
        for c in range(min(grid.width, _COLUMNS))
        if any(words.is_one_of(grid.text(r, c), words.LEADS) for r in top)
    }


def _workplaces(grid: Grid, context: Context) -> set[int]:
    """Columns of the units where persons work, beside a column of the persons that are known."""
    for row in range(min(len(grid.rows), 20)):
        heads = {c: grid.text(row, c) for c in range(min(grid.width, _COLUMNS))}
        persons = [c for c, text in heads.items() if words.is_one_of(text, words.PERSONS)]
        below = range(row + 1, min(len(grid.rows), _ROWS))
        if persons and any(context.subjects.find(grid.text(r, persons[0])).id for r in below):
            places = (*words.BELONGS, *words.SUBJECT)
            return {c for c, text in heads.items() if c not in persons and words.is_one_of(text, places)}  # fmt: skip
    return set()


def _items_below(grid: Grid, row: int, context: Context) -> bool:
    """With as many subjects beside as below each other: items standing below decide for the counties across."""
    below = sum(
        bool(context.items.find(grid.text(r, c)).id)
        for r in range(row + 1, min(len(grid.rows), row + 50))
        for c in range(min(3, grid.width))
    )
    above = sum(
        bool(context.items.find(grid.text(r, c)).id) for r in range(row) for c in range(grid.width)
    )
    return below > above


def _meaning(
    view: View, head: Head, column: int, parts: list[str], default: str, context: Context
) -> Meaning:
    text = " ".join(parts)
    if not parts or (view.sideways and words.is_note(parts[0])):
        return Meaning("blank", text)
    item, rest = _item(parts, context)
    unit = _unit(view, head, column, _spelt(parts, context))
    if not item:
        return _without_item(parts, text, unit, default, context)
    info = context.known.items[item]
    meaning = Meaning("value", text, item, unit=unit)
    if unit and not is_measure(unit):  # 义务教育（上半年）: no unit of measure
        meaning.period = context.periods.find(unit)
        if meaning.period:
            meaning.unit = ""
        elif context.is_of_another_year(unit) or is_of_last_year(unit):
            return Meaning("aside", text, item)
        elif context.is_lacking(unit):
            return Meaning("lacking", unit, item)
    for part, below in rest:
        word = normalised(without_unit(part)[0])
        period = context.periods.find(part)
        if period:
            meaning.period = period
        elif below and words.is_one_of(part, words.REASON):
            return Meaning("reason", text, item)
        elif (
            below and words.is_one_of(part, words.POINTS) and not words.is_one_of(part, words.VALUE)
        ):
            return Meaning("points", text, item)
        elif (
            word in words.ASIDE
            or words.is_one_of(part, words.MEASURE)
            or _is_its_growth(part, info.name)
        ):
            if below:
                return Meaning("aside", text, item)
        elif below and info.kind in ("tally", "events"):
            meaning.key = part
        elif words.total_of(part):
            return Meaning("total", text, item, total=words.total_of(part) or "")
        elif context.known.year and (year := words.year_of(part)):
            if year != context.known.year:
                return Meaning("aside", text, item)
        elif context.is_of_another_year(part):
            return Meaning("aside", text, item)
        elif context.is_lacking(part):
            return Meaning("lacking", part, item)
        elif below and not view.sideways and not _is_figure(word, info, view):
            return Meaning("unknown", part, item)
    return meaning


def _is_figure(word: str, info: ItemInfo, view: View) -> bool:
    """完成数 of anything; under counties that are across also 绝对额 of an amount, or of a growth, beside which it may stand itself."""
    is_rate = info.unit in PERCENT_UNITS and not normalised(without_unit(info.name)[0]).endswith(RATES)  # fmt: skip
    return word in words.PLAIN_VALUE or (word in AMOUNTS and view.is_turned and not is_rate)


def _is_its_growth(part: str, name: str) -> bool:
    """增长% under 固定资产投资, not 累计增速 under what is a growth itself."""
    return is_growth(part) and not normalised(without_unit(name)[0]).endswith(RATES)


def _item(parts: list[str], context: Context) -> tuple[str, list[tuple[str, bool]]]:
    """The item a heading names and the other parts, each marked if it stands below the item's name.

    Joined parts come first: 一般公共预算收入 over 增速 may be an item of its own.
    """
    parts = _spelt(parts, context)
    for size in range(len(parts), 0, -1):
        for at in range(len(parts) - size, -1, -1):
            bare = "".join(without_unit(part)[0] for part in parts[at : at + size])
            exact = context.items.find("".join(parts[at : at + size]))
            identifier = exact.id or context.items.find(bare).id or _grown_since(bare, context)
            if identifier:
                return identifier, [
                    (p, i >= at + size) for i, p in enumerate(parts) if not at <= i < at + size
                ]
    return "", []


def is_named(parts: Sequence[str], context: Context) -> bool:
    """Whether a heading names an item itself."""
    return bool(_item(list(parts), context)[0])


def _grown_since(bare: str, context: Context) -> str:
    """财政收入同比增长 for 财政收入同比, where something is called so; empty where nothing is."""
    if not bare.endswith("同比"):
        return ""
    return next((found for word in RATES if (found := context.items.find(bare + word).id)), "")


def _spelt(parts: list[str], context: Context) -> list[str]:
    """The parts with 1—6月固定资产投资 taken for 固定资产投资 over 1—6月; the year that is assessed says nothing of its own.

    党建考核(得分) is 党建考核 over 得分: what a column holds is no unit of measure.
    """
    found: list[str] = []
    for part in parts:
        name, period = context.parted(part)
        year = words.year_of(period) if period else None
        found += _with_points(name, context)
        if period and (year is None or year != context.known.year):
            found.append(period)
    return found


def _with_points(part: str, context: Context) -> list[str]:
    bare, behind = without_unit(part)
    says_points = bare and words.is_one_of(behind, words.POINTS)
    return [bare, behind] if says_points and context.items.find(part).how != "exact" else [part]


def _without_item(
    parts: list[str], text: str, unit: str, default: str, context: Context
) -> Meaning:
    if context.known.headings.get((default, "".join(parts))) == FIGURE:
        named = next((p for p in map(context.periods.find, parts[:-1]) if p), None)
        return Meaning("value", text, default, named, unit=unit)
    if said := context.known.headings.get((default, parts[-1])):
        full = "" if said == FIGURE else said
        if any(map(context.is_of_a_year_apart, parts)):
            return Meaning("aside", text, default)
        named = next((p for p in map(context.periods.find, parts[:-1]) if p), None)
        if not named and (lacking := context.lacking_in(parts[:-1])):
            return Meaning("lacking", lacking, default)
        return Meaning("value", parts[-1], default, named, unit="" if full else unit, full=full)
    total = next((words.total_of(part) for part in parts if words.total_of(part)), None)
    if total:
        return Meaning("total", text, total=total)
    last = normalised(without_unit(parts[-1])[0])
    if any(parts[-1].endswith(word) for word in words.REASON):
        return Meaning("reason", text)
    if last in words.ASIDE or words.is_full_points(parts[-1]) or words.is_one_of(last, (*words.BELONGS, *words.SUBJECT)):  # fmt: skip
        return Meaning("aside", text)
    year = words.year_of(parts[-1]) if context.known.year else None
    if any(context.is_of_a_year_apart(part) for part in parts):
        return Meaning("aside", text)
    period = next((p for p in map(context.periods.find, parts) if p), None)
    if default and not period and (lacking := context.lacking_in(parts[:-1])):
        return Meaning("lacking", lacking, default)
    if default and name_over(parts) and context.known.items[default].unit in PERCENT_UNITS:
        return Meaning("unknown", parts[-1])
    if default and (period or year or last in words.PLAIN_VALUE):
        return Meaning("value", text, default, period, unit=unit)
    if default and context.is_lacking(parts[-1]):
        return Meaning("lacking", parts[-1], default)
    if all(NUMBERISH.fullmatch(part) for part in parts):
        return Meaning("aside", text)
    if any(without_unit(parts[-1])[0].endswith(word) for word in words.POINTS):
        return Meaning("points", parts[-1])
    return Meaning("unknown", parts[-1])


def _unit(view: View, head: Head, column: int, parts: list[str]) -> str:
    for row in range(head.top, head.start):
        if lists_measures(view, row, head):
            return view.label(row, column)
    units = (without_unit(part)[1] for part in reversed(parts))
    return next((unit for unit in units if unit and not is_points(unit)), "")


def _item_in_title(view: View, head: Head, context: Context) -> str:
    """The only item named in the title or the sheet's name: tables of one item with months across."""
    grid = view.grid
    before = head.top if not view.sideways else head.label
    above = [grid.text(r, c) for r in rows_above(grid, before, 6) for c in range(min(grid.width, 30))]  # fmt: skip
    if not view.sideways:  # of a table of two columns the title stands over the names
        above += [view.label(r, head.label) for r in range(head.top, head.start)]
    title = normalised(grid.name + " ".join(above))
    known = context.known
    names = [(normalised(info.name), item) for item, info in known.items.items()]
    names += [(normalised(without_unit(info.name)[0]), item) for item, info in known.items.items()]
    for others in (known.indicators, known.scores):
        names += [(normalised(written), item) for written, item in others.items()]
    named = {(text, item) for text, item in names if text and text in title}
    longest = {
        item
        for text, item in named
        if not any(text != other and text in other for other, _ in named)
    }
    own = longest & set(known.own) or longest
    return next(iter(own)) if len(own) == 1 else ""


def _item_unsaid(view: View, head: Head, context: Context) -> str:
    """The only item that is owed, for a table in which no heading names any."""
    own = list(context.known.own)
    if len(own) != 1:
        return ""
    every = (
        measured(heading(view, head, column), context.items)
        for column in range(head.label + 1, view.width)
    )
    return "" if any(_item(parts, context)[0] for parts in every) else own[0]
