"""A group's board as the office and readers see it: columns, rows, and the lines under which grades end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import ceil

from baton.desk.looks.columns import Cell, Column, sheet_of
from baton.desk.looks.grade_ends import GradeEnd, ends_of
from baton.desk.looks.made_of import made_up
from baton.desk.looks.marks import veto_marks
from baton.desk.looks.ties import ties_told
from baton.desk.results import result_of
from baton.domain.assessment.models import Run
from baton.domain.assessment.queries import Row
from baton.scoring.explain.rescaled import Told
from baton.scoring.result import Result
from baton.web.components.charts import Dot, Dots, dots

MOST_PLACES = 4
FEW = 8  # sentences under a board
LONG = 200  # ranked rows from which a board comes in pages; officials of a city are six hundred
PAGE = 50
ALL = "all"  # in place of a page's number
FEW, SHORT = 10, 20  # ranked rows on a telephone: of more than SHORT the first FEW
LONGEST = 6  # digits of a page's number
PEOPLE = "person"


@dataclass(frozen=True)
class BoardRow:
    """One unit: its line, its dot, its columns' cells, what is to be said beside its name, and what ends under it.

    unit: where an official serves. made_up: why the parts do not add up to the total.
    """

    row: Row
    dot: Dot | None
    cells: list[tuple[Column, Cell]]
    tie: str = ""
    veto: str = ""
    is_edge: bool = False
    was: int | None = None
    unit: str = ""
    ends: list[GradeEnd] = field(default_factory=list)
    made_up: Told | None = None


@dataclass(frozen=True)
class Look:
    """A whole board; ranked, then those listed apart, those without a total, and those who had left the roster.

    line: the lowest total of the first grade that has one; shown from its end in `ends`. lines: of each limited grade the
    lowest total, empty where somebody has it and no line can be drawn, None where nobody has it. shared: ranks that several have; parted: how many stand behind another
    with the same total; count: how many are ranked, whatever page is shown; find: for what somebody looked.
    """

    group: str
    columns: list[Column]
    ranked: list[BoardRow]
    separate: list[BoardRow]
    waiting: list[BoardRow]
    gone: list[BoardRow]
    chart: Dots
    digits: int
    quota: Mapping[str, int]
    lines: Mapping[str, str | None]
    ends: list[GradeEnd]
    up: int
    down: int
    line: str
    line_at: str
    shared: list[int]
    parted: int
    count: int
    page: int = 1
    pages: int = 1
    find: str = ""
    is_people: bool = False

    @property
    def is_long(self) -> bool:
        """Whether somebody would rather look for a name than leaf through."""
        return self.count > LONG

    @property
    def few(self) -> int:
        """How many ranked rows a telephone lists first."""
        return FEW

    @property
    def more(self) -> int:
        """How many ranked rows a telephone lists only when it is asked to; none of a short board, or of what was looked for."""
        return 0 if self.find or len(self.ranked) <= SHORT else len(self.ranked) - FEW

    @property
    def found(self) -> int:
        """How many are shown, with a total or without."""
        return len(self.ranked) + len(self.separate) + len(self.waiting)

    @property
    def lifted(self) -> list[BoardRow]:
        """Those whose missing tasks were made up for, where they are few enough to be told one by one."""
        found = [one for one in (*self.ranked, *self.separate) if one.made_up]
        return found if len(found) <= FEW else []

    @property
    def limited(self) -> list[tuple[str, int, str | None]]:
        """The grades with a limit: how many places, and the line."""
        return [(name, size, self.lines.get(name)) for name, size in self.quota.items()]

    @property
    def width(self) -> int:
        """At least as many columns as the table can have."""
        return len(self.columns) + 9


def look(
    run: Run, group: str, rows: Sequence[Row], last_year: Mapping[str, int] | None = None, page: str = "", find: str = "",
) -> Look:  # fmt: skip
    """The board of one group; of a long one the page that was asked for, or those whose name or unit holds `find`.

    Those without a total come with the last page.
    """
    result = result_of(run)
    decided = {row.line.subject: row.grade.shown for row in rows if row.grade.is_decided}
    sheet, ends = sheet_of(run, group), ends_of(run, group, decided)
    ranked = [row for row in rows if row.line.rank is not None]
    chart = dots([(row.line.total, row.before.total if row.before else None) for row in ranked])
    ties = ties_told(result, [row.line.subject for row in ranked])
    vetoes, edge = veto_marks(result), set(result.edges.get(group, [])) - decided.keys()
    below: dict[str, list[GradeEnd]] = {}
    for one in ends:
        below.setdefault(one.after, []).append(one)
    none = [Cell(None)] * len(sheet.columns)
    units, find, lifted = units_of(result, group), find.strip(), made_up(run, group)

    def made(row: Row, dot: Dot | None = None) -> BoardRow:
        subject = row.line.subject
        cells = list(zip(sheet.columns, sheet.cells.get(subject, none), strict=True))
        was = (last_year or {}).get(subject)
        return BoardRow(
            row, dot, cells, ties.get(subject, ""), vetoes.get(subject, ""), subject in edge, was, units.get(subject, ""),
            [] if find else below.get(subject, []), lifted.get(subject),
        )  # fmt: skip

    def is_asked(row: Row) -> bool:
        return find in row.line.name or find in units.get(row.line.subject, "")

    moves = [row.before.rank - (row.line.rank or 0) for row in ranked if row.before and row.before.rank]  # fmt: skip
    totals = {row.line.subject: row.line.total or "" for row in ranked}
    quota = result.quotas.get(group, {})
    line = totals.get(ends[0].after, "") if ends else ""
    ranks = Counter(row.line.rank for row in ranked)
    drawn = [(row, dot) for row, dot in zip(ranked, chart.rows, strict=True) if is_asked(row)]
    at, size = _page(page, len(drawn)) if len(ranked) > LONG else (1, len(drawn))
    pages = max(ceil(len(drawn) / size), 1) if size else 1

    def of(status: str) -> list[BoardRow]:
        own = [row for row in rows if row.line.rank is None and row.line.status == status]
        return [made(row) for row in own if is_asked(row)] if at == pages else []

    return Look(
        group, sheet.columns, [made(row, dot) for row, dot in drawn[(at - 1) * size : at * size]],
        of("separate"), of("unranked"), of("inactive"), chart, digits_of(result), quota,
        _lines(quota, ranked, ends, totals), ends, sum(one > 0 for one in moves), sum(one < 0 for one in moves), line, chart.at(line),
        sorted(rank for rank, several in ranks.items() if rank is not None and several > 1), len(ties), len(ranked), at, pages,
        find, bool(units),
    )  # fmt: skip


def _lines(
    quota: Mapping[str, int], ranked: Sequence[Row], ends: Sequence[GradeEnd], totals: Mapping[str, str]
) -> dict[str, str | None]:  # fmt: skip
    """Of each limited grade the total of the last who has it."""
    found: dict[str, str | None] = {}
    for name in quota:
        end = next((one for one in ends if one.grade == name), None)
        has = any(row.line.grade == name for row in ranked)
        found[name] = totals.get(end.after, "") if end else "" if has else None
    return found


def _page(asked: str, count: int) -> tuple[int, int]:
    """Which page, and how many rows it has."""
    if asked == ALL:
        return 1, count
    last = max(ceil(count / PAGE), 1)
    is_number = asked.isascii() and asked.isdigit() and len(asked) < LONGEST
    return (min(max(int(asked), 1), last) if is_number else 1), PAGE


def units_of(result: Result, group: str) -> dict[str, str]:
    """Where the officials of a group serve, by subject; empty for a group of units."""
    names = {one.subject: one.name or one.subject for one in result.plan.facts.roster}
    return {
        one.subject: "、".join(names.get(unit, unit) for unit, _ in one.links) or names.get(one.parent, "")
        for one in result.plan.facts.roster
        if one.group == group and one.kind == PEOPLE
    }  # fmt: skip


def is_of_people(result: Result, group: str) -> bool:
    """Whether a group is one of officials, who are counted in 人."""
    own = [one for one in result.plan.rows if one.group == group]
    return bool(own) and all(one.kind == PEOPLE for one in own)


def as_released(board: Look, *, shows_papers: bool, shows_matters: bool) -> Look:
    """What readers see of it: papers, what parted equals and what vetoes were about only where that was released."""

    def less(one: BoardRow) -> BoardRow:
        return replace(
            one, cells=one.cells if shows_papers else [], tie=one.tie if shows_papers or not one.tie else "按方案分了先后",
            veto=one.veto if shows_matters or not one.veto else "一票否决", made_up=one.made_up if shows_papers else None,
            ends=[replace(end, told=end.told if shows_papers else "", waits=()) for end in one.ends],
        )  # fmt: skip

    rows = {name: [less(one) for one in getattr(board, name)] for name in ("ranked", "separate", "waiting", "gone")}  # fmt: skip
    return replace(board, columns=board.columns if shows_papers else [], **rows)


def digits_of(result: Result) -> int:
    """As many digits as the rule book gives totals; where it cuts them nowhere near, as many as any total needs, four at most."""
    places = int(result.plan.rulebook["rounding"]["total"]["places"])
    if places <= MOST_PLACES:
        return places
    needed = (len(line.total.partition(".")[2]) for line in result.lines.values() if line.total)
    return min(MOST_PLACES, max(needed, default=0))
