"""给会议和公众看的材料: brief, bulletin, lists, notice and board, as plain data; every number is already the text that is printed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from baton.documents.board_workbook.form import OWN_FORM, BoardForm


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
class Praise:
    """Who has the best grade, group by group in official order, and the documents of the decision.

    basis: what the whole list rests on; apart: sentences on units whose grade an organ decided by itself. nobody: what
    is said in place of the list where grades are set and nobody has the best one.
    """

    basis: list[str]
    groups: list[tuple[str, str, list[str]]]
    ordered: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    nobody: str = ""


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
