"""What reading one grid of figures needs at hand, and where its observations go."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from itertools import islice

from baton.documents.dates import (
    Periods,
    is_of_a_period,
    is_whole_year,
    parse_period,
)
from baton.documents.grids import Grid
from baton.documents.layouts.known import KnownNames, ObservationColumns, State
from baton.documents.layouts.measures import is_measure, one_of, shift
from baton.documents.layouts.values import CellReader, same_counted
from baton.documents.layouts.words import corner_unit, mentioned_unit, year_of
from baton.documents.names import NameBook, ask
from baton.documents.numbers import quoted
from baton.documents.period_titles import end_of, of_last_year, parted
from baton.documents.problems import Offer, Problems
from baton.documents.scheme_table.calendars import spoken

LAST_YEAR = "上年"  # what stands for a heading's words of last year
_FEW = 5  # periods that are named
_SPACED = re.compile(r"([:：、，,]) +")
_IN_BRACKETS = re.compile(r"\(([^()]{1,12})\)")
_BELOW, _FEW_TEXTS = 8, 2  # rows under a table that may hold a note, and texts in one of them


class Context:
    """Names, periods and faults of one file; shared by all of its grids."""

    def __init__(
        self,
        known: KnownNames,
        period: str | None,
        problems: Problems,
        *,
        allow_formulas: bool,
        fallback: str | None = None,
    ) -> None:
        self.known = known
        self.problems = problems
        self.allow_formulas = allow_formulas
        self.subjects = NameBook(known.subjects, known.subject_aliases, kind="单位")
        names = {identifier: info.name for identifier, info in known.items.items()}
        self.items = NameBook(
            names, {**known.indicators, **known.scores, **known.item_aliases}, kind="指标"
        )
        self.periods = Periods(known.periods, known.year, known.period_aliases)
        self.period = self.periods.find(period) or period if period else None
        self.fallback = fallback
        self.columns = ObservationColumns()
        self.idle: dict[str, None] = {}

    def is_idle(self, item: str | None) -> bool:
        """Whether an item is not assessed this time; it is told once, when the file has been read."""
        if item not in self.known.idle:
            return False
        self.idle[str(item)] = None
        return True

    def reader(self, grid: Grid) -> CellReader:
        return CellReader(
            grid, self.problems, allow_formulas=self.allow_formulas, unclear=self.columns.unclear,
            asks_measures=self.known.asks_measures,
        )  # fmt: skip

    def default_period(self, grid: Grid, title: str, reader: CellReader) -> str | None:
        """The period of figures that name none: the one asked for, else the title's or the sheet's, else the fallback."""
        named = (
            self.periods.inside(title)
            or self.periods.find(grid.name)
            or self.periods.inside(grid.name)
        )
        if self.period is not None:
            if named and named != self.period:
                reader.mention("title-period", f"标题写的是{named},按指定的{self.period}读入")
            return self.period
        if self._says_only_the_year(named, title):
            named = None
        if named is None and len(self.periods.known) == 1:
            return self.periods.known[0]
        return named or self.fallback

    def _says_only_the_year(self, named: str | None, title: str) -> bool:
        """2026年度打分表 in a quarter's round: the title tells the year of the assessment, not the figures' period."""
        if named is None or not self.fallback or "全年" in title:
            return False
        return is_whole_year(named) and not is_whole_year(self.fallback)

    def add(self, subject: str, item: str, period: str, value: str | None, state: State, source: str,
            *, key: str = "", date: str | None = None, measure: str = "") -> None:  # fmt: skip
        into = self.columns
        into.subject.append(subject)
        into.item.append(item)
        into.period.append(period)
        into.key.append(key)
        into.value.append(value)
        into.state.append(state)
        into.source.append(source)
        into.date.append(date)
        into.measure.append(measure)

    def parted(self, heading: str) -> tuple[str, str]:
        """1—6月固定资产投资 as 固定资产投资 and 1—6月, unless an item has that very name; no period where it carries none.

        上年固定资产投资, of what is called so by no item, is 固定资产投资 and 上年.
        """
        match = self.items.find(heading)
        if match.how in ("exact", "normalised"):
            return heading, ""
        if not match.id and (name := of_last_year(heading, lambda name: self.items.find(name).id is not None)):  # fmt: skip
            return name, LAST_YEAR
        return parted(heading, lambda name: self.items.find(name).id is not None)

    def is_ignored(self, kind: str, written: str) -> bool:
        """Whether a person has said that a unit or an item of this name is to be left out."""
        return bool(written) and (kind, written) in self.known.ignored

    def is_lacking(self, text: str) -> bool:
        """Whether a text names a period of the year that the calendar doesn't have: 下半年 where there are quarters."""
        if not is_of_a_period(text) or self.periods.find(text) or not self.known.periods:
            return False
        return not self.is_of_another_year(text)

    def is_of_another_year(self, text: str) -> bool:
        """2025年1-6月 where 2026 is assessed."""
        parsed, year = parse_period(text), self.known.year
        return year is not None and parsed is not None and parsed[0] not in (None, year)

    def is_of_a_year_apart(self, text: str) -> bool:
        """Of another year, or of a part of one: 2025年, 2025年1-6月."""
        year = year_of(text) if self.known.year else None
        return (year is not None and year != self.known.year) or self.is_of_another_year(text)

    def lacking_in(self, parts: Sequence[str]) -> str:
        """The first text that names a period which the calendar doesn't have; the year of the assessment is none, unless it says 全年."""
        return next((one for one in parts if self.is_lacking(one) and ("全年" in one or not is_whole_year(one))), "")  # fmt: skip

    def ask_for_period(self, place: str, text: str, where: str = "") -> None:
        """A period that the calendar doesn't have is never passed over: whether another one is meant, or to leave it out."""
        if self.is_ignored("期间", text):
            return
        near = self.periods.near(text)
        if near and self.fallback and end_of(near) > end_of(self.fallback):
            near = None  # of a later round, where it is not to be taken
        is_doubted = text in self.periods.doubted
        what = f"{where}{quoted(text)}:{'没有写是不是累计数' if is_doubted else '期次里没有这一期'}"
        known = [spoken(period) for period in self.known.periods]
        few = "、".join([*known[:_FEW], *(["……", known[-1]] if len(known) > _FEW else [])])
        remedy = f"期次有:{few};要收这一期,先在“名册与轮次”里加期次"
        offer = Offer("period", text, choices=(near,) if near else ())
        self.problems.error(place, what, remedy, code="period-lacking", offer=offer)

    def unit_in_title(self, title: str, item: str) -> str:
        """万人 from 城镇新增就业（万人）, where that can be turned into the item's own unit; empty for any other words in brackets."""
        own = self.known.items[item].unit
        texts = _IN_BRACKETS.findall(unicodedata.normalize("NFKC", title))
        found = {one for one in texts if is_measure(one) and own and shift(one, own) is not None}
        return found.pop() if len(found) == 1 else ""

    def refuse_points(self, place: str, heading: str, item: str) -> None:
        """Points stand where a figure is asked for; a growth of 8 is not to be read out of a score of 8."""
        name = self.known.items[item].name
        what = f"{quoted(heading)}是分数,“{name}”要报的是实际数"
        remedy = "请加一列实际完成数;这一列就是实际数的,请把表头改成“实际完成”"
        self.problems.error(place, what, remedy, code="points-only")

    def compare_unit(self, written: str, item: str, where: str, reader: CellReader) -> str:
        """Say so if a unit of measure written in a corner or heading is not the item's; nothing is ever rescaled for it.

        Gives that unit, or "" where both are the same or what is written is none.
        """
        info = self.known.items[item]
        written = one_of(written, info.unit)
        if info.kind not in ("number", "tally") or same_counted(written, info):
            return ""
        reader.mention("measure", f"{where}写的单位是{written},“{info.name}”的单位是{info.unit}")
        return written if is_measure(written) and is_measure(info.unit) else ""


class Unknowns:
    """Unknown names of one grid, gathered so that a name wrong in a thousand rows is one fault naming its cells."""

    def __init__(self, kind: str, book: NameBook, grid: Grid) -> None:
        self._kind, self._book, self._grid = kind, book, grid
        self._cells: dict[str, list[tuple[int, int]]] = defaultdict(list)

    def add(self, written: str, cell: tuple[int, int]) -> None:
        self._cells[written].append(cell)

    def report(self, problems: Problems, most: int = 20) -> None:
        for written, cells in self._cells.items():
            what, remedy, code = ask(self._book.find(written), written, self._kind)
            if len(cells) > 1:
                others = "、".join(self._grid.address(*cell) for cell in cells[1:most])
                rest = f"等,共{len(cells)}处" if len(cells) > most else ""
                what += f"(另见 {others}{rest})"
            offer = Offer("unit" if self._kind == "单位" else "item", written)
            problems.error(self._grid.place(*cells[0]), what, remedy, code=code, offer=offer)


def title_of(grid: Grid, before: int) -> str:
    """All text above a table on one line."""
    texts = (
        grid.text(r, c) for r in rows_above(grid, before, 10) for c in range(min(grid.width, 60))
    )
    return " ".join(text for text in texts if text)


def rows_above(grid: Grid, before: int, most: int) -> list[int]:
    """The first rows above a table that hold anything: of tables below each other the rows of the others are blank."""
    rows = min(before, len(grid.rows))
    filled = (r for r in range(rows) if any(cell not in ("", None) for cell in grid.rows[r]))
    return list(islice(filled, most))


def unit_in(title: str) -> str:
    """The unit of measure announced above a table: "单位:万元"."""
    texts = _SPACED.sub(r"\1", title).split(" ")
    return next((unit for unit in map(corner_unit, texts) if unit), "")


def unit_below(grid: Grid) -> str:
    """The unit of measure told in a note under a table: "注:金额单位为亿元"."""
    for row in range(len(grid.rows) - 1, max(len(grid.rows) - 1 - _BELOW, -1), -1):
        texts = {text for column in range(grid.width) if (text := grid.text(row, column))}
        if len(texts) > _FEW_TEXTS:
            break
        if unit := next((unit for unit in map(mentioned_unit, texts) if unit), ""):
            return unit
    return ""
