"""What is known before a file of figures is opened: the subjects, the items and the periods."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

ItemKind = Literal["number", "date", "grade", "tally", "events"]
State = Literal["reported", "excused", "not_applicable", "not_yet", "pending", "missing"]

SCORE = "得分"
FIGURE = "figure"
ADDED = "+"
POINT_UNITS = ("", "分")


def score_name(indicator: str) -> str:
    """What the points of an indicator are called: 教育工作得分, and 民主测评得分 of 民主测评得分 itself."""
    return indicator if indicator.endswith(SCORE) else f"{indicator}{SCORE}"


@dataclass(frozen=True, slots=True)
class ItemInfo:
    """A data item: its Chinese name, kind, unit of measure ("" if none) and whether it may be below zero.

    full: the most points there are, of what is scored directly; empty for all others.
    """

    name: str
    kind: ItemKind = "number"
    unit: str = ""
    non_negative: bool = False
    full: str = ""


@dataclass(frozen=True, slots=True)
class Levels:
    """The levels by which an item is counted: keys in the order of the rule, "干部|满意" where several categories rate.

    excluded: keys that are no valid votes. is_votes: slips of paper, whose levels add up to the slips that came back.
    is_open: a level the rule does not name counts as well. is_marks: every number is a level of its own.
    """

    keys: tuple[str, ...]
    excluded: frozenset[str] = frozenset()
    is_votes: bool = False
    is_open: bool = False
    is_marks: bool = False

    @property
    def categories(self) -> tuple[str, ...]:
        """干部, 群众; empty where all slips are of one kind."""
        return tuple(dict.fromkeys(key.partition("|")[0] for key in self.keys if "|" in key))


@dataclass(frozen=True, slots=True)
class Pointed:
    """What a person has pointed out on a page. names: the column of the units. first: the first row of figures. items: by column.

    sideways: the units run across, so that columns are rows and rows columns. All numbers start at 0.
    """

    names: int
    first: int
    items: Mapping[int, str]
    sideways: bool = False


@dataclass(frozen=True, slots=True)
class KnownNames:
    """subjects: id -> name. items: id -> ItemInfo. aliases: as written -> id. periods: as the rule book writes them.

    scores: written -> id, for items called 固定资产投资得分 in tables headed 固定资产投资: read, and mentioned.
    indicators: written -> id of the only item an indicator takes, for headings such as 一般公共预算收入得分.
    own: the items that the reporter owes, if that is known: where it is a single one, a table need not name it.
    direct: the items whose figures are points themselves; None if nobody knows.
    year: the year that is assessed, so that columns of other years are told apart; None if nobody knows.
    ignored: units, items, periods and columns, as written, that a person has said to leave out.
    period_aliases: written -> period, as a person has said.
    idle: of the items, those that are not assessed this time: recognised and left out.
    headings: (item, heading) -> what a person has said of a column that doesn't name its item: FIGURE, or the full points
    from which what was taken off is subtracted.
    cumulative: items whose figures are counted since January. span: which of 当月 and 累计 a person has said to read, "month"
    or "since".
    wholes: "页·item" -> which column of a page holds the figure of the period that is asked for, as a person has said: its
    heading, ADDED for the sum of the parts, or "-" for none.
    asks_measures: a person is asked about figures in another unit than their item's, before anything is taken in.
    pages: page -> the item of its columns that are headed with nothing but periods, as a person has said.
    pointed: page -> where a person has pointed out its units and items.
    levels: by item that is counted by level, its levels. level_aliases: (item, as written) -> key, "" to leave it out.
    """

    subjects: Mapping[str, str]
    items: Mapping[str, ItemInfo]
    subject_aliases: Mapping[str, str] = field(default_factory=dict)
    item_aliases: Mapping[str, str] = field(default_factory=dict)
    periods: Sequence[str] = ()
    scores: Mapping[str, str] = field(default_factory=dict)
    indicators: Mapping[str, str] = field(default_factory=dict)
    own: Collection[str] = ()
    direct: Collection[str] | None = None
    year: int | None = None
    ignored: Collection[tuple[str, str]] = ()
    levels: Mapping[str, Levels] = field(default_factory=dict)
    level_aliases: Mapping[tuple[str, str], str] = field(default_factory=dict)
    period_aliases: Mapping[str, str] = field(default_factory=dict)
    idle: Collection[str] = frozenset()
    headings: Mapping[tuple[str, str], str] = field(default_factory=dict)
    cumulative: Collection[str] = ()
    span: str = ""
    wholes: Mapping[str, str] = field(default_factory=dict)
    pages: Mapping[str, str] = field(default_factory=dict)
    pointed: Mapping[str, Pointed] = field(default_factory=dict)
    asks_measures: bool = False

    def is_score(self, item: str) -> bool:
        """Whether an item is given directly as points: 教育工作得分."""
        return self.items[item].name.endswith(SCORE) and self.holds_points(item)

    def holds_points(self, item: str) -> bool:
        """Whether an item's figures may be points: always, unless it is known to be measured in something else."""
        return self.direct is None or item in self.direct or self.items[item].unit in POINT_UNITS


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a figure and is no figure: the reporter's own points ("points") or a "reason"."""

    kind: Literal["points", "reason"]
    subject: str
    item: str
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class ReferenceFigure:
    """A figure of a row that is no assessed unit's: 全省, written as 全省平均; value: None where it can't be read for sure."""

    region: str
    written: str
    item: str
    period: str
    value: str | None
    source: str


@dataclass(slots=True)
class ObservationColumns:
    """Parallel lists, one entry per observation, in the order of the file.

    value: canonical decimal text, ISO date or grade; None unless state is "reported". key: the category of a tally or the
    matter of an event, else "". source: "文件·表·单元格". date: ISO, if the file gives one. notes: units of measure and
    other things the file said that change no figure. beside: points and reasons that stand next to the figures.
    measure: the unit of measure written over or beside a figure when it is not the item's; the item's own where the cell
    itself carries a unit (8.2%, 6万), else "". references: figures of the nation, the province, that are no unit's.
    unclear: source -> the dash or the 无 that was read as 无此任务, "" of an empty cell.
    """

    subject: list[str] = field(default_factory=list)
    item: list[str] = field(default_factory=list)
    period: list[str] = field(default_factory=list)
    key: list[str] = field(default_factory=list)
    value: list[str | None] = field(default_factory=list)
    state: list[State] = field(default_factory=list)
    source: list[str] = field(default_factory=list)
    date: list[str | None] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    beside: list[Beside] = field(default_factory=list)
    measure: list[str] = field(default_factory=list)
    references: list[ReferenceFigure] = field(default_factory=list)
    unclear: dict[str, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.subject)


def scores_by_indicator(items: Mapping[str, ItemInfo]) -> dict[str, str]:
    """固定资产投资 -> the item called 固定资产投资得分, unless another item has that name or code itself."""
    taken = {info.name for info in items.values()} | set(items)
    named = {
        info.name.removesuffix(SCORE): item
        for item, info in items.items()
        if info.name.endswith(SCORE)
    }
    return {name: item for name, item in named.items() if name and name not in taken}
