"""加减分表的摆法: heads in two rows, 加分 beside 扣分, levels across the columns; made into lists under one head each.

A sheet is copied, never moved: every cell keeps its address for messages; what a heading above says of its columns goes
into columns added at the right.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from baton.documents.claim_columns import ClaimHeads
from baton.documents.claim_levels import (
    KIND,
    LEVEL,
    LEVELS,
    NONE,
    TAIL,
    TITLE,
    UNIT,
    Head,
    filled,
    is_line,
    is_total,
    level_of,
    marked,
)
from baton.documents.claim_signs import told_by
from baton.documents.grids import Grid, Raw
from baton.documents.headings import ColumnSpec, find_head, missing
from baton.documents.layouts.view import View

_PIECES = re.compile(r"[\n；;]")
_NUMBERING = re.compile(r"^\s*(?:[(（]?\d{1,2}[)）]|\d{1,2}[.、．](?!\d))\s*")
_NUMBER = re.compile(r"-?\d+(\.\d+)?(分|个|项|次)?", re.ASCII)


def laid_out(
    grid: Grid, columns: Sequence[ColumnSpec], heads: ClaimHeads | None, places: dict[str, str]
) -> list[Grid]:
    """The sheet as lists that `read_table` understands; the sheet itself where its head is one row of columns.

    places: takes where a column that was added comes from, by its own place.
    """
    found = find_head(grid, columns, heads)
    if found is None:
        return [grid]
    known, said = (heads.levels, heads.said) if heads else ((), {})
    lacks = bool(missing(found[1], columns))
    two = next(
        (
            head
            for row in _rows_of(found[0], grid, known, lacks=lacks)
            if (head := _two(grid, row, columns, said))
        ),
        None,
    )
    two = two or _sides(grid, found[0], columns, said)
    kinds = heads.kinds if heads else ()
    if made := marked(grid, two or _one(grid, found[0], said), columns, known, kinds, places):
        return made
    if two is None and not lacks:
        return [grid]
    head = two or _one(grid, found[0], said)
    if levels := _levels(grid, head, columns):
        return _across(grid, head, levels, columns, places)
    if two is None:
        return [grid]
    blocks = _blocks(two, columns)
    if not blocks:
        return [_under(grid, two, set(range(grid.width)), {}, columns, places)]
    others = {c for block in blocks.values() for c in block}
    common = set(range(grid.width)) - others
    made = list[Grid]()
    for at, (name, own) in enumerate(blocks.items()):
        more = _meaning(name, common | set(own), two, columns)
        body = _only_filled(grid, two.last, own)
        made.append(
            _under(body, two, common | set(own), more, columns, places, at=at, origin=own[0])
        )
    return made


def _rows_of(row: int, grid: Grid, known: Collection[str], *, lacks: bool) -> list[int]:
    """Where a head of two rows may begin: the row itself, the one above; elsewhere only where columns reach over both."""
    is_two = _has_levels(grid, row + 1, known) or any(one[0] == row and one[2] == row + 1 for one in grid.merged)  # fmt: skip
    rows = [row] if lacks or is_two else []
    above = row - 1
    if above >= 0 and (lacks or any(one[0] == above and one[2] == row for one in grid.merged)):
        rows.append(above)
    return rows


def _has_levels(grid: Grid, row: int, known: Collection[str]) -> bool:
    """Whether a row holds levels and little else, as the second row of a head does."""
    texts = [text for c in range(grid.width) if row < len(grid.rows) and (text := grid.text(row, c))]  # fmt: skip
    return len(texts) > 1 and all(level_of(text, known) for text in texts)


def _one(grid: Grid, row: int, said: Mapping[str, str]) -> Head:
    return Head(row, row, [grid.text(row, c) for c in range(grid.width)], [""] * grid.width, said)


def _two(
    grid: Grid, row: int, columns: Sequence[ColumnSpec], said: Mapping[str, str]
) -> Head | None:
    """The head of this row and the next, where together they name what has to be there, or levels under the units."""
    if row + 1 >= len(grid.rows):
        return None
    view, names, over, above = View(grid), list[str](), list[str](), ""
    for c in range(grid.width):
        top, own = view.label(row, c), view.label(row + 1, c)
        if top:
            above = top if own and own != top else ""
        is_under = bool(own) and own != top and bool(above)
        names.append(own if is_under else top or own)
        over.append(above if is_under else "")
    head = Head(row, row + 1, names, over, said)
    found = head.keys(columns)
    keys = set(found.values())
    if not any(over) or UNIT not in keys or any(over[c] for c, key in found.items() if key == UNIT):
        return None  # what stands over the units too is the title of the table
    is_whole = all(spec.key in keys for spec in columns if spec.required)
    return head if is_whole or _levels(grid, head, columns) else None


def _sides(
    grid: Grid, row: int, columns: Sequence[ColumnSpec], said: Mapping[str, str]
) -> Head | None:
    """加分事项 | 分值 | 扣分事项 | 分值 in one row: the columns from either matter on belong to it, as under a head of two rows."""
    head = _one(grid, row, said)
    found = head.keys(columns)
    starts = {c: sign for c, name in enumerate(head.names) if found.get(c) == TITLE and (sign := told_by(name))}  # fmt: skip
    if len(starts) != 2 or len(set(starts.values())) != 2 or UNIT not in found.values():
        return None
    first, second = starts
    own = {_alike(head.names[c], found.get(c, "")) for c in range(first, second)}
    end = next((c for c in range(second, grid.width) if _alike(head.names[c], found.get(c, "")) not in own), grid.width)  # fmt: skip
    over = [starts[first] if first <= c < second else starts[second] if second <= c < end else "" for c in range(grid.width)]  # fmt: skip
    return replace(head, over=over)


def _alike(name: str, key: str) -> str:
    """What a column holds, whichever way its lines count."""
    return "points" if key == "less" else key or name


def _blocks(head: Head, columns: Sequence[ColumnSpec]) -> dict[str, list[int]]:
    """The columns under each of the headings that repeat a column: 加分 and 扣分 with 事项 and 分值 each."""
    keys = head.keys(columns)
    under: dict[str, list[int]] = {}
    for c, name in enumerate(head.over):
        if name:
            under.setdefault(name, []).append(c)
    places: dict[str, set[str]] = {}
    for name, own in under.items():
        for c in own:
            places.setdefault(keys.get(c, head.names[c]), set()).add(name)
    again = {name for names in places.values() if len(names) > 1 for name in names}
    return {name: own for name, own in under.items() if name in again}


def _meaning(name: str, own: set[int], head: Head, columns: Sequence[ColumnSpec]) -> dict[str, str]:
    """What a heading over several columns says of their lines: the kind, the level, or both."""
    said = {key for c, key in head.keys(columns).items() if c in own}
    found = LEVELS.fullmatch(name)
    level, rest = (found[1], found[2]) if found else ("", name)
    meant = {LEVEL: level, KIND: TAIL.sub("", rest)}
    return {key: text for key, text in meant.items() if text and key not in said}


def _levels(grid: Grid, head: Head, columns: Sequence[ColumnSpec]) -> dict[int, tuple[str, str]]:
    """Columns headed by a level whose cells name what was won: by column its level and kind; nothing for any other head."""
    keys = head.keys(columns)
    if TITLE in keys.values() or UNIT not in keys.values():
        return {}
    found: dict[int, tuple[str, str]] = {}
    for c, name in enumerate(head.names):
        if c not in keys and (match := LEVELS.fullmatch(name.strip())):
            found[c] = match[1], TAIL.sub("", match[2]) or TAIL.sub("", head.over[c])
    body = (r for r in range(head.last + 1, len(grid.rows)) if not is_total(grid, r, keys))
    cells = [grid.text(r, c) for r in body for c in found]
    if len(found) < 2 or any(_NUMBER.fullmatch(text) and text not in NONE for text in cells):
        return {}
    return found


def _across(
    grid: Grid, head: Head, levels: Mapping[int, tuple[str, str]], columns: Sequence[ColumnSpec], places: dict[str, str]
) -> list[Grid]:  # fmt: skip
    """A list for each level, and for each further thing that stands in one cell."""
    title = next(spec.name for spec in columns if spec.key == TITLE)
    common, keys = set(range(grid.width)) - set(levels), head.keys(columns)
    made, body = list[Grid](), filled(grid, head.last)
    rows = [_blank(grid) if r > head.last and is_total(grid, r, keys) else row for r, row in enumerate(body.rows)]  # fmt: skip
    body = replace(body, rows=rows)
    for c, (level, kind) in levels.items():
        pieces = {r: _pieces(body.rows[r][c]) for r in range(head.last + 1, len(grid.rows))}
        more = {LEVEL: level} | ({KIND: kind} if kind and KIND not in keys.values() else {})
        named = _called(head, c, title)
        for at in range(max(map(len, pieces.values()), default=0)):
            rows = [
                row if r <= head.last else _with(row, c, pieces[r][at]) if at < len(pieces[r]) else _blank(grid)
                for r, row in enumerate(body.rows)
            ]  # fmt: skip
            made.append(
                _under(
                    replace(body, rows=rows),
                    named,
                    common | {c},
                    more,
                    columns,
                    places,
                    at=c,
                    origin=c,
                )
            )
    return made or [grid]


def _called(head: Head, column: int, name: str) -> Head:
    """The head with one column called otherwise."""
    return replace(head, names=[name if c == column else one for c, one in enumerate(head.names)])


def _pieces(raw: Raw) -> list[str]:
    """Everything a cell names: one a line, or with semicolons between."""
    texts = [_NUMBERING.sub("", one).strip() for one in _PIECES.split(str(raw))]
    return [text for text in texts if text not in NONE]


def _with(row: Sequence[Raw], column: int, text: str) -> list[Raw]:
    return [text if c == column else value for c, value in enumerate(row)]


def _only_filled(grid: Grid, head: int, own: Sequence[int]) -> Grid:
    """The sheet without the rows that say nothing in these columns."""
    body = filled(grid, head)
    rows = [
        row if r <= head or any(body.text(r, c) not in NONE for c in own) else _blank(grid)
        for r, row in enumerate(body.rows)
    ]
    return replace(body, rows=rows)


def _under(
    grid: Grid, head: Head, own: set[int], more: Mapping[str, str], columns: Sequence[ColumnSpec],
    places: dict[str, str], *, at: int = 0, origin: int = 0,
) -> Grid:  # fmt: skip
    """The sheet with one row of headings over these columns, and what is meant of all lines in columns of its own."""
    names = {spec.key: spec.name for spec in columns}
    width, gap = grid.width, 2 * at
    rows: list[list[Raw]] = []
    for r, row in enumerate(grid.rows):
        cells: list[Raw] = list(row)
        added: list[Raw] = [""] * (gap + len(more))
        if head.row <= r < head.last:
            cells = [""] * width
        elif r == head.last:
            cells = [name if c in own else "" for c, name in enumerate(head.names)]
            added[gap:] = [names[key] for key in more]
        elif r > head.last and is_line([text for c in range(width) if (text := grid.text(r, c))]):
            added[gap:] = list(more.values())
        rows.append([*cells, *added])
    made = replace(grid, rows=rows, merged=[one for one in grid.merged if one[0] > head.last])
    for r in range(head.last + 1, len(rows)):
        for step in range(len(more)):
            places[made.place(r, width + gap + step)] = grid.place(head.row, origin)
    return made


def _blank(grid: Grid) -> list[Raw]:
    return [""] * grid.width
