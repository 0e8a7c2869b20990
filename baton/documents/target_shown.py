"""怎么读的: every column of a table of targets in its order, with what it was read as, so that a misreading is seen before it counts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from baton.documents.grids import Grid, column_letters
from baton.documents.layouts.view import View
from baton.documents.names import NameBook, normalised, without_unit
from baton.documents.scheme_table.shown import ReadAs
from baton.documents.target_layouts import Arranged
from baton.documents.target_owners import SAID
from baton.documents.target_words import FIELD_SYNONYMS, HEAD_ROWS, ITEMS, MEASURE, UNITS

MOST = 60
UNREAD, EMPTY = "没有读", "空的"
_PLACE = re.compile(r"\(第(\d+)行第(\d+)列\)$", re.ASCII)
_PERIOD = frozenset(("期间", "时期"))


def cell_of(place: str) -> tuple[int, int]:
    """Row and column of a place as messages have it, from 0."""
    found = _PLACE.search(place)
    return (int(found[1]) - 1, int(found[2]) - 1) if found else (-1, -1)


def columns_read(
    written: Grid, grid: Grid, page: Arranged, rows: Sequence[Mapping[str, Any]], *,
    names: NameBook, fields: Mapping[str, Mapping[str, bool]], units: NameBook | None, with_page: bool = False,
) -> list[ReadAs]:  # fmt: skip
    """What the columns of a page were read as. written, grid: the page as it came and as it was understood; rows: its values.

    names, fields: of indicators, and what the rule book takes of each. with_page: there are several pages.
    """
    view, read = View(written), View(grid)
    cells = [(cell_of(row["place"]), row) for row in rows]
    first = min((r for (r, _), _ in cells if r >= 0), default=-1)
    head = page.head or _head(view, first)
    if not head:
        return []
    at = f"{written.name} " if with_page and written.name else ""
    found = []
    for c in range(min(written.width, MOST)):
        text = "·".join(dict.fromkeys(filter(None, (view.label(r, c) for r in head))))
        own = [row for (_, column), row in cells if column == c]
        word = normalised(without_unit(read.label(head[-1], c))[0])
        if own:
            meaning = _values(own, names, fields, units, is_across=page.across)
        elif word in UNITS:
            meaning = "单位"
        elif word in ITEMS:
            meaning = "指标"
        elif word == MEASURE:
            meaning = MEASURE
        elif word in _PERIOD:
            meaning = "期间"
        else:
            is_empty = not any(view.label(r, c) for r in range(head[-1] + 1, view.height))
            meaning = EMPTY if is_empty else UNREAD
        if text or meaning != EMPTY:
            found.append(ReadAs(f"{at}{column_letters(c)} 列", text, meaning))
    owner = page.owner
    if owner is not None and rows and units is not None and not owner.is_open:
        where = "您选的" if owner.where == SAID else f"{owner.where}里写着"
        found.append(
            ReadAs(at.strip() or "整张表", "", f"单位：{units.name(owner.code)}（{where}）")
        )
    return found


def _head(view: View, first: int) -> range:
    """The rows of a heading that has no usual word: the first with several texts, up to the first value, two at the most."""
    for row in range(min(HEAD_ROWS, view.height, max(first, 0))):
        if len({text for c in range(min(view.width, MOST)) if (text := view.label(row, c))}) > 1:
            return range(row, min(first, row + 2))
    return range(0)


def _values(
    own: Sequence[Mapping[str, Any]], names: NameBook, fields: Mapping[str, Mapping[str, bool]], units: NameBook | None,
    *, is_across: bool,
) -> str:  # fmt: skip
    """What the values of one column are: of one unit, of one indicator, or one field of every row."""
    said = list(dict.fromkeys(row["field"] for row in own))
    whose = {row["unit"] for row in own}
    codes = {row["item"]: names.find(row["item"]).id for row in own}
    taken = any(_is_taken(row["field"], fields.get(codes[row["item"]] or "", {})) for row in own)
    word = "、".join(said) + ("" if taken else "，照样记下，不计分")
    is_known = units is not None and all(units.find(one).id for one in whose)
    if len(whose) == 1 and (is_across or len(codes) > 1) and is_known:
        return f"“{next(iter(whose))}”的{word}"
    code = next(iter(codes.values()))
    if len(codes) == 1 and code is not None and len(own) > 1:
        return f"“{names.name(code)}”的{word}"
    return word


def _is_taken(field: str, own: Mapping[str, bool]) -> bool:
    usual = next((names for names in FIELD_SYNONYMS if field in names), (field,))
    return any(name in own for name in usual)
