"""What papers say, as plain data; every number is already the text that is printed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from baton.documents.board_workbook.form import OWN_FORM, BoardForm

RECEIPT = 16  # so many digits of a run's name, and of the log's head, are printed


@dataclass(frozen=True)
class Head:
    """What stands above every paper and what it may be traced by."""

    scheme: str
    round: str
    draft: str
    run: str
    stage: str = ""
    is_final: bool = False
    day: str = ""
    is_public: bool = False
    log: str = ""

    @property
    def mark(self) -> str:
        """What stands in the upper left corner of all that is not for the public.

        >>> Head("方案", "2026年终考核", "第1稿", "ab", "核对稿").mark
        '内部资料　第1稿（核对稿）'
        >>> Head("方案", "2026年终考核", "第7稿", "ab", "公示稿", is_public=True).mark
        ''
        """
        if self.is_final or self.is_public:
            return ""
        return f"内部资料　{self.draft}" + (f"（{self.stage}）" if self.stage else "")

    @property
    def until(self) -> str:
        """To which day the figures go, and that nobody has approved them yet.

        >>> Head("方案", "轮", "第1稿", "ab", day="2026-12-31").until
        '截至 2026年12月31日，未经审定'
        >>> Head("方案", "轮", "第7稿", "ab", "公示稿", day="2026-12-31", is_public=True).until
        '截至 2026年12月31日'
        """
        if not self.day:
            return ""
        year, month, day = self.day.split("-")
        told = f"截至 {year}年{int(month)}月{int(day)}日"
        return told if self.is_final or self.is_public else f"{told}，未经审定"

    @property
    def line(self) -> str:
        """The round and the draft."""
        return f"{self.round} · {self.draft}"

    @property
    def receipt(self) -> str:
        """By which a printed sheet is traced to its draft, and the log to what it was when the draft was numbered.

        >>> Head("方案", "2026年终考核", "第1稿", "ab" * 32, log="cd" * 32).receipt
        '第1稿 · abababababababab · 链头 cdcdcdcdcdcdcdcd'
        """
        head = f" · 链头 {self.log[:RECEIPT]}" if self.log else ""
        return f"{self.draft} · {self.run[:RECEIPT]}{head}"


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


@dataclass(frozen=True)
class BriefGroup:
    """What a meeting is told of one peer group."""

    name: str
    first: str
    last: str
    edge: str
    waiting: str
    moved: str = ""
    gap: str = ""


@dataclass(frozen=True)
class Brief:
    """One page for a meeting."""

    headline: str
    groups: list[BriefGroup]
    pending: str
    vetoes: str = ""
    province: str = ""


@dataclass(frozen=True)
class NameGroup:
    """The units of a peer group by grade, each grade in official order; without a word where there are no grades."""

    name: str
    grades: list[tuple[str, list[str]]]
    ordered: tuple[str, ...] = ()


def ordered_by(words: Iterable[str]) -> str:
    """How the lists of a paper are in order, as its opening says.

    >>> ordered_by([]), ordered_by(["行政区划序"]), ordered_by(["机构序", "行政区划序"])
    ('各组按机构序', '各组按行政区划序', '各组分别按机构序、行政区划序')
    """
    found = list(dict.fromkeys(words)) or ["机构序"]
    return f"各组{'分别' if len(found) > 1 else ''}按{'、'.join(found)}"


def before_names(grade: str, units: list[str]) -> str:
    """What stands in front of the names of a grade; nothing where there are no grades.

    >>> before_names("优秀", ["临江县", "东岭县"]), before_names("", ["临江县"])
    ('优秀（2个）：', '')
    """
    return f"{grade}（{len(units)}个）：" if grade else ""


@dataclass(frozen=True)
class BulletinGroup:
    """What a bulletin tells of one peer group: ranked rows where ranks are released, else grades in official order."""

    name: str
    summary: str
    grades: list[tuple[str, list[str]]]
    ranks: list[list[str]]
    gains: str
    losses: str
    moves: str = ""


@dataclass(frozen=True)
class Bulletin:
    """通报: the overall result, group by group, vetoes, and grades that an organ decided."""

    title: str
    opening: str
    overall: list[str]
    groups: list[BulletinGroup]
    vetoes: list[str]
    decisions: list[str]
    with_moves: bool = True


@dataclass(frozen=True)
class AnnexLine:
    """One indicator of a scheme: the sentence as it was decided, and how it is read."""

    name: str
    points: str
    target: str
    sentence: str
    reading: str
    source: str
    lead: str


@dataclass(frozen=True)
class AnnexPart:
    """The indicators under one heading of a paper; work: the class of work where they all have the same.

    is_beside: they are no part of the full points.
    """

    name: str
    lines: list[AnnexLine]
    sum: str = ""
    work: str = ""
    is_beside: bool = False


@dataclass(frozen=True)
class AnnexPaper:
    """The paper of one or more peer groups; works: what each class of work comes to.

    ways: how parts come together that are not simply added up, a sentence each. rules: what is no indicator,
    headings with sentences.
    """

    name: str
    groups: list[str]
    parts: list[AnnexPart]
    sum: str = ""
    works: str = ""
    ways: tuple[str, ...] = ()
    rules: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True)
class Annex:
    """考核方案附件: the indicators of every paper."""

    scheme: str
    decided: str
    papers: list[AnnexPaper]
    citations: list[tuple[str, str]] = field(
        default_factory=list
    )  # 上级方案, 依据: and the document


@dataclass(frozen=True)
class Filed:
    """One line of the archive catalogue; pages stay blank, nobody has counted them."""

    document: str
    author: str
    title: str
    day: str
    note: str


@dataclass(frozen=True)
class FiledPart:
    """What belongs together in the archive."""

    name: str
    lines: list[Filed]


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
class Praise:
    """Who has the best grade, group by group in official order, and the documents of the decision.

    basis: what the whole list rests on; apart: sentences on units whose grade an organ decided by itself.
    """

    basis: list[str]
    groups: list[tuple[str, str, list[str]]]
    ordered: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()


@dataclass(frozen=True)
class Notice:
    """What is told before an assessment: whom it concerns, the calendar, the sheets that lead units owe."""

    opening: str
    groups: list[tuple[str, list[str]]]
    steps: list[list[str]]
    sheets: list[list[str]]


@dataclass(frozen=True)
class Board:
    """One group's 总表 to print; rows have number, name, points under `heads`, and what stands under `tail`.

    parts: places among `heads` of what the total is made of, in whose columns the points add up to it.
    """

    group: str
    who: str
    heads: list[str]
    rows: list[list[str]]
    tail: list[str]
    form: BoardForm = OWN_FORM
    notes: list[str] = field(default_factory=list)
    parts: list[int] = field(default_factory=list)
