"""加减分表的列: what headings alone don't tell, said by the cells under them: 加/减 in words or signs, two columns of points, a lone reason.

A sheet is copied: where a heading is understood, the name of its column is written over it; no other cell but signed points changes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from baton.documents import claim_signs
from baton.documents.grids import Grid, Raw
from baton.documents.headings import ColumnSpec, Heads, find_head, matching
from baton.documents.layouts import words
from baton.documents.names import NameBook, normalised, without_unit
from baton.documents.numbers import read_number
from baton.documents.scheme_table.shown import ReadAs

SIGN, POINTS, LESS, TITLE, LEVEL = "sign", "points", "less", "title", "level"
REREAD = ("kind", "note")  # 类别 or 备注, whose cells may all be levels
SPARE = ("document", "note", "matter")  # 扣分依据 or 备注, of a table that has no other words
WHOSE = re.compile(r"\s*(?:申报|填报|报送|上报|申请|被考核|被扣分|受表彰|获奖)?单位(?:名称)?(?:[(（]盖章[)）])?\s*[:：]\s*")  # fmt: skip
LONGEST = 40  # of a title; what is longer explains how to fill in the table
_OWN = re.compile(r"(?:申请|申报|自评|自报|请求|提请)(?:加减|加|扣|减|得)?分?(?:值|数)?")
_SET = re.compile(
    r"(?:认定|核定|审定|核准|核实|确认|审核|初审|复核|复审|最终|实际|牵头单位|牵头部门|建议|拟)(?:认定|核定|审核|审定|建议|意见)?(?:加减|加|扣|减|得|计)?分(?:值|数)?"
)
_MATTER = re.compile(
    "事由|原因|理由|缘由|问题|事项|事实|情况|内容|表现|行为|情节|名称|项目|称号|荣誉$|奖项$"
)
_OTHER = re.compile(
    "(?:时间|日期|单位|部门|机关|人|级别|层级|文号|文件|(?<![及和与])依据|编号|序号|分|分值|分数)$"
)


@dataclass(frozen=True)
class Rival:
    """A second column of points: its heading, that of the one taken, the column they would be, and where it stands.

    times: lines in which they differ.
    """

    head: str
    taken: str
    key: str
    place: str
    times: int = 0


@dataclass(slots=True)
class ClaimHeads(Heads):
    """Headings of claims: afterwards also the columns of points of which one only can be taken.

    shown: what every column was read as. levels, kinds: those of the rule book, which may stand in a heading. names, units:
    of the roster; file: the name the table came under; owner: whose all lines are that say it nowhere, as was said. naming:
    headings over names of units.
    """

    rivals: list[Rival] = field(default_factory=list)
    shown: list[ReadAs] = field(default_factory=list)
    levels: Collection[str] = ()
    kinds: Collection[str] = ()
    names: NameBook | None = None
    units: Mapping[str, str] = field(default_factory=dict)
    file: str = ""
    owner: str = ""
    naming: set[str] = field(default_factory=set)


@dataclass
class Told:
    """What was found beside the columns, by the label of the sheet: titles, headings of the matter, sheets with signs, columns of points too many.

    beside: headings whose cells go into the remarks; takes those of second columns of points. spare: headings that are read
    as something else and may be the matter, where nothing else is.
    """

    beside: set[str]
    titles: dict[str, str] = field(default_factory=dict)
    headed: dict[str, str] = field(default_factory=dict)
    signed: set[str] = field(default_factory=set)
    adding: set[str] = field(default_factory=set)
    spare: list[str] = field(default_factory=list)
    rivals: list[Rival] = field(default_factory=list)


def settled(grid: Grid, columns: Sequence[ColumnSpec], heads: Heads | None, told: Told) -> Grid:
    """The sheet with its headings as they are meant; what its title and its signs say goes to `told`."""
    found = find_head(grid, columns, heads)
    if found is None:
        return grid
    known = heads.levels if isinstance(heads, ClaimHeads) else ()
    return _Sheet(grid, found[0], columns, heads.said if heads else {}, told, known).settled()


class _Sheet:
    """One list under one row of headings."""

    def __init__(
        self, grid: Grid, head: int, columns: Sequence[ColumnSpec], said: Mapping[str, str], told: Told,
        levels: Collection[str],
    ) -> None:  # fmt: skip
        self.levels = {_bare(one) for one in levels}
        self.grid, self.head, self.columns, self.said, self.told = grid, head, columns, said, told
        self.names = {spec.key: spec.name for spec in columns}
        self.texts = {c: text for c in range(grid.width) if (text := grid.text(head, c))}
        self.named: dict[int, str] = {}  # columns that are understood, by their key

    def settled(self) -> Grid:
        self.told.titles[self.grid.label] = self._title()
        self._signs()
        for key in (POINTS, LESS):
            self._points(key)
        self._level()
        self._matter()
        matters = [text for c, text in self.texts.items() if self.named.get(c) == TITLE or ((spec := self._spec(c)) and spec.key == TITLE)]  # fmt: skip
        self.told.headed[self.grid.label] = matters[0] if len(matters) == 1 else ""
        rows = [list(row) for row in self.grid.rows]
        for c, key in self.named.items():
            rows[self.head][c] = self.names[key]
            if key == POINTS:
                self._plain_signs(rows, c)
        return replace(self.grid, rows=rows)

    def _title(self) -> str:
        above = [self.grid.text(r, c) for r in range(self.head) for c in range(self.grid.width)]
        return " ".join(
            dict.fromkeys(
                text for text in above if 0 < len(text) <= LONGEST and not WHOSE.match(text)
            )
        )

    def _signs(self) -> None:
        """A column 加/减分: its words say which way each line counts, its numbers say it by their sign."""
        for c, text in self._unsaid().items():
            if claim_signs.says_signs(text):
                cells = self._cells(c)
                if _most(cells, claim_signs.sign_of):
                    self.named[c] = SIGN
                elif _most(cells, lambda one: claim_signs.signed(one) or read_number(one).text):
                    self.named[c] = POINTS

    def _points(self, key: str) -> None:
        """One column of points is taken, as was said or as its heading has it; the others are its rivals."""
        asked = [c for c, text in self.texts.items() if self._is_points(c, text, key)]
        chosen = [c for c, text in self.texts.items() if self.said.get(text) == key]
        taken = next(iter(chosen or sorted(asked, key=lambda c: (_order(self.texts[c]), c))), None)
        if taken is None:
            return
        if not chosen:
            self.named[taken] = key
        self._note_signs(taken, key)
        self.told.rivals += [
            Rival(self.texts[c], self.texts[taken], key, self.grid.place(self.head, c))
            for c in asked
            if c != taken and self.texts[c] != self.texts[taken]
        ]
        self.told.beside |= {one.head for one in self.told.rivals}
        self.named = {c: name for c, name in self.named.items() if name != key or c == taken}

    def _is_points(self, column: int, text: str, key: str) -> bool:
        if column in self.named or text in self.said:
            return self.named.get(column) == key
        is_less = any(word in text for word in "扣减") and "加" not in text
        bare = normalised(without_unit(text)[0])
        if _SET.fullmatch(bare) or _OWN.fullmatch(bare):
            return is_less == (key == LESS)
        spec = matching(text, self.columns)
        return spec is not None and spec.key == key

    def _note_signs(self, column: int, key: str) -> None:
        """Which sheets write signs before their points, and in which a column of 加分 stands beside one of 扣分."""
        if key == POINTS:
            if any(claim_signs.signed(one) for one in self._cells(column)):
                self.told.signed.add(self.grid.label)
            if "加" in self.texts[column] and not claim_signs.says_signs(self.texts[column]):
                self.told.adding.add(self.grid.label)

    def _plain_signs(self, rows: list[list[Raw]], column: int) -> None:
        """加0.5分 and 扣1分 as numbers; those that are numbers already stay as they are."""
        for r in range(self.head + 1, len(rows)):
            text = self.grid.text(r, column)
            if (plain := claim_signs.signed(text)) and read_number(text).text is None:
                rows[r][column] = plain

    def _level(self) -> None:
        """The one column whose cells are the rule book's own levels, whatever its heading, where no other is the level."""
        keys = {spec.key for c in self.texts if c not in self.named and (spec := self._spec(c))}
        found = [c for c in self._unsaid() if c not in self.named and self._holds_levels(c)]
        if LEVEL not in keys and len(found) == 1:
            self.named[found[0]] = LEVEL

    def _holds_levels(self, column: int) -> bool:
        """Whether most of its cells are levels; all of them where the heading says something else."""
        spec, cells = self._spec(column), self._cells(column)
        if spec is None:
            return _most(cells, lambda one: _bare(one) in self.levels)
        is_free = spec.key in REREAD and bool(cells)
        return is_free and all(_bare(one) in self.levels for one in cells)

    def _matter(self) -> None:
        """A lone column of reasons is the matter, where no other column is."""
        keys = {spec.key for c in self.texts if c not in self.named and (spec := self._spec(c))}
        if TITLE in keys:
            return
        free = [
            c for c, text in self._unsaid().items()
            if c not in self.named and self._spec(c) is None and _MATTER.search(text)
            and not _OTHER.search(text) and _most(self._cells(c), lambda one: read_number(one).text is None)
        ]  # fmt: skip
        if len(free) == 1:
            self.named[free[0]] = TITLE
            return
        spare = [text for c, text in self._unsaid().items() if (spec := self._spec(c)) and spec.key in SPARE]  # fmt: skip
        self.told.spare = list(dict.fromkeys([*self.told.spare, *spare]))

    def _spec(self, column: int) -> ColumnSpec | None:
        text = self.texts[column]
        if text in self.said:
            return next((one for one in self.columns if one.key == self.said[text]), None)
        return matching(text, self.columns)

    def _unsaid(self) -> dict[int, str]:
        return {c: text for c, text in self.texts.items() if text not in self.said}

    def _cells(self, column: int) -> list[str]:
        """What stands under a heading, without totals and notes."""
        found = []
        for r in range(self.head + 1, len(self.grid.rows)):
            first = next(filter(None, (self.grid.text(r, c) for c in range(self.grid.width))), "")
            if not words.is_note(first) and words.total_of(first) is None and (text := self.grid.text(r, column)):  # fmt: skip
                found.append(text)
        return found


def _bare(level: str) -> str:
    return normalised(level).removesuffix("级")


def _order(head: str) -> int:
    """Of several columns of points: what was asked for first, what was found last."""
    bare = normalised(without_unit(head)[0])
    return 0 if _OWN.fullmatch(bare) else 2 if _SET.fullmatch(bare) else 1


def _most(cells: Collection[str], holds: Callable[[str], object]) -> bool:
    """Whether there are cells at all, and at least half of them are so."""
    return bool(cells) and 2 * sum(1 for one in cells if holds(one)) >= len(cells)
