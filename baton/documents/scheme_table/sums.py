"""合计对不对: what the rows of one scheme table come to beside what it says, and parts with points of their own put in order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from itertools import takewhile
from typing import TYPE_CHECKING

from baton.documents.numbers import read_number
from baton.documents.scheme_table.asides import ADD, DEDUCT, kind_of
from baton.documents.scheme_table.rows import BONUS, DEDUCTION, SchemeRow
from baton.documents.scheme_table.words import plain_name, stated_in, stated_of
from baton.scoring.canonical import decimal_text

if TYPE_CHECKING:
    from baton.documents.scheme_table.reading import Reader

MOST_TOLD = 4
ROLES = {ADD: BONUS, DEDUCT: DEDUCTION}
CODE = "scheme-total"
_TITLE = re.compile(  # 附件3：加分项, not 考核指标(含加分项)
    r"^(?:附[件表][一二三四五六七八九十\d]*[:\uff1a.．、]?)?(?:[(\uff08]?[一二三四五六七八九十\d]+[)\uff09]?[.．、]?)?([^(\uff08考指]{0,4}(?:加|减|扣)分(?:项目?|事项|清单|标准|办法)?(?:一览)?表?)$"
)


@dataclass
class Taken:
    """An indicator as it was taken. line: its row; written: its name as the cell has it; fine: its text of a finer level.
    level: the column of a coarser level in which it is named.

    family: the place of the first of those that share one name, None of an indicator by itself. is_heading: its points are
    those of the rows under it. kind: what the section over it says that it is, 加分项.
    """

    row: SchemeRow
    line: int
    written: str
    fine: str = ""
    level: int | None = None
    family: int | None = None
    is_heading: bool = False
    kind: str = ""


@dataclass(frozen=True)
class Sum:
    """A row that adds up: what it says, and the indicators from start to end that stand above it."""

    word: str
    stated: str
    place: str
    start: int
    end: int
    is_part: bool = False


def checked(reader: Reader) -> list[SchemeRow]:
    """The indicators of a table with every doubt about what they come to told."""
    if reader.percent:
        what = f"分值按百分数写的(如 {reader.percent}%),照满分 100 分读,即 {reader.percent} 分"
        reader.problems.warn(reader.table.label, what, "不是这样的,请改写成分数", code="scheme-percent")  # fmt: skip
    _families(reader)
    _headings(reader)
    _shares_of_one(reader)
    _names(reader)
    _roles(reader)
    _weights(reader)
    for said in reader.sums:
        _compare(reader, said)
    for left in reader.left:
        remedy = "是指标的,请补上名称;是说明的,请挪到表的下面,前面写“注:”"
        reader.problems.warn(f"{reader.table.label} {left}".strip(), "这一行没有收进", remedy, code="scheme-row")  # fmt: skip
    return [one.row for one in reader.taken if not one.is_heading]


def total_of(rows: Iterable[SchemeRow]) -> Fraction:
    """What they come to, apart from what is added or taken away."""
    return sum((Fraction(row.points) for row in rows if not row.role), Fraction(0))


def plain(value: Fraction) -> str:
    """Points as they are written."""
    return decimal_text(int(value * 10**6), 6)


def _families(reader: Reader) -> None:
    """招商引资（30分） with several rows of points: each is an indicator, the name is the part they stand under."""
    families = _members(reader)
    headed = _headed(reader, families)
    for at, members in families.items():
        first = members[0]
        parent, stated = plain_name(first.written), _said_of(reader, first)
        told = ""
        if at in headed:
            first.is_heading, members = True, members[1:]
            stated, told = stated or first.row.points, first.row.sentence
        comes_to = total_of(one.row for one in members)
        for number, one in enumerate(members, start=1):
            _into_family(reader, one, f"{parent}({stated}分)" if stated else parent, number, told)
        if first.row.category and stated and len(members) > 1 and Fraction(stated) != comes_to:
            what = f"“{parent}”写着 {stated} 分,它的 {len(members)} 行分值合计 {plain(comes_to)}"
            reader.problems.warn(first.row.place, what, "请核对分值", code=CODE)


def _members(reader: Reader) -> dict[int, list[Taken]]:
    """The rows of every family by where it begins."""
    found: dict[int, list[Taken]] = {}
    for one in reader.taken:
        if one.family is not None:
            found.setdefault(one.family, []).append(one)
    return found


def _said_of(reader: Reader, first: Taken) -> str:
    """What a family comes to: the points behind its name, or those of a coarser column beside it."""
    beside = (_number(reader.text(first.line, column)) for column in reader.head.weights)
    return stated_in(first.written) or next((plain(one) for one in beside if one is not None), "")


def _headed(reader: Reader, families: Mapping[int, Sequence[Taken]]) -> set[int]:
    """The families whose first row has the points of the others and is their heading.

    It is none where the table says that all of its rows make the whole: behind the name, in a coarser column, or, where
    nothing says so, in the total that only comes out so.
    """
    found, unsaid = set(), set()
    for at, (first, *rest) in families.items():
        total = total_of(one.row for one in rest)
        if first.fine or Fraction(first.row.points) != total:
            continue
        stated = _said_of(reader, first)
        if not stated or Fraction(stated) != 2 * total:
            found.add(at)
        if not stated:
            unsaid.add(at)
    if unsaid and reader.stated:
        whole = total_of(one.row for one in reader.taken)
        twice = sum((Fraction(families[at][0].row.points) for at in unsaid), Fraction(0))
        others = sum((Fraction(families[at][0].row.points) for at in found - unsaid), Fraction(0))
        if whole - others == Fraction(reader.stated) != whole - others - twice:
            found -= unsaid
    return found


def _headings(reader: Reader) -> None:
    """A row named on a coarser level, with the points of the rows below it that stand under the same name: their heading."""
    for at, one in enumerate(reader.taken):
        if one.level is None or one.is_heading:
            continue
        below = list(takewhile(partial(_is_below, reader, one), reader.taken[at + 1 :]))
        if not below or total_of(other.row for other in below) != Fraction(one.row.points):
            continue
        one.is_heading = True
        for other in below:
            _under_heading(reader, other, one)


def _is_below(reader: Reader, heading: Taken, one: Taken) -> bool:
    assert heading.level is not None
    columns = {heading.level} | ({reader.group} if reader.group is not None else set())
    return not any(reader.owns(one.line, column) for column in columns)


def _under_heading(reader: Reader, one: Taken, heading: Taken) -> None:
    category, upper = one.row.category, one.row.upper.splitlines()
    if heading.level == reader.group:
        category = category if stated_of(category) else f"{category}({heading.row.points}分)"
    else:
        line = f"{reader.head.texts[heading.level or 0]}:{heading.written}"
        upper = upper if line in upper else [line, *upper]
    definition = "\n".join(text for text in (heading.row.sentence, one.row.definition) if text)
    one.row = replace(one.row, category=category, upper="\n".join(upper), definition=definition)


def _into_family(reader: Reader, one: Taken, parent: str, number: int, told: str) -> None:
    label = reader.head.texts[reader.name]
    name = plain_name(one.fine) if one.fine else f"{plain_name(parent)}({number})"
    upper = [line for line in one.row.upper.splitlines() if line.rpartition(":")[2] != one.fine]
    if one.row.category:
        upper.insert(0, f"{label}:{parent}")
    definition = "\n".join(text for text in (told, one.row.definition) if text)
    one.row = replace(
        one.row, name=name, category=one.row.category or parent, upper="\n".join(upper), definition=definition
    )  # fmt: skip


def _shares_of_one(reader: Reader) -> None:
    """0.3, 0.2 …… that come to one are shares of a hundred."""
    rows = [one.row for one in reader.taken if not one.is_heading]
    if len(rows) < 2 or total_of(rows) != 1 or any(row.role for row in rows):
        return
    for one in reader.taken:
        one.row = replace(one.row, points=plain(Fraction(one.row.points) * 100))
    what = "分值是合计为 1 的小数,照满分 100 分读,如 0.3 读作 30 分"
    reader.problems.warn(reader.table.label, what, "不是这样的,请改写成分数", code="scheme-percent")


def _names(reader: Reader) -> None:
    """安全生产（20分） beside points of 15: both can't be right."""
    for one in reader.taken:
        stated = stated_in(one.written)
        if one.family is None and stated and not one.row.role and not one.row.shared and Fraction(stated) != Fraction(one.row.points):  # fmt: skip
            what = f"名称里写 {stated} 分,分值一列写 {one.row.points} 分,照分值一列收"
            reader.problems.warn(one.row.place, what, "请核对分值", code=CODE)


def _roles(reader: Reader) -> None:
    """Plain points under 加分项 or 减分项 are no part of the hundred where the rest comes to it."""
    own = [one for one in reader.taken if not one.is_heading]
    title = kind_of(_TITLE.findall("".join(reader.table.caption.split())))
    given = [
        (one, kind_of([one.row.category, one.row.name]) or one.kind or title)
        for one in own
        if not one.row.role
    ]
    beside = [(one, ROLES[kind]) for one, kind in given if kind in ROLES]
    total = total_of(one.row for one in own)
    rest = total - total_of(one.row for one, _ in beside)
    stated = Fraction(reader.stated) if reader.stated else None
    is_beside = rest == stated != total if stated is not None else total % 100 and not rest % 100
    majors = [
        (one, role) for one, role in beside if (kind_of([one.row.category]) or one.kind) in ROLES
    ]
    if not rest or (stated is None and not is_beside):  # a table of their own, or no total to tell
        beside, is_beside = beside if not rest else majors, True
    if not beside or not is_beside:
        return
    for one, role in beside:
        one.row = replace(one.row, role=role)
    names = "、".join(f"“{one.row.name}”" for one, _ in beside[:MOST_TOLD])
    what = f"{names}{f'等 {len(beside)} 项' if len(beside) > MOST_TOLD else ''}{f'不在 {plain(rest)} 分以内,' if rest else ''}照加分、扣分收"
    reader.problems.warn(beside[0][0].row.place, what, "不是这样的,请把分值改对再收", code="scheme-role")  # fmt: skip


def _weights(reader: Reader) -> None:
    """The weight of a coarser level beside what its indicators come to."""
    for column in reader.head.weights:
        level = max((one for one in reader.head.levels if one < column), default=reader.group)
        parts = _parts(reader, column)
        sums = [total_of(one.row for one in members) for _, members in parts]
        if len(parts) > 1 and len(set(sums)) == 1 and sums[0] == 100 and sum(stated for stated, _ in parts) in (1, 100):  # fmt: skip
            what = f"“{reader.head.texts[column]}”一列是各大项的权重,各大项下的分值都合计 {plain(sums[0])}:像是先各按 {plain(sums[0])} 分计,再乘权重"
            remedy = "先照相加收;是乘权重的,收进以后请到“大项”里把总分改成按权重合成"
            reader.problems.warn(reader.table.label, what, remedy, code=CODE)
            continue
        for (stated, members), comes_to in zip(parts, sums, strict=True):
            if level == reader.group:
                for one in members:
                    if one.row.category and not stated_of(one.row.category):
                        one.row = replace(
                            one.row, category=f"{one.row.category}({plain(stated)}分)"
                        )
            elif stated != comes_to:
                name = reader.text(members[0].line, level) or members[0].row.name
                what = f"“{plain_name(name)}”的“{reader.head.texts[column]}”写 {plain(stated)},下面 {len(members)} 个指标的分值合计 {plain(comes_to)}"
                reader.problems.warn(members[0].row.place, what, "请核对分值", code=CODE)


def _parts(reader: Reader, column: int) -> list[tuple[Fraction, list[Taken]]]:
    """The numbers of a column of weights, each with the indicators that stand beside it or below it."""
    found: list[tuple[Fraction, list[Taken]]] = []
    last = None
    for one in reader.taken:
        if one.is_heading:
            continue
        number = _number(reader.text(one.line, column))
        cell = reader.table.first(one.line, column)
        if number is not None and cell != last:
            found.append((number, []))
            last = cell
        if found:
            found[-1][1].append(one)
    return found


def _number(text: str) -> Fraction | None:
    number = read_number(text.strip().removesuffix("%").removesuffix("分")).text
    return Fraction(number) if number is not None else None


def _compare(reader: Reader, said: Sum) -> None:
    """合计, 小计 or the head's own total against the indicators above it."""
    own = [one.row for one in reader.taken[: said.end] if not one.is_heading]
    twice = Counter(row.shared for row in own if row.shared)
    if any(count > 1 for count in twice.values()):  # nobody has said yet what each of them has
        return
    stated, total = Fraction(said.stated), total_of(own)
    if said.is_part:
        since = [one.row for one in reader.taken[said.start : said.end] if not one.is_heading]
        alike = [row for row in own if since and row.category == since[-1].category]
        if stated in (total_of(since), total_of(alike), total) or not since:
            return
        own, total = since, total_of(since)
    if stated == total:
        return
    what = f"表里写{said.word}{said.stated},上面 {len(own)} 个指标的分值合计 {plain(total)}"
    reader.problems.warn(said.place, what, _remedy(reader), code=CODE)


def _remedy(reader: Reader) -> str:
    """Where the points that are missing may stand."""
    rows: Sequence[str] = [*reader.left, *(f"{one.place.rpartition(' ')[2]}“{one.name}”" for one in reader.asides)]  # fmt: skip
    if not rows:
        return "请核对分值"
    named = "、".join(rows[:MOST_TOLD]) + (f"等 {len(rows)} 行" if len(rows) > MOST_TOLD else "")
    return f"请核对分值;没有收成指标的是{named}"
