"""What papers say, as plain data; every number is already the text that is printed."""

from __future__ import annotations

from dataclasses import dataclass, field

RECEIPT = 16  # so many digits of a run's name are printed


@dataclass(frozen=True)
class Head:
    """What stands above every paper and what it may be traced by."""

    scheme: str
    round: str
    draft: str
    run: str

    @property
    def line(self) -> str:
        """The round and the draft."""
        return f"{self.round} · {self.draft}"

    @property
    def receipt(self) -> str:
        """By which a printed sheet is traced to its draft.

        >>> Head("方案", "2026年终考核", "第1稿", "ab" * 32).receipt
        '第1稿 · abababababababab'
        """
        return f"{self.draft} · {self.run[:RECEIPT]}"


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


@dataclass(frozen=True)
class Check:
    """One unit's check sheet; `rank` is empty unless ranks are to be shown."""

    unit: str
    group: str
    total: str
    sum: str
    lines: list[CheckLine]
    aside: list[CheckLine] = field(default_factory=list)
    rank: str = ""


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

    @property
    def cells(self) -> list[str]:
        """As a table shows it."""
        return [
            self.unit, self.matter, self.level, self.document, self.claimed, self.decision, self.counts,
            self.decided_by, self.day,
        ]  # fmt: skip


CLAIM_HEADS = ["单位", "事项", "级别", "文号", "申报", "决定", "计分？", "谁定的", "日期"]


@dataclass(frozen=True)
class BriefGroup:
    """What a meeting is told of one peer group."""

    name: str
    first: str
    last: str
    edge: str
    waiting: str


@dataclass(frozen=True)
class Brief:
    """One page for a meeting."""

    headline: str
    groups: list[BriefGroup]
    pending: str


@dataclass(frozen=True)
class NameGroup:
    """The units of a peer group by grade, each grade in official order."""

    name: str
    grades: list[tuple[str, list[str]]]
