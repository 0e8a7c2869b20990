"""任务分解表的另一种摆法: one indicator to a row, the units across the columns."""

from __future__ import annotations

from typing import Any

from baton.documents.grids import Grid
from baton.documents.layouts import words
from baton.documents.layouts.known import ItemInfo
from baton.documents.layouts.values import CellReader
from baton.documents.layouts.view import View
from baton.documents.names import NameBook, normalised, without_unit
from baton.documents.problems import Problems
from baton.documents.target_answers import Meant
from baton.documents.target_words import ITEM_HEADS, UNIT_HEADS

ITEMS = frozenset(map(normalised, ITEM_HEADS))
MEASURES = frozenset(map(normalised, ("计量单位", "数据单位", "单位")))
UNITS = frozenset(map(normalised, UNIT_HEADS))
HEAD_ROWS, MOST_COLUMNS, FEWEST_UNITS = 20, 400, 2


def units_across(grid: Grid, names: NameBook) -> tuple[int, int] | None:
    """The row of heads and the column of indicators of a table with the units across; None for any other.

    Some row below has to name an indicator, and at least two columns beside it have to be headed by something else than
    a field, a total or a remark.
    """
    view = View(grid)
    for row in range(min(HEAD_ROWS, len(grid.rows))):
        heads = [normalised(view.label(row, c)) for c in range(min(grid.width, MOST_COLUMNS))]
        column = next((c for c, head in enumerate(heads) if head in ITEMS), None)
        if column is None or len(_units(view, row, column)) < FEWEST_UNITS:
            continue
        below = (view.label(r, column) for r in range(row + 1, len(grid.rows)))
        if any(text and names.find(without_unit(text)[0]).id for text in below):
            return row, column
    return None


def _units(view: View, row: int, column: int) -> dict[int, str]:
    """The columns that are headed by what may be a unit."""
    found = {}
    for c in range(column + 1, min(view.width, MOST_COLUMNS)):
        text = view.label(row, c)
        word = normalised(without_unit(text)[0])
        is_other = word in words.ASIDE or word in MEASURES or word in UNITS or words.total_of(text)
        if text and not is_other:
            found[c] = text
    return found


def read_across(
    grid: Grid,
    at: tuple[int, int],
    *,
    names: NameBook,
    main: Any,
    days: Any,
    problems: Problems,
    meant: Meant,
) -> list[dict[str, Any]]:
    """The agreed values of such a table, as `read_targets` gives them.

    main: code -> the field that a table means that only names the indicator. days: code, field -> whether it is a day. meant: takes the
    names of indicators that nobody knows.
    """
    (head, column), view, reader = at, View(grid), CellReader(grid, problems)
    units = {c: text for c, text in _units(view, head, column).items() if text not in meant.left}
    found: list[dict[str, Any]] = []
    unread: list[str] = []
    above = (words.corner_unit(view.label(r, c)) for r in range(head) for c in range(view.width))
    general = next((one for one in above if one), "")
    beside = next((c for c in range(view.width) if normalised(view.label(head, c)) in MEASURES), None)  # fmt: skip
    for row in range(head + 1, len(grid.rows)):
        first = next((text for c in range(view.width) if (text := view.label(row, c))), "")
        written = view.label(row, column)
        if words.is_note(first):
            break
        if not written or words.total_of(written):
            continue
        bare, own = without_unit(written)
        code = names.find(bare).id or names.find(written).id
        if code is None:
            if written not in meant.left and any(view.label(row, c) for c in units):
                meant.rows.setdefault(written, grid.place(row, column))
                unread.append(f"“{written}”")
            continue
        measure = own or (view.label(row, beside) if beside is not None else "") or general
        field = main(code)
        kind = "date" if days(code, field) else "number"
        for c, unit in units.items():
            is_blank = not view.label(row, c) and not view.is_formula(row, c)
            if is_blank or view.is_swallowed(row, c):
                continue
            outcome = reader.read(row, c, ItemInfo(field, kind, "", False))  # type: ignore[arg-type]
            if outcome is not None:
                found.append(
                    {
                        "unit": unit, "item": code, "field": field, "value": outcome[0] or "", "state": outcome[1],
                        "place": grid.place(row, c), "measure": measure,
                        "written": view.label(row, c) if (row, c) in reader.with_unit else "",
                    }
                )  # fmt: skip
    if unread:
        what = (
            f"{'、'.join(unread[:5])}{'等' if len(unread) > 5 else ''}不是指标体系里的指标,没有读"
        )
        problems.warn(grid.label, what, "如果应当读入,请核对指标名称", code="row-asked")
    reader.finish()
    return found
