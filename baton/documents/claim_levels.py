"""级别在表头: columns headed by a level beside one that names the matter; what stands under them marks the level, or gives its points.

A sheet is copied, never moved: the level and the points go into columns added at the right.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from baton.documents.grids import Grid, Raw
from baton.documents.headings import ColumnSpec, matching
from baton.documents.layouts import words
from baton.documents.names import normalised
from baton.documents.numbers import read_number

UNIT, KIND, LEVEL, TITLE, POINTS = "unit", "kind", "level", "title", "points"
TAIL = re.compile(r"(情况|事项|项目|部分|名称|内容)$")
NONE = {"", "无", "没有", "—", "——", "-", "/", "／", "0", "×", "✗", "否"}
LEVELS = re.compile(
    r"(国家级?|中央|省部级|部级|省级|市厅级|厅局级|厅级|市级|县处级|县级|区级|乡镇级)(?:\s*的)?(.{0,8})"
)
_POINTS = re.compile(
    r"[(（\[]?(?:[每一]?[项个次件])?[加减扣计得奖]?(\d+(?:\.\d+)?)?分[值数]?(?:[/／每]?[项个次件])?[)）\]]?$",
    re.ASCII,
)  # 国家级（每项3分）, 省级分值
_MARK = re.compile(r"(?:[√✓✔☑■●○◎★☆*]|[vVyY是有对])?\s*([+＋\-－−]?\d+(?:\.\d+)?)?\s*分?", re.ASCII)
Level = tuple[str, str, str]  # the level, the kind behind it, and its points, as a heading has them


@dataclass(frozen=True)
class Head:
    """A heading in one row or two: what each column is called, and what stands over it. said: as `Heads` has it."""

    row: int
    last: int
    names: Sequence[str]
    over: Sequence[str]
    said: Mapping[str, str] = field(default_factory=dict)

    def keys(self, columns: Sequence[ColumnSpec]) -> dict[int, str]:
        """What each column holds, as far as its name or a person says so."""
        keys = {spec.key for spec in columns}
        told = {c: key for c, name in enumerate(self.names) if (key := self.said.get(name))}
        found = {c: key for c, key in told.items() if key in keys}
        for c, name in enumerate(self.names):
            spec = matching(name, columns) if name and c not in told else None
            if spec and spec.key not in told.values():
                found[c] = spec.key
        return dict(sorted(found.items()))


def level_of(text: str, known: Collection[str] = ()) -> Level | None:
    """The level a heading names, with its kind and its points where it says them. known: levels of the rule book.

    >>> level_of("国家级(3分)"), level_of("省级表彰（每项1.5分）"), level_of("逾期", ["逾期"]), level_of("备注")
    (('国家级', '', '3'), ('省级', '表彰', '1.5'), ('逾期', '', ''), None)
    """
    found = _POINTS.search(text.strip())
    bare = text.strip()[: found.start()] if found else text.strip()
    points = (found[1] or "") if found else ""
    own = {normalised(one): one for one in known}
    if level := own.get(normalised(bare)):
        return level, "", points
    match = LEVELS.fullmatch(bare)
    return (match[1], TAIL.sub("", match[2]), points) if match else None


def marked(
    grid: Grid, head: Head, columns: Sequence[ColumnSpec], known: Collection[str], kinds: Collection[str], places: dict[str, str]
) -> list[Grid]:  # fmt: skip
    """A list whose lines say their level, and one for each further level of a line; nothing for any other head."""
    keys = head.keys(columns)
    if not {UNIT, TITLE} <= set(keys.values()) or LEVEL in keys.values():
        return []
    levels = {c: found for c, name in enumerate(head.names) if name and c not in keys and (found := level_of(name, known))}  # fmt: skip
    rows = _lines(grid, head, keys)
    cells = [text for r in rows for c in levels if (text := grid.text(r, c)) not in NONE]
    if len(levels) < 2 or 2 * sum(map(_is_mark, cells)) < max(1, len(cells)):
        return []
    meant = {r: [c for c in levels if grid.text(r, c) not in NONE] for r in rows}
    made, most = list[Grid](), max(map(len, meant.values()), default=0)
    body = grid if most < 2 else filled(grid, head.last)
    for at in range(most):
        here = {r: own[at : at + 1] for r, own in meant.items() if len(own) > at or not at}
        made.append(_Pass(body, head, columns, levels, kinds, places, at).made(here))
    return made


def _lines(grid: Grid, head: Head, keys: Mapping[int, str]) -> list[int]:
    found = []
    for r in range(head.last + 1, len(grid.rows)):
        texts = [text for c in range(grid.width) if (text := grid.text(r, c))]
        if is_line(texts) and not is_total(grid, r, keys):
            found.append(r)
    return found


def _is_mark(text: str) -> bool:
    return _MARK.fullmatch(text.strip()) is not None


def _number(text: str) -> Raw:
    """A number that stands in no cell of its own, so that nobody is told of a cell of text; any other text as it is."""
    plain = read_number(text).text if text else None
    if plain is None:
        return text
    return float(plain) if "." in plain else int(plain)


@dataclass
class _Pass:
    """One list of a sheet: the lines with the first of their levels, or those with a second one."""

    grid: Grid
    head: Head
    columns: Sequence[ColumnSpec]
    levels: Mapping[int, Level]
    kinds: Collection[str]
    places: dict[str, str]
    at: int

    def made(self, meant: Mapping[int, Sequence[int]]) -> Grid:
        """meant: the column of the level of each line that is on the list, or none."""
        kinds = {c: self._kind(c) for c in self.levels}
        found = {r: self._line(r, own[0], kinds[own[0]]) if own else {} for r, own in meant.items()}
        own = set(self.head.keys(self.columns).values())
        keys = [key for key in (LEVEL, KIND, POINTS) if any(line.get(key) for line in found.values())]  # fmt: skip
        keys = [key for key in keys if key != KIND or key not in own]
        names = {key: self._name(key) for key in keys}
        rows: list[list[Raw]] = []
        for r, row in enumerate(self.grid.rows):
            cells, added = list[Raw](row), list[Raw]([""] * len(keys))
            if self.head.row <= r < self.head.last or (
                r > self.head.last and self.at and r not in meant
            ):
                cells = [""] * self.grid.width
            elif r == self.head.last:
                cells = ["" if c in self.levels else name for c, name in enumerate(self.head.names)]
                added = [names[key] for key in keys]
            elif line := found.get(r):
                added = [line[key] for key in keys]
            rows.append([*cells, *[""] * 3 * self.at, *added])
        merged = [one for one in self.grid.merged if one[0] > self.head.last]
        made = replace(self.grid, rows=rows, merged=merged)
        self._places(made, {r: own for r, own in meant.items() if own}, len(keys))
        return made

    def _places(self, made: Grid, meant: Mapping[int, Sequence[int]], count: int) -> None:
        """What is wrong with a level is wrong with the cell that says it, or with the head over it."""
        origins = {self.head.last: (self.head.last, min(self.levels))}
        origins |= {r: (r, own[0]) for r, own in meant.items()}
        for r, origin in origins.items():
            for step in range(count):
                place = made.place(r, self.grid.width + 3 * self.at + step)
                self.places[place] = self.grid.place(*origin)

    def _line(self, row: int, column: int, kind: str) -> dict[str, Raw]:
        """What a line says by the cell it has in the column of a level."""
        level, _, points = self.levels[column]
        text = self.grid.text(row, column)
        mark = _MARK.fullmatch(text.strip())
        if self._has_points:
            points = ""
        points = (mark[1] or points) if mark else text
        return {LEVEL: level, KIND: kind, POINTS: _number(points)}

    @property
    def _has_points(self) -> bool:
        return POINTS in self.head.keys(self.columns).values()

    def _kind(self, column: int) -> str:
        """The kind that the head says behind a level or over it, where the rule book has it."""
        said = {normalised(TAIL.sub("", one)) for one in (self.levels[column][1], self.head.over[column]) if one}  # fmt: skip
        return next((kind for kind in self.kinds if normalised(kind) in said), "")

    def _name(self, key: str) -> str:
        """What an added column is called: points beside another column of points by one of their other names."""
        spec = next(spec for spec in self.columns if spec.key == key)
        taken = {normalised(name) for name in self.head.names}
        return next(name for name in (spec.name, *spec.synonyms) if normalised(name) not in taken)


def is_total(grid: Grid, row: int, keys: Mapping[int, str]) -> bool:
    """Whether 合计 stands where the units do, or left of them."""
    last = next((c for c, key in keys.items() if key == UNIT), -1)
    return any(words.total_of(grid.text(row, c)) for c in range(last + 1))


def is_line(texts: Sequence[str]) -> bool:
    """Whether a row may be one of the list: it holds something, and is neither a note nor who signed."""
    return bool(texts) and not words.is_note(texts[0]) and not words.is_signed(texts)


def filled(grid: Grid, head: int) -> Grid:
    """The sheet with every cell of a range that runs down a column holding what the range says."""
    rows, kept = [list(row) for row in grid.rows], []
    for one in grid.merged:
        top, left, bottom, right = one
        if left == right and top > head:
            for r in range(top, min(bottom, len(rows) - 1) + 1):
                rows[r][left] = rows[top][left]
        elif top > head:
            kept.append(one)
    return replace(grid, rows=rows, merged=kept)
