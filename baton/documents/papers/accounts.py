"""一笔一笔的材料: what units and lead units get line by line, as plain data; every number is already the text that is printed."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class CheckLine:
    """One indicator of a unit's check sheet."""

    name: str
    full: str
    score: str
    lost: str
    figure: str
    lead: str
    reason: str
    part: str = ""
    kind: str = ""  # sum: of the part above it; bonus: from the ledger
    cell: str | None = None  # the reason without what stands in the columns beside it

    @property
    def told(self) -> str:
        """The reason as the table has it."""
        return self.reason if self.cell is None else self.cell


@dataclass(frozen=True)
class Check:
    """One unit's check sheet; `rank` is empty unless ranks are to be shown; `vetoes`: which vetoes hit it, as sentences."""

    unit: str
    group: str
    total: str
    sum: str
    lines: list[CheckLine]
    aside: list[CheckLine] = field(default_factory=list)
    rank: str = ""
    unit_of_person: str = ""
    is_person: bool = False
    size: int = 0
    number: str = ""
    pending: str = ""
    full: str = ""
    lost: str = ""
    vetoes: str = ""
    title: str = ""
    due: str = ""  # the day by which it is to be back: 1月21日


@dataclass(frozen=True)
class Letter:
    """What one unit or official is told; a loss is indicator, points, sentence, reason, lead unit."""

    unit: str
    unit_of_person: str
    result: str
    losses: list[list[str]]
    strengths: str
    advice: str = ""


@dataclass(frozen=True)
class LossLine:
    """One loss of one unit."""

    unit: str
    item: str
    full: str
    score: str
    lost: str
    reason: str


@dataclass(frozen=True)
class LossGroup:
    """The losses of a peer group."""

    name: str
    lines: list[LossLine]


@dataclass(frozen=True)
class LeadLine:
    """One loss of one unit under the lead unit of its indicator."""

    item: str
    unit: str
    group: str
    lost: str
    reason: str


@dataclass(frozen=True)
class LeadLosses:
    """What was lost on the indicators of one lead unit."""

    lead: str
    lines: list[LeadLine]
    sum: str


@dataclass(frozen=True)
class FigureLine:
    """What one unit reached in an indicator; empty where there is nothing to say, growth in points for what is a share."""

    unit: str
    figure: str
    target: str = ""
    rate: str = ""
    before: str = ""
    growth: str = ""
    rank: str = ""


@dataclass(frozen=True)
class FigureItem:
    """One indicator with all units that have it; target: what figures are held against."""

    name: str
    measure: str
    target: str
    lines: list[FigureLine]


@dataclass(frozen=True)
class FigureGroup:
    """A peer group's indicators; left_out: those of which nobody has a figure."""

    name: str
    units: int
    items: list[FigureItem]
    left_out: list[str]


@dataclass(frozen=True)
class ClaimLine:
    """One line of the ledger of bonuses and deductions."""

    unit: str
    matter: str
    level: str
    document: str
    claimed: str
    decision: str
    counts: str
    decided_by: str
    day: str
    why: str = ""
    is_sum: bool = False

    @property
    def cells(self) -> list[str]:
        """As a table shows it."""
        return [
            self.unit, self.matter, self.level, self.document, self.claimed, self.decision, self.counts, self.why,
            self.decided_by, self.day,
        ]  # fmt: skip


@dataclass(frozen=True)
class Ledger:
    """加减分认定表: the lines with each unit's sum behind them, and how many honours of each level each unit has."""

    lines: list[ClaimLine]
    honours: list[list[str]] = field(default_factory=list)


CLAIM_HEADS = ["单位", "事项", "级别", "文号", "申报分", "决定", "计分", "原因", "谁定的", "日期"]
