"""一家的责任书: a table without a column of units is about one, which its title, its page or its file names, or a person says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from baton.documents.grids import Grid, Raw
from baton.documents.headings import LEAVE
from baton.documents.layouts import words
from baton.documents.layouts.view import View
from baton.documents.names import NameBook, normalised, without_unit
from baton.documents.target_words import (
    ASIDE,
    HEAD_ROWS,
    MEASURE,
    NAMED_ITEMS,
    UNIT_HEADS,
    UNITS,
    is_field,
    names_leads,
)

MOST_COLUMNS = 60
TITLE, PAGE, FILE, SAID = "标题", "工作表名", "文件名", ""


@dataclass
class Owner:
    """Whose table a page is. code, where: the unit and what names it. is_open: it has to be said; then likely, columns: the
    units named and the headings whose column may hold them. leads: headings set aside.
    """

    code: str = ""
    where: str = ""
    is_open: bool = False
    likely: list[str] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    leads: list[str] = field(default_factory=list)


def owned(grid: Grid, written: Grid, units: NameBook | None, said: Mapping[str, str]) -> tuple[Grid, Owner | None]:  # fmt: skip
    """The page with a column of its one unit, and whose it is; None where a column says it, or it is another kind of table.

    written: the page with its headings as they were written. said: name of a page -> code, or LEAVE.
    """
    view = View(grid)
    row = next((r for r in range(min(HEAD_ROWS, view.height)) if _heads(view, r).keys() & NAMED_ITEMS), None)  # fmt: skip
    if row is None or units is None:
        return grid, None
    heads = _heads(view, row)
    texts = [view.label(row, c) for c in range(min(view.width, MOST_COLUMNS))]
    if not any(map(is_field, texts)) or any(units.find(text).id for text in texts if text):
        return grid, None
    answer = said.get(grid.name, "")
    if answer == LEAVE:
        return replace(grid, rows=[[""] * grid.width for _ in grid.rows]), Owner(LEAVE)
    column = next((c for head, c in heads.items() if head in UNITS), None)
    label = "" if column is None else View(written).label(row, column)
    if column is not None and not names_leads(label):
        return grid, None
    below = [] if column is None else [view.label(r, column) for r in range(row + 1, view.height)]
    known = {code for text in below if text and (code := units.find(text).id)}
    owner = _named(grid, row, units, with_file=column is None) if not answer else Owner(answer)
    if column is not None and not answer:
        is_lead = not normalised(label).startswith("责任")
        if owner.code in known or not (owner.code or owner.likely or is_lead):
            return grid, None
        if not owner.code or (known and not is_lead):
            owner = Owner(is_open=True, likely=owner.likely or [owner.code])
    if not owner.code:
        own = [label] if column is not None else []
        return grid, Owner(is_open=True, likely=[*filter(None, owner.likely)], columns=own or _columns(texts))  # fmt: skip
    owner.leads = [label] if label else [text for text in texts if text and names_leads(text)]
    return _with_unit(grid, view, row, heads, units.name(owner.code), column), owner


def _heads(view: View, row: int) -> dict[str, int]:
    texts = (view.label(row, c) for c in range(min(view.width, MOST_COLUMNS)))
    return {normalised(without_unit(text)[0]): c for c, text in enumerate(texts) if text}


def _named(grid: Grid, row: int, units: NameBook, *, with_file: bool) -> Owner:
    """The unit that the lines above the table, the name of its page and that of its file agree on."""
    above = " ".join(dict.fromkeys(grid.text(r, c) for r in range(row) for c in range(grid.width)))
    found = [(TITLE, units.within(above)), (PAGE, _page(grid.name, units))]
    if with_file and not any(codes for _, codes in found):
        found.append((FILE, units.within(Path(grid.file).stem)))
    named = list(dict.fromkeys(code for _, codes in found for code in codes))
    if len(named) != 1:
        return Owner(likely=named)
    return Owner(named[0], next(where for where, codes in found if codes))


def _page(name: str, units: NameBook) -> list[str]:
    code = units.find(name).id if name else None
    return [code] if code else units.within(name)


def _columns(texts: list[str]) -> list[str]:
    """The headings whose column may hold the units, as far as their words don't say that it holds something else."""
    found = []
    for text in dict.fromkeys(filter(None, texts)):
        word = normalised(without_unit(text)[0])
        is_other = word in words.ASIDE and not names_leads(text)
        if not (is_other or word in NAMED_ITEMS or word == MEASURE or is_field(text)):
            found.append(text)
    return found


def _with_unit(grid: Grid, view: View, head: int, heads: Mapping[str, int], name: str, column: int | None) -> Grid:  # fmt: skip
    """The page with the unit in a column of its own at the right of every row that says an indicator; a row of one text says none."""
    item = next(c for word, c in heads.items() if word in NAMED_ITEMS)
    rows: list[list[Raw]] = []
    for r, cells in enumerate(grid.rows):
        said = {text for c in range(grid.width) if (text := view.label(r, c))}
        written = view.label(r, item)
        if r == head:
            own = [ASIDE if c == column else cell for c, cell in enumerate(cells)]
            rows.append([*own, UNIT_HEADS[0]])
        elif r < head or not written or words.is_note(written):
            rows.append([*cells, ""])
        elif len(said) == 1:
            rows.append([""] * (grid.width + 1))
        else:
            rows.append([*cells, written if words.total_of(written) else name])
    return replace(grid, rows=rows)
