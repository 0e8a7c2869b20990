"""表头: which column of a scheme table holds what, told by the words that offices write over them."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from baton.documents.layouts.measures import are_measures
from baton.documents.names import normalised
from baton.documents.numbers import fold, read_number
from baton.documents.scheme_table.sources import Cell, Table
from baton.documents.scheme_table.words import (
    HEADS,
    LEVELS,
    MOST_LINES,
    NEEDED,
    RESPONSIBLE,
    TOTAL,
    WITH_POINTS,
    bare_head,
    is_total,
    is_way,
    level_of,
    one_line,
    stated_of,
)

FINEST = len(LEVELS)
UNIT = "单位"
EMPTY = re.compile(r"[-—–―/\\.无]*")
NAMED = 3  # the level of 考核指标


@dataclass
class Head:
    """A table's head. columns: what is read → its column; levels: coarse to fine; texts: every head as it is written.

    top, bottom: its first and last line. in_name: the points stand behind the name. total: what the head of the points
    says. said: all that stands over a column. told: what a clerk said of heads, by how they are written. ranks: of a level, how fine it is. points: every column of points; weights:
    those of them that are of coarser levels than the indicators. others: columns that are for other groups.
    """

    bottom: int
    top: int = 0
    columns: dict[str, int] = field(default_factory=dict)
    levels: list[int] = field(default_factory=list)
    texts: dict[int, str] = field(default_factory=dict)
    ways: list[int] = field(default_factory=list)
    in_name: bool = False
    total: str = ""
    said: dict[int, list[str]] = field(default_factory=dict)
    ranks: dict[int, int] = field(default_factory=dict)
    points: list[int] = field(default_factory=list)
    weights: list[int] = field(default_factory=list)
    others: set[int] = field(default_factory=set)
    told: Mapping[str, str] = field(default_factory=dict)

    @property
    def doubtful(self) -> int | None:
        """The column 责任单位 where another one says who leads or gives the scores, and none whom the indicators are for."""
        lead = self.columns.get("lead")
        if lead is None or "whom" in self.columns:
            return None
        if self._is_responsible(lead):
            return lead if self.columns.get("scorer", lead) != lead else None
        return next((column for column in self.texts if self._is_responsible(column)), None)

    def _is_responsible(self, column: int) -> bool:
        return normalised(bare_head(self.texts[column])) in map(normalised, RESPONSIBLE)

    @property
    def missing(self) -> list[str]:
        """Which of the columns it can't do without it lacks."""
        has = {"name": bool(self.levels), "points": self.in_name or "points" in self.columns}
        has["sentence"] = "sentence" in self.columns
        return [key for key in NEEDED if not has[key]]

    @property
    def used(self) -> set[int]:
        """The columns that something is read from."""
        return {*self.columns.values(), *self.levels, *self.ways, *self.weights, *self.others}

    @property
    def unknown(self) -> list[str]:
        """Heads that nothing was read from."""
        used = self.used
        return [text for column, text in self.texts.items() if text and column not in used]

    def left_out(self, table: Table) -> list[str]:
        """Heads, or numbers where there is none, of the columns in which something stands that is not taken in."""
        found = []
        for column in self.left_columns(table):
            head = self.whole(column)
            found.append(f"“{head}”" if head else f"第{column + 1}列（没有表头）")
        return list(dict.fromkeys(found))

    def whole(self, column: int) -> str:
        """What stands over a column from the first line of the head down: 考核安排·上半年."""
        said = self.said.get(column) or [self.texts.get(column, "")]
        return "·".join(dict.fromkeys(filter(None, map(one_line, said))))

    def left_columns(self, table: Table) -> list[int]:
        """The columns in which something stands that is not taken in."""
        used, width = self.used, max((len(line) for line in table.lines), default=0)
        return [
            column
            for column in range(width)
            if column not in used and self._says_something(table, column, used)
        ]

    def _says_something(self, table: Table, column: int, used: Container[int]) -> bool:
        """Whether a column has a text of its own below the head, not only one merged with a column that is read."""
        for row in range(self.bottom + 1, len(table.lines)):
            line = table.lines[row]
            text = line[column] if column < len(line) else ""
            if text and not any(other in used and said == text for other, said in enumerate(line)):
                return True
        return False


def find_head(table: Table, told: Mapping[str, str] | None = None, *, most: int = 1) -> Head | None:
    """The head of a scheme table, if need be with something missing; None where a table is about something else.

    told: what was said of heads. most: how many of the columns that have to be there it may lack.
    """
    best: Head | None = None
    first = next((row for row, line in enumerate(table.lines) if any(line)), 0)
    for row in range(first, min(len(table.lines), first + MOST_LINES)):
        head = _head(table, row, row, told or {})
        if len(head.missing) <= most and (best is None or len(head.missing) < len(best.missing)):
            best = head
        if best is not None and not best.missing:
            break
    return _deepened(table, best) if best else None


def _deepened(table: Table, head: Head) -> Head:
    """A head of several lines: the lines below that hang together with it by merged cells."""
    top = head.bottom
    bottom = top
    _spread(table, top)
    while bottom + 1 < len(table.lines) and any(
        table.first(bottom + 1, column)[0] <= bottom and text
        for column, text in enumerate(table.lines[bottom + 1])
    ):
        bottom += 1
    deeper = _head(table, top, bottom, head.told) if bottom > top else head
    return deeper if len(deeper.missing) <= len(head.missing) else head


def _spread(table: Table, top: int) -> None:
    """Merge what a file without merged cells leaves apart: 分值 and nothing beside it, over 县域 and 城区."""
    if top + 1 >= len(table.lines) or any(row in (top, top + 1) for row, _ in table.origin):
        return
    line, below = table.lines[top], table.lines[top + 1]
    width = len(line)
    if len(below) != width or len(set(below) - {""}) < 2 or any(read_number(text).text is not None for text in below):  # fmt: skip
        return
    starts = [max((one for one in range(at + 1) if line[one]), default=0) for at in range(width)]
    over = {starts[at] for at in range(width) if below[at]}
    spans = {one: [at for at in range(width) if starts[at] == one] for one in over}
    if any(len(own) < 2 or level_of(line[one]) is not None or not all(below[at] for at in own) for one, own in spans.items()):  # fmt: skip
        return
    for at in range(width):
        start = starts[at] if starts[at] in spans else at
        line[at], table.origin[top, at] = line[start], (top, start)
        if start not in spans:
            below[at], table.origin[top + 1, at] = line[at], (top, at)


def _head(table: Table, top: int, bottom: int, told: Mapping[str, str]) -> Head:
    head = Head(bottom, top, told=told)
    for column in range(len(table.lines[bottom])):
        said = [line[column] for line in table.lines[top : bottom + 1] if column < len(line)]
        head.said[column], head.texts[column] = said, said[-1]
        for text in reversed(list(dict.fromkeys(said))):
            if _placed(table, head, column, text):
                head.texts[column] = text
                break
    head.levels.sort(key=lambda column: (head.ranks[column], column))
    for column, text in head.texts.items():
        if (key := told.get(normalised(one_line(text)))) and key != "name":
            head.columns[key] = column
    if "lead" not in head.columns and "scorer" in head.columns:
        head.columns["lead"] = head.columns["scorer"]
    if len(head.points) > 1:
        _choose_points(table, head)
    if "points" not in head.columns and not head.in_name:
        head.in_name = _is_behind_names(table, head)
    return head


def _placed(table: Table, head: Head, column: int, text: str) -> bool:
    """Note what a column holds; whether the text over it says so."""
    bare = bare_head(text)
    if not bare:
        return False
    said = head.told.get(normalised(one_line(text)))
    if said and said != "name":
        _take(table, head, said, (), column, text)
        return True
    level = NAMED if said else level_of(text)
    if level is not None:
        if WITH_POINTS.search(bare):
            head.in_name = True
        if _is_another(table, head, column, bare):
            head.levels.append(column)
            head.ranks[column] = level
        return True
    for key, words in HEADS.items():
        if normalised(bare) in map(normalised, words):
            _take(table, head, key, words, column, text)
            return True
    if _is_of_measures(table, head, column, text):
        _take(table, head, "measure", (), column, text)
        return True
    if is_way(bare):
        _take(table, head, "sentence", (), column, text)
        return True
    return False


def _is_of_measures(table: Table, head: Head, column: int, text: str) -> bool:
    """Whether 单位 means what figures are counted in: 单位（计量）, or nothing but 亿元, %, 个 below."""
    whole = normalised(one_line(text))
    if "计量" in whole and "单位" in whole:
        return True
    cells = [below for _, below in body(table, head, column) if not EMPTY.fullmatch(below)]
    return whole == UNIT and bool(cells) and all(map(are_measures, cells))


def _is_another(table: Table, head: Head, column: int, bare: str) -> bool:
    """Whether a column under the name of a level is one more level; under one head merged over two columns both may be."""
    alike = [
        one
        for one in head.levels
        if normalised(bare) in {normalised(bare_head(said)) for said in head.said[one]}
    ]
    if not alike:
        return True
    below = body(table, head, column)
    if not below or all(read_number(text.rstrip("、.．")).text is not None for _, text in below):
        return False
    if not body(table, head, alike[-1]):  # the first column of a merged head is empty
        head.levels.remove(alike[-1])
        del head.ranks[alike[-1]]
        return True
    before = dict(body(table, head, alike[-1]))
    return any(row not in before or before[row] != text for row, text in below)


def body(table: Table, head: Head, column: int) -> list[tuple[int, str]]:
    """Row and text of every cell of a column under the head in which something stands."""
    return [
        (row, line[column])
        for row in range(head.bottom + 1, len(table.lines))
        if column < len(line := table.lines[row]) and line[column]
    ]


def _take(table: Table, head: Head, key: str, words: tuple[str, ...], column: int, text: str) -> None:  # fmt: skip
    present = head.columns.get(key)
    if key == "points":
        head.points.append(column)
        if not head.total and (said := TOTAL.search(text)):
            head.total = fold(said[1])
    if present is None:
        head.columns[key] = column
    elif key == "sentence" and head.texts[present] != text:
        head.ways.append(column)
    elif (key == "lead" and _rank(words, text) < _rank(words, head.texts[present])) or (
        key != "points" and not body(table, head, present)
    ):
        head.columns[key] = column


def _rank(words: tuple[str, ...], text: str) -> int:
    known = [normalised(word) for word in words]
    bare = normalised(bare_head(text))
    return known.index(bare) if bare in known else len(known)


def _choose_points(table: Table, head: Head) -> None:
    """Of several columns of points the one that has the most cells of its own is the indicators', the rest are weights.

    As many in two: the one that comes to a round hundred, else the one that is named first among the words.
    """
    found = {column: numbers(table, head, column) for column in head.points}

    def _worth(column: int) -> tuple[int, bool, int]:
        own = found[column]
        whole = sum(own.values(), Fraction(0))
        return len(own), bool(whole) and whole % 100 == 0, -head.points.index(column)

    chosen = max(head.points, key=_worth)
    head.columns["points"] = chosen
    head.weights = [one for one in head.points if one != chosen and found[one]]


def numbers(table: Table, head: Head, column: int) -> dict[Cell, Fraction]:
    """The numbers of a column, a merged cell once, rows of totals left out."""
    found: dict[Cell, Fraction] = {}
    for row, text in body(table, head, column):
        number = read_number(text.strip().removesuffix("%").removesuffix("分")).text
        if number is not None and not any(map(is_total, table.lines[row])):
            found[table.first(row, column)] = Fraction(number)
    return found


def _is_behind_names(table: Table, head: Head) -> bool:
    """Whether most names have their points behind them, 安全生产（20分）, where no column has any."""
    return any(
        2 * sum(bool(stated_of(text)) for _, text in below) > len(below)
        for column in head.levels
        if (below := body(table, head, column))
    )


__all__ = ["Head", "body", "find_head", "numbers"]
