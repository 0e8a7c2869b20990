"""一页一个单位: a page whose name or title says whose it is, with a line for each indicator and no column of units."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from baton.documents.grids import Grid, Raw
from baton.documents.layouts import words
from baton.documents.layouts.context import Context
from baton.documents.names import normalised
from baton.documents.problems import Offer

_LOOKED_AT, _WIDTH = 20, 60
_OTHERS = re.compile(
    r"^(?:填报|报送|编制|牵头|评分|考评|考核组织|责任)(?:单位|部门)\s*[:：]"
)  # who reports, not whose it is
HEAD = "单位"


@dataclass(frozen=True)
class Whose:
    """The unit as the page calls it, by which a clerk may be asked; row of the heading and the column of indicators."""

    written: str
    head: int
    item: int


def with_own_unit(grid: Grid, context: Context) -> Grid | None:
    """The page with a column 单位 at its right end; the page itself when it is none of one unit; None when nobody can tell whose.

    Whose it is stands in the name of the page or in its title. Where the two name different units a question is asked, and
    the page is left out until it has been answered.
    """
    head = _head_of(grid, context)
    if head is None:
        return grid
    row, item = head
    named, titled = _in_name(grid, context), _in_title(grid, row, context)
    if not named and not titled:
        return grid
    whose = named & titled if named and titled else named | titled
    subject = next(iter(whose)) if len(whose) == 1 else None
    if subject is None:
        written = _asked_about(grid, named, titled, context)
        if context.is_ignored("单位", written):
            return None
        subject = context.subjects.find(written).id
        if subject is None:
            _ask(grid, row, written, named, titled, context)
            return None
    if context.is_ignored("单位", context.subjects.name(subject)):
        return None
    return _widened(grid, Whose(context.subjects.name(subject), row, item))


def _head_of(grid: Grid, context: Context) -> tuple[int, int] | None:
    """Row and column of 考核指标, in a row that has a column of values and none of units, above lines that name no unit."""
    for row in range(min(_LOOKED_AT, len(grid.rows))):
        texts = [grid.text(row, column) for column in range(min(grid.width, _WIDTH))]
        item = next(
            (at for at, text in enumerate(texts) if words.is_one_of(text, words.ITEM)), None
        )
        if item is None or not any(words.is_one_of(text, words.VALUE) for text in texts):
            continue
        if any(words.is_one_of(text, words.SUBJECT) for text in texts if text != HEAD):
            return None
        if any(context.subjects.find(text).id for text in texts if text):
            return None
        if HEAD in texts and not _are_measures(grid, row, texts.index(HEAD), context):
            return None
        below = range(row + 1, len(grid.rows))
        known = any(context.items.find(grid.text(r, item)).id for r in below)
        return (row, item) if known else None
    return None


def _are_measures(grid: Grid, row: int, column: int, context: Context) -> bool:
    """单位 over 万元 and %: no unit below."""
    texts = {grid.text(r, column) for r in range(row + 1, len(grid.rows))} - {""}
    return bool(texts) and not any(context.subjects.find(text).id for text in texts)


def _in_name(grid: Grid, context: Context) -> set[str]:
    exact = context.subjects.find(grid.name).id if grid.name else None
    return {exact} if exact else _named_in(grid.name, context)


def _in_title(grid: Grid, head: int, context: Context) -> set[str]:
    """Units that the lines above the heading name, other than those that report."""
    texts = [grid.text(r, c) for r in range(head) for c in range(min(grid.width, _WIDTH))]
    return _named_in(" ".join(text for text in texts if not _OTHERS.match(text)), context)


def _named_in(text: str, context: Context) -> set[str]:
    """Units whose name or learnt alias stands in a text; a name inside a longer one is none: 城关镇 in 城关镇卫生院."""
    within = normalised(text)
    forms = [(normalised(name), code) for code, name in context.known.subjects.items()]
    forms += [
        (normalised(written), code) for written, code in context.known.subject_aliases.items()
    ]
    found = {(form, code) for form, code in forms if len(form) > 1 and form in within}
    return {
        code
        for form, code in found
        if not any(form != other and form in other for other, _ in found)
    }


def _asked_about(grid: Grid, named: set[str], titled: set[str], context: Context) -> str:
    """What the question is about, so that its answer is known again."""
    told = [_listed(named, context), _listed(titled, context)]
    if named and titled:
        return f"{told[0]}，标题写{told[1]}"
    return told[0] or f"{grid.name}：{told[1]}"


def _ask(
    grid: Grid, head: int, written: str, named: set[str], titled: set[str], context: Context
) -> None:
    if named and titled:
        what = f"这一页名叫“{grid.name}”,标题写的却是{_listed(titled, context)}"
    else:
        what = f"这一页写了几个单位:{_listed(named | titled, context)},看不出是谁的"
    remedy = "请核对是哪个单位的,把页名和标题改成同一个单位"
    place = grid.place(max(head - 1, 0), 0)
    context.problems.error(place, what, remedy, code="whose-page", offer=Offer("page", written))


def _listed(units: set[str], context: Context) -> str:
    every = list(context.known.subjects)
    return "、".join(context.subjects.name(code) for code in sorted(units, key=every.index))


def _widened(grid: Grid, whose: Whose) -> Grid:
    """The unit's name beside every line that names an indicator."""
    rows: list[list[Raw]] = []
    for r, row in enumerate(grid.rows):
        text = grid.text(r, whose.item)
        is_line = r > whose.head and text and not words.is_note(text)
        rows.append([*row, HEAD if r == whose.head else whose.written if is_line else ""])
    return replace(grid, rows=rows)
