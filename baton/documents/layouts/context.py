"""What reading one grid of figures needs at hand, and where its observations go."""

from __future__ import annotations

from collections import defaultdict

from baton.documents.dates import Periods
from baton.documents.grids import Grid
from baton.documents.layouts.known import KnownNames, ObservationColumns, State
from baton.documents.layouts.values import CellReader
from baton.documents.layouts.words import corner_unit
from baton.documents.names import NameBook, ask
from baton.documents.problems import Problems


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
        self.periods = Periods(known.periods)
        self.period = self.periods.find(period) or period if period else None
        self.fallback = fallback
        self.columns = ObservationColumns()

    def reader(self, grid: Grid) -> CellReader:
        return CellReader(grid, self.problems, allow_formulas=self.allow_formulas)

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
        if named is None and len(self.periods.known) == 1:
            return self.periods.known[0]
        return named or self.fallback

    def add(self, subject: str, item: str, period: str, value: str | None, state: State, source: str,
            *, key: str = "", date: str | None = None) -> None:  # fmt: skip
        into = self.columns
        into.subject.append(subject)
        into.item.append(item)
        into.period.append(period)
        into.key.append(key)
        into.value.append(value)
        into.state.append(state)
        into.source.append(source)
        into.date.append(date)

    def compare_unit(self, written: str, item: str, where: str, reader: CellReader) -> None:
        """Say so if a unit of measure written in a corner or heading is not the item's; nothing is ever rescaled for it."""
        info = self.known.items[item]
        if not written or info.kind not in ("number", "tally") or written == info.unit:
            return
        if info.unit:
            reader.mention(
                "measure", f"{where}写的单位是{written},“{info.name}”的单位是{info.unit}"
            )


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
            problems.error(self._grid.place(*cells[0]), what, remedy, code=code)


def title_of(grid: Grid, before: int) -> str:
    """All text above a table on one line."""
    texts = (grid.text(r, c) for r in range(min(before, 10)) for c in range(min(grid.width, 60)))
    return " ".join(text for text in texts if text)


def unit_in(title: str) -> str:
    """The unit of measure announced above a table: "单位:万元"."""
    return next((unit for unit in map(corner_unit, title.split(" ")) if unit), "")
