"""加起来: what an announced total or paper is the sum of."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from baton.desk.reproducing.differences import Comparison, Difference, Key, cut, exact
from baton.documents.published import TOTAL
from baton.scoring.plan import children_of
from baton.scoring.result import Result

HALF = Fraction(1, 2)
NEARLY = Fraction(1, 50)  # what roundings in between may do to a sum


@dataclass(frozen=True)
class Likely:
    """One likely cause. kind: a value of Cause; cells: what it would explain; broken: agreeing cells it would spoil."""

    kind: str
    sentence: str
    cells: frozenset[Key]
    broken: int = 0
    code: str = ""


def group_of(result: Result, subject: str) -> str:
    line = result.lines.get(subject)
    return line.group if line else ""


def children_at(result: Result, one: Difference) -> list[str]:
    plan = result.plan
    node = one.column
    if node == TOTAL:
        node = next((group.entry["root"] for group in plan.groups if group.name == one.group), "")
    return list(children_of(plan.nodes[node])) if node in plan.nodes else []


def parts_of(result: Result, comparison: Comparison, one: Difference) -> dict[str, Fraction]:
    """The announced parts of a total or paper when all of them were announced; else nothing.

    Where a part's own sum was not announced, its indicators stand for it, as long as it is their plain sum.
    """
    found: dict[str, Fraction] = {}
    waiting = list(reversed(children_at(result, one)))
    while waiting:
        code = waiting.pop()
        cell = comparison.announced.get((one.subject, code))
        below = _summands(result, one.subject, code)
        if cell is not None:
            found[code] = Fraction(cell.text or 0)
        elif below:
            waiting += reversed(below)
        elif Fraction(exact(result, one.subject, code) or 0):
            return {}
    return found


def _summands(result: Result, subject: str, code: str) -> list[str]:
    """What a paper is the plain sum of for a unit; nothing where it is an indicator, or weighs or caps its parts."""
    node = result.plan.nodes.get(code)
    below = list(children_of(node)) if node else []
    added = sum((Fraction(exact(result, subject, one) or 0) for one in below), Fraction(0))
    return below if abs(Fraction(exact(result, subject, code) or 0) - added) <= NEARLY else []


def name_of(result: Result, code: str) -> str:
    return str((result.plan.nodes.get(code) or result.plan.items[code])["name"])


def exact_text(value: Fraction) -> str:
    return cut(f"{Decimal(value.numerator) / Decimal(value.denominator):f}", 6)
