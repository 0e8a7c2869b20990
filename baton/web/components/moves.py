"""A unit's move between two results, as pages show it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from baton.desk.looks.columns import places_in
from baton.documents.comparing import Move
from baton.documents.reasons import Reason
from baton.web.components.slopes import arrow

NAMED = 2  # so many units a title names
NOTHING = {"0", "—"}
CAUSES = (
    ("规则", "规则换了，分跟着变"), ("数据", "自己的数、目标改了"), ("加减分", "自己的加减分改了"),
    ("同组", "别人的数改了，跟着变"),
)  # fmt: skip


@dataclass(frozen=True)
class Moved:
    """One unit's move: ranks, grades, the four parts of the change, the change of the total, what of its own changed."""

    subject: str
    name: str
    ranks: str
    arrow: str
    grades: str
    parts: list[str]
    total: str
    reasons: Sequence[Reason] = ()

    @property
    def is_own(self) -> bool:
        """Whether anything but the others' change moved it."""
        return bool(self.reasons) or any(part not in NOTHING for part in self.parts[:3])

    @property
    def by_cause(self) -> list[tuple[str, str]]:
        """The four parts under their names."""
        return [(word, part) for (word, _), part in zip(CAUSES, self.parts, strict=True)]


@dataclass(frozen=True)
class Cause:
    """One of the four parts of all changes: in how many units it is not nought."""

    word: str
    count: int
    told: str


def moved(move: Move, told: Sequence[Reason] = (), gone: str = "") -> Moved:
    """A move in words and signs; gone: 已并入石门镇, where a unit is off the roster by now."""
    total = None
    if move.old is not None and move.new is not None:
        total = Fraction(move.new) - Fraction(move.old)
    parts = (move.rule, move.figures, move.events, move.cohort)
    grades = (
        f"{move.old_grade or '未定'} → {move.new_grade or gone or '未定'}"
        if move.has_new_grade
        else ""
    )
    return Moved(
        move.subject, move.name, _ranks(move), _arrow(move), grades,
        [_signed(part) for part in parts], _signed(total), told,
    )  # fmt: skip


def causes(rows: Sequence[Moved]) -> list[Cause]:
    """Those of the four parts that changed anybody's total, in the order in which they are put in."""
    found = [
        Cause(word, sum(row.parts[at] not in NOTHING for row in rows), told)
        for at, (word, told) in enumerate(CAUSES)
    ]
    return [one for one in found if one.count]


def places_of(rows: Sequence[Moved], rule: int) -> int:
    """How many digits behind the point the changes of a table have; rule: as many as totals are rounded to."""
    return places_in([one for row in rows for one in (*row.parts, row.total)], rule)


def finding(group: str, rows: Sequence[Move], gone: Mapping[str, str] | None = None) -> str:
    """Who rose and fell most, as a title; whose grade changed goes first. gone: in words, who is off the roster by now.

    >>> finding("县市区", [])
    '县市区总分、名次和等次都没有变'
    """
    if not rows:
        return f"{group}总分、名次和等次都没有变"
    graded = [
        _graded(move, (gone or {}).get(move.subject, "")) for move in rows if move.has_new_grade
    ]
    if graded:
        more = f"等 {len(graded)} 个换等次" if len(graded) > NAMED else ""
        return f"{group}：{'、'.join(graded[:NAMED])}{more}"
    places = sorted(
        ((move.old_rank - move.new_rank, move.name) for move in rows if move.old_rank and move.new_rank),
        key=lambda one: -abs(one[0]),
    )  # fmt: skip
    told = [f"{name}{'升' if up > 0 else '退'} {abs(up)} 位" for up, name in places[:NAMED] if up]
    if not told:
        return f"{group} {len(rows)} 个总分变了，名次都没有变"
    return f"{group}：{'、'.join(told)}"


def _graded(move: Move, gone: str) -> str:
    """A change of grade; somebody who had no total before, or has none now, is said to have come or gone."""
    if move.old is None and move.new is not None:
        return (
            f"{move.name}有了总分，评{move.new_grade}"
            if move.new_grade
            else f"{move.name}有了总分，等次未定"
        )
    if move.new is None and move.old is not None:
        return f"{move.name}{gone or '没有总分了'}，不评等次"
    return f"{move.name}{move.old_grade or '未定'}改{move.new_grade or '未定'}"


def _ranks(move: Move) -> str:
    if move.old_rank and move.old_rank == move.new_rank:
        return f"第 {move.new_rank} 名没变"
    return f"{move.old_rank or '—'} → {move.new_rank or '—'}"


def _arrow(move: Move) -> str:
    if move.old_rank is None or move.new_rank is None:
        return ""
    return arrow(move.old_rank - move.new_rank)


def _signed(value: Fraction | None) -> str:
    if value is None:
        return "—"
    if not value:
        return "0"
    number = Decimal(abs(value).numerator) / Decimal(abs(value).denominator)
    return ("+" if value > 0 else "−") + format(number, "f")
