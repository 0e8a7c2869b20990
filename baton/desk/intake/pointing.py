"""自己指列: a page that was read wrongly, or not at all, with what a person may point out on it; and what was pointed out."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from baton.desk.intake.arrivals import Arrived
from baton.desk.intake.how_read import ReadLine
from baton.desk.questions import Answer
from baton.documents.grids import Grid, column_letters
from baton.documents.layouts.context import Context
from baton.documents.layouts.heads import find_view
from baton.documents.layouts.known import Pointed
from baton.documents.layouts.view import View
from baton.documents.names import with_measure
from baton.documents.observations import KnownNames
from baton.documents.problems import Problems
from baton.domain.refusals import Refused

POINT = "point"
_ROWS, _COLUMNS, _BEFORE, _LONGEST = 16, 60, 8, 40
_MOST = 1_000_000  # rows and columns that a page may have


@dataclass(frozen=True)
class PointColumn:
    """A column of the page as it is shown; item: what it holds as far as is known, empty for none."""

    at: int
    letters: str
    item: str


@dataclass(frozen=True)
class PointingPage:
    """A page as a table to point at. texts: the number of each row, from 1, with its cells. choices: code and name of what is owed.

    names: the column in which the units stand. first: the row with which the figures begin, from 1. sideways: shown with
    rows and columns exchanged, for the units stand beside each other in the file.
    """

    name: str
    sideways: bool
    columns: list[PointColumn]
    texts: list[tuple[int, list[str]]]
    names: int
    first: int
    choices: list[tuple[str, str]]

    @property
    def line(self) -> str:
        """What a row of the table as it is shown is in the file."""
        return "列" if self.sideways else "行"


def pages_of(arrived: Arrived) -> list[str]:
    """The names of the pages that hold anything, in their order."""
    return [grid.name for grid in arrived.grids if grid.rows]


def page_to_point_at(
    arrived: Arrived, name: str, known: KnownNames, as_of: str, read: Sequence[ReadLine], *, sideways: bool | None = None
) -> PointingPage:  # fmt: skip
    """The page as it is understood so far. sideways: as a person wants it shown, None for what the table says itself."""
    grid = next((one for one in arrived.grids if one.name == name and one.rows), None)
    if grid is None:
        raise Refused("没有这一页。请重新选择文件。")
    said = known.pointed.get(name) or _guessed(grid, known, as_of, read)
    if sideways is not None and sideways != said.sideways:
        said = Pointed(0, 1, {}, sideways)
    view = View(grid, sideways=said.sideways)
    shown = range(min(view.width, _COLUMNS))
    start = max(0, said.first - _BEFORE)
    rows = range(start, min(view.height, start + _ROWS))
    texts = [(row + 1, [view.label(row, c)[:_LONGEST] for c in shown]) for row in rows]
    columns = [PointColumn(c, f"第 {c + 1} 行" if said.sideways else column_letters(c), said.items.get(c, "")) for c in shown]  # fmt: skip
    owed = [item for item in known.own or known.items if item in known.items]
    choices = [
        (item, with_measure(known.items[item].name, known.items[item].unit))
        for item in owed
        if item not in known.levels and item not in known.idle and known.items[item].kind not in ("tally", "events")
    ]  # fmt: skip
    return PointingPage(name, said.sideways, columns, texts, said.names, said.first + 1, choices)


def _guessed(grid: Grid, known: KnownNames, as_of: str, read: Sequence[ReadLine]) -> Pointed:
    found = find_view(grid, Context(known, None, Problems(), allow_formulas=False, fallback=as_of))
    if found is None:
        return Pointed(0, 1, {})
    view, head = found
    own = {line.at: line.item for line in read if line.page == grid.name and line.item}
    fits = all(
        line.sideways == view.is_turned for line in read if line.page == grid.name and line.item
    )
    row, column = view.cell(head.start, head.label)
    names, first = (row, column) if view.is_turned else (column, row)
    return Pointed(names, first, own if fits else {}, view.is_turned)


def said_of(
    name: str, *, names: str, first: str, items: Mapping[str, str], sideways: bool
) -> Answer:
    """What a person pointed out, as an answer. names, first and the keys of items as a form gives them; Refused when they are none."""
    chosen = {number(at): item for at, item in items.items() if item}
    if not chosen:
        raise Refused("还没有指哪一列是哪个指标。请至少指一列；整页都不收的，不必指。")
    if (names_at := number(names)) in chosen:
        raise Refused("单位那一列不能同时是指标。请改一处。")
    value = [names_at, number(first) - 1, int(sideways), {str(at): item for at, item in chosen.items()}]  # fmt: skip
    return Answer(POINT, name, json.dumps(value, ensure_ascii=False))


def number(text: str) -> int:
    """A row or column of a form; Refused when it is none."""
    if not (text.isascii() and text.isdigit() and len(text) < 8) or int(text) > _MOST:
        raise Refused("行、列要写数字。请写数从第几行起，如 3。")
    return int(text)


def pointed_in(said: Sequence[Answer], known: KnownNames) -> dict[str, Pointed]:
    """By page, what was pointed out; what is none, or no longer owed, is left out."""
    found = {}
    for one in said:
        if one.what == POINT and (pointed := _pointed(one.value, known)):
            found[one.written] = pointed
    return found


def _pointed(text: str, known: KnownNames) -> Pointed | None:
    try:
        names, first, sideways, items = json.loads(text)
        own = {int(at): str(item) for at, item in items.items() if item in known.items}
        names, first = int(names), int(first)
    except (ValueError, TypeError, AttributeError):
        return None
    is_there = min(names, first, *own) >= 0 if own else False
    return Pointed(names, first, own, bool(sideways)) if is_there else None


def told(name: str, said: Pointed, known: KnownNames) -> str:
    """B 列收作财政收入，C 列收作优良天数比例，数从第 3 行起，是自己指的."""
    place = "第 {} 行" if said.sideways else "{} 列"
    parts = [
        f"{place.format(at + 1 if said.sideways else column_letters(at))}收作{known.items[item].name}"
        for at, item in said.items.items()
    ]
    begins = f"数从第 {said.first + 1} {'列' if said.sideways else '行'}起"
    return f"{f'工作表“{name}”' if name else ''}{'，'.join(parts)}，{begins}，是自己指的"
