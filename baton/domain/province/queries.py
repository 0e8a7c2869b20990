"""Reading ranks among others, and where the upper level's assessment stands."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction

from baton.domain.province.models import ExamEstimate, ExamItem, ExamNote, Position

Kind = ExamNote.Kind
FRONT, MIDDLE, REAR = "靠前", "居中", "靠后"
# Words for the overall rank: whichever of them a table uses, it is the same one.
TOTAL = ("综合考核", "综合", "综合考评", "综合排名", "综合位次", "综合得分", "总分", "综合总分", "总得分", "综合总得分", "总成绩", "总排名", "总位次",
         "高质量发展综合考核")  # fmt: skip


@dataclass(frozen=True)
class Series:
    """One indicator's newest rank in each year among the same others."""

    among: str
    subject: str
    by_year: dict[int, Position]

    @property
    def indicator(self) -> str:
        """As the newest rank calls it."""
        return self.newest.indicator

    @property
    def is_total(self) -> bool:
        """The overall rank, which is no indicator."""
        return self.indicator in TOTAL

    @property
    def newest(self) -> Position:
        return self.by_year[max(self.by_year)]

    @property
    def moved(self) -> int | None:
        """Places up (positive) or down against the year before; None where that is not known."""
        year = max(self.by_year)
        before = self.by_year.get(year - 1)
        return None if before is None else before.rank - self.by_year[year].rank

    @property
    def third(self) -> str:
        return third_of(self.newest)


@dataclass(frozen=True)
class Standing:
    """全省位次: years, series, and how many of the newest year's indicators stand in front, in the middle, at the rear."""

    years: list[int]
    series: list[Series]
    total: Series | None
    thirds: Counter[str] = field(default_factory=Counter)

    @property
    def counted(self) -> int:
        return sum(self.thirds.values())


def third_of(position: Position) -> str:
    """Front, middle or rear third; empty where nobody said of how many.

    >>> third_of(Position(rank=4, of=11)), third_of(Position(rank=8, of=11)), third_of(Position(rank=3))
    ('居中', '靠后', '')
    """
    if position.of is None:
        return ""
    if position.rank * 3 <= position.of:
        return FRONT
    return REAR if position.rank * 3 > position.of * 2 else MIDDLE


def standing(
    year: int, subject: str = "", among: str = "", *, until: datetime | None = None
) -> Standing:
    """A subject's ranks up to a year; one query. among: only in these others, "" for all.

    until: ranks recorded later are left out.
    """
    found: dict[tuple[str, str], dict[int, Position]] = defaultdict(dict)
    lines = Position.objects.filter(year__lte=year, subject=subject)
    if among:
        lines = lines.filter(among=among)
    if until is not None:
        lines = lines.filter(recorded_at__lte=until)
    for line in lines.order_by("pk"):
        years = found[TOTAL[0] if line.indicator in TOTAL else line.indicator, line.among]
        known = years.get(line.year)
        if known is None or line.period >= known.period or not line.period:
            years[line.year] = line
    series = [Series(others, subject, years) for (_, others), years in found.items()]
    now = [one for one in series if year in one.by_year]
    total = next((one for one in now if one.is_total), None)
    rest = [one for one in series if one is not total]
    rest.sort(key=lambda one: (year not in one.by_year, -_depth(one.newest), one.indicator))
    thirds = Counter(one.third for one in now if not one.is_total and one.third)
    return Standing(sorted({y for one in series for y in one.by_year}), rest, total, thirds)


def _depth(position: Position) -> Fraction:
    """How far down: the rank as a share of all, 0 where nobody said of how many."""
    return Fraction(position.rank, position.of) if position.of else Fraction(0)


def subjects(year: int) -> list[str]:
    """Whose ranks are known in a year beside ours."""
    return sorted(set(Position.objects.filter(year=year).exclude(subject="").values_list("subject", flat=True)))  # fmt: skip


def others(year: int) -> list[str]:
    """Among whom ranks are known."""
    return sorted(set(Position.objects.filter(year__lte=year).values_list("among", flat=True)))


@dataclass(frozen=True)
class Expected:
    """What one indicator of the upper level's assessment will bring as far as we know, and what it brought."""

    item: ExamItem
    lost: Fraction
    recovered: Fraction
    result: Fraction | None
    contacts: int
    newest: ExamNote | None
    counting: list[ExamNote]

    @property
    def full(self) -> Fraction:
        return Fraction(self.item.full)

    @property
    def guess(self) -> Fraction:
        """What we reckon on: never below nothing or above the full points, where the item has points of its own."""
        told = self.full - self.lost + self.recovered
        return min(self.full, max(Fraction(0), told)) if self.full else told

    @property
    def estimate(self) -> Fraction:
        """What counts in our sum: the result once it is known, until then the guess."""
        return self.guess if self.result is None else self.result

    @property
    def at_stake(self) -> Fraction:
        """What is lost and may still be won back: nothing once the result is known."""
        return (
            Fraction(0) if self.result is not None else max(Fraction(0), self.lost - self.recovered)
        )


def expected(year: int, subject: str = "") -> list[Expected]:
    """Every indicator of a year by which a subject (empty: we) is assessed, the most points at stake first; two queries."""
    items = (
        ExamItem.objects.filter(year=year, subject=subject).prefetch_related("notes").order_by("pk")
    )
    found = [_expected(item, sorted(item.notes.all(), key=lambda one: one.pk)) for item in items]
    return sorted(found, key=lambda one: -one.at_stake)


def examined(year: int) -> list[str]:
    """Whose assessments are listed beside ours."""
    return sorted(set(ExamItem.objects.filter(year=year).exclude(subject="").values_list("subject", flat=True)))  # fmt: skip


@dataclass(frozen=True)
class Reckoned:
    """估计位次: the rank and of how many, whether it was counted from what others have, on what it rests."""

    rank: int
    of: int | None
    is_counted: bool
    line: ExamEstimate


def reckoned(year: int, subject: str, own: Fraction) -> Reckoned | None:
    """Where a subject will stand with these points of its own; None where nobody has said or knows; one query."""
    line = (
        ExamEstimate.objects.filter(year=year, subject=subject)
        .select_related("recorded_by")
        .order_by("-pk")
        .first()
    )
    if line is None:
        return None
    if not line.others:
        return Reckoned(line.rank or 1, line.of, False, line)
    ahead = sum(Fraction(points) > own for _, points in line.others)
    return Reckoned(ahead + 1, len(line.others) + 1, True, line)


def expectation(item: ExamItem) -> Expected:
    """One indicator alone."""
    return _expected(item, list(item.notes.order_by("pk")))


def _expected(item: ExamItem, notes: Sequence[ExamNote]) -> Expected:
    def of(kind: str) -> list[ExamNote]:
        return [one for one in notes if one.kind == kind]

    results = of(Kind.RESULT)
    return Expected(
        item, sum_of(losses := _counting(notes)), sum_of(of(Kind.RECOVERED)), Fraction(results[-1].points) if results else None,
        len(of(Kind.CONTACT)), notes[-1] if notes else None, losses,
    )  # fmt: skip


def _counting(notes: Sequence[ExamNote]) -> list[ExamNote]:
    """The deductions that count, of an item's notes in their order: a table's stands for that of the table before."""
    found: list[ExamNote] = []
    for one in notes:
        if one.kind == Kind.DEDUCTION:
            found = [*staying(found, one.includes_typed), one]
    return found


def staying(known: Sequence[ExamNote], includes_typed: bool | None) -> list[ExamNote]:
    """The deductions that count on beside a new one. includes_typed: as of the new one; None where it was typed itself."""
    if includes_typed is None:
        return list(known)
    return [] if includes_typed else [old for old in known if old.includes_typed is None]


def sum_of(notes: Sequence[ExamNote]) -> Fraction:
    return sum((Fraction(one.points) for one in notes), Fraction(0))
