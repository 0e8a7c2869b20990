"""目标表的摆法: a head of two rows made into one, years in front of the usual words understood, leads beside towns across set aside.

A page is copied, never moved: every cell keeps its address for messages.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from baton.documents.grids import Grid, Raw
from baton.documents.layouts import words
from baton.documents.layouts.view import View
from baton.documents.names import NameBook, normalised, without_unit
from baton.documents.problems import Problems
from baton.documents.target_owners import Owner
from baton.documents.target_words import (
    ASIDE,
    HEAD_ROWS,
    ITEMS,
    MEASURE,
    NAMED_ITEMS,
    UNITS,
    are_measures,
    is_field,
    is_head,
    is_of_another_year,
    is_target,
    is_whole,
    names_leads,
    usual,
)

MOST_COLUMNS, LOOKED_AT = 400, 60
FEWEST_UNITS = 2


@dataclass
class Arranged:
    """A page as the readers understand it. head: the rows of its heading. across: whether the units stand across it.

    leads: headings of columns that name who leads, and nobody who promises anything. owner: of a page about one unit, which.
    """

    grid: Grid
    head: range = range(0)
    across: bool = False
    leads: list[str] = field(default_factory=list)
    owner: Owner | None = None


def arranged(grid: Grid, units: NameBook | None, year: int) -> Arranged:
    """The page with one row of usual headings where the readers want one; the page itself where nothing is to be done."""
    view = View(grid)
    for row in range(min(HEAD_ROWS, view.height)):
        texts = _texts(view, row)
        if len(set(filter(None, texts))) < 2:
            continue
        is_deep = _is_deep(view, row)
        for at in (row, row + 1)[: 1 + is_deep]:
            if units is not None and (named := _units_across(view, at, units)):
                parted = _parted(view, row, named, year) if is_deep and at == row else None
                return _across(grid, view, range(row, at + 1 + bool(parted)), named, units, year, parted)  # fmt: skip
        if _heads(texts) & (UNITS | ITEMS):
            return _down(grid, view, row, year, is_deep=is_deep)
    return Arranged(grid)


def tell(page: Arranged, label: str, problems: Problems, units: NameBook | None) -> None:
    """Columns of leads that promise nothing, and the unit that a whole page is about."""
    owner = page.owner
    if owner is not None and owner.where and units is not None:
        what = f"{owner.where}里写着“{units.name(owner.code)}”,这一页都收作它的目标"
        problems.warn(label, what, "不对的话,请加上“单位”列再交", code="owner-told")
    if leads := page.leads or (owner.leads if owner else []):
        whose = "横着写名称的才是承担目标的单位" if page.across else "这一页是一个单位的责任书"
        what = f"{'、'.join(f'“{text}”' for text in leads)}列不收作它们的目标,{whose}"
        problems.warn(label, what, "不对的话,请一行写一个单位、一个指标", code="leads-aside")


def _texts(view: View, row: int) -> list[str]:
    return [view.label(row, c) for c in range(min(view.width, MOST_COLUMNS))]


def _heads(texts: Sequence[str]) -> set[str]:
    return {normalised(without_unit(text)[0]) for text in texts if text}


def _below(view: View, row: int, column: int) -> list[str]:
    rows = range(row + 1, min(view.height, row + 1 + LOOKED_AT))
    return [text for r in rows if (text := view.label(r, column))]


def _is_deep(view: View, row: int) -> bool:
    """Whether the next row belongs to the heading: it says more below some heads, and nothing below those of names."""
    if row + 1 >= view.height:
        return False
    upper, lower = _texts(view, row), _texts(view, row + 1)
    own = [c for c, text in enumerate(lower) if text and view.corner(row + 1, c)[0] == row + 1]
    if len({lower[c] for c in own}) < 2 or not all(is_head(lower[c]) for c in own):
        return False
    named = [c for c, text in enumerate(upper) if _heads([text]) & (UNITS | ITEMS)]
    return bool(named) and not set(named) & set(own)


def _units_across(view: View, row: int, units: NameBook) -> dict[int, str]:
    """The columns headed by units of the roster under which no units stand; two units at the least, beside what the rows are about."""
    found, known = dict[int, str](), set[str]()
    for c, text in enumerate(_texts(view, row)):
        code = units.find(text).id if text else None
        below = _below(view, row, c) if code else []
        if code and below and not any(units.find(one).id for one in below):
            found[c] = text
            known.add(code)
    return found if len(known) >= FEWEST_UNITS and 0 not in found else {}


def _across(grid: Grid, view: View, head: range, named: dict[int, str], units: NameBook, year: int, parted: list[str] | None) -> Arranged:  # fmt: skip
    """One row of heads; columns of leads and of totals are aside, and so is what stands over the towns but its unit of measure."""
    last, leads = head[-1], list[str]()
    upper, lower = _texts(view, head[0]), _texts(view, last)
    names = parted or [text or upper[c] for c, text in enumerate(lower)]
    if parted:
        named = {c: text for c, text in enumerate(parted) if text in named.values()}
        upper = lower
    for c, text in enumerate(names):
        if c in named or not text:
            continue
        below = _below(view, last, c)
        known = sum(units.find(one).id is not None for one in below)
        if _heads([text]) & UNITS and are_measures(below):
            names[c] = MEASURE
        elif names_leads(text) or _heads([text]) & UNITS or (below and 2 * known > len(below)):
            leads.append(text)
            names[c] = ASIDE
        elif is_whole(text) or usual(text, year) or is_of_another_year(text, year):
            names[c] = ASIDE
    over = [without_unit(upper[c])[1] for c in named] if head[0] != last else []
    measure = next(filter(None, over), "")
    rows = [list(row) for row in grid.rows]
    if head[0] != last:
        rows[head[0]] = [f"单位:{measure}" if measure and not c else "" for c in range(grid.width)]
    elif not leads and names == lower:
        return Arranged(grid, head, across=True)
    rows[last] = _written(names, rows[last])
    return Arranged(_headed(grid, rows, head), head, across=True, leads=leads)


def _parted(view: View, row: int, named: dict[int, str], year: int) -> list[str]:
    """What columns are called when each unit has several: the unit over its target, and aside what is none."""
    names, above = list[str](), ""
    for c, (top, own) in enumerate(zip(_texts(view, row), _texts(view, row + 1), strict=True)):
        is_own = bool(own) and view.corner(row + 1, c)[0] == row + 1
        above = top or (above if is_own else "")
        if not is_own or above not in named.values():
            names.append(top or own)
            continue
        word = usual(own, year) or own
        bare = normalised(without_unit(word)[0])
        is_aside = is_field(word) or bare in words.ASIDE or is_of_another_year(own, year)
        names.append(above if is_target(word) else ASIDE if is_aside else f"{above}·{own}")
    return names


def _down(grid: Grid, view: View, row: int, year: int, *, is_deep: bool) -> Arranged:
    """A list gets one row of heads; of any other table the usual words take the place of those with a year in front."""
    head = range(row, row + 1 + is_deep)
    rows = [list(cells) for cells in grid.rows]
    if is_deep and _heads(_texts(view, row)) & NAMED_ITEMS:
        rows[row] = [""] * grid.width
        rows[row + 1] = _written(_joined(view, row, year), rows[row + 1])
        return Arranged(_headed(grid, rows, head), head)
    for r in head:
        for c in range(min(view.width, MOST_COLUMNS)):
            if word := usual(grid.text(r, c), year):
                rows[r][c] = word
    return Arranged(replace(grid, rows=rows), head)


def _joined(view: View, row: int, year: int) -> list[str]:
    """What the columns under a head of two rows are called, in one row."""
    upper, lower = _texts(view, row), _texts(view, row + 1)
    over, above = list[str](), ""
    for c, top in enumerate(upper):
        own = lower[c] if view.corner(row + 1, c)[0] == row + 1 else ""
        above = top or (above if own else "")
        over.append(above)
        lower[c] = own
    again = Counter(filter(None, lower))
    names = []
    for top, own in zip(over, lower, strict=True):
        whole = f"{top}{own}" if own != top else own
        is_own = own and again[own] == 1 and not is_of_another_year(top, year)
        names.append(usual(whole, year) or (own if is_own else usual(own, year) or own if is_field(top) and own else whole))  # fmt: skip
    return names


def _written(names: Sequence[str], cells: Sequence[Raw]) -> list[Raw]:
    return [*names, *cells[len(names) :]]


def _headed(grid: Grid, rows: list[list[Raw]], head: range) -> Grid:
    """The page with these rows; ranges that reach into the heading are ranges no more."""
    merged = [one for one in grid.merged if one[2] < head[0] or one[0] > head[-1]]
    return replace(grid, rows=rows, merged=merged)
