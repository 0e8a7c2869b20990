"""哪里不同: every announced number beside the computed one, equal or not to the digits that were announced."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from fractions import Fraction

from baton.documents.published import GRADE, LABELS, RANK, TOTAL, Announced, says_apart
from baton.scoring.facts import Subject
from baton.scoring.result import Result

Key = tuple[str, str]  # subject, column
WORDS = {RANK, GRADE}  # columns that are compared as they are written


@dataclass(frozen=True)
class Difference:
    """One cell that differs; `computed` is printed with the digits of its column."""

    subject: str
    name: str
    group: str
    column: str
    label: str
    published: str
    computed: str
    place: str

    @property
    def key(self) -> Key:
        return self.subject, self.column

    @property
    def gap(self) -> Fraction | None:
        """Announced less computed; None where one of them is no number."""
        if self.column in WORDS or not self.published or not self.computed:
            return None
        return Fraction(self.published) - Fraction(self.computed)


@dataclass
class Comparison:
    """An announced table beside a result. digits: how many decimals a column was announced with."""

    announced: dict[Key, Announced]
    digits: dict[str, int]
    differences: list[Difference] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.announced)

    @property
    def equal(self) -> int:
        return self.count - len(self.differences)


def compared(result: Result, cells: Sequence[Announced]) -> Comparison:
    """Every announced cell against the result. Numbers agree when the computed one, cut to the announced digits
    (四舍五入), is the announced one; ranks and grades must be the same. A column left empty announces nothing."""
    filled = {cell.column for cell in cells if cell.text}
    announced = {(cell.subject, cell.column): cell for cell in cells if cell.column in filled}
    found = Comparison(announced, digits_of(cells))
    order = {subject.subject: at for at, subject in enumerate(_listed(result))}
    labels = column_labels(result)
    names = {subject.subject: subject for subject in result.plan.facts.roster}
    columns = {
        column: at
        for at, column in enumerate((*result.plan.items, *result.plan.nodes, TOTAL, RANK, GRADE))
    }
    for key in sorted(announced, key=lambda key: (order.get(key[0], len(order)), columns[key[1]])):
        cell = announced[key]
        computed = printed(result, *key, found.digits)
        if same(cell, computed):
            continue
        subject = names.get(cell.subject)
        found.differences.append(
            Difference(
                cell.subject, subject.name if subject else cell.subject, subject.group if subject else "",
                cell.column, labels.get(cell.column, cell.column), cell.text, computed, cell.place,
            )
        )  # fmt: skip
    told = {subject for subject, _ in announced}
    found.absent = [
        names[code].name
        for code, line in result.lines.items()
        if code not in told and line.status == "ranked" and _is_told_of(result, code, told)
    ]
    return found


def _is_told_of(result: Result, code: str, told: set[str]) -> bool:
    """Only groups of which the table tells at all can miss somebody."""
    groups = {result.lines[subject].group for subject in told if subject in result.lines}
    return result.lines[code].group in groups


def _listed(result: Result) -> list[Subject]:
    groups = {group.name: at for at, group in enumerate(result.plan.groups)}
    return sorted(
        result.plan.facts.roster,
        key=lambda subject: (
            groups.get(subject.group, len(groups)),
            subject.order,
            subject.subject,
        ),
    )


def column_labels(result: Result) -> dict[str, str]:
    """Names of everything a column may hold."""
    plan = result.plan
    names = {code: str(node["name"]) for code, node in plan.nodes.items()}
    return names | {code: str(item["name"]) for code, item in plan.items.items()} | LABELS


def digits_of(cells: Sequence[Announced]) -> dict[str, int]:
    """How many decimals each column was announced with: as many as its cells show, or as its longest number has."""
    found: dict[str, int] = defaultdict(int)
    for cell in cells:
        if cell.column not in WORDS:
            found[cell.column] = max(
                found[cell.column], cell.digits, len(cell.text.partition(".")[2])
            )
    return dict(found)


def same(cell: Announced, computed: str) -> bool:
    """Whether a cell says what was computed."""
    if cell.column == GRADE and says_apart(cell.text):
        return not computed
    if cell.column in WORDS or not cell.text or not computed:
        return cell.text == computed
    return Fraction(cell.text) == Fraction(computed)


def exact(result: Result, subject: str, column: str) -> str:
    """The computed value of a cell in full; empty where there is none."""
    line = result.lines.get(subject)
    if column == TOTAL:
        return (line.total if line else None) or ""
    if column == RANK:
        return str(line.rank) if line and line.rank is not None else ""
    if column == GRADE:
        return (line.grade if line else None) or ""
    if subject not in result.plan.row_of:
        return ""
    if column in result.plan.items:
        return result.score(subject, column) or ""
    return node_value(result, subject, column)


def node_value(result: Result, subject: str, code: str) -> str:
    """A node's value for a subject, empty where the subject's group has no such node."""
    group = result.plan.groups[int(result.plan.group_of_row[result.plan.row_of[subject]])]
    return (result.node(subject, code)[1] or "") if code in group.nodes else ""


def printed(result: Result, subject: str, column: str, digits: Mapping[str, int]) -> str:
    """The computed value as the announced column would print it."""
    value = exact(result, subject, column)
    if column in WORDS or not value:
        return value
    return cut(value, digits.get(column, 0))


def cut(value: str, places: int, *, down: bool = False) -> str:
    """A decimal with so many places at most, 四舍五入 or (down) 去尾.

    >>> cut("86.405", 2), cut("86.405", 2, down=True), cut("86.4", 2)
    ('86.41', '86.4', '86.4')
    """
    number = Decimal(value).quantize(
        Decimal(1).scaleb(-places), ROUND_DOWN if down else ROUND_HALF_UP
    )
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
