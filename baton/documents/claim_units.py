"""加减分表是谁的: a list without a column of units that is all of one unit or stands in sections, and names left blank below the first.

A sheet is copied, never moved: whose a line is goes into a column added at the right.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from baton.documents.claim_columns import WHOSE, ClaimHeads
from baton.documents.claim_levels import TITLE, UNIT, is_line
from baton.documents.grids import Grid
from baton.documents.headings import ColumnSpec, find_head
from baton.documents.layouts import words
from baton.documents.names import normalised
from baton.documents.problems import Problems
from baton.documents.several_names import is_vague, names_several

HEAD = "单位"
_NUMBER = re.compile(r"\s*[(（]?[一二三四五六七八九十\d]{1,3}[)）、.．]?\s*")
_BEFORE = re.compile(r"\s*(?:[(（][一二三四五六七八九十\d]{1,3}[)）]|[一二三四五六七八九十]{1,3}、|\d{1,3}[、.．](?!\d))\s*")  # fmt: skip
_BEHIND = re.compile(r"\s*(?:[(（][^()（）]*[)）])?\s*[:：]?\s*$")


def with_units(
    grid: Grid, columns: Sequence[ColumnSpec], heads: ClaimHeads, problems: Problems, places: dict[str, str]
) -> Grid:  # fmt: skip
    """The sheet with a unit in every line, where the sheet tells it; what is told otherwise than by a cell of the line is a warning.

    heads.naming takes the headings of columns in which units stand.
    """
    found = find_head(grid, columns, heads)
    if found is None or heads.names is None:
        return grid
    sheet = _Sheet(grid, *found, heads, places)
    if UNIT in sheet.at:
        return sheet.read_down(problems)
    heads.naming |= {text for c, text in sheet.texts.items() if any(map(sheet.is_name, sheet.cells(c)))}  # fmt: skip
    if len(found[1]) < 2 or TITLE not in sheet.at or sheet.has_names:
        return grid
    if sections := sheet.sections():
        return sheet.widened(sections, (0, 0), set(sections))
    if (whose := sheet.owner()) is None:
        return grid
    name, said_by, origin = whose
    made = sheet.widened({sheet.head: name}, origin, set())
    if said_by:
        what = f"没有单位列，照“{said_by}”都记作{name}的"
        problems.warn(grid.place(*origin), what, "不是的，请在表里加一列“单位”", code="one-owner")
    return made


class _Sheet:
    """One list under one row of headings."""

    def __init__(
        self, grid: Grid, head: int, found: Mapping[int, ColumnSpec], heads: ClaimHeads, places: dict[str, str]
    ) -> None:  # fmt: skip
        self.grid, self.head, self.heads, self.places = grid, head, heads, places
        self.at = {spec.key: c for c, spec in found.items()}
        self.texts = {c: text for c in range(grid.width) if (text := grid.text(head, c))}
        self.numbers = {c for c, spec in found.items() if spec.kind == "id"}

    def row(self, r: int) -> list[str]:
        return [text for c in range(self.grid.width) if (text := self.grid.text(r, c))]

    def cells(self, column: int) -> list[str]:
        below = range(self.head + 1, len(self.grid.rows))
        return [text for r in below if (text := self.grid.text(r, column))]

    def is_name(self, text: str) -> bool:
        """Whether a cell names a unit, or several."""
        if self.heads.names is None:
            return False
        parts = re.split(r"[、,，;；/]", text) if names_several(text) else [text]
        return is_vague(text) or any(self.heads.names.find(one).id is not None for one in parts)

    @property
    def has_names(self) -> bool:
        """Whether some column is one of units, which only is not called so."""
        columns = [[text for text in self.cells(c) if not self._section(text)] for c in self.texts]
        return any(cells and 2 * sum(map(self.is_name, cells)) >= len(cells) for cells in columns)

    def _section(self, text: str) -> bool:
        return bool(_BEFORE.match(text))

    def read_down(self, problems: Problems) -> Grid:
        """A unit over several lines, blank below the first, as merged cells are when they were copied; not where the list repeats its names."""
        column, title = self.at[UNIT], self.at.get(TITLE)
        if title is None:
            return self.grid
        rows, above, last, filled = [list(row) for row in self.grid.rows], "", "", list[int]()
        for r in range(self.head + 1, len(rows)):
            text, matter = self.grid.text(r, column), self.grid.text(r, title)
            if words.total_of(matter) is not None and not text:
                rows[r][column] = matter
            if not is_line(self.row(r)) or words.total_of(self.row(r)[0]) is not None:
                above = last = ""
                continue
            if text and text == last:
                return self.grid
            last = text
            above = text or above
            if not text and above and matter and not self._is_merged(r, column):
                rows[r][column] = above
                filled.append(r)
        if filled:
            what = f"“{self.texts[column]}”空着的 {len(filled)} 行照上面的名称读"
            remedy = "不是上面的，请补上单位名称"
            problems.warn(self.grid.place(filled[0], column), what, remedy, code="names-above")
        return replace(self.grid, rows=rows)

    def _is_merged(self, row: int, column: int) -> bool:
        return any(top <= row <= bottom and left <= column <= right for top, left, bottom, right in self.grid.merged)  # fmt: skip

    def sections(self) -> dict[int, str]:
        """Rows that hold nothing but a unit's name, with the name; rows numbered like them too, whatever they are called."""
        lone = dict[int, str]()
        for r in range(self.head + 1, len(self.grid.rows)):
            texts = {text for text in self.row(r) if not _NUMBER.fullmatch(text)}
            if len(texts) == 1 and is_line(self.row(r)):
                lone[r] = texts.pop()
        bare = {r: _BEHIND.sub("", _BEFORE.sub("", text)) for r, text in lone.items()}
        known = {r for r, text in bare.items() if self.is_name(text)}
        forms = {form for r in known if (form := _form(lone[r]))}
        return {r: text for r, text in bare.items() if r in known or _form(lone[r]) in forms}

    def owner(self) -> tuple[str, str, tuple[int, int]] | None:
        """Whose the whole page is: its name, the words that say so, and where; nothing where nobody can tell."""
        names, top = self.heads.names, (self.head, 0)
        if names is None:
            return None
        above = [(r, c) for r in range(self.head) for c in range(self.grid.width) if self.grid.text(r, c)]  # fmt: skip
        for at, (r, c) in enumerate(above):
            text, beside = self.grid.text(r, c), [*above, (0, 0)][at + 1]
            if (whose := WHOSE.match(text)) is None:
                continue
            written = text[whose.end() :] or (self.grid.text(*beside) if beside[0] == r else "")
            written = re.split(r"\s{2,}|[(（]", written.strip())[0]
            if (code := names.find(written).id) is not None:
                return names.name(code), f"{whose[0].strip(' :：')}：{written}", (r, c)
        titles = [(self.grid.text(*at), at) for at in above]
        titles += [(self.grid.name, top), (Path(self.heads.file).stem, top)]
        named = {name: (text, at) for text, at in reversed(titles) for name in self._named_in(text)}
        if len(named) != 1:
            return (self.heads.owner, "", top) if self.heads.owner else None
        name, (text, at_cell) = next(iter(named.items()))
        return name, text, at_cell

    def _named_in(self, text: str) -> list[str]:
        """Units that a title names, other than one that sends it out (县委办关于…)."""
        whole = normalised(text)
        found = [
            (form, name) for name in self.heads.units.values()
            if (form := normalised(name)) in whole and f"{form}关于" not in whole and not WHOSE.match(text)
        ]  # fmt: skip
        return [name for form, name in found if not any(form != other and form in other for other, _ in found)]  # fmt: skip

    def widened(self, names: Mapping[int, str], origin: tuple[int, int], out: set[int]) -> Grid:
        """The sheet with a column of units: each line has the last name at its row or above. out: rows that are no lines."""
        rows, name, at = [], "", origin
        for r, row in enumerate(self.grid.rows):
            if r in names:
                name = names[r]
                at = (r, 0) if r in out else origin
            others = [text for c in range(self.grid.width) if c not in self.numbers and (text := self.grid.text(r, c))]  # fmt: skip
            texts = self.row(r)
            added = name if r > self.head and others and is_line(texts) else ""
            if texts and (total := next((one for one in texts if words.total_of(one) is not None), "")):  # fmt: skip
                added = total if added and not _NUMBER.fullmatch(texts[0]) else added
            rows.append([*([""] * len(row) if r in out else row), HEAD if r == self.head else "" if r in out else added])  # fmt: skip
            self.places[self.grid.place(r, self.grid.width)] = self.grid.place(*at)
        merged = [one for one in self.grid.merged if one[0] not in out]
        return replace(self.grid, rows=rows, merged=merged)


def _form(text: str) -> str:
    """How a heading is numbered: its number without which one it is."""
    found = _BEFORE.match(text)
    return re.sub(r"[一二三四五六七八九十]+", "一", re.sub(r"\d+", "1", found[0].strip())) if found else ""  # fmt: skip
